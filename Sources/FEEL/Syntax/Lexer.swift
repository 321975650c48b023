import Diagnostics

/// Text to tokens. Goes on after a mistake, so that one run reports all of them.
struct Lexer {
  private let bytes: [UInt8]
  private let source: SourceText
  private var position = 0

  init(_ source: SourceText) {
    self.source = source
    bytes = Array(source.text.utf8)
  }

  /// All tokens; the last is `.end`.
  mutating func tokens(_ diagnostics: inout Diagnostics) -> [Token] {
    var tokens: [Token] = []
    tokens.reserveCapacity(bytes.count / 4 + 2)
    while true {
      skipBlanks(&diagnostics)
      // A text that is full of what is no FEEL is not worth reading to its end.
      guard position < bytes.count, diagnostics.findings.count < 20 else { break }
      tokens.append(next(&diagnostics))
    }
    tokens.append(Token(kind: .end, range: bytes.count..<bytes.count))
    return tokens
  }

  /// The lexemes of a name, as a declaration gives it.
  static func lexemes(ofName name: String) -> [String] {
    var lexer = Lexer(SourceText(name))
    var diagnostics = Diagnostics()
    return lexer.tokens(&diagnostics).compactMap(\.lexeme)
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    let index = position + offset
    return index < bytes.count ? bytes[index] : 0
  }

  /// White space (rule 61) and comments (rules 62, 63).
  private mutating func skipBlanks(_ diagnostics: inout Diagnostics) {
    while position < bytes.count {
      let current = byte()
      if current == 0x20 || (current >= 0x09 && current <= 0x0D) {
        position += 1
      } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "/") {
        while position < bytes.count, byte() != 0x0A, byte() != 0x0D { position += 1 }
      } else if current == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
        let start = position
        position += 2
        while position < bytes.count, !(byte() == UInt8(ascii: "*") && byte(1) == UInt8(ascii: "/"))
        {
          position += 1
        }
        if position >= bytes.count {
          diagnostics.error(
            "unterminated-comment", "kommentaren slutar aldrig", at: source.span(start..<start + 2),
            help: "en kommentar slutar med `*/`")
        }
        position = min(position + 2, bytes.count)
      } else if current >= 0xC2, let (scalar, length) = scalar(), Self.isBlank(scalar) {
        position += length
      } else {
        return
      }
    }
  }

  private static func isBlank(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000,
      0xFEFF:
      true
    default: false
    }
  }

  /// The scalar at the position and its length; the text is valid UTF-8, since it comes from a `String`.
  private func scalar(at index: Int? = nil) -> (UInt32, Int)? {
    let index = index ?? position
    guard index < bytes.count else { return nil }
    let first = UInt32(bytes[index])
    func following(_ offset: Int) -> UInt32 {
      index + offset < bytes.count ? UInt32(bytes[index + offset] & 0x3F) : 0
    }
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | following(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | following(1) << 6 | following(2), 3) }
    return (
      (first & 0x07) << 18 | following(1) << 12 | following(2) << 6 | following(3), 4
    )
  }

  /// Name start char, rule 28.
  private static func startsName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x3F, 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF,
      0x370...0x37D, 0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF,
      0x3001...0xD7FF, 0xF900...0xFDCF, 0xFDF0...0xFEFE, 0xFF00...0xFFFD, 0x10000...0xEFFFF:
      true
    default: false
    }
  }

  /// Name part char, rule 29.
  private static func continuesName(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
    default: startsName(scalar)
    }
  }

  private mutating func next(_ diagnostics: inout Diagnostics) -> Token {
    let start = position
    let first = byte()
    if first == UInt8(ascii: "\"") { return string(&diagnostics) }
    if isDigit(first) || (first == UInt8(ascii: ".") && isDigit(byte(1))) {
      return number(&diagnostics)
    }
    if let (scalar, length) = scalar(), Self.startsName(scalar) {
      position += length
      while let (scalar, length) = self.scalar(), Self.continuesName(scalar) { position += length }
      return Token(kind: .name(text(start..<position)), range: start..<position)
    }
    for length in [2, 1] where start + length <= bytes.count && first < 0x80 {
      if let symbol = Symbol(rawValue: text(start..<start + length)) {
        position += length
        return Token(kind: .symbol(symbol), range: start..<position)
      }
    }
    let length = scalar()?.1 ?? 1
    position = min(position + length, bytes.count)
    let range = start..<position
    let shown = text(range)
    diagnostics.error(
      "unknown-character", "tecknet `\(shown)` har ingen betydelse här", at: source.span(range),
      help: Parser.helpForCharacter(shown))
    return Token(kind: .invalid, range: range)
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  /// Numeric literal, rule 37: digits, a point, an exponent.
  private mutating func number(_ diagnostics: inout Diagnostics) -> Token {
    let start = position
    while isDigit(byte()) { position += 1 }
    if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
      position += 1
      while isDigit(byte()) { position += 1 }
    }
    if byte() | 0x20 == UInt8(ascii: "e") {
      let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
      if isDigit(byte(1 + sign)) {
        position += 1 + sign
        while isDigit(byte()) { position += 1 }
      }
    }
    let range = start..<position
    guard let number = Number(text(range)) else {
      diagnostics.error(
        "number-too-large", "talet `\(text(range))` är för stort", at: source.span(range))
      return Token(kind: .invalid, range: range)
    }
    return Token(kind: .number(number), range: range)
  }

  /// String literal, rule 35, with the escapes of rule 64. A backslash before anything else stands for itself, so that
  /// patterns such as `"\d+"` can be written as they are.
  private mutating func string(_ diagnostics: inout Diagnostics) -> Token {
    let start = position
    position += 1
    var content: [UInt8] = []
    while position < bytes.count, byte() != UInt8(ascii: "\"") {
      guard byte() == UInt8(ascii: "\\") else {
        content.append(byte())
        position += 1
        continue
      }
      position += 1
      let escaped = byte()
      switch escaped {
      case UInt8(ascii: "n"): content.append(0x0A)
      case UInt8(ascii: "r"): content.append(0x0D)
      case UInt8(ascii: "t"): content.append(0x09)
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): content.append(escaped)
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        if let scalar = unicodeEscape() {
          content.append(contentsOf: Array(String(Character(scalar)).utf8))
          continue
        }
        content += [UInt8(ascii: "\\"), escaped]
      default:
        content.append(UInt8(ascii: "\\"))
        continue
      }
      position += 1
    }
    guard position < bytes.count else {
      diagnostics.error(
        "unterminated-string", "texten saknar avslutande citattecken",
        at: source.span(start..<start + 1), help: "sätt `\"` efter texten")
      return Token(kind: .string(String(decoding: content, as: UTF8.self)), range: start..<position)
    }
    position += 1
    return Token(kind: .string(String(decoding: content, as: UTF8.self)), range: start..<position)
  }

  /// `uXXXX` (two of them for a surrogate pair) or `UXXXXXX` at the position; moves past it when it is one.
  private mutating func unicodeEscape() -> Unicode.Scalar? {
    func hex(from index: Int, count: Int) -> UInt32? {
      guard index + count <= bytes.count else { return nil }
      var value: UInt32 = 0
      // `UInt32(_:radix:)` would take a sign for the first of them.
      for byte in bytes[index..<index + count] {
        guard let digit = Self.hexDigit(byte) else { return nil }
        value = value << 4 | digit
      }
      return value
    }
    if byte() == UInt8(ascii: "U") {
      guard let value = hex(from: position + 1, count: 6), let scalar = Unicode.Scalar(value) else {
        return nil
      }
      position += 7
      return scalar
    }
    guard let value = hex(from: position + 1, count: 4) else { return nil }
    if (0xD800...0xDBFF).contains(value), byte(5) == UInt8(ascii: "\\"),
      byte(6) == UInt8(ascii: "u"),
      let low = hex(from: position + 7, count: 4), (0xDC00...0xDFFF).contains(low)
    {
      position += 11
      return Unicode.Scalar(0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00))
    }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    position += 5
    return scalar
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x41 + 10)
    case 0x61...0x66: UInt32(byte - 0x61 + 10)
    default: nil
    }
  }
}
