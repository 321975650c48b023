public import Diagnostics

// A reader that has reported a slip (a misspelt key, a text that YAML took apart) goes on with what was meant, so that one
// slip gives one finding. The places stay those of the file.
extension YAMLNode {
  /// The same mapping with other entries.
  public func with(entries: [YAMLEntry]) -> YAMLNode { with(content: .mapping(entries)) }

  /// The same list with other elements.
  public func with(items: [YAMLNode]) -> YAMLNode { with(content: .sequence(items)) }

  /// The same place with another text.
  public func with(text: String) -> YAMLNode { with(content: .scalar(text, .plain)) }

  private func with(content: Storage.Content) -> YAMLNode {
    YAMLNode(
      Storage(
        content, source: storage.source, range: storage.range, isFlow: isFlow, isAlias: isAlias,
        properties: properties))
  }

  /// What stands at a place, read as plain text whatever YAML made of it.
  public static func text(at span: SourceSpan) -> YAMLNode {
    YAMLNode(
      Storage(.scalar(span.text, .plain), source: span.source, range: span.range, isFlow: false))
  }
}

extension YAMLEntry {
  /// The same entry under another name or with another value.
  public func with(name: String? = nil, value: YAMLNode? = nil) -> YAMLEntry {
    YAMLEntry(key: key, value: value ?? self.value, name: name ?? self.name, hasColon: hasColon)
  }
}
