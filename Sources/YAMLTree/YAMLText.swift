import Diagnostics

/// Ways of writing a text in YAML.
enum YAMLText {
  /// Whether a text has a chance of being read back without quotes; reading it back decides.
  static func isPlainCandidate(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last else {
      return false
    }
    return first != " " && last != " " && !text.unicodeScalars.contains(where: needsEscape)
      && !text.unicodeScalars.contains("\n") && !text.unicodeScalars.contains("\t")
  }

  /// Whether a text can stand without quotes in any place, so that a reader need not wonder either.
  static func isPlainEverywhere(_ text: String) -> Bool {
    guard isPlainCandidate(text), let first = text.utf8.first else { return false }
    if "-?:,[]{}#&*!|>'\"%@`=<~".utf8.contains(first), !isNumberLike(text) { return false }
    if text == "..." { return false }
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case 0x2C, 0x5B, 0x5D, 0x7B, 0x7D: return false
      case 0x23 where previous == 0x20: return false
      case 0x20 where previous == 0x3A: return false
      default: break
      }
      previous = byte
    }
    return previous != 0x3A
  }

  /// `-5`, `-0.5`: the one use of a leading sign that nobody misreads.
  private static func isNumberLike(_ text: String) -> Bool {
    let digits = text.utf8.dropFirst()
    return text.utf8.first == 0x2D && !digits.isEmpty
      && digits.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2E }
  }

  /// The plainest way of writing a text on one line: without quotes where that is safe, else in the quotes that need
  /// the fewest changes.
  static func written(_ text: String) -> String {
    if isPlainEverywhere(text) { return text }
    if text.contains("\"") || text.contains("\\"), let single = singleQuoted(text) {
      return single
    }
    return doubleQuoted(text)
  }

  /// In single quotes, nil when the text holds what they cannot.
  static func singleQuoted(_ text: String) -> String? {
    guard !text.unicodeScalars.contains(where: { needsEscape($0) || $0 == "\n" }) else {
      return nil
    }
    return "'"
      + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
      + "'"
  }

  /// In double quotes; every text can be written so.
  static func doubleQuoted(_ text: String) -> String {
    var written = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": written += "\\\""
      case "\\": written += "\\\\"
      case "\n": written += "\\n"
      case "\r": written += "\\r"
      case "\t": written += "\\t"
      case _ where needsEscape(scalar):
        let code = String(scalar.value, radix: 16, uppercase: true)
        let width = scalar.value <= 0xFF ? 2 : scalar.value <= 0xFFFF ? 4 : 8
        written += width == 2 ? "\\x" : width == 4 ? "\\u" : "\\U"
        written += String(repeating: "0", count: max(0, width - code.count)) + code
      default: written.unicodeScalars.append(scalar)
      }
    }
    return written + "\""
  }

  /// Characters that YAML does not let stand as they are (YAML 1.1 §4.1), and its line breaks other than LF.
  static func needsEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: true
    default: false
    }
  }

  /// The line end that the file uses: that of its first line.
  static func lineEnd(of bytes: [UInt8]) -> String {
    let end = TextChecks.lineEnd(bytes, from: 0)
    guard bytes[safe: end] == 0x0D else { return "\n" }
    return bytes[safe: end + 1] == 0x0A ? "\r\n" : "\r"
  }

  /// The column of a place in code points, from 0: what YAML counts as indentation.
  static func column(of offset: Int, in bytes: [UInt8]) -> Int {
    var start = min(offset, bytes.count)
    var column = 0
    while start > 0, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D {
      start -= 1
      if bytes[start] & 0xC0 != 0x80 { column += 1 }
    }
    return column
  }
}
