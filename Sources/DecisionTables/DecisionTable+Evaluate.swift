public import FEEL

extension DecisionTable {
  /// The result for the values in the frame. What it costs grows with the rows that have to be looked at; texts are made
  /// only for notes that are collected.
  public func evaluate(_ context: inout EvaluationContext) -> TableResult {
    let inputs = inputValues(&context)
    if hasAllowedValues, !areAllowed(inputs, &context) {
      return TableResult(value: .null, matched: [])
    }
    var matched: [Int] = []
    var start = 0
    for row in ends.indices {
      let end = ends[row]
      if passes(start..<end, inputs, &context) {
        matched.append(row)
        if hitPolicy == .first { break }
      }
      start = end
    }
    guard !matched.isEmpty else { return noMatch(&context) }
    return TableResult(value: combine(matched, &context), matched: matched)
  }

  /// For every row the column that failed first. Evaluates all rows again, so it is for explanations.
  public func explain(_ context: inout EvaluationContext) -> [RowOutcome] {
    let inputs = inputValues(&context)
    return rows.enumerated().map { index, row in
      for (column, cell) in row.cells.enumerated() {
        let truth = cell.matches(inputs[column], &context)
        if truth != .yes {
          return RowOutcome(row: index, failedColumn: column, undecided: truth == .undecided)
        }
      }
      return RowOutcome(row: index, failedColumn: nil, undecided: false)
    }
  }

  /// The values of the input expressions, in order, for explanations.
  public func inputValues(_ context: inout EvaluationContext) -> [Value] {
    var inputs: [Value] = []
    inputs.reserveCapacity(columns.count)
    for code in inputCodes { inputs.append(code(&context)) }
    return inputs
  }

  /// Inputs must be among the allowed values (8.3.3). One that is null is only not known yet: rows that do not ask for it
  /// may still match.
  private func areAllowed(_ inputs: [Value], _ context: inout EvaluationContext) -> Bool {
    for (column, input) in zip(columns, inputs) where !input.isNull {
      guard let allowed = column.allowed, allowed.matches(input, &context) != .yes else { continue }
      context.note(
        .coercion, "`\(column.expression.text)` har ett värde som kolumnen inte tillåter",
        at: column.expression.span)
      return false
    }
    return true
  }

  @inline(__always)
  private func passes(
    _ range: Range<Int>, _ inputs: [Value], _ context: inout EvaluationContext
  ) -> Bool {
    for index in range
    where tests[index].cell.matches(inputs[tests[index].column], &context) != .yes {
      return false
    }
    return true
  }

  /// The default outputs as they are, else null, whatever the policy (10.3.2.10).
  func noMatch(_ context: inout EvaluationContext) -> TableResult {
    if outputs.contains(where: { $0.fallback != nil }) {
      let values = outputs.map { $0.fallback?.evaluate(&context) ?? .null }
      return TableResult(value: named(values), matched: [], isDefault: true)
    }
    context.note(.noEntry, "ingen rad i tabellen passar")
    return TableResult(value: .null, matched: [])
  }

  /// One output as it is, several as a context.
  static func named(_ values: [Value], _ outputs: [Output]) -> Value {
    if outputs.count == 1 { return values.first ?? .null }
    return .context(Context(zip(outputs, values).map { ($0.name ?? "", $1) }))
  }

  private func named(_ values: [Value]) -> Value { Self.named(values, outputs) }

  /// The outputs of a row put together.
  private func result(_ row: Int, _ context: inout EvaluationContext) -> Value {
    rows[row].constant ?? named(conclusions(row, &context))
  }

  private func conclusions(_ row: Int, _ context: inout EvaluationContext) -> [Value] {
    rows[row].outputs.map { $0?.evaluate(&context) ?? .null }
  }

  private func combine(_ matched: [Int], _ context: inout EvaluationContext) -> Value {
    switch hitPolicy {
    case .first: return result(matched[0], &context)
    case .unique:
      guard matched.count == 1 else {
        context.note(.noEntry, "flera rader passar: \(Self.list(matched))")
        return .null
      }
      return result(matched[0], &context)
    case .any:
      let first = conclusions(matched[0], &context)
      for row in matched.dropFirst() where conclusions(row, &context) != first {
        context.note(.noEntry, "rader med olika utfall passar: \(Self.list(matched))")
        return .null
      }
      return named(first)
    case .priority:
      return named(prioritized(matched, &context).first ?? [])
    case .outputOrder:
      return .list(prioritized(matched, &context).map { named($0) })
    case .ruleOrder: return .list(matched.map { result($0, &context) })
    case .collect:
      let values = matched.map { result($0, &context) }
      guard let aggregation else { return .list(values) }
      return aggregate(values, aggregation, &context)
    }
  }

  private static func list(_ rows: [Int]) -> String {
    rows.map { String($0 + 1) }.joined(separator: ", ")
  }

  /// The conclusions by the order of the allowed values, the first output first (8.2.10); rows that are equal keep theirs.
  private func prioritized(_ matched: [Int], _ context: inout EvaluationContext) -> [[Value]] {
    let results = matched.map { conclusions($0, &context) }
    let ranked = results.map { values in
      (
        rank: zip(outputs, values).map { output, value in
          output.order.isEmpty
            ? 0 : output.order.firstIndex { value.isIn($0) == .yes } ?? output.order.count
        }, values: values
      )
    }
    return ranked.enumerated().sorted { left, right in
      left.element.rank == right.element.rank
        ? left.offset < right.offset
        : left.element.rank.lexicographicallyPrecedes(right.element.rank)
    }.map(\.element.values)
  }

  /// The aggregation of the policy.
  func aggregated(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    aggregation.map { aggregate(values, $0, &context) } ?? .list(values)
  }

  /// The aggregations are the functions `sum`, `min`, `max` and `count` of the results (10.3.2.10): the least and the
  /// greatest are those of anything that can be ordered.
  private func aggregate(
    _ values: [Value], _ aggregation: Aggregation, _ context: inout EvaluationContext
  ) -> Value {
    switch aggregation {
    case .count: return .number(values.count)
    case .min: return Value.extreme(of: values, greatest: false, &context)
    case .max: return Value.extreme(of: values, greatest: true, &context)
    case .sum: return sum(values, &context)
    }
  }

  private func sum(_ values: [Value], _ context: inout EvaluationContext) -> Value {
    var result = Number.zero
    for value in values {
      guard case .number(let number) = value else {
        context.note(.wrongTypes, "bara tal kan läggas samman")
        return .null
      }
      guard let sum = result.adding(number) else {
        context.note(.arithmetic, "summan blir för stor")
        return .null
      }
      result = sum
    }
    return .number(result)
  }
}
