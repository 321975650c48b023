/// A set of small numbers: rows of a table, atoms of an axis.
struct IndexSet: Hashable, Sendable {
  private var words: [UInt64]

  init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

  init(_ indices: some Sequence<Int>, count: Int) {
    self.init(count: count)
    for index in indices { insert(index) }
  }

  mutating func insert(_ index: Int) { words[index / 64] |= 1 << UInt64(index % 64) }

  mutating func remove(_ index: Int) { words[index / 64] &= ~(1 << UInt64(index % 64)) }

  func contains(_ index: Int) -> Bool { words[index / 64] >> UInt64(index % 64) & 1 == 1 }

  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

  var first: Int? {
    for (offset, word) in words.enumerated() where word != 0 {
      return offset * 64 + word.trailingZeroBitCount
    }
    return nil
  }

  var indices: [Int] {
    var result: [Int] = []
    for (offset, word) in words.enumerated() {
      var rest = word
      while rest != 0 {
        result.append(offset * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
    return result
  }

  func intersection(_ other: IndexSet) -> IndexSet {
    var result = self
    for index in words.indices { result.words[index] &= other.words[index] }
    return result
  }

  func subtracting(_ other: IndexSet) -> IndexSet {
    var result = self
    for index in words.indices { result.words[index] &= ~other.words[index] }
    return result
  }

  func union(_ other: IndexSet) -> IndexSet {
    var result = self
    result.formUnion(other)
    return result
  }

  func isSubset(of other: IndexSet) -> Bool {
    words.indices.allSatisfy { words[$0] & ~other.words[$0] == 0 }
  }

  func meets(_ other: IndexSet) -> Bool {
    words.indices.contains { words[$0] & other.words[$0] != 0 }
  }

  mutating func formUnion(_ other: IndexSet) {
    for index in words.indices { words[index] |= other.words[index] }
  }
}

extension IndexSet {
  /// For every column and atom the rows that it passes.
  static func rowsByAtom(_ space: [[IndexSet]], _ atomCounts: [Int]) -> [[IndexSet]] {
    atomCounts.indices.map { column in
      var result = [IndexSet](
        repeating: IndexSet(count: max(space.count, 1)), count: atomCounts[column])
      for (row, box) in space.enumerated() {
        for atom in box[column].indices { result[atom].insert(row) }
      }
      return result
    }
  }
}
