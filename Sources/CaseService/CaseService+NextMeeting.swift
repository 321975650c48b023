import CaseEngine
import CaseStore
import CivilTime
import Programme

/// What is still to be done for the next meeting of a series: to call it, and to put on its agenda what waits for that.
extension CaseService {
  /// The next meeting of a series, with what is to be done for it.
  func nextMeeting(
    of meeting: Meeting, heldOn day: CivilDate, _ dates: MeetingDates,
    _ reader: any CaseStoreReading
  ) throws -> MeetingView {
    var view = try view(of: meeting, heldOn: day, dates, reader)
    // What came up here and waits again waits for the meeting after it.
    let treated = Set(try recorded(meeting.id, on: day, in: reader).map(\.number))
    view.pending = try pending(for: meeting.id, reader).filter { !treated.contains($0) }
    if view.row == nil { view.noticeDue = try noticeDue(meeting, heldOn: day, reader) }
    var earlier = AgendaFilter()
    earlier.series = meeting.id
    earlier.through = day.adding(days: -1).map { min($0, clock.today) }
    earlier.isDone = false
    view.leftOver = try reader.agenda(earlier).count
    return view
  }

  /// The open cases that wait to be put on an agenda of a series, in the order in which they came.
  private func pending(for series: String, _ reader: any CaseStoreReading) throws -> [String] {
    let preparations = programme.workflows.reduce(into: [String: Set<String>]()) {
      $0[$1.id] = $1.preparations(for: series)
    }
    let ids = preparations.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    guard !ids.isEmpty else { return [] }
    let tasks = try reader.tasks(TaskFilter()).filter { ids.contains($0.task) }
    guard !tasks.isEmpty else { return [] }
    var filter = CaseFilter()
    filter.numbers = Set(tasks.map(\.number))
    let workflows = Dictionary(
      try reader.cases(filter).map { ($0.number, $0.workflow) },
      uniquingKeysWith: { first, _ in first })
    return tasks.filter { task in
      workflows[task.number].map { preparations[$0]?.contains(task.task) ?? false } ?? false
    }.sorted { ($0.opened, $0.number) < ($1.opened, $1.number) }.map(\.number)
  }

  /// The day by which the notice of a meeting that nobody has called is to go out: what its workflow would say, had somebody
  /// opened the meeting's case in good time. Nil for those who do not call.
  func noticeDue(_ meeting: Meeting, heldOn day: CivilDate, _ reader: any CaseStoreReading) throws
    -> CivilDate?
  {
    guard let (workflow, declared) = try? declaration(of: meeting), mayCall(meeting),
      let notice = declared.notice
    else { return nil }
    let engine = try reader.engine(programme)
    // Nobody calls to a meeting before the one before it, nor to the first before the programme begins.
    let earliest = engine.meetings.last(meeting.id, before: day) ?? programme.begins ?? clock.today
    let start = min(earliest, clock.today)
    let date = max(start, programme.begins ?? start)
    let command = opening(workflow, declared, on: day, isExtra: false, reason: nil)
    let facts = workflow.facts(readBy: workflow.opening.condition)
    let context = CommandContext(
      actor: actor.id, date: date, recorded: clock.now,
      numbers: try numbers(from: date, through: clock.today, in: reader),
      facts: try values(of: facts, on: date, in: reader))
    guard let opened = try? engine.decide(command, family: nil, context: context),
      let now = try? engine.advance(
        opened.family, to: clock.today, recorded: clock.now, numbers: opened.numbers),
      let projection = try? engine.project(now.family)
    else { return nil }
    return projection.tasks.first { $0.task == notice }?.due
  }

  /// Whether the person who acts is one of those who call the meetings of a series.
  func mayCall(_ meeting: Meeting) -> Bool {
    guard let workflow = programme.meetingWorkflow(of: meeting.id),
      let role = workflow.meeting?.notice.flatMap(workflow.task)?.role
    else { return false }
    return programme.organisation.holds([role], actor)
      && programme.organisation.holds(workflow.opening.by, actor)
  }
}
