/// Whether some rows together match everything in a box. Stops at the first input that none of them matches.
struct Cover {
  private struct Key: Hashable {
    let column: Int
    let rows: IndexSet
  }

  private let rowsByAtom: [[IndexSet]]
  private let box: [[Int]]
  /// For each row the column from which on it asks for nothing that the box does not give.
  private let open: [Int]
  private let rowCount: Int
  private var covered: Set<Key> = []
  /// Whether it took too long to say.
  private(set) var isExhausted = false

  static let maximumSteps = 200_000

  init(_ space: [[IndexSet]], atomCounts: [Int], box: [IndexSet]) {
    rowsByAtom = IndexSet.rowsByAtom(space, atomCounts)
    rowCount = space.count
    self.box = box.map(\.indices)
    open = space.map { row in
      var start = atomCounts.count
      while start > 0, row[start - 1].intersection(box[start - 1]) == box[start - 1] { start -= 1 }
      return start
    }
  }

  /// True when every input in the box is matched by a row.
  mutating func isComplete() -> Bool {
    covers(0, IndexSet(0..<rowCount, count: max(rowCount, 1)))
  }

  private mutating func covers(_ column: Int, _ rows: IndexSet) -> Bool {
    let active = rows.indices
    if active.contains(where: { open[$0] <= column }) { return true }
    // Without rows, or with all columns asked, nothing more can match.
    if active.isEmpty || column == box.count { return false }
    let key = Key(column: column, rows: rows)
    if covered.contains(key) { return true }
    if covered.count > Self.maximumSteps {
      isExhausted = true
      return false
    }
    var seen: Set<IndexSet> = []
    for atom in box[column] {
      let remaining = rows.intersection(rowsByAtom[column][atom])
      if seen.insert(remaining).inserted, !covers(column + 1, remaining) { return false }
    }
    covered.insert(key)
    return true
  }
}
