import CaseEngine
public import CaseService
public import CivilTime
import FEEL
import JSONText
public import Programme

/// What a command came to: what happened, where the case is, what is to be done next, and what was closed.
public struct CommandScreen: Sendable {
  let result: CommandResult
  let programme: Programme
  private let today: CivilDate

  /// A screen of a result.
  public init(_ result: CommandResult, programme: Programme, today: CivilDate) {
    self.result = result
    self.programme = programme
    self.today = today
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    var text = ""
    let words = EventWords(
      programme: programme, reader: reader,
      workflows: Dictionary(
        result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first }
      ))
    for event in result.events {
      if event.actor == nil {
        let elsewhere = event.subject == result.number ? "" : "\(event.subject): "
        text +=
          style.wrap("\(event.date)  \(elsewhere)\(words.cause(event))", hanging: 12) + "\n"
      } else {
        text += style.wrap(headline(event, words, reader), hanging: 2) + "\n"
        if case .corrected = event.cause {
          for change in event.changes {
            guard case .set(_, _, let record) = change.change, record.origin == .correction,
              let line = words.change(change, of: event)
            else { continue }
            text += style.wrap(line, indent: 2, hanging: 4) + "\n"
          }
        }
      }
    }
    for line in consequenceLines(reader) {
      text += style.wrap(line, indent: 2, hanging: 4) + "\n"
    }
    text += undermined(reader, style)
    for overdraft in result.overdrafts {
      let line =
        "Obs: mer än hela ”\(overdraft.title)” för budgetåret från \(overdraft.from) är nu använt, \(overdraft.excess.kronor) för mycket"
      text += style.wrap(style.paint(line, .late), indent: 2, hanging: 4) + "\n"
    }
    for row in changedCases { text += place(row, style) }
    for task in newTasks {
      text +=
        style.wrap(
          "Ny uppgift\(suffix(task.number)): \(task.title.printable) (\(task.task)"
            + ", \(reader.assignee(task, today: today)))"
            + (task.due.map { ", senast \($0), \($0.relative(to: today))" } ?? ""),
          indent: 2, hanging: 4) + "\n"
    }
    for line in escalationLines(words) { text += style.wrap(line, indent: 2, hanging: 4) + "\n" }
    for line in withdrawnLines() { text += style.wrap(line, indent: 2, hanging: 4) + "\n" }
    return text + meetings(reader, style)
  }

  /// What a correction made other than it was, and why what is gone is gone.
  private func consequenceLines(_ reader: Reader) -> [String] {
    result.consequences.map { consequence in
      let name: String =
        switch consequence.kind {
        case .value: consequence.title
        case .timer: "Kommer: \(consequence.title)"
        case .due: "Ny dag för ”\(consequence.title)”"
        }
      let shown: String
      if !reader.mayRead(consequence.protection) {
        shown = Reader.hidden
      } else if consequence.after.isNull {
        let why = consequence.missing.map { "”\($0)”" }.listed(last: "och")
        shown =
          "finns inte längre"
          + (why.isEmpty ? "" : ", för \(why) saknas")
          + " (var \(consequence.before.swedish))"
      } else if consequence.before.isNull {
        shown = consequence.after.swedish
      } else {
        shown = "\(consequence.after.swedish) (var \(consequence.before.swedish))"
      }
      return "\(name)\(suffix(consequence.number)): \(shown)".sentence
    }
  }

  private func headline(_ event: Event, _ words: EventWords, _ reader: Reader) -> String {
    switch event.cause {
    case .opened:
      let title = words.workflow(event.subject)?.title ?? ""
      return "\(result.number) är öppnat: \(title)"
    case .assigned:
      let responsible = result.after.caseState(event.subject)?.responsible
      return "\(event.subject): ansvarig är nu \(responsible.map(reader.name) ?? "ingen")"
        + othersTasks(event.subject, responsible, reader)
    case .postponed:
      return "\(event.subject): \(words.cause(event)): \(postponed(event))"
    default: return "\(event.subject): \(words.cause(event))"
    }
  }

  /// The open tasks that stay with their role, for the one who is responsible now does not hold it.
  private func othersTasks(_ number: String, _ responsible: String?, _ reader: Reader) -> String {
    guard let id = responsible, let person = reader.organisation.person(id) else { return "" }
    let capacities = reader.organisation.capacities(of: person)
    var roles: [String] = []
    for task in result.projection.tasks
    where task.number == number && !capacities.contains(task.role) {
      let title = reader.title(role: task.role)
      if !roles.contains(title) { roles.append(title) }
    }
    guard !roles.isEmpty else { return "" }
    return
      ". \(person.name) är inte \(roles.listed(last: "eller")), så sådana uppgifter ligger kvar hos rollen"
  }

  private func postponed(_ event: Event) -> String {
    for change in event.changes {
      if case .taskPostponed(_, let due, _) = change.change, let due {
        return "\(due), \(due.relative(to: today))"
      }
    }
    return "ingen dag"
  }

  func suffix(_ number: String) -> String {
    number == result.number ? "" : " i \(number)"
  }

  /// The cases whose active states are others than before.
  private var changedCases: [String] {
    result.after.cases.filter { state in
      let before = result.before?.caseState(state.number)
      return before?.active.map(\.id) != state.active.map(\.id) || before?.ending != state.ending
    }.map(\.number)
  }

  private func place(_ number: String, _ style: Style) -> String {
    guard let row = result.projection.cases.first(where: { $0.number == number }) else { return "" }
    let states = row.stateTitles.joined(separator: ", ")
    let line =
      row.ended == nil
      ? "Läge\(suffix(number)): \(states)" : "Avslutat\(suffix(number)): \(states)"
    return style.wrap(line, indent: 2, hanging: 4) + "\n"
  }

  private var newTasks: [TaskRow] {
    result.projection.tasks.filter { task in
      let before = result.before?.caseState(task.number)?.tasks ?? []
      return !before.contains { $0.serial == task.serial && $0.isOpen }
    }
  }

  private func escalationLines(_ words: EventWords) -> [String] {
    result.events.flatMap { event in
      event.changes.compactMap { change in
        switch change.change {
        case .escalated, .escalationClosed:
          words.change(change, of: event, subject: change.number).map {
            "\($0), \(event.date)".sentence
          }
        default: nil
        }
      }
    }
  }

  private func withdrawnLines() -> [String] {
    result.events.flatMap(\.changes).compactMap { change in
      guard case .taskWithdrawn(let serial) = change.change,
        // One that was done and whose condition ceased with it was done.
        !result.events.contains(where: { $0.finishes(serial, of: change.number) }),
        let state = result.before?.caseState(change.number),
        let task = state.tasks.first(where: { $0.serial == serial }), task.isOpen
      else { return nil }
      let title = programme.workflow(state.workflow)?.task(task.task)?.title ?? task.task
      return "Inte längre aktuell\(suffix(change.number)): \(title)"
    }
  }
}
