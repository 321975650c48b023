import Diagnostics

/// From libyaml's marks, which count code points after a byte order mark, to byte offsets.
struct OffsetMap {
  /// The byte of each code point; empty when every byte is one.
  private let bytes: [UInt32]
  private let base: Int
  private let end: Int

  init(bytes: [UInt32], base: Int, end: Int) {
    self.bytes = bytes
    self.base = base
    self.end = end
  }

  /// Where the text starts: after a byte order mark.
  var start: Int { base }

  @inline(__always)
  func byte(_ index: Int) -> Int {
    if bytes.isEmpty { return min(base + index, end) }
    return index < bytes.count ? Int(bytes[index]) : end
  }
}

/// What is checked before libyaml sees a file.
enum TextChecks {
  static func check(_ source: SourceFile, _ faults: inout Faults) -> OffsetMap? {
    let count = source.bytes.count
    guard count <= YAMLTree.maximumBytes else {
      faults.error(
        "yaml-too-large", "filen är \(count) byte; den får vara högst \(YAMLTree.maximumBytes)",
        0..<0, help: "dela upp den i flera filer")
      return nil
    }
    if source.bytes.starts(with: [0xFE, 0xFF]) || source.bytes.starts(with: [0xFF, 0xFE]) {
      faults.error(
        "yaml-not-utf8", "filen är sparad som UTF-16", 0..<2, help: "spara den som UTF-8")
      return nil
    }
    var base = 0
    if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      faults.error(
        "yaml-byte-order-mark", "filen börjar med ett osynligt tecken (BOM)", 0..<3,
        help: "spara den som UTF-8 utan BOM")
      base = 3
    }
    let scan = source.bytes.withUnsafeBufferPointer { codePoints($0, from: base) }
    if let bad = scan.invalid {
      faults.error(
        "yaml-not-utf8", "filen är inte UTF-8", bad..<bad + 1,
        help: "spara den som UTF-8; å, ä och ö från äldre program ger det här felet")
      return nil
    }
    guard let first = firstContent(source.bytes, from: base) else {
      faults.error(
        "yaml-empty", "filen är tom", base..<base, help: "skriv åtminstone en rad `namn: värde`")
      return nil
    }
    guard !isDirective(source.bytes, at: first) else {
      // A directive changes how the rest is read, and nothing here needs one.
      faults.error(
        "yaml-directive", "en rad som börjar med `%` styr hur YAML läses och används inte här",
        first..<lineEnd(source.bytes, from: first), help: "ta bort raden")
      return nil
    }
    return OffsetMap(bytes: scan.offsets, base: base, end: count)
  }

  private static func isDirective(_ bytes: [UInt8], at place: Int) -> Bool {
    bytes[place] == 0x25 && (place == 0 || bytes[place - 1] == 0x0A || bytes[place - 1] == 0x0D)
  }

  /// The first byte that is neither white space nor comment.
  static func firstContent(_ bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case 0x23: index = lineEnd(bytes, from: index)
      default: return index
      }
    }
    return nil
  }

  static func lineEnd(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
    return index
  }

  /// One pass: is it UTF-8, and where does each code point start. Files of ASCII need no table and are passed eight
  /// bytes at a time.
  private static func codePoints(
    _ bytes: UnsafeBufferPointer<UInt8>, from base: Int
  ) -> (offsets: [UInt32], invalid: Int?) {
    var index = base
    while index + 8 <= bytes.count {
      let word = UnsafeRawBufferPointer(bytes)
        .loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word & 0x8080_8080_8080_8080 != 0 { break }
      index += 8
    }
    while index < bytes.count, bytes[index] < 0x80 { index += 1 }
    if index == bytes.count { return ([], nil) }
    var offsets: [UInt32] = []
    offsets.reserveCapacity(bytes.count - base)
    for ascii in base..<index { offsets.append(UInt32(truncatingIfNeeded: ascii)) }
    while index < bytes.count {
      let length = sequenceLength(bytes, at: index)
      guard length > 0 else { return ([], index) }
      offsets.append(UInt32(truncatingIfNeeded: index))
      index += length
    }
    return (offsets, nil)
  }

  /// The length of a well-formed sequence (Unicode table 3-7), 0 when it is not.
  @inline(__always)
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let first = bytes[index]
    if first < 0x80 { return 1 }
    let left = bytes.count - index
    func continues(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      range.contains(bytes[index + offset])
    }
    switch first {
    case 0xC2...0xDF:
      return left >= 2 && continues(1) ? 2 : 0
    case 0xE0...0xEF:
      let second: ClosedRange<UInt8> =
        first == 0xE0 ? 0xA0...0xBF : first == 0xED ? 0x80...0x9F : 0x80...0xBF
      return left >= 3 && continues(1, second) && continues(2) ? 3 : 0
    case 0xF0...0xF4:
      let second: ClosedRange<UInt8> =
        first == 0xF0 ? 0x90...0xBF : first == 0xF4 ? 0x80...0x8F : 0x80...0xBF
      return left >= 4 && continues(1, second) && continues(2) && continues(3) ? 4 : 0
    default: return 0
    }
  }
}
