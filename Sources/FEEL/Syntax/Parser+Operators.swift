import Diagnostics

extension Parser {
  /// Rule 1.
  mutating func expression() throws -> Expression {
    try nested { try $0.disjunction() }
  }

  private mutating func disjunction() throws -> Expression {
    let first = try conjunction()
    guard isWord("or") else { return first }
    var operands = [first]
    while takeWord("or") { operands.append(try conjunction()) }
    return try node(.disjunction(operands), union(operands), over: operands.map(\.depth))
  }

  private mutating func conjunction() throws -> Expression {
    let first = try comparison()
    guard isWord("and") else { return first }
    var operands = [first]
    while takeWord("and") { operands.append(try comparison()) }
    return try node(.conjunction(operands), union(operands), over: operands.map(\.depth))
  }

  /// Comparison (rule 49): `=`, `<` ..., `between`, `in`.
  private mutating func comparison() throws -> Expression {
    var left = try additive()
    while true {
      if let comparison = comparisonOperator() {
        advance()
        let right = try additive()
        left = try node(
          .comparison(comparison, left, right), span(left, right), over: left.depth, right.depth)
      } else if isWord("between") {
        advance()
        let low = try additive()
        try expectWord("and", after: "den lägre gränsen i `between`")
        let high = try additive()
        left = try node(
          .between(left, low, high), span(left, high), over: left.depth, low.depth, high.depth)
      } else if isWord("in") {
        advance()
        let (tests, end) = try membershipTests()
        left = try node(
          .membership(left, tests), left.range.lowerBound..<end,
          over: [left.depth] + tests.map(\.depth))
      } else {
        return left
      }
    }
  }

  func comparisonOperator() -> ComparisonOperator? {
    guard case .symbol(let symbol) = token.kind else { return nil }
    return ComparisonOperator(rawValue: symbol.rawValue)
  }

  mutating func additive() throws -> Expression {
    let first = try multiplicative()
    return try additive(after: first)
  }

  private mutating func additive(after first: Expression) throws -> Expression {
    var rest: [(operation: ArithmeticOperator, operand: Expression)] = []
    while true {
      if take(.plus) {
        rest.append((.add, try multiplicative()))
      } else if take(.minus) {
        rest.append((.subtract, try multiplicative()))
      } else {
        return try chain(first, rest)
      }
    }
  }

  private mutating func multiplicative() throws -> Expression {
    let first = try exponentiation()
    return try multiplicative(after: first)
  }

  private mutating func multiplicative(after first: Expression) throws -> Expression {
    var rest: [(operation: ArithmeticOperator, operand: Expression)] = []
    while true {
      if take(.times) {
        rest.append((.multiply, try exponentiation()))
      } else if take(.slash) {
        rest.append((.divide, try exponentiation()))
      } else {
        return try chain(first, rest)
      }
    }
  }

  private mutating func exponentiation() throws -> Expression {
    let first = try unary()
    return try exponentiation(after: first)
  }

  private mutating func exponentiation(after first: Expression) throws -> Expression {
    var rest: [(operation: ArithmeticOperator, operand: Expression)] = []
    while take(.power) { rest.append((.power, try unary())) }
    return try chain(first, rest)
  }

  private mutating func chain(
    _ first: Expression, _ rest: [(operation: ArithmeticOperator, operand: Expression)]
  ) throws -> Expression {
    guard let last = rest.last else { return first }
    return try node(
      .arithmetic(first, rest), span(first, last.operand),
      over: [first.depth] + rest.map(\.operand.depth))
  }

  /// Arithmetic negation (rule 26) binds tighter than `**`, `instance of` (rule 51) tighter than both.
  private mutating func unary() throws -> Expression {
    if isSymbol(.minus) {
      let start = token.range.lowerBound
      advance()
      let operand = try nested { try $0.unary() }
      return try node(.negation(operand), start..<operand.range.upperBound, over: operand.depth)
    }
    let operand = try postfix(try primary())
    guard isWord("instance"), isWord("of", at: 1) else { return operand }
    advance()
    advance()
    let type = try type()
    return try node(
      .instanceOf(operand, type), operand.range.lowerBound..<tokens[position - 1].range.upperBound,
      over: operand.depth)
  }

  func span(_ first: Expression, _ last: Expression) -> Range<Int> {
    first.range.lowerBound..<max(last.range.upperBound, first.range.lowerBound)
  }

  func union(_ operands: [Expression]) -> Range<Int> {
    let start = operands.first?.range.lowerBound ?? 0
    return start..<max(operands.last?.range.upperBound ?? start, start)
  }

  // MARK: Unary tests

  /// Rule 17: `-`, positive tests, or `not(` tests `)`.
  mutating func unaryTests() throws -> UnaryTests {
    let start = token.range.lowerBound
    if isSymbol(.minus), case .end = peek(1).kind {
      advance()
      return UnaryTests(tests: [], any: true, negated: false, range: start..<start + 1)
    }
    if isWord("not"), isSymbol(.leftParenthesis, at: 1), closingParenthesisEndsText() {
      advance()
      advance()
      let tests = try enclosed(commas: true) { try $0.positiveTests() }
      try expect(.rightParenthesis, after: "testerna i `not(`")
      return UnaryTests(
        tests: tests, any: false, negated: true, range: start..<token.range.lowerBound)
    }
    let tests = try enclosed(commas: true) { try $0.positiveTests() }
    return UnaryTests(
      tests: tests, any: false, negated: false, range: start..<token.range.lowerBound)
  }

  /// Whether the parenthesis after `not` closes as the last token: else `not(...)` is part of an expression.
  private func closingParenthesisEndsText() -> Bool {
    var depth = 0
    var index = position + 1
    while index < tokens.count {
      if case .symbol(.leftParenthesis) = tokens[index].kind { depth += 1 }
      if case .symbol(.rightParenthesis) = tokens[index].kind {
        depth -= 1
        if depth == 0 { return index == tokens.count - 2 }
      }
      index += 1
    }
    return false
  }

  private mutating func positiveTests() throws -> [UnaryTest] {
    var tests = [try positiveTest()]
    while take(.comma) { tests.append(try positiveTest()) }
    return tests
  }

  /// Rule 7 with an operator, or any expression.
  private mutating func positiveTest() throws -> UnaryTest {
    let start = token.range.lowerBound
    if let comparison = comparisonOperator() {
      advance()
      let operand = try additive()
      return UnaryTest(
        kind: .comparison(comparison, operand), range: start..<operand.range.upperBound)
    }
    if case .symbol(let symbol) = token.kind, let help = Self.helpForOperator(symbol.rawValue) {
      throw stop("unknown-operator", "`\(symbol.rawValue)` finns inte", token.range, help)
    }
    let operand = try expression()
    return UnaryTest(kind: .expression(operand), range: operand.range)
  }

  /// What stands after `in`: one test, or several in parentheses (rule 49 c).
  private mutating func membershipTests() throws -> ([UnaryTest], Int) {
    guard isSymbol(.leftParenthesis) else {
      if let comparison = comparisonOperator() {
        let start = token.range.lowerBound
        advance()
        let operand = try additive()
        let range = start..<operand.range.upperBound
        return ([UnaryTest(kind: .comparison(comparison, operand), range: range)], range.upperBound)
      }
      let operand = try additive()
      return (
        [UnaryTest(kind: .expression(operand), range: operand.range)], operand.range.upperBound
      )
    }
    let start = token.range.lowerBound
    advance()
    let tests = try enclosed(commas: true) { try $0.positiveTests() }
    // One plain expression may turn out to be an interval or the start of a larger expression.
    if tests.count == 1, case .expression(let single) = tests[0].kind {
      var operand = single
      if isSymbol(.dots) {
        operand = try interval(startIncluded: false, from: start, single)
      } else {
        try expect(.rightParenthesis, after: "testerna")
      }
      operand = try postfix(operand)
      operand = try additive(after: multiplicative(after: exponentiation(after: operand)))
      return (
        [UnaryTest(kind: .expression(operand), range: operand.range)], operand.range.upperBound
      )
    }
    try expect(.rightParenthesis, after: "testerna")
    return (tests, tokens[position - 1].range.upperBound)
  }
}

extension UnaryTest {
  var depth: Int {
    switch kind {
    case .comparison(_, let operand), .expression(let operand): operand.depth
    }
  }
}
