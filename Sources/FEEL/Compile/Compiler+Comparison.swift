import Diagnostics

extension Compiler {
  func comparison(
    _ comparison: ComparisonOperator, _ leftNode: Expression, _ rightNode: Expression,
    _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    let left = compile(leftNode, scope.plain)
    let right = compile(rightNode, scope.plain)
    check(comparison, left, right, range)
    if comparison == .equal || comparison == .notEqual {
      checkChoice(leftNode, right, rightNode.range, scope)
      checkChoice(rightNode, left, leftNode.range, scope)
    }
    let againstNull = leftNode.isNull || rightNode.isNull
    if !againstNull, let polarity = scope.polarity,
      comparison == (polarity == .positive ? .notEqual : .equal)
    {
      warnOfNull(leftNode, left, rightNode, right, range, polarity)
    }
    return Typed.condition(
      nullable: comparisonIsNullable(comparison, left, right),
      self.test(comparison, left, right, range))
  }

  private func comparisonIsNullable(
    _ comparison: ComparisonOperator, _ left: Typed, _ right: Typed
  ) -> Bool {
    if left.constant == .null || right.constant == .null {
      return comparison != .equal && comparison != .notEqual
    }
    if left.type == .any || right.type == .any || left.type != right.type { return true }
    if comparison == .equal || comparison == .notEqual {
      return left.type == .time || left.type == .dateTime
    }
    return left.nullable || right.nullable || left.type == .time || left.type == .dateTime
  }

  /// Values of different kinds never compare (tables 53 and 54).
  private func check(
    _ comparison: ComparisonOperator, _ left: Typed, _ right: Typed, _ range: Range<Int>
  ) {
    if left.type == .any || right.type == .any { return }
    let equality = comparison == .equal || comparison == .notEqual
    if left.type == .null || right.type == .null {
      if !equality {
        error(
          "always-null", "jämförelsen med null får aldrig något svar", range,
          help: "om ett värde saknas prövas med `= null` och `!= null`")
      }
      return
    }
    if !Self.comparable(left.type, right.type) {
      error(
        "always-null",
        "`\(text(range))` jämför \(left.type.swedish) med \(right.type.swedish) och får aldrig något svar",
        range, help: helpComparing(left, right))
    } else if !equality, !Self.ordered(left.type) {
      error(
        "always-null", "\(left.type.swedish) är varken större eller mindre än en annan", range)
    }
  }

  private func helpComparing(_ left: Typed, _ right: Typed) -> String? {
    for (constant, other) in [(left, right), (right, left)] {
      guard case .string(let text)? = constant.constant else { continue }
      switch other.type {
      case .date: return "ett datum skrivs `@\"\(text)\"`"
      case .number where Number(text) != nil: return "ett tal skrivs utan citattecken: `\(text)`"
      case .boolean: return "skriv `true` eller `false`"
      default: break
      }
    }
    return nil
  }

  private static func comparable(_ left: FEELType, _ right: FEELType) -> Bool {
    switch (left, right) {
    case (.any, _), (_, .any), (.null, _), (_, .null): true
    case (.list, .list), (.context, .context), (.range, .range): true
    case (.function, _), (_, .function): false
    default: left == right
    }
  }

  static func ordered(_ type: FEELType) -> Bool {
    switch type {
    case .boolean, .list, .context, .range, .function: false
    default: true
    }
  }

  /// Principle 8: null decides nothing. `x != "a"` is true of null, and so is `not(x = "a")`.
  private func warnOfNull(
    _ leftNode: Expression, _ left: Typed, _ rightNode: Expression, _ right: Typed,
    _ range: Range<Int>, _ polarity: LocalScope.Polarity
  ) {
    let node = left.nullable && left.constant == nil ? leftNode : rightNode
    guard left.nullable && left.constant == nil || right.nullable && right.constant == nil else {
      return
    }
    warnOfNull(node, range, polarity)
  }

  func warnOfNull(_ node: Expression, _ range: Range<Int>, _ polarity: LocalScope.Polarity) {
    let name = text(node.range)
    warning(
      "null-passes",
      polarity == .positive
        ? "`\(text(range))` är sant också när `\(name)` saknar värde"
        : "`\(text(range))` är falskt när `\(name)` saknar värde, och motsatsen därför sann", range,
      help: "pröva också `\(name) != null`, eller räkna upp de värden som får gå igenom: "
        + "`\(name) in (...)`")
  }

  // MARK: Code

  /// The test, specialised for what rules are made of: a slot against a constant.
  private func test(
    _ comparison: ComparisonOperator, _ left: Typed, _ right: Typed, _ range: Range<Int>
  ) -> Test {
    let (first, second) = (left.code, right.code)
    let span = source.span
    let general: @Sendable (Value, Value, inout EvaluationContext) -> Truth = {
      left, right, context in
      // Only values of a kind are gone through together.
      guard left.isScalar || context.walks(right) else { return .undecided }
      let truth = left.compare(comparison, right)
      if truth == .undecided, context.collectNotes {
        Self.noteComparison(left, right, &context, at: span(range))
      }
      return truth
    }
    if left.constant != nil, right.constant == nil {
      return constantTest(comparison.mirrored, right, left, range) ?? { context in
        general(first(&context), second(&context), &context)
      }
    }
    if let test = constantTest(comparison, left, right, range) { return test }
    return { context in
      let left = first(&context)
      let right = second(&context)
      if case .number(let a) = left, case .number(let b) = right {
        return Truth(comparison.holds(Number.order(a, b)))
      }
      return general(left, right, &context)
    }
  }

  private func constantTest(
    _ comparison: ComparisonOperator, _ value: Typed, _ constant: Typed, _ range: Range<Int>
  ) -> Test? {
    guard let limit = constant.constant else { return nil }
    let code = value.code
    let span = source.span
    // Only what is undecided needs the slow way.
    let noted: @Sendable (Truth, Value, inout EvaluationContext) -> Truth = {
      truth, value, context in
      if context.collectNotes {
        Self.noteComparison(value, limit, &context, at: span(range))
      }
      return truth
    }
    let general = Self.inputTest(comparison, limit)
    if let slot = value.slot {
      return { context in
        guard slot < context.slots.count else { return .undecided }
        let truth = general(context.slots[slot])
        return truth == .undecided ? noted(truth, context.slots[slot], &context) : truth
      }
    }
    return { context in
      let value = code(&context)
      let truth = general(value)
      return truth == .undecided ? noted(truth, value, &context) : truth
    }
  }

  /// A value against a constant.
  static func inputTest(
    _ comparison: ComparisonOperator, _ limit: Value
  ) -> @Sendable (Value) -> Truth {
    switch limit {
    case .number(let number):
      return { value in
        guard case .number(let own) = value else { return value.compare(comparison, limit) }
        return Truth(comparison.holds(Number.order(own, number)))
      }
    case .string(let string) where comparison == .equal:
      return { value in
        guard case .string(let own) = value else { return value.equals(limit) }
        return Truth(own == string)
      }
    case .boolean(let boolean) where comparison == .equal:
      return { value in
        guard case .boolean(let own) = value else { return value.equals(limit) }
        return Truth(own == boolean)
      }
    case .date(let date):
      return { value in
        guard case .date(let own) = value else { return value.compare(comparison, limit) }
        return Truth(comparison.holds(own == date ? 0 : own < date ? -1 : 1))
      }
    default:
      return { $0.compare(comparison, limit) }
    }
  }

  static func noteComparison(
    _ left: Value, _ right: Value, _ context: inout EvaluationContext, at span: SourceSpan
  ) {
    if left.isNull || right.isNull {
      context.note(.wrongTypes, "ett av värdena saknas", at: span)
    } else {
      let (left, right) = (FEELType(of: left), FEELType(of: right))
      context.note(
        .wrongTypes, "\(left.swedish) kan inte jämföras med \(right.swedish)", at: span)
    }
  }

  func between(
    _ node: Expression, _ lowNode: Expression, _ highNode: Expression, _ range: Range<Int>,
    _ scope: LocalScope
  ) -> Typed {
    let value = compile(node, scope.plain)
    let low = compile(lowNode, scope.plain)
    let high = compile(highNode, scope.plain)
    check(.greaterOrEqual, value, low, range)
    check(.lessOrEqual, value, high, range)
    let (code, lower, upper) = (value.code, low.code, high.code)
    let span = source.span
    let nullable =
      comparisonIsNullable(.greaterOrEqual, value, low)
      || comparisonIsNullable(.lessOrEqual, value, high)
    return .condition(nullable: nullable) { context in
      let value = code(&context)
      let (low, high) = (lower(&context), upper(&context))
      guard let first = value.order(low), let second = value.order(high) else {
        if context.collectNotes { Self.noteComparison(value, low, &context, at: span(range)) }
        return .undecided
      }
      return Truth(first >= 0 && second <= 0)
    }
  }

  func interval(_ interval: Expression.Interval, _ range: Range<Int>, _ scope: LocalScope) -> Typed
  {
    let low = compile(interval.start, scope.plain)
    let high = compile(interval.end, scope.plain)
    if !Self.comparable(low.type, high.type) || !Self.ordered(low.type) {
      error(
        "wrong-type",
        "ett intervall kan inte gå från \(low.type.swedish) till \(high.type.swedish)", range)
    }
    let (first, second) = (low.code, high.code)
    let span = source.span
    let result = Typed(.range(low.type.union(high.type)), nullable: false) { context in
      let (start, end) = (first(&context), second(&context))
      if !start.isNull, !end.isNull {
        guard let order = start.order(end) else {
          if context.collectNotes { Self.noteComparison(start, end, &context, at: span(range)) }
          return .null
        }
        if order > 0 {
          context.note(.wrongTypes, "intervallet börjar efter sitt slut", at: span(range))
          return .null
        }
      }
      let made = Value.range(
        RangeValue(
          start: start, startIncluded: interval.startIncluded, end: end,
          endIncluded: interval.endIncluded))
      let isFlat = start.isScalar && end.isScalar
      return isFlat || context.admits(made) ? made : .null
    }
    if let start = low.constant, let end = high.constant, let order = start.order(end), order > 0 {
      error("empty-range", "intervallet börjar efter sitt slut", range)
    }
    return folded(result, from: [low, high])
  }
}
