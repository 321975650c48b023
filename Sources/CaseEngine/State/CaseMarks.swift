public import CivilTime

/// A step in what becomes of an escalation, as a case took it.
public struct Milestone: Hashable, Sendable {
  /// The step's id.
  public let id: String
  /// The day.
  public let date: CivilDate
  /// Who took it; nil for the engine.
  public let by: String?
  /// The meeting that it was about, when the step put the case on an agenda.
  public let meeting: CivilDate?

  /// A step.
  public init(id: String, date: CivilDate, by: String?, meeting: CivilDate?) {
    self.id = id
    self.date = date
    self.by = by
    self.meeting = meeting
  }
}

/// That a case came up at a meeting, and by which task it was recorded what came of it.
public struct Treatment: Hashable, Sendable {
  /// The series.
  public let series: String
  /// The day on which the meeting was held.
  public let meeting: CivilDate
  /// The task.
  public let task: String
  /// Whether the item had one of the places that come first.
  public let isFirst: Bool
  /// The day on which the item came onto an agenda.
  public let since: CivilDate
  /// The day of which it was recorded.
  public let date: CivilDate
  /// Who recorded it.
  public let by: String?

  /// An item that came up.
  public init(
    series: String, meeting: CivilDate, task: String, isFirst: Bool, since: CivilDate,
    date: CivilDate, by: String?
  ) {
    self.series = series
    self.meeting = meeting
    self.task = task
    self.isFirst = isFirst
    self.since = since
    self.date = date
    self.by = by
  }
}
