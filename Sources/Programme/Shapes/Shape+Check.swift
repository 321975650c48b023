import Diagnostics
import YAMLTree

/// Compares a tree with a shape and reports every difference: unknown and missing keys, wrong kinds of node, words that
/// are not among the choices. What is read afterwards can then skip silently what is not as declared, for it has been
/// reported here.
///
/// Each check gives the node back, mended where it is plain what was meant: a misspelt key under its right name, a text that
/// a comma took apart in one piece. Otherwise one slip would be followed by findings about all that rests on it.
struct ShapeChecker {
  /// What was found.
  var diagnostics = Diagnostics()
  /// The outermost shape, for telling where a key belongs that stands in the wrong place.
  let root: RecordShape
  /// The columns of a decision table in whose cells texts stand bare and FEEL behind `=`.
  private(set) var choiceColumns: Set<String> = []

  init(_ root: RecordShape) { self.root = root }

  /// Checks a whole file.
  mutating func check(_ node: YAMLNode) -> YAMLNode {
    choiceColumns = Set(
      node.entries("inputs").filter { $0.value["values"] != nil }.map(\.name))
    return check(node, root, owner: nil)
  }

  /// - Parameter owner: the key that the node stands under.
  private mutating func check(_ node: YAMLNode, _ shape: Shape, owner: YAMLNode?) -> YAMLNode {
    switch shape {
    case .scalar(let kind): return checkScalar(node, kind, column: owner?.text)
    case .word(let words): return checkWord(node, words)
    case .list(let item):
      guard let items = node.items else {
        wrongKind(node, expected: "en lista", help: Self.helpForList(node))
        return node
      }
      checkTag(node)
      return node.with(items: items.map { check($0, item, owner: nil) })
    case .map(let key, let value): return checkMap(node, key, value, owner: owner)
    case .record(let record): return check(node, record, owner: owner)
    case .reference(let record): return check(node, record(), owner: owner)
    case .either(let first, let second):
      if case .word(let words) = first, case .record(let record) = second, let text = node.text,
        !words.contains(text), suggest(text, among: words) == nil
      {
        return checkChoice(node, text, words, record)
      }
      // The short form is a scalar, or the only one that is a list; the writer's own choice of node says which was meant.
      return check(node, Self.accepts(node, first) ? first : second, owner: owner)
    }
  }

  private static func accepts(_ node: YAMLNode, _ shape: Shape) -> Bool {
    switch shape {
    case .scalar, .word: node.scalar != nil
    case .list: node.items != nil
    case .map, .record, .reference: node.entries != nil
    case .either(let first, let second): accepts(node, first) || accepts(node, second)
    }
  }

  // MARK: Mappings

  private mutating func checkMap(
    _ node: YAMLNode, _ key: KeyKind, _ value: Shape, owner: YAMLNode?
  ) -> YAMLNode {
    guard let written = node.entries else {
      wrongKind(
        node, expected: "en uppställning med nycklar",
        help: "skriv `namn: värde` på en rad för varje")
      return node
    }
    checkTag(node)
    let entries = joined(
      spaced(written) { Self.scalarKind(of: key).fault(in: $0) == nil }, in: node
    ) { _ in
      value.isText
    } shape: { _ in
      value
    }
    return node.with(
      entries: entries.map { entry in
        let name = checkKey(entry.key, entry.name, key)
        return entry.with(name: name, value: checkValue(entry, value))
      })
  }

  private mutating func check(_ node: YAMLNode, _ record: RecordShape, owner: YAMLNode?) -> YAMLNode
  {
    guard let written = node.entries else {
      let keys = record.fields.filter(\.required).map { "\($0.key): ..." }
      let example =
        keys.isEmpty ? "\(record.fields.first?.key ?? ""): ..." : keys.joined(separator: ", ")
      wrongKind(
        node, expected: "en uppställning med nycklar",
        help: owner.map { "skriv `\($0.text ?? ""): {\(example)}`" } ?? "skriv `{\(example)}`")
      return node
    }
    checkTag(node)
    var entries = joined(spaced(written) { record.field($0) != nil }, in: node) {
      record.field($0) == nil
    } shape: {
      record.field($0)?.shape
    }
    if record.field("states") != nil { entries = movingStates(in: entries) }
    entries = movingOut(of: entries, in: record)
    var present = Set(entries.map(\.name))
    for (index, entry) in entries.enumerated() {
      if let field = record.field(entry.name) {
        entries[index] = entry.with(value: checkValue(entry, field.shape))
      } else if let field = reportUnknown(entry, in: record, present) {
        present.insert(field.key)
        entries[index] = entry.with(name: field.key, value: checkValue(entry, field.shape))
      }
    }
    for field in record.fields where field.required && !present.contains(field.key) {
      diagnostics.error(
        "missing-key",
        owner.flatMap(\.text).map { "`\($0)` saknar nyckeln `\(field.key)`" }
          ?? "här saknas nyckeln `\(field.key)`",
        at: owner?.span ?? entries.first?.key.span ?? node.span,
        help: "`\(field.key)`: \(field.text.asRemark)")
    }
    return node.with(entries: entries)
  }

  private mutating func checkValue(_ entry: YAMLEntry, _ shape: Shape) -> YAMLNode {
    if entry.value.isEmpty, entry.value.tag == nil {
      diagnostics.error(
        "missing-value", "`\(entry.name)` har inget värde", at: entry.key.span,
        help: "skriv ett värde, eller ta bort raden")
      return entry.value
    }
    return check(entry.value, shape, owner: entry.key)
  }

  /// The field that was probably meant by a key that there is none of.
  private mutating func reportUnknown(
    _ entry: YAMLEntry, in record: RecordShape, _ present: Set<String>
  ) -> RecordShape.Field? {
    let free = record.fields.map(\.key).filter { !present.contains($0) }
    let meant = suggest(entry.name, among: free).flatMap { record.field($0) }
    var text = meant.map { "menade du `\($0.key)`?" }
    if text == nil {
      let owners = root.recordsInside.filter { $0.field(entry.name) != nil }.compactMap(\.swedish)
      if !owners.isEmpty {
        text = "`\(entry.name)` hör hemma i \(owners.joined(separator: " eller "))"
      }
    }
    diagnostics.error(
      "unknown-key", "nyckeln `\(entry.name)` finns inte här", at: entry.key.span,
      help: text ?? help(for: entry.name, among: record.fields.map(\.key)))
    return meant
  }

  /// Puts together again what a comma inside `{ }` took apart: `{due: add working days(entered, 3)}` is to YAML a key
  /// `due` and a key `3)`.
  private mutating func joined(
    _ entries: [YAMLEntry], in node: YAMLNode, isForeign: (String) -> Bool,
    shape: (String) -> Shape?
  ) -> [YAMLEntry] {
    guard node.isFlow else { return entries }
    var result: [YAMLEntry] = []
    // The values as YAML has them; nil where the finding is told already.
    var torn: [YAMLNode?] = []
    for entry in entries {
      guard !entry.hasColon, let last = result.last, last.value.scalar != nil, last.hasColon,
        isForeign(entry.name) || last.value.sourceText.hasOpenBracketOrQuote
      else {
        result.append(entry)
        torn.append(entry.value)
        continue
      }
      // What stands in the file between the two: the comma, and the blanks after it.
      let whole = YAMLNode.text(at: last.value.span.union(entry.key.span))
      if let value = decimal(last, whole, before: entry, shape(last.name)) {
        result[result.count - 1] = last.with(value: value)
        torn[result.count - 1] = nil
      } else {
        result[result.count - 1] = last.with(value: whole)
      }
    }
    for (before, after) in zip(torn, result) {
      guard let before, before.span != after.value.span else { continue }
      diagnostics.error(
        "split-by-comma",
        "inom `{ }` skiljer ett komma nycklarna åt, så värdet slutar vid `\(before.sourceText)`",
        at: after.value.span,
        help:
          "sätt hela värdet inom enkla citattecken: `\(after.name): \(after.value.sourceText.singleQuoted)`"
      )
    }
    return result
  }
}

extension Shape {
  /// Whether a text stands here, which may hold commas.
  fileprivate var isText: Bool {
    switch self {
    case .scalar(.text), .scalar(.expression), .scalar(.unaryTests): true
    default: false
    }
  }
}

extension String {
  /// Whether a bracket or a quote that is opened here is closed somewhere else.
  var hasOpenBracketOrQuote: Bool {
    var depth = 0
    var quotes = 0
    for character in self {
      switch character {
      case "(": depth += 1
      case ")": depth -= 1
      case "\"": quotes += 1
      default: break
      }
    }
    return depth > 0 || !quotes.isMultiple(of: 2)
  }

  /// As a single-quoted YAML scalar.
  var singleQuoted: String {
    "'" + map { $0 == "'" ? "''" : String($0) }.joined() + "'"
  }

  /// A sentence as a remark after a colon: without its capital and its full stop.
  fileprivate var asRemark: String {
    var text = self
    if text.hasSuffix(".") { text.removeLast() }
    if let first = text.first, !text.hasPrefix("FEEL") {
      text = first.lowercased() + text.dropFirst()
    }
    return text
  }
}
