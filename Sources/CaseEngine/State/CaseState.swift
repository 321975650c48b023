public import CivilTime
public import FEEL

/// Where a case is: everything that its events have made of it. It holds names, not the numbers of a compiled programme, so
/// that it can be read, and compared with what its events give, whatever the definitions say today.
public struct CaseState: Hashable, Sendable {
  /// The case's number, which people use.
  public let number: String
  /// The id of its workflow.
  public let workflow: String
  /// The number of the case it was opened under.
  public let parent: String?
  /// The day on which it was opened.
  public let opened: CivilDate
  /// How it ended; nil while it is open.
  public internal(set) var ending: Ending?
  /// The person responsible for it.
  public internal(set) var responsible: String?
  /// The active states, in the order in which they were entered.
  public internal(set) var active: [ActiveState] = []
  /// What history states remember, by their ids.
  public internal(set) var history: [String: [String]] = [:]
  /// The data; what has no value is not there.
  public internal(set) var data: [String: Value] = [:]
  /// Tasks that are open, or done as long as their state lasts.
  public internal(set) var tasks: [TaskInstance] = []
  /// Date timers that have had their day, as long as their state lasts.
  public internal(set) var spentTimers: [TimerKey] = []
  /// Everything that was ever escalated.
  public internal(set) var escalations: [Escalation] = []
  /// What could not be computed and must be looked at by somebody.
  public internal(set) var faults: [Fault] = []
  /// What it says of the meeting that it is; nil for other cases.
  public internal(set) var meeting: MeetingStanding?
  /// The steps that were taken with escalations, in order.
  public internal(set) var milestones: [Milestone] = []
  /// The meetings at which it came up, in order of recording.
  public internal(set) var treated: [Treatment] = []
  /// How many states, tasks and escalations there have been: their serial numbers come from here.
  public internal(set) var counters = Counters()

  init(number: String, workflow: String, parent: String?, opened: CivilDate) {
    self.number = number
    self.workflow = workflow
    self.parent = parent
    self.opened = opened
  }

  /// A case as it was stored.
  public init(
    number: String, workflow: String, parent: String?, opened: CivilDate, ending: Ending?,
    responsible: String?, active: [ActiveState], history: [String: [String]],
    data: [String: Value], tasks: [TaskInstance], spentTimers: [TimerKey],
    escalations: [Escalation], faults: [Fault], counters: Counters,
    meeting: MeetingStanding? = nil, milestones: [Milestone] = [], treated: [Treatment] = []
  ) {
    self.number = number
    self.workflow = workflow
    self.parent = parent
    self.opened = opened
    self.ending = ending
    self.responsible = responsible
    self.active = active
    self.history = history
    self.data = data
    self.tasks = tasks
    self.spentTimers = spentTimers
    self.escalations = escalations
    self.faults = faults
    self.counters = counters
    self.meeting = meeting
    self.milestones = milestones
    self.treated = treated
  }

  /// Serial numbers given so far.
  public struct Counters: Hashable, Sendable {
    /// Activations of states.
    public internal(set) var activations = 0
    /// Task instances.
    public internal(set) var tasks = 0
    /// Escalations.
    public internal(set) var escalations = 0

    /// So many.
    public init(activations: Int = 0, tasks: Int = 0, escalations: Int = 0) {
      self.activations = activations
      self.tasks = tasks
      self.escalations = escalations
    }
  }

  /// Whether it goes on.
  public var isOpen: Bool { ending == nil }
  /// The active state of an id.
  public func activeState(_ id: String) -> ActiveState? { active.first { $0.id == id } }
}

/// How a case ended.
public struct Ending: Hashable, Sendable {
  /// Why.
  public enum Reason: Hashable, Sendable {
    /// Its chart came to this final state.
    case final(state: String)
    /// The case above it ended.
    case parentEnded
    /// It was opened by something that was taken back.
    case undone
  }

  /// The day.
  public let date: CivilDate
  /// Why.
  public let reason: Reason

  /// An end.
  public init(date: CivilDate, reason: Reason) {
    self.date = date
    self.reason = reason
  }
}

/// A state that a case is in.
public struct ActiveState: Hashable, Sendable {
  /// The state's id.
  public let id: String
  /// The day on which it was entered.
  public let entered: CivilDate
  /// The serial number of this activation in the case: entering a state again is another activation.
  public let activation: Int

  /// A state that was entered.
  public init(id: String, entered: CivilDate, activation: Int) {
    self.id = id
    self.entered = entered
    self.activation = activation
  }
}

/// One time that a task was there to be done.
public struct TaskInstance: Hashable, Sendable {
  /// The serial number in its case.
  public let serial: Int
  /// The task's id.
  public let task: String
  /// The state it belongs to.
  public let state: String
  /// The activation of that state.
  public let activation: Int
  /// For tasks that return: the how-manieth time in this activation, from 1.
  public let round: Int
  /// The day on which it opened.
  public let opened: CivilDate
  /// The day by which it should be done; nil for none.
  public internal(set) var due: CivilDate?
  /// The day from which the present due date has counted: reminders before it are not sent afterwards.
  public internal(set) var dueSince: CivilDate
  /// Whether somebody set the due date by hand: it stands until it is cleared.
  public internal(set) var isDueByHand: Bool
  /// The reminders that went out.
  public internal(set) var reminded: [SentReminder] = []
  /// The day on which it was done; nil while it is open.
  public internal(set) var done: CivilDate?

  /// A task as it opens; its due date counts from that day.
  public init(
    serial: Int, task: String, state: String, activation: Int, round: Int, opened: CivilDate,
    due: CivilDate?
  ) {
    self.serial = serial
    self.task = task
    self.state = state
    self.activation = activation
    self.round = round
    self.opened = opened
    self.due = due
    dueSince = opened
    isDueByHand = false
  }

  /// A task as it was stored.
  public init(
    serial: Int, task: String, state: String, activation: Int, round: Int, opened: CivilDate,
    due: CivilDate?, dueSince: CivilDate, isDueByHand: Bool, reminded: [SentReminder],
    done: CivilDate?
  ) {
    self.serial = serial
    self.task = task
    self.state = state
    self.activation = activation
    self.round = round
    self.opened = opened
    self.due = due
    self.dueSince = dueSince
    self.isDueByHand = isDueByHand
    self.reminded = reminded
    self.done = done
  }

  /// Whether it waits to be done.
  public var isOpen: Bool { done == nil }
}

/// A reminder that went out: it goes out once for a rung and a due date.
public struct SentReminder: Hashable, Sendable {
  /// The key of the rung.
  public let rung: Int
  /// The due date it was about.
  public let due: CivilDate

  /// A reminder.
  public init(rung: Int, due: CivilDate) {
    self.rung = rung
    self.due = due
  }
}

/// A date timer in one activation of its state.
public struct TimerKey: Hashable, Sendable {
  /// The state.
  public let state: String
  /// The activation of the state.
  public let activation: Int
  /// The key of the timer in its state.
  public let key: Int

  /// A timer.
  public init(state: String, activation: Int, key: Int) {
    self.state = state
    self.activation = activation
    self.key = key
  }
}

/// Something that somebody else must look at.
///
/// An escalation is *raised* by the engine, *acknowledged* by one who receives it, and *closed* by the engine when its
/// cause is gone; an unacknowledged one can be closed too. The engine knows no more of its life than that.
public struct Escalation: Hashable, Sendable {
  /// What it comes from.
  public enum Cause: Hashable, Sendable {
    /// A task that is overdue: its id and instance, the rung of its ladder, and the due date that passed.
    case task(String, serial: Int, rung: Int, due: CivilDate)
    /// A state that is escalated as long as it lasts.
    case state(activation: Int, id: String)
  }

  /// The serial number in its case.
  public let serial: Int
  /// The kind, as the programme names it.
  public let kind: String
  /// The role it goes to.
  public let to: String
  /// What it comes from.
  public let cause: Cause
  /// The day on which it was raised.
  public let raised: CivilDate
  /// Who received it, and when.
  public internal(set) var acknowledged: Acknowledgement?
  /// When and why it was closed; nil while it is open.
  public internal(set) var closing: Closing?

  /// An escalation as it is raised.
  public init(serial: Int, kind: String, to: String, cause: Cause, raised: CivilDate) {
    self.serial = serial
    self.kind = kind
    self.to = to
    self.cause = cause
    self.raised = raised
  }

  /// An escalation as it was stored.
  public init(
    serial: Int, kind: String, to: String, cause: Cause, raised: CivilDate,
    acknowledged: Acknowledgement?, closing: Closing?
  ) {
    self.init(serial: serial, kind: kind, to: to, cause: cause, raised: raised)
    self.acknowledged = acknowledged
    self.closing = closing
  }

  /// Somebody received it.
  public struct Acknowledgement: Hashable, Sendable {
    /// The person.
    public let by: String
    /// The day.
    public let date: CivilDate

    /// A receipt.
    public init(by: String, date: CivilDate) {
      self.by = by
      self.date = date
    }
  }

  /// Its cause is gone.
  public struct Closing: Hashable, Sendable {
    /// The day.
    public let date: CivilDate
    /// Why.
    public let reason: Reason

    /// A closing.
    public init(date: CivilDate, reason: Reason) {
      self.date = date
      self.reason = reason
    }
  }

  /// Why an escalation is closed.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// The task was done after its due date.
    case done
    /// The task was done in time and recorded afterwards: it does not count as overdue.
    case doneInTime
    /// It went on to the next rung of the ladder.
    case wentOn
    /// The due date moved.
    case dueMoved
    /// The task is no longer there to be done.
    case withdrawn
    /// The state that was escalated was left.
    case stateLeft
  }

  /// Whether it waits.
  public var isOpen: Bool { closing == nil }
}

/// A value that the engine needed and could not compute. The case goes on; somebody must look.
public struct Fault: Hashable, Sendable {
  /// What could not be computed: `väntan at 0`, `lämna-in due`.
  public let what: String
  /// The day on which it showed.
  public let since: CivilDate
  /// What is wrong, without values of the case.
  public let text: String

  /// A fault.
  public init(what: String, since: CivilDate, text: String) {
    self.what = what
    self.since = since
    self.text = text
  }
}
