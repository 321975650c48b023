public import Diagnostics

/// A text and how it was written.
public struct YAMLScalar: Sendable {
  /// How a scalar is written (YAML 1.1 chapter 9).
  public enum Style: Sendable, Hashable {
    /// `text`
    case plain
    /// `'text'`
    case singleQuoted
    /// `"text"`
    case doubleQuoted
    /// `|` and indented lines
    case literal
    /// `>` and indented lines that are joined
    case folded
  }

  /// The text after quotes, escapes and folding; not normalised.
  public let text: String
  /// How it is written.
  public let style: Style
  /// The text as written, with quotes or block header.
  public let span: SourceSpan

  /// Where a part of `text` stands in the file, through quotes, escapes, indentation and folding. An escape or a fold
  /// is one place: whoever touches it gets all of it.
  ///
  /// - Parameter utf8Range: UTF-8 offsets in `text`; clamped to it.
  public func sourceSpan(of utf8Range: Range<Int>) -> SourceSpan {
    places().sourceSpan(of: utf8Range)
  }

  /// The same for many places of one scalar: the text is read again only once.
  public func places() -> YAMLScalarPlaces { YAMLScalarPlaces(self) }
}

/// From offsets in a scalar's text to places in the file; see `YAMLScalar.sourceSpan(of:)`.
public struct YAMLScalarPlaces: Sendable {
  private let span: SourceSpan
  private let length: Int
  /// Nil when each byte of the text is one byte of the file, which holds for nearly all expressions.
  private let map: ScalarMap?
  private let start: Int

  init(_ scalar: YAMLScalar) {
    span = scalar.span
    length = scalar.text.utf8.count
    // Folding and doubled quotes only ever make the text shorter than what is written.
    switch scalar.style {
    case .plain where length == span.range.count:
      map = nil
      start = span.range.lowerBound
    case .singleQuoted where length + 2 == span.range.count:
      map = nil
      start = span.range.lowerBound + 1
    default:
      map = ScalarMap(scalar)
      start = span.range.lowerBound
    }
  }

  /// Where a part of the text stands in the file; the whole scalar should its text not be found there.
  public func sourceSpan(of utf8Range: Range<Int>) -> SourceSpan {
    let lower = min(max(utf8Range.lowerBound, 0), length)
    let upper = min(max(utf8Range.upperBound, lower), length)
    guard let map else {
      return SourceSpan(source: span.source, range: start + lower..<start + upper)
    }
    guard map.textLength == length else { return span }
    return SourceSpan(source: span.source, range: map.range(lower..<upper))
  }
}
