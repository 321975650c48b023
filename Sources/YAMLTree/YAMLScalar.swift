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
    let length = text.utf8.count
    let lower = min(max(utf8Range.lowerBound, 0), length)
    let upper = min(max(utf8Range.upperBound, lower), length)
    let map = ScalarMap(self)
    guard map.textLength == length else { return span }
    return SourceSpan(source: span.source, range: map.range(lower..<upper))
  }
}
