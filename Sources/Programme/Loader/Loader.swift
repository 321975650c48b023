import CivilTime
public import Diagnostics
import FEEL
import YAMLTree

/// Makes one programme out of its files, and reports everything that is wrong with them in one run.
///
/// Each pass goes on after a fault with what it can still make sense of; what rests on something faulty is left out
/// silently, for the fault itself has been reported.
public struct Loader {
  /// What was found.
  public internal(set) var diagnostics = Diagnostics()

  var files: [ProgrammeFile] = []
  var documents: [Document] = []
  var phases: [Phase] = []
  var escalationKinds: [EscalationKind] = []
  var facts: [Fact] = []
  var roles: [Role] = []
  var parties: [Party] = []
  var persons: [Person] = []
  var identity = Organisation.Identity.account
  var guidelines: [Guideline] = []
  var calendar = WorkingCalendar(closedDays: [])
  var meetings: [String: Meeting] = [:]
  var budgets: [Budget] = []
  var drafts: [WorkflowDraft] = []

  init() {}

  /// A file that has been read and found to be of a kind.
  struct ProgrammeFile {
    let kind: FileKind
    let root: YAMLNode
  }

  /// Reads the files of one programme.
  ///
  /// - Parameters:
  ///   - sources: all its files; their order does not count.
  ///   - hash: what names this content; the caller's, because it must be the same wherever the bytes are kept.
  ///   - diagnostics: takes the findings.
  /// - Returns: nil when any finding is an error.
  public static func load(
    _ sources: [SourceFile], hash: String, diagnostics: inout Diagnostics
  ) -> Programme? {
    var loader = Loader()
    let programme = loader.load(sources, hash: hash)
    diagnostics.append(loader.diagnostics)
    return loader.diagnostics.hasErrors ? nil : programme
  }

  private mutating func load(_ sources: [SourceFile], hash: String) -> Programme? {
    for source in sources.sorted(by: { $0.path < $1.path }) { read(source) }
    guard let head = single(.programme, required: true)?.root else { return nil }
    readProgramme(head)
    readOrganisation()
    readRules()
    drafts = all(.workflow).compactMap { WorkflowDraft($0.root) }
    checkUnique(drafts.map { ($0.id, $0.idSpan) }, "duplicate-workflow", "arbetsflödet")
    let decisionDrafts = all(.decision).compactMap { DecisionDraft($0.root) }
    checkUnique(
      decisionDrafts.map { ($0.name, $0.nameSpan) }, "duplicate-decision", "beslutstabellen")
    var decisions: [Decision] = []
    let workflows = drafts.compactMap { compile($0, decisionDrafts, &decisions) }
    guard let numbers = readNumbers(head) else { return nil }
    let programme = Programme(
      id: head.text("programme") ?? "", title: head.text("title") ?? "", hash: hash,
      numbers: numbers, timeZone: head.text("timezone") ?? "Europe/Stockholm",
      documents: documents, phases: phases, escalationKinds: escalationKinds, facts: facts,
      organisation: Organisation(
        roles: roles, parties: parties, persons: persons, identity: identity),
      guidelines: guidelines, calendar: calendar, meetings: meetings, budgets: budgets,
      decisions: decisions, workflows: workflows.sorted { $0.id < $1.id })
    for check in Self.checks { check(programme, &diagnostics) }
    return programme
  }

  // MARK: Files

  private mutating func read(_ source: SourceFile) {
    guard let document = YAMLTree.parse(source, diagnostics: &diagnostics) else { return }
    guard let first = document.root.entries?.first else {
      diagnostics.error(
        "wrong-kind", "filen är inte en uppställning med nycklar", at: document.root.span)
      return
    }
    guard let kind = FileKind(rawValue: first.name) else {
      let kinds = FileKind.allCases.map(\.rawValue)
      diagnostics.error(
        "unknown-file-kind", "`\(first.name)` är inte en sorts fil som hör till ett program",
        at: first.key.span, help: help(for: first.name, among: kinds))
      return
    }
    var checker = ShapeChecker(diagnostics: diagnostics)
    checker.check(document.root, kind.shape)
    diagnostics = checker.diagnostics
    files.append(ProgrammeFile(kind: kind, root: document.root))
  }

  /// The files of a kind.
  func all(_ kind: FileKind) -> [ProgrammeFile] { files.filter { $0.kind == kind } }

  /// The one file of a kind that there may be only one of.
  mutating func single(_ kind: FileKind, required: Bool = false) -> ProgrammeFile? {
    let found = all(kind)
    if found.isEmpty, required {
      diagnostics.error(
        "missing-file", "programmet har ingen fil som börjar med `\(kind.rawValue):`", at: nil)
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

  // MARK: What occurs everywhere

  /// What a record rests on; a document that does not exist is reported.
  mutating func basis(_ node: YAMLNode) -> Basis {
    var citation: Citation?
    if let source = node["source"], let document = source.text("document") {
      citation = Citation(
        document: document, section: source.text("section"), quote: source.text("quote"))
      if !documents.contains(where: { $0.id == document }) {
        diagnostics.error(
          "unknown-document", "dokumentet `\(document)` finns inte bland programmets `documents`",
          at: source["document"]?.span, help: help(for: document, among: documents.map(\.id)))
      }
    }
    return Basis(source: citation, proposed: node.flag("proposed"))
  }

  /// Checks that a role exists and gives its id.
  mutating func role(_ node: YAMLNode?) -> String? {
    guard let node, let id = node.text else { return nil }
    if !roles.contains(where: { $0.id == id }) {
      diagnostics.error(
        "unknown-role", "rollen `\(id)` finns inte", at: node.span,
        help: help(for: id, among: roles.map(\.id)))
    }
    return id
  }

  /// The roles under `by`; nil when everybody may.
  mutating func roles(_ node: YAMLNode, _ key: String) -> [String]? {
    guard node[key] != nil else { return nil }
    var result: [String] = []
    for item in node.list(key) { if let id = role(item) { result.append(id) } }
    return result
  }

  /// A period that is written out, or `riktlinjer.<name>`.
  mutating func periodSource(_ text: String, at span: SourceSpan) -> PeriodSource? {
    if let period = Period.parse(text) { return .fixed(period) }
    let prefix = "riktlinjer."
    if text.hasPrefix(prefix) {
      let name = String(text.dropFirst(prefix.count))
      guard let index = guidelines.firstIndex(where: { $0.name == name }) else {
        diagnostics.error(
          "unknown-guideline", "riktlinjen `\(name)` finns inte", at: span,
          help: help(for: name, among: guidelines.map(\.name)))
        return nil
      }
      guard guidelines[index].type.isPeriod else {
        diagnostics.error(
          "wrong-type", "riktlinjen `\(name)` är ingen tidsrymd", at: span,
          notes: [.init("den står här", span: guidelines[index].span)],
          help: "den ska ha typen months, weeks, days eller working days")
        return nil
      }
      return .guideline(index)
    }
    diagnostics.error(
      "wrong-value", "`\(text)` är ingen tidsrymd", at: span,
      help: "skriv som `3 veckor`, `20 arbetsdagar` eller `riktlinjer.namn`")
    return nil
  }
}

extension GuidelineType {
  /// Whether its values are periods.
  var isPeriod: Bool {
    switch self {
    case .months, .weeks, .days, .workingDays: true
    case .number, .money, .string, .boolean, .date: false
    }
  }
}
