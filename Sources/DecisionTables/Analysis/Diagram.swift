/// Divides a space by what becomes of the inputs in it: an ordered decision diagram over the columns, in which equal parts
/// are one node. Two atoms with the same future are one branch.
struct Diagram<Label: Hashable> {
  enum Node: Hashable {
    /// What becomes of these inputs; nil when that was not worked out.
    case leaf(Label?)
    case branch(column: Int, [Branch])
  }

  struct Branch: Hashable {
    let atoms: IndexSet
    let node: Int
  }

  private struct Key: Hashable {
    let depth: Int
    let rows: IndexSet
  }

  private let rowsByAtom: [[IndexSet]]
  let atomCounts: [Int]
  /// The columns in the order of the diagram: those that most rows ask for first.
  private let order: [Int]
  private let simplify: (IndexSet, [Bool]) -> IndexSet
  private let label: (IndexSet) -> Label
  /// For each depth and row whether the row asks for nothing more.
  private let open: [[Bool]]
  private(set) var nodes: [Node] = []
  private(set) var root = 0
  private var known: [Node: Int] = [:]
  private var memo: [Key: Int] = [:]
  /// Whether it became too large: some leaves are not worked out.
  private(set) var isExhausted = false

  /// A diagram of rows (`space[row][column]`). `simplify` may drop rows that cannot matter any more, given which rows ask
  /// nothing more; `label` says what becomes of an input that exactly these rows match.
  init(
    _ space: [[IndexSet]], atomCounts: [Int], effort: inout Effort,
    simplify: @escaping (IndexSet, [Bool]) -> IndexSet, label: @escaping (IndexSet) -> Label
  ) {
    self.atomCounts = atomCounts
    self.simplify = simplify
    self.label = label
    rowsByAtom = IndexSet.rowsByAtom(space, atomCounts)
    let asking = atomCounts.indices.map { column in
      space.count { $0[column].count < atomCounts[column] }
    }
    order = atomCounts.indices.sorted { (asking[$0], -$0) > (asking[$1], -$1) }
    var open = [Array(repeating: true, count: space.count)]
    for column in order.reversed() {
      let after = open[open.count - 1]
      open.append(
        space.indices.map { after[$0] && space[$0][column].count == atomCounts[column] })
    }
    self.open = open.reversed()
    root = node(0, IndexSet(space.indices, count: max(space.count, 1)), &effort)
  }

  private mutating func node(_ depth: Int, _ rows: IndexSet, _ effort: inout Effort) -> Int {
    let rows = simplify(rows, open[depth])
    if depth == order.count { return unique(.leaf(label(rows))) }
    let key = Key(depth: depth, rows: rows)
    if let node = memo[key] { return node }
    let column = order[depth]
    guard effort.spend(2 + atomCounts[column] + open[0].count / 8) else {
      isExhausted = true
      return unique(.leaf(nil))
    }
    var byRows: [IndexSet: IndexSet] = [:]
    var remainders: [IndexSet] = []
    for atom in 0..<atomCounts[column] {
      let remaining = rows.intersection(rowsByAtom[column][atom])
      if byRows[remaining] == nil { remainders.append(remaining) }
      byRows[remaining, default: IndexSet(count: atomCounts[column])].insert(atom)
    }
    var byNode: [Int: IndexSet] = [:]
    var children: [Int] = []
    for remaining in remainders {
      guard let atoms = byRows[remaining] else { continue }
      let child = node(depth + 1, remaining, &effort)
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
}
