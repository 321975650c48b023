public import CivilTime

extension Programme {
  /// The dates of all meetings, with what cases say of them.
  public func meetingDates(_ standings: [String: MeetingStanding]) -> MeetingDates {
    regularMeetings.with(standings)
  }
}
