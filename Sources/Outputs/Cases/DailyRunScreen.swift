import CaseEngine
public import CaseService
import CaseStore
import CivilTime
public import JSONText
public import Programme

/// What a daily run did.
public struct DailyRunScreen: Sendable {
  private let report: DailyRunReport
  private let programme: Programme
  private let workflows: [String: String]
  private let responsible: [String: String]

  /// A screen of a report.
  ///
  /// - Parameters:
  ///   - workflows: the workflow of each case that something happened to, by number.
  ///   - responsible: the person responsible for each of them: whoever is away is not the one who is reminded.
  public init(
    _ report: DailyRunReport, programme: Programme, workflows: [String: String],
    responsible: [String: String] = [:]
  ) {
    self.responsible = responsible
    self.report = report
    self.programme = programme
    self.workflows = workflows
  }

  /// The screen. It names cases by number only, for it is often kept in a log.
  public func text(for reader: Reader, _ style: Style) -> String {
    var text = style.paint("Dagskörning till och med \(report.through)", .heading) + "\n"
    let words = EventWords(
      programme: programme, reader: reader.masked, workflows: workflows)
    for event in events {
      text +=
        style.wrap(
          "\(event.date)  \(event.subject)  \(words.cause(event))\(substitute(event, reader))",
          indent: 2, hanging: 14) + "\n"
      for change in event.changes {
        switch change.change {
        case .set, .timerSpent, .taskDone, .reminded: continue
        default:
          guard let what = words.change(change, of: event) else { continue }
          text += style.wrap(what, indent: 14, hanging: 16) + "\n"
        }
      }
    }
    if report.events.isEmpty { text += "  Inget har förfallit.\n" }
    for failure in report.failures {
      text +=
        style.wrap(
          style.paint("\(failure.family): \(failure.error.plainText)", .late), indent: 2, hanging: 4
        )
        + "\n"
    }
    if !report.faulty.isEmpty { text += "\n" + TaskList.faults(report.faulty, style) }
    text += "\n" + style.wrap(summary, hanging: 2) + "\n"
    text += style.wrap("Kedjans huvud: \(report.head.text)", hanging: 2) + "\n"
    return text
  }

  /// What happened, case by case, in each as it happened.
  private var events: [Event] {
    report.events.enumerated().sorted {
      ($0.element.subject, $0.element.date, $0.offset)
        < ($1.element.subject, $1.element.date, $1.offset)
    }.map(\.element)
  }

  /// Whom a reminder is for, when the one responsible is away on its day.
  private func substitute(_ event: Event, _ reader: Reader) -> String {
    guard case .reminder(let id) = event.cause, let owner = responsible[event.subject],
      let role = workflows[event.subject].flatMap(programme.workflow)?.task(id)?.role,
      let who = reader.standIn(for: owner, role: role, today: event.date)
    else { return "" }
    return " · \(who)"
  }

  /// What happened, in a line.
  var summary: String {
    let reminders = report.events.count { if case .reminder = $0.cause { true } else { false } }
    let raised = report.events.flatMap(\.changes).count {
      if case .escalated = $0.change { true } else { false }
    }
    let families = counted(report.familiesChanged, "ärende", "ärenden")
    return
      "\(families) med sina underärenden berördes: \(counted(reminders, "påminnelse", "påminnelser")), "
      + "\(counted(raised, "ny eskalering", "nya eskaleringar"))"
      + (report.failures.isEmpty ? "" : ", \(report.failures.count) gick inte att köra")
  }

  /// The report for programs.
  public func json(for reader: Reader) -> JSONValue {
    let words = EventWords(
      programme: programme, reader: reader.masked, workflows: workflows)
    return .object([
      "through": JSONValue(date: report.through),
      "familiesChanged": JSONValue(report.familiesChanged),
      "events": .array(
        events.map { event in
          .object([
            "case": .string(event.subject), "date": JSONValue(date: event.date),
            "title": .string(words.cause(event)),
          ])
        }),
      "failures": .array(
        report.failures.map {
          .object(["case": .string($0.family), "message": .string($0.error.plainText)])
        }),
      "faulty": JSONValue(texts: report.faulty.map(\.number)),
      "head": .string(report.head.text),
    ])
  }
}
