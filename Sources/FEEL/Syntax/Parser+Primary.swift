import Diagnostics

extension Parser {
  /// Paths, filters and invocations after an operand (rules 18, 50, 38).
  mutating func postfix(_ operand: Expression) throws -> Expression {
    var result = operand
    while true {
      if isSymbol(.dot) {
        advance()
        let (name, range) = try memberName()
        result = try node(
          .path(result, name, range), result.range.lowerBound..<range.upperBound,
          over: result.depth)
      } else if isSymbol(.leftBracket), !closesInterval {
        advance()
        filters += 1
        let condition = try enclosed(commas: false) { try $0.expression() }
        filters -= 1
        try expect(.rightBracket, after: "villkoret i hakparentesen")
        result = try node(
          .filter(result, condition),
          result.range.lowerBound..<tokens[position - 1].range.upperBound,
          over: result.depth, condition.depth)
      } else if isSymbol(.leftParenthesis) {
        advance()
        let arguments = try enclosed(commas: true) { try $0.arguments() }
        result = try node(
          .invocation(result, arguments),
          result.range.lowerBound..<tokens[position - 1].range.upperBound,
          over: [result.depth] + arguments.map(\.value.depth))
      } else {
        return result
      }
    }
  }

  private mutating func memberName() throws -> (String, Range<Int>) {
    let start = position
    if let match = scope.members.longestMatch(tokens, from: position) {
      position += match.count
    } else if case .name = token.kind {
      // No such name: all the words that follow belong to what was meant.
      advance()
      while case .name(let word) = token.kind, !Self.keywords.contains(word) { advance() }
    } else {
      throw unexpected("här väntades ett namn efter punkten")
    }
    let range = tokens[start].range.lowerBound..<tokens[position - 1].range.upperBound
    let name = scope.members.longestMatch(tokens, from: start)?.name
    return (name ?? text(range), range)
  }

  /// Positional or named parameters (rules 41 to 44), up to and with the closing parenthesis.
  private mutating func arguments() throws -> [Expression.Argument] {
    var arguments: [Expression.Argument] = []
    if take(.rightParenthesis) { return arguments }
    repeat {
      let name = keyBeforeColon()
      arguments.append(Expression.Argument(name: name, value: try expression()))
    } while take(.comma)
    try expect(.rightParenthesis, after: "argumenten")
    return arguments
  }

  /// A name followed by a colon: its tokens are taken; nil (and nothing taken) when there is none.
  private mutating func keyBeforeColon() -> (text: String, range: Range<Int>)? {
    var index = position
    var parts: [String] = []
    while index < tokens.count, let lexeme = tokens[index].lexeme {
      if index > position, tokens[index].range.lowerBound > tokens[index - 1].range.upperBound {
        parts.append(" ")
      }
      parts.append(lexeme)
      index += 1
    }
    guard index > position, index < tokens.count, case .symbol(.colon) = tokens[index].kind,
      case .name = token.kind
    else { return nil }
    let range = token.range.lowerBound..<tokens[index - 1].range.upperBound
    position = index + 1
    return (parts.joined(), range)
  }

  /// Literals, names, boxed and bracketed expressions.
  mutating func primary() throws -> Expression {
    let current = token
    switch current.kind {
    case .number(let number):
      if let date = bareDate() {
        throw stop(
          "bare-date", "ett datum kan inte stå utan citattecken", date.range,
          "skriv `@\"\(date.text)\"`")
      }
      advance()
      return try node(.number(number), current.range)
    case .string(let string):
      advance()
      return try node(.string(string), current.range)
    case .name: return try named()
    case .symbol(.at):
      advance()
      guard case .string(let string) = token.kind else {
        throw unexpected("här väntades en text efter `@`")
      }
      advance()
      return try node(.at(string), current.range.lowerBound..<tokens[position - 1].range.upperBound)
    case .symbol(.leftParenthesis): return try parenthesized()
    case .symbol(.leftBracket): return try bracketed()
    case .symbol(.rightBracket):
      advance()
      return try enclosed(commas: false) { parser in
        let start = try parser.expression()
        return try parser.interval(
          startIncluded: false, from: current.range.lowerBound, start)
      }
    case .symbol(.leftBrace): return try context()
    default: throw unexpected("här väntades ett värde")
    }
  }

  /// `2017-02-01` as it is written in other places: four, two and two digits without blanks.
  private func bareDate() -> (text: String, range: Range<Int>)? {
    let parts = (0..<5).map { peek($0) }
    let lengths = parts.map(\.range.count)
    guard lengths == [4, 1, 2, 1, 2], isSymbol(.minus, at: 1), isSymbol(.minus, at: 3),
      zip(parts, parts.dropFirst()).allSatisfy({ $0.range.upperBound == $1.range.lowerBound }),
      case .number = parts[2].kind, case .number = parts[4].kind
    else { return nil }
    return (
      parts.map { text($0) }.joined(), parts[0].range.lowerBound..<parts[4].range.upperBound
    )
  }

  /// `( expression )`, `( < 10 )`, `(a..b)`.
  private mutating func parenthesized() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    return try enclosed(commas: false) { parser in
      if let comparison = parser.comparisonOperator() {
        parser.advance()
        let operand = try parser.additive()
        try parser.expect(.rightParenthesis, after: "gränsen")
        return try parser.node(
          .endpoint(comparison, operand),
          start..<parser.tokens[parser.position - 1].range.upperBound,
          over: operand.depth)
      }
      let first = try parser.expression()
      if parser.isSymbol(.dots) {
        return try parser.interval(startIncluded: false, from: start, first)
      }
      try parser.expect(.rightParenthesis, after: "uttrycket")
      // The parentheses belong to the place of the expression, not to its meaning.
      return Expression(
        kind: first.kind, range: start..<parser.tokens[parser.position - 1].range.upperBound,
        depth: first.depth)
    }
  }

  /// A list (rule 54) or an interval (rule 8) that includes its start.
  private mutating func bracketed() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    return try enclosed(commas: true) { parser in
      var elements: [Expression] = []
      if !parser.take(.rightBracket) {
        let first = try parser.expression()
        if parser.isSymbol(.dots) {
          return try parser.interval(startIncluded: true, from: start, first)
        }
        elements.append(first)
        while parser.take(.comma) { elements.append(try parser.expression()) }
        try parser.expect(.rightBracket, after: "listan")
      }
      return try parser.node(
        .list(elements), start..<parser.tokens[parser.position - 1].range.upperBound,
        over: elements.map(\.depth))
    }
  }

  /// The rest of an interval from `..`.
  mutating func interval(startIncluded: Bool, from start: Int, _ low: Expression) throws
    -> Expression
  {
    try expect(.dots, after: "den lägre gränsen")
    let saved = closesInterval
    closesInterval = true
    let high = try expression()
    closesInterval = saved
    let included: Bool
    switch token.kind {
    case .symbol(.rightBracket): included = true
    case .symbol(.rightParenthesis), .symbol(.leftBracket): included = false
    default: throw unexpected("här väntades `]` eller `)` efter den övre gränsen")
    }
    advance()
    return try node(
      .interval(
        Expression.Interval(
          startIncluded: startIncluded, start: low, end: high, endIncluded: included)),
      start..<tokens[position - 1].range.upperBound, over: low.depth, high.depth)
  }

  /// A context (rules 57 to 60). Each entry sees the ones before it.
  private mutating func context() throws -> Expression {
    let start = token.range.lowerBound
    advance()
    let count = locals.count
    defer { unbind(to: count) }
    return try enclosed(commas: true) { parser in
      var entries: [Expression.Entry] = []
      var keys: Set<String> = []
      if !parser.take(.rightBrace) {
        repeat {
          let key: String
          let range = parser.token.range
          if case .string(let string) = parser.token.kind, parser.isSymbol(.colon, at: 1) {
            key = string
            parser.advance()
            parser.advance()
          } else if let name = parser.keyBeforeColon() {
            key = name.text
          } else {
            throw parser.unexpected("här väntades ett namn och ett kolon")
          }
          guard keys.insert(key).inserted else {
            throw parser.stop(
              "duplicate-entry", "`\(key)` finns två gånger i samma kontext", range, nil)
          }
          parser.scope.members.insert(key)
          let value = try parser.expression()
          entries.append(Expression.Entry(key: key, value: value))
          parser.bind(key)
        } while parser.take(.comma)
        try parser.expect(.rightBrace, after: "kontexten")
      }
      return try parser.node(
        .context(entries), start..<parser.tokens[parser.position - 1].range.upperBound,
        over: entries.map(\.value.depth))
    }
  }
}
