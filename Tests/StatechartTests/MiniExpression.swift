/// The guard and assignment texts of the conformance files, which are FEEL, in as much of FEEL as such files use. It
/// stands alone so that the real FEEL can take its place.
indirect enum MiniExpression {
  case literal(MiniValue)
  case name(String)
  case unary(String, MiniExpression)
  case binary(String, MiniExpression, MiniExpression)
  case conditional(MiniExpression, MiniExpression, MiniExpression)
  case isActive(String)

  init(_ text: String) throws {
    var parser = MiniParser(tokens: try MiniParser.tokens(text))
    self = try parser.expression(0)
    guard parser.isAtEnd else { throw MiniError(text: "more than an expression: \(text)") }
  }
}

enum MiniValue: Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
}

struct MiniError: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}

extension MiniExpression {
  func value(_ data: [String: MiniValue], isActive: (String) -> Bool) -> MiniValue {
    func value(_ part: MiniExpression) -> MiniValue { part.value(data, isActive: isActive) }
    switch self {
    case .literal(let literal): return literal
    case .name(let name): return data[name] ?? .null
    case .isActive(let state): return .bool(isActive(state))
    case .unary("-", let part):
      guard case .number(let number) = value(part) else { return .null }
      return .number(-number)
    case .unary(_, let part):
      guard case .bool(let bool) = value(part) else { return .null }
      return .bool(!bool)
    case .conditional(let test, let yes, let no):
      return value(value(test) == .bool(true) ? yes : no)
    case .binary(let sign, let left, let right):
      return Self.combine(sign, value(left), value(right))
    }
  }

  private static func combine(_ sign: String, _ left: MiniValue, _ right: MiniValue) -> MiniValue {
    switch (sign, left, right) {
    case ("and", .bool(false), _), ("and", _, .bool(false)): return .bool(false)
    case ("and", .bool, .bool): return .bool(true)
    case ("or", .bool(true), _), ("or", _, .bool(true)): return .bool(true)
    case ("or", .bool, .bool): return .bool(false)
    case ("=", _, _): return .bool(left == right)
    case ("!=", _, _): return .bool(left != right)
    case (_, .number(let a), .number(let b)):
      switch sign {
      case "<": return .bool(a < b)
      case "<=": return .bool(a <= b)
      case ">": return .bool(a > b)
      case ">=": return .bool(a >= b)
      case "+": return .number(a + b)
      case "-": return .number(a - b)
      case "*": return .number(a * b)
      case "/": return b == 0 ? .null : .number(a / b)
      default: return .null
      }
    case ("+", .string(let a), .string(let b)): return .string(a + b)
    case ("<", .string(let a), .string(let b)): return .bool(a < b)
    case (">", .string(let a), .string(let b)): return .bool(a > b)
    default: return .null
    }
  }
}

struct MiniParser {
  enum Token: Equatable {
    case number(Double)
    case string(String)
    case word(String)
    case sign(String)
  }

  let tokens: [Token]
  var index = 0

  init(tokens: [Token]) { self.tokens = tokens }

  var isAtEnd: Bool { index == tokens.count }

  /// Loosest first.
  private static let levels: [[String]] = [
    ["or"], ["and"], ["=", "!=", "<", "<=", ">", ">="], ["+", "-"], ["*", "/"],
  ]

  mutating func expression(_ level: Int) throws -> MiniExpression {
    guard level < Self.levels.count else { return try unary() }
    var left = try expression(level + 1)
    while let sign = accept(Self.levels[level]) {
      left = .binary(sign, left, try expression(level + 1))
    }
    return left
  }

  private mutating func unary() throws -> MiniExpression {
    if accept(["-"]) != nil { return .unary("-", try unary()) }
    if accept(["not"]) != nil { return .unary("not", try unary()) }
    if accept(["if"]) != nil {
      let test = try expression(0)
      try expect("then")
      let yes = try expression(0)
      try expect("else")
      return .conditional(test, yes, try expression(0))
    }
    if accept(["("]) != nil {
      let inner = try expression(0)
      try expect(")")
      return inner
    }
    guard index < tokens.count else { throw MiniError(text: "the expression ends too early") }
    index += 1
    switch tokens[index - 1] {
    case .number(let number): return .literal(.number(number))
    case .string(let string): return .literal(.string(string))
    case .word("true"): return .literal(.bool(true))
    case .word("false"): return .literal(.bool(false))
    case .word("null"): return .literal(.null)
    case .word(let name): return .name(name)
    case .sign(let sign): throw MiniError(text: "unexpected \(sign)")
    }
  }

  private mutating func accept(_ signs: [String]) -> String? {
    guard index < tokens.count else { return nil }
    switch tokens[index] {
    case .sign(let sign) where signs.contains(sign), .word(let sign) where signs.contains(sign):
      index += 1
      return sign
    default: return nil
    }
  }

  private mutating func expect(_ sign: String) throws {
    guard accept([sign]) != nil else { throw MiniError(text: "\(sign) is missing") }
  }

  static func tokens(_ text: String) throws -> [Token] {
    var tokens: [Token] = []
    var rest = Substring(text)
    func take(while holds: (Character) -> Bool) -> String {
      let run = rest.prefix(while: holds)
      rest = rest.dropFirst(run.count)
      return String(run)
    }
    while let first = rest.first {
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first.isNumber {
        let digits = take { $0.isNumber || $0 == "." }
        guard let number = Double(digits) else { throw MiniError(text: "bad number \(digits)") }
        tokens.append(.number(number))
      } else if first == "\"" {
        rest = rest.dropFirst()
        tokens.append(.string(take { $0 != "\"" }))
        rest = rest.dropFirst()
      } else if first.isLetter || first == "_" {
        tokens.append(.word(take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }))
      } else if let sign = ["!=", "<=", ">="].first(where: { rest.hasPrefix($0) }) {
        rest = rest.dropFirst(2)
        tokens.append(.sign(sign))
      } else {
        rest = rest.dropFirst()
        tokens.append(.sign(String(first)))
      }
    }
    return tokens
  }
}
