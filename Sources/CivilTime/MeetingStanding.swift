/// What a case says of the meeting that it is: which one, and when it is held.
public struct MeetingStanding: Hashable, Sendable {
  /// The id of the series.
  public let series: String
  /// The day for which the meeting was first set. It names the meeting in its series, however often it moves.
  public let set: CivilDate
  /// Whether it is one more than the series' rule gives.
  public let isExtra: Bool
  /// The day on which it is held; nil when it is cancelled.
  public let held: CivilDate?

  /// A standing.
  public init(series: String, set: CivilDate, isExtra: Bool, held: CivilDate?) {
    self.series = series
    self.set = set
    self.isExtra = isExtra
    self.held = held
  }
}
