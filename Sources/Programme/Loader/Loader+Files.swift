import Diagnostics
import YAMLTree

extension Loader {
  mutating func read(_ source: SourceFile) {
    guard let document = YAMLTree.parse(source, diagnostics: &diagnostics) else {
      unread.append(FileKind(firstKeyOf: source))
      return
    }
    guard let entries = document.root.entries, let first = entries.first else {
      diagnostics.error(
        "wrong-kind", "filen är inte en uppställning med nycklar", at: document.root.span,
        help: "första raden säger vad filen är, till exempel `workflow: ...`")
      unread.append(nil)
      return
    }
    guard let kind = kind(first, entries) else { return unread.append(nil) }
    guard isReadable(document.root, of: kind) else { return unread.append(kind) }
    var checker = ShapeChecker(kind.shape)
    let root = checker.check(document.root)
    diagnostics.append(checker.diagnostics)
    files.append(ProgrammeFile(kind: kind, root: root))
    proposals += Proposal.all(in: root, of: kind)
  }

  /// The most entries of one list or one mapping. A megabyte holds more than can be compared with each other in the time
  /// that somebody waits, and chains of values longer than the stack is deep.
  static let maximumEntries = 1_000
  /// The most columns of a decision table: an analysis goes as deep as there are columns.
  static let maximumColumns = 100
  /// The most derived values of a workflow: each may rest on all before it.
  static let maximumDerived = 200
  /// The most entries of a file altogether.
  static let maximumNodes = 30_000

  /// Whether nothing in a file is larger than what can be read; what is gets reported.
  private mutating func isReadable(_ root: YAMLNode, of kind: FileKind) -> Bool {
    // The tree's own depth is limited, so this is too.
    var nodes = 0
    func visit(_ node: YAMLNode, _ limit: Int, _ what: String, _ loader: inout Loader) -> Bool {
      let count = node.entries?.count ?? node.items?.count ?? 0
      nodes += count
      guard count <= limit else {
        loader.diagnostics.error(
          "too-many", "här står \(count) \(what), och fler än \(limit) läses inte", at: node.span,
          help: "dela upp det")
        return false
      }
      var result = true
      for entry in node.entries ?? [] {
        let isColumns = kind == .decision && (entry.name == "inputs" || entry.name == "outputs")
        let isDerived = kind == .workflow && entry.name == "derived"
        let limit =
          isColumns
          ? Self.maximumColumns : isDerived ? Self.maximumDerived : Self.maximumEntries
        let inner = visit(entry.value, limit, isColumns ? "kolumner" : "värden", &loader)
        result = result && inner
      }
      for item in node.items ?? [] {
        let inner = visit(item, Self.maximumEntries, "värden", &loader)
        result = result && inner
      }
      return result
    }
    guard visit(root, Self.maximumEntries, "värden", &self) else { return false }
    guard nodes <= Self.maximumNodes else {
      diagnostics.error(
        "too-many",
        "filen har \(nodes) värden, och fler än \(Self.maximumNodes) läses inte", at: root.span,
        help: "dela upp den")
      return false
    }
    return true
  }

  /// What a file is, by its first key; by another key or a misspelt one it is told and still known.
  private mutating func kind(_ first: YAMLEntry, _ entries: [YAMLEntry]) -> FileKind? {
    if let kind = FileKind(rawValue: first.name) { return kind }
    let kinds = FileKind.allCases.map(\.rawValue)
    if let later = entries.first(where: { kinds.contains($0.name) }) {
      diagnostics.error(
        "kind-not-first", "`\(later.name)` ska stå först i filen, för det säger vad filen är",
        at: later.key.span, help: "flytta raden till filens början")
      return FileKind(rawValue: later.name)
    }
    if let meant = suggest(first.name, among: kinds).flatMap(FileKind.init(rawValue:)) {
      // The check of the file's shape reports the key, and mends it.
      return meant
    }
    diagnostics.error(
      "unknown-file-kind", "`\(first.name)` är inte en sorts fil som hör till ett program",
      at: first.key.span,
      help: "första nyckeln är en av \(kinds.map { "`\($0)`" }.joined(separator: ", "))")
    return nil
  }

  /// Where a file could not be read, what refers into it only seems to be unknown.
  mutating func hideConsequences() {
    guard !unread.isEmpty else { return }
    let lost = unread.flatMap { kind in kind.map { [$0] } ?? FileKind.allCases }
    let hidden = lost.reduce(into: Set<String>()) { $0.formUnion($1.consequences) }
    let namespaces = Set(lost.compactMap(\.namespace))
    var kept = Diagnostics()
    for finding in diagnostics.findings where !hidden.contains(finding.code) {
      if finding.code == "swedish-operator", stands(finding, behind: namespaces) { continue }
      kept.report(finding)
    }
    diagnostics = kept
  }

  /// Whether a name out of one of the namespaces stands before a finding on its line.
  private func stands(_ finding: Diagnostic, behind namespaces: Set<String>) -> Bool {
    guard let span = finding.span else { return false }
    let line = span.source.lineRange(span.source.lineIndex(at: span.range.lowerBound))
    let before = span.source.text(
      line.lowerBound..<max(line.lowerBound, span.range.lowerBound))
    return namespaces.contains { before.contains($0) }
  }

  /// An id in the wrong letters is read as the right ones, and may then be unknown: one slip, told once, with the id that
  /// was meant.
  mutating func joinSlips() {
    let slips = diagnostics.findings.filter {
      $0.code == "wrong-value" && $0.message.hasSuffix(" är inte ett id")
    }
    guard !slips.isEmpty else { return }
    let unknown = diagnostics.findings.filter { finding in
      finding.code.hasPrefix("unknown-") && finding.help != nil
        && slips.contains { $0.span == finding.span }
    }
    var kept = Diagnostics()
    for finding in diagnostics.findings where !unknown.contains(finding) {
      let other = slips.contains(finding) ? unknown.first { $0.span == finding.span } : nil
      kept.report(
        other.map { Diagnostic(code: finding.code, finding.message, span: $0.span, help: $0.help) }
          ?? finding)
    }
    diagnostics = kept
  }

  /// The files of a kind.
  func all(_ kind: FileKind) -> [ProgrammeFile] { files.filter { $0.kind == kind } }

  /// The one file of a kind that there may be only one of.
  mutating func single(_ kind: FileKind, required: Bool = false) -> ProgrammeFile? {
    let found = all(kind)
    if found.isEmpty, required, !unread.contains(where: { $0 == kind || $0 == nil }) {
      unread.append(kind)
      diagnostics.error(
        "missing-file", "programmet har ingen fil som börjar med `\(kind.rawValue):`", at: nil,
        help: "lägg till filen, eller kontrollera att rätt katalog är vald")
    }
    for extra in found.dropFirst() {
      diagnostics.error(
        "duplicate-file", "det får bara finnas en fil som börjar med `\(kind.rawValue):`",
        at: extra.root.entries?.first?.key.span ?? extra.root.span,
        notes: [.init("den första står här", span: found.first?.root.entries?.first?.key.span)],
        help: kind == .persons
          ? "skriv `examples: ja` i den fil vars personer bara finns i exemplen" : nil)
    }
    return found.first
  }

  mutating func checkUnique(_ names: [(String, SourceSpan)], _ code: String, _ what: String) {
    var first: [String: SourceSpan] = [:]
    for (name, span) in names {
      if let known = first[name] {
        diagnostics.error(
          code, "\(what) `\(name)` finns redan", at: span,
          notes: [.init("den första står här", span: known)])
      } else {
        first[name] = span
      }
    }
  }
}
