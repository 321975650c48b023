public import CivilTime
public import FEEL
public import Programme

/// Why a case is where it is.
public struct CaseExplanation: Sendable {
  /// The case.
  public let number: String
  /// The active states, outermost first.
  public let states: [StateReason]
  /// The open tasks.
  public let tasks: [TaskReason]
  /// The dates to come.
  public let timers: [TimerReason]
  /// How it ended.
  public let ending: EndingReason?
  /// What tables have proposed and the case still holds, as far as no condition above tells of it.
  public let proposals: [StoredReason]
  /// The workflows of the family's cases, by number: what happened to one may have moved another.
  public let workflows: [String: String]

  /// How a case ended.
  public struct EndingReason: Sendable {
    /// The day, and whether its chart came to an end.
    public let ending: Ending
    /// The event that ended it; nil when it cannot be found.
    public let event: Event?
    /// The final state that its chart came to, with the guards that held; nil when it ended otherwise.
    public let state: StateReason?
    /// The transition that led there: what it rests on, and where it stands as `file:line`.
    public let rule: (place: String, basis: Basis)?
  }

  /// Why a state is active.
  public struct StateReason: Sendable {
    /// The state's id.
    public let id: String
    /// Its title.
    public let title: String
    /// The day it was entered.
    public let entered: CivilDate
    /// The event that brought the case there; nil when it cannot be found.
    public let event: Event?
    /// The guards that were asked then and held.
    public let guards: [ConditionReason]
    /// What the state rests on.
    public let basis: Basis
    /// Where it stands: `file:line`.
    public let place: String
  }

  /// Why a task is there, and its date.
  public struct TaskReason: Sendable {
    /// The task.
    public let task: TaskInstance
    /// Its title.
    public let title: String
    /// How it is done, in a sentence or two.
    public let text: String?
    /// Its condition, if it has one.
    public let condition: ConditionReason?
    /// Its due date, as it is computed; nil when it has none.
    public let due: DateReason?
    /// When reminders will go out.
    public let reminders: [CivilDate]
    /// When it is escalated, and to which role.
    public let ladder: [(date: CivilDate, to: String)]
    /// What is escalated for it and still open.
    public let raised: [Escalation]
    /// How often it returns; nil for once.
    public let every: Period?
    /// Of a task that returned, the first day of its series; nil where the definitions of today no longer give that series.
    public let seriesStart: CivilDate?
    /// What the task rests on.
    public let basis: Basis
    /// Where it stands: `file:line`.
    public let place: String
  }

  /// What will happen on a day.
  public struct TimerReason: Sendable {
    /// The day, as it is computed.
    public let date: DateReason
    /// What happens.
    public let title: String
    /// What it rests on.
    public let basis: Basis
  }
}

/// A date and what it was computed from.
public struct DateReason: Sendable {
  /// The date; nil when it cannot be computed.
  public let date: CivilDate?
  /// The expression.
  public let text: String
  /// What it reads.
  public let inputs: [InputReason]
  /// Where it stands: `file:line`.
  public let place: String
}

/// A condition and what it reads.
public struct ConditionReason: Sendable {
  /// The expression.
  public let text: String
  /// What it comes to; nil when it is undecided.
  public let outcome: Bool?
  /// Protection inherited from what it reads: who may not read that is not told how it comes out either.
  public let protection: Set<Protection>
  /// What it lacks; empty when it holds, and for conditions of the past.
  public let unmet: [Unmet]
  /// What it reads.
  public let inputs: [InputReason]
  /// What the transition or task rests on.
  public let basis: Basis
  /// Where it stands: `file:line`.
  public let place: String
}

/// A value that something was computed from.
public struct InputReason: Sendable {
  /// The name as the expression has it.
  public let name: String
  /// The value.
  public let value: Value
  /// Why it is kept apart; show it only to those who may read it.
  public let protection: Set<Protection>
  /// For a guideline: the value in force, with its date and what it rests on.
  public let guideline: Guideline.DatedValue?
  /// For a decision table: the rows that matched, with what they rest on.
  public let decision: DecisionReason?
  /// For a field that an action filled in from a decision table: how it came to its value.
  public var stored: StoredReason?
}

/// A value that a step worked out from decision tables and stored, and what it was worked out from: as things were then.
public struct StoredReason: Sendable {
  /// A value of the same step, from the same tables.
  public struct Companion: Sendable {
    /// The name of the field.
    public let field: String
    /// Its title.
    public let title: String
    /// The value.
    public let value: Value
    /// Why it is kept apart.
    public let protection: Set<Protection>
  }

  /// The name of the field.
  public let field: String
  /// Its title.
  public let title: String
  /// The value.
  public let value: Value
  /// Why it is kept apart: as the field is, and what it was worked out from.
  public let protection: Set<Protection>
  /// What it happened with.
  public let event: Event
  /// The expression that gives the value; nil when the rules of today do not give it any more.
  public let text: String?
  /// What the expression read.
  public let inputs: [InputReason]
  /// What else the same tables gave in that step.
  public let companions: [Companion]
  /// Where the expression stands: `file:line`; empty when there is none.
  public let place: String
}

/// What a decision table proposed, and by which rows.
public struct DecisionReason: Sendable {
  /// The table.
  public let decision: Decision
  /// The rows that count, from 0.
  public let matched: [Int]
  /// Whether rows match that must not match together, so that the table gives no answer.
  public let isContradictory: Bool
  /// For the other rows: the first input that did not fit, by row.
  public let failed: [(row: Int, input: String, undecided: Bool)]
}

/// Whether an event can be sent, and why not.
public struct EventExplanation: Sendable {
  /// The event.
  public let event: EventDefinition?
  /// The transitions of active states that listen to it, in the order in which they are tried.
  public let candidates: [Candidate]
  /// The fields that are filled in with it.
  public let form: Set<String>
  /// The titles of other states that listen to it.
  public let elsewhere: [String]
  /// The workflows of the family's cases, by number: what happened to one may have moved another.
  public let workflows: [String: String]
  /// What stands in its way that no transition tells of.
  public var obstacle: Refusal.Reason?

  /// The transitions that what is known leads to: see ``Swift/Array/chosen(_:mayRead:)``.
  ///
  /// - Parameter mayRead: whether the one who is told may read what is protected so.
  public func chosen(mayRead: (Set<Protection>) -> Bool) -> [Candidate] {
    candidates.chosen(\.choices, mayRead: mayRead)
  }

  /// A transition that may be taken.
  public struct Candidate: Sendable {
    /// The title of the state it starts from.
    public let from: String
    /// Whether it starts from every state: the workflow itself has it.
    public let isEverywhere: Bool
    /// The titles of the states it leads to.
    public let to: [String]
    /// Its condition; nil when it has none.
    public let condition: ConditionReason?
    /// The fields that its targets require and that are empty.
    public let missing: [Unmet]
    /// What it lacks: of its condition and of what its targets require.
    public let unmet: [Unmet]
    /// Which values it asks for, and whether they are there: see ``EventExplanation/chosen(mayRead:)``.
    let choices: [String: Choice]
    /// What it rests on.
    public let basis: Basis
  }
}
