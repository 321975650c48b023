/// Divides a space into regions by what becomes of the inputs in them: an ordered decision diagram over the columns, in
/// which equal parts are one node. Two atoms with the same future are one branch, so the regions come out few and large.
struct Regions<Label: Hashable> {
  private enum Node: Hashable {
    case leaf(Label)
    case branch(column: Int, [Branch])
  }

  private struct Branch: Hashable {
    let atoms: IndexSet
    let node: Int
  }

  private struct Key: Hashable {
    let column: Int
    let rows: IndexSet
  }

  /// A part of the space: a set of atoms for each column; nil is all of them.
  struct Region {
    let label: Label
    let sets: [IndexSet?]
  }

  private let rowCount: Int
  /// For every column and atom the rows that it passes.
  private let rowsByAtom: [[IndexSet]]
  private let atomCounts: [Int]
  private let simplify: (IndexSet, Int) -> IndexSet
  private let label: (IndexSet) -> Label
  private var nodes: [Node] = []
  private var known: [Node: Int] = [:]
  private var memo: [Key: Int] = [:]
  /// Whether the diagram became too large.
  private(set) var isExhausted = false

  static var maximumNodes: Int { 200_000 }

  /// Regions over rows (`space[row][column]`). `simplify` may drop rows that cannot matter any more when the columns from
  /// a given one on are still open; `label` says what becomes of an input that exactly these rows match.
  init(
    _ space: [[IndexSet]], atomCounts: [Int],
    simplify: @escaping (IndexSet, Int) -> IndexSet, label: @escaping (IndexSet) -> Label
  ) {
    rowCount = space.count
    rowsByAtom = IndexSet.rowsByAtom(space, atomCounts)
    self.atomCounts = atomCounts
    self.simplify = simplify
    self.label = label
  }

  /// The regions whose label is wanted, at most `limit` of them.
  mutating func regions(limit: Int, where wanted: (Label) -> Bool) -> [Region] {
    let root = node(0, IndexSet(0..<rowCount, count: max(rowCount, 1)))
    var result: [Region] = []
    var sets = [IndexSet?](repeating: nil, count: atomCounts.count)
    collect(root, &sets, &result, limit, wanted)
    return result
  }

  private mutating func node(_ column: Int, _ rows: IndexSet) -> Int {
    let rows = simplify(rows, column)
    if column == atomCounts.count || isExhausted { return unique(.leaf(label(rows))) }
    let key = Key(column: column, rows: rows)
    if let node = memo[key] { return node }
    if nodes.count + memo.count > Self.maximumNodes {
      isExhausted = true
      return unique(.leaf(label(rows)))
    }
    var byRows: [IndexSet: IndexSet] = [:]
    var order: [IndexSet] = []
    for atom in 0..<atomCounts[column] {
      let remaining = rows.intersection(rowsByAtom[column][atom])
      if byRows[remaining] == nil { order.append(remaining) }
      byRows[remaining, default: IndexSet(count: atomCounts[column])].insert(atom)
    }
    var byNode: [Int: IndexSet] = [:]
    var children: [Int] = []
    for remaining in order {
      guard let atoms = byRows[remaining] else { continue }
      let child = node(column + 1, remaining)
      if byNode[child] == nil { children.append(child) }
      byNode[child, default: IndexSet(count: atomCounts[column])].formUnion(atoms)
    }
    let result: Int
    if children.count == 1, let only = children.first {
      result = only
    } else {
      result = unique(
        .branch(
          column: column,
          children.compactMap { child in byNode[child].map { Branch(atoms: $0, node: child) } }))
    }
    memo[key] = result
    return result
  }

  private mutating func unique(_ node: Node) -> Int {
    if let index = known[node] { return index }
    nodes.append(node)
    known[node] = nodes.count - 1
    return nodes.count - 1
  }

  private func collect(
    _ index: Int, _ sets: inout [IndexSet?], _ result: inout [Region], _ limit: Int,
    _ wanted: (Label) -> Bool
  ) {
    guard result.count < limit else { return }
    switch nodes[index] {
    case .leaf(let label):
      if wanted(label) { result.append(Region(label: label, sets: sets)) }
    case .branch(let column, let branches):
      for branch in branches {
        sets[column] = branch.atoms
        collect(branch.node, &sets, &result, limit, wanted)
      }
      sets[column] = nil
    }
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
