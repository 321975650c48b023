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
    guard let family = try reader.family(ofCase: number), let state = family.caseState(number),
      let task = programme.workflow(state.workflow)?.meeting?.minutes
    else { return nil }
    return try reader.events(ofFamily: family.root).standing.last {
      $0.subject == number && $0.cause == .completed(task: task)
    }.map { MinutesRecord(number: number, date: $0.date, by: $0.actor) }
  }

  /// Refuses to move or cancel a meeting of which something is recorded: nobody would find it there again.
  func refuseRecorded(
    _ decision: Engine.Decision, _ engine: Engine, in reader: any CaseStoreReading
  ) throws {
    let standings = decision.standings
    guard !standings.isEmpty else { return }
    let after = standings.reduce(engine.meetings) { $0.with($1.value, ofCase: $1.key) }
    for (number, _) in standings.sorted(by: { $0.key < $1.key }) {
      guard let before = engine.meetings.standings[number], let held = before.held,
        !after.isHeld(before.series, on: held)
      else { continue }
      var cases = try recorded(before.series, on: held, in: reader).map(\.number)
      if try minutes(of: number, in: reader) != nil { cases.append(number) }
      guard !cases.isEmpty else { continue }
      throw Refusal(
        .meetingRecorded(
          series: programme.meetings[before.series]?.title ?? before.series, on: held, cases: cases)
      )
    }
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
