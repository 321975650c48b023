import CLibYAML
import Diagnostics

extension TreeBuilder {
  mutating func scalar(
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
    let isLong = event.pointee.start_mark.line != event.pointee.end_mark.line
    if style == .doubleQuoted || style == .singleQuoted {
      if isLong { longQuote = own..<stop }
    } else if style == .folded, text.isEmpty, own + 1 < bytes.count,
      (0x30...0x39).contains(bytes[own + 1])
    {
      let line = own..<TextChecks.lineEnd(source.bytes, from: own)
      faults.error(
        "yaml-reserved-character",
        "`>` först i ett värde inleder i YAML en blocktext, och den är tom",
        line, help: "menas större än, sätt värdet inom citattecken: \(quoted(source.text(line)))")
    }
    if style == .plain, isLong, let top = frames.last, !top.isMapping, !top.isFlow {
      warnAboutSwallowedItem(own..<stop, bytes)
    }
    let node = YAMLNode(
      YAMLNode.Storage(
        .scalar(text, style), source: source, range: own..<max(own, stop),
        isFlow: frames.last?.isFlow ?? false, properties: properties))
    attach(node, size: 1, height: 0, end: max(end, own) == end ? max(own, stop) : own)
  }

  mutating func alias(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ start: Int, _ end: Int
  ) -> Bool {
    let name = event.pointee.data.alias.anchor.map { String(cString: $0) } ?? ""
    let isFlow = frames.last?.isFlow ?? false
    var content = YAMLNode.Storage.Content.scalar("", .plain)
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
      content = target.node.storage.content
    } else if openAnchors.contains(name) {
      faults.error(
        "yaml-recursive-alias",
        "`*\(shown(name))` står inuti det som ankaret `&\(shown(name))` betecknar",
        start..<end, help: "ett värde kan inte innehålla sig självt")
    } else {
      let value = source.text(start..<valueEnd(from: start))
      faults.error(
        "yaml-unknown-anchor", "det finns inget ankare `&\(shown(name))` ovanför `*\(shown(name))`",
        start..<end,
        help: (anchors.count > 100 ? nil : suggest(name, among: anchors.keys)).map {
          "menade du `*\($0)`?"
        }
          ?? "en stjärna först i ett värde är i YAML en hänvisning; menas texten, sätt den inom "
          + "citattecken: \(quoted(value))")
    }
    let node = YAMLNode(
      YAMLNode.Storage(
        content, source: source, range: start..<end, isFlow: isFlow, isAlias: true))
    attach(node, size: size, height: height, end: end)
    return true
  }

  mutating func open(
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

  mutating func close(_ end: Int) {
    guard let frame = frames.popLast() else { return }
    let stop = frame.hasBrackets ? end : max(frame.end, frame.start)
    if frame.properties?.anchor != nil { openAnchors.removeLast() }
    let node = YAMLNode(
      YAMLNode.Storage(
        frame.isMapping ? .mapping(frame.entries) : .sequence(frame.items), source: source,
        range: frame.start..<stop, isFlow: frame.isFlow, properties: frame.properties))
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
    guard case .scalar(let text, _) = key.storage.content else { return }
    let name = canonicalName(text)
    let count = frames[top].entries.count
    let isKnown: Bool
    if count < 16 {
      let mark = fingerprint(name)
      isKnown =
        frames[top].fingerprints.contains(mark)
        && frames[top].entries.contains { $0.name == name }
      frames[top].fingerprints.append(mark)
    } else {
      if frames[top].names.isEmpty { frames[top].names = Set(frames[top].entries.map(\.name)) }
      isKnown = !frames[top].names.insert(name).inserted
    }
    if isKnown {
      let first = frames[top].entries.first { $0.name == name }
      faults.error(
        "yaml-duplicate-key", "nyckeln `\(shown(name))` står två gånger", key.span.range,
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
    let range = key.storage.range
    guard case .scalar(let text, let style) = key.storage.content else {
      return (
        "yaml-key-not-scalar", "en nyckel måste vara en text, inte en lista eller en mapp", range,
        "sätt nyckeln inom citattecken om den ska läsas som den står: \(quoted(key.sourceText))"
      )
    }
    if let tag = key.tag {
      return (
        "yaml-tag-on-key", "`\(shown(tag))` först i en nyckel är i YAML en tagg",
        key.tagSpan?.range ?? range,
        "sätt nyckeln inom citattecken: \(quoted((key.tagSpan ?? key.span).union(key.span).text))"
      )
    }
    if style == .plain, text == "<<" {
      return (
        "yaml-merge-key", "`<<` (sammanslagning) används inte här", range,
        "skriv ut nycklarna där de gäller"
      )
    }
    if style == .plain, text.unicodeScalars.first == "\u{A0}" {
      return (
        "yaml-hard-space", "raden är indragen med hårda mellanslag",
        range.lowerBound..<range.lowerBound + 2, "dra in med vanliga mellanslag"
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
