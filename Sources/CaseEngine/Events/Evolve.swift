import CivilTime
import FEEL

extension FamilyState {
  /// The family after an event. Pure, total, and without definitions: events carry outcomes.
  ///
  /// - Throws: `ReplayError` when the event does not belong after this state; a store that has been tampered with.
  public static func evolve(_ family: FamilyState?, _ event: Event) throws(ReplayError)
    -> FamilyState
  {
    var result =
      family
      ?? FamilyState(
        root: event.family, version: 0, handled: event.date, cases: [],
        definitions: event.definitions)
    guard event.family == result.root, event.version == result.version + 1 else {
      throw .wrongVersion(family: event.family, expected: result.version + 1, found: event.version)
    }
    for change in event.changes {
      try result.apply(change, date: event.date, actor: event.actor)
    }
    result.version = event.version
    result.handled = max(result.handled, event.date)
    result.definitions = event.definitions
    return result
  }

  mutating func apply(_ change: CaseChange, date: CivilDate, actor: String?) throws(ReplayError) {
    findings = Findings()
    if case .opened(let workflow, let parent) = change.change {
      guard index(of: change.number) == nil else { throw .duplicateCase(change.number) }
      cases.append(
        CaseState(number: change.number, workflow: workflow, parent: parent, opened: date))
      return
    }
    guard let index = index(of: change.number) else { throw .unknownCase(change.number) }
    cases[index].apply(change.change, date: date, actor: actor)
  }
}

extension CaseState {
  mutating func apply(_ change: Change, date: CivilDate, actor: String?) {
    switch change {
    case .opened, .reason, .noted: break
    case .restored(let standing): restore(standing)
    case .macrostep(let record): apply(record, date: date)
    case .set(let field, let value, _): data[field] = value == .null ? nil : value
    case .responsible(let person): responsible = person
    case .timerSpent(let key): spentTimers.append(key)
    case .taskOpened(let task):
      // The next round of a task that returns takes the place of the one that was done.
      tasks.removeAll { !$0.isOpen && $0.task == task.task && $0.activation == task.activation }
      tasks.append(task)
      counters.tasks = max(counters.tasks, task.serial)
    case .taskDue(let serial, let due):
      updateTask(serial) { task in
        task.due = due
        task.dueSince = date
      }
    case .taskPostponed(let serial, let due, let isByHand):
      updateTask(serial) { task in
        task.due = due
        task.dueSince = date
        task.isDueByHand = isByHand
      }
    case .taskDone(let serial): updateTask(serial) { $0.done = date }
    case .taskWithdrawn(let serial): tasks.removeAll { $0.serial == serial }
    case .reminded(let serial, let sent): updateTask(serial) { $0.reminded.append(sent) }
    case .escalated(let escalation):
      escalations.append(escalation)
      counters.escalations = max(counters.escalations, escalation.serial)
    case .acknowledged(let serial):
      updateEscalation(serial) { escalation in
        escalation.acknowledged = actor.map { Escalation.Acknowledgement(by: $0, date: date) }
      }
    case .escalationClosed(let serial, let reason):
      // Closed by something that happened earlier and was recorded late: never before it was raised.
      updateEscalation(serial) { escalation in
        escalation.closing = Escalation.Closing(
          date: max(date, escalation.raised), reason: reason)
      }
    case .faulted(let fault): faults.append(fault)
    case .faultCleared(let what): faults.removeAll { $0.what == what }
    case .ended(let reason): ending = Ending(date: date, reason: reason)
    case .meeting(let standing): meeting = standing
    case .milestone(let id, let day):
      milestones.append(Milestone(id: id, date: date, by: actor, meeting: day))
    case .treated(let series, let day, let task, let isFirst, let since):
      treated.append(
        Treatment(
          series: series, meeting: day, task: task, isFirst: isFirst, since: since, date: date,
          by: actor))
    }
  }

  private mutating func apply(_ record: MacrostepRecord, date: CivilDate) {
    for entry in record.entries {
      switch entry {
      case .took: break
      case .left(let id): active.removeAll { $0.id == id }
      case .entered(let id):
        counters.activations += 1
        active.append(ActiveState(id: id, entered: date, activation: counters.activations))
      case .remembered(let state, let value): history[state] = value
      }
    }
    // What was done, and timers that have had their day, matter only as long as their state lasts. Tasks that are still
    // open are withdrawn by changes of their own, which people see.
    let activations = Set(active.map(\.activation))
    tasks.removeAll { !$0.isOpen && !activations.contains($0.activation) }
    spentTimers.removeAll { !activations.contains($0.activation) }
  }

  private mutating func updateTask(_ serial: Int, _ body: (inout TaskInstance) -> Void) {
    guard let index = tasks.firstIndex(where: { $0.serial == serial }) else { return }
    body(&tasks[index])
  }

  private mutating func updateEscalation(_ serial: Int, _ body: (inout Escalation) -> Void) {
    guard let index = escalations.firstIndex(where: { $0.serial == serial }) else { return }
    body(&escalations[index])
  }
}

/// Why a history cannot be replayed: it is not what was written.
public enum ReplayError: Error, Hashable, Sendable {
  /// An event is missing, doubled or of another family.
  case wrongVersion(family: String, expected: Int, found: Int)
  /// A change of a case that was never opened.
  case unknownCase(String)
  /// A case that was opened twice.
  case duplicateCase(String)
}
