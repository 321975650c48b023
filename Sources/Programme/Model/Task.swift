public import CivilTime
public import Diagnostics

/// Something for somebody to do while a state is active.
public final class TaskDefinition: Sendable {
  /// The id, unique in its workflow.
  public let id: String
  /// What is to be done.
  public let title: String
  /// How, in a sentence or two.
  public let text: String?
  /// The role that does it.
  public let role: String
  /// When it is there at all; nil for always.
  public let condition: ScopedExpression?
  /// When it is to be done; nil for no date.
  public let due: ScopedExpression?
  /// Whether the due date may be missing.
  public let dueIsOptional: Bool
  /// Reminders, in the order of the file.
  public let reminders: [Rung]
  /// The ladder of escalations, in the order of the file.
  public let ladder: [Escalation]
  /// How often it returns after it has been done; nil for once.
  public let every: PeriodSource?
  /// The workflows of whose cases the summaries are shown to whoever does it.
  public let shows: [String]
  /// What is filled in when it is done.
  public let form: Form
  /// The event that its completion sends.
  public let doneEvent: String?
  /// The step in what becomes of an escalation that is taken when it is done.
  public let milestone: String?
  /// What it rests on.
  public let basis: Basis
  /// Where it is declared.
  public let span: SourceSpan

  init(
    id: String, title: String, text: String?, role: String, condition: ScopedExpression?,
    due: ScopedExpression?, dueIsOptional: Bool, reminders: [Rung], ladder: [Escalation],
    every: PeriodSource?, shows: [String], form: Form, doneEvent: String?, milestone: String?,
    basis: Basis, span: SourceSpan
  ) {
    self.id = id
    self.title = title
    self.text = text
    self.role = role
    self.condition = condition
    self.due = due
    self.dueIsOptional = dueIsOptional
    self.reminders = reminders
    self.ladder = ladder
    self.every = every
    self.shows = shows
    self.form = form
    self.doneEvent = doneEvent
    self.milestone = milestone
    self.basis = basis
    self.span = span
  }

  /// A step of the ladder.
  public struct Escalation: Sendable {
    /// What names it in the history of a case: from its distance and role.
    public let key: Int
    /// How long after the due date.
    public let after: PeriodSource
    /// The role it goes to.
    public let to: String
    /// The kind.
    public let kind: String
    /// What it rests on.
    public let basis: Basis
    /// Where it stands.
    public let span: SourceSpan
  }
}

/// A reminder before, on or after the due date.
public struct Rung: Sendable {
  /// What names it in the history of a case: from its text.
  public let key: Int
  /// How far away; nil for the day itself.
  public let distance: PeriodSource?
  /// Whether it lies after the due date.
  public let isAfter: Bool
  /// As it was written.
  public let text: String
}

/// A period that is written out or a guideline.
public enum PeriodSource: Sendable {
  /// Written out.
  case fixed(Period)
  /// The guideline of this index, as it applies to the case.
  case guideline(Int)
}
