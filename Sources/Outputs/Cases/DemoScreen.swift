public import CaseEngine
public import CaseService
import CaseStore
public import CivilTime
public import FEEL
public import JSONText
public import Programme

/// What the demonstration shows: what people do, in a line each, and the screens that they see.
public struct DemoScreen: Sendable {
  private let programme: Programme
  private let style: Style
  /// Whether short names of the made-up participants are shown: only at a terminal, so that what is kept in a file is as
  /// free from names as what a real programme writes.
  private let showsNames: Bool

  /// A screen.
  public init(_ programme: Programme, _ style: Style) {
    self.programme = programme
    self.style = style
    showsNames = style.isTerminal
  }

  /// The reader of a screen.
  public func reader(_ person: Person) -> Reader {
    let reader = Reader(person, organisation: programme.organisation)
    return showsNames ? reader : reader.masked
  }

  /// What stands at the top.
  public var introduction: String {
    style.paint("Ett påhittat år i \(programme.title)", .heading) + "\n"
      + style.wrap(
        "Alla personer är påhittade. Skärmarna är vad den som nämns ser den dagen. Däremellan står dagskörningar, och det som någon försökte göra men som reglerna avvisade; med --alla-steg också allt som gick."
          + (showsNames ? "" : " Kortnamn visas bara i en terminal.")) + "\n\n"
  }

  /// A command, in one or two lines.
  public func action(_ result: CommandResult, by person: Person, on date: CivilDate) -> String {
    let words = EventWords(
      programme: programme, reader: reader(person),
      workflows: Dictionary(
        result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first }
      ))
    var line = "\(date)  \(person.name)  \(result.number)  "
    if let own = result.events.last(where: { $0.actor != nil }) {
      line += words.cause(own)
      if case .opened = own.cause {
        line +=
          ": \(programme.workflow(result.after.caseState(result.number)?.workflow ?? "")?.title ?? "")"
      }
    }
    let before = result.before?.caseState(result.number)
    let after = result.after.caseState(result.number)
    if before?.active.map(\.id) != after?.active.map(\.id),
      let row = result.projection.cases.first(where: { $0.number == result.number })
    {
      line += " → \(row.stateTitles.joined(separator: ", "))"
    }
    return style.wrap(line, hanging: 12) + "\n"
  }

  /// A refusal: what stands in the way, without the rules' places.
  public func refusal(
    _ error: ServiceError, of what: String, by person: Person, on date: CivilDate
  ) -> String {
    let failure = Failure(error, .init(reader: reader(person), style: Style(width: style.width)))
    let more = failure.details.filter { $0.level == 0 && !$0.text.hasPrefix("regel:") }.map(\.text)
    return style.wrap(
      "\(date)  \(person.name)  \(what) avvisas: \(Self.joined([failure.message] + more))",
      hanging: 12) + "\n"
  }

  private static func joined(_ parts: [String]) -> String {
    parts.dropFirst().reduce(parts.first ?? "") { $0 + ($0.hasSuffix(":") ? " " : "; ") + $1 }
  }

  /// A daily run: what it came to, and what it escalated.
  public func run(_ report: DailyRunReport, workflows: [String: String]) -> String {
    let screen = DailyRunScreen(report, programme: programme, workflows: workflows)
    var text = style.wrap("\(report.through)  Dagskörning  \(screen.summary)", hanging: 12) + "\n"
    let words = EventWords(
      programme: programme,
      reader: Reader(
        Person(id: "", name: "", account: nil, roles: [], party: nil),
        organisation: programme.organisation), workflows: workflows)
    for event in report.events {
      for change in event.changes {
        guard case .escalated = change.change,
          let line = words.change(change, of: event, subject: change.number)
        else { continue }
        text +=
          style.wrap("\(event.date)  \(words.cause(event)): \(line)", indent: 12, hanging: 14)
          + "\n"
      }
    }
    return text
  }

  /// The line above a person's screens.
  public func heading(_ person: Person, on date: CivilDate) -> String {
    let roles = person.roles.map { programme.organisation.role($0)?.title ?? $0 }
    let text = "── \(date) \(date.weekdayName) · \(person.name), \(roles.joined(separator: ", ")) "
    let rest = max(0, style.width - text.columns)
    return "\n" + style.paint(text + String(repeating: "─", count: rest), .heading) + "\n\n"
  }

  /// The line below a person's screens.
  public var footing: String {
    style.paint(String(repeating: "─", count: style.width), .faint) + "\n\n"
  }

  /// How many there are of what, at the end.
  public func keyCounts(cases: [CaseRow], escalations: [EscalationRow], today: CivilDate) -> String
  {
    let text = "\n" + style.paint("Nyckeltal \(today)", .heading) + "\n"
    var facts: [(String, String)] = []
    for workflow in programme.workflows {
      let own = cases.filter { $0.workflow == workflow.id }
      guard !own.isEmpty else { continue }
      let open = own.count { $0.ended == nil }
      facts.append((workflow.title, "\(own.count), varav \(open) pågår"))
    }
    for kind in programme.escalationKinds {
      let own = escalations.filter { $0.kind == kind.id }
      guard !own.isEmpty else { continue }
      let open = own.count { $0.closed == nil }
      facts.append(
        (
          kind.title,
          "\(counted(own.count, "eskalering", "eskaleringar")), varav \(open) öppna"
        ))
    }
    let late = escalations.count { $0.closingReason == .doneInTime }
    if late > 0 { facts.append(("Utförda i tid, registrerade sent", "\(late)")) }
    return text + CaseScreen.facts(facts, style)
  }

  /// The counts for programs, with the verification.
  public func json(
    cases: [CaseRow], escalations: [EscalationRow], today: CivilDate,
    _ verification: VerificationScreen
  ) -> JSONValue {
    var counts = JSONObject()
    for workflow in programme.workflows {
      let own = cases.filter { $0.workflow == workflow.id }
      guard !own.isEmpty else { continue }
      counts[workflow.id] = .object([
        "cases": JSONValue(own.count), "open": JSONValue(own.count { $0.ended == nil }),
      ])
    }
    var raised = JSONObject()
    for kind in programme.escalationKinds {
      let own = escalations.filter { $0.kind == kind.id }
      guard !own.isEmpty else { continue }
      raised[kind.id] = .object([
        "escalations": JSONValue(own.count), "open": JSONValue(own.count { $0.closed == nil }),
      ])
    }
    return .object([
      "date": JSONValue(date: today), "workflows": .object(counts),
      "escalations": .object(raised), "verification": verification.json,
    ])
  }

  /// What is used of a budget.
  public func budget(_ budget: Budget, spent: [(year: Budget.Year, amount: Number)]) -> String {
    var text = ""
    for entry in spent {
      text +=
        style.wrap(
          "\(budget.title) från \(entry.year.from): \(entry.amount.swedish) av \(entry.year.amount.swedish) kr använt",
          indent: 2, hanging: 4) + "\n"
    }
    return text
  }
}
