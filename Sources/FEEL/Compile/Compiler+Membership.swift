/// A unary test as code: the input, and the frame for names in it.
typealias InputTest = @Sendable (inout EvaluationContext, Value) -> Truth

/// A test as code, and what is known of it.
struct CompiledTest: Sendable {
  let test: InputTest
  let nullable: Bool
  /// What it says, where that never changes.
  var constant: ConstantTest?
  /// What it says in a frame; nil where it is a condition on the input as a whole.
  var resolve: (@Sendable (inout EvaluationContext) -> ConstantTest)?
}

extension Compiler {
  func membership(
    _ node: Expression, _ tests: [UnaryTest], _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    let value = compile(node, scope.plain)
    let info = TypeInfo(type: value.type, nullable: value.nullable)
    if scope.polarity == .negative, value.nullable, value.constant == nil {
      warnOfNull(node, range, .negative)
    }
    let mentionsInput = tests.contains { $0.operand.mentions("?") }
    let inner = mentionsInput ? scope.adding("?", value.type, nullable: value.nullable) : scope
    let compiled = tests.map { unaryTest($0, input: info, inner, pushesInput: mentionsInput) }
    for (test, result) in zip(tests, compiled) {
      guard case .value(let constant)? = result.constant else { continue }
      checkChoice(node, .constant(constant), test.range, scope)
    }
    let code = value.code
    let nullable = compiled.contains(where: \.nullable)
    let result = compiled.map(\.test)
    if mentionsInput {
      usesLocals = true
      return .condition(nullable: nullable) { context in
        let value = code(&context)
        context.locals.append(value)
        defer { context.locals.removeLast() }
        return Self.any(result, value, &context)
      }
    }
    if result.count == 1 {
      let test = result[0]
      return .condition(nullable: nullable) { test(&$0, code(&$0)) }
    }
    return .condition(nullable: nullable) { context in
      Self.any(result, code(&context), &context)
    }
  }

  static func any(_ tests: [InputTest], _ value: Value, _ context: inout EvaluationContext) -> Truth
  {
    var result = Truth.no
    for test in tests {
      switch test(&context, value) {
      case .yes: return .yes
      case .undecided: result = .undecided
      case .no: break
      }
    }
    return result
  }

  /// One test. `scope` holds the input as `?` where the test mentions it.
  func unaryTest(
    _ test: UnaryTest, input: TypeInfo, _ scope: LocalScope, pushesInput: Bool
  ) -> CompiledTest {
    switch test.kind {
    case .comparison(let comparison, let node):
      let operand = compile(node, scope.plain)
      checkTest(comparison, input, operand, test.range)
      if let limit = operand.constant {
        let fast = Self.inputTest(comparison, limit)
        return CompiledTest(
          test: { fast($1) }, nullable: input.nullable, constant: .comparison(comparison, limit))
      }
      let code = operand.code
      let span = source.span
      let range = test.range
      let nullable = input.nullable || operand.nullable || input.type == .any
      return CompiledTest(
        test: { context, value in
          let limit = code(&context)
          guard value.isScalar || context.walks(limit) else { return .undecided }
          let truth = value.compare(comparison, limit)
          if truth == .undecided, context.collectNotes {
            Self.noteComparison(value, limit, &context, at: span(range))
          }
          return truth
        }, nullable: nullable, resolve: { .comparison(comparison, code(&$0)) })
    case .expression(let node):
      if pushesInput, node.mentions("?") {
        let condition = compile(node, scope.plain)
        requireCondition(condition, node)
        let test = condition.condition
        return CompiledTest(test: { context, _ in test(&context) }, nullable: condition.nullable)
      }
      let operand = compile(node, scope.plain)
      checkTest(.equal, input, operand, test.range)
      if let constant = operand.constant {
        if case .range(let range) = constant {
          return CompiledTest(
            test: { range.contains($1) }, nullable: input.nullable || input.type == .any,
            constant: .value(constant))
        }
        if case .list = constant {
          let steps = constant.stepsToWalk
          return CompiledTest(
            test: { context, value in context.spend(steps) ? value.isIn(constant) : .undecided },
            nullable: input.type == .any, constant: .value(constant))
        }
        let fast = Self.inputTest(.equal, constant)
        return CompiledTest(
          test: { fast($1) }, nullable: input.type == .any, constant: .value(constant))
      }
      let code = operand.code
      return CompiledTest(
        test: { context, value in
          let test = code(&context)
          return context.walks(test) ? value.isIn(test) : .undecided
        },
        nullable: input.nullable || operand.nullable || operand.type == .any || input.type == .any,
        resolve: { .value(code(&$0)) })
    }
  }

  /// A test that no value of the input's type can satisfy.
  private func checkTest(
    _ comparison: ComparisonOperator, _ input: TypeInfo, _ operand: Typed, _ range: Range<Int>
  ) {
    func matches(_ input: FEELType, _ operand: FEELType) -> Bool {
      switch (input, operand) {
      case (.any, _), (_, .any), (.null, _), (_, .null): true
      case (_, .range(let element)) where comparison == .equal:
        element == .any || element == .null || element == input || input == operand
      // A list may be the list itself or one of its elements; which of them it is only its elements say.
      case (.list, .list): true
      case (_, .list(let element)) where comparison == .equal:
        input.fit(operand) != .never || matches(input, element)
      case (.context, .context), (.range, .range): true
      default: input == operand
      }
    }
    if !matches(input.type, operand.type) {
      error(
        "always-null",
        "`\(text(range))` prövar mot \(operand.type.swedish), men värdet är \(input.type.swedish)",
        range)
    }
  }
}

/// A test whose meaning is fixed when it is compiled: what tables are analysed by.
public enum ConstantTest: Hashable, Sendable {
  /// A comparison with a constant: operator text (`<`, `>=`, `=`, `!=` ...) and value.
  case compare(String, Value)
  /// Equality with a value, membership in a list, or containment in a range.
  case value(Value)

  static func comparison(_ comparison: ComparisonOperator, _ value: Value) -> ConstantTest {
    .compare(comparison.rawValue, value)
  }
}
