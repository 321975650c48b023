import CivilTime
import FEEL
import Programme
import Statechart

/// What the expressions of a case see: its data, the engine's names, the parent's data and facts, in the slots that the
/// workflow's layout gives them.
struct CaseScope {
  let workflow: Workflow
  /// The programme's decision tables, those of other workflows among them.
  let decisions: [Decision]
  var context: EvaluationContext
  private var host: Host
  /// The dates of entry of states entered in the step under way, which the case's own list does not hold yet.
  private var enteredNow: [Int: CivilDate] = [:]

  init(
    _ state: CaseState, workflow: Workflow, decisions: [Decision], parent: CaseState?,
    facts: [String: Value], today: CivilDate,
    now: @autoclosure @escaping @Sendable () -> CivilDateTime, meetings: MeetingDates
  ) {
    self.workflow = workflow
    self.decisions = decisions
    host = Host(state: state, parent: parent, meetings: meetings)
    let layout = workflow.layout
    var slots = [Value](repeating: .null, count: layout.count)
    for (index, name) in layout.fields.enumerated() {
      if let value = host.state.data[name] { slots[index] = value }
    }
    slots[layout.opened] = .date(host.state.opened)
    if let parent = host.parent {
      for (index, name) in layout.parentFields.enumerated() {
        if let value = parent.data[name] { slots[layout.parent + index] = value }
      }
    }
    for (index, name) in layout.facts.enumerated() {
      if let value = facts[name] { slots[layout.fact + index] = value }
    }
    context = EvaluationContext(slots: slots, today: today, now: now())
    context.host = host
  }

  /// The case as it was when the scope was made.
  var state: CaseState { host.state }

  /// The value of an expression in its state.
  mutating func evaluate(_ scoped: ScopedExpression) -> Value {
    enter(scoped)
    return scoped.expression.evaluate(&context)
  }

  /// Why an expression has no value, when it is not that something it reads has none: what came out does not fit where it is
  /// wanted, or was too much.
  mutating func failure(of scoped: ScopedExpression) -> String? {
    var asking = context
    asking.collectNotes = true
    _ = scoped.expression.evaluate(&asking)
    return asking.notes.first { $0.kind == .coercion || $0.kind == .limit }?.text
  }

  /// Whether a condition holds; nil when it is undecided.
  mutating func holds(_ condition: ScopedExpression) -> Bool? {
    enter(condition)
    return switch condition.expression.truth(&context) {
    case .yes: true
    case .no: false
    case .undecided: nil
    }
  }

  /// The date in an expression; nil when it is null or no date.
  mutating func date(_ scoped: ScopedExpression) -> CivilDate? {
    switch evaluate(scoped) {
    case .date(let date): date
    case .dateTime(let dateTime): dateTime.date
    default: nil
    }
  }

  /// What a condition reads, for the record.
  mutating func inputs(of condition: ScopedExpression) -> [GuardEvaluation.Input] {
    condition.inputs.map { input in
      var value: Value? = input.protection.isEmpty ? input.expression.evaluate(&context) : nil
      // A range or a function has no form that could be kept; its text stands in the definitions.
      if value?.isStorable == false { value = nil }
      return GuardEvaluation.Input(name: input.name, value: value)
    }
  }

  /// Puts a value into a field's slot.
  mutating func set(field: Int, _ value: Value) {
    context.slots[field] = value
  }

  /// Notes that a state has been entered in the step under way.
  mutating func enter(state: Int, on date: CivilDate) {
    enteredNow[state] = date
  }

  /// Answers questions about active states from a configuration in mid-step.
  mutating func observe(_ configuration: Configuration) {
    host = Host(
      state: host.state, observed: (configuration, workflow.chart), parent: host.parent,
      meetings: host.meetings)
    context.host = host
  }

  private mutating func enter(_ scoped: ScopedExpression) {
    context.slots[workflow.layout.entered] = scoped.state.map(entered) ?? .date(host.state.opened)
  }

  private func entered(_ index: Int) -> Value {
    if let date = enteredNow[index] { return .date(date) }
    let id = workflow.chart.name(of: index)
    return host.state.activeState(id).map { .date($0.entered) } ?? .date(context.today)
  }

  /// Answers the host functions of expressions. One object for all copies of a scope: the state of a case is a large value.
  private final class Host: CaseHost {
    let state: CaseState
    /// The configuration in mid-step, which the case does not hold yet.
    let observed: (Configuration, Chart)?
    let parent: CaseState?
    let meetings: MeetingDates

    init(
      state: CaseState, observed: (Configuration, Chart)? = nil, parent: CaseState?,
      meetings: MeetingDates
    ) {
      self.state = state
      self.observed = observed
      self.parent = parent
      self.meetings = meetings
    }

    func cameUp(at series: String) -> CivilDate? {
      state.treated.lazy.filter { $0.series == series }.map(\.meeting).max()
    }
    func isActive(state id: String) -> Bool {
      guard let (configuration, chart) = observed else { return state.activeState(id) != nil }
      return chart.state(named: id).map(configuration.contains) ?? false
    }
    func parentIsActive(state: String) -> Bool? {
      parent.map { $0.activeState(state) != nil }
    }
  }
}

extension Value {
  /// Whether the value has a form outside an evaluation.
  fileprivate var isStorable: Bool {
    switch self {
    case .range, .function: false
    case .list(let items): items.allSatisfy(\.isStorable)
    case .context(let context): context.entries.allSatisfy { $0.value.isStorable }
    default: true
    }
  }
}

extension Decider {
  /// What the expressions of a case see now, on the date of the step under way.
  func scope(at index: Int, workflow: Workflow) -> CaseScope {
    scope(at: index, workflow: workflow, today: date)
  }

  /// What the expressions of the agenda see: what is recorded late must not bring back the guidelines of its day (C3), so
  /// they read those of the handled day at the earliest. They cannot read `today()`.
  func agendaScope(at index: Int, workflow: Workflow) -> CaseScope {
    scope(at: index, workflow: workflow, today: agendaDay)
  }

  /// The day whose guidelines the agenda goes by.
  var agendaDay: CivilDate { max(date, family.handled) }

  private func scope(at index: Int, workflow: Workflow, today: CivilDate) -> CaseScope {
    let (moment, date, zone) = (actor == nil ? nil : recorded, date, programme.timeZone)
    return CaseScope(
      family.cases[index], workflow: workflow, decisions: programme.decisions,
      parent: family.cases[index].parent.flatMap(family.caseState), facts: facts, today: today,
      now: CivilDateTime(moment, orStartOf: date, zone: zone), meetings: meetings)
  }
}

extension Engine {
  /// What the expressions of a case see on a day, outside a step.
  ///
  /// - Parameters:
  ///   - facts: the facts that they may read.
  ///   - moment: when what is looked back upon was recorded; nil for what nobody did.
  func scope(
    _ state: CaseState, _ family: FamilyState, _ workflow: Workflow, _ today: CivilDate,
    facts: [String: Value] = [:], recorded moment: Moment? = nil
  ) -> CaseScope {
    let zone = programme.timeZone
    return CaseScope(
      state, workflow: workflow, decisions: programme.decisions,
      parent: state.parent.flatMap(family.caseState), facts: facts, today: today,
      now: CivilDateTime(moment, orStartOf: today, zone: zone), meetings: meetings)
  }
}

extension CivilDateTime {
  /// `now()` of a step: when it was recorded for what people do, the start of its day for what falls due, so that catching
  /// up gives what being on time gives; as the clocks in the programme's zone show it, as they do for `today()`.
  init(_ moment: Moment?, orStartOf date: CivilDate, zone: String) {
    let start = CivilDateTime(date: date)
    guard let moment else {
      let offset = SystemZones().offset(inZone: zone, atLocalSecond: start.localSecond) ?? .utc
      self.init(date: date, time: .midnight, zone: .offset(offset))
      return
    }
    let (seconds, rest) = moment.milliseconds.quotientAndRemainder(dividingBy: 1_000)
    let second = Int(rest < 0 ? seconds - 1 : seconds)
    let nanosecond = Int(rest < 0 ? rest + 1_000 : rest) * 1_000_000
    let offset = SystemZones().offset(inZone: zone, atUTCSecond: second) ?? .utc
    self =
      Instant(secondsSinceEpoch: second, nanosecond: nanosecond)
      .flatMap { CivilDateTime($0, offset: offset, zone: .offset(offset)) } ?? start
  }
}
