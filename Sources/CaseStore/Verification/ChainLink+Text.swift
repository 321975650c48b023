extension ChainLink {
  /// The bytes of a link as people keep it; nil for what is not 64 hexadecimal digits.
  static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for unit in text.utf8 {
      guard let digit = Character(UnicodeScalar(unit)).hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(truncatingIfNeeded: digit))
        high = nil
      } else {
        high = UInt8(truncatingIfNeeded: digit)
      }
    }
    return bytes
  }
}
