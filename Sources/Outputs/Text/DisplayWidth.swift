extension String {
  /// How many columns the text takes in a terminal: combining marks and other characters without width take none, East
  /// Asian wide characters and emoji two (Unicode UAX #11). Our own colours take none.
  public var columns: Int {
    var meter = WidthMeter()
    return reduce(0) { $0 + meter.columns(of: $1) }
  }

  /// The longest beginning that fits into so many columns, with an ellipsis when something is left out.
  func clipped(to width: Int) -> String {
    guard prefix(columns: max(0, width)).endIndex < endIndex else { return self }
    guard width > 1 else { return width == 1 ? "…" : "" }
    return String(prefix(columns: width - 1).trimmingEnd()) + "…"
  }

  /// Filled up with spaces to so many columns.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - columns))
  }

  /// The longest beginning that fits into so many columns.
  func prefix(columns width: Int) -> Substring { self[...].prefix(columns: width) }
}

extension Substring {
  /// The longest beginning that fits into so many columns.
  func prefix(columns width: Int) -> Substring {
    var used = 0
    var end = startIndex
    var meter = WidthMeter()
    while end < endIndex {
      used += meter.columns(of: self[end])
      if used > width { break }
      end = index(after: end)
    }
    return self[..<end]
  }

  func trimmingEnd() -> Substring {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

/// Adds up columns, and knows when it is inside a colour (ECMA-48, SGR: from ESC to `m`).
private struct WidthMeter {
  private var isColour = false

  mutating func columns(of character: Character) -> Int {
    if character == "\u{1B}" { isColour = true }
    guard isColour else { return character.columns }
    if character.unicodeScalars.first == "m" { isColour = false }
    return 0
  }
}

extension Character {
  /// Columns in a terminal: 0, 1 or 2. A character is one grapheme cluster, so marks count with their letter.
  public var columns: Int {
    guard let first = unicodeScalars.first else { return 0 }
    let value = first.value
    if value < 0x300 {
      return value < 0x20 || (0x7F..<0xA0).contains(value) || value == 0xAD ? 0 : 1
    }
    if first.isWithoutWidth { return 0 }
    if first.isWide { return 2 }
    // A text symbol followed by the variation selector for emoji is drawn wide.
    return unicodeScalars.contains { $0.value == 0xFE0F } ? 2 : 1
  }
}

extension Unicode.Scalar {
  fileprivate var isWithoutWidth: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: true
    default: false
    }
  }

  /// The ranges of UAX #11 that are wide or full width.
  fileprivate var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x25FD...0x25FE,
      0x2614...0x2615, 0x26AA...0x26AB, 0x2705, 0x274C, 0x2E80...0x303E, 0x3041...0x33FF,
      0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F1E6...0x1F1FF,
      0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF,
      0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
