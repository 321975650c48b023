import Diagnostics
import YAMLTree

// What stands in the wrong place, or is not held apart: told once, and read as what was plainly meant.
extension ShapeChecker {
  /// Entries that are indented one step too far, and so stand among what the writer has named (`on` among the tasks), and
  /// entries whose key belongs in the mapping beside (a date among the holidays): moved to where they belong.
  mutating func movingOut(of entries: [YAMLEntry], in record: RecordShape) -> [YAMLEntry] {
    var result = entries
    for (index, entry) in entries.enumerated() {
      guard case .map(let key, let inner)? = record.field(entry.name)?.shape,
        let named = entry.value.entries
      else { continue }
      let kind = Self.scalarKind(of: key)
      var kept: [YAMLEntry] = []
      for stray in named {
        if !result.contains(where: { $0.name == stray.name }), stray.value.scalar == nil,
          let field = record.field(stray.name), Self.fits(stray.value, field.shape),
          !Self.fits(stray.value, inner)
        {
          diagnostics.error(
            "indented-too-far", "`\(stray.name)` står bland det som hör till `\(entry.name)`",
            at: stray.key.span, notes: [.init("`\(entry.name)` står här", span: entry.key.span)],
            help: "börja raden i samma kolumn som `\(entry.name)`")
          result.append(stray)
        } else if kind.fault(in: stray.name) != nil, !Self.fits(stray.value, inner),
          let home = Self.home(of: stray, in: record)
        {
          diagnostics.error(
            "wrong-key", "nyckeln `\(stray.name)` är inte \(kind.swedish)", at: stray.key.span,
            help: "raden hör hemma under `\(home)`")
          result = Self.adding(stray, to: home, in: result, like: entry)
        } else {
          kept.append(stray)
        }
      }
      guard kept.count < named.count else { continue }
      result[index] = entry.with(value: entry.value.with(entries: kept))
    }
    return result
  }

  /// The mapping beside to which an entry fits, key and value.
  private static func home(of stray: YAMLEntry, in record: RecordShape) -> String? {
    record.fields.first { field in
      guard case .map(let key, let value) = field.shape else { return false }
      return key == .date && scalarKind(of: key).fault(in: stray.name) == nil
        && fits(stray.value, value)
    }?.key
  }

  private static func adding(
    _ stray: YAMLEntry, to home: String, in entries: [YAMLEntry], like other: YAMLEntry
  ) -> [YAMLEntry] {
    var result = entries
    if let index = result.firstIndex(where: { $0.name == home }) {
      let known = result[index].value
      result[index] = result[index].with(
        value: known.with(entries: (known.entries ?? []) + [stray]))
    } else {
      result.append(other.with(name: home, value: other.value.with(entries: [stray])))
    }
    return result
  }

  /// Whether a node could be meant as what a shape says, going by its kind and, of a record, by one known key.
  private static func fits(_ node: YAMLNode, _ shape: Shape) -> Bool {
    switch shape {
    case .scalar(.expression), .scalar(.unaryTests): node.scalar != nil || node.isFlow
    case .scalar, .word: node.scalar != nil
    case .list: node.items != nil
    case .map: node.entries != nil
    case .record(let record): fits(node, record)
    case .reference(let record): fits(node, record())
    case .either(let first, let second): fits(node, first) || fits(node, second)
    }
  }

  private static func fits(_ node: YAMLNode, _ record: RecordShape) -> Bool {
    guard let entries = node.entries else { return false }
    return entries.isEmpty || entries.contains { record.field($0.name) != nil }
  }

  // MARK: Spaces and commas

  /// `{value:3 veckor}` is to YAML a key without a value.
  mutating func spaced(_ entries: [YAMLEntry], isKey: (String) -> Bool) -> [YAMLEntry] {
    entries.map { entry in
      let written = entry.key.sourceText
      guard !entry.hasColon, entry.value.isEmpty, written == entry.key.text,
        let colon = written.utf8.firstIndex(of: UInt8(ascii: ":")), colon != written.startIndex
      else { return entry }
      let name = String(written[..<colon])
      let rest = written[written.index(after: colon)...]
      guard !rest.isEmpty, isKey(name) else { return entry }
      let range = entry.key.span.range
      let place = range.lowerBound + name.utf8.count
      let source = entry.key.span.source
      diagnostics.error(
        "missing-space", "det saknas ett mellanslag efter `\(name):`",
        at: SourceSpan(source: source, range: place..<place + 1), help: "skriv `\(name): \(rest)`")
      return entry.with(
        name: name,
        value: .text(at: SourceSpan(source: source, range: place + 1..<range.upperBound)))
    }
  }

  /// `{value: 2,5}`: a comma that was meant as a decimal sign. In an expression the reader of FEEL tells it; a test of a
  /// table is `2` or `5`.
  ///
  /// - Returns: what to go on with; nil when the comma is none.
  mutating func decimal(
    _ entry: YAMLEntry, _ whole: YAMLNode, before next: YAMLEntry, _ shape: Shape?
  ) -> YAMLNode? {
    let first = entry.value.sourceText
    guard let before = first.utf8.last, let after = next.name.utf8.first,
      (0x30...0x39).contains(before), (0x30...0x39).contains(after), !first.hasOpenBracketOrQuote,
      entry.value.span.range.upperBound + 1 == next.key.span.range.lowerBound
    else { return nil }
    switch shape {
    case .scalar(.unaryTests)?: return nil
    case .scalar(.expression)?: return whole
    default: break
    }
    // A period is whole: to tell how a decimal is written would only lead to the next finding.
    let unit = next.name.drop { $0.isNumber }.drop { $0 == " " }
    let units = ["dag", "veck", "månad", "år", "arbetsdag"]
    if let count = Int(first), count < 1_000_000, units.contains(where: unit.hasPrefix) {
      diagnostics.error(
        "wrong-value", "`\(whole.sourceText)` är inte en tidsrymd", at: whole.span,
        help: "en tidsrymd skrivs med ett heltal: `\(count + 1) \(unit)`")
      return whole.with(text: "\(count + 1) \(unit)")
    }
    let text = "\(first).\(next.key.sourceText)"
    diagnostics.error(
      "decimal-comma", "decimaltecknet är punkt, och inom `{ }` skiljer ett komma nycklarna åt",
      at: whole.span, help: "skriv `\(entry.name): \(text)`")
    return whole.with(text: text)
  }

  /// A word where there are words or a mapping to choose from.
  mutating func checkChoice(
    _ node: YAMLNode, _ text: String, _ words: [String], _ record: RecordShape
  ) -> YAMLNode {
    checkTag(node)
    let choices = words.map { "`\($0)`" }.joined(separator: ", ")
    let meant = record.fields.first { text.hasPrefix($0.key) }
    let rest = meant.map { text.dropFirst($0.key.count).drop { $0 == ":" || $0 == " " } } ?? ""
    let key = meant?.key ?? record.fields.first?.key ?? ""
    diagnostics.error(
      "unknown-word", "`\(text)` går inte att välja här", at: node.span,
      help: rest.isEmpty
        ? "välj \(choices), eller skriv `{\(key): ...}`" : "skriv `{\(key): \(rest)}`")
    return node
  }
}
