public import Diagnostics

/// The text of an expression and where it stands: offsets in the text are mapped to spans of the file, so that a
/// finding inside a quoted or block scalar points at the right bytes.
public struct SourceText: Sendable {
  /// How a text stands in its file, which tells how one of FEEL's own literals would have to be written there.
  public enum Quotes: Sendable, Hashable {
    /// In no file, or in one that takes every text as it is.
    case unknown
    /// Without quotes, in a file that takes quotes around the whole as its own.
    case none
    /// In single quotes, which are the file's.
    case single
    /// In double quotes, which are the file's.
    case double
  }

  /// The expression.
  public let text: String
  /// How it is written.
  public let quotes: Quotes
  /// What to say beside how a text is written, where an unknown name may be meant as one.
  public var adviceOnTexts: String?
  private let map: @Sendable (Range<Int>) -> SourceSpan

  /// A text whose places are given by `span`: from UTF-8 offsets of `text` to a span of the file.
  public init(
    _ text: String, quotes: Quotes = .unknown,
    span: @escaping @Sendable (Range<Int>) -> SourceSpan
  ) {
    self.text = text
    self.quotes = quotes
    map = span
  }

  /// A text that is its own file: on the command line, in a test.
  public init(_ text: String, path: String = "uttryck") {
    self.text = text
    quotes = .unknown
    let file = SourceFile(path: path, text: text)
    map = { SourceSpan(source: file, range: $0) }
  }

  /// Where a part of the text stands.
  public func span(_ range: Range<Int>) -> SourceSpan { map(range) }

  /// Where the whole text stands.
  public var fullSpan: SourceSpan { map(0..<text.utf8.count) }
}
