public import Diagnostics

/// Reads YAML into a tree with places.
public enum YAMLTree {
  /// The largest file that is read, in bytes.
  public static let maximumBytes = 1 << 20
  /// How many lists and mappings may stand inside each other.
  public static let maximumDepth = 64
  /// How many nodes all aliases of a file together may stand for.
  public static let maximumAliasNodes = 10_000
  /// How many findings one file gives before reading stops.
  public static let maximumFindings = 100

  /// Reads one document.
  ///
  /// Everything that is wrong becomes a finding. Reading goes on after faults that leave the structure clear (a key
  /// that stands twice keeps its first value, an unknown alias is an empty scalar), so that a later pass can report
  /// more; callers look at `diagnostics.hasErrors` before they use the tree.
  ///
  /// - Returns: nil when there is no tree to speak of: not UTF-8, too large, nested too deep, empty, not YAML.
  public static func parse(
    _ source: SourceFile, diagnostics: inout Diagnostics
  ) -> YAMLDocument? {
    var faults = Faults(source: source)
    defer { diagnostics.append(faults.diagnostics) }
    guard let map = TextChecks.check(source, &faults) else { return nil }
    var builder = TreeBuilder(source: source, map: map, faults: faults)
    let root = source.bytes.withUnsafeBufferPointer { builder.read($0) }
    faults = builder.faults
    return root.map { YAMLDocument(source: source, root: $0) }
  }
}

/// The findings of one file, at most `maximumFindings`.
struct Faults {
  let source: SourceFile
  private(set) var diagnostics = Diagnostics()
  private var count = 0

  init(source: SourceFile) { self.source = source }

  /// Whether no more are taken.
  var isFull: Bool { count >= YAMLTree.maximumFindings }

  mutating func error(
    _ code: String, _ message: String, _ range: Range<Int>,
    notes: [Diagnostic.Note] = [], help: String? = nil
  ) {
    guard !isFull else { return }
    count += 1
    diagnostics.error(code, message, at: span(range), notes: notes, help: help)
    if isFull {
      diagnostics.error(
        "yaml-too-many-faults",
        "filen har fler än \(YAMLTree.maximumFindings) fel; resten visas inte",
        at: span(range), help: "rätta de första felen och kontrollera igen")
    }
  }

  mutating func warning(
    _ code: String, _ message: String, _ range: Range<Int>, help: String? = nil
  ) {
    guard !isFull else { return }
    count += 1
    diagnostics.warning(code, message, at: span(range), help: help)
  }

  func span(_ range: Range<Int>) -> SourceSpan { SourceSpan(source: source, range: range) }
}
