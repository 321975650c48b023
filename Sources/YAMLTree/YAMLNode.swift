public import Diagnostics

/// A document as a tree in which every node knows where it stands in the file.
public struct YAMLDocument: Sendable {
  /// The file it was read from.
  public let source: SourceFile
  /// The outermost node.
  public let root: YAMLNode
}

/// One node. Nothing is typed: a scalar is text until the field that reads it says what it is.
public struct YAMLNode: Sendable {
  /// What a node is.
  public enum Kind: Sendable {
    /// A text.
    case scalar(YAMLScalar)
    /// A list.
    case sequence([YAMLNode])
    /// Names and values in written order.
    case mapping([YAMLEntry])
  }

  /// What a node has before its text: an anchor, a tag. Rare, so it is kept apart.
  final class Properties: Sendable {
    let tag: String?
    let tagSpan: SourceSpan?
    let anchor: String?

    init(tag: String?, tagSpan: SourceSpan?, anchor: String?) {
      self.tag = tag
      self.tagSpan = tagSpan
      self.anchor = anchor
    }
  }

  /// What it is.
  public let kind: Kind
  /// The node's own text: from its first to its last character, without tag and anchor, without the white space and
  /// comments that follow. A block scalar's begins with its header. An alias's is the alias (`*namn`). A value that
  /// is not written has an empty span where it would stand.
  public let span: SourceSpan
  /// Written with brackets, or (a scalar, an alias) inside such brackets.
  public let isFlow: Bool
  /// Whether this is `*namn`; the rest is then what the anchor names.
  public let isAlias: Bool
  let properties: Properties?

  /// The tag as written (`!=`, `!!str`), nil when there is none. YAML takes any text with `!` first for a tag, so in
  /// a field that takes none it is a mistake which that field reports.
  public var tag: String? { properties?.tag }
  /// Where the tag stands.
  public var tagSpan: SourceSpan? { properties?.tagSpan }
  /// The anchor's name (`&namn`), nil when there is none.
  public var anchor: String? { properties?.anchor }

  /// The scalar, when it is one.
  public var scalar: YAMLScalar? {
    if case .scalar(let scalar) = kind { scalar } else { nil }
  }
  /// The entries, when it is a mapping.
  public var entries: [YAMLEntry]? {
    if case .mapping(let entries) = kind { entries } else { nil }
  }
  /// The elements, when it is a list.
  public var items: [YAMLNode]? {
    if case .sequence(let items) = kind { items } else { nil }
  }
  /// Whether no value is written: `namn:` with nothing after it, `{namn}`. Not the same as the empty text `""`.
  public var isEmpty: Bool {
    guard case .scalar(let scalar) = kind else { return false }
    return scalar.style == .plain && scalar.text.isEmpty
  }

  /// The value of a key, when this is a mapping that has it. Keys are compared in NFC.
  public subscript(key: String) -> YAMLNode? {
    guard case .mapping(let entries) = kind else { return nil }
    return entries.first { $0.name == key }?.value
  }

  /// The text as it is written in the file, brackets and quotes included: what a field that holds an expression reads
  /// when YAML took the expression for a list or a mapping.
  public var sourceText: String { span.text }
}

/// A key and its value.
public struct YAMLEntry: Sendable {
  /// The key, always a scalar.
  public let key: YAMLNode
  /// The value; an empty plain scalar where nothing is written.
  public let value: YAMLNode
  /// The key's text in Unicode NFC.
  public let name: String
  /// Whether a `:` stands after the key. Without it (`{"hög","normal"}`, `? namn`) YAML makes a key without a value
  /// of what was probably meant as something else.
  public let hasColon: Bool

  /// Whether a value is written.
  public var hasValue: Bool { !value.isEmpty }
  /// Key and value.
  public var span: SourceSpan { key.span.union(value.span) }
}
