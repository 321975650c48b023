import Diagnostics

/// Says in plain Swedish what libyaml stopped at, and recognises the mistakes that people make.
///
/// libyaml knows where it could not go on; what was meant is guessed from the text around it.
struct SyntaxFault {
  struct Finding {
    let code: String
    let message: String
    let range: Range<Int>
    var notes: [Diagnostic.Note] = []
    var help: String?
  }

  let problem: String
  let context: String
  let offset: Int
  let contextOffset: Int?
  let source: SourceFile
  let isFlow: Bool
  let longQuote: Range<Int>?

  var finding: Finding {
    if let found = readerFault() ?? lineFault() ?? scannerFault() ?? parserFault() {
      return found
    }
    return Finding(
      code: "yaml-syntax", message: "texten går inte att läsa som YAML härifrån",
      range: lineRest(offset),
      help: "se efter indrag, kolon och citattecken på raden och raden ovanför")
  }

  // MARK: text around a place

  var bytes: [UInt8] { source.bytes }

  func lineRange(_ offset: Int) -> Range<Int> {
    source.lineRange(source.lineIndex(at: min(offset, bytes.count)))
  }

  /// From a place to the end of its line, at least one byte.
  func lineRest(_ offset: Int) -> Range<Int> {
    let start = min(offset, bytes.count)
    return start..<max(start + 1, trimmedEnd(start, lineRange(start).upperBound))
  }

  func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = max(start, end)
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return end
  }

  /// The value that begins at a place: to a comment or the line's end, inside brackets to the comma or bracket.
  func value(from start: Int) -> Range<Int> {
    let line = lineRange(start)
    let inBrackets =
      isFlow
      || bytes[line.lowerBound..<min(max(start, line.lowerBound), line.upperBound)]
        .contains { $0 == 0x7B || $0 == 0x5B }
    var end = min(start, bytes.count)
    while end < line.upperBound {
      if inBrackets, [0x2C, 0x5D, 0x7D].contains(bytes[end]) { break }
      if bytes[end] == 0x23, end > start, bytes[end - 1] == 0x20 { break }
      end += 1
    }
    let trimmed = trimmedEnd(start, end)
    return start..<max(start + 1, trimmed)
  }

  func quotedValue(_ range: Range<Int>) -> String { quoted(source.text(range)) }

  func character(at offset: Int) -> String {
    source.text(offset..<min(offset + 4, bytes.count)).first.map(String.init) ?? ""
  }

  /// The last byte before a place that is neither blank nor line break, and where it stands.
  func before(_ offset: Int) -> Int? {
    var index = min(offset, bytes.count) - 1
    while index >= 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index -= 1 }
    return index >= 0 ? index : nil
  }

  /// The first `:` in a range that is written as if it made a key but has no space after it.
  func tightColon(_ range: Range<Int>) -> Int? {
    guard let first = range.first(where: { bytes[$0] != 0x20 && bytes[$0] != 0x2D }),
      bytes[first] != 0x22, bytes[first] != 0x27, bytes[first] != 0x23
    else { return nil }
    guard let colon = (first..<range.upperBound).first(where: { bytes[$0] == 0x3A }),
      colon > first, colon + 1 < range.upperBound, bytes[colon + 1] != 0x20,
      bytes[colon + 1] != 0x2F
    else { return nil }
    return colon
  }

  func tightColonFinding(_ colon: Int) -> Finding {
    if bytes[safe: colon + 1] == 0xC2, bytes[safe: colon + 2] == 0xA0 {
      return Finding(
        code: "yaml-hard-space", message: "efter `:` står ett hårt mellanslag",
        range: colon + 1..<colon + 3, help: "skriv ett vanligt mellanslag där")
    }
    let line = lineRange(colon)
    let rest = trimmedEnd(colon + 1, line.upperBound)
    let text = source.text(line.lowerBound..<colon).drop { $0 == " " }
    return Finding(
      code: "yaml-missing-space", message: "det saknas ett mellanslag efter `:`",
      range: colon..<colon + 1,
      help: "skriv `\(shown(String(text))): \(shown(source.text(colon + 1..<rest)))`")
  }

  func quote(_ code: String, _ message: String, from start: Int) -> Finding {
    let range = value(from: start)
    return Finding(
      code: code, message: message, range: range,
      help: "sätt värdet inom citattecken: \(quotedValue(range))")
  }

  func tab(_ offset: Int) -> Finding {
    let line = lineRange(offset)
    let start = min(max(offset, line.lowerBound), line.upperBound)
    // libyaml stops after the tab at times; the finding shows the tab.
    let place =
      (line.lowerBound..<min(start + 1, line.upperBound)).last { bytes[$0] == 0x09 } ?? start
    return Finding(
      code: "yaml-tab", message: "raden är indragen med tabb", range: place..<place + 1,
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag")
  }
}
