import CivilTime
public import FEEL

/// Where two tables over the same inputs come to different results.
public struct TableDifference: Sendable, Hashable {
  /// A part of the inputs and what becomes of it.
  public struct Change: Sendable, Hashable {
    /// The part.
    public let region: TableAnalysis.Region
    /// The result before; null is none.
    public let before: Value
    /// The result after.
    public let after: Value
  }

  /// The parts, as few as the order of the columns allows.
  public let changes: [Change]
  /// Cells of the table before that could not be analysed.
  public let notAnalysedBefore: [TableAnalysis.Cell]
  /// The same of the table after.
  public let notAnalysedAfter: [TableAnalysis.Cell]
  /// Whether everything was looked at and all changes are listed.
  public let isComplete: Bool
}

extension DecisionTable {
  /// What changes for which inputs when `other` replaces this table; nil when their inputs are not the same expressions
  /// (in any order). Results that are worked out from the inputs are compared by their text.
  public func difference(
    to other: DecisionTable, _ context: EvaluationContext, after: EvaluationContext? = nil,
    limit: Int = 50, isFixed: (String) -> Bool = { _ in false }
  ) -> TableDifference? {
    guard let columnsOfOther = Self.order(other.inputTexts, like: inputTexts) else { return nil }
    var before = context
    var later = after ?? context
    let moved = other.rows.map { row in
      Row(
        cells: columnsOfOther.map { row.cells[$0] }, outputs: row.outputs, constant: row.constant,
        span: row.span)
    }
    let movedColumns = columnsOfOther.map { other.columns[$0] }
    // One division for both, from the constants of both in both frames.
    let first = Space.tests(columns, rows, &before, isFixed: isFixed)
    let second = Space.tests(movedColumns, moved, &later, isFixed: isFixed)
    let sameValues = zip(columns, movedColumns).allSatisfy { own, theirs in
      own.allowed?.source.text == theirs.allowed?.source.text
    }
    let left = Space(
      columns: columns, rows: rows, tests: first, extra: second, usesAllowedValues: sameValues,
      &before, isFixed: isFixed)
    let right = Space(
      columns: movedColumns, rows: moved, tests: second, extra: first,
      usesAllowedValues: sameValues, &later, isFixed: isFixed)
    guard left.axes.map(\.atoms.count) == right.axes.map(\.atoms.count) else {
      return TableDifference(
        changes: [], notAnalysedBefore: [], notAnalysedAfter: [], isComplete: false)
    }
    let firstOutcomes = Outcomes(self, &before)
    let secondOutcomes = Outcomes(other, &later)
    let count = rows.count
    var regions = Regions(left.boxes + right.boxes, atomCounts: left.axes.map(\.atoms.count)) {
      rows, _ in
      rows
    } label: { matching in
      let indices = matching.indices
      return Pair(
        before: firstOutcomes.result(indices.filter { $0 < count }),
        after: secondOutcomes.result(indices.filter { $0 >= count }.map { $0 - count }))
    }
    let found = regions.regions(limit: limit + 1) { $0.before != $0.after }
    func cells(_ space: Space, _ order: [Int]) -> [TableAnalysis.Cell] {
      space.unknown.map { TableAnalysis.Cell(row: $0.row, column: order[$0.column]) }
    }
    return TableDifference(
      changes: found.prefix(limit).map {
        TableDifference.Change(
          region: left.region($0.sets), before: $0.label.before, after: $0.label.after)
      },
      notAnalysedBefore: cells(left, Array(columns.indices)),
      notAnalysedAfter: cells(right, columnsOfOther),
      isComplete: !regions.isExhausted && found.count <= limit)
  }

  private struct Pair: Hashable {
    let before: Value
    let after: Value
  }

  /// Where each of the wanted texts stands; nil when they are not the same texts.
  private static func order(_ texts: [String], like wanted: [String]) -> [Int]? {
    guard texts.count == wanted.count else { return nil }
    var result: [Int] = []
    for text in wanted {
      guard let index = texts.indices.first(where: { texts[$0] == text && !result.contains($0) })
      else { return nil }
      result.append(index)
    }
    return result
  }

  /// The results of sets of rows, with stand-ins for outputs that depend on the input.
  private struct Outcomes {
    private let table: DecisionTable
    private let fallback: TableResult

    init(_ table: DecisionTable, _ context: inout EvaluationContext) {
      let rows = table.rows.map { row -> Row in
        guard row.constant == nil else { return row }
        let texts = row.outputs.map { output in
          output?.constant ?? .string(output.map { "= \($0.text)" } ?? "")
        }
        return Row(
          cells: row.cells, outputs: row.outputs,
          constant: DecisionTable.named(texts, table.outputs),
          span: row.span)
      }
      self.table = DecisionTable(
        hitPolicy: table.hitPolicy, aggregation: table.aggregation, type: table.type,
        nullable: table.nullable, references: table.references, columns: table.columns,
        outputs: table.outputs, rows: rows, span: table.span)
      fallback = table.noMatch(&context)
    }

    func result(_ rows: [Int]) -> Value {
      guard let first = rows.first else { return fallback.value }
      let values = rows.map { table.rows[$0].constant ?? .null }
      switch table.hitPolicy {
      case .first: return values[0]
      case .unique: return rows.count == 1 ? values[0] : .null
      case .any: return values.allSatisfy { $0 == values[0] } ? values[0] : .null
      case .priority:
        let best = rows.min { left, right in
          (table.rank(left) ?? [Int.max]).lexicographicallyPrecedes(table.rank(right) ?? [Int.max])
        }
        return table.rows[best ?? first].constant ?? .null
      case .collect:
        guard table.aggregation != nil else { return .list(values) }
        var context = EvaluationContext(today: .latest, now: .init(date: .latest))
        return table.aggregated(values, &context)
      case .ruleOrder, .outputOrder: return .list(values)
      }
    }
  }
}
