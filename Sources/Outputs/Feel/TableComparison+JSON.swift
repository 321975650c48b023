import CivilTime
import DecisionTables
import FEEL
public import JSONText

extension TableComparison {
  /// `{"date", "same", "tables": [{"decision", "workflow", "days": [...]}], "onlyBefore", "onlyAfter"}`; conditions are unary
  /// tests, values are in the typed form.
  public var json: JSONValue {
    [
      "date": JSONValue(date: date), "same": .bool(isSame),
      "tables": .array(pairs.map { Self.json($0) }), "onlyBefore": JSONValue(texts: onlyBefore),
      "onlyAfter": JSONValue(texts: onlyAfter),
    ]
  }

  private static func json(_ pair: Pair) -> JSONValue {
    [
      "decision": JSONValue(optional: pair.name.isEmpty ? nil : pair.name),
      "title": .string(pair.title), "workflow": JSONValue(optional: pair.workflow),
      "same": .bool(pair.isSame),
      "days": .array(
        pair.days.map { from, difference in
          [
            "from": JSONValue(date: from), "complete": .bool(difference.isComplete),
            "outputsOnlyBefore": JSONValue(texts: difference.outputsBefore),
            "outputsOnlyAfter": JSONValue(texts: difference.outputsAfter),
            "notAnalysedBefore": cells(difference.notAnalysedBefore, difference),
            "notAnalysedAfter": cells(difference.notAnalysedAfter, difference),
            "changes": .array(difference.changes.map { json($0, difference) }),
          ]
        }),
    ]
  }

  private static func json(
    _ change: TableDifference.Change, _ difference: TableDifference
  ) -> JSONValue {
    let tests = zip(difference.columns, change.region.tests).filter { $0.1 != "-" }
    let example = zip(difference.columns, change.region.example)
    return [
      "when": .object(JSONObject(tests.map { ($0.0, .string($0.1)) })),
      "example": .object(JSONObject(example.map { ($0.0, TypedValue.json($0.1)) })),
      "primary": .bool(change.isPrimary), "before": TypedValue.json(change.before),
      "after": TypedValue.json(change.after),
      "rowsBefore": .array(change.rowsBefore.map { JSONValue($0 + 1) }),
      "rowsAfter": .array(change.rowsAfter.map { JSONValue($0 + 1) }),
    ]
  }

  private static func cells(
    _ cells: [TableAnalysis.Cell], _ difference: TableDifference
  ) -> JSONValue {
    .array(
      cells.map {
        ["row": JSONValue($0.row + 1), "column": .string(difference.columns[$0.column])]
      })
  }
}
