public import Diagnostics

/// The text of an expression and where it stands: offsets in the text are mapped to spans of the file, so that a
/// finding inside a quoted or block scalar points at the right bytes.
public struct SourceText: Sendable {
  /// The expression.
  public let text: String
  private let map: @Sendable (Range<Int>) -> SourceSpan

  /// A text whose places are given by `span`: from UTF-8 offsets of `text` to a span of the file.
  public init(_ text: String, span: @escaping @Sendable (Range<Int>) -> SourceSpan) {
    self.text = text
    map = span
  }

  /// A text that is its own file: on the command line, in a test.
  public init(_ text: String, path: String = "uttryck") {
    self.text = text
    let file = SourceFile(path: path, text: text)
    map = { SourceSpan(source: file, range: $0) }
  }

  /// Where a part of the text stands.
  public func span(_ range: Range<Int>) -> SourceSpan { map(range) }

  /// Where the whole text stands.
  public var fullSpan: SourceSpan { map(0..<text.utf8.count) }
}
