/// A text that somebody wrote: a YAML file, an expression on the command line, a line of a test.
///
/// Offsets are counted in UTF-8 bytes; lines and columns exist only when something is printed, so that no pass has to
/// keep them up to date.
public final class SourceFile: Sendable {
  /// How the file is shown to people: relative to the programme's folder where it has one.
  public let path: String
  /// The text as it was read, byte for byte.
  public let bytes: [UInt8]
  /// The byte offset at which each line starts; the first is 0.
  private let lineStarts: [Int]

  /// Takes the bytes as they are; bytes that are not UTF-8 are shown with replacement characters.
  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    var starts = [0]
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if byte == 0x0A {
        starts.append(index)
      } else if byte == 0x0D, index >= bytes.count || bytes[index] != 0x0A {
        starts.append(index)
      }
    }
    lineStarts = starts
  }

  /// The same for text that is already a string.
  public convenience init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }

  /// The number of lines; an empty file has one.
  public var lineCount: Int { lineStarts.count }

  /// The text between two byte offsets, clamped to the file.
  public func text(_ range: Range<Int>) -> String {
    let lower = min(max(range.lowerBound, 0), bytes.count)
    let upper = min(max(range.upperBound, lower), bytes.count)
    return String(decoding: bytes[lower..<upper], as: UTF8.self)
  }

  /// The line that holds an offset, counted from 0.
  public func lineIndex(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The byte range of a line without its line break; empty when there is no such line.
  public func lineRange(_ index: Int) -> Range<Int> {
    guard index >= 0, index < lineStarts.count else { return bytes.count..<bytes.count }
    let start = lineStarts[index]
    var end = index + 1 < lineStarts.count ? lineStarts[index + 1] : bytes.count
    while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// Line and column of an offset, both counted from 1; columns count characters as a reader sees them.
  public func position(at offset: Int) -> SourcePosition {
    let clamped = min(max(offset, 0), bytes.count)
    let line = lineIndex(at: clamped)
    let before = text(lineStarts[line]..<clamped)
    return SourcePosition(line: line + 1, column: before.count + 1)
  }
}

/// A place in a text as a person counts it: both from 1, columns in characters.
public struct SourcePosition: Hashable, Sendable {
  /// The line, from 1.
  public let line: Int
  /// The column in characters, from 1.
  public let column: Int
}

/// A range of a source text, in UTF-8 bytes.
public struct SourceSpan: Sendable, Hashable {
  /// The text it lies in.
  public let source: SourceFile
  /// The bytes, end excluded; may be empty.
  public let range: Range<Int>

  /// A span; the range is taken as it is and clamped only when printed.
  public init(source: SourceFile, range: Range<Int>) {
    self.source = source
    self.range = range
  }

  /// The text of the span.
  public var text: String { source.text(range) }
  /// Where it starts, as people count.
  public var start: SourcePosition { source.position(at: range.lowerBound) }
  /// Where it ends (the first character after it), as people count.
  public var end: SourcePosition { source.position(at: range.upperBound) }

  /// Two spans are equal when they are the same bytes of the same file object.
  public static func == (left: SourceSpan, right: SourceSpan) -> Bool {
    left.source === right.source && left.range == right.range
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(source))
    hasher.combine(range)
  }

  /// The smallest span that covers both; the receiver when they lie in different texts.
  public func union(_ other: SourceSpan) -> SourceSpan {
    guard source === other.source else { return self }
    let lower = min(range.lowerBound, other.range.lowerBound)
    let upper = max(range.upperBound, other.range.upperBound)
    return SourceSpan(source: source, range: lower..<upper)
  }
}

extension SourceSpan: CustomDebugStringConvertible {
  /// `file:line:column "text"`, for test failures.
  public var debugDescription: String {
    let start = start
    return "\(source.path):\(start.line):\(start.column) \"\(text)\""
  }
}
