import CLibYAML
import Diagnostics

/// Builds the tree while the events come, without recursion, so that a file nested too deep is left at once.
struct TreeBuilder {
  /// A list or mapping that is being read.
  struct Frame {
    let isMapping: Bool
    let isFlow: Bool
    /// Whether brackets close it; false for block collections and for the one pair in `[a: b]`.
    let hasBrackets: Bool
    let start: Int
    let properties: YAMLNode.Properties?
    var items: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    /// The key that waits for its value.
    var key: YAMLNode?
    /// The next value belongs to a key that was refused.
    var dropsValue = false
    /// The keys so far, once there are too many to look through.
    var names: Set<String> = []
    var end: Int
    /// Nodes in it, aliases counted as what they stand for, and levels below it.
    var size = 1
    var height = 0
  }

  /// What an anchor names; nil while it is being read.
  struct Anchored {
    let node: YAMLNode
    let size: Int
    let height: Int
  }

  let source: SourceFile
  let map: OffsetMap
  var faults: Faults
  private var frames: [Frame] = []
  private var anchors: [String: Anchored] = [:]
  private var openAnchors: [String] = []
  private var aliasNodes = 0
  private var root: YAMLNode?
  /// The last scalar in quotes that goes over several lines: when the text after it makes no sense, its quote was
  /// probably never closed where it should have been.
  private var longQuote: Range<Int>?

  init(source: SourceFile, map: OffsetMap, faults: Faults) {
    self.source = source
    self.map = map
    self.faults = faults
  }

  /// Reads the one document; nil when there is none to speak of.
  mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) -> YAMLNode? {
    let reader = EventReader(bytes, from: map.start)
    let event = reader.event
    while !faults.isFull {
      guard reader.next() else {
        reportSyntax(reader.problem)
        return nil
      }
      let start = map.byte(event.pointee.start_mark.index)
      let end = map.byte(event.pointee.end_mark.index)
      switch event.pointee.type {
      case YAML_DOCUMENT_END_EVENT:
        guard isAlone(after: end, reader) else { return nil }
        guard let root, !(root.isEmpty && root.properties == nil) else {
          reportEmpty()
          return nil
        }
        return root
      case YAML_SCALAR_EVENT:
        scalar(event, start, end, bytes)
      case YAML_ALIAS_EVENT:
        guard alias(event, start, end) else { return nil }
      case YAML_SEQUENCE_START_EVENT:
        let data = event.pointee.data.sequence_start
        let isFlow = data.style == YAML_FLOW_SEQUENCE_STYLE
        guard
          open(
            isMapping: false, isFlow: isFlow, hasProperties: data.anchor != nil || data.tag != nil,
            start, end)
        else { return nil }
      case YAML_MAPPING_START_EVENT:
        let data = event.pointee.data.mapping_start
        let isFlow = data.style == YAML_FLOW_MAPPING_STYLE
        guard
          open(
            isMapping: true, isFlow: isFlow, hasProperties: data.anchor != nil || data.tag != nil,
            start, end)
        else { return nil }
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
        close(end)
      case YAML_STREAM_END_EVENT:
        reportEmpty()
        return nil
      default: break
      }
    }
    return nil
  }
}

// MARK: nodes

extension TreeBuilder {
  private mutating func scalar(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ start: Int, _ end: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    let data = event.pointee.data.scalar
    var own = start
    var properties: YAMLNode.Properties?
    if data.anchor != nil || data.tag != nil {
      (own, properties) = readProperties(start, end)
    }
    let style: YAMLScalar.Style
    var stop = end
    switch data.style {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: style = .singleQuoted
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: style = .doubleQuoted
    case YAML_LITERAL_SCALAR_STYLE:
      style = .literal
      stop = blockEnd(own, end, bytes)
    case YAML_FOLDED_SCALAR_STYLE:
      style = .folded
      stop = blockEnd(own, end, bytes)
    default: style = .plain
    }
    let text = String(
      decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
    let span = faults.span(own..<max(own, stop))
    if style == .doubleQuoted || style == .singleQuoted {
      if bytes[own..<stop].contains(0x0A) { longQuote = own..<stop }
    } else if style == .folded, text.isEmpty, own + 1 < bytes.count,
      (0x30...0x39).contains(bytes[own + 1])
    {
      let line = own..<TextChecks.lineEnd(source.bytes, from: own)
      faults.error(
        "yaml-reserved-character",
        "`>` först i ett värde inleder i YAML en blocktext, och den är tom",
        line, help: "menas större än, sätt värdet inom citattecken: \(quoted(source.text(line)))")
    }
    if style == .plain, let top = frames.last, !top.isMapping, !top.isFlow {
      warnAboutSwallowedItem(own..<stop, bytes)
    }
    let node = YAMLNode(
      kind: .scalar(YAMLScalar(text: text, style: style, span: span)), span: span,
      isFlow: frames.last?.isFlow ?? false, isAlias: false, properties: properties)
    attach(node, size: 1, height: 0, end: max(end, own) == end ? max(own, stop) : own)
  }

  private mutating func alias(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ start: Int, _ end: Int
  ) -> Bool {
    let span = faults.span(start..<end)
    let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    let isFlow = frames.last?.isFlow ?? false
    var kind = YAMLNode.Kind.scalar(YAMLScalar(text: "", style: .plain, span: span))
    var (size, height) = (1, 0)
    if let target = anchors[name] {
      (size, height) = (target.size, target.height)
      aliasNodes += size
      guard aliasNodes <= YAMLTree.maximumAliasNodes else {
        faults.error(
          "yaml-alias-expansion",
          "filens alias står tillsammans för mer än \(YAMLTree.maximumAliasNodes) värden",
          start..<end, notes: [Diagnostic.Note("ankaret står här", span: target.node.span)],
          help: "skriv ut värdena i stället, eller dela upp filen")
        return false
      }
      guard frames.count + height <= YAMLTree.maximumDepth else {
        reportDepth(start..<end)
        return false
      }
      kind = target.node.kind
    } else if openAnchors.contains(name) {
      faults.error(
        "yaml-recursive-alias", "`*\(name)` står inuti det som ankaret `&\(name)` betecknar",
        start..<end, help: "ett värde kan inte innehålla sig självt")
    } else {
      let value = source.text(start..<valueEnd(from: start))
      faults.error(
        "yaml-unknown-anchor", "det finns inget ankare `&\(name)` ovanför `*\(name)`", start..<end,
        help: suggest(name, among: anchors.keys).map { "menade du `*\($0)`?" }
          ?? "en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom "
          + "citattecken: \(quoted(value))")
    }
    let node = YAMLNode(kind: kind, span: span, isFlow: isFlow, isAlias: true, properties: nil)
    attach(node, size: size, height: height, end: end)
    return true
  }

  private mutating func open(
    isMapping: Bool, isFlow: Bool, hasProperties: Bool, _ start: Int, _ end: Int
  ) -> Bool {
    var properties: YAMLNode.Properties?
    var own = start
    if hasProperties {
      (own, properties) = readProperties(start, end)
      // The mark of a block collection is where its first key or dash stands.
      if !isFlow { own = source.bytes[safe: end] == 0x2D || isMapping ? end : max(own, end - 1) }
    }
    guard frames.count < YAMLTree.maximumDepth else {
      reportDepth(own..<max(own + 1, end))
      return false
    }
    let opening: UInt8 = isMapping ? 0x7B : 0x5B
    frames.append(
      Frame(
        isMapping: isMapping, isFlow: isFlow,
        hasBrackets: isFlow && source.bytes[safe: own] == opening, start: own,
        properties: properties, end: own))
    if let anchor = properties?.anchor { openAnchors.append(anchor) }
    return true
  }

  private mutating func close(_ end: Int) {
    guard let frame = frames.popLast() else { return }
    let stop = frame.hasBrackets ? end : max(frame.end, frame.start)
    if frame.properties?.anchor != nil { openAnchors.removeLast() }
    let node = YAMLNode(
      kind: frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items),
      span: faults.span(frame.start..<stop), isFlow: frame.isFlow, isAlias: false,
      properties: frame.properties)
    attach(node, size: frame.size, height: frame.height + 1, end: stop)
  }

  private mutating func attach(_ node: YAMLNode, size: Int, height: Int, end: Int) {
    if let anchor = node.properties?.anchor {
      anchors[anchor] = Anchored(node: node, size: size, height: height)
    }
    let top = frames.count - 1
    guard top >= 0 else {
      root = node
      return
    }
    frames[top].size += size
    frames[top].height = max(frames[top].height, height)
    frames[top].end = max(frames[top].end, end)
    guard frames[top].isMapping else {
      frames[top].items.append(node)
      return
    }
    if frames[top].dropsValue {
      frames[top].dropsValue = false
    } else if let key = frames[top].key {
      frames[top].key = nil
      addEntry(key, node, top)
    } else if let fault = keyFault(node) {
      frames[top].dropsValue = true
      faults.error(fault.code, fault.message, fault.range, help: fault.help)
    } else {
      frames[top].key = node
    }
  }

  private mutating func addEntry(_ key: YAMLNode, _ value: YAMLNode, _ top: Int) {
    guard let text = key.scalar?.text else { return }
    let name = canonicalName(text)
    let count = frames[top].entries.count
    let isKnown: Bool
    if count < 16 {
      isKnown = frames[top].entries.contains { $0.name == name }
    } else {
      if frames[top].names.isEmpty { frames[top].names = Set(frames[top].entries.map(\.name)) }
      isKnown = !frames[top].names.insert(name).inserted
    }
    if isKnown {
      let first = frames[top].entries.first { $0.name == name }
      faults.error(
        "yaml-duplicate-key", "nyckeln `\(name)` står två gånger", key.span.range,
        notes: first.map { [Diagnostic.Note("första gången här", span: $0.key.span)] } ?? [],
        help: "ta bort den ena eller ge den ett annat namn")
      return
    }
    let between =
      key.span.range
      .upperBound..<max(
        key.span.range.upperBound, value.span.range.lowerBound)
    let hasColon = !value.isEmpty || source.bytes[between].contains(0x3A)
    frames[top].entries.append(YAMLEntry(key: key, value: value, name: name, hasColon: hasColon))
  }

  /// Why a node cannot be a key.
  private func keyFault(
    _ key: YAMLNode
  ) -> (code: String, message: String, range: Range<Int>, help: String)? {
    let range = key.span.range
    guard let scalar = key.scalar else {
      return (
        "yaml-key-not-scalar", "en nyckel måste vara en text, inte en lista eller en mapp", range,
        "sätt nyckeln inom citattecken om den ska läsas som den står: \(quoted(key.sourceText))"
      )
    }
    if let tag = key.tag {
      return (
        "yaml-tag-on-key", "`\(tag)` först i en nyckel är i YAML en tagg",
        key.tagSpan?.range ?? range,
        "sätt nyckeln inom citattecken: \(quoted((key.tagSpan ?? key.span).union(key.span).text))"
      )
    }
    if scalar.style == .plain, scalar.text == "<<" {
      return (
        "yaml-merge-key", "`<<` (sammanslagning) används inte här", range,
        "skriv ut nycklarna där de gäller"
      )
    }
    if key.isEmpty {
      return (
        "yaml-empty-key", "det saknas en nyckel före `:`", range.lowerBound..<range.lowerBound + 1,
        "skriv `namn: värde`"
      )
    }
    return nil
  }
}

// MARK: places

extension TreeBuilder {
  /// Tag and anchor before a node, and where the node itself begins.
  private func readProperties(_ start: Int, _ end: Int) -> (own: Int, YAMLNode.Properties?) {
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
  private func blockEnd(_ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Int {
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

  private mutating func reportEmpty() {
    faults.error(
      "yaml-empty", "filen är tom", map.start..<map.start,
      help: "skriv åtminstone en rad `namn: värde`")
  }

  /// A `- ` that is indented deeper than the list it was meant for only goes on with the text above it. Said only
  /// inside lists: elsewhere a line may begin with a minus sign.
  private mutating func warnAboutSwallowedItem(
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

  private mutating func reportDepth(_ range: Range<Int>) {
    faults.error(
      "yaml-too-deep", "mer än \(YAMLTree.maximumDepth) nivåer i varandra", range,
      help: "dela upp i flera delar, eller stäng de parenteser som öppnats")
  }

  /// Whether nothing but comments follows the document. Looked up in the text, because libyaml would read every
  /// directive of a second document before it says that there is one.
  private mutating func isAlone(after end: Int, _ reader: EventReader) -> Bool {
    var index = end
    let bytes = source.bytes
    while let place = TextChecks.firstContent(bytes, from: index) {
      let line = place..<TextChecks.lineEnd(bytes, from: place)
      let text = source.text(line)
      if text == "..." {
        index = line.upperBound
      } else if text.hasPrefix("---") || text.hasPrefix("%") || text.hasPrefix("...") || index > end
      {
        faults.error(
          "yaml-several-documents", "filen innehåller flera dokument", line,
          help: "lägg varje dokument i en egen fil; `---` behövs inte")
        return false
      } else {
        if !reader.next() {
          reportSyntax(reader.problem)
        } else {
          faults.error("yaml-syntax", "texten efter dokumentets slut kan inte läsas", line)
        }
        return false
      }
    }
    return true
  }

  private mutating func reportSyntax(_ problem: EventReader.Problem) {
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

extension [UInt8] {
  /// The byte at a place, nil outside.
  subscript(safe index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}

/// A text in the quotes that need the fewest changes in it, in backticks, for a help text.
func quoted(_ text: String) -> String {
  if !text.contains("\"") && !text.contains("\\") { return "`\"\(text)\"`" }
  return "`'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    + "'`"
}
