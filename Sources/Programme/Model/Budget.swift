public import CivilTime
public import Diagnostics
public import FEEL

/// Money for a purpose, per budget year.
public struct Budget: Sendable {
  /// The FEEL name.
  public let name: String
  /// The title shown to people.
  public let title: String
  /// The amounts, each from the first day of a budget year on, in order.
  public let years: [Year]

  /// One budget year's money.
  public struct Year: Sendable {
    /// The first day.
    public let from: CivilDate
    /// The first day of the next year.
    public let to: CivilDate
    /// The amount in kronor.
    public let amount: Number
    /// What it rests on.
    public let basis: Basis
  }

  /// The budget year that a day lies in; nil when no money was given for it.
  public func year(of date: CivilDate) -> Year? {
    years.first { $0.from <= date && date < $0.to }
  }
}

/// A value read from the store when somebody sends an event: the only thing in a guard that is not of the case itself.
public struct Fact: Sendable, Hashable {
  /// Where it comes from.
  public enum Source: Sendable, Hashable {
    /// What is left of a budget in the budget year of the day in question.
    case budgetLeft(budget: String)
    /// How many open cases of a workflow there are, or how many are in one of its states.
    case count(workflow: String, state: String?)
  }

  /// The FEEL name under `fakta`.
  public let name: String
  /// Where it comes from.
  public let source: Source
  /// Where it is declared.
  public let span: SourceSpan
}

/// A kind of escalation.
public struct EscalationKind: Sendable, Hashable {
  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
  /// Whether it is the kind of tasks that are overdue.
  public let isOverdue: Bool
}

/// A phase of the programme.
public struct Phase: Sendable, Hashable {
  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
}
