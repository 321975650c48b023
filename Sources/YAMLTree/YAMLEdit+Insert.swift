import Diagnostics

extension YAMLEdit {
  /// Where a new entry goes.
  public enum Position: Sendable, Hashable {
    /// After the last entry.
    case end
    /// After the entry with this key.
    case after(String)
  }

  /// Adds an entry to a mapping, in the file's own indentation and line ends; a comment at the end of the line before
  /// stays there.
  ///
  /// - Throws: `YAMLEditError`.
  /// - Returns: the bytes of the whole file.
  public static func insertEntry(
    key: String, value: YAMLContent, into mapping: YAMLNode, position: Position = .end,
    in document: YAMLDocument
  ) throws(YAMLEditError) -> [UInt8] {
    guard !mapping.isAlias else { throw .isAlias }
    guard let entries = mapping.entries else { throw .notAMapping }
    guard let path = TreePath.find(mapping, in: document) else { throw .notInDocument }
    let name = canonicalName(key)
    guard !entries.contains(where: { $0.name == name }) else { throw .keyExists(key) }
    var place = entries.count
    if case .after(let other) = position {
      let wanted = canonicalName(other)
      guard let found = entries.firstIndex(where: { $0.name == wanted }) else {
        throw .noSuchKey(other)
      }
      place = found + 1
    }
    let previous = place > 0 && place <= entries.count ? entries[place - 1] : nil
    let tries =
      mapping.isFlow
      ? flowInsertions(key, value, mapping, previous)
      : blockInsertions(key, value, mapping, previous, document)
    let comparison = TreeComparison(path: path, change: .entry(place, key: key, value: value))
    for insertion in tries {
      var bytes = document.source.bytes
      bytes.replaceSubrange(insertion.range, with: insertion.text.utf8)
      if let edited = reread(bytes, like: document), comparison.holds(document.root, edited.root) {
        return bytes
      }
    }
    throw .wouldChangeMore
  }

  private static func flowInsertions(
    _ key: String, _ value: YAMLContent, _ mapping: YAMLNode, _ previous: YAMLEntry?
  ) -> [Replacement] {
    let bytes = mapping.span.source.bytes
    let written = "\(YAMLText.written(key)): \(value.flowText)"
    guard let previous else {
      let inside = mapping.span.range.lowerBound + 1
      return [Replacement(range: inside..<inside, text: written)]
    }
    let ends = [
      max(previous.key.span.range.upperBound, previous.value.span.range.upperBound),
      previous.key.span.range.upperBound,
    ]
    // One entry a line stays one entry a line.
    let start = previous.key.span.range.lowerBound
    let column = YAMLText.column(of: start, in: bytes)
    let margin = String(repeating: " ", count: column)
    let isOnOwnLine =
      start - column >= mapping.span.range.lowerBound
      && bytes[(start - column)..<start].allSatisfy { $0 == 0x20 }
    let separators =
      isOnOwnLine ? ["," + YAMLText.lineEnd(of: bytes) + margin, ", "] : [", ", " , "]
    return ends.flatMap { end in
      separators.map { Replacement(range: end..<end, text: $0 + written) }
    }
  }

  private static func blockInsertions(
    _ key: String, _ value: YAMLContent, _ mapping: YAMLNode, _ previous: YAMLEntry?,
    _ document: YAMLDocument
  ) -> [Replacement] {
    guard let previous else { return [] }
    let bytes = document.source.bytes
    let lineEnd = YAMLText.lineEnd(of: bytes)
    let indent = YAMLText.column(of: mapping.span.range.lowerBound, in: bytes)
    let margin = String(repeating: " ", count: indent)
    let step = indentationStep(of: document.root) ?? 2
    let lines = value.blockLines(key: key, step: step).map { margin + $0 }
      .joined(separator: lineEnd)
    let last = max(previous.key.span.range.upperBound, previous.value.span.range.upperBound)
    var end = TextChecks.lineEnd(bytes, from: last)
    var tries: [Replacement] = []
    // After the line where the previous entry ends; where empty lines belong to its text, after those.
    for _ in 0..<64 {
      if end >= bytes.count {
        tries.append(Replacement(range: end..<end, text: lineEnd + lines))
        break
      }
      let next = bytes[end] == 0x0D && bytes[safe: end + 1] == 0x0A ? end + 2 : end + 1
      tries.append(Replacement(range: next..<next, text: lines + lineEnd))
      let following = TextChecks.lineEnd(bytes, from: next)
      guard next < bytes.count, bytes[next..<following].allSatisfy({ $0 == 0x20 || $0 == 0x09 })
      else { break }
      end = following
    }
    return tries
  }

  /// How far the file indents: the first mapping in lines inside a mapping in lines tells.
  private static func indentationStep(of node: YAMLNode) -> Int? {
    switch node.kind {
    case .scalar: return nil
    case .sequence(let items): return items.lazy.compactMap(indentationStep).first
    case .mapping(let entries):
      guard !node.isFlow, !node.isAlias else { return nil }
      let bytes = node.span.source.bytes
      let own = YAMLText.column(of: node.span.range.lowerBound, in: bytes)
      for entry in entries {
        if case .mapping = entry.value.kind, !entry.value.isFlow, !entry.value.isAlias {
          let inner = YAMLText.column(of: entry.value.span.range.lowerBound, in: bytes)
          if inner > own { return inner - own }
        }
        if let found = indentationStep(of: entry.value) { return found }
      }
      return nil
    }
  }
}
