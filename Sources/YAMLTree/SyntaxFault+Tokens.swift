import Diagnostics

extension SyntaxFault {
  func readerFault() -> Finding? {
    guard problem == "control characters are not allowed" else { return nil }
    let code = bytes[safe: offset].map { String($0, radix: 16, uppercase: true) } ?? "?"
    return Finding(
      code: "yaml-control-character", message: "filen innehåller ett styrtecken (\(code))",
      range: offset..<offset + 1, help: "ta bort tecknet")
  }

  // MARK: tokens

  /// What is wrong with the whole line, whatever libyaml stopped at on it.
  func lineFault() -> Finding? {
    let line = lineRange(offset)
    if bytes[safe: line.lowerBound] == 0x25 {
      return Finding(
        code: "yaml-directive",
        message: "en rad som börjar med `%` styr hur YAML läses och används inte här", range: line,
        help: "ta bort raden; hör den till en text, dra in den")
    }
    // Copied from a web page or a word processor, a hard space looks like indentation and is a letter to YAML.
    let above = before(line.lowerBound).map { lineRange($0) }
    for candidate in [line, above].compactMap({ $0 }) {
      guard let first = candidate.first(where: { bytes[$0] != 0x20 }), bytes[first] == 0xC2,
        bytes[safe: first + 1] == 0xA0
      else { continue }
      return Finding(
        code: "yaml-hard-space", message: "raden är indragen med hårda mellanslag",
        range: first..<first + 2, help: "dra in med vanliga mellanslag")
    }
    return nil
  }

  func scannerFault() -> Finding? {
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
    case "found unexpected ':'":
      // Inside brackets a colon right before `,` or a bracket neither makes a key nor belongs to a text.
      return Finding(
        code: "yaml-missing-space", message: "det saknas ett mellanslag efter `:`",
        range: offset..<offset + 1,
        help: "skriv `namn: värde`; hör kolonet till en text, sätt texten inom citattecken")
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
      if offset + 1 >= bytes.count, let start = contextOffset { return unclosedQuote(start) }
      return badEscape()
    case "found undefined tag handle": return badTag()
    default:
      return context.contains("tag") && !context.contains("directive") ? badTag() : nil
    }
  }

  func badTag() -> Finding? {
    guard let start = contextOffset, bytes[safe: start] == 0x21 else { return nil }
    return quote(
      "yaml-tag", "ett värde kan inte börja med `!`, som i YAML inleder en tagg", from: start)
  }

  func unclosedQuote(_ start: Int) -> Finding {
    let isDouble = bytes[safe: start] == 0x22
    let mark = isDouble ? "\"" : "'"
    return Finding(
      code: "yaml-unclosed-quote", message: "citattecknet `\(mark)` stängs aldrig",
      range: lineRest(start),
      help: "sätt ett `\(mark)` där texten slutar; ett citattecken inne i texten skrivs "
        + (isDouble ? "`\\\"`" : "`''`"))
  }

  func badEscape() -> Finding {
    var start = min(offset, bytes.count)
    while start > 0, start > offset - 2, bytes[safe: start] != 0x5C { start -= 1 }
    let end = min(start + 2, bytes.count)
    return Finding(
      code: "yaml-bad-escape",
      message: "`\(source.text(start..<end))` betyder ingenting inom dubbla citattecken",
      range: start..<max(end, start + 1),
      help: "skriv `\\\\` för ett bakstreck, eller använd enkla citattecken")
  }

  func misplacedDash() -> Finding {
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

  func missingColon() -> Finding {
    let start = contextOffset ?? offset
    let line = lineRange(start)
    if let colon = tightColon(line) { return tightColonFinding(colon) }
    let range = start..<max(start + 1, trimmedEnd(start, line.upperBound))
    return Finding(
      code: "yaml-missing-colon",
      message: "det saknas ett `:` efter `\(shown(source.text(range)))`",
      range: range,
      help:
        "skriv `\(shown(source.text(range))): värde`; är det en fortsättning på raden ovanför, dra in den"
    )
  }

  /// A `:` or a dash of a list that stands right before a bracket or a quote: `dag:{`, `-{`. What follows on the line then
  /// only seems to be at fault.
  private func unspaced(_ line: Range<Int>) -> Finding? {
    let opening: [UInt8] = [0x7B, 0x5B, 0x22, 0x27]
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    if bytes[safe: first] == 0x2D, first + 1 < line.upperBound, opening.contains(bytes[first + 1]) {
      let rest = first + 1..<trimmedEnd(first + 1, line.upperBound)
      return Finding(
        code: "yaml-missing-space", message: "det saknas ett mellanslag efter `-`",
        range: first..<first + 1, help: "skriv `- \(shown(source.text(rest)))`")
    }
    guard let colon = tightColon(line), opening.contains(bytes[colon + 1]) else { return nil }
    return tightColonFinding(colon)
  }

  /// A `: ` where no key can be: in the middle of a value, or because the line above is not what it looks like.
  func misplacedColon() -> Finding {
    let line = lineRange(offset)
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    if offset - first > 1024, source.text(first..<offset).unicodeScalars.count > 1024 {
      return Finding(
        code: "yaml-long-key", message: "en nyckel får vara högst 1024 tecken",
        range: first..<offset, help: "skriv en kortare nyckel")
    }
    if let place = unspaced(line) { return place }
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
          code: "yaml-missing-colon",
          message: "det saknas ett `:` efter `\(shown(source.text(range)))`",
          range: range, help: "skriv `\(shown(source.text(range))): värde`")
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
}
