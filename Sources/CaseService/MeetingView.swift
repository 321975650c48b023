public import CaseEngine
public import CivilTime
public import Programme

/// A meeting, as it is known by the rule of its series and by the case that it is, if somebody has opened one.
public struct MeetingView: Sendable {
  /// The series.
  public let series: Meeting
  /// The day for which it was first set.
  public let set: CivilDate
  /// The day on which it is held; nil when it is cancelled.
  public let held: CivilDate?
  /// Whether it is one more than the rule gives.
  public let isExtra: Bool
  /// The case that it is.
  public let row: CaseRow?
  /// How many items are on its agenda and wait.
  public let waiting: Int
  /// Of how many it has been recorded what came of them.
  public let recorded: Int
  /// Of the next meeting of a series: how many items are left over from those that have been held.
  public internal(set) var leftOver = 0
  /// Of the next meeting of a series: the cases that wait to be put on an agenda.
  public internal(set) var pending: [String] = []
  /// Of the next meeting that nobody has called: the day by which the notice is to go out; nil for those who do not call,
  /// and where the workflow does not say.
  public internal(set) var noticeDue: CivilDate?

  /// Whether it is held on another day than the one for which it was set.
  public var isMoved: Bool { held.map { $0 != set } ?? false }
  /// The day that people mean by it.
  public var day: CivilDate { held ?? set }
}

/// A meeting with all that is on its agenda.
public struct MeetingFile: Sendable {
  /// The meeting.
  public let meeting: MeetingView
  /// The case that it is, as the person who acts may see it.
  public let view: CaseView?
  /// The workflow that its case has, or would have.
  public let workflow: Workflow?
  /// What is decided at the meeting: first the places that come first, then in the order of coming onto the agenda.
  public let items: [Item]
  /// The answers that the meeting is owed.
  public let answers: [Item]

  /// What was on the agendas of meetings of the series that have been held, and still waits.
  public let leftOver: [Item]
  /// That its own minutes are recorded, besides what came of the items.
  public internal(set) var minutes: MinutesRecord?
  /// The day on which the notice was sent out; nil while it was not.
  public internal(set) var noticeSent: CivilDate?
  /// The day on which the agenda was sent out; nil while it was not.
  public internal(set) var agendaSent: CivilDate?

  /// An item on the agenda.
  public struct Item: Sendable {
    /// The row.
    public let row: AgendaRow
    /// The short name of its case, when names were asked for and may be read.
    public let label: String?
    /// What is shown to those who ask for it and may read it: titles and values.
    public let details: [CaseView.Datum]
    /// What those at the meeting should know: the titles of open tasks.
    public let remarks: [String]
    /// The task by which it is recorded what came of it.
    public let task: TaskDefinition?
    /// The workflow of the case.
    public let workflow: Workflow?
    /// The workflow's title.
    public let kind: String
    /// Where it led, when something else than the task says what came of it.
    public internal(set) var outcome: String?
  }

  /// All items, in the order of the minutes.
  public var all: [Item] { items + answers + leftOver }

  /// The tasks that come before the minutes and that nobody has done.
  public var stepsBeforeMinutes: [TaskDefinition] {
    guard let workflow, let declared = workflow.meeting else { return [] }
    return [(declared.notice, noticeSent), (declared.agenda, agendaSent)].compactMap { step in
      step.1 == nil ? step.0.flatMap(workflow.task) : nil
    }
  }

  /// What came onto the agenda after it had been sent out.
  public var addedSinceSent: [Item] {
    guard let agendaSent else { return [] }
    return (items + answers).filter { $0.row.since > agendaSent }
  }
}

/// That attendance and minutes of a meeting are recorded.
public struct MinutesRecord: Sendable, Hashable {
  /// The case that is the meeting.
  public let number: String
  /// The day of which it was recorded.
  public let date: CivilDate
  /// Who recorded it.
  public let by: String?

  /// A record.
  public init(number: String, date: CivilDate, by: String?) {
    self.number = number
    self.date = date
    self.by = by
  }
}

/// Why a meeting could not be found.
public enum MeetingProblem: Sendable, Hashable {
  /// There is no such series.
  case unknownSeries(String, available: [String])
  /// No meeting is held on the day; the nearest ones by series.
  case noMeeting(CivilDate, nearest: [Nearest])
  /// Meetings of several series are held on the day.
  case severalSeries(CivilDate, [String])
  /// The cases of no workflow are meetings of the series.
  case noMeetingCases(String)
  /// The meeting cannot be moved, cancelled or called by what its workflow declares.
  case notDeclared(String)
  /// The meeting was cancelled.
  case cancelled(CivilDate, series: String)
  /// The meeting was moved.
  case moved(CivilDate, to: CivilDate, series: String)

  /// A meeting near a day.
  public struct Nearest: Sendable, Hashable {
    /// The title of the series.
    public let series: String
    /// The days.
    public let dates: [CivilDate]
  }
}
