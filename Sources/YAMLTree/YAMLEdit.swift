import Diagnostics

/// Edits in place: the file as before, byte for byte, but for what is asked for.
///
/// An edit is tried in the ways of writing that come into question, plainest first, and each try is read back: only
/// one that gives exactly the wanted tree is returned. So no rule about quoting here can be wrong in a way that harms a
/// file.
public enum YAMLEdit {
  /// Writes another text in the place of a scalar.
  ///
  /// The quotes stay as they are as long as the new text can be written so; a block scalar stays one when the text
  /// ends in a line break as its header says. Tag, anchor and comments stay. A value that is not written
  /// (`namn:`) is written.
  ///
  /// - Throws: `YAMLEditError`.
  /// - Returns: the bytes of the whole file.
  public static func replaceScalar(
    _ node: YAMLNode, with text: String, in document: YAMLDocument
  ) throws(YAMLEditError) -> [UInt8] {
    guard !node.isAlias else { throw .isAlias }
    guard let scalar = node.scalar else { throw .notAScalar }
    guard let path = TreePath.find(node, in: document) else { throw .notInDocument }
    if scalar.text.utf8.elementsEqual(text.utf8), !node.isEmpty { return document.source.bytes }
    for replacement in replacements(for: node, scalar, with: text) {
      var bytes = document.source.bytes
      bytes.replaceSubrange(replacement.range, with: replacement.text.utf8)
      if let edited = reread(bytes, like: document),
        TreeComparison(path: path, change: .text(text)).holds(document.root, edited.root)
      {
        return bytes
      }
    }
    throw .wouldChangeMore
  }

  struct Replacement {
    let range: Range<Int>
    let text: String
  }

  /// The edited file as a tree, when it reads without a fault that was not there before.
  static func reread(_ bytes: [UInt8], like document: YAMLDocument) -> YAMLDocument? {
    var before = Diagnostics()
    _ = YAMLTree.parse(document.source, diagnostics: &before)
    var after = Diagnostics()
    let source = SourceFile(path: document.source.path, bytes: bytes)
    guard let edited = YAMLTree.parse(source, diagnostics: &after),
      after.findings.map(\.code) == before.findings.map(\.code)
    else { return nil }
    return edited
  }

  private static func replacements(
    for node: YAMLNode, _ scalar: YAMLScalar, with text: String
  ) -> [Replacement] {
    let range = node.span.range
    let bytes = node.span.source.bytes
    let plain = YAMLText.isPlainCandidate(text) ? [text] : []
    let single = YAMLText.singleQuoted(text).map { [$0] } ?? []
    let double = [YAMLText.doubleQuoted(text)]
    let quotes =
      text.contains("\"") || text.contains("\\") ? single + double : double
    switch scalar.style {
    case .plain where text.isEmpty && node.isEmpty:
      return [Replacement(range: range, text: "")]
    case .plain where range.isEmpty:
      // Nothing is written yet: after `namn:` a space is missing, after a lone key the colon too.
      return (plain + quotes).flatMap { written in
        ["", " ", ": "].map { Replacement(range: range, text: $0 + written) }
      }
    case .plain: return (plain + quotes).map { Replacement(range: range, text: $0) }
    case .singleQuoted:
      return (single + double).map { Replacement(range: range, text: $0) }
    case .doubleQuoted: return double.map { Replacement(range: range, text: $0) }
    case .literal, .folded:
      return blockReplacements(scalar, bytes, range, text)
        + quotedForBlock(bytes, range, quotes)
    }
  }

  /// A quoted text in the place of a block scalar; a comment after its header stays.
  private static func quotedForBlock(
    _ bytes: [UInt8], _ range: Range<Int>, _ quotes: [String]
  ) -> [Replacement] {
    let headerEnd = min(TextChecks.lineEnd(bytes, from: range.lowerBound), range.upperBound)
    var indicators = range.lowerBound
    while indicators < headerEnd, bytes[indicators] != 0x20, bytes[indicators] != 0x09 {
      indicators += 1
    }
    let comment = String(decoding: bytes[indicators..<headerEnd], as: UTF8.self)
    return quotes.map { Replacement(range: range, text: $0 + comment) }
  }

  private static func blockReplacements(
    _ scalar: YAMLScalar, _ bytes: [UInt8], _ range: Range<Int>, _ text: String
  ) -> [Replacement] {
    let headerEnd = TextChecks.lineEnd(bytes, from: range.lowerBound)
    guard headerEnd < range.upperBound, !text.isEmpty,
      !text.unicodeScalars.contains(where: YAMLText.needsEscape)
    else { return [] }
    let header = String(decoding: bytes[range.lowerBound..<headerEnd], as: UTF8.self)
    let lineEnd = YAMLText.lineEnd(of: bytes)
    let firstLine = scalar.sourceSpan(of: 0..<scalar.text.utf8.count).range.lowerBound
    let indent = YAMLText.column(of: firstLine, in: bytes)
    let margin = String(repeating: " ", count: indent)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    func block(_ header: String, _ lines: [String]) -> Replacement {
      let body = lines.map { $0.isEmpty ? "" : margin + $0 }.joined(separator: lineEnd)
      return Replacement(range: range, text: header + lineEnd + body)
    }
    guard scalar.style == .folded else { return [block(header, lines)] }
    let spread = lines.flatMap { $0.isEmpty ? [$0] : ["", $0] }.dropFirst()
    return [block(header, Array(spread)), block("|" + header.dropFirst(), lines)]
  }
}
