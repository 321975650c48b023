import Statechart

/// Says that the cases of a workflow are meetings, and which of its parts are what in a meeting's life.
public struct MeetingDeclaration: Sendable {
  /// The id of the series.
  public let series: String
  /// The field with the day on which the meeting is held.
  public let date: Int
  /// The field that says whether the meeting is one more than the rule gives; nil when there are none.
  public let extra: Int?
  /// The states of a meeting that is not held.
  public let cancelled: [String]
  /// The field for why a meeting is extra, moved or cancelled.
  public let reason: Int?
  /// The event that moves the meeting.
  public let move: String?
  /// The event that cancels the meeting.
  public let cancel: String?
  /// The task of calling the meeting.
  public let notice: String?
  /// The task of sending out the agenda.
  public let agenda: String?
  /// The task of writing the minutes.
  public let minutes: String?
  /// The fields that say who attended, one for each that should.
  public let attendance: [Int]
  /// What the notice says to those who are called.
  public let invitation: String?
}

/// Says that a case is an item on a meeting's agenda as long as a state is active.
public struct AgendaDeclaration: Sendable {
  /// The id of the series.
  public let series: String
  /// The day on which the meeting is held.
  public let date: ScopedExpression
  /// The task by which it is recorded what came of the item.
  public let task: String
  /// Whether the item has one of the places that come first; nil for never.
  public let first: ScopedExpression?
  /// What the item is called; nil for the workflow's title.
  public let title: String?
  /// What the item is about, without protected values.
  public let text: ScopedExpression?
  /// Fields that are shown with the item to those who may read them and ask for them.
  public let details: [Int]
  /// Tasks whose titles stand with the item as long as they are open: what those at the meeting should know.
  public let remarks: [String]
  /// Whether the item is an answer that the meeting is owed, rather than something to decide.
  public let isAnswer: Bool
  /// Events that also are what came of the item, when they come on the day of its meeting or later.
  public let outcomes: [String]
}

/// Says that the cases of a workflow take up what has been escalated in the case above them.
public struct TakesUp: Sendable {
  /// The kinds of escalation.
  public let kinds: [String]
  /// Which of its cases do; nil for all.
  public let condition: ScopedExpression?
}

/// A step in what becomes of an escalation, as the programme names it.
public struct MilestoneKind: Sendable {
  /// The id.
  public let id: String
  /// What people call it.
  public let title: String
  /// Whether the escalation counts as answered with it.
  public let isAnswer: Bool
}

extension Workflow {
  /// The state in which a case is an item on an agenda, by the task that records what came of it.
  public func agendaState(task: String) -> StateDefinition? {
    states.first { $0.agenda?.task == task }
  }

  /// The tasks whose completion can lead nowhere but onto the agenda of a series, while the case is on none: what they are
  /// open for waits to be put there.
  public func preparations(for series: String) -> Set<String> {
    Set(
      states.indices.flatMap { index in
        states[index].tasks.filter { prepares($0, in: index, series) }.map(\.id)
      })
  }

  private func prepares(_ task: TaskDefinition, in state: Int, _ series: String) -> Bool {
    guard agendas(around: state).isEmpty,
      let event = task.doneEvent.flatMap(chart.event(named:))
    else { return false }
    let taken = chart.transitions.filter {
      $0.events.contains(event) && ([state] + chart.ancestors(of: state)).contains($0.source)
    }
    return !taken.isEmpty
      && taken.allSatisfy { transition in
        transition.targets.contains { agendas(around: $0).contains(series) }
      }
  }

  /// The series on whose agendas a case is in a state.
  private func agendas(around state: Int) -> Set<String> {
    Set(
      ([state] + chart.ancestors(of: state)).compactMap {
        states.indices.contains($0) ? states[$0].agenda?.series : nil
      })
  }
}
