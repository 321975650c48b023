import FEEL

/// Tables over the same inputs as boxes: each row is, in every column, a set of atoms.
struct Space: Sendable {
  /// A table, its columns brought into the order of the space.
  struct Part {
    /// Nil where the table does not ask for the column.
    let columns: [DecisionTable.Column?]
    let rows: [DecisionTable.Row]
    var context: EvaluationContext
  }

  /// A cell that cannot be analysed.
  struct Unknown: Hashable, Sendable {
    let row: Int
    let column: Int
    /// Whether only its column stands in the way.
    let isUndivided: Bool
  }

  private(set) var axes: [Axis] = []
  /// For every table, row and column the atoms that pass; for an unknown cell all of them.
  private(set) var boxes: [[[IndexSet]]]
  /// For every table its cells that cannot be analysed.
  private(set) var unknown: [[Unknown]]
  /// For every table and column the atoms that its allowed values leave out.
  private(set) var refused: [[IndexSet]]

  var atomCounts: [Int] { axes.map(\.atoms.count) }

  /// The space of tables. `isFixed` tells which names have the same value for all inputs (guidelines in force, say):
  /// cells with other names cannot be analysed.
  init(_ parts: [Part], _ effort: inout Effort, isFixed: (String) -> Bool) {
    var parts = parts
    boxes = parts.map { part in part.rows.map { _ in [] } }
    unknown = parts.map { _ in [] }
    refused = parts.map { _ in [] }
    for column in (parts.first?.columns ?? []).indices {
      var tests: [[[ConstantTest]?]] = []
      var constants: [ConstantTest] = []
      for part in parts.indices {
        let found = parts[part].rows.map { row in
          Self.resolved(row.cells[column], &parts[part].context, isFixed)
        }
        constants += found.compactMap { $0 }.flatMap { $0 }
        let domain = parts[part].columns[column]?.domain ?? []
        constants += domain.map { ConstantTest.value(.string($0)) }
        if let allowed = Self.allowed(parts[part].columns[column], isFixed) {
          constants += allowed.resolved(&parts[part].context) ?? []
        }
        tests.append(found)
      }
      let count = tests.reduce(0) { $0 + $1.reduce(0) { $0 + 1 + ($1?.count ?? 0) } }
      // A column too fine for its rows is left whole, and named among what is not analysed.
      let divided = Self.axis(constants, parts.map { $0.columns[column] }).flatMap { axis in
        effort.afford(1 + axis.atoms.count * count / 8) ? axis : nil
      }
      var axis = divided ?? Axis(whole: ())
      if divided != nil { Self.restrict(&axis, column, &parts, isFixed) }
      for part in parts.indices {
        place(part, column, axis, isDivided: divided != nil, tests[part], &parts[part], isFixed)
      }
      axes.append(axis)
    }
  }

  private mutating func place(
    _ part: Int, _ column: Int, _ axis: Axis, isDivided: Bool, _ tests: [[ConstantTest]?],
    _ table: inout Part, _ isFixed: (String) -> Bool
  ) {
    let count = axis.atoms.count
    var out = IndexSet(count: count)
    if isDivided, let allowed = Self.allowed(table.columns[column], isFixed) {
      for (index, atom) in axis.atoms.enumerated()
      where allowed.matches(atom.example, &table.context) != .yes {
        out.insert(index)
      }
    }
    refused[part].append(out)
    for (row, content) in table.rows.enumerated() {
      let cell = content.cells[column]
      if !cell.isAny, !isDivided || tests[row] == nil {
        unknown[part].append(
          Unknown(row: row, column: column, isUndivided: tests[row] != nil))
        boxes[part][row].append(IndexSet(0..<count, count: count))
        continue
      }
      boxes[part][row].append(
        IndexSet(
          axis.atoms.indices.filter {
            cell.matches(axis.atoms[$0].example, &table.context) == .yes
          }, count: count))
    }
  }

  /// The axis for the constants of a column; nil when they cannot be put in order, or the tables see different kinds.
  private static func axis(_ constants: [ConstantTest], _ columns: [DecisionTable.Column?]) -> Axis?
  {
    let types = Set(columns.compactMap { $0?.expression.type })
    guard let type = types.first, types.count == 1 else { return nil }
    return Axis(constants, type: type)
  }

  private static func allowed(
    _ column: DecisionTable.Column?, _ isFixed: (String) -> Bool
  ) -> CompiledUnaryTests? {
    guard let allowed = column?.allowed, allowed.references.names.allSatisfy(isFixed) else {
      return nil
    }
    return allowed
  }

  /// Leaves only what some table may be asked for: values that a field cannot have are no inputs.
  private static func restrict(
    _ axis: inout Axis, _ column: Int, _ parts: inout [Part], _ isFixed: (String) -> Bool
  ) {
    let askers = parts.indices.filter { parts[$0].columns[column] != nil }
    axis.atoms = axis.atoms.filter { atom in
      askers.contains { part in
        let own = parts[part].columns[column]
        if let domain = own?.domain {
          guard case .string(let text) = atom.example, domain.contains(text) else { return false }
        }
        guard let allowed = allowed(own, isFixed) else { return true }
        return allowed.matches(atom.example, &parts[part].context) == .yes
      }
    }
  }

  /// The constants of a cell; nil when it depends on more than its column and what is fixed, or on something fixed that
  /// has no value.
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
      guard let resolved = tests.resolved(&context) else { return nil }
      // Null that is not written there is something that has no value on this day.
      let isMissing = tests.constants == nil && resolved.contains { $0.isNull }
      return isMissing ? nil : resolved
    }
  }

  /// Whether two rows of the first table can match the same input: the atoms that they share, column by column.
  func intersection(_ left: Int, _ right: Int) -> Box? {
    var result: [IndexSet] = []
    for (first, second) in zip(boxes[0][left], boxes[0][right]) {
      let shared = first.intersection(second)
      if shared.isEmpty { return nil }
      result.append(shared)
    }
    return Box(sets: result)
  }

  /// A part of the space for people: what the columns are, and an input in it.
  func region(_ box: Box) -> TableAnalysis.Region {
    TableAnalysis.Region(
      conditions: zip(axes, box.sets).map { $0.condition($1) },
      example: zip(axes, box.sets).map { axis, set in
        let index = set.first ?? 0
        return axis.atoms.indices.contains(index) ? axis.atoms[index].example : .null
      })
  }
}

extension ConstantTest {
  fileprivate var isNull: Bool {
    switch self {
    case .compare(_, let value), .value(let value): value.isNull
    }
  }
}
