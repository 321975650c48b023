/// Whether some rows together match everything in a box. Stops at the first input that none of them matches.
struct Cover {
  private struct Key: Hashable {
    let column: Int
    let rows: IndexSet
  }

  /// For each column the different sets of rows that the atoms of the box leave.
  private let choices: [[IndexSet]]
  /// For each row the column from which on it asks for nothing that the box does not give.
  private let open: [Int]
  private let rowCount: Int
  private var covered: Set<Key> = []

  /// What it takes to prepare.
  static func cost(_ rows: Int, _ box: [IndexSet]) -> Int {
    1 + rows * box.reduce(0) { $0 + $1.count } / 16
  }

  init(_ space: [[IndexSet]], box: [IndexSet]) {
    rowCount = space.count
    var choices: [[IndexSet]] = []
    for column in box.indices {
      var seen: Set<IndexSet> = []
      var rows: [IndexSet] = []
      for atom in box[column].indices {
        let passing = IndexSet(
          space.indices.filter { space[$0][column].contains(atom) }, count: max(space.count, 1))
        if seen.insert(passing).inserted { rows.append(passing) }
      }
      // The hardest first: an input that no row matches is found early.
      choices.append(
        rows.map { ($0.count, $0) }.sorted { $0.0 < $1.0 }.map(\.1))
    }
    self.choices = choices
    open = space.map { row in
      var start = box.count
      while start > 0, box[start - 1].isSubset(of: row[start - 1]) { start -= 1 }
      return start
    }
  }

  /// True when every input in the box is matched by a row; nil when it takes too long to say.
  mutating func isComplete(_ effort: inout Effort) -> Bool? {
    covers(0, IndexSet(0..<rowCount, count: max(rowCount, 1)), &effort)
  }

  private mutating func covers(_ column: Int, _ rows: IndexSet, _ effort: inout Effort) -> Bool? {
    let active = rows.indices
    if active.contains(where: { open[$0] <= column }) { return true }
    // Without rows, or with all columns asked, nothing more can match.
    if active.isEmpty || column == choices.count { return false }
    let key = Key(column: column, rows: rows)
    if covered.contains(key) { return true }
    guard effort.spend(1 + choices[column].count + active.count / 8) else { return nil }
    var seen: Set<IndexSet> = []
    var unclear = false
    for choice in choices[column] {
      let remaining = rows.intersection(choice)
      guard seen.insert(remaining).inserted else { continue }
      switch covers(column + 1, remaining, &effort) {
      case false?: return false
      case nil: unclear = true
      case true?: break
      }
      if unclear, effort.isSpent { return nil }
    }
    if unclear { return nil }
    covered.insert(key)
    return true
  }
}
