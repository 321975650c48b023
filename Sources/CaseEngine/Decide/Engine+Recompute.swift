import CivilTime
import FEEL
import Programme

extension Engine {
  /// Decides a recorded event anew: what the engine would say today, on these definitions, of what was asked or due then.
  ///
  /// - Parameters:
  ///   - event: the recorded event.
  ///   - family: the family before it; nil for the first.
  ///   - minutes: the cases of which something was recorded at meetings before it.
  ///   - history: the family's events before it.
  /// - Returns: the event as it comes out now; nil when nothing would happen.
  /// - Throws: `Refusal` when it would be refused now.
  public func recompute(
    _ event: Event, on family: FamilyState?, minutes: [MeetingDay: [String]] = [:],
    history: [Event]
  ) throws(Refusal) -> Event? {
    let given = event.changes.compactMap { change in
      if case .opened = change.change { change.number } else { nil }
    }
    let numbers = NumberSource(pattern: programme.numbers, given: given)
    guard let actor = event.actor else {
      guard let family else { return nil }
      var decider = Decider(
        engine: self, family: family, recorded: event.recorded, numbers: numbers)
      if case .meetingsChanged(let number) = event.cause {
        try decider.rederive(meetingsChangedBy: number, on: event.date)
        return decider.events.first
      }
      var cursor = history.dueFrom ?? event.date
      while decider.events.isEmpty {
        guard try decider.automaticStep(through: event.date, from: &cursor) else { return nil }
      }
      return decider.events.first
    }
    let context = CommandContext(
      actor: actor, behalf: event.behalf, date: event.date, recorded: event.recorded,
      numbers: numbers, facts: event.facts, minutes: minutes, history: history)
    var decider = Decider(engine: self, family: family, context: context)
    guard let command = Command(event) else { return nil }
    try decider.apply(command, context: context)
    return decider.events.first
  }
}

extension [Event] {
  /// The day from which what is due after the last of them is handled: its own, and after something was taken back the day up
  /// to which the family had been handled before that (U6).
  fileprivate var dueFrom: CivilDate? {
    guard let last else { return nil }
    guard case .undone(let version) = last.cause else { return last.date }
    return lazy.filter { $0.version < version }.map(\.date).max()
      ?? first { $0.version == version }?.date
  }
}

extension Command {
  /// The command that an event came of, from what the event records; nil for the engine's own events.
  public init?(_ event: Event) {
    let number = event.subject
    var inputs: [String: Value] = [:]
    var corrections: [String: Value] = [:]
    var reason = ""
    var note = ""
    var opening: (workflow: String, parent: String?)?
    var person: String?
    var due: CivilDate?
    var meeting: CivilDate?
    for change in event.changes where change.number == number {
      switch change.change {
      case .set(let field, let value, let record):
        switch record.origin {
        case .input: inputs[field] = value
        case .correction: corrections[field] = value
        case .action, .standard, .undone: break
        }
      case .reason(let text): reason = text
      case .noted(let text): note = text
      case .opened(let workflow, let parent): opening = (workflow, parent)
      case .responsible(let id): person = id
      case .taskPostponed(_, let day, let isByHand): due = isByHand ? day : nil
      case .treated(_, let day, _, _, _): meeting = day
      default: break
      }
    }
    switch event.cause {
    case .opened:
      guard let opening else { return nil }
      self = .open(workflow: opening.workflow, parent: opening.parent, data: inputs)
    case .sent(let id): self = .send(case: number, event: id, data: inputs)
    case .completed(let task):
      self = .complete(case: number, task: task, data: inputs, meeting: meeting)
    case .assigned: self = .assign(case: number, person: person)
    case .postponed(let task):
      self = .postpone(case: number, task: task, due: due, reason: reason)
    case .corrected: self = .correct(case: number, data: corrections, reason: reason)
    case .acknowledged(let escalation):
      self = .acknowledge(case: number, escalation: escalation)
    case .noted: self = .note(case: number, text: note)
    case .undone: self = .undo(case: number, reason: reason)
    case .timer, .reminder, .overdue, .definitionsChanged, .meetingsChanged: return nil
    }
  }
}
