public import FEEL

/// What an analysis of a table finds. All of it is exact, but for the cells in `notAnalysed`.
public struct TableAnalysis: Sendable, Hashable {
  /// A part of the inputs.
  public struct Region: Sendable, Hashable {
    /// For every column a unary test that describes the part; `-` where the column does not matter.
    public let tests: [String]
    /// An input in it, column by column.
    public let example: [Value]
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

  /// A cell that depends on more than its own input.
  public struct Cell: Sendable, Hashable {
    /// The row, from 0.
    public let row: Int
    /// The column, from 0.
    public let column: Int

    /// A cell.
    public init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// The faults: gaps first, at most as many of each kind as asked for.
  public let findings: [Finding]
  /// Cells that could not be analysed; what hangs on them is not reported.
  public let notAnalysed: [Cell]
  /// Whether the table was small enough to be looked at wholly.
  public let isComplete: Bool
}

extension DecisionTable {
  /// Looks for gaps, overlaps, masked and impossible rows, as far as they are faults under the hit policy.
  ///
  /// `context` gives the day and the values of the names for which `isFixed` is true (guidelines, say): run it for each
  /// date on which one of them changes. Inputs that are null are not looked at.
  public func analyse(
    _ context: EvaluationContext, limit: Int = 20, isFixed: (String) -> Bool = { _ in false }
  ) -> TableAnalysis {
    var context = context
    let tests = Space.tests(columns, rows, &context, isFixed: isFixed)
    let space = Space(columns: columns, rows: rows, tests: tests, &context, isFixed: isFixed)
    let unknownRows = Set(space.unknown.map(\.row))
    var findings: [TableAnalysis.Finding] = []
    var complete = true
    if !hitPolicy.isMultiple, outputs.allSatisfy({ $0.fallback == nil }) {
      let (gaps, whole) = gaps(space, limit)
      findings += gaps.map { .gap($0) }
      complete = complete && whole
    }
    findings += impossible(space)
    if hitPolicy == .unique || hitPolicy == .any {
      findings += overlaps(space, unknownRows, limit, &context)
    }
    if hitPolicy == .first || hitPolicy == .priority {
      let (masked, whole) = masked(space, unknownRows, limit)
      findings += masked
      complete = complete && whole
    }
    return TableAnalysis(
      findings: findings,
      notAnalysed: space.unknown.map { TableAnalysis.Cell(row: $0.row, column: $0.column) },
      isComplete: complete)
  }

  private func gaps(_ space: Space, _ limit: Int) -> ([TableAnalysis.Region], Bool) {
    let boxes = space.boxes
    let counts = space.axes.map(\.atoms.count)
    guard !counts.contains(0) else { return ([], true) }
    // From which column on a row asks nothing more: one such row is enough.
    let open = boxes.map { box in
      (0...counts.count).first { start in
        (start..<counts.count).allSatisfy { box[$0].indices.count == counts[$0] }
      } ?? counts.count
    }
    var regions = Regions(boxes, atomCounts: counts) { rows, column in
      guard let row = rows.indices.first(where: { open[$0] <= column }) else { return rows }
      return IndexSet([row], count: boxes.count)
    } label: {
      $0.isEmpty
    }
    let found = regions.regions(limit: limit) { $0 }
    return (found.map { space.region($0.sets) }, !regions.isExhausted)
  }

  private func impossible(_ space: Space) -> [TableAnalysis.Finding] {
    space.boxes.enumerated().compactMap { row, box in
      box.firstIndex(where: \.isEmpty).map { .impossible(row: row, column: $0) }
    }
  }

  private func overlaps(
    _ space: Space, _ unknown: Set<Int>, _ limit: Int, _ context: inout EvaluationContext
  ) -> [TableAnalysis.Finding] {
    var result: [TableAnalysis.Finding] = []
    for left in rows.indices where !unknown.contains(left) {
      for right in rows.indices.dropFirst(left + 1) where !unknown.contains(right) {
        guard result.count < limit else { return result }
        guard let shared = space.intersection(left, right) else { continue }
        if hitPolicy == .any, let first = rows[left].constant, first == rows[right].constant {
          continue
        }
        result.append(.overlap(left, right, space.region(shared.map { Optional($0) })))
      }
    }
    return result
  }

  /// Rows that are wholly covered by rows that win over them.
  private func masked(
    _ space: Space, _ unknown: Set<Int>, _ limit: Int
  ) -> ([TableAnalysis.Finding], Bool) {
    var result: [TableAnalysis.Finding] = []
    var complete = true
    let counts = space.axes.map(\.atoms.count)
    for row in rows.indices {
      guard result.count < limit, !space.boxes[row].contains(where: \.isEmpty) else { continue }
      let stronger = rows.indices.filter { other in
        !unknown.contains(other) && wins(other, over: row)
          && space.intersection(other, row) != nil
      }
      guard !stronger.isEmpty else { continue }
      var cover = Cover(
        stronger.map { space.boxes[$0] }, atomCounts: counts, box: space.boxes[row])
      if cover.isComplete() { result.append(.masked(row: row, by: stronger)) }
      complete = complete && !cover.isExhausted
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

extension Space {
  /// A part of the space for people: what the columns are, and an input in it.
  func region(_ sets: [IndexSet?]) -> TableAnalysis.Region {
    TableAnalysis.Region(
      tests: zip(axes, sets).map { axis, set in set.map { axis.text($0) } ?? "-" },
      example: zip(axes, sets).map { axis, set in
        let index = set?.first ?? 0
        return axis.atoms.indices.contains(index) ? axis.atoms[index].example : .null
      })
  }
}
