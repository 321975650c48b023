import CaseEngine
import CivilTime
import FEEL
import TestSupport

/// Families made by hand: a history of events, the state after them, and rows that follow from the state alone.
struct Sample {
  var family: FamilyState?
  var events: [Event] = []
  let root: String
  var definitions = "d1"
  var date = day(2017, 2, 1)
  /// Up to which version it has been saved.
  var saved = 0

  init(_ root: String, definitions: String = "d1", date: CivilDate = day(2017, 2, 1)) {
    self.root = root
    self.definitions = definitions
    self.date = date
  }

  var version: Int { family?.version ?? 0 }

  /// Lets something happen; gives the event.
  @discardableResult
  mutating func happen(
    _ changes: [(String, Change)], cause: Cause = .sent(event: "go"), actor: String? = "anna",
    behalf: String? = nil, facts: [String: Value] = [:]
  ) throws -> Event {
    let event = Event(
      family: root, version: version + 1, subject: changes.first?.0 ?? root, cause: cause,
      date: date, recorded: Moment(milliseconds: 1_485_907_200_000), actor: actor,
      behalf: behalf, definitions: definitions, facts: facts,
      changes: changes.map { CaseChange(number: $0.0, change: $0.1) })
    family = try FamilyState.evolve(family, event)
    events.append(event)
    return event
  }

  /// An opened case in a state, with a task.
  static func opened(
    _ root: String, definitions: String = "d1", due: CivilDate? = day(2017, 3, 1),
    responsible: String? = nil, task: String = "call", date: CivilDate = day(2017, 2, 1)
  ) throws -> Sample {
    var sample = Sample(root, definitions: definitions, date: date)
    try sample.happen(
      [
        (root, .opened(workflow: "order", parent: nil)),
        (root, .macrostep(step(entering: "waiting"))),
        (root, .responsible(responsible)),
        (
          root,
          .taskOpened(
            TaskInstance(
              serial: 1, task: task, state: "waiting", activation: 1, round: 1,
              opened: sample.date, due: due))
        ),
      ], cause: .opened)
    return sample
  }

  /// The state, which there is once something has happened.
  var state: FamilyState {
    get throws { try require(family) }
  }

  /// Rows made from a state alone, as an engine would make them from a state and definitions.
  static func project(_ family: FamilyState) -> Projection {
    var tasks: [TaskRow] = []
    var coming: [ComingRow] = []
    var escalations: [EscalationRow] = []
    var spendings: [SpendingRow] = []
    var meetings: [MeetingRow] = []
    var agenda: [AgendaRow] = []
    for state in family.cases {
      if let standing = state.meeting {
        meetings.append(MeetingRow(number: state.number, standing: standing))
      }
      for treated in state.treated {
        agenda.append(
          AgendaRow(
            number: state.number, series: treated.series, date: treated.meeting,
            task: treated.task, title: "About \(treated.task)", text: treated.by,
            isFirst: treated.isFirst, isAnswer: !treated.isFirst, since: treated.since,
            done: state.isOpen ? nil : treated.date, doneBy: treated.by))
      }
      for task in state.tasks where task.isOpen {
        tasks.append(
          TaskRow(
            number: state.number, serial: task.serial, task: task.task, title: "Do \(task.task)",
            role: task.task.hasPrefix("lead") ? "lead" : "agent", assignee: state.responsible,
            due: task.due, opened: task.opened, isDueByHand: task.isDueByHand,
            isProposed: task.task.hasSuffix("proposed")))
      }
      for (name, value) in state.data.sorted(by: { $0.key < $1.key }) {
        if case .date(let date) = value {
          coming.append(
            ComingRow(
              number: state.number, date: date, title: name, responsible: state.responsible))
        }
        if case .number(let amount) = value {
          spendings.append(
            SpendingRow(
              number: state.number, budget: name, date: state.opened, amount: amount))
        }
      }
      for escalation in state.escalations {
        escalations.append(
          EscalationRow(
            number: state.number, serial: escalation.serial, kind: escalation.kind,
            kindTitle: escalation.kind.uppercased(), to: escalation.to, through: nil,
            raised: escalation.raised, reason: "because",
            task: escalation.serial.isMultiple(of: 2) ? escalation.serial : nil,
            acknowledgedBy: escalation.acknowledged?.by,
            acknowledged: escalation.acknowledged?.date, closed: escalation.closing?.date,
            closingReason: escalation.closing?.reason,
            answered: state.milestones.first?.date))
      }
    }
    return Projection(
      nextLook: family.isOpen ? tasks.compactMap(\.due).min() : nil,
      cases: family.cases.map(row), tasks: tasks, coming: coming, escalations: escalations,
      spendings: spendings, meetings: meetings, agenda: agenda)
  }

  private static func row(_ state: CaseState) -> CaseRow {
    let label: String? = if case .string(let text)? = state.data["name"] { text } else { nil }
    return CaseRow(
      number: state.number, workflow: state.workflow, workflowTitle: "An \(state.workflow)",
      parent: state.parent, label: label, phase: state.active.first?.id,
      phaseTitle: state.active.first?.id.uppercased(), states: state.active.map(\.id),
      stateTitles: state.active.map { "In \($0.id), \"quoted\"\n" }, opened: state.opened,
      ended: state.ending?.date, responsible: state.responsible, faults: state.faults)
  }
}

/// A macrostep that enters a state and perhaps leaves another.
func step(entering: String? = nil, leaving: String? = nil) -> MacrostepRecord {
  var entries: [MacrostepRecord.Entry] = []
  if let leaving { entries.append(.left(leaving)) }
  if let entering { entries.append(.entered(entering)) }
  return MacrostepRecord(event: "go", entries: entries, guards: [])
}

/// A date.
func day(_ year: Int, _ month: Int, _ day: Int) -> CivilDate {
  CivilDate(year: year, month: month, day: day) ?? .earliest
}

/// What should be there.
func require<Wrapped>(_ value: Wrapped?) throws -> Wrapped {
  guard let value else { throw Missing() }
  return value
}

struct Missing: Error {}
