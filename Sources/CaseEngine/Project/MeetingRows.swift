public import CivilTime

/// A case that is a meeting.
public struct MeetingRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// What it says.
  public let standing: MeetingStanding

  /// A row.
  public init(number: String, standing: MeetingStanding) {
    self.number = number
    self.standing = standing
  }
}

/// A case that is, or was, an item on a meeting's agenda.
public struct AgendaRow: Hashable, Sendable {
  /// The case.
  public let number: String
  /// The series.
  public let series: String
  /// The day on which the meeting is held.
  public let date: CivilDate
  /// The task by which it is recorded what came of it.
  public let task: String
  /// What the item is called.
  public let title: String
  /// What it is about; never a protected value.
  public let text: String?
  /// Whether it has one of the places that come first.
  public let isFirst: Bool
  /// Whether it is an answer that the meeting is owed.
  public let isAnswer: Bool
  /// The day on which it came onto an agenda.
  public let since: CivilDate
  /// The day of which it was recorded what came of it; nil while it waits.
  public let done: CivilDate?
  /// Who recorded it.
  public let doneBy: String?

  /// A row.
  public init(
    number: String, series: String, date: CivilDate, task: String, title: String, text: String?,
    isFirst: Bool, isAnswer: Bool, since: CivilDate, done: CivilDate?, doneBy: String?
  ) {
    self.number = number
    self.series = series
    self.date = date
    self.task = task
    self.title = title
    self.text = text
    self.isFirst = isFirst
    self.isAnswer = isAnswer
    self.since = since
    self.done = done
    self.doneBy = doneBy
  }
}
