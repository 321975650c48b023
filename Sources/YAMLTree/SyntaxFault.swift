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
    if let found = readerFault() ?? scannerFault() ?? parserFault() { return found }
    return Finding(
      code: "yaml-syntax", message: "texten går inte att läsa som YAML härifrån",
      range: lineRest(offset),
      help: "se efter indrag, kolon och citattecken på raden och raden ovanför")
  }

  // MARK: text around a place

  private var bytes: [UInt8] { source.bytes }

  private func lineRange(_ offset: Int) -> Range<Int> {
    source.lineRange(source.lineIndex(at: min(offset, bytes.count)))
  }

  /// From a place to the end of its line, at least one byte.
  private func lineRest(_ offset: Int) -> Range<Int> {
    let start = min(offset, bytes.count)
    return start..<max(start + 1, trimmedEnd(start, lineRange(start).upperBound))
  }

  private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = max(start, end)
    while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
    return end
  }

  /// The value that begins at a place: to a comment or the line's end, inside brackets to the comma or bracket.
  private func value(from start: Int) -> Range<Int> {
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

  private func quotedValue(_ range: Range<Int>) -> String { quoted(source.text(range)) }

  private func character(at offset: Int) -> String {
    source.text(offset..<min(offset + 4, bytes.count)).first.map(String.init) ?? ""
  }

  /// The last byte before a place that is neither blank nor line break, and where it stands.
  private func before(_ offset: Int) -> Int? {
    var index = min(offset, bytes.count) - 1
    while index >= 0, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index -= 1 }
    return index >= 0 ? index : nil
  }

  /// The first `:` in a range that is written as if it made a key but has no space after it.
  private func tightColon(_ range: Range<Int>) -> Int? {
    guard let first = range.first(where: { bytes[$0] != 0x20 && bytes[$0] != 0x2D }),
      bytes[first] != 0x22, bytes[first] != 0x27, bytes[first] != 0x23
    else { return nil }
    guard let colon = (first..<range.upperBound).first(where: { bytes[$0] == 0x3A }),
      colon > first, colon + 1 < range.upperBound, bytes[colon + 1] != 0x20,
      bytes[colon + 1] != 0x2F
    else { return nil }
    return colon
  }

  private func tightColonFinding(_ colon: Int) -> Finding {
    let line = lineRange(colon)
    let rest = trimmedEnd(colon + 1, line.upperBound)
    let text = source.text(line.lowerBound..<colon).drop { $0 == " " }
    return Finding(
      code: "yaml-missing-space", message: "det saknas ett mellanslag efter `:`",
      range: colon..<colon + 1, help: "skriv `\(text): \(source.text(colon + 1..<rest))`")
  }

  private func quote(_ code: String, _ message: String, from start: Int) -> Finding {
    let range = value(from: start)
    return Finding(
      code: code, message: message, range: range,
      help: "sätt värdet inom citattecken: \(quotedValue(range))")
  }

  private func tab(_ offset: Int) -> Finding {
    let line = lineRange(offset)
    let start = min(max(offset, line.lowerBound), line.upperBound)
    // libyaml stops after the tab at times; the finding shows the tab.
    let place =
      (line.lowerBound..<min(start + 1, line.upperBound)).last { bytes[$0] == 0x09 } ?? start
    return Finding(
      code: "yaml-tab", message: "raden är indragen med tabb", range: place..<place + 1,
      help: "dra in med mellanslag; YAML tillåter inte tabbar i indrag")
  }

  // MARK: what the text itself may not hold

  private func readerFault() -> Finding? {
    guard problem == "control characters are not allowed" else { return nil }
    let code = bytes[safe: offset].map { String($0, radix: 16, uppercase: true) } ?? "?"
    return Finding(
      code: "yaml-control-character", message: "filen innehåller ett styrtecken (\(code))",
      range: offset..<offset + 1, help: "ta bort tecknet")
  }

  // MARK: tokens

  private func scannerFault() -> Finding? {
    switch problem {
    case "found character that cannot start any token":
      if bytes[safe: offset] == 0x09 { return tab(offset) }
      return quote(
        "yaml-reserved-character", "ett värde kan inte börja med `\(character(at: offset))`",
        from: offset)
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return tab(offset)
    case "mapping values are not allowed in this context": return misplacedColon()
    case "could not find expected ':'": return missingColon()
    case "block sequence entries are not allowed in this context": return misplacedDash()
    case "mapping keys are not allowed in this context":
      return quote(
        "yaml-reserved-character",
        "ett värde kan inte börja med `? `, som i YAML inleder en nyckel",
        from: offset)
    case "did not find expected comment or line break":
      guard let start = contextOffset else { return nil }
      return quote(
        "yaml-reserved-character",
        "ett värde kan inte börja med `\(character(at: start))`, som i YAML inleder en blocktext",
        from: start)
    case "found an indentation indicator equal to 0":
      guard let start = contextOffset else { return nil }
      return quote(
        "yaml-reserved-character",
        "ett värde kan inte börja med `\(character(at: start))`, som i YAML inleder en blocktext",
        from: start)
    case "did not find expected alphabetic or numeric character":
      guard let start = contextOffset else { return nil }
      let word = bytes[safe: start] == 0x2A ? "en hänvisning" : "ett ankare"
      return quote(
        "yaml-reserved-character",
        "ett värde kan inte börja med `\(character(at: start))`, som i YAML inleder \(word)",
        from: start)
    case "found unexpected end of stream", "found unexpected document indicator":
      guard context.contains("quoted"), let start = contextOffset else { return nil }
      return unclosedQuote(start)
    case "found unknown escape character", "did not find expected hexdecimal number",
      "found invalid Unicode character escape code":
      return badEscape()
    case "found undefined tag handle": return badTag()
    default:
      return context.contains("tag") && !context.contains("directive") ? badTag() : nil
    }
  }

  private func badTag() -> Finding? {
    guard let start = contextOffset, bytes[safe: start] == 0x21 else { return nil }
    return quote(
      "yaml-tag", "ett värde kan inte börja med `!`, som i YAML inleder en tagg", from: start)
  }

  private func unclosedQuote(_ start: Int) -> Finding {
    let isDouble = bytes[safe: start] == 0x22
    let mark = isDouble ? "\"" : "'"
    return Finding(
      code: "yaml-unclosed-quote", message: "citattecknet `\(mark)` stängs aldrig",
      range: lineRest(start),
      help: "sätt ett `\(mark)` där texten slutar; ett citattecken inne i texten skrivs "
        + (isDouble ? "`\\\"`" : "`''`"))
  }

  private func badEscape() -> Finding {
    var start = min(offset, bytes.count)
    while start > 0, start > offset - 2, bytes[safe: start] != 0x5C { start -= 1 }
    let end = min(start + 2, bytes.count)
    return Finding(
      code: "yaml-bad-escape",
      message: "`\(source.text(start..<end))` betyder ingenting inom dubbla citattecken",
      range: start..<max(end, start + 1),
      help: "skriv `\\\\` för ett bakstreck, eller använd enkla citattecken")
  }

  private func misplacedDash() -> Finding {
    let line = lineRange(offset)
    let rest = value(from: offset)
    if let key = line.first(where: { bytes[$0] == 0x3A }), key < offset {
      return Finding(
        code: "yaml-list-in-value",
        message: "`- ` inleder en lista och kan inte stå på samma rad som nyckeln", range: rest,
        help: "börja listan på nästa rad; menas texten, sätt den inom citattecken: "
          + quotedValue(rest))
    }
    return indentation()
  }

  private func missingColon() -> Finding {
    let start = contextOffset ?? offset
    let line = lineRange(start)
    if let colon = tightColon(line) { return tightColonFinding(colon) }
    let range = start..<max(start + 1, trimmedEnd(start, line.upperBound))
    return Finding(
      code: "yaml-missing-colon", message: "det saknas ett `:` efter `\(source.text(range))`",
      range: range,
      help:
        "skriv `\(source.text(range)): värde`; är det en fortsättning på raden ovanför, dra in den")
  }

  /// A `: ` where no key can be: in the middle of a value, or because the line above is not what it looks like.
  private func misplacedColon() -> Finding {
    let line = lineRange(offset)
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    if let earlier = (first..<min(offset, line.upperBound)).first(where: {
      bytes[$0] == 0x3A && bytes[safe: $0 + 1] == 0x20
    }) {
      let start = (earlier + 1..<offset).first { bytes[$0] != 0x20 } ?? offset
      let range = value(from: start)
      return Finding(
        code: "yaml-colon-in-value", message: "kolon och mellanslag mitt i ett värde",
        range: offset..<offset + 1,
        help: "sätt värdet inom citattecken: \(quotedValue(range))")
    }
    if let last = before(line.lowerBound) {
      let above = lineRange(last)
      if let colon = tightColon(above) { return tightColonFinding(colon) }
      let aboveFirst = above.first { bytes[$0] != 0x20 } ?? above.lowerBound
      if !source.text(above).contains(": "),
        first - line.lowerBound == aboveFirst - above.lowerBound,
        bytes[last] != 0x3A
      {
        let range = aboveFirst..<max(aboveFirst + 1, trimmedEnd(aboveFirst, above.upperBound))
        return Finding(
          code: "yaml-missing-colon", message: "det saknas ett `:` efter `\(source.text(range))`",
          range: range, help: "skriv `\(source.text(range)): värde`")
      }
      if first - line.lowerBound > aboveFirst - above.lowerBound {
        return Finding(
          code: "yaml-indentation",
          message: "raden är djupare indragen än raden ovanför, som redan har ett värde",
          range: first..<max(first + 1, trimmedEnd(first, line.upperBound)),
          notes: [
            Diagnostic.Note(
              "raden ovanför",
              span: SourceSpan(
                source: source, range: aboveFirst..<trimmedEnd(aboveFirst, above.upperBound)))
          ],
          help: "rader som hör ihop börjar i samma kolumn")
      }
    }
    return indentation()
  }

  // MARK: structure

  private func parserFault() -> Finding? {
    switch problem {
    case "did not find expected key", "did not find expected '-' indicator",
      "did not find expected <document start>":
      if let quote = longQuote,
        source.lineIndex(at: offset) == source.lineIndex(at: quote.upperBound)
      {
        return unclosedQuote(quote.lowerBound)
      }
      if let last = before(offset), source.lineIndex(at: last) == source.lineIndex(at: offset),
        [0x22, 0x27, 0x5D, 0x7D].contains(bytes[last])
      {
        return textAfterValue(last)
      }
      if bytes[safe: offset] == 0x3A {
        return Finding(
          code: "yaml-empty-key", message: "det saknas en nyckel före `:`",
          range: offset..<offset + 1, help: "skriv `namn: värde`")
      }
      if problem.contains("'-'") {
        return Finding(
          code: "yaml-indentation", message: "här väntades ett `- ` som i listan ovanför",
          range: lineRest(offset), notes: contextNote("listan börjar här"),
          help: "sätt `- ` först, eller dra in raden så att den hör till raden ovanför")
      }
      return indentation()
    case "did not find expected ',' or ']'": return openBracket("[", "]")
    case "did not find expected ',' or '}'": return openBracket("{", "}")
    case "did not find expected node content":
      if offset >= bytes.count, let start = contextOffset, isFlow {
        return unclosed(character(at: start), start)
      }
      let here = character(at: offset)
      return Finding(
        code: "yaml-missing-value", message: "det saknas ett värde före `\(here)`",
        range: offset..<offset + 1,
        help: "skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den")
    default: return nil
    }
  }

  private func textAfterValue(_ last: Int) -> Finding {
    if offset == last + 1, bytes[last] == 0x22 || bytes[last] == 0x27 {
      let isDouble = bytes[last] == 0x22
      return Finding(
        code: "yaml-quote-in-text", message: "citattecknet mitt i texten avslutar den",
        range: last..<last + 1,
        help: isDouble
          ? "skriv `\\\"` inne i texten, eller enkla citattecken runt den"
          : "skriv `''` inne i texten, eller dubbla citattecken runt den")
    }
    let line = lineRange(offset)
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    var start = first
    if let colon = (first..<offset).first(where: {
      bytes[$0] == 0x3A && bytes[safe: $0 + 1] == 0x20
    }) {
      start = (colon + 1..<offset).first { bytes[$0] != 0x20 } ?? start
    } else if bytes[safe: first] == 0x2D {
      start = (first + 1..<offset).first { bytes[$0] != 0x20 } ?? start
    }
    let whole = start..<max(start + 1, trimmedEnd(start, line.upperBound))
    return Finding(
      code: "yaml-text-after-value",
      message: "det står mer text efter `\(character(at: last))`", range: value(from: offset),
      help: "hör allt till värdet, sätt det inom citattecken: \(quotedValue(whole))")
  }

  private func openBracket(_ opening: String, _ closing: String) -> Finding {
    guard let start = contextOffset else { return indentation() }
    if offset >= bytes.count || source.lineIndex(at: offset) > source.lineIndex(at: start) {
      return unclosed(opening, start)
    }
    return Finding(
      code: "yaml-missing-comma", message: "det saknas ett `,` eller `\(closing)` här",
      range: value(from: offset), notes: contextNote("`\(opening)` öppnades här"),
      help: "text som innehåller `,`, `[`, `]`, `{`, `}` eller citattecken sätts inom citattecken")
  }

  private func unclosed(_ opening: String, _ start: Int) -> Finding {
    let closing = opening == "[" ? "]" : "}"
    return Finding(
      code: "yaml-unclosed-bracket", message: "`\(opening)` stängs aldrig",
      range: start..<start + 1,
      help: "sätt ett `\(closing)` där det slutar, och `,` mellan delarna")
  }

  private func indentation() -> Finding {
    let line = lineRange(offset)
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    return Finding(
      code: "yaml-indentation", message: "raden passar inte ihop med indragen ovanför",
      range: first..<max(first + 1, trimmedEnd(first, line.upperBound)),
      notes: contextNote("hör den hit?"), help: "rader som hör ihop börjar i samma kolumn")
  }

  private func contextNote(_ text: String) -> [Diagnostic.Note] {
    guard let start = contextOffset else { return [] }
    let range = start..<max(start + 1, trimmedEnd(start, lineRange(start).upperBound))
    return [Diagnostic.Note(text, span: SourceSpan(source: source, range: range))]
  }
}
