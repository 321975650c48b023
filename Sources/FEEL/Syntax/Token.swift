/// A lexical element of FEEL (DMN 1.5, 10.3.1.2) with the UTF-8 bytes it covers.
struct Token: Sendable {
  enum Kind: Sendable, Equatable {
    /// A name part: letters, digits, `_`, `?`. Keywords are names too; the parser tells them apart by position, since a
    /// name may contain them (`date and time`).
    case name(String)
    case number(Number)
    case string(String)
    case symbol(Symbol)
    /// Something that is no FEEL; the finding about it is already reported.
    case invalid
    case end
  }

  let kind: Kind
  let range: Range<Int>

  /// The text as a part of a name with spaces and symbols; nil for what can never stand in a name.
  var lexeme: String? {
    switch kind {
    case .name(let text): text
    case .number(let number): number.description
    case .symbol(let symbol): symbol.isNameSymbol ? symbol.rawValue : nil
    default: nil
    }
  }
}

/// Operators and punctuation.
enum Symbol: String, Sendable {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case colon = ":"
  case dot = "."
  case dots = ".."
  case plus = "+"
  case minus = "-"
  case times = "*"
  case power = "**"
  case slash = "/"
  case equal = "="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case at = "@"
  case apostrophe = "'"
  // What other languages have and people try; the parser explains.
  case doubleEqual = "=="
  case arrow = "=>"
  case doubleAmpersand = "&&"
  case doubleBar = "||"
  case exclamation = "!"
  case semicolon = ";"
  case percent = "%"

  /// "Additional name symbols", grammar rule 30.
  var isNameSymbol: Bool {
    switch self {
    case .dot, .slash, .minus, .apostrophe, .plus, .times: true
    default: false
    }
  }
}
