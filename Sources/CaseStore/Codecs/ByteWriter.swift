package import CivilTime

/// Bytes in the making: whole numbers in as many bytes as they need, seven bits each, the lowest first; texts after their
/// length. ``ByteReader`` reads them back.
package struct ByteWriter {
  package private(set) var bytes: [UInt8] = []

  package init(capacity: Int) {
    bytes.reserveCapacity(capacity)
  }

  package mutating func byte(_ value: UInt8) {
    bytes.append(value)
  }

  package mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest > 0x7F {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Small numbers of either sign take few bytes: 0, -1, 1, -2 become 0, 1, 2, 3.
  package mutating func int(_ value: Int) {
    let value = Int64(value)
    unsigned(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  package mutating func bool(_ value: Bool) {
    bytes.append(value ? 1 : 0)
  }

  package mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      unsigned(UInt64(utf8.count))
      bytes.append(contentsOf: utf8)
    }
  }

  package mutating func date(_ date: CivilDate) {
    int(date.dayNumber)
  }

  package mutating func strings(_ texts: [String]) {
    unsigned(UInt64(texts.count))
    for text in texts { string(text) }
  }

  package mutating func optional(_ text: String?) {
    bool(text != nil)
    if let text { string(text) }
  }

  package mutating func optional(_ date: CivilDate?) {
    bool(date != nil)
    if let date { self.date(date) }
  }
}
