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
    var checker = ShapeChecker(kind.shape)
    let root = checker.check(document.root)
    diagnostics.append(checker.diagnostics)
    files.append(ProgrammeFile(kind: kind, root: root))
    proposals += Proposal.all(in: root, of: kind)
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
    let hidden = unread.reduce(into: Set<String>()) { result, kind in
      for kind in kind.map({ [$0] }) ?? FileKind.allCases { result.formUnion(kind.consequences) }
    }
    var kept = Diagnostics()
    for finding in diagnostics.findings where !hidden.contains(finding.code) {
      kept.report(finding)
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
        notes: [.init("den första står här", span: found.first?.root.entries?.first?.key.span)])
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
