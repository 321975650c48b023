/// What an inserted entry holds.
public indirect enum YAMLContent: Sendable, Hashable {
  /// A text.
  case text(String)
  /// Names and values: as indented lines where the surroundings are, in braces inside brackets.
  case mapping([Entry])
  /// Names and values in braces, on one line.
  case flowMapping([Entry])
  /// A list in brackets, on one line.
  case flowSequence([YAMLContent])

  /// A name and its value.
  public struct Entry: Sendable, Hashable {
    /// The name.
    public let key: String
    /// The value.
    public let value: YAMLContent

    /// A name and its value.
    public init(_ key: String, _ value: YAMLContent) {
      self.key = key
      self.value = value
    }
  }

  /// On one line, with brackets.
  var flowText: String {
    switch self {
    case .text(let text): YAMLText.written(text)
    case .mapping(let entries), .flowMapping(let entries):
      "{"
        + entries.map { YAMLText.written($0.key) + ": " + $0.value.flowText }
        .joined(separator: ", ") + "}"
    case .flowSequence(let items): "[" + items.map(\.flowText).joined(separator: ", ") + "]"
    }
  }

  /// The lines of an entry with this value, without indentation of their own.
  func blockLines(key: String, step: Int) -> [String] {
    let written = YAMLText.written(key)
    guard case .mapping(let entries) = self, !entries.isEmpty else {
      return ["\(written): \(flowText)"]
    }
    let margin = String(repeating: " ", count: step)
    return ["\(written):"]
      + entries.flatMap { $0.value.blockLines(key: $0.key, step: step).map { margin + $0 } }
  }

  /// Whether a node says this.
  func isWritten(as node: YAMLNode) -> Bool {
    guard node.tag == nil, !node.isAlias else { return false }
    switch (self, node.kind) {
    case (.text(let text), .scalar(let scalar)): return same(scalar.text, text) && !node.isEmpty
    case (.mapping(let wanted), .mapping(let entries)),
      (.flowMapping(let wanted), .mapping(let entries)):
      return wanted.count == entries.count
        && zip(wanted, entries).allSatisfy {
          same($0.key, $1.key.scalar?.text ?? "") && $0.value.isWritten(as: $1.value)
        }
    case (.flowSequence(let wanted), .sequence(let items)):
      return wanted.count == items.count
        && zip(wanted, items).allSatisfy { $0.isWritten(as: $1) }
    default: return false
    }
  }
}
