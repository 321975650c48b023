import Diagnostics

/// What the parser needs to know of the scope to find the ends of names (10.3.1.5).
struct NameScope: Sendable {
  /// Names that can begin an expression.
  var names = NameTrie()
  /// Names that can stand after a dot, and in a filter.
  var members = NameTrie()
}

/// Thrown when a text cannot be parsed further; the finding is already reported.
struct SyntaxStop: Error {}

/// Recursive descent over the grammar of 10.3.1.2, with the precedences of its rule order.
struct Parser {
  let tokens: [Token]
  private let bytes: [UInt8]
  let source: SourceText
  var scope: NameScope
  var diagnostics: Diagnostics
  var position = 0
  /// Names bound inside the expression, innermost last.
  var locals: [(name: String, lexemes: [String])] = []
  /// Where in `locals` the names are that begin with a word.
  var localsByWord: [String: [Int]] = [:]
  /// The nesting of the call stack.
  var nesting = 0
  /// Inside the brackets of a filter, where the members of the elements are names.
  var filters = 0
  /// At the end point of an interval `[` closes it and does not begin a filter.
  var closesInterval = false
  /// Where a comma separates elements; elsewhere it is probably a decimal comma.
  var commaAllowed = 0

  /// The longest text of an expression in bytes.
  static let maximumLength = 65_536
  /// The deepest nesting, in the call stack and in the tree. A level costs up to some 10 KiB of stack in a debug build.
  static let maximumDepth = 96

  init?(_ source: SourceText, scope: NameScope, diagnostics: inout Diagnostics) {
    self.source = source
    self.scope = scope
    self.diagnostics = Diagnostics()
    guard source.text.utf8.count <= Self.maximumLength else {
      diagnostics.error(
        "expression-too-long", "uttrycket är längre än 64 KiB", at: source.span(0..<1),
        help: "dela upp det i flera namngivna uttryck")
      return nil
    }
    bytes = Array(source.text.utf8)
    var lexer = Lexer(source)
    tokens = lexer.tokens(&self.diagnostics)
  }

  /// A whole text as one expression.
  static func expression(
    _ source: SourceText, scope: NameScope, diagnostics: inout Diagnostics
  ) -> Expression? {
    run(source, scope: scope, diagnostics: &diagnostics) { parser in
      let expression = try parser.expression()
      try parser.expectEnd()
      return expression
    }
  }

  /// A whole text as unary tests (rule 17).
  static func unaryTests(
    _ source: SourceText, scope: NameScope, diagnostics: inout Diagnostics
  ) -> UnaryTests? {
    run(source, scope: scope, diagnostics: &diagnostics) { parser in
      let tests = try parser.unaryTests()
      try parser.expectEnd()
      return tests
    }
  }

  /// A whole text as a type.
  static func type(_ source: SourceText, diagnostics: inout Diagnostics) -> TypeSyntax? {
    run(source, scope: NameScope(), diagnostics: &diagnostics) { parser in
      let type = try parser.type()
      try parser.expectEnd()
      return type
    }
  }

  private static func run<Result>(
    _ source: SourceText, scope: NameScope, diagnostics: inout Diagnostics,
    _ body: (inout Parser) throws -> Result
  ) -> Result? {
    guard var parser = Parser(source, scope: scope, diagnostics: &diagnostics) else { return nil }
    let result = try? body(&parser)
    diagnostics.append(parser.diagnostics)
    return parser.diagnostics.hasErrors ? nil : result
  }

  // MARK: Tokens

  var token: Token { tokens[min(position, tokens.count - 1)] }

  func peek(_ offset: Int) -> Token { tokens[min(position + offset, tokens.count - 1)] }

  mutating func advance() { position = min(position + 1, tokens.count - 1) }

  func isSymbol(_ symbol: Symbol, at offset: Int = 0) -> Bool {
    peek(offset).kind == .symbol(symbol)
  }

  func isWord(_ word: String, at offset: Int = 0) -> Bool { peek(offset).kind == .name(word) }

  mutating func take(_ symbol: Symbol) -> Bool {
    guard isSymbol(symbol) else { return false }
    advance()
    return true
  }

  mutating func takeWord(_ word: String) -> Bool {
    guard isWord(word) else { return false }
    advance()
    return true
  }

  mutating func expect(_ symbol: Symbol, after what: String) throws {
    guard take(symbol) else { throw unexpected("här väntades `\(symbol.rawValue)` efter \(what)") }
  }

  mutating func expectWord(_ word: String, after what: String) throws {
    guard takeWord(word) else { throw unexpected("här väntades `\(word)` efter \(what)") }
  }

  mutating func expectEnd() throws {
    if case .end = token.kind { return }
    throw unexpected("här väntades en operator eller slutet på uttrycket")
  }

  func text(_ token: Token) -> String { text(token.range) }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Nodes

  /// A node; stops when the tree gets too deep.
  mutating func node(_ kind: Expression.Kind, _ range: Range<Int>, over depths: Int...) throws
    -> Expression
  {
    try node(kind, range, over: depths)
  }

  mutating func node(_ kind: Expression.Kind, _ range: Range<Int>, over depths: [Int]) throws
    -> Expression
  {
    let depth = 1 + (depths.max() ?? 0)
    guard depth <= Self.maximumDepth else { throw tooDeep(range) }
    return Expression(kind: kind, range: range, depth: depth)
  }

  mutating func tooDeep(_ range: Range<Int>) -> SyntaxStop {
    diagnostics.error(
      "expression-too-deep", "uttrycket är nästlat djupare än \(Self.maximumDepth) nivåer",
      at: source.span(range), help: "dela upp det i flera namngivna uttryck")
    return SyntaxStop()
  }

  /// Runs a level deeper in the call stack.
  mutating func nested<Result>(_ body: (inout Parser) throws -> Result) throws -> Result {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= Self.maximumDepth else { throw tooDeep(token.range) }
    return try body(&self)
  }

  /// Inside brackets of any kind: what surrounds them does not matter there.
  mutating func enclosed<Result>(
    commas: Bool, _ body: (inout Parser) throws -> Result
  ) throws -> Result {
    let saved = (closesInterval, commaAllowed)
    closesInterval = false
    commaAllowed = commas ? 1 : 0
    defer { (closesInterval, commaAllowed) = saved }
    return try body(&self)
  }

  /// With a name bound in the inner scope.
  mutating func binding<Result>(
    _ names: [String], _ body: (inout Parser) throws -> Result
  ) throws -> Result {
    let count = locals.count
    for name in names { bind(name) }
    defer { unbind(to: count) }
    return try body(&self)
  }

  mutating func bind(_ name: String) {
    let lexemes = Lexer.lexemes(ofName: name)
    if let first = lexemes.first { localsByWord[first, default: []].append(locals.count) }
    locals.append((name, lexemes))
  }

  mutating func unbind(to count: Int) {
    while locals.count > count {
      if let first = locals.removeLast().lexemes.first { _ = localsByWord[first]?.popLast() }
    }
  }
}
