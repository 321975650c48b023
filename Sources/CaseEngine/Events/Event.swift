public import CivilTime
public import FEEL

/// One thing that happened to a family, with its whole outcome: what `evolve` applies and what the store keeps, forever.
///
/// An event is what somebody did, or one thing that fell due. It carries outcomes, so applying it needs no definitions
/// and evaluates nothing.
public struct Event: Hashable, Sendable {
  /// The family.
  public let family: String
  /// The family's version after this event; from 1.
  public let version: Int
  /// The case that it is about in the first place.
  public let subject: String
  /// Why it happened.
  public let cause: Cause
  /// The day on which it happened.
  public let date: CivilDate
  /// When it was recorded.
  public let recorded: Moment
  /// Who did it; nil for the engine itself.
  public let actor: String?
  /// For whom it was recorded: somebody who never does so themselves; nil when the actor acted for themselves.
  public let behalf: String?
  /// The hash of the definitions under which it was decided.
  public let definitions: String
  /// The facts that its guards read, as they were then.
  public let facts: [String: Value]
  /// What it changed, in order.
  public let changes: [CaseChange]

  /// An event as it was decided or stored.
  public init(
    family: String, version: Int, subject: String, cause: Cause, date: CivilDate, recorded: Moment,
    actor: String?, behalf: String? = nil, definitions: String, facts: [String: Value],
    changes: [CaseChange]
  ) {
    self.family = family
    self.version = version
    self.subject = subject
    self.cause = cause
    self.date = date
    self.recorded = recorded
    self.actor = actor
    self.behalf = behalf
    self.definitions = definitions
    self.facts = facts
    self.changes = changes
  }
}

/// A moment, for the audit trail only: milliseconds since 1970-01-01T00:00:00Z.
public struct Moment: Hashable, Sendable, Comparable {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public let milliseconds: Int64

  /// A moment.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The earlier first.
  public static func < (left: Moment, right: Moment) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

/// Why an event happened.
public enum Cause: Hashable, Sendable {
  /// Somebody opened the case.
  case opened
  /// Somebody sent this event.
  case sent(event: String)
  /// Somebody completed this task.
  case completed(task: String)
  /// Somebody gave the case to a person.
  case assigned
  /// Somebody set or cleared the due date of a task.
  case postponed(task: String)
  /// Somebody corrected data, for this reason (which is kept like the data: see `Change.reason`).
  case corrected
  /// Somebody received an escalation.
  case acknowledged(escalation: Int)
  /// Somebody wrote a note (which is kept like the data: see `Change.noted`).
  case noted
  /// Somebody took back what they had done in the event of this version.
  case undone(version: Int)
  /// A date timer fell due.
  case timer(state: String, key: Int)
  /// A reminder fell due.
  case reminder(task: String)
  /// A rung of an overdue task's ladder fell due.
  case overdue(task: String)
  /// Definitions or a guideline in force changed.
  case definitionsChanged
  /// Meetings are held on other days since this case, of another family, changed them.
  case meetingsChanged(by: String)
}

/// A change of one case.
public struct CaseChange: Hashable, Sendable {
  /// The case.
  public let number: String
  /// What changed.
  public let change: Change
  /// Whether its value was kept apart from the history and is no longer there: erased, or lost. The change then has null or an
  /// empty text in its place, which nobody wrote.
  public let isAbsent: Bool

  /// A change.
  public init(number: String, change: Change, isAbsent: Bool = false) {
    self.number = number
    self.change = change
    self.isAbsent = isAbsent
  }
}

/// What can change in a case.
public enum Change: Hashable, Sendable {
  /// The case came to be.
  case opened(workflow: String, parent: String?)
  /// A macrostep of its chart.
  case macrostep(MacrostepRecord)
  /// A field got a value; null empties it.
  case set(field: String, Value, SetRecord)
  /// Somebody gave a reason.
  case reason(String)
  /// Somebody wrote a note; it changes nothing else.
  case noted(String)
  /// The case stands where it stood before something that was taken back; its data follow as changes of their own.
  case restored(CaseStanding)
  /// The person responsible.
  case responsible(String?)
  /// A date timer had its day.
  case timerSpent(TimerKey)
  /// A task is there to be done.
  case taskOpened(TaskInstance)
  /// The derived due date moved.
  case taskDue(serial: Int, due: CivilDate?)
  /// Somebody set the due date; without a date it is derived again.
  case taskPostponed(serial: Int, due: CivilDate?, isByHand: Bool)
  /// A task was done.
  case taskDone(serial: Int)
  /// A task is no longer there; also one that was done, when its condition ceased to hold.
  case taskWithdrawn(serial: Int)
  /// A reminder went out.
  case reminded(serial: Int, SentReminder)
  /// An escalation was raised.
  case escalated(Escalation)
  /// An escalation was received.
  case acknowledged(serial: Int)
  /// An escalation was closed.
  case escalationClosed(serial: Int, Escalation.Reason)
  /// Something could not be computed.
  case faulted(Fault)
  /// It can be computed again.
  case faultCleared(what: String)
  /// The case ended.
  case ended(Ending.Reason)
  /// The case says this of the meeting that it is; nil when it is none any more, for it was opened by mistake.
  case meeting(MeetingStanding?)
  /// A step was taken with an escalation; on an agenda, that of the meeting held then.
  case milestone(String, meeting: CivilDate?)
  /// The case came up at the meeting held on a day; the task says what came of it. It had been on an agenda since a day.
  case treated(series: String, meeting: CivilDate, task: String, isFirst: Bool, since: CivilDate)
}

/// How a value came to be set.
public struct SetRecord: Hashable, Sendable {
  /// Where a value came from.
  public enum Origin: String, Hashable, Sendable {
    /// A person filled it in.
    case input
    /// An action of the workflow computed it.
    case action
    /// The field's default.
    case standard
    /// A person corrected it.
    case correction
    /// It is what it was before something that was taken back.
    case undone
  }

  /// Where it came from.
  public let origin: Origin
  /// Whether the value is kept apart from the history.
  public let isProtected: Bool

  /// A record.
  public init(origin: Origin, isProtected: Bool) {
    self.origin = origin
    self.isProtected = isProtected
  }
}

/// A macrostep with names in place of numbers: what the chart did, readable without the definitions.
public struct MacrostepRecord: Hashable, Sendable {
  /// One thing that the chart did.
  public enum Entry: Hashable, Sendable {
    /// A transition was taken; its key.
    case took(String)
    /// A state was left.
    case left(String)
    /// A state was entered.
    case entered(String)
    /// A history state stands for these states from now on.
    case remembered(String, [String])
  }

  /// The event; nil when the chart started.
  public let event: String?
  /// What the chart did, in order: a state that was left and entered again stands there twice.
  public let entries: [Entry]
  /// The guards that were asked, in order.
  public let guards: [GuardEvaluation]

  /// A macrostep as it was stored.
  public init(event: String?, entries: [Entry], guards: [GuardEvaluation]) {
    self.event = event
    self.entries = entries
    self.guards = guards
  }
}

/// A guard that was asked, and what it saw.
public struct GuardEvaluation: Hashable, Sendable {
  /// The key of the transition.
  public let transition: String
  /// What it came to: true, false, or undecided.
  public let outcome: Bool?
  /// The values it read, by name, except protected ones.
  public let inputs: [Input]

  /// A value that a guard read.
  public struct Input: Hashable, Sendable {
    /// The name as the expression has it.
    public let name: String
    /// The value; nil for a protected one, which is found in the case's data as they were then.
    public let value: Value?

    /// An input as it was stored.
    public init(name: String, value: Value?) {
      self.name = name
      self.value = value
    }
  }

  /// A guard as it was stored.
  public init(transition: String, outcome: Bool?, inputs: [Input]) {
    self.transition = transition
    self.outcome = outcome
    self.inputs = inputs
  }
}
