public import CaseEngine
import CivilTime
public import Programme

extension CaseStoreReading {
  /// The engine on definitions, with the meetings as they are held by what the store holds now. One for each transaction:
  /// what one transaction decides rests on one state of the meetings.
  public func engine(_ programme: Programme) throws -> Engine {
    guard programme.hasMeetingCases else { return Engine(programme: programme) }
    var standings: [String: MeetingStanding] = [:]
    for row in try meetings() { standings[row.number] = row.standing }
    return Engine(programme: programme, meetings: programme.meetingDates(standings))
  }
}
