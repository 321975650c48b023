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
    var explainer = Explainer(engine: self, scope: decider.scope(at: index, workflow: workflow))
    var states: [CaseExplanation.StateReason] = []
    var tasks: [CaseExplanation.TaskReason] = []
    var timers: [CaseExplanation.TimerReason] = []
    for id in configuration {
      let definition = workflow.states[id]
      guard let active = state.activeState(definition.id) else { continue }
      states.append(explainer.reason(active, definition, number, events))
      timers += explainer.timers(definition, active, state)
      for instance in state.tasks where instance.isOpen && instance.activation == active.activation
      {
        guard let task = workflow.task(instance.task) else { continue }
        tasks.append(explainer.reason(instance, task, definition))
      }
    }
    return CaseExplanation(
      number: number, states: states, tasks: tasks,
      timers: timers.sorted { ($0.date.date ?? .latest) < ($1.date.date ?? .latest) },
      ending: state.ending.map { explainer.reason($0, number, events) },
      workflows: Dictionary(
        family.cases.map { ($0.number, $0.workflow) }, uniquingKeysWith: { first, _ in first }))
  }

  /// Whether an event can be sent to a case on a day, and why not.
  ///
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func explain(
    event id: String, of number: String, in family: FamilyState, on date: CivilDate,
    facts: [String: Value]
  ) throws(Refusal) -> EventExplanation {
    var decider = Decider(asking: self, family)
    try decider.catchUp(through: date)
    decider.begin(date: date, actor: nil, facts: facts)
    let index = try decider.position(of: number)
    let state = decider.family.cases[index]
    let workflow = try decider.workflow(of: state)
    let configuration = try decider.chartState(at: index, in: workflow).configuration
    var explainer = Explainer(engine: self, scope: decider.scope(at: index, workflow: workflow))
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
      event: workflow.event(id), candidates: candidates, form: form, elsewhere: titles)
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
  var programme: Programme { engine.programme }

  mutating func reason(
    _ active: ActiveState, _ definition: StateDefinition, _ number: String, _ events: [Event]
  ) -> CaseExplanation.StateReason {
    // What was taken back, and what followed from it, is not how the case came here.
    let entering = events.standing.last { event in
      event.changes.contains { change in
        guard change.number == number, case .macrostep(let record) = change.change else {
          return false
        }
        return record.entries.contains(.entered(active.id))
      }
    }
    var guards: [ConditionReason] = []
    let now = scope
    if let then = entering.flatMap({ scopeThen($0, number, events) }) { scope = then }
    defer { scope = now }
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

  mutating func reason(_ ending: Ending, _ number: String, _ events: [Event])
    -> CaseExplanation.EndingReason
  {
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
        ActiveState(id: id, entered: ending.date, activation: 0), workflow.states[state], number,
        events),
      rule: rule.map { (place($0.span), $0.basis) })
  }

  /// What the guards of an event saw: the case as it was before, with what came with the event. Nil when the history
  /// cannot be followed.
  private func scopeThen(_ event: Event, _ number: String, _ events: [Event]) -> CaseScope? {
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
    for change in event.changes {
      if change.number == number, case .macrostep = change.change { break }
      guard (try? then.apply(change, date: event.date, actor: event.actor)) != nil else {
        return nil
      }
    }
    guard let state = then.caseState(number), state.workflow == scope.workflow.id else {
      return nil
    }
    return engine.scope(
      state, then, scope.workflow, event.date, facts: event.facts,
      recorded: event.actor == nil ? nil : event.recorded)
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
        guideline: followed.guideline, decision: followed.decision)
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
      guideline: guideline(input.name), decision: decision(input.name))
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
    let matched = decision.table.evaluate(&scope.context).matched
    var failed: [(row: Int, input: String, undecided: Bool)] = []
    for row in rows where !matched.contains(row.row) {
      guard let column = row.failedColumn, decision.inputs.indices.contains(column) else {
        continue
      }
      failed.append((row.row, decision.inputs[column], row.undecided))
    }
    return DecisionReason(decision: decision, matched: matched, failed: failed)
  }

  private func place(_ span: SourceSpan) -> String {
    "\(span.source.path):\(span.start.line)"
  }
}
