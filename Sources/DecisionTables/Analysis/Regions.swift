/// A part of a space: a set of atoms for each column.
struct Box: Hashable {
  var sets: [IndexSet]

  func contains(_ other: Box) -> Bool {
    zip(sets, other.sets).allSatisfy { $1.isSubset(of: $0) }
  }
}

extension Diagram {
  /// A part of the space all of whose inputs have the same label.
  struct Region {
    let label: Label
    var box: Box
  }

  /// The inputs whose label is wanted, in as few and as simple parts as are found: every path of the diagram is grown as
  /// far as its label allows, first to whole columns, and parts that the others cover are left out. Parts may overlap. The
  /// second value tells whether they are all there.
  func regions(
    limit: Int, _ effort: inout Effort, where wanted: (Label) -> Bool
  ) -> (regions: [Region], isComplete: Bool) {
    var paths: [Region] = []
    let full = Box(sets: atomCounts.map { IndexSet(0..<$0, count: $0) })
    // Paths are many where parts are few: they are cut off far beyond what anybody reads.
    let cap = limit * 8
    // Nodes come after those that they lead to. Only ways that end where it is wanted are walked: there may be endlessly
    // many others.
    var leads: [Bool] = []
    leads.reserveCapacity(nodes.count)
    for node in nodes {
      switch node {
      case .leaf(let label): leads.append(label.map(wanted) ?? false)
      case .branch(_, let branches): leads.append(branches.contains { leads[$0.node] })
      }
    }
    var box = full
    if leads[root] { collect(root, &box, &paths, cap + 1, leads) }
    let isCut = paths.count > cap
    var grown: [Region] = []
    for path in paths.prefix(cap) {
      if grown.contains(where: { $0.label == path.label && $0.box.contains(path.box) }) { continue }
      var region = path
      grow(&region, full, &effort)
      grown.removeAll { $0.label == region.label && region.box.contains($0.box) }
      grown.append(region)
    }
    let needed = withoutCovered(grown, &effort)
    return (
      Array(needed.prefix(limit)), !isCut && !isExhausted && needed.count <= limit
    )
  }

  private func collect(
    _ index: Int, _ box: inout Box, _ result: inout [Region], _ limit: Int, _ leads: [Bool]
  ) {
    guard result.count < limit else { return }
    switch nodes[index] {
    case .leaf(let label):
      if let label { result.append(Region(label: label, box: box)) }
    case .branch(let column, let branches):
      let saved = box.sets[column]
      for branch in branches where leads[branch.node] {
        box.sets[column] = branch.atoms
        collect(branch.node, &box, &result, limit, leads)
      }
      box.sets[column] = saved
    }
  }

  private func grow(_ region: inout Region, _ full: Box, _ effort: inout Effort) {
    // From the last column: people put what matters most first, so that is kept longest.
    for column in atomCounts.indices.reversed() where region.box.sets[column] != full.sets[column] {
      let saved = region.box.sets[column]
      region.box.sets[column] = full.sets[column]
      if !isUniform(region, &effort) { region.box.sets[column] = saved }
    }
    for column in atomCounts.indices where region.box.sets[column] != full.sets[column] {
      let missing = full.sets[column].subtracting(region.box.sets[column])
      for atom in missing.indices {
        var trial = region
        trial.box.sets[column] = IndexSet([atom], count: atomCounts[column])
        if isUniform(trial, &effort) { region.box.sets[column].insert(atom) }
      }
    }
  }

  /// Whether every input of the box has the label.
  private func isUniform(_ region: Region, _ effort: inout Effort) -> Bool {
    var seen: Set<Int> = []
    var stack = [root]
    while let index = stack.popLast() {
      guard seen.insert(index).inserted else { continue }
      guard effort.spend() else { return false }
      switch nodes[index] {
      case .leaf(let label): if label != region.label { return false }
      case .branch(let column, let branches):
        for branch in branches where branch.atoms.meets(region.box.sets[column]) {
          stack.append(branch.node)
        }
      }
    }
    return true
  }

  /// The regions without those that the others of the same label cover together; the narrowest go first.
  private func withoutCovered(_ regions: [Region], _ effort: inout Effort) -> [Region] {
    var isKept = Array(repeating: true, count: regions.count)
    let sizes = regions.map { region in
      zip(region.box.sets, atomCounts).reduce(1.0) { $0 * Double($1.0.count) / Double($1.1) }
    }
    for index in regions.indices.sorted(by: { (sizes[$0], $0) < (sizes[$1], $1) }) {
      let others = regions.indices.filter {
        $0 != index && isKept[$0] && regions[$0].label == regions[index].label
      }
      guard !others.isEmpty, effort.afford(Cover.cost(others.count, regions[index].box.sets)) else {
        continue
      }
      var cover = Cover(others.map { regions[$0].box.sets }, box: regions[index].box.sets)
      if cover.isComplete(&effort) == true { isKept[index] = false }
    }
    return regions.indices.filter { isKept[$0] }.map { regions[$0] }
  }
}
