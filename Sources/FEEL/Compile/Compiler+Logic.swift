extension Compiler {
  func conjunction(_ operands: [Expression], _ scope: LocalScope) -> Typed {
    let typed = logic(operands, scope, .isTrue)
    let tests = typed.map(\.condition)
    let nullable = typed.contains(where: \.nullable)
    if tests.count == 2 {
      let (first, second) = (tests[0], tests[1])
      return .condition(nullable: nullable) { context in
        let left = first(&context)
        if left == .no { return .no }
        let right = second(&context)
        if right == .no { return .no }
        return left == .yes && right == .yes ? .yes : .undecided
      }
    }
    return .condition(nullable: nullable) { context in
      var result = Truth.yes
      for test in tests {
        switch test(&context) {
        case .no: return .no
        case .undecided: result = .undecided
        case .yes: break
        }
      }
      return result
    }
  }

  func disjunction(_ operands: [Expression], _ scope: LocalScope) -> Typed {
    let typed = logic(operands, scope, .notTrue)
    let tests = typed.map(\.condition)
    return .condition(nullable: typed.contains(where: \.nullable)) { context in
      var result = Truth.no
      for test in tests {
        switch test(&context) {
        case .yes: return .yes
        case .undecided: result = .undecided
        case .no: break
        }
      }
      return result
    }
  }

  /// The operands, each under what the others say: where one of them decides alone, the others do not matter.
  private func logic(_ operands: [Expression], _ scope: LocalScope, _ when: Fact) -> [Typed] {
    let known = operands.map { facts($0, when, scope) }
    // How many operands say so of a name: it holds for those beside them.
    var said: [String: Int] = [:]
    for facts in known { for name in facts { said[name, default: 0] += 1 } }
    return operands.enumerated().map { index, operand in
      var inner = scope
      for (name, count) in said where count > (known[index].contains(name) ? 1 : 0) {
        inner.nonNull.insert(name)
      }
      var value = compile(operand, inner)
      switch value.type {
      case .any, .boolean, .null: break
      default:
        warning(
          "not-a-condition", "`\(text(operand.range))` är \(value.type.swedish), inget villkor",
          operand.range)
        value.nullable = true
      }
      return value
    }
  }

  /// `not(x)` (10.3.4.2).
  func negatedCondition(
    _ argument: Expression, _ range: Range<Int>, _ scope: LocalScope
  ) -> Typed {
    var inner = scope
    inner.polarity = scope.polarity?.flipped
    let value = compile(argument, inner)
    if value.type == .boolean {
      let test = value.condition
      return .condition(nullable: value.nullable) { test(&$0).negated }
    }
    if FEELType.boolean.fit(value.type) == .never { requireCondition(value, argument) }
    let code = value.code
    let span = source.span
    let range = argument.range
    return .condition(nullable: true) { context in
      let value = code(&context)
      // An argument like any other: a list of one is taken for its element (10.3.2.9.4).
      if case .boolean(let truth)? = value.argument(for: .boolean) { return Truth(!truth) }
      if !value.isNull {
        context.note(
          .wrongTypes, "\(FEELType(of: value).swedish) är inget villkor", at: span(range))
      }
      return .undecided
    }
  }

  // MARK: What conditions say about null

  /// What is assumed of a condition.
  enum Fact {
    case isTrue
    /// False or null: how the other branch of an `if` is reached.
    case notTrue
    /// True or null.
    case notFalse
  }

  /// The names that are not null when a condition came out so.
  func facts(_ expression: Expression, _ when: Fact, _ scope: LocalScope) -> Set<String> {
    switch expression.kind {
    case .conjunction(let operands):
      if when == .notTrue { return [] }
      return operands.reduce(into: []) { $0.formUnion(facts($1, when, scope)) }
    case .disjunction(let operands):
      if when == .notTrue {
        return operands.reduce(into: []) { $0.formUnion(facts($1, when, scope)) }
      }
      guard let first = operands.first else { return [] }
      return operands.dropFirst().reduce(into: facts(first, when, scope)) {
        $0.formIntersection(facts($1, when, scope))
      }
    case .invocation(let function, let arguments):
      guard case .name("not", _) = function.kind, arguments.count == 1 else { return [] }
      switch when {
      case .isTrue, .notFalse: return facts(arguments[0].value, .notTrue, scope)
      case .notTrue: return facts(arguments[0].value, .notFalse, scope)
      }
    case .comparison(let comparison, let left, let right):
      let nullSide: Expression? = left.isNull ? right : right.isNull ? left : nil
      if let nullSide {
        let says =
          comparison == .notEqual ? when != .notTrue : comparison == .equal && when == .notTrue
        return says ? keys(nullSide, scope) : []
      }
      guard when == .isTrue else { return [] }
      switch comparison {
      case .notEqual: return []
      case .equal:
        // null = null is true, so one side must be known not to be null.
        if left.isLiteral { return keys(right, scope) }
        return right.isLiteral ? keys(left, scope) : []
      default: return keys(left, scope).union(keys(right, scope))
      }
    case .between(let value, let low, let high):
      guard when == .isTrue else { return [] }
      return keys(value, scope).union(keys(low, scope)).union(keys(high, scope))
    case .membership(let value, let tests):
      guard when == .isTrue else { return [] }
      let sure = tests.allSatisfy { test in
        switch test.kind {
        case .comparison(let comparison, let operand):
          comparison != .notEqual && (comparison != .equal || operand.isLiteral)
        case .expression(let operand): operand.isLiteral
        }
      }
      return sure ? keys(value, scope) : []
    case .instanceOf(let value, _): return when == .isTrue ? keys(value, scope) : []
    case .name: return when == .isTrue ? keys(expression, scope) : []
    default: return []
    }
  }

  private func keys(_ expression: Expression, _ scope: LocalScope) -> Set<String> {
    key(expression, scope).map { [$0] } ?? []
  }

  /// What a name or a path is called in the set of names that are not null; nil for other expressions.
  func key(_ expression: Expression, _ scope: LocalScope) -> String? {
    switch expression.kind {
    case .name(let name, _):
      if let local = scope.locals.last(where: { $0.name == name }) {
        return "\(name)#\(local.index)"
      }
      if let item = scope.locals.last, item.kind == .item, hasMember(item.type, name) {
        return "item#\(item.index).\(name)"
      }
      return name
    case .path(let base, let member, _): return key(base, scope).map { "\($0).\(member)" }
    default: return nil
    }
  }

  func hasMember(_ type: FEELType, _ name: String) -> Bool {
    if case .context(let members) = type { members.contains { $0.name == name } } else { false }
  }
}

extension Expression {
  var isNull: Bool { if case .null = kind { true } else { false } }

  /// Whether it is a literal that is not null, or made of such.
  var isLiteral: Bool {
    switch kind {
    case .boolean, .number, .string, .at: true
    case .negation(let operand): operand.isLiteral
    case .interval(let interval): interval.start.isLiteral && interval.end.isLiteral
    case .list(let elements): elements.allSatisfy(\.isLiteral)
    case .invocation(let function, let arguments):
      if case .name(let name, _) = function.kind {
        ["date", "time", "duration", "date and time"].contains(name)
          && arguments.allSatisfy(\.value.isLiteral)
      } else {
        false
      }
    default: false
    }
  }

  /// The nodes directly below.
  var children: [Expression] {
    switch kind {
    case .null, .boolean, .number, .string, .at, .name, .invalid: []
    case .path(let base, _, _), .negation(let base), .instanceOf(let base, _),
      .endpoint(_, let base), .function(_, let base):
      [base]
    case .filter(let base, let condition): [base, condition]
    case .invocation(let function, let arguments): [function] + arguments.map(\.value)
    case .arithmetic(let first, let rest): [first] + rest.map(\.operand)
    case .comparison(_, let left, let right): [left, right]
    case .between(let value, let low, let high): [value, low, high]
    case .membership(let value, let tests): [value] + tests.map(\.operand)
    case .conjunction(let operands), .disjunction(let operands), .list(let operands): operands
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .iteration(let iterators, let body), .quantified(_, let iterators, let body):
      iterators.flatMap { [$0.domain] + ($0.end.map { [$0] } ?? []) } + [body]
    case .context(let entries): entries.map(\.value)
    case .interval(let interval): [interval.start, interval.end]
    }
  }

  /// All names that are mentioned inside.
  func collectNames(into names: inout Set<String>) {
    if case .name(let name, _) = kind { names.insert(name) }
    for child in children { child.collectNames(into: &names) }
  }

  /// Whether a name is mentioned anywhere inside.
  func mentions(_ name: String) -> Bool {
    if case .name(let own, _) = kind { return own == name }
    return children.contains { $0.mentions(name) }
  }
}

extension UnaryTest {
  var operand: Expression {
    switch kind {
    case .comparison(_, let operand), .expression(let operand): operand
    }
  }
}
