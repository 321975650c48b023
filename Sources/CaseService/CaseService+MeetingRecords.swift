import CaseEngine
import CaseStore
import CivilTime
import Programme

/// What is recorded of a meeting keeps it on its day (rule M9).
extension CaseService {
  /// The items of which it is recorded that they came up at the meeting on a day.
  func recorded(_ series: String, on date: CivilDate, in reader: any CaseStoreReading) throws
    -> [AgendaRow]
  {
    var filter = AgendaFilter(series, on: date)
    filter.isDone = true
    return try reader.agenda(filter)
  }

  /// That attendance and minutes of the meeting that a case is are recorded; nil while they are not, or when that was taken
  /// back.
  func minutes(of number: String, in reader: any CaseStoreReading) throws -> MinutesRecord? {
    try completion(of: \.minutes, number, in: reader)
      .map { MinutesRecord(number: number, date: $0.date, by: $0.actor) }
  }

  /// The event by which one of the steps of a meeting was recorded; nil while none was, or when it was taken back.
  func completion(
    of step: KeyPath<MeetingDeclaration, String?>, _ number: String,
    in reader: any CaseStoreReading
  ) throws -> Event? {
    guard let state = try reader.family(ofCase: number)?.caseState(number),
      let task = programme.workflow(state.workflow)?.meeting?[keyPath: step]
    else { return nil }
    return try completion(of: task, in: number, reader)
  }

  /// The event by which a task of a case was done; nil while it was not, or when that was taken back.
  func completion(of task: String, in number: String, _ reader: any CaseStoreReading) throws
    -> Event?
  {
    guard let family = try reader.family(ofCase: number) else { return nil }
    return try reader.events(ofFamily: family.root).completion(of: task, in: number)
  }

  /// What is recorded at the meetings that a decision puts on other days or cancels.
  func minutes(leftBy decision: Engine.Decision, _ engine: Engine, in reader: any CaseStoreReading)
    throws -> [MeetingDay: [String]]
  {
    var result: [MeetingDay: [String]] = [:]
    for number in decision.standings.keys.sorted() {
      if let (meeting, cases) = try heldMeeting(number, engine.meetings, in: reader) {
        result[meeting] = cases
      }
    }
    return result
  }

  /// Why an event that would move or cancel the meeting that a case is cannot be sent: it has been held. Nil for other events.
  func obstacle(
    to event: String, of number: String, in workflow: Workflow, _ engine: Engine,
    _ reader: any CaseStoreReading
  ) throws -> Refusal.Reason? {
    guard let declared = workflow.meeting, event == declared.move || event == declared.cancel,
      let (meeting, cases) = try heldMeeting(number, engine.meetings, in: reader)
    else { return nil }
    return .meetingRecorded(
      series: programme.meetings[meeting.series]?.title ?? meeting.series, on: meeting.date,
      cases: cases)
  }

  /// The meeting that a case is, with the cases of which something is recorded there; nil while nothing is.
  private func heldMeeting(
    _ number: String, _ meetings: MeetingDates, in reader: any CaseStoreReading
  ) throws -> (MeetingDay, cases: [String])? {
    guard let standing = meetings.standings[number], let held = standing.held else { return nil }
    var cases = try recorded(standing.series, on: held, in: reader).map(\.number)
    if try minutes(of: number, in: reader) != nil { cases.append(number) }
    return cases.isEmpty ? nil : (MeetingDay(standing.series, held), cases)
  }
}

extension AgendaFilter {
  /// The agenda of the meeting of a series on a day.
  init(_ series: String, on date: CivilDate) {
    self.init()
    self.series = series
    from = date
    through = date
  }
}
