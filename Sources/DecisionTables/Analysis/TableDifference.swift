public import FEEL

/// Where two tables come to different results.
public struct TableDifference: Sendable, Hashable {
  /// A part of the inputs and what becomes of it.
  public struct Change: Sendable, Hashable {
    /// The part, by the columns of the difference.
    public let region: TableAnalysis.Region
    /// The result before; null is none. Several outputs are a context, without those that only one table has and, in
    /// primary changes, without those beside the primary ones.
    public let before: Value
    /// The result after.
    public let after: Value
    /// Whether an output with declared values changes, or all are alike; else only what stands beside it (a reason, say).
    public let isPrimary: Bool
    /// Rows of the table before that decide for the example, from 0.
    public let rowsBefore: [Int]
    /// The same of the table after.
    public let rowsAfter: [Int]
  }

  /// The input expressions: those of the table before, then what only the other asks for.
  public let columns: [String]
  /// The parts, few and as large as the results allow; they may overlap where the results are the same. Those where
  /// outputs with declared values change come first.
  public let changes: [Change]
  /// Cells of the table before that could not be analysed, by the columns of the difference.
  public let notAnalysedBefore: [TableAnalysis.Cell]
  /// The same of the table after.
  public let notAnalysedAfter: [TableAnalysis.Cell]
  /// Names of outputs that only the table before has.
  public let outputsBefore: [String]
  /// Names of outputs that only the table after has.
  public let outputsAfter: [String]
  /// Whether everything was looked at and all changes are listed.
  public let isComplete: Bool
}

extension DecisionTable {
  /// What changes for which inputs when `other` replaces this table. Columns meet by their expressions, in any order; a
  /// column that one table lacks is `-` there. Results that are worked out from the inputs are compared by their text.
  ///
  /// - Parameters:
  ///   - context: the day, and the values of what is fixed, for this table.
  ///   - after: the same for the other; nil when they are the same.
  ///   - limit: how many changes are wanted.
  ///   - effort: the steps that the analysis may take; `isComplete` is false when they did not do.
  public func difference(
    to other: DecisionTable, _ context: EvaluationContext, after: EvaluationContext? = nil,
    limit: Int = 50, effort: Int = DecisionTable.defaultEffort,
    isFixed: (String) -> Bool = { _ in false }
  ) -> TableDifference {
    var effort = Effort(effort)
    let (texts, places) = Self.columns(inputTexts, other.inputTexts)
    let own = texts.indices.map { $0 < columns.count ? Optional($0) : nil }
    let parts = [
      Space.Part(placing: self, own, context),
      Space.Part(placing: other, places, after ?? context),
    ]
    let space = Space(parts, &effort, isFixed: isFixed)
    let outcomes = Outcomes(self, other, parts, space)
    let counts = space.atomCounts
    var changes: [TableDifference.Change] = []
    var isComplete = true
    // What stands beside the primary outputs would cut the parts where those change into pieces.
    let passes: [Outcomes.Pass] =
      counts.contains(0) ? [] : outcomes.hasPrimary ? [.primary, .beside] : [.all]
    for pass in passes {
      effort.sharing(pass == .primary ? effort.left / 2 : effort.left) { effort in
        let diagram = Diagram(outcomes.boxes, atomCounts: counts, effort: &effort) {
          outcomes.simplified($0, $1)
        } label: {
          outcomes.result($0, pass)
        }
        let found = diagram.regions(limit: limit, &effort) { $0.before != $0.after }
        isComplete = isComplete && found.isComplete
        changes += found.regions.map { region in
          let rows = outcomes.rows(at: region.box.sets.map { $0.first ?? 0 })
          return TableDifference.Change(
            region: space.region(region.box), before: region.label.before,
            after: region.label.after, isPrimary: pass != .beside, rowsBefore: rows.before,
            rowsAfter: rows.after)
        }
      }
    }
    func cells(_ part: Int) -> [TableAnalysis.Cell] {
      space.unknown[part].map {
        TableAnalysis.Cell(row: $0.row, column: $0.column, isUndivided: $0.isUndivided)
      }
    }
    return TableDifference(
      columns: texts, changes: changes, notAnalysedBefore: cells(0), notAnalysedAfter: cells(1),
      outputsBefore: outcomes.onlyBefore, outputsAfter: outcomes.onlyAfter, isComplete: isComplete)
  }

  /// The columns of both, and for each of them its place in the second.
  private static func columns(_ first: [String], _ second: [String]) -> ([String], [Int?]) {
    var texts = first
    var places: [Int?] = Array(repeating: nil, count: first.count)
    for (index, text) in second.enumerated() {
      if let place = first.indices.first(where: { first[$0] == text && places[$0] == nil }) {
        places[place] = index
      } else {
        texts.append(text)
        places.append(index)
      }
    }
    return (texts, places)
  }
}

extension Space.Part {
  /// A table with its columns at other places.
  init(placing table: DecisionTable, _ places: [Int?], _ context: EvaluationContext) {
    columns = places.map { place in place.map { table.columns[$0] } }
    rows = table.rows.map { row in
      DecisionTable.Row(
        cells: places.map { place in place.map { row.cells[$0] } ?? .any }, outputs: row.outputs,
        constant: row.constant, span: row.span)
    }
    self.context = context
  }
}
