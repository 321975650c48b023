import Diagnostics

extension Parser {
  /// Words that end a name where nothing longer is declared.
  static let keywords: Set<String> = [
    "and", "or", "in", "between", "instance", "then", "else", "return", "satisfies", "if", "for",
    "some", "every", "function", "och", "eller",
  ]

  /// A keyword expression, a literal word, or a name.
  mutating func named() throws -> Expression {
    let start = token.range.lowerBound
    guard case .name(let word) = token.kind else { throw unexpected("här väntades ett namn") }
    let match = longestName()
    if (match?.count ?? 0) <= 1 {
      switch word {
      case "true", "false":
        advance()
        return try node(.boolean(word == "true"), start..<tokens[position - 1].range.upperBound)
      case "null":
        advance()
        return try node(.null, start..<tokens[position - 1].range.upperBound)
      case "if": return try conditional()
      case "for": return try iteration()
      case "some", "every": return try quantified(every: word == "every")
      case "function": if isSymbol(.leftParenthesis, at: 1) { return try functionDefinition() }
      case "and", "or", "in", "between", "then", "else", "return", "satisfies":
        throw unexpected("här väntades ett värde")
      default: break
      }
    }
    if let match {
      position += match.count
      return try node(
        .name(match.name, known: true), start..<tokens[position - 1].range.upperBound)
    }
    if word == "inte" || word == "ej", longestName(at: position + 1) != nil {
      throw stop(
        "swedish-operator", "`\(word)` är ingen operator", token.range, "skriv `not(...)`")
    }
    // Nothing of that name is in scope: all the words that follow belong to what was meant.
    advance()
    while let lexeme = token.lexeme, !Self.keywords.contains(lexeme) {
      switch token.kind {
      case .name, .number: advance()
      default:
        return try node(
          .name(text(start), known: false), start..<tokens[position - 1].range.upperBound)
      }
    }
    return try node(.name(text(start), known: false), start..<tokens[position - 1].range.upperBound)
  }

  private func text(_ start: Int) -> String {
    text(start..<max(start, tokens[position - 1].range.upperBound))
  }

  /// The longest name in scope at the position. Names of built-in functions count only before a parenthesis, so that
  /// they do not take words from other names.
  private func longestName(at start: Int? = nil) -> (name: String, count: Int)? {
    let position = start ?? self.position
    var best: (name: String, count: Int)? = nil
    let first = position < tokens.count ? tokens[position].lexeme : nil
    for index in first.flatMap({ localsByWord[$0] }) ?? [] {
      let local = locals[index]
      guard local.lexemes.count > (best?.count ?? 0) else { continue }
      let matches = local.lexemes.indices.allSatisfy { offset in
        position + offset < tokens.count
          && tokens[position + offset].lexeme == local.lexemes[offset]
      }
      if matches { best = (local.name, local.lexemes.count) }
    }
    func consider(_ trie: NameTrie) {
      if let match = trie.longestMatch(tokens, from: position), match.count > (best?.count ?? 0) {
        best = match
      }
    }
    if filters > 0 { consider(scope.members) }
    consider(scope.names)
    if let match = Builtins.names.longestMatch(tokens, from: position),
      match.count > (best?.count ?? 0),
      match.count == 1 || isSymbol(.leftParenthesis, at: position - self.position + match.count)
    {
      best = match
    }
    return best
  }

  private mutating func conditional() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    let condition = try expression()
    try expectWord("then", after: "villkoret i `if`")
    let then = try expression()
    try expectWord("else", after: "värdet efter `then`")
    let otherwise = try expression()
    return try node(
      .conditional(condition, then: then, otherwise: otherwise),
      start..<otherwise.range.upperBound, over: condition.depth, then.depth, otherwise.depth)
  }

  private mutating func iteration() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    let count = locals.count
    defer { unbind(to: count) }
    let iterators = try iterators(before: "return")
    try expectWord("return", after: "listan i `for`")
    bind("partial")
    let body = try expression()
    return try node(
      .iteration(iterators, body), start..<body.range.upperBound,
      over: [body.depth] + iterators.flatMap { [$0.domain.depth, $0.end?.depth ?? 0] })
  }

  private mutating func quantified(every: Bool) throws -> Expression {
    let start = token.range.lowerBound
    advance()
    let count = locals.count
    defer { unbind(to: count) }
    let iterators = try iterators(before: "satisfies")
    try expectWord("satisfies", after: "listan")
    let body = try expression()
    return try node(
      .quantified(every: every, iterators, body), start..<body.range.upperBound,
      over: [body.depth] + iterators.flatMap { [$0.domain.depth, $0.end?.depth ?? 0] })
  }

  /// Iteration contexts (rules 45, 46); each name is bound for what follows.
  private mutating func iterators(before word: String) throws -> [Expression.Iterator] {
    var iterators: [Expression.Iterator] = []
    repeat {
      let name = try boundName(until: "in")
      try expectWord("in", after: "namnet")
      let saved = commaAllowed
      commaAllowed = 1
      let domain = try expression()
      let end: Expression? = take(.dots) ? try expression() : nil
      commaAllowed = saved
      iterators.append(Expression.Iterator(name: name, domain: domain, end: end))
      bind(name)
    } while take(.comma)
    return iterators
  }

  /// A name that is being introduced: all tokens up to a given word.
  private mutating func boundName(until word: String) throws -> String {
    var parts: [String] = []
    guard case .name = token.kind else { throw unexpected("här väntades ett namn") }
    while let lexeme = token.lexeme, lexeme != word {
      parts.append(lexeme)
      advance()
    }
    return parts.joined(separator: " ")
  }

  /// Rule 55: `function(a: number, b) body`.
  private mutating func functionDefinition() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    advance()
    var parameters: [Expression.Parameter] = []
    if !take(.rightParenthesis) {
      repeat {
        var parts: [String] = []
        guard case .name = token.kind else { throw unexpected("här väntades ett parameternamn") }
        while let lexeme = token.lexeme {
          parts.append(lexeme)
          advance()
        }
        let type: TypeSyntax? = take(.colon) ? try type() : nil
        parameters.append(
          Expression.Parameter(name: parts.joined(separator: " "), type: type))
      } while take(.comma)
      try expect(.rightParenthesis, after: "parametrarna")
    }
    if isWord("external") {
      throw stop(
        "external-function", "externa funktioner finns inte här", token.range, nil)
    }
    let body = try binding(parameters.map(\.name)) { parser in
      try parser.enclosed(commas: parser.commaAllowed > 0) { try $0.expression() }
    }
    return try node(
      .function(parameters, body), start..<body.range.upperBound, over: body.depth)
  }

  // MARK: Types

  private static let typeNames = [
    "years and months duration", "year month duration", "days and time duration",
    "day time duration", "date and time",
  ].map { Lexer.lexemes(ofName: $0) }

  /// Rule 52 and the type syntax of 10.3.1.2.
  mutating func type() throws -> TypeSyntax {
    try nested { try $0.typeBody() }
  }

  private mutating func typeBody() throws -> TypeSyntax {
    let start = token.range.lowerBound
    guard case .name(let word) = token.kind else { throw unexpected("här väntades en typ") }
    if isSymbol(.less, at: 1) {
      switch word {
      case "list", "range":
        advance()
        advance()
        let element = try type()
        try expect(.greater, after: "typen")
        return word == "list" ? .list(element) : .range(element)
      case "context":
        advance()
        advance()
        var entries: [(name: String, type: TypeSyntax)] = []
        while !take(.greater) {
          guard let key = keyBeforeColonInType() else {
            throw unexpected("här väntades ett namn och ett kolon")
          }
          entries.append((key, try type()))
          if !take(.comma), !isSymbol(.greater) {
            throw unexpected("här väntades `,` eller `>`")
          }
        }
        return .context(entries)
      case "function":
        advance()
        advance()
        var parameters: [TypeSyntax] = []
        while !take(.greater) {
          parameters.append(try type())
          if !take(.comma), !isSymbol(.greater) {
            throw unexpected("här väntades `,` eller `>`")
          }
        }
        try expect(.minus, after: "parametertyperna")
        try expect(.greater, after: "parametertyperna")
        return .function(parameters, try type())
      default: break
      }
    }
    for lexemes in Self.typeNames
    where lexemes.indices.allSatisfy({ peek($0).lexeme == lexemes[$0] }) {
      position += lexemes.count
      return .named(lexemes.joined(separator: " "), start..<tokens[position - 1].range.upperBound)
    }
    advance()
    return .named(word, start..<tokens[position - 1].range.upperBound)
  }

  private mutating func keyBeforeColonInType() -> String? {
    var parts: [String] = []
    var index = position
    while index < tokens.count, let lexeme = tokens[index].lexeme {
      parts.append(lexeme)
      index += 1
    }
    guard !parts.isEmpty, index < tokens.count, case .symbol(.colon) = tokens[index].kind else {
      return nil
    }
    position = index + 1
    return parts.joined(separator: " ")
  }
}
