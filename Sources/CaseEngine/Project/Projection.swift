public import CivilTime
public import FEEL

/// What lists show of a family, and when to look at it again: a function of its state and the definitions, kept by the
/// store so that lists read no definitions.
public struct Projection: Hashable, Sendable {
  /// The next day on which something happens by itself; nil when nothing will.
  public let nextLook: CivilDate?
  /// One row per case.
  public let cases: [CaseRow]
  /// The open tasks.
  public let tasks: [TaskRow]
  /// The dates that will come.
  public let coming: [ComingRow]
  /// All escalations.
  public let escalations: [EscalationRow]
  /// The money used.
  public let spendings: [SpendingRow]
  /// The cases that are meetings.
  public let meetings: [MeetingRow]
  /// Items on agendas, those that were recorded too.
  public let agenda: [AgendaRow]

  /// A projection.
  public init(
    nextLook: CivilDate?, cases: [CaseRow], tasks: [TaskRow], coming: [ComingRow],
    escalations: [EscalationRow], spendings: [SpendingRow], meetings: [MeetingRow] = [],
    agenda: [AgendaRow] = []
  ) {
    self.nextLook = nextLook
    self.cases = cases
    self.tasks = tasks
    self.coming = coming
    self.escalations = escalations
    self.spendings = spendings
    self.meetings = meetings
    self.agenda = agenda
  }
}

/// A case in a list.
public struct CaseRow: Hashable, Sendable {
  /// The number.
  public let number: String
  /// The workflow's id.
  public let workflow: String
  /// The workflow's title.
  public let workflowTitle: String
  /// The case above it.
  public let parent: String?
  /// The short name; personal, shown to those who may read it.
  public let label: String?
  /// The phase's id.
  public let phase: String?
  /// The phase's title.
  public let phaseTitle: String?
  /// The ids of the active states, in document order.
  public let states: [String]
  /// The titles of the innermost active states.
  public let stateTitles: [String]
  /// The day it was opened.
  public let opened: CivilDate
  /// The day it ended.
  public let ended: CivilDate?
  /// The person responsible.
  public let responsible: String?
  /// What could not be computed.
  public let faults: [Fault]

  /// A row.
  public init(
    number: String, workflow: String, workflowTitle: String, parent: String?, label: String?,
    phase: String?, phaseTitle: String?, states: [String], stateTitles: [String],
    opened: CivilDate, ended: CivilDate?, responsible: String?, faults: [Fault]
  ) {
    self.number = number
    self.workflow = workflow
    self.workflowTitle = workflowTitle
    self.parent = parent
    self.label = label
    self.phase = phase
    self.phaseTitle = phaseTitle
    self.states = states
    self.stateTitles = stateTitles
    self.opened = opened
    self.ended = ended
    self.responsible = responsible
    self.faults = faults
  }
}

/// A task in a list.
public struct TaskRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// The serial number of the task in its case.
  public let serial: Int
  /// The task's id.
  public let task: String
  /// What is to be done.
  public let title: String
  /// The role that does it.
  public let role: String
  /// The person who does it; nil when everybody in the role may.
  public let assignee: String?
  /// The day by which it should be done.
  public let due: CivilDate?
  /// The day on which it opened.
  public let opened: CivilDate
  /// Whether the due date was set by hand.
  public let isDueByHand: Bool
  /// Whether the task is only proposed, not decided.
  public let isProposed: Bool

  /// A row.
  public init(
    number: String, serial: Int, task: String, title: String, role: String, assignee: String?,
    due: CivilDate?, opened: CivilDate, isDueByHand: Bool, isProposed: Bool
  ) {
    self.number = number
    self.serial = serial
    self.task = task
    self.title = title
    self.role = role
    self.assignee = assignee
    self.due = due
    self.opened = opened
    self.isDueByHand = isDueByHand
    self.isProposed = isProposed
  }
}

/// A date in the future of a case.
public struct ComingRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// The day.
  public let date: CivilDate
  /// What happens then.
  public let title: String
  /// The person responsible for the case.
  public let responsible: String?

  /// A row.
  public init(
    number: String, date: CivilDate, title: String, responsible: String?
  ) {
    self.number = number
    self.date = date
    self.title = title
    self.responsible = responsible
  }
}

/// An escalation in a list.
public struct EscalationRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// The serial number in its case.
  public let serial: Int
  /// The kind's id.
  public let kind: String
  /// The kind's title.
  public let kindTitle: String
  /// The role it goes to.
  public let to: String
  /// The role that receives it, when `to` never logs in.
  public let through: String?
  /// The day on which it was raised.
  public let raised: CivilDate
  /// Why, in words.
  public let reason: String
  /// The serial number of the task that it was raised for; nil for what a state raises.
  public let task: Int?
  /// Who received it.
  public let acknowledgedBy: String?
  /// The day on which it was received.
  public let acknowledged: CivilDate?
  /// The day on which it was closed.
  public let closed: CivilDate?
  /// Why it was closed.
  public let closingReason: Escalation.Reason?
  /// The day on which it was answered.
  public let answered: CivilDate?

  /// A row.
  public init(
    number: String, serial: Int, kind: String, kindTitle: String, to: String, through: String?,
    raised: CivilDate, reason: String, task: Int? = nil, acknowledgedBy: String?,
    acknowledged: CivilDate?, closed: CivilDate?, closingReason: Escalation.Reason?,
    answered: CivilDate? = nil
  ) {
    self.number = number
    self.serial = serial
    self.kind = kind
    self.kindTitle = kindTitle
    self.to = to
    self.through = through
    self.raised = raised
    self.reason = reason
    self.task = task
    self.acknowledgedBy = acknowledgedBy
    self.acknowledged = acknowledged
    self.closed = closed
    self.closingReason = closingReason
    self.answered = answered
  }
}

extension EscalationRow {
  /// Why a task is escalated.
  static func reason(overdue title: String, _ due: CivilDate) -> String {
    "”\(title)” skulle vara klar \(due)"
  }

  /// Whether it was raised for a task.
  public func isAbout(_ task: TaskRow) -> Bool {
    number == task.number && self.task == task.serial
  }
}

/// Money that a case uses.
public struct SpendingRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// The budget.
  public let budget: String
  /// The day that decides the budget year.
  public let date: CivilDate
  /// The amount in kronor.
  public let amount: Number

  /// A row.
  public init(
    number: String, budget: String, date: CivilDate, amount: Number
  ) {
    self.number = number
    self.budget = budget
    self.date = date
    self.amount = amount
  }
}
