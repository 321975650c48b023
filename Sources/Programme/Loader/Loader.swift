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
  /// The programme's first day.
  var begins: CivilDate?
  /// Its last day.
  var ends: CivilDate?
  var phases: [Phase] = []
  var escalationKinds: [EscalationKind] = []
  var milestones: [MilestoneKind] = []
  var facts: [Fact] = []
  var roles: [Role] = []
  var parties: [Party] = []
  var persons: [Person] = []
  /// Where the persons stand.
  var personsFile: String?
  var identity = Organisation.Identity.account
  var guidelines: [Guideline] = []
  var calendar = WorkingCalendar(closedDays: [])
  var meetings: [String: Meeting] = [:]
  var budgets: [Budget] = []
  var drafts: [WorkflowDraft] = []
  /// Guidelines whose type is unknown: they are there, but nothing can be said of their use.
  var vagueGuidelines: Set<String> = []
  /// The same for facts that do not say where they come from.
  var vagueFacts: Set<String> = []
  /// The same for series of meetings whose rule cannot be read.
  var vagueMeetings: Set<String> = []
  var proposals: [Proposal] = []
  /// The kinds of the files that could not be read; nil where not even the kind is known.
  var unread: [FileKind?] = []

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

  /// The most files of a programme.
  static let maximumFiles = 500

  private mutating func load(_ sources: [SourceFile], hash: String) -> Programme? {
    guard sources.count <= Self.maximumFiles else {
      diagnostics.error(
        "too-many",
        "programmet har \(sources.count) filer, och fler än \(Self.maximumFiles) läses inte",
        at: nil, help: "kontrollera att rätt katalog är vald")
      return nil
    }
    for source in sources.sorted(by: { $0.path < $1.path }) { read(source) }
    let programme = compile(hash: hash)
    hideConsequences()
    joinSlips()
    return programme
  }

  private mutating func compile(hash: String) -> Programme? {
    let head = single(.programme, required: true)?.root
    if let head { readProgramme(head) }
    readOrganisation()
    readRules()
    drafts = all(.workflow).compactMap { WorkflowDraft($0.root) }
    // What has no name cannot be found under it, and that has been reported.
    if drafts.count < all(.workflow).count { unread.append(.workflow) }
    checkUnique(drafts.map { ($0.id, $0.idSpan) }, "duplicate-workflow", "arbetsflödet")
    let decisionDrafts = all(.decision).compactMap { DecisionDraft($0.root) }
    if decisionDrafts.count < all(.decision).count { unread.append(.decision) }
    checkUnique(
      decisionDrafts.map { ($0.name, $0.nameSpan) }, "duplicate-decision", "beslutstabellen")
    var decisions: [Decision] = []
    checkScopes(decisionDrafts)
    let workflows = drafts.compactMap { compile($0, decisionDrafts, &decisions) }
    guard let head, let numbers = readNumbers(head) else { return nil }
    let programme = Programme(
      id: head.text("programme") ?? "", title: head.text("title") ?? "", hash: hash,
      numbers: numbers, timeZone: head.text("timezone") ?? Programme.usualTimeZone, begins: begins,
      ends: ends, documents: documents, phases: phases, escalationKinds: escalationKinds,
      milestones: milestones, facts: facts,
      organisation: Organisation(
        roles: roles, parties: parties, persons: persons, identity: identity,
        file: personsFile),
      guidelines: guidelines, calendar: calendar, meetings: meetings, budgets: budgets,
      decisions: decisions, workflows: workflows.sorted { $0.id < $1.id }, proposals: proposals)
    checkAnchors(programme)
    checkFacts(head)
    var found = Diagnostics()
    for check in Self.checks { check(programme, &found) }
    // A workflow that did not compile is there, though the programme does not hold it.
    let isWhole = workflows.count == drafts.count
    for finding in found.findings
    where isWhole || !FileKind.workflow.consequences.contains(finding.code) {
      diagnostics.report(finding)
    }
    if !diagnostics.hasErrors {
      for check in Self.advice { check(programme, &diagnostics) }
      adviseOnBudgets()
      adviseOnRoles(programme)
    }
    return programme
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
    if let source = node["source"], node.flag("proposed") {
      diagnostics.warning(
        "proposed-with-source", "det här är både ett förslag och hämtat ur en källa",
        at: node.keySpan("proposed"), notes: [.init("källan står här", span: source.span)],
        help: "ta bort `proposed` om källan säger just detta, annars `source`")
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
      if vagueGuidelines.contains(name) { return nil }
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
