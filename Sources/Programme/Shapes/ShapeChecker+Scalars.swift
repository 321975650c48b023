import Diagnostics
import YAMLTree

extension ShapeChecker {
  mutating func checkScalar(_ node: YAMLNode, _ kind: ScalarKind, column: String?) -> YAMLNode {
    if let tag = node.tag, let tagSpan = node.tagSpan {
      let whole = YAMLNode.text(at: tagSpan.union(node.span))
      if kind == .unaryTests,
        let test = whole.sourceText.asNegation(
          isChoice: column.map { choiceColumns.contains($0) } ?? false)
      {
        diagnostics.error(
          "yaml-tag",
          "ett `!` först i ett värde betyder något eget i YAML, så `\(tag)` blir inte läst",
          at: whole.span, help: "skriv `\(test.singleQuoted)`")
        return whole.with(text: test)
      }
      diagnostics.error(
        "yaml-tag",
        "ett `!` först i ett värde betyder något eget i YAML, så `\(tag)` blir inte läst",
        at: whole.span,
        help: "sätt hela värdet inom enkla citattecken: `\(whole.sourceText.singleQuoted)`")
      return whole
    }
    guard let scalar = node.scalar else {
      // FEEL may be written as a flow collection: `[18..33]` is a list only to YAML.
      if kind == .expression || kind == .unaryTests, node.isFlow { return node }
      wrongKind(node, expected: kind.swedish, help: Self.helpForScalar(node, kind))
      return node
    }
    guard !node.isEmpty else {
      diagnostics.error("missing-value", "här saknas ett värde", at: node.span)
      return node
    }
    checkCharacters(scalar.text, at: node)
    if let fault = kind.fault(in: scalar.text) {
      diagnostics.error(
        "wrong-value", "`\(scalar.text)` är inte \(kind.swedish)", at: node.span, help: fault)
      let meant = kind.meant(by: scalar.text)
      if meant != scalar.text { return node.with(text: meant) }
    }
    return node
  }

  mutating func checkWord(_ node: YAMLNode, _ words: [String]) -> YAMLNode {
    checkTag(node)
    let choices = words.map { "`\($0)`" }.joined(separator: ", ")
    guard let text = node.scalar?.text else {
      wrongKind(node, expected: "ett av orden \(choices)", help: nil)
      return node
    }
    guard !words.contains(text) else { return node }
    let meant = suggest(text, among: words)
    diagnostics.error(
      "unknown-word", "`\(text)` går inte att välja här", at: node.span,
      help: meant.map { "menade du `\($0)`?" } ?? "välj ett av \(choices)")
    return meant.map { node.with(text: $0) } ?? node
  }

  mutating func checkKey(_ node: YAMLNode, _ name: String, _ kind: KeyKind) -> String {
    checkCharacters(name, at: node)
    let scalarKind = Self.scalarKind(of: kind)
    guard let fault = scalarKind.fault(in: name) else { return name }
    diagnostics.error(
      "wrong-key", "nyckeln `\(name)` är inte \(scalarKind.swedish)", at: node.span, help: fault)
    return scalarKind.meant(by: name)
  }

  /// What a key is as a text.
  static func scalarKind(of kind: KeyKind) -> ScalarKind {
    switch kind {
    case .id: .id
    case .name: .name
    case .date: .date
    }
  }

  /// No text of a programme holds what a terminal would obey, or what turns the direction of text round.
  private mutating func checkCharacters(_ text: String, at node: YAMLNode) {
    guard
      let scalar = text.unicodeScalars.first(where: { scalar in
        let value = scalar.value
        return value < 0x20 && value != 0x0A && value != 0x09 || (0x7F...0x9F).contains(value)
          || (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
      })
    else { return }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    diagnostics.error(
      "control-character", "här står styrtecknet U+\(code), som inte syns men styr skärmen",
      at: node.span, help: "ta bort det")
  }

  mutating func checkTag(_ node: YAMLNode) {
    guard let tag = node.tag else { return }
    diagnostics.error(
      "yaml-tag", "märkningen `\(tag)` används inte här", at: node.tagSpan, help: "ta bort den")
  }

  // MARK: Wrong kinds

  mutating func wrongKind(_ node: YAMLNode, expected: String, help: String?) {
    let found =
      switch node.kind {
      case .scalar: "ett enkelt värde"
      case .sequence: "en lista"
      case .mapping: "en uppställning med nycklar"
      }
    diagnostics.error(
      "wrong-kind", "här står \(found), men det ska vara \(expected)", at: node.span, help: help)
  }

  static func helpForList(_ node: YAMLNode) -> String? {
    guard let text = node.scalar?.text else { return "skriv en rad med `- ` för varje" }
    return "skriv `[\(text)]`"
  }

  static func helpForScalar(_ node: YAMLNode, _ kind: ScalarKind) -> String? {
    if kind == .expression || kind == .unaryTests {
      return "ett villkor som YAML läser som något annat sätts inom enkla citattecken"
    }
    guard let items = node.items, items.count == 1, let text = items.first?.scalar?.text else {
      return nil
    }
    return "skriv `\(text)` utan hakparenteser"
  }
}

extension String {
  /// `!= x` as a cell of a table: `not("x")`, behind `=` in a column whose cells are bare texts; nil when it is none.
  func asNegation(isChoice: Bool) -> String? {
    guard hasPrefix("!=") else { return nil }
    let rest = String(dropFirst(2).drop { $0.isWhitespace })
    guard let first = rest.first else { return nil }
    // In a column without values a name may be meant, and what has a dot is one.
    let isText = isChoice || !(first.isNumber || first == "-" || rest.contains("."))
    let operand = first == "\"" || !isText ? rest : "\"\(rest)\""
    return (isChoice ? "= " : "") + "not(\(operand))"
  }
}
