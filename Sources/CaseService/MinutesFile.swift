import CivilTime
public import Diagnostics
import FEEL
import Programme
import YAMLTree

/// The minutes of a meeting in a file: what came of each item, and who attended.
///
///     punkter:
///       P-2017-004: {fält: värde}
///     möte: {fält: värde}
///     klart: [uppgift]
public struct MinutesFile: Sendable {
  /// What came of items, by the number of the case.
  public let items: [Entry]
  /// The fields of the meeting itself.
  public let meeting: Entry?
  /// The tasks of the meeting that were done before it without anybody having recorded it (that it was called), and the numbers
  /// of items that are done without anything to write about them.
  public let done: [(task: String, span: SourceSpan)]

  /// Fields with their values, each with its place.
  public struct Entry: Sendable {
    /// The number as it was written; empty for the meeting.
    public let number: String
    /// Where it stands.
    public let span: SourceSpan
    /// The fields.
    public let fields: [(name: String, text: String, span: SourceSpan, keySpan: SourceSpan)]
  }

  /// Reads a file; nil when it cannot be made sense of. What is wrong is told with its place.
  public init?(_ file: SourceFile, diagnostics: inout Diagnostics) {
    guard let document = YAMLTree.parse(file, diagnostics: &diagnostics) else { return nil }
    guard let entries = document.root.entries else {
      diagnostics.error(
        "minutes-not-a-mapping", "filen ska ha `punkter:` och `möte:`", at: document.root.span,
        help: "`vagknuten protokoll DAG --mall` skriver en fil att fylla i")
      return nil
    }
    var items: [Entry] = []
    var meeting: Entry?
    var done: [(task: String, span: SourceSpan)] = []
    for entry in entries {
      switch entry.name {
      case "punkter":
        if entry.value.entries == nil, !Self.isEmpty(entry.value) {
          diagnostics.error(
            "minutes-not-a-mapping", "under `punkter:` ska varje ärende stå med sitt nummer",
            at: entry.value.span, help: "skriv `NUMMER: {fält: värde}`")
        }
        for item in entry.value.entries ?? [] {
          if let read = Self.entry(item.name, item.key.span, item.value, &diagnostics) {
            items.append(read)
          }
        }
      case "klart":
        let nodes = entry.value.items ?? [entry.value]
        for node in nodes {
          guard let text = node.scalar?.text else {
            diagnostics.error(
              "minutes-not-a-mapping", "under `klart:` ska uppgifter stå med sina beteckningar",
              at: node.span, help: "skriv `klart: [uppgift, uppgift]`")
            continue
          }
          if !text.isEmpty { done.append((text, node.span)) }
        }
      case "möte": meeting = Self.entry("", entry.key.span, entry.value, &diagnostics)
      default:
        diagnostics.error(
          "unknown-key", "nyckeln `\(entry.name)` hör inte hit", at: entry.key.span,
          help: help(for: entry.name, among: ["punkter", "möte", "klart"]))
      }
    }
    self.items = items
    self.meeting = meeting
    self.done = done
  }

  /// Whether nothing stands there: what has not been filled in.
  private static func isEmpty(_ node: YAMLNode) -> Bool { node.scalar?.text.isEmpty ?? false }

  private static func entry(
    _ number: String, _ span: SourceSpan, _ node: YAMLNode, _ diagnostics: inout Diagnostics
  ) -> Entry? {
    guard let entries = node.entries else {
      if isEmpty(node) { return nil }
      diagnostics.error(
        "minutes-not-a-mapping", "här ska stå `fält: värde`", at: node.span)
      return nil
    }
    var fields: [(name: String, text: String, span: SourceSpan, keySpan: SourceSpan)] = []
    for entry in entries {
      if let text = entry.value.scalar?.text {
        if !text.isEmpty { fields.append((entry.name, text, entry.value.span, entry.key.span)) }
      } else if let items = entry.value.items, items.allSatisfy({ $0.scalar != nil }) {
        let text = items.compactMap { $0.scalar?.text }.joined(separator: ", ")
        fields.append((entry.name, text, entry.value.span, entry.key.span))
      } else {
        diagnostics.error(
          "form-value", "värdet för `\(entry.name)` ska vara en text eller en lista av texter",
          at: entry.value.span)
      }
    }
    return fields.isEmpty ? nil : Entry(number: number, span: span, fields: fields)
  }
}
