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
  /// Who received it.
  public let acknowledgedBy: String?
  /// The day on which it was received.
  public let acknowledged: CivilDate?
  /// The day on which it was closed.
  public let closed: CivilDate?
  /// Why it was closed.
  public let closingReason: Escalation.Reason?
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
}
