import Diagnostics

extension TreeBuilder {
  /// Tag and anchor before a node, and where the node itself begins.
  func readProperties(_ start: Int, _ end: Int) -> (own: Int, YAMLNode.Properties?) {
    let bytes = source.bytes
    var index = start
    var anchor: String?
    var tag: Range<Int>?
    scan: while index < end {
      switch bytes[index] {
      case 0x21, 0x26:
        let first = index
        while index < end, ![0x20, 0x09, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
        if bytes[first] == 0x21 {
          tag = first..<index
        } else {
          anchor = source.text(first + 1..<index)
        }
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case 0x23: index = TextChecks.lineEnd(bytes, from: index)
      default: break scan
      }
    }
    return (
      min(index, end),
      YAMLNode.Properties(
        tag: tag.map { source.text($0) }, tagSpan: tag.map { faults.span($0) }, anchor: anchor)
    )
  }

  /// The end of a block scalar's last line that is more than blanks. libyaml's mark lies after the empty lines that
  /// follow; a comment after those is no part of the scalar either way.
  func blockEnd(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var stop = min(end, bytes.count)
    var lineStop = stop
    while stop > start {
      switch bytes[stop - 1] {
      case 0x0A, 0x0D:
        stop -= 1
        lineStop = stop
      case 0x20, 0x09: stop -= 1
      default:
        // Blanks at the end of a line of text belong to it, those after a header do not.
        let isHeader = !bytes[start..<stop].contains { $0 == 0x0A || $0 == 0x0D }
        return isHeader ? stop : lineStop
      }
    }
    return start
  }

  /// Where the value that begins here ends on its line; inside brackets before the next comma or bracket.
  func valueEnd(from start: Int) -> Int {
    let bytes = source.bytes
    let isFlow = frames.last?.isFlow ?? false
    var index = start
    while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D {
      if isFlow, [0x2C, 0x5D, 0x7D].contains(bytes[index]) { break }
      if bytes[index] == 0x23, index > start, bytes[index - 1] == 0x20 { break }
      index += 1
    }
    while index > start, bytes[index - 1] == 0x20 || bytes[index - 1] == 0x09 { index -= 1 }
    return index
  }

  mutating func reportEmpty() {
    faults.error(
      "yaml-empty", "filen är tom", map.start..<map.start,
      help: "skriv åtminstone en rad `namn: värde`")
  }

  /// A `- ` that is indented deeper than the list it was meant for only goes on with the text above it. Said only
  /// inside lists: elsewhere a line may begin with a minus sign.
  mutating func warnAboutSwallowedItem(
    _ range: Range<Int>, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == 0x0A || bytes[index] == 0x0D else {
        index += 1
        continue
      }
      while index < range.upperBound, [0x20, 0x0A, 0x0D].contains(bytes[index]) { index += 1 }
      if index + 1 < range.upperBound, bytes[index] == 0x2D, bytes[index + 1] == 0x20 {
        let line = index..<TextChecks.lineEnd(source.bytes, from: index)
        faults.warning(
          "yaml-indentation", "raden blir en fortsättning på texten ovanför, ingen egen punkt",
          line,
          help: "punkter i samma lista börjar i samma kolumn; hör raden till texten, sätt texten "
            + "inom citattecken")
        return
      }
    }
  }

  mutating func reportDepth(_ range: Range<Int>) {
    faults.error(
      "yaml-too-deep", "mer än \(YAMLTree.maximumDepth) nivåer i varandra", range,
      help: "dela upp i flera delar, eller stäng de parenteser som öppnats")
  }

  /// Whether nothing but comments follows the document. Looked up in the text, because libyaml would read every
  /// directive of a second document before it says that there is one.
  mutating func isAlone(after end: Int, _ reader: EventReader) -> Bool {
    var index = end
    let bytes = source.bytes
    let isEnded = end >= 3 && bytes[end - 3..<end].elementsEqual("...".utf8)
    while let place = TextChecks.firstContent(bytes, from: index) {
      let line = place..<TextChecks.lineEnd(bytes, from: place)
      let text = source.text(line)
      if text == "..." {
        index = line.upperBound
      } else if text.hasPrefix("---") || text.hasPrefix("%") || isEnded || index > end {
        faults.error(
          "yaml-several-documents", "filen innehåller flera dokument", line,
          help: "lägg varje dokument i en egen fil; `---` behövs inte")
        return false
      } else {
        if !reader.next() {
          reportSyntax(reader.problem)
        } else {
          faults.error(
            "yaml-syntax", "texten efter dokumentets slut kan inte läsas", line,
            help: "ta bort raden, eller dra in den så att den hör till det ovanför")
        }
        return false
      }
    }
    return true
  }

  mutating func reportSyntax(_ problem: EventReader.Problem) {
    let offset =
      problem.isByte
      ? min(map.start + problem.place, source.bytes.count) : map.byte(problem.place)
    let fault = SyntaxFault(
      problem: problem.text, context: problem.context, offset: offset,
      contextOffset: problem.contextPlace.map { map.byte($0) }, source: source,
      isFlow: frames.contains { $0.isFlow }, longQuote: longQuote)
    let found = fault.finding
    faults.error(found.code, found.message, found.range, notes: found.notes, help: found.help)
  }
}
