public import FEEL

/// What an analysis of a table finds. All of it is exact, but for the cells in `notAnalysed`.
public struct TableAnalysis: Sendable, Hashable {
  /// A part of the inputs.
  public struct Region: Sendable, Hashable {
    /// For every column what the part holds of it; nil where the column does not matter.
    public let conditions: [Condition?]
    /// An input in it, column by column.
    public let example: [Value]

    /// The conditions as unary tests; `-` where the column does not matter.
    public var tests: [String] { conditions.map { $0?.text ?? "-" } }
  }

  /// What a part holds of a column.
  public struct Condition: Sendable, Hashable {
    /// Values, or what lies between two of them.
    public enum Piece: Sendable, Hashable {
      /// Exactly this.
      case value(Value)
      /// From one value to another; a null end is none.
      case range(RangeValue)
    }

    /// What it holds or, negated, leaves out, in order.
    public let pieces: [Piece]
    /// Whether it is everything but the pieces.
    public let isNegated: Bool

    /// A unary test that says the same: `[18..25)`, `"a", "b"`, `not("a")`.
    public var text: String {
      let text = pieces.map { piece in
        switch piece {
        case .value(let value): value.feelText
        case .range(let range) where range.start.isNull:
          "\(range.endIncluded ? "<=" : "<") \(range.end.feelText)"
        case .range(let range) where range.end.isNull:
          "\(range.startIncluded ? ">=" : ">") \(range.start.feelText)"
        case .range(let range): range.feelText
        }
      }.joined(separator: ", ")
      return isNegated ? "not(\(text))" : text
    }
  }

  /// A fault.
  public enum Finding: Sendable, Hashable {
    /// No row matches.
    case gap(Region)
    /// Two rows match, and the policy does not allow their outcomes together. Rows count from 0.
    case overlap(Int, Int, Region)
    /// A row that never decides, because these others always come before it.
    case masked(row: Int, by: [Int])
    /// A row that no input can match.
    case impossible(row: Int, column: Int)
  }

  /// A cell that depends on more than its own input, or whose column is too fine.
  public struct Cell: Sendable, Hashable {
    /// The row, from 0.
    public let row: Int
    /// The column, from 0.
    public let column: Int
    /// Whether it is its column that could not be divided, into too many parts or values without an order, and not the
    /// cell that reads something else.
    public let isUndivided: Bool

    /// A cell.
    public init(row: Int, column: Int, isUndivided: Bool = false) {
      self.row = row
      self.column = column
      self.isUndivided = isUndivided
    }
  }

  /// The faults: gaps first, at most as many of each kind as asked for.
  public let findings: [Finding]
  /// Cells that could not be analysed; what hangs on them is not reported.
  public let notAnalysed: [Cell]
  /// Whether everything was looked at and all faults are listed.
  public let isComplete: Bool
}

extension DecisionTable {
  /// Looks for gaps, overlaps, masked and impossible rows, as far as they are faults under the hit policy: gaps where one
  /// row has to decide and no output has a default, overlaps under UNIQUE and ANY, masked rows under FIRST and PRIORITY.
  ///
  /// `context` gives the day and the values of the names for which `isFixed` is true (guidelines, say): run it for each
  /// date on which one of them changes. Inputs that are null are not looked at: null decides nothing (8.2.8).
  ///
  /// - Parameters:
  ///   - limit: how many findings of each kind are wanted.
  ///   - effort: the steps that the analysis may take; `isComplete` is false when they did not do.
  public func analyse(
    _ context: EvaluationContext, limit: Int = 20, effort: Int = DecisionTable.defaultEffort,
    isFixed: (String) -> Bool = { _ in false }
  ) -> TableAnalysis {
    var effort = Effort(effort)
    let space = Space(
      [Space.Part(columns: columns, rows: rows, context: context)], &effort, isFixed: isFixed)
    let unknownRows = Set(space.unknown[0].map(\.row))
    var findings: [TableAnalysis.Finding] = []
    var complete = true
    if !hitPolicy.isMultiple, outputs.allSatisfy({ $0.fallback == nil }) {
      let found = effort.sharing(effort.left / 2) { gaps(space, limit, &$0) }
      findings += found.regions.map { .gap($0) }
      complete = complete && found.isComplete
    }
    findings += impossible(space, context)
    if hitPolicy == .unique || hitPolicy == .any {
      findings += overlaps(space, unknownRows, limit)
    }
    if hitPolicy == .first || hitPolicy == .priority {
      let (masked, whole) = masked(space, unknownRows, limit, &effort)
      findings += masked
      complete = complete && whole
    }
    return TableAnalysis(
      findings: findings,
      notAnalysed: space.unknown[0].map {
        TableAnalysis.Cell(row: $0.row, column: $0.column, isUndivided: $0.isUndivided)
      },
      isComplete: complete)
  }

  private func gaps(
    _ space: Space, _ limit: Int, _ effort: inout Effort
  ) -> (regions: [TableAnalysis.Region], isComplete: Bool) {
    let boxes = space.boxes[0]
    guard !space.atomCounts.contains(0) else { return ([], true) }
    let diagram = Diagram(boxes, atomCounts: space.atomCounts, effort: &effort) { rows, open in
      guard let row = rows.indices.first(where: { boxes.indices.contains($0) && open[$0] }) else {
        return rows
      }
      return IndexSet([row], count: boxes.count)
    } label: {
      $0.isEmpty
    }
    let (regions, isComplete) = diagram.regions(limit: limit, &effort) { $0 }
    return (regions.map { space.region($0.box) }, isComplete)
  }

  private func impossible(
    _ space: Space, _ context: EvaluationContext
  ) -> [TableAnalysis.Finding] {
    var context = context
    return space.boxes[0].enumerated().compactMap { row, box in
      guard let column = box.firstIndex(where: \.isEmpty) else { return nil }
      // A row for what is missing is not looked at, and not impossible.
      let asksForNull = box.indices.allSatisfy {
        !box[$0].isEmpty
          || columns[$0].expression.nullable
            && rows[row].cells[$0].matches(.null, &context) == .yes
      }
      return asksForNull ? nil : .impossible(row: row, column: column)
    }
  }

  private func overlaps(
    _ space: Space, _ unknown: Set<Int>, _ limit: Int
  ) -> [TableAnalysis.Finding] {
    var result: [TableAnalysis.Finding] = []
    for left in rows.indices where !unknown.contains(left) {
      for right in rows.indices.dropFirst(left + 1) where !unknown.contains(right) {
        guard result.count < limit else { return result }
        guard let shared = space.intersection(left, right) else { continue }
        if hitPolicy == .any, let first = rows[left].constant, first == rows[right].constant {
          continue
        }
        result.append(.overlap(left, right, space.region(shared)))
      }
    }
    return result
  }

  /// Rows that are wholly covered by rows that win over them.
  private func masked(
    _ space: Space, _ unknown: Set<Int>, _ limit: Int, _ effort: inout Effort
  ) -> ([TableAnalysis.Finding], Bool) {
    var result: [TableAnalysis.Finding] = []
    var complete = true
    let boxes = space.boxes[0]
    for row in rows.indices {
      guard result.count < limit, !boxes[row].contains(where: \.isEmpty) else { continue }
      guard effort.afford(rows.count * columns.count / 16) else {
        complete = false
        continue
      }
      let stronger = rows.indices.filter { other in
        !unknown.contains(other) && wins(other, over: row)
          && space.intersection(other, row) != nil
      }
      guard !stronger.isEmpty else { continue }
      // One row that covers it alone says most.
      if let single = stronger.first(where: { other in
        zip(boxes[row], boxes[other]).allSatisfy { $0.isSubset(of: $1) }
      }) {
        result.append(.masked(row: row, by: [single]))
        continue
      }
      guard effort.afford(Cover.cost(stronger.count, boxes[row])) else {
        complete = false
        continue
      }
      var cover = Cover(stronger.map { boxes[$0] }, box: boxes[row])
      let share = 2 * effort.left / max(1, rows.count - row)
      switch effort.sharing(share, { cover.isComplete(&$0) }) {
      case true?: result.append(.masked(row: row, by: stronger))
      case false?: break
      case nil: complete = false
      }
    }
    return (result, complete)
  }

  /// Whether a row is taken instead of another wherever both match.
  private func wins(_ other: Int, over row: Int) -> Bool {
    if hitPolicy == .first { return other < row }
    guard other != row, let mine = rank(row), let theirs = rank(other) else { return false }
    return theirs.lexicographicallyPrecedes(mine) || (theirs == mine && other < row)
  }

  /// The places of the outputs among the allowed values; nil when one is not constant.
  func rank(_ row: Int) -> [Int]? {
    var result: [Int] = []
    for (output, expression) in zip(outputs, rows[row].outputs) where !output.order.isEmpty {
      guard let value = expression?.constant else { return nil }
      result.append(output.order.firstIndex { value.isIn($0) == .yes } ?? output.order.count)
    }
    return result
  }
}
