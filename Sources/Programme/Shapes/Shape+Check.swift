import CivilTime
import Diagnostics
import YAMLTree

/// Compares a tree with a shape and reports every difference: unknown and missing keys, wrong kinds of node, words that
/// are not among the choices. What is read afterwards can then skip silently what is not as declared, for it has been
/// reported here.
struct ShapeChecker {
  /// What was found.
  var diagnostics: Diagnostics

  mutating func check(_ node: YAMLNode, _ shape: Shape) {
    switch shape {
    case .scalar(let kind): checkScalar(node, kind)
    case .word(let words): checkWord(node, words)
    case .list(let item):
      guard let items = node.items else { return wrongKind(node, expected: "en lista") }
      for entry in items { check(entry, item) }
    case .map(let key, let value):
      guard let entries = node.entries else {
        return wrongKind(node, expected: "en uppställning med nycklar")
      }
      for entry in entries {
        checkKey(entry.key, entry.name, key)
        check(entry.value, value)
      }
    case .record(let record): check(node, record)
    case .reference(let record): check(node, record())
    case .either(let first, let second): checkEither(node, first, second)
    }
  }

  mutating func check(_ node: YAMLNode, _ record: RecordShape) {
    guard let entries = node.entries else {
      return wrongKind(node, expected: "en uppställning med nycklar")
    }
    for entry in entries {
      if let field = record.field(entry.name) {
        if isMissing(entry.value) {
          diagnostics.error(
            "missing-value", "`\(entry.name)` har inget värde", at: entry.key.span,
            help: "skriv ett värde, eller ta bort raden")
        } else {
          check(entry.value, field.shape)
        }
      } else {
        diagnostics.error(
          "unknown-key", "nyckeln `\(entry.name)` finns inte här", at: entry.key.span,
          help: help(for: entry.name, among: record.fields.map(\.key)))
      }
    }
    for field in record.fields where field.required {
      guard !entries.contains(where: { $0.name == field.key }) else { continue }
      diagnostics.error(
        "missing-key", "nyckeln `\(field.key)` saknas", at: entries.first?.key.span ?? node.span,
        help: "`\(field.key)`: \(field.text)")
    }
  }

  private mutating func checkEither(_ node: YAMLNode, _ first: Shape, _ second: Shape) {
    // The short form is a scalar, or the only one that is a list; the writer's own choice of node says which was meant.
    check(node, Self.accepts(node, first) ? first : second)
  }

  private static func accepts(_ node: YAMLNode, _ shape: Shape) -> Bool {
    switch shape {
    case .scalar, .word: node.scalar != nil
    case .list: node.items != nil
    case .map, .record, .reference: node.entries != nil
    case .either(let first, let second): accepts(node, first) || accepts(node, second)
    }
  }

  private mutating func checkScalar(_ node: YAMLNode, _ kind: ScalarKind) {
    guard let scalar = node.scalar else {
      // FEEL may be written as a flow collection: `[18..33]` is a list only to YAML.
      if kind == .expression || kind == .unaryTests, node.isFlow { return }
      return wrongKind(node, expected: kind.swedish)
    }
    if let tag = node.tag {
      diagnostics.error(
        "yaml-tag", "`\(tag)` läses av YAML som en märkning, inte som text", at: node.span,
        help: "sätt hela värdet inom enkla citattecken: '\(node.sourceText)'")
      return
    }
    guard !isMissing(node) else {
      return diagnostics.error("missing-value", "här saknas ett värde", at: node.span)
    }
    guard let fault = kind.fault(in: scalar.text) else { return }
    diagnostics.error(
      "wrong-value", "`\(scalar.text)` är inte \(kind.swedish)", at: node.span, help: fault)
  }

  private mutating func checkWord(_ node: YAMLNode, _ words: [String]) {
    guard let text = node.scalar?.text else {
      return wrongKind(node, expected: "ett av orden \(words.joined(separator: ", "))")
    }
    guard !words.contains(text) else { return }
    diagnostics.error(
      "unknown-word", "`\(text)` går inte att välja här", at: node.span,
      help: help(for: text, among: words))
  }

  private mutating func checkKey(_ node: YAMLNode, _ name: String, _ kind: KeyKind) {
    let scalarKind: ScalarKind =
      switch kind {
      case .id: .id
      case .name: .name
      case .date: .date
      }
    guard let fault = scalarKind.fault(in: name) else { return }
    diagnostics.error(
      "wrong-key", "nyckeln `\(name)` är inte \(scalarKind.swedish)", at: node.span, help: fault)
  }

  private func isMissing(_ node: YAMLNode) -> Bool {
    guard let scalar = node.scalar else { return false }
    return scalar.text.isEmpty && scalar.style == .plain
  }

  private mutating func wrongKind(_ node: YAMLNode, expected: String) {
    let found =
      switch node.kind {
      case .scalar: "ett enkelt värde"
      case .sequence: "en lista"
      case .mapping: "en uppställning med nycklar"
      }
    diagnostics.error(
      "wrong-kind", "här står \(found), men det ska vara \(expected)", at: node.span)
  }
}

extension ScalarKind {
  /// What it is, as it fits after "är inte".
  var swedish: String {
    switch self {
    case .text: "en text"
    case .id: "ett id"
    case .name: "ett namn"
    case .boolean: "`ja` eller `nej`"
    case .date: "ett datum"
    case .monthDay: "en dag på året"
    case .integer: "ett heltal"
    case .period: "en tidsrymd"
    case .expression, .unaryTests: "ett villkor eller uttryck"
    case .type: "en typ"
    }
  }

  /// What is wrong with a text of this kind, as help; nil when nothing is. Expressions and types are read by FEEL,
  /// which knows more.
  func fault(in text: String) -> String? {
    switch self {
    case .text, .expression, .unaryTests, .type: return nil
    case .id:
      let legal = text.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.allSatisfy { $0 == "." || $0.isNumber || ($0.isLetter && $0.isLowercase) }
      }
      return legal ? nil : "skriv id:n med små bokstäver och bindestreck, som `lyft-till-oh`"
    case .name:
      let legal = text.first?.isLetter == true
      return legal ? nil : "ett namn börjar med en bokstav"
    case .boolean: return parseBoolean(text) == nil ? "skriv `ja` eller `nej`" : nil
    case .date: return CivilDate.parse(text) == nil ? "skriv datum som `2017-02-01`" : nil
    case .monthDay: return parseMonthDay(text) == nil ? "skriv månad och dag som `02-01`" : nil
    case .integer: return Int(text) == nil ? "skriv ett heltal som `-2`" : nil
    case .period:
      return Period.parse(text) == nil ? "skriv som `12 månader`, `3 veckor` eller `20 arbetsdagar`" : nil
    }
  }
}

/// `ja`/`nej`, also `true`/`false`.
public func parseBoolean(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "ja", "true": true
  case "nej", "false": false
  default: nil
  }
}

/// `02-29` as month and day.
func parseMonthDay(_ text: String) -> (month: Int, day: Int)? {
  let parts = text.split(separator: "-", omittingEmptySubsequences: false)
  guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let month = Int(parts[0]),
    let day = Int(parts[1]), CivilDate(year: 2016, month: month, day: day) != nil
  else { return nil }
  return (month, day)
}
