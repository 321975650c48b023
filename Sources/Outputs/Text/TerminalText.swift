extension String {
  /// The text with nothing that a terminal obeys but our own colours: whatever goes out passes here, so that neither a value
  /// nor a title from the rules can command the terminal of the one who reads it. Line breaks stay; other control
  /// characters become a sign.
  public var forTerminal: String {
    let isClean = utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0xC2 || $0 == 0x0A }
    if isClean { return self }
    var result = String.UnicodeScalarView()
    let scalars = Array(unicodeScalars)
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      if scalar.value == 0x1B, let end = Self.endOfColour(scalars, after: index) {
        result.append(contentsOf: scalars[index...end])
        index = end + 1
        continue
      }
      let isControl =
        scalar.value < 0x20 && scalar != "\n" || (0x7F...0x9F).contains(scalar.value)
      result.append(isControl ? "\u{FFFD}" : scalar)
      index += 1
    }
    return String(result)
  }

  /// The place of the `m` of a colour (ECMA-48, SGR) that begins here; nil for anything else.
  private static func endOfColour(_ scalars: [Unicode.Scalar], after start: Int) -> Int? {
    guard start + 1 < scalars.count, scalars[start + 1] == "[" else { return nil }
    var index = start + 2
    while index < scalars.count, index < start + 12 {
      let scalar = scalars[index]
      if scalar == "m" { return index }
      guard ("0"..."9").contains(scalar) || scalar == ";" else { return nil }
      index += 1
    }
    return nil
  }
}
