/// Writes JSON text straight into bytes, without building values first.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.beginObject()
/// writer.key("namn"); writer.string("Ö")
/// writer.key("antal"); writer.int(3)
/// writer.endObject()
/// ```
/// Commas come by themselves. The caller keeps begin and end in balance and writes a key before each value of an
/// object; nothing checks it.
public struct JSONWriter: Sendable {
  /// What has been written.
  public private(set) var bytes: [UInt8] = []
  /// Whether a value or key written now has something before it at the same level. One flag is enough: every opening
  /// bracket and every key clears it, every value and closing bracket sets it.
  private var followsValue = false

  /// An empty writer.
  public init() {}

  /// A writer with room for so many bytes.
  public init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Starts over and keeps the room.
  public mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    followsValue = false
  }

  /// `{`
  public mutating func beginObject() { open(0x7B) }
  /// `}`
  public mutating func endObject() { close(0x7D) }
  /// `[`
  public mutating func beginArray() { open(0x5B) }
  /// `]`
  public mutating func endArray() { close(0x5D) }

  /// A member's name; its value comes next.
  public mutating func key(_ name: String) {
    separate()
    quote(name)
    bytes.append(0x3A)
    followsValue = false
  }

  /// A text.
  public mutating func string(_ value: String) {
    separate()
    quote(value)
  }

  /// A whole number.
  public mutating func int(_ value: Int) {
    separate()
    var magnitude = value.magnitude
    if value < 0 { bytes.append(0x2D) }
    let start = bytes.count
    repeat {
      let (rest, digit) = magnitude.quotientAndRemainder(dividingBy: 10)
      bytes.append(0x30 + UInt8(truncatingIfNeeded: digit))
      magnitude = rest
    } while magnitude > 0
    bytes[start...].reverse()
  }

  /// A number by its literal, written as it is.
  public mutating func number(_ literal: String) {
    separate()
    bytes.append(contentsOf: literal.utf8)
  }

  /// `true` or `false`
  public mutating func bool(_ value: Bool) {
    separate()
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// `null`
  public mutating func null() {
    separate()
    bytes.append(contentsOf: "null".utf8)
  }

  /// A value with all that it holds.
  public mutating func value(_ value: JSONValue) {
    switch value {
    case .null: null()
    case .bool(let truth): bool(truth)
    case .number(let literal): number(literal)
    case .string(let text): string(text)
    case .array(let elements):
      beginArray()
      for element in elements { self.value(element) }
      endArray()
    case .object(let members):
      beginObject()
      for member in members {
        key(member.key)
        self.value(member.value)
      }
      endObject()
    }
  }

  /// Bytes that are already JSON text of one value.
  public mutating func raw(_ json: some Sequence<UInt8>) {
    separate()
    bytes.append(contentsOf: json)
  }

  private mutating func separate() {
    if followsValue { bytes.append(0x2C) }
    followsValue = true
  }

  private mutating func open(_ bracket: UInt8) {
    separate()
    bytes.append(bracket)
    followsValue = false
  }

  private mutating func close(_ bracket: UInt8) {
    bytes.append(bracket)
    followsValue = true
  }
}

extension JSONWriter {
  mutating func prettyValue(_ value: JSONValue, indent: Int) {
    switch value {
    case .array(let elements) where !elements.isEmpty:
      bytes.append(0x5B)
      for (place, element) in elements.enumerated() {
        lineBreak(comma: place > 0, indent: indent + 1)
        prettyValue(element, indent: indent + 1)
      }
      lineBreak(comma: false, indent: indent)
      bytes.append(0x5D)
    case .object(let members) where !members.isEmpty:
      bytes.append(0x7B)
      for (place, member) in members.enumerated() {
        lineBreak(comma: place > 0, indent: indent + 1)
        quote(member.key)
        bytes.append(0x3A)
        bytes.append(0x20)
        prettyValue(member.value, indent: indent + 1)
      }
      lineBreak(comma: false, indent: indent)
      bytes.append(0x7D)
    default:
      followsValue = false
      self.value(value)
    }
  }

  private mutating func lineBreak(comma: Bool, indent: Int) {
    if comma { bytes.append(0x2C) }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: indent * 2))
  }

  /// A text in quotes. Beyond what RFC 8259 §7 requires, DEL, the C1 controls (a terminal obeys them) and U+2028 and
  /// U+2029 (JavaScript once took them for line ends) are escaped.
  private mutating func quote(_ text: String) {
    var text = text
    bytes.append(0x22)
    text.withUTF8 { utf8 in
      var start = 0
      var index = 0
      while index < utf8.count {
        let byte = utf8[index]
        if byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C {
          index += 1
          continue
        }
        let (length, code) = Self.escaped(utf8, at: index, byte)
        if length > 0 {
          bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<index]))
          escape(code)
          index += length
          start = index
        } else {
          index += 1
        }
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<utf8.count]))
    }
    bytes.append(0x22)
  }

  /// How many bytes at this place are written as an escape, and the code point they make; (0, 0) for none.
  private static func escaped(
    _ utf8: UnsafeBufferPointer<UInt8>, at index: Int, _ byte: UInt8
  ) -> (length: Int, code: UInt16) {
    if byte < 0x80 { return (1, UInt16(byte)) }
    if byte == 0xC2, index + 1 < utf8.count, utf8[index + 1] < 0xA0 {
      return (2, UInt16(utf8[index + 1]))
    }
    if byte == 0xE2, index + 2 < utf8.count, utf8[index + 1] == 0x80,
      utf8[index + 2] == 0xA8 || utf8[index + 2] == 0xA9
    {
      return (3, 0x2028 + UInt16(utf8[index + 2] - 0xA8))
    }
    return (0, 0)
  }

  private mutating func escape(_ code: UInt16) {
    bytes.append(0x5C)
    switch code {
    case 0x22: bytes.append(0x22)
    case 0x5C: bytes.append(0x5C)
    case 0x08: bytes.append(0x62)
    case 0x0C: bytes.append(0x66)
    case 0x0A: bytes.append(0x6E)
    case 0x0D: bytes.append(0x72)
    case 0x09: bytes.append(0x74)
    default:
      bytes.append(0x75)
      for shift in [12, 8, 4, 0] as [UInt16] {
        let digit = UInt8(truncatingIfNeeded: (code >> shift) & 0xF)
        bytes.append(digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
      }
    }
  }
}
