import CaseEngine
import CaseService
import CivilTime
import Programme

extension CommandScreen {
  /// What a command did to meetings, and what followed in other cases because meetings are held on other days.
  func meetings(_ reader: Reader, _ style: Style) -> String {
    var text = ""
    let own = EventWords(
      programme: programme, reader: reader,
      workflows: Dictionary(
        result.after.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first }
      ))
    for (event, change) in result.events.flatMap({ event in event.changes.map { (event, $0) } }) {
      guard case .meeting(let standing) = change.change,
        let line = own.change(change, of: event, subject: change.number)
      else { continue }
      text += style.wrap(line, indent: 2, hanging: 4) + "\n"
      // The day stands as somebody named it, but may have been mistyped.
      if let held = standing?.held, !programme.calendar.isWorkingDay(held) {
        let name = programme.calendar.name(of: held).map { " (\($0))" } ?? ""
        text +=
          style.wrap(
            "\(held) är en \(held.weekdayName) och ingen arbetsdag\(name)", indent: 2, hanging: 4)
          + "\n"
      }
    }
    return text + dependents(reader, style)
  }

  private func dependents(_ reader: Reader, _ style: Style) -> String {
    let dependents = result.dependents
    let words = EventWords(
      programme: programme, reader: reader, workflows: dependents.cases.mapValues(\.workflow))
    var text = ""
    for event in dependents.events {
      if case .meetingsChanged = event.cause {
      } else {
        text +=
          style.wrap("\(event.date)  \(event.subject): \(words.cause(event))", hanging: 12) + "\n"
      }
      for change in event.changes {
        guard let line = line(change, of: event, words) else { continue }
        text += style.wrap("\(change.number): \(line)", indent: 2, hanging: 4) + "\n"
      }
    }
    for failure in dependents.failures {
      text +=
        style.wrap(
          "\(failure.family) följde inte med: \(failure.error.plainText)", indent: 2, hanging: 4)
        + "\n"
    }
    return text
  }

  private func line(_ change: CaseChange, of event: Event, _ words: EventWords) -> String? {
    guard case .taskDue(let serial, let due) = change.change,
      let state = result.dependents.cases[change.number],
      let task = state.tasks.first(where: { $0.serial == serial })
    else { return words.change(change, of: event, subject: change.number) }
    let title = programme.workflow(state.workflow)?.task(task.task)?.title ?? task.task
    return "”\(title)” " + (due.map { "senast \($0)" } ?? "utan dag")
  }
}
