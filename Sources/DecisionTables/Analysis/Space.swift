import FEEL

/// A table as boxes: each row is, in every column, a set of atoms.
struct Space: Sendable {
  /// A cell that cannot be analysed.
  struct Unknown: Hashable, Sendable {
    let row: Int
    let column: Int
  }

  let axes: [Axis]
  /// For every row and column the atoms that pass; for an unknown cell all of them.
  let boxes: [[IndexSet]]
  let unknown: [Unknown]

  /// What the cells of each column say; nil for a cell that cannot be analysed. `isFixed` tells which names have the same
  /// value for all inputs (guidelines in force, say): cells with other names cannot.
  static func tests(
    _ columns: [DecisionTable.Column], _ rows: [DecisionTable.Row],
    _ context: inout EvaluationContext, isFixed: (String) -> Bool
  ) -> [[[ConstantTest]?]] {
    columns.indices.map { column in
      rows.map { resolved($0.cells[column], &context, isFixed) }
    }
  }

  /// The space of rows over inputs. `tests` are those of the rows, `extra` others that the division must also respect.
  init(
    columns: [DecisionTable.Column], rows: [DecisionTable.Row], tests: [[[ConstantTest]?]],
    extra: [[[ConstantTest]?]]? = nil, usesAllowedValues: Bool = true,
    _ context: inout EvaluationContext, isFixed: (String) -> Bool
  ) {
    var axes: [Axis] = []
    var boxes = rows.map { _ in [IndexSet]() }
    var unknown: [Unknown] = []
    for (index, column) in columns.enumerated() {
      // Sorted, so that two tables over the same constants are divided alike.
      var constants = (tests[index] + (extra?[index] ?? [])).compactMap { $0 }.flatMap { $0 }
      let allowed = column.allowed.flatMap { tests in
        usesAllowedValues && tests.references.names.allSatisfy(isFixed)
          ? tests.resolved(&context) : nil
      }
      if let allowed { constants += allowed }
      constants.sort { "\($0)" < "\($1)" }
      let found = Axis(constants, type: column.expression.type)
      var axis = found ?? Axis(whole: ())
      if let tests = column.allowed, allowed != nil {
        axis.atoms = axis.atoms.filter { tests.matches($0.example, &context) == .yes }
      }
      for (place, row) in rows.enumerated() {
        let cell = row.cells[index]
        if !cell.isAny, found == nil || tests[index][place] == nil {
          unknown.append(Unknown(row: place, column: index))
          boxes[place].append(IndexSet(axis.atoms.indices, count: axis.atoms.count))
          continue
        }
        let passing = axis.atoms.indices.filter {
          cell.matches(axis.atoms[$0].example, &context) == .yes
        }
        boxes[place].append(IndexSet(passing, count: axis.atoms.count))
      }
      axes.append(axis)
    }
    self.axes = axes
    self.boxes = boxes
    self.unknown = unknown
  }

  /// The constants of a cell; nil when it depends on more than its column and what is fixed.
  private static func resolved(
    _ cell: Cell, _ context: inout EvaluationContext, _ isFixed: (String) -> Bool
  ) -> [ConstantTest]? {
    switch cell {
    case .any: return []
    case .boolean(let value): return [.value(.boolean(value))]
    case .string(let value): return [.value(.string(value))]
    case .strings(let values): return values.map { .value(.string($0)) }
    case .below(let limit, let included): return [.compare(included ? "<=" : "<", .number(limit))]
    case .above(let limit, let included): return [.compare(included ? ">=" : ">", .number(limit))]
    case .between(let low, let lowIncluded, let high, let highIncluded):
      return [
        .value(
          .range(
            RangeValue(
              start: .number(low), startIncluded: lowIncluded, end: .number(high),
              endIncluded: highIncluded)))
      ]
    case .tests(let tests):
      guard tests.references.names.allSatisfy(isFixed), tests.references.functions.isEmpty else {
        return nil
      }
      return tests.resolved(&context)
    }
  }

  /// Whether two rows can match the same input: the atoms that they share, column by column.
  func intersection(_ left: Int, _ right: Int) -> [IndexSet]? {
    var result: [IndexSet] = []
    for (first, second) in zip(boxes[left], boxes[right]) {
      let shared = first.intersection(second)
      if shared.isEmpty { return nil }
      result.append(shared)
    }
    return result
  }
}

extension Axis {
  /// An axis that is not divided.
  init(whole: Void) {
    atoms = [Atom(example: .null, shape: .other)]
    ordered = false
  }

  /// Some of the atoms as unary tests: `[18..25)`, `"a","b"`, `-`.
  func text(_ set: IndexSet) -> String {
    let chosen = set.indices
    if chosen.count == atoms.count { return "-" }
    if !ordered {
      let missing = atoms.indices.filter { !set.contains($0) }
      let named = { (indices: [Int]) in
        indices.map { index in
          if case .point(let value) = self.atoms[index].shape { value.feelText } else { "annat" }
        }.joined(separator: ",")
      }
      let hasOther = chosen.contains { if case .other = atoms[$0].shape { true } else { false } }
      return hasOther ? "not(\(named(missing)))" : named(chosen)
    }
    var parts: [String] = []
    var index = 0
    while index < chosen.count {
      var last = index
      while last + 1 < chosen.count, chosen[last + 1] == chosen[last] + 1 { last += 1 }
      parts.append(run(chosen[index], chosen[last]))
      index = last + 1
    }
    return parts.joined(separator: ",")
  }

  /// Neighbouring atoms as one test.
  private func run(_ first: Int, _ last: Int) -> String {
    let (low, lowIncluded): (Value, Bool) =
      switch atoms[first].shape {
      case .point(let value): (value, true)
      case .between(let low, _): (low, false)
      case .other: (.null, false)
      }
    let (high, highIncluded): (Value, Bool) =
      switch atoms[last].shape {
      case .point(let value): (value, true)
      case .between(_, let high): (high, false)
      case .other: (.null, false)
      }
    if first == last, case .point(let value) = atoms[first].shape { return value.feelText }
    if low.isNull || first == 0 && lowIncluded == false {
      return "\(highIncluded ? "<=" : "<") \(high.feelText)"
    }
    if high.isNull { return "\(lowIncluded ? ">=" : ">") \(low.feelText)" }
    return "\(lowIncluded ? "[" : "(")\(low.feelText)..\(high.feelText)\(highIncluded ? "]" : ")")"
  }
}
