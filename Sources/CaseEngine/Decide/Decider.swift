import CivilTime
import FEEL
import Programme
import Statechart

/// One call of the engine in progress: the family as it is by now, the events so far, and the step under way.
///
/// Every change goes through ``record(_:_:)``, which applies it by the same `evolve` that replay uses; so what the engine
/// saw while deciding is what a replay gives.
struct Decider {
  let engine: Engine
  let recorded: Moment
  var family: FamilyState
  var events: [Event] = []
  /// The step under way: its changes so far.
  var changes: [CaseChange] = []
  /// The logical date of the step under way.
  var date: CivilDate
  /// Who acts in the step under way; nil for the engine.
  var actor: String?
  /// For whom the one who acts in the step under way records.
  var behalf: String?
  /// Facts that guards of the step under way may read.
  var facts: [String: Value] = [:]
  /// What stands in the way of the command under way, as far as it is known: a refusal names all of it.
  var obstacles: [Refusal.Reason] = []
  /// Numbers for new cases.
  var numbers: NumberSource
  /// Events from case to case that wait for their macrosteps.
  var messages: [Message] = []
  /// How many openings of sub-cases by actions are inside each other.
  var openingDepth = 0
  /// Automatic steps so far.
  var automaticSteps = 0
  /// The charts' own view of the cases, by position in the family; made from the names when needed.
  var charts: [ChartState?]
  /// What happens next in the family as it is, once somebody has asked.
  var outlook: Outlook?
  /// On which days meetings are held, by now.
  var meetings: MeetingDates
  /// What is recorded at meetings that the command may move or cancel.
  var minutes: [MeetingDay: [String]] = [:]
  /// Whether everything has been derived anew since the definitions of the latest event.
  var isRederived = false

  /// An event from one case of the family to another.
  struct Message {
    let to: String
    let event: String
  }

  var programme: Programme { engine.programme }

  /// What has come of the call.
  var decision: Engine.Decision {
    var family = family
    family.findings = Findings(
      programme: programme, meetings: meetings, charts: charts, next: outlook)
    return Engine.Decision(events: events, family: family, numbers: numbers)
  }

  init(engine: Engine, family: FamilyState, recorded: Moment, numbers: NumberSource) {
    self.engine = engine
    self.recorded = recorded
    self.family = family
    self.numbers = numbers
    date = family.handled
    meetings = engine.meetings
    charts =
      family.findings.charts(in: engine.programme)
      ?? [ChartState?](repeating: nil, count: family.cases.count)
    outlook = family.findings.next(in: engine.programme, engine.meetings)
  }

  /// For what is only asked: nothing of it is kept.
  init(asking engine: Engine, _ family: FamilyState) {
    self.init(
      engine: engine, family: family, recorded: Moment(milliseconds: 0), numbers: NumberSource())
  }

  /// For a command: a case that is opened alone begins a family, named by its number.
  init(engine: Engine, family: FamilyState?, context: CommandContext) {
    var peek = context.numbers
    let start =
      family
      ?? FamilyState(
        root: peek.take(year: context.date.year), version: 0, handled: context.date, cases: [],
        definitions: engine.programme.hash)
    self.init(
      engine: engine, family: start, recorded: context.recorded, numbers: context.numbers)
    minutes = context.minutes
  }

  // MARK: Steps

  /// Records a change of the step under way and applies it.
  mutating func record(_ number: String, _ change: Change) throws(Refusal) {
    let entry = CaseChange(number: number, change: change)
    do throws(ReplayError) {
      try family.apply(entry, date: date, actor: actor)
    } catch {
      throw Refusal(.unknownCase(number))
    }
    if case .opened = change { charts.append(nil) }
    outlook = nil
    changes.append(entry)
  }

  /// Begins a step; nothing is under way then.
  mutating func begin(date: CivilDate, actor: String?, facts: [String: Value] = [:]) {
    self.date = date
    self.actor = actor
    behalf = nil
    self.facts = facts
    changes = []
  }

  /// Ends the step under way: what follows from it is derived, and it becomes an event. A step of the engine's own that
  /// changed nothing leaves no trace.
  mutating func end(_ cause: Cause, subject: String) throws(Refusal) {
    try settleMeetings(by: cause)
    try reconcile()
    if changes.isEmpty, actor == nil { return }
    close(cause, subject: subject)
  }

  /// Makes an event of the step under way.
  mutating func close(_ cause: Cause, subject: String) {
    family.version += 1
    family.handled = max(family.handled, date)
    family.definitions = programme.hash
    events.append(
      Event(
        family: family.root, version: family.version, subject: subject, cause: cause, date: date,
        recorded: recorded, actor: actor, behalf: behalf, definitions: programme.hash, facts: facts,
        changes: changes))
    changes = []
  }

  // MARK: Cases

  /// The position of a case; refused when the family has no such case.
  func position(of number: String) throws(Refusal) -> Int {
    guard let index = family.index(of: number) else { throw Refusal(.unknownCase(number)) }
    return index
  }

  /// The workflow of a case, as it is today.
  func workflow(of state: CaseState) throws(Refusal) -> Workflow {
    guard let workflow = programme.workflow(state.workflow) else {
      throw Refusal(
        .vanishedWorkflow(state.workflow, case: state.number, definitions: family.definitions))
    }
    return workflow
  }

  /// The chart's view of a case: names resolved in the chart as it is today.
  mutating func chartState(at index: Int, in workflow: Workflow) throws(Refusal) -> ChartState {
    if let known = charts[index] { return known }
    let state = family.cases[index]
    do throws(RestoreError) {
      let restored = try workflow.chart.restore(
        active: state.active.lazy.map(\.id), history: state.history, final: state.finalState)
      charts[index] = restored
      return restored
    } catch {
      let name =
        switch error {
        case .unknownState(let id), .illegalHistory(let id): id
        case .illegalConfiguration(let text): text
        }
      let ids = state.active.map(\.id)
      let path = ids.prefix { $0 != name } + [name]
      throw Refusal(
        .vanishedState(
          path.joined(separator: "/"), workflow: workflow.id, case: state.number,
          definitions: family.definitions))
    }
  }
}

extension CaseState {
  /// The final state by which the chart ended.
  var finalState: String? {
    if case .final(let state) = ending?.reason { state } else { nil }
  }
}
