/// What somebody does at the keyboard while a line is written.
enum Key: Hashable {
  /// A character, or a part of one: what belongs together is put together in the line.
  case character(Unicode.Scalar)
  /// A pasted text as one piece, its lines ending in `\n`.
  case paste(String)
  case enter, endOfInput
  case left, right, wordLeft, wordRight, up, down, home, end
  case backspace, delete, deleteToStart, deleteToEnd, deleteWord
  case redraw
}

/// Understands the bytes that a terminal sends: UTF-8, control characters, the escape sequences of ECMA-48 and xterm, and
/// bracketed paste. What is not known is passed over; it never becomes text.
struct KeyReader {
  /// Where in a sequence the reader is.
  private enum State {
    case text
    case escape
    /// A control sequence (CSI) and what has come of it.
    case control([UInt8])
    /// A key of the application mode (SS3).
    case application
    /// One more byte, of what the Linux console sends for its function keys.
    case oneMore
    /// An operating system command or the like, up to BEL or ESC.
    case string
  }

  private var state = State.text
  /// The bytes of a character that is not whole yet.
  private var partial: [UInt8] = []
  /// What has been pasted so far; nil outside a paste.
  private var pasted: String.UnicodeScalarView?
  private var endedWithReturn = false

  /// Whether the last byte may be the Escape key or the beginning of a sequence.
  var isUndecided: Bool {
    if case .text = state { return false }
    return true
  }

  /// Nothing followed: it was the Escape key, which means nothing here.
  mutating func giveUp() { state = .text }

  /// The keys that these bytes are.
  mutating func read(_ bytes: some Sequence<UInt8>) -> [Key] {
    var keys: [Key] = []
    for byte in bytes { read(byte, &keys) }
    return keys
  }

  private mutating func read(_ byte: UInt8, _ keys: inout [Key]) {
    switch state {
    case .text: text(byte, &keys)
    case .escape:
      switch byte {
      case UInt8(ascii: "["): state = .control([])
      case UInt8(ascii: "O"): state = .application
      case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "^"), UInt8(ascii: "_"),
        UInt8(ascii: "X"):
        state = .string
      case 0x1B: break
      default:
        // A key together with Alt.
        state = .text
        if byte == UInt8(ascii: "b") { keys.append(.wordLeft) }
        if byte == UInt8(ascii: "f") { keys.append(.wordRight) }
        if byte == 0x7F || byte == 0x08 { keys.append(.deleteWord) }
      }
    case .control(let parameters):
      switch byte {
      case UInt8(ascii: "[") where parameters.isEmpty: state = .oneMore
      case 0x20...0x3F: state = .control(parameters.suffix(31) + [byte])
      case 0x40...0x7E:
        state = .text
        control(byte, parameters, &keys)
      default:
        state = .text
        text(byte, &keys)
      }
    case .application:
      switch byte {
      case 0x30...0x3B: break
      default:
        state = .text
        control(byte, [], &keys)
      }
    case .oneMore: state = .text
    case .string:
      if byte == 0x07 { state = .text }
      if byte == 0x1B { state = .escape }
    }
  }

  private mutating func control(_ final: UInt8, _ parameters: [UInt8], _ keys: inout [Key]) {
    let text = String(decoding: parameters, as: UTF8.self)
    if final == UInt8(ascii: "~"), text == "200" { return pasted = .init() }
    if final == UInt8(ascii: "~"), text == "201" {
      if let pasted { keys.append(.paste(String(pasted))) }
      return pasted = nil
    }
    guard pasted == nil, let key = Self.key(final, text) else { return }
    keys.append(key)
  }

  private static func key(_ final: UInt8, _ parameters: String) -> Key? {
    // With Ctrl or Alt an arrow goes a word.
    let isWord = [";5", ";3"].contains { parameters.hasSuffix($0) }
    switch (Character(Unicode.Scalar(final)), parameters) {
    case ("A", _): return .up
    case ("B", _): return .down
    case ("C", _): return isWord ? .wordRight : .right
    case ("D", _): return isWord ? .wordLeft : .left
    case ("H", _), ("~", "1"), ("~", "7"): return .home
    case ("F", _), ("~", "4"), ("~", "8"): return .end
    case ("~", "3"): return .delete
    default: return nil
    }
  }

  private mutating func text(_ byte: UInt8, _ keys: inout [Key]) {
    if byte >= 0x80 { return character(byte, &keys) }
    if !partial.isEmpty {
      partial = []
      add("\u{FFFD}", &keys)
    }
    let followsReturn = endedWithReturn
    endedWithReturn = byte == 0x0D
    switch byte {
    case 0x1B: state = .escape
    case 0x0A where followsReturn: break
    case 0x0A, 0x0D: pasted == nil ? keys.append(.enter) : add("\n", &keys)
    case 0x09: add(" ", &keys)
    case 0x20..<0x7F: add(Unicode.Scalar(byte), &keys)
    default:
      if pasted == nil, let key = Self.controls[byte] { keys.append(key) }
    }
  }

  private static let controls: [UInt8: Key] = [
    0x01: .home, 0x02: .left, 0x04: .endOfInput, 0x05: .end, 0x06: .right, 0x08: .backspace,
    0x0B: .deleteToEnd, 0x0C: .redraw, 0x0E: .down, 0x10: .up, 0x15: .deleteToStart,
    0x17: .deleteWord, 0x7F: .backspace,
  ]

  /// A byte of a character of several. What is no UTF-8 becomes U+FFFD, which can be seen and taken away.
  private mutating func character(_ byte: UInt8, _ keys: inout [Key]) {
    endedWithReturn = false
    if byte >= 0xC0, !partial.isEmpty {
      partial = []
      add("\u{FFFD}", &keys)
    }
    partial.append(byte)
    let first = partial[0]
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
    guard partial.count >= length else { return }
    let scalar = String(decoding: partial, as: UTF8.self).unicodeScalars.first
    partial = []
    if let scalar { add(scalar, &keys) }
  }

  private mutating func add(_ scalar: Unicode.Scalar, _ keys: inout [Key]) {
    switch scalar.value {
    // Controls of eight bits, marks of byte order, and what turns the direction of writing are no text.
    case 0x7F...0x9F, 0xFEFF, 0x202A...0x202E, 0x2066...0x2069: return
    case 0x2028, 0x2029:
      pasted == nil ? keys.append(.character(" ")) : pasted?.append("\n")
    default:
      pasted == nil ? keys.append(.character(scalar)) : pasted?.append(scalar)
    }
  }
}
