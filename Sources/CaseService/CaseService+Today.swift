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
  /// Of those that come later, the ones of which a reminder has gone out, by due date.
  public let reminded: [TaskRow]
  /// What is escalated to them.
  public let escalations: [EscalationRow]
  /// Meetings that are near.
  public let meetings: [MeetingDay]
  /// Short names by case number.
  public let labels: [String: String]
  /// Who does their work, when they are away themselves.
  public let away: Substitution?
  /// Open cases that the person could take, whose responsible person has no role in them any more, or is no longer named.
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
    /// What is known of it when nobody has called it and the person is one of those who do.
    public let uncalled: Uncalled?
  }

  /// A meeting that nobody has called.
  public struct Uncalled: Sendable {
    /// The day by which the notice is to go out; nil when the workflow does not say.
    public let noticeDue: CivilDate?
    /// How many items wait on its agenda.
    public let waiting: Int
  }
}

extension CaseService {
  /// How far ahead meetings are shown, in days.
  static let meetingsAhead = 21
  /// How many days before a notice is to go out its meeting is told of, wherever that is not near itself.
  public static let noticeAhead = 7
  /// At most so many meetings of a series are looked at: a workflow may want every notice at once.
  static let meetingsLookedAt = 4

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
        let reminded = try tasks.filter { task in
          guard let day = task.due, day > today else { return false }
          return try isReminded(task, in: reader)
        }
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
          later: tasks.count - due.count, reminded: reminded, escalations: escalations,
          meetings: try meetings(engine.meetings, reader),
          labels: try labels(
            of: Set((due + reminded).map(\.number)).union(escalations.map(\.number)), in: reader),
          away: programme.organisation.substitution(for: actor.id, on: today),
          unattended: try reader.unattended(programme).filter { programme.canTake($0, actor) })
      }
    }
  }

  /// Whether a reminder of a task has gone out for the day by which it should be done now.
  private func isReminded(_ task: TaskRow, in reader: any CaseStoreReading) throws -> Bool {
    let state = try reader.family(ofCase: task.number)?.caseState(task.number)
    return state?.tasks.first { $0.serial == task.serial }?.reminded.contains {
      $0.due == task.due
    } ?? false
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

  /// The next meeting of each series when it is near; for those who call them also each later one whose notice is to go out
  /// soon.
  private func meetings(_ dates: MeetingDates, _ reader: any CaseStoreReading) throws
    -> [TodayView.MeetingDay]
  {
    var result: [TodayView.MeetingDay] = []
    guard let end = clock.today.adding(days: Self.meetingsAhead),
      let soon = clock.today.adding(days: Self.noticeAhead)
    else { return [] }
    for meeting in programme.meetings.values {
      var day = dates.next(meeting.id, onOrAfter: clock.today)
      let first = day
      let calls = mayCall(meeting)
      for _ in 0..<Self.meetingsLookedAt {
        guard let date = day, calls || date == first && date <= end else { break }
        let isCalled = dates.standing(meeting.id, heldOn: date) != nil
        var uncalled: TodayView.Uncalled?
        if calls, !isCalled {
          let waiting = try reader.agenda(AgendaFilter(meeting.id, on: date)).count {
            $0.done == nil
          }
          uncalled = .init(
            noticeDue: try noticeDue(meeting, heldOn: date, reader), waiting: waiting)
        }
        let isSoon = uncalled?.noticeDue.map { $0 <= soon } ?? false
        if date == first && date <= end || isSoon {
          result.append(
            .init(series: meeting.id, title: meeting.title, date: date, uncalled: uncalled))
        }
        // The notice of a meeting that is further away goes out later.
        guard isCalled || isSoon else { break }
        day = date.adding(days: 1).flatMap { dates.next(meeting.id, onOrAfter: $0) }
      }
    }
    return result.sorted { ($0.date, $0.series) < ($1.date, $1.series) }
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
