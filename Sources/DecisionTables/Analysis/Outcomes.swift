import CivilTime
import FEEL

/// What sets of rows of two tables come to.
struct Outcomes {
  struct Pair: Hashable {
    let before: Value
    let after: Value
  }

  /// One of the tables among the rows of both.
  fileprivate struct Side {
    let table: DecisionTable
    /// Its rows' results, with stand-ins for what depends on the input.
    let results: [Value]
    let ranks: [[Int]]
    let fallback: Value
    /// Where its rows begin.
    let start: Int
    /// The pseudo-rows that match inputs outside its allowed values.
    let refusals: Range<Int>
    /// The outputs that are compared; nil is all.
    let outputs: Set<String>?

    var rows: Range<Int> { start..<start + results.count }
  }

  /// What is compared: everything, the outputs with declared values, or the others where those stay the same.
  enum Pass { case all, primary, beside }

  /// The rows of both tables, then for each what its allowed values leave out: there it has no result (8.3.3).
  let boxes: [[IndexSet]]
  private let sides: [Side]
  /// The outputs with declared values, when there are others beside them.
  private let primary: Set<String>
  let onlyBefore: [String]
  let onlyAfter: [String]

  init(
    _ before: DecisionTable, _ after: DecisionTable, _ parts: [Space.Part], _ space: Space
  ) {
    var boxes = space.boxes[0] + space.boxes[1]
    let names = [before, after].map { $0.outputs.compactMap(\.name) }
    let common = Set(names[0]).intersection(names[1])
    let isSame = names[0].count == common.count && names[1].count == common.count
    onlyBefore = isSame ? [] : names[0].filter { !common.contains($0) }
    onlyAfter = isSame ? [] : names[1].filter { !common.contains($0) }
    let choices = [before, after].map { table in
      Set(table.outputs.filter { !$0.order.isEmpty }.compactMap(\.name)).intersection(common)
    }
    let shared = choices[0].intersection(choices[1])
    let isSingle = !before.hitPolicy.isMultiple && !after.hitPolicy.isMultiple
    primary = isSingle && shared.count < common.count ? shared : []
    var sides: [Side] = []
    for (index, table) in [before, after].enumerated() {
      let start = boxes.count
      for (column, refused) in space.refused[index].enumerated() where !refused.isEmpty {
        var box = space.atomCounts.map { IndexSet(0..<$0, count: $0) }
        box[column] = refused
        boxes.append(box)
      }
      var context = parts[index].context
      sides.append(
        Side(
          table: table, results: table.rows.map { Self.standIn($0, table) },
          ranks: table.rows.indices.map { table.rank($0) ?? [] },
          fallback: table.noMatch(&context).value, start: index == 0 ? 0 : before.rows.count,
          refusals: start..<boxes.count, outputs: isSame || common.isEmpty ? nil : common))
    }
    self.boxes = boxes
    self.sides = sides
  }

  private static func standIn(_ row: DecisionTable.Row, _ table: DecisionTable) -> Value {
    row.constant
      ?? DecisionTable.named(
        row.outputs.map { output in
          output?.constant ?? .string(output.map { "= \($0.text)" } ?? "")
        }, table.outputs)
  }

  /// Without the rows that cannot matter any more, because rows that ask nothing more come before them.
  func simplified(_ rows: IndexSet, _ open: [Bool]) -> IndexSet {
    var result = rows
    let matching = rows.indices
    for side in sides {
      if let refusal = side.refusals.first(where: { rows.contains($0) && open[$0] }) {
        for row in side.rows where row < boxes.count { result.remove(row) }
        for row in side.refusals where row != refusal { result.remove(row) }
        continue
      }
      let own = matching.filter { side.rows.contains($0) }
      switch side.table.hitPolicy {
      case .first:
        guard let winner = own.first(where: { open[$0] }) else { continue }
        for row in own where row > winner { result.remove(row) }
      case .priority:
        guard let winner = own.filter({ open[$0] }).min(by: { side.isBefore($0, $1) }) else {
          continue
        }
        for row in own where row != winner && side.isBefore(winner, row) { result.remove(row) }
      case .unique:
        // Two rows for sure are one too many, whatever the others do.
        let sure = own.filter { open[$0] }.prefix(2)
        guard sure.count == 2 else { continue }
        for row in own where !sure.contains(row) { result.remove(row) }
      default: break
      }
    }
    return result
  }

  var hasPrimary: Bool { !primary.isEmpty }

  func result(_ rows: IndexSet, _ pass: Pass) -> Pair {
    let matching = rows.indices
    let all = Pair(before: sides[0].result(matching), after: sides[1].result(matching))
    if pass == .all { return all }
    let first = Pair(before: chosen(all.before), after: chosen(all.after))
    if pass == .primary { return first }
    return first.before == first.after ? all : Pair(before: .null, after: .null)
  }

  private func chosen(_ value: Value) -> Value {
    guard case .context(let context) = value else { return value }
    return .context(
      Context(context.entries.filter { primary.contains($0.key) }.map { ($0.key, $0.value) }))
  }

  /// The rows of each table that decide for an input, given by its atoms.
  func rows(at atoms: [Int]) -> (before: [Int], after: [Int]) {
    let matching = boxes.indices.filter { row in
      zip(boxes[row], atoms).allSatisfy { $0.contains($1) }
    }
    let sets = sides.map { side in
      let own = matching.filter { side.rows.contains($0) }
      let deciding =
        switch side.table.hitPolicy {
        case .first: Array(own.prefix(1))
        case .priority: own.min(by: side.isBefore).map { [$0] } ?? []
        default: own
        }
      return deciding.map { $0 - side.start }
    }
    return (sets[0], sets[1])
  }
}

extension Outcomes.Side {
  func isBefore(_ left: Int, _ right: Int) -> Bool {
    let (mine, theirs) = (ranks[left - start], ranks[right - start])
    return mine == theirs ? left < right : mine.lexicographicallyPrecedes(theirs)
  }

  func result(_ matching: [Int]) -> Value {
    if matching.contains(where: { refusals.contains($0) }) { return .null }
    let own = matching.filter { rows.contains($0) }
    return compared(own.isEmpty ? fallback : combined(own))
  }

  private func combined(_ own: [Int]) -> Value {
    let values = own.map { results[$0 - start] }
    switch table.hitPolicy {
    case .first: return values[0]
    case .unique: return own.count == 1 ? values[0] : .null
    case .any: return values.allSatisfy { $0 == values[0] } ? values[0] : .null
    case .priority: return own.min(by: isBefore).map { results[$0 - start] } ?? .null
    case .ruleOrder: return .list(values)
    case .outputOrder: return .list(own.sorted(by: isBefore).map { results[$0 - start] })
    case .collect:
      if table.aggregation == nil { return .list(values) }
      var context = EvaluationContext(today: .latest, now: .init(date: .latest))
      return table.aggregated(values, &context)
    }
  }

  /// The outputs that both tables have.
  private func compared(_ value: Value) -> Value {
    guard let outputs else { return value }
    switch value {
    case .context(let context):
      return .context(
        Context(context.entries.filter { outputs.contains($0.key) }.map { ($0.key, $0.value) }))
    case .list(let elements) where table.hitPolicy.isMultiple:
      return .list(elements.map { compared($0) })
    case .null, .list: return value
    default:
      // A table with one output gives it as it is.
      guard let name = table.outputs.first?.name else { return value }
      return .context(Context([(name, value)]))
    }
  }
}
