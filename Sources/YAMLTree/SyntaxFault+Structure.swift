import Diagnostics

extension SyntaxFault {
  func parserFault() -> Finding? {
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
        // Where the file ends right after a comma, libyaml's context is that end: the bracket lies before it.
        guard start >= bytes.count else { return unclosed(character(at: start), start) }
        if let open = innermostOpenBracket { return unclosed(character(at: open), open) }
      }
      if bytes[safe: offset] == 0x2D {
        return quote(
          "yaml-list-in-value", "ett värde kan inte börja med `- `, som i YAML inleder en lista",
          from: offset)
      }
      let here = character(at: offset)
      return Finding(
        code: "yaml-missing-value", message: "det saknas ett värde före `\(here)`",
        range: offset..<offset + 1,
        help: "skriv ett värde, eller sätt texten inom citattecken om tecknet hör till den")
    default: return nil
    }
  }

  func textAfterValue(_ last: Int) -> Finding {
    // `'it's'` ends too early; `"a","b"` is an expression that needs quotes around it.
    if offset == last + 1, bytes[last] == 0x22 || bytes[last] == 0x27,
      let next = bytes[safe: offset],
      next >= 0x80 || (0x30...0x39).contains(next)
        || (0x61...0x7A).contains(next | 0x20)
    {
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

  func openBracket(_ opening: String, _ closing: String) -> Finding {
    guard let start = contextOffset else { return indentation() }
    let isLater = source.lineIndex(at: offset) > source.lineIndex(at: start)
    if offset >= bytes.count || (isLater && !closesLater(start)) {
      return unclosed(opening, start)
    }
    var place = offset
    if isLater {
      // A missing comma at the end of a line shows only at the next line's colon.
      let line = lineRange(offset)
      place = line.first { bytes[$0] != 0x20 } ?? offset
    }
    return Finding(
      code: "yaml-missing-comma", message: "det saknas ett `,` eller `\(closing)` före det här",
      range: value(from: place), notes: contextNote("`\(opening)` öppnades här"),
      help: "text som innehåller `,`, `[`, `]`, `{`, `}` eller citattecken sätts inom citattecken")
  }

  /// Whether the bracket at a place is closed after where reading stopped, going by brackets outside quotes.
  func closesLater(_ start: Int) -> Bool {
    var depth = 0
    var quote: UInt8?
    for place in start..<bytes.count {
      let byte = bytes[place]
      if let open = quote {
        if byte == open { quote = nil }
        continue
      }
      switch byte {
      case 0x22, 0x27: quote = byte
      case 0x5B, 0x7B: depth += 1
      case 0x5D, 0x7D:
        depth -= 1
        if depth == 0 { return place >= offset }
      default: break
      }
    }
    return false
  }

  /// The last bracket that is not closed, going by brackets outside quotes and comments.
  private var innermostOpenBracket: Int? {
    var open: [Int] = []
    var quote: UInt8?
    var isComment = false
    for (place, byte) in bytes.enumerated() {
      if byte == 0x0A { isComment = false }
      if isComment { continue }
      if let mark = quote {
        if byte == mark { quote = nil }
        continue
      }
      let opensValue =
        place == 0 || [0x20, 0x0A, 0x2C, 0x3A, 0x5B, 0x7B].contains(bytes[place - 1])
      switch byte {
      case 0x22, 0x27: if opensValue { quote = byte }
      case 0x23: isComment = opensValue
      case 0x5B, 0x7B: open.append(place)
      case 0x5D, 0x7D: _ = open.popLast()
      default: break
      }
    }
    return open.last
  }

  func unclosed(_ opening: String, _ start: Int) -> Finding {
    let closing = opening == "[" ? "]" : "}"
    return Finding(
      code: "yaml-unclosed-bracket", message: "`\(opening)` stängs aldrig",
      range: start..<start + 1,
      help: "sätt ett `\(closing)` där det slutar, och `,` mellan delarna")
  }

  func indentation() -> Finding {
    let line = lineRange(offset)
    let first = line.first { bytes[$0] != 0x20 } ?? line.lowerBound
    return Finding(
      code: "yaml-indentation", message: "raden passar inte ihop med indragen ovanför",
      range: first..<max(first + 1, trimmedEnd(first, line.upperBound)),
      notes: contextNote("hör den hit?"), help: "rader som hör ihop börjar i samma kolumn")
  }

  func contextNote(_ text: String) -> [Diagnostic.Note] {
    guard let start = contextOffset else { return [] }
    let range = start..<max(start + 1, trimmedEnd(start, lineRange(start).upperBound))
    return [Diagnostic.Note(text, span: SourceSpan(source: source, range: range))]
  }
}
