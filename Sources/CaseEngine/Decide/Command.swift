public import CivilTime
public import FEEL

/// What a person asks for.
public enum Command: Sendable, Hashable {
  /// Open a case of a workflow, alone or under another.
  case open(workflow: String, parent: String?, data: [String: Value])
  /// Send an event to a case.
  case send(case: String, event: String, data: [String: Value])
  /// Complete a task of a case. The meeting is the day of the one at which it came up, where that is a later one than that on
  /// whose agenda it stood.
  case complete(case: String, task: String, data: [String: Value], meeting: CivilDate? = nil)
  /// Make a person responsible for a case; nobody with nil.
  case assign(case: String, person: String?)
  /// Set the due date of a task; with nil it is derived again.
  case postpone(case: String, task: String, due: CivilDate?, reason: String)
  /// Correct data of a case.
  case correct(case: String, data: [String: Value], reason: String)
  /// Receive an escalation.
  case acknowledge(case: String, escalation: Int)
  /// Write a note on a case.
  case note(case: String, text: String)
  /// Take back the latest thing that the same person did to a case.
  case undo(case: String, reason: String)

  /// The case that it is about; nil for one that is to be opened.
  public var subject: String? {
    switch self {
    case .open(_, let parent, _): parent
    case .send(let number, _, _), .complete(let number, _, _, _), .assign(let number, _),
      .postpone(let number, _, _, _), .correct(let number, _, _), .acknowledge(let number, _),
      .note(let number, _), .undo(let number, _):
      number
    }
  }

  /// Whether what it comes to depends on the family's history, and not on its state alone.
  public var looksBack: Bool {
    switch self {
    case .undo, .postpone(_, _, nil, _): true
    default: false
    }
  }
}

/// Who asks, when, and what the engine may know beside the case: everything that is not a function of the command, the
/// family and the definitions.
public struct CommandContext: Sendable {
  /// The person who acts.
  public let actor: String
  /// For whom the person records: somebody who never does so themselves.
  public let behalf: String?
  /// The day on which it happened.
  public let date: CivilDate
  /// When it is recorded.
  public let recorded: Moment
  /// Facts as of the day, by name.
  public let facts: [String: Value]
  /// Numbers for cases that are opened.
  public let numbers: NumberSource
  /// The cases of which something is recorded at meetings, by the days of those that the command may move or cancel.
  public let minutes: [MeetingDay: [String]]
  /// The family's events so far; needed only by a command that ``Command/looksBack``.
  public let history: [Event]

  /// A context.
  public init(
    actor: String, behalf: String? = nil, date: CivilDate, recorded: Moment, numbers: NumberSource,
    facts: [String: Value] = [:], minutes: [MeetingDay: [String]] = [:], history: [Event] = []
  ) {
    self.minutes = minutes
    self.actor = actor
    self.behalf = behalf
    self.history = history
    self.date = date
    self.recorded = recorded
    self.facts = facts
    self.numbers = numbers
  }
}

/// A day on which a series has a meeting.
public struct MeetingDay: Hashable, Sendable {
  /// The id of the series.
  public let series: String
  /// The day.
  public let date: CivilDate

  /// A day.
  public init(_ series: String, _ date: CivilDate) {
    self.series = series
    self.date = date
  }
}
