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
    var best: AgendaItem?
    for index in family.cases.indices where family.cases[index].isOpen {
      let workflow = try workflow(of: family.cases[index])
      let configuration = try chartState(at: index, in: workflow).configuration
      var scope = scope(at: index, workflow: workflow)
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
    for (position, timer) in definition.timers.enumerated() {
      let key = TimerKey(state: active.id, activation: active.activation, index: position)
      guard !state.spentTimers.contains(key), let date = scope.date(timer.date) else { continue }
      body(.timer(key, event: timer.event), max(date, active.entered))
    }
    for task in definition.tasks where !task.reminders.isEmpty || !task.ladder.isEmpty {
      guard
        let instance = state.tasks.first(where: {
          $0.task == task.id && $0.activation == active.activation && $0.isOpen
        }), let due = instance.due
      else { continue }
      for (rung, reminder) in task.reminders.enumerated() {
        let sent = SentReminder(rung: rung, due: due)
        guard !instance.reminded.contains(sent),
          let date = self.date(of: reminder, due: due, in: scope)
        else { continue }
        // A reminder beforehand that was past when the due date came to be would only repeat what was just said.
        guard reminder.isAfter || date >= instance.dueSince else { continue }
        body(.reminder(task: task.id, serial: instance.serial, sent), date)
      }
      for (rung, step) in task.ladder.enumerated() {
        let cause = Escalation.Cause.task(
          task.id, serial: instance.serial, rung: rung, due: due)
        guard !state.escalations.contains(where: { $0.cause == cause }),
          let period = programme.period(step.after, in: scope),
          let date = programme.calendar.adding(period, to: due)
        else { continue }
        body(.overdue(cause, step), date)
      }
    }
  }

  private func date(of reminder: Rung, due: CivilDate, in scope: CaseScope) -> CivilDate? {
    guard let distance = reminder.distance else { return due }
    guard let period = programme.period(distance, in: scope) else { return nil }
    return reminder.isAfter
      ? programme.calendar.adding(period, to: due)
      : programme.calendar.subtracting(period, from: due)
  }
}
