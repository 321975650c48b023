public import CivilTime
import DecisionTables
import Diagnostics
public import FEEL
public import Programme
import Statechart

extension Engine {
  /// Why a case is where it is, and when what will happen at the latest.
  ///
  /// - Parameters:
  ///   - number: the case.
  ///   - family: its family now.
  ///   - events: the family's events.
  ///   - today: the day for which guidelines are shown.
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func explain(
    _ number: String, in family: FamilyState, events: [Event], today: CivilDate
  ) throws(Refusal) -> CaseExplanation {
    var decider = Decider(asking: self, family)
    decider.begin(date: max(today, family.handled), actor: nil)
    let index = try decider.position(of: number)
    let state = family.cases[index]
    let workflow = try decider.workflow(of: state)
    let configuration = try decider.chartState(at: index, in: workflow).configuration
    var explainer = Explainer(
      engine: self, scope: decider.scope(at: index, workflow: workflow), number: number,
      events: events)
    var states: [CaseExplanation.StateReason] = []
    var tasks: [CaseExplanation.TaskReason] = []
    var timers: [CaseExplanation.TimerReason] = []
    for id in configuration {
      let definition = workflow.states[id]
      guard let active = state.activeState(definition.id) else { continue }
      states.append(explainer.reason(active, definition))
      timers += explainer.timers(definition, active, state)
      for instance in state.tasks where instance.isOpen && instance.activation == active.activation
      {
        guard let task = workflow.task(instance.task) else { continue }
        tasks.append(explainer.reason(instance, task, definition))
      }
    }
    let ending = state.ending.map { explainer.reason($0) }
    var told = (states.flatMap(\.guards) + (ending?.state?.guards ?? [])).flatMap(\.inputs)
    told += tasks.flatMap { ($0.condition?.inputs ?? []) + ($0.due?.inputs ?? []) }
    told += timers.flatMap(\.date.inputs)
    return CaseExplanation(
      number: number, states: states, tasks: tasks,
      timers: timers.sorted { ($0.date.date ?? .latest) < ($1.date.date ?? .latest) },
      ending: ending, proposals: explainer.proposals(beside: told.compactMap(\.stored)),
      workflows: family.workflows)
  }

  /// Whether an event can be sent to a case on a day, and why not.
  ///
  /// - Parameter events: the family's events, to tell where stored values came from.
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func explain(
    event id: String, of number: String, in family: FamilyState, events: [Event] = [],
    on date: CivilDate, facts: [String: Value]
  ) throws(Refusal) -> EventExplanation {
    var decider = Decider(asking: self, family)
    try decider.catchUp(through: date)
    decider.begin(date: date, actor: nil, facts: facts)
    let index = try decider.position(of: number)
    let state = decider.family.cases[index]
    let workflow = try decider.workflow(of: state)
    let configuration = try decider.chartState(at: index, in: workflow).configuration
    var explainer = Explainer(
      engine: self, scope: decider.scope(at: index, workflow: workflow), number: number,
      events: events + decider.events)
    let listening = workflow.chart.event(named: id)
    var candidates: [EventExplanation.Candidate] = []
    var titles: [String] = []
    for transition in workflow.chart.transitions {
      guard let listening, transition.events.contains(listening) else { continue }
      let from = transition.source == 0 ? workflow.title : workflow.states[transition.source].title
      guard transition.source == 0 || configuration.contains(transition.source) else {
        if !titles.contains(from) { titles.append(from) }
        continue
      }
      let definition = workflow.transitions[transition.id]
      let condition = transition.guard.map { workflow.guards[$0] }
      let missing = workflow.missing(for: transition, event: id, in: state)
      let unmet = (condition.map { explainer.scope.unmet($0) } ?? []) + missing
      candidates.append(
        EventExplanation.Candidate(
          from: from, isEverywhere: transition.source == 0,
          to: transition.targets.map { workflow.states[$0].title },
          condition: condition.map { explainer.reason($0, definition.basis) },
          missing: missing, unmet: unmet,
          choices: condition.map { explainer.scope.choices($0) } ?? [:],
          basis: definition.basis))
    }
    var form: Set<String> = []
    for entries in [workflow.event(id)?.form.entries ?? []]
      + workflow.states.flatMap(\.tasks).filter({ $0.doneEvent == id }).map(\.form.entries)
    {
      form.formUnion(entries.map { workflow.fields[$0.field].name })
    }
    return EventExplanation(
      event: workflow.event(id), candidates: candidates, form: form, elsewhere: titles,
      workflows: decider.family.workflows)
  }
}

extension Workflow {
  /// What a timer leads to, in words; nil when it leads nowhere.
  public func title(of timer: TimerDefinition) -> String? {
    guard let event = chart.event(named: timer.event) else { return nil }
    let targets = chart.transitions.first { $0.events.contains(event) }?.targets ?? []
    guard !targets.isEmpty else { return nil }
    return targets.map { states[$0].title }.listed(last: "och")
  }
}

/// Explains the parts of one case.
private struct Explainer {
  let engine: Engine
  var scope: CaseScope
  /// The case.
  let number: String
  /// The family's events.
  let events: [Event]
  /// Those that have not been taken back.
  private let standing: [Event]
  /// How far of the history lies before what is explained; nil for all of it.
  private var end: (version: Int, change: Int)?
  /// Whether it is told already where a stored value came from: what it rests on is told as it was.
  private var isLookingBack = false
  var programme: Programme { engine.programme }

  init(engine: Engine, scope: CaseScope, number: String, events: [Event]) {
    self.engine = engine
    self.scope = scope
    self.number = number
    self.events = events
    standing = events.standing
  }

  mutating func reason(_ active: ActiveState, _ definition: StateDefinition)
    -> CaseExplanation.StateReason
  {
    // What was taken back, and what followed from it, is not how the case came here.
    let entering = standing.last { event in
      event.changes.contains { change in
        guard change.number == number, case .macrostep(let record) = change.change else {
          return false
        }
        return record.entries.contains(.entered(active.id))
      }
    }
    var guards: [ConditionReason] = []
    let now = scope
    if let event = entering, let then = scopeThen(event) {
      scope = then
      end = (event.version, event.firstMacrostep(of: number))
    }
    defer {
      scope = now
      end = nil
    }
    for change in entering?.changes ?? [] where change.number == number {
      guard case .macrostep(let record) = change.change else { continue }
      for evaluation in record.guards where evaluation.outcome == true {
        if let reason = reason(evaluation) { guards.append(reason) }
      }
    }
    return CaseExplanation.StateReason(
      id: active.id, title: definition.title, entered: active.entered, event: entering,
      guards: guards, basis: definition.basis, place: definition.span.map(place) ?? "")
  }

  mutating func reason(_ ending: Ending) -> CaseExplanation.EndingReason {
    let event = events.last { event in
      event.changes.contains { change in
        guard change.number == number else { return false }
        switch change.change {
        case .ended: return true
        case .restored(let standing): return standing.ending == ending
        default: return false
        }
      }
    }
    let workflow = scope.workflow
    guard case .final(let id) = ending.reason, let state = workflow.chart.state(named: id) else {
      return CaseExplanation.EndingReason(ending: ending, event: event, state: nil, rule: nil)
    }
    var taken: String?
    for change in event?.changes ?? [] where change.number == number {
      guard case .macrostep(let record) = change.change else { continue }
      for entry in record.entries { if case .took(let key) = entry { taken = key } }
    }
    let rule = workflow.transitions.first { $0.key == taken }
    return CaseExplanation.EndingReason(
      ending: ending, event: event,
      state: reason(
        ActiveState(id: id, entered: ending.date, activation: 0), workflow.states[state]),
      rule: rule.map { (place($0.span), $0.basis) })
  }

  /// What the guards of an event saw: the case as it was before, with what came with the event. Nil when the history
  /// cannot be followed.
  private func scopeThen(_ event: Event) -> CaseScope? {
    guard let family = family(before: event.firstMacrostep(of: number), of: event),
      let state = family.caseState(number), state.workflow == scope.workflow.id
    else { return nil }
    return engine.scope(then: event, state, family, scope.workflow)
  }

  /// The family as it was in the middle of an event, before one of its changes. Nil when the history cannot be followed.
  private func family(before change: Int, of event: Event) -> FamilyState? {
    var family: FamilyState?
    for earlier in events where earlier.version < event.version {
      guard let next = try? FamilyState.evolve(family, earlier) else { return nil }
      family = next
    }
    var then =
      family
      ?? FamilyState(
        root: event.family, version: 0, handled: event.date, cases: [],
        definitions: event.definitions)
    for change in event.changes.prefix(change) {
      guard (try? then.apply(change, date: event.date, actor: event.actor)) != nil else {
        return nil
      }
    }
    return then
  }

  // MARK: Stored values

  /// What tables have proposed and the case still holds, each step of it once.
  mutating func proposals(beside told: [StoredReason]) -> [StoredReason] {
    var known = told
    var result: [StoredReason] = []
    for field in scope.workflow.fields {
      let isTold = known.contains { reason in
        reason.field == field.name || reason.companions.contains { $0.field == field.name }
      }
      guard !isTold, let reason = stored(field.name) else { continue }
      known.append(reason)
      result.append(reason)
    }
    return result
  }

  /// How a field came to its value, when an action filled it in from a decision table; nil for all else. The table is asked
  /// again, in the case as it was and on the day on which it was asked.
  private mutating func stored(_ name: String) -> StoredReason? {
    let workflow = scope.workflow
    guard !isLookingBack, let field = workflow.field(named: name), isFromTable(field),
      let (event, index) = lastSet(name),
      case .set(_, let value, let record) =
        event.changes[index].change, record.origin == .action, !value.isNull
    else { return nil }
    let definition = workflow.fields[field]
    let step = event.changes[..<index].lastIndex { $0.isMacrostep(of: number) }
    var retraced: [Assignment] = []
    if let step, case .macrostep(let record) = event.changes[step].change,
      let family = family(before: step, of: event)
    {
      retraced = engine.assignments(of: record, in: event, by: number, family) ?? []
    }
    // What comes out otherwise now, because the rules have changed since, is not how it came.
    guard
      let assignment = retraced.last(where: { $0.field == field && $0.value == value }),
      let expression = assignment.expression
    else {
      return StoredReason(
        field: name, title: definition.title, value: value, protection: definition.protection,
        event: event, text: nil, inputs: [], companions: [], place: "")
    }
    let now = scope
    scope = assignment.scope
    isLookingBack = true
    defer {
      scope = now
      isLookingBack = false
    }
    // The day on which its state was entered comes with the expression.
    _ = scope.evaluate(expression)
    let tables = expression.tables(among: programme.decisions, of: workflow)
    var companions: [StoredReason.Companion] = []
    for other in retraced where other.field != field && !other.value.isNull {
      let field = workflow.fields[other.field]
      guard let expression = other.expression,
        !tables.isDisjoint(with: expression.tables(among: programme.decisions, of: workflow)),
        !companions.contains(where: { $0.field == field.name })
      else { continue }
      companions.append(
        StoredReason.Companion(
          field: field.name, title: field.title, value: other.value,
          protection: field.protection.union(expression.protection)))
    }
    return StoredReason(
      field: name, title: definition.title, value: value,
      protection: definition.protection.union(expression.protection), event: event,
      text: expression.expression.text, inputs: expression.inputs.map { reason($0) },
      companions: companions, place: place(expression.expression.span))
  }

  /// Whether an action fills the field in from a decision table.
  private func isFromTable(_ field: Int) -> Bool {
    scope.workflow.actions.contains { action in
      guard case .set(field, let expression) = action else { return false }
      return !expression.tables(among: programme.decisions, of: scope.workflow).isEmpty
    }
  }

  /// Where a field got the value that it has where the history has come to.
  private func lastSet(_ name: String) -> (event: Event, change: Int)? {
    for event in standing.reversed() {
      if let end, event.version > end.version { continue }
      let last = end?.version == event.version ? end?.change ?? 0 : event.changes.endIndex
      let index = event.changes.prefix(last).lastIndex { change in
        guard change.number == number, case .set(name, _, _) = change.change else { return false }
        return true
      }
      if let index { return (event, index) }
    }
    return nil
  }

  /// A recorded guard: what it recorded, and protected values from the history as it was then.
  private mutating func reason(_ evaluation: GuardEvaluation) -> ConditionReason? {
    let workflow = scope.workflow
    guard
      let index = workflow.transitions.firstIndex(where: { $0.key == evaluation.transition }),
      let id = workflow.chart.transitions[index].guard
    else { return nil }
    let condition = workflow.guards[id]
    let recorded = Dictionary(
      evaluation.inputs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    // Meetings have moved since, say: what then gives another outcome than the recorded one is not what was read.
    let isFollowed = scope.holds(condition) == evaluation.outcome
    let inputs = condition.inputs.compactMap { input -> InputReason? in
      let followed = reason(input)
      guard let kept = recorded[input.name], let kept else { return isFollowed ? followed : nil }
      return InputReason(
        name: followed.name, value: kept, protection: followed.protection,
        guideline: followed.guideline, decision: followed.decision, stored: followed.stored)
    }
    return ConditionReason(
      text: condition.expression.text, outcome: evaluation.outcome,
      protection: condition.protection, unmet: [], inputs: inputs,
      basis: workflow.transitions[index].basis, place: place(condition.expression.span))
  }

  mutating func reason(_ condition: ScopedExpression, _ basis: Basis) -> ConditionReason {
    let outcome = scope.holds(condition)
    return ConditionReason(
      text: condition.expression.text, outcome: outcome, protection: condition.protection,
      unmet: scope.unmet(condition), inputs: condition.inputs.map { reason($0) },
      basis: basis, place: place(condition.expression.span))
  }

  mutating func timers(
    _ definition: StateDefinition, _ active: ActiveState, _ state: CaseState
  ) -> [CaseExplanation.TimerReason] {
    var result: [CaseExplanation.TimerReason] = []
    for timer in definition.timers {
      let key = TimerKey(state: active.id, activation: active.activation, key: timer.key)
      guard !state.spentTimers.contains(key) else { continue }
      result.append(
        CaseExplanation.TimerReason(
          date: reason(date: timer.date),
          title: timer.title ?? scope.workflow.title(of: timer) ?? definition.title,
          basis: timer.basis))
    }
    return result
  }

  mutating func reason(
    _ instance: TaskInstance, _ task: TaskDefinition, _ definition: StateDefinition
  ) -> CaseExplanation.TaskReason {
    var reminders: [CivilDate] = []
    var ladder: [(date: CivilDate, to: String)] = []
    if let due = instance.due, let late = instance.lateFrom {
      for reminder in task.reminders {
        guard !instance.reminded.contains(SentReminder(rung: reminder.key, due: due)),
          let date = programme.date(of: reminder, due: due, in: scope), date >= instance.dueSince
        else { continue }
        reminders.append(date)
      }
      for step in task.ladder {
        let cause = Escalation.Cause.task(
          task.id, serial: instance.serial, rung: step.key, due: due)
        guard !scope.state.hasRaised(cause),
          let period = programme.period(step.after, in: scope),
          let date = programme.calendar.adding(period, to: late)
        else { continue }
        ladder.append((date, step.to))
      }
    }
    let raised = scope.state.escalations.filter { escalation in
      guard escalation.isOpen, case .task(_, instance.serial, _, _) = escalation.cause else {
        return false
      }
      return true
    }
    return CaseExplanation.TaskReason(
      task: instance, title: task.title, text: task.text,
      condition: task.condition.map { reason($0, task.basis) },
      due: task.due.map { reason(date: $0) }, reminders: reminders, ladder: ladder,
      raised: raised, every: task.every.flatMap { programme.period($0, in: scope) },
      seriesStart: seriesStart(of: instance, task),
      basis: task.basis, place: place(task.span))
  }

  /// The first day of the series that a task that returned is of, where the definitions still give that series.
  private mutating func seriesStart(of instance: TaskInstance, _ task: TaskDefinition) -> CivilDate?
  {
    guard instance.round > 1, let due = instance.due, !instance.isDueByHand, let every = task.every,
      let period = programme.period(every, in: scope),
      let first = task.due.flatMap({ scope.date($0) }),
      programme.series(from: first, period, has: due)
    else { return nil }
    return first
  }

  private mutating func reason(date: ScopedExpression) -> DateReason {
    let value = scope.date(date)
    return DateReason(
      date: value, text: date.expression.text, inputs: date.inputs.map { reason($0) },
      place: place(date.expression.span))
  }

  private mutating func reason(_ input: ScopedExpression.Input) -> InputReason {
    let value = input.expression.evaluate(&scope.context)
    return InputReason(
      name: input.name, value: value, protection: input.protection,
      guideline: guideline(input.name), decision: decision(input.name),
      stored: stored(input.name))
  }

  private func guideline(_ name: String) -> Guideline.DatedValue? {
    let prefix = "riktlinjer."
    guard name.hasPrefix(prefix),
      let guideline = programme.guidelines.first(where: { prefix + $0.name == name })
    else { return nil }
    return guideline.value(on: scope.guidelineDate(guideline))
  }

  private mutating func decision(_ name: String) -> DecisionReason? {
    let workflow = scope.workflow.id
    guard
      let decision = programme.decisions.first(where: {
        $0.workflow == workflow && $0.name == name
      })
    else { return nil }
    let rows = decision.table.explain(&scope.context)
    let result = decision.table.evaluate(&scope.context)
    let matched = result.matched
    var failed: [(row: Int, input: String, undecided: Bool)] = []
    for row in rows where !matched.contains(row.row) {
      guard let column = row.failedColumn, decision.inputs.indices.contains(column) else {
        continue
      }
      failed.append((row.row, decision.inputs[column], row.undecided))
    }
    return DecisionReason(
      decision: decision, matched: matched,
      isContradictory: matched.count > 1 && result.value.isNull, failed: failed)
  }

  private func place(_ span: SourceSpan) -> String {
    "\(span.source.path):\(span.start.line)"
  }
}

extension Event {
  /// Where the first macrostep of a case stands among the changes; their end when there is none.
  fileprivate func firstMacrostep(of number: String) -> Int {
    changes.firstIndex { $0.isMacrostep(of: number) } ?? changes.endIndex
  }
}

extension CaseChange {
  /// Whether it is a macrostep of a case.
  fileprivate func isMacrostep(of case: String) -> Bool {
    guard number == `case`, case .macrostep = change else { return false }
    return true
  }
}
