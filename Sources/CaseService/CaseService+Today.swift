public import CaseEngine
import CaseStore
public import CivilTime
import FEEL
public import Programme

/// A person's day on one screen.
public struct TodayView: Sendable {
  /// The day.
  public let today: CivilDate
  /// Their cases, the most urgent first.
  public let cases: [Line]
  /// What is to be done today or should have been done, by due date.
  public let tasks: [TaskRow]
  /// How many tasks come later.
  public let later: Int
  /// What is escalated to them.
  public let escalations: [EscalationRow]
  /// Meetings that are near.
  public let meetings: [MeetingDay]
  /// Short names by case number.
  public let labels: [String: String]
  /// Who does their work, when they are away themselves.
  public let away: Substitution?
  /// Open cases that the person could take, whose responsible person no longer holds any role in them.
  public let unattended: [CaseRow]

  /// A case at a glance.
  public struct Line: Sendable {
    /// The case.
    public let row: CaseRow
    /// What its workflow shows; nil for what the person may not read.
    public let overview: [CaseGlance]
    /// What needs attention.
    public let attention: [CaseGlance]
    /// The open task, of it or of a case under it, that is due first.
    public let next: TaskRow?
    /// Its overdue tasks, the oldest first.
    public let overdue: [TaskRow]
    /// Whose case it is, when that person is away.
    public let substitution: Substitution?
  }

  /// A meeting that is near.
  public struct MeetingDay: Sendable {
    /// The id of its series.
    public let series: String
    /// What it is called.
    public let title: String
    /// The day.
    public let date: CivilDate
  }
}

extension CaseService {
  /// How far ahead meetings are shown, in days.
  static let meetingsAhead = 21

  /// The day of the person who acts.
  public func today() throws(ServiceError) -> TodayView {
    let today = clock.today
    let worklist = Worklist(programme.organisation, today: today)
    return try translating {
      try store.read { reader in
        var mine = TaskFilter()
        mine.assignee = actor.id
        mine.roles = programme.organisation.capacities(of: actor)
        let tasks = try worklist.tasks(mine, in: reader)
        let due = tasks.filter { $0.due.map { $0 <= today } ?? false }
        let engine = try reader.engine(programme)
        let cases = try worklist.owners(of: actor.id).flatMap {
          try lines(of: $0, engine, reader)
        }
        var raised = EscalationFilter()
        raised.isOpen = true
        raised.to = programme.organisation.capacities(of: actor)
        let escalations = try reader.escalations(raised)
        return TodayView(
          today: today, cases: cases.sorted(by: Self.isMoreUrgent), tasks: due,
          later: tasks.count - due.count, escalations: escalations,
          meetings: meetings(engine.meetings),
          labels: try labels(
            of: Set(due.map(\.number)).union(escalations.map(\.number)), in: reader),
          away: programme.organisation.substitution(for: actor.id, on: today),
          unattended: try reader.unattended(programme).filter { programme.canTake($0, actor) })
      }
    }
  }

  /// Short names, for those who read them.
  private func labels(of numbers: Set<String>, in reader: any CaseStoreReading) throws
    -> [String: String]
  {
    guard canRead([.personal]) else { return [:] }
    var filter = CaseFilter()
    filter.numbers = numbers
    return Dictionary(
      try reader.cases(filter).compactMap { row in row.label.map { (row.number, $0) } },
      uniquingKeysWith: { first, _ in first })
  }

  /// The cases of a person whose workflows show something at a glance.
  private func lines(of person: String, _ engine: Engine, _ reader: any CaseStoreReading) throws
    -> [TodayView.Line]
  {
    var filter = CaseFilter()
    filter.isOpen = true
    filter.responsible = person
    return try reader.cases(filter).compactMap { row in
      guard let workflow = programme.workflow(row.workflow),
        !workflow.desk.overview.isEmpty || !workflow.desk.attention.isEmpty,
        let family = try reader.family(ofCase: row.number),
        let state = family.caseState(row.number),
        let desk = engine.desk(of: state, in: family, today: clock.today)
      else { return nil }
      let below = family.subtree(of: row.number)
      let tasks = try engine.project(family).tasks
        .filter { below.contains($0.number) && $0.due != nil }
        .sorted { ($0.due ?? .latest) < ($1.due ?? .latest) }
      return TodayView.Line(
        row: row, overview: desk.overview.map(glance),
        // What rests on something that they may not read would tell it by being there.
        attention: desk.attention.filter { canRead($0.protection) }.map(glance), next: tasks.first,
        overdue: tasks.filter { $0.due.map { $0 < clock.today } ?? false },
        substitution: person == actor.id
          ? nil : programme.organisation.substitution(for: person, on: clock.today))
    }
  }

  func glance(_ value: DeskValue) -> CaseGlance {
    CaseGlance(
      title: value.title, value: canRead(value.protection) ? value.value : nil,
      protection: value.protection)
  }

  private func meetings(_ dates: MeetingDates) -> [TodayView.MeetingDay] {
    guard let end = clock.today.adding(days: Self.meetingsAhead) else { return [] }
    return programme.meetings.values.compactMap { meeting in
      guard
        let date = dates.next(meeting.id, onOrAfter: clock.today), date <= end
      else { return nil }
      return TodayView.MeetingDay(series: meeting.id, title: meeting.title, date: date)
    }.sorted { ($0.date, $0.series) < ($1.date, $1.series) }
  }

  /// Overdue first, the oldest before the others; then what needs attention; then by the next day.
  private static func isMoreUrgent(_ left: TodayView.Line, _ right: TodayView.Line) -> Bool {
    func rank(_ line: TodayView.Line) -> (Int, CivilDate, Int) {
      let group = !line.overdue.isEmpty ? 0 : !line.attention.isEmpty ? 1 : 2
      return (group, line.next?.due ?? .latest, -line.attention.count)
    }
    return rank(left) < rank(right)
  }
}
