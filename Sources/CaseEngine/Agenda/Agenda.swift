import CivilTime
import FEEL
import Programme
import Statechart

/// One thing that will happen by itself unless something happens before.
struct AgendaItem {
  /// What it is.
  enum Kind {
    /// A date timer.
    case timer(TimerKey, event: String)
    /// A reminder.
    case reminder(task: String, serial: Int, SentReminder)
    /// A rung of an overdue task's ladder.
    case overdue(Escalation.Cause, TaskDefinition.Escalation)
  }

  /// The day.
  let date: CivilDate
  /// The position of the case in its family.
  let caseIndex: Int
  /// What it is.
  let kind: Kind
}

extension Decider {
  /// What is to happen next: the earliest by date, then case, then document order (rule D2). Dates before `floor` count
  /// as `floor`, for what is past when it comes to be falls due at once.
  mutating func nextItem(from floor: CivilDate) throws(Refusal) -> AgendaItem? {
    let day = agendaDay
    if let outlook, outlook.holds(on: day, from: floor) { return outlook.item }
    let item = try workOutNextItem(from: floor)
    outlook = Outlook(day: day, floor: floor, item: item)
    return item
  }

  private mutating func workOutNextItem(from floor: CivilDate) throws(Refusal) -> AgendaItem? {
    var best: AgendaItem?
    for index in family.cases.indices where family.cases[index].isOpen {
      let workflow = try workflow(of: family.cases[index])
      let configuration = try chartState(at: index, in: workflow).configuration
      var scope = agendaScope(at: index, workflow: workflow)
      for state in configuration {
        try agenda(of: workflow.states[state], at: index, &scope) { kind, day in
          let date = max(day, floor)
          // Strictly earlier: among equals the first in document order stays.
          if best.map({ date < $0.date }) ?? true {
            best = AgendaItem(date: date, caseIndex: index, kind: kind)
          }
        }
      }
    }
    return best
  }

  /// Everything that is armed in one active state, in document order: timers, then each task's reminders and ladder.
  private func agenda(
    of definition: StateDefinition, at index: Int, _ scope: inout CaseScope,
    _ body: (AgendaItem.Kind, CivilDate) -> Void
  ) throws(Refusal) {
    let state = family.cases[index]
    guard let active = state.activeState(definition.id) else { return }
    for timer in definition.timers {
      let key = TimerKey(state: active.id, activation: active.activation, key: timer.key)
      guard !state.spentTimers.contains(key), let date = scope.date(timer.date) else { continue }
      body(.timer(key, event: timer.event), max(date, active.entered))
    }
    for task in definition.tasks where !task.reminders.isEmpty || !task.ladder.isEmpty {
      guard
        let instance = state.tasks.first(where: {
          $0.task == task.id && $0.activation == active.activation && $0.isOpen
        }), let due = instance.due, let late = instance.lateFrom
      else { continue }
      for reminder in task.reminders {
        let sent = SentReminder(rung: reminder.key, due: due)
        guard !instance.reminded.contains(sent),
          let date = programme.date(of: reminder, due: due, in: scope)
        else { continue }
        // T7: what was past when the due date came to be would only repeat what was just said.
        guard date >= instance.dueSince else { continue }
        body(.reminder(task: task.id, serial: instance.serial, sent), date)
      }
      func cause(_ step: TaskDefinition.Escalation) -> Escalation.Cause {
        .task(task.id, serial: instance.serial, rung: step.key, due: due)
      }
      // E2: a rung that was raised has taken over from all below it, also from those that come due later.
      let reached = task.ladder.lastIndex { state.hasRaised(cause($0)) }
      for step in task.ladder.dropFirst(reached.map { $0 + 1 } ?? 0) {
        guard let period = programme.period(step.after, in: scope),
          let date = programme.calendar.adding(period, to: late)
        else { continue }
        body(.overdue(cause(step), step), date)
      }
    }
  }
}

extension Programme {
  /// The day of a reminder.
  func date(of reminder: Rung, due: CivilDate, in scope: CaseScope) -> CivilDate? {
    guard let distance = reminder.distance else { return due }
    guard let period = period(distance, in: scope) else { return nil }
    return reminder.isAfter
      ? calendar.adding(period, to: due) : calendar.subtracting(period, from: due)
  }
}

extension TaskInstance {
  /// The day from which its ladder counts: the due date, and no day before it opened, for nobody is late with what is not
  /// there (E2).
  var lateFrom: CivilDate? { due.map { max($0, opened) } }
}

extension CaseState {
  /// Whether an escalation of this cause has been raised and still counts: one that closed because the due date moved
  /// away does not, when the date comes back.
  func hasRaised(_ cause: Escalation.Cause) -> Bool {
    escalations.contains { $0.cause == cause && $0.closing?.reason != .dueMoved }
  }
}
