import CivilTime
import Diagnostics
import FEEL
import YAMLTree

/// Reading what the shape check has approved: what is missing or of the wrong kind is nil here, for it has been
/// reported.
extension YAMLNode {
  /// The text of a scalar under a key.
  func text(_ key: String) -> String? { self[key]?.text }
  /// The text, when this is a scalar with one.
  var text: String? { isEmpty ? nil : scalar?.text }
  /// Where a key stands.
  func keySpan(_ key: String) -> SourceSpan? { entries?.first { $0.name == key }?.key.span }
  /// Whether a key holds `ja`.
  func flag(_ key: String) -> Bool { text(key).flatMap(parseBoolean) ?? false }
  /// The entries under a key.
  func entries(_ key: String) -> [YAMLEntry] { self[key]?.entries ?? [] }
  /// The elements under a key; a single scalar counts as a list of one.
  func list(_ key: String) -> [YAMLNode] {
    guard let node = self[key] else { return [] }
    return node.items ?? (node.isEmpty ? [] : [node])
  }
  /// The texts of the elements under a key.
  func texts(_ key: String) -> [String] { list(key).compactMap(\.text) }
  /// The date under a key.
  func date(_ key: String) -> CivilDate? { text(key).flatMap(CivilDate.parse) }

  /// The expression that stands here: the text of a scalar, or the source text of a flow collection.
  var sourceTextForFEEL: SourceText? {
    switch kind {
    case .scalar(let scalar):
      guard !isEmpty else { return nil }
      return SourceText(scalar.text, quotes: scalar.quotes) { scalar.sourceSpan(of: $0) }
    case .sequence, .mapping:
      guard isFlow else { return nil }
      let span = span
      return SourceText(sourceText) { range in
        let start = span.range.lowerBound
        return SourceSpan(
          source: span.source, range: (start + range.lowerBound)..<(start + range.upperBound))
      }
    }
  }
}

extension YAMLScalar {
  /// The quotes around it that YAML takes for its own.
  var quotes: SourceText.Quotes {
    switch style {
    case .plain: .none
    case .singleQuoted: .single
    case .doubleQuoted: .double
    // Nothing has to be quoted in a block.
    case .literal, .folded: .unknown
    }
  }
}
