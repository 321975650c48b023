import CaseEngine
import CivilTime
import Diagnostics
import FEEL
import Programme
import Testing

/// A small programme and one family in it, driven by hand: what the engine's tests need and nothing more.
struct World {
  var engine: Engine
  var family: FamilyState?
  var events: [Event] = []
  private var nextSerial = 1

  /// Loads a programme from texts; everything but workflows has a usable default.
  static func programme(
    workflows: [String], guidelines: String = "", decisions: [String] = [], facts: String = "",
    budgets: String = "", hash: String = "hash"
  ) throws -> Programme {
    var files = [
      SourceFile(path: "programme.yaml", text: head + facts),
      SourceFile(path: "organisation.yaml", text: organisation),
      SourceFile(path: "persons.yaml", text: persons),
      SourceFile(path: "calendar.yaml", text: calendar),
      SourceFile(path: "meetings.yaml", text: meetings),
    ]
    if !guidelines.isEmpty {
      files.append(
        SourceFile(path: "guidelines.yaml", text: "guidelines: g\nparameters:\n" + guidelines))
    }
    if !budgets.isEmpty { files.append(SourceFile(path: "budgets.yaml", text: budgets)) }
    for (index, text) in workflows.enumerated() {
      files.append(SourceFile(path: "workflow\(index).yaml", text: text))
    }
    for (index, text) in decisions.enumerated() {
      files.append(SourceFile(path: "decision\(index).yaml", text: text))
    }
    var findings = Diagnostics()
    let programme = Loader.load(files, hash: hash, diagnostics: &findings)
    return try #require(
      programme, Comment(rawValue: DiagnosticRenderer().render(findings)))
  }

  init(_ programme: Programme) {
    engine = Engine(programme: programme)
  }

  /// Carries out a command.
  @discardableResult
  mutating func act(
    _ command: Command, on date: String, as actor: String = "anna", for behalf: String? = nil,
    facts: [String: Value] = [:]
  ) throws -> [Event] {
    let date = try #require(CivilDate.parse(date))
    let context = CommandContext(
      actor: actor, behalf: behalf, date: date, recorded: Moment(milliseconds: 0),
      numbers: NumberSource(pattern: engine.programme.numbers, next: [date.year: nextSerial]),
      facts: facts, history: events)
    return take(try engine.decide(command, family: family, context: context))
  }

  /// The daily run.
  @discardableResult
  mutating func run(to date: String) throws -> [Event] {
    guard let family else { return [] }
    let date = try #require(CivilDate.parse(date))
    return take(
      try engine.advance(
        family, to: date, recorded: Moment(milliseconds: 0),
        numbers: NumberSource(pattern: engine.programme.numbers, next: [date.year: nextSerial])))
  }

  /// Lets the engine start over: the family as a store gives it back.
  mutating func forget() { family = family?.withoutFindings }

  private mutating func take(_ decision: Engine.Decision) -> [Event] {
    family = decision.family
    events += decision.events
    nextSerial += decision.numbers.taken.values.reduce(0, +)
    return decision.events
  }

  /// The case of a number; the first without one.
  func state(_ number: String? = nil) throws -> CaseState {
    let family = try #require(family)
    return try #require(number.map { family.caseState($0) } ?? family.cases.first)
  }

  /// The ids of the active states of the first case.
  func active(_ number: String? = nil) throws -> [String] { try state(number).active.map(\.id) }

  /// The open tasks of the first case with their due dates.
  func open(_ number: String? = nil) throws -> [String: String] {
    var result: [String: String] = [:]
    for task in try state(number).tasks where task.isOpen {
      result[task.task] = task.due?.description ?? "-"
    }
    return result
  }

  /// The open escalations of the first case: kind and role.
  func escalations(_ number: String? = nil) throws -> [String] {
    try state(number).escalations.filter(\.isOpen).map { "\($0.kind) \($0.to)" }
  }

  /// The number of the first case.
  var number: String { family?.root ?? "" }

  private static let head = """
    programme: test
    title: Test
    numbers: T-{year}-{number}
    documents: {källa: {title: Källa}}
    phases: {första: Första, andra: Andra}
    escalations:
      sen: {title: Sen, overdue: ja}
      låst: {title: Låst}

    """

  private static let organisation = """
    organisation: test
    roles:
      handläggare: {title: Handläggare, reads: [personal, sensitive]}
      ledare: {title: Ledare, reads: [personal]}
      granskare: {title: Granskare, reads: [personal, sensitive]}
      nämnd: {title: Nämnden, through: ledare}
    """

  private static let persons = """
    persons: test
    identity: declared
    people:
      anna: {name: Anna, roles: [handläggare]}
      olle: {name: Olle, roles: [handläggare]}
      eva: {name: Eva, roles: [granskare]}
      lena: {name: Lena, account: lena, roles: [ledare]}
      olof: {name: Olof, roles: [handläggare]}
      nils: {name: Nils, roles: [nämnd]}
    """

  private static let calendar = """
    calendar: test
    closed weekdays: [lördag, söndag]
    holidays:
      nyårsdagen: {date: 01-01}
      långfredagen: {easter: -2}
    """

  private static let meetings = """
    meetings: test
    series:
      möte: {title: Möte, every: 3 veckor, first: 2017-01-11}
    """
}

extension FamilyState {
  /// The same without what an engine worked out of it.
  var withoutFindings: FamilyState {
    FamilyState(
      root: root, version: version, handled: handled, cases: cases, definitions: definitions)
  }
}
