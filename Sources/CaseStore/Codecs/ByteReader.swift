package import CivilTime

/// Reads what ``ByteWriter`` wrote. Every step checks what is left, so any bytes at all give a value or an error, never a
/// trap and never more memory than the bytes account for.
package struct ByteReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var offset = 0

  /// A reader of bytes that outlive it.
  package init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  package var remaining: Int { bytes.count - offset }

  @inline(__always)
  package mutating func byte() throws(CodecError) -> UInt8 {
    guard offset < bytes.count else { throw .malformed("bytena tar slut") }
    let byte = bytes[offset]
    offset += 1
    return byte
  }

  @inline(__always)
  package mutating func unsigned() throws(CodecError) -> UInt64 {
    let first = try byte()
    if first < 0x80 { return UInt64(first) }
    return try longUnsigned(first)
  }

  private mutating func longUnsigned(_ first: UInt8) throws(CodecError) -> UInt64 {
    var value = UInt64(first & 0x7F)
    var shift: UInt64 = 7
    while true {
      let byte = try byte()
      // The tenth byte holds the one bit that is left of 64.
      guard shift < 63 || (shift == 63 && byte <= 1) else { throw .malformed("ett för stort tal") }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
  }

  @inline(__always)
  package mutating func int() throws(CodecError) -> Int {
    let value = try unsigned()
    return Int(Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
  }

  /// How many things follow. Each takes at least a byte, so a larger number cannot be true.
  package mutating func count() throws(CodecError) -> Int {
    let value = try unsigned()
    guard value <= UInt64(remaining) else { throw .malformed("en längd som inte ryms") }
    return Int(value)
  }

  package mutating func bool() throws(CodecError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw .malformed("varken ja eller nej")
    }
  }

  package mutating func string() throws(CodecError) -> String {
    let length = try count()
    let slice = UnsafeBufferPointer(rebasing: bytes[offset..<offset + length])
    // Several times as fast as `String(validating:as:)`. Bytes that are not UTF-8 become replacement characters, which
    // most often changes the length; what does not is a text like any other.
    let text = String(decoding: slice, as: UTF8.self)
    guard text.utf8.count == length else { throw .malformed("text som inte är UTF-8") }
    offset += length
    return text
  }

  package mutating func date() throws(CodecError) -> CivilDate {
    guard let date = CivilDate(dayNumber: try int()) else { throw .malformed("inget datum") }
    return date
  }

  package mutating func strings() throws(CodecError) -> [String] {
    try list { reader throws(CodecError) in try reader.string() }
  }

  package mutating func optionalString() throws(CodecError) -> String? {
    try bool() ? try string() : nil
  }

  package mutating func optionalDate() throws(CodecError) -> CivilDate? {
    try bool() ? try date() : nil
  }

  @inline(__always)
  package mutating func list<Element>(
    _ element: (inout ByteReader) throws(CodecError) -> Element
  ) throws(CodecError) -> [Element] {
    let count = try count()
    guard count > 0 else { return [] }
    var elements: [Element] = []
    // An element is larger in memory than in bytes: what is not there must not be made room for.
    elements.reserveCapacity(min(count, 64))
    for _ in 0..<count { elements.append(try element(&self)) }
    return elements
  }

  /// Nothing may follow.
  package func end() throws(CodecError) {
    guard remaining == 0 else { throw .malformed("byte efter slutet") }
  }
}

extension ByteReader {
  /// Reads the whole of an array.
  @inline(__always)
  package static func read<Result>(
    _ bytes: [UInt8], _ body: (inout ByteReader) throws(CodecError) -> Result
  ) throws(CodecError) -> Result {
    try bytes.withUnsafeBufferPointer { buffer throws(CodecError) in
      var reader = ByteReader(buffer)
      let result = try body(&reader)
      try reader.end()
      return result
    }
  }
}
