import CivilTime
import Diagnostics
import FEEL
import Programme
import Statechart

extension Decider {
  /// What a macrostep came to, for the one who asked for it.
  struct MacrostepResult {
    /// Whether any transition was taken.
    let moved: Bool
    /// The conditions that did not let transitions through.
    let failed: [Refusal.Condition]
    /// The states whose transitions were taken, with the days on which they had been entered.
    let sources: [ActiveState]
  }

  /// Lets a chart start (`event` nil) or handle an event, and records what it did. What actions sent and opened follows
  /// in its turn.
  mutating func macrostep(at index: Int, event: String?) throws(Refusal) -> MacrostepResult {
    let before = family.cases[index]
    let workflow = try workflow(of: before)
    var datamodel = CaseDatamodel(scope(at: index, workflow: workflow))
    let macrostep: Macrostep
    if let event {
      var state = try chartState(at: index, in: workflow)
      macrostep = try run(workflow) { () throws(StepError) in
        try workflow.chart.step(&state, workflow.chart.event(matching: event), &datamodel)
      }
      charts[index] = state
    } else {
      var started: ChartState?
      macrostep = try run(workflow) { () throws(StepError) in
        let (state, step) = try workflow.chart.start(&datamodel)
        started = state
        return step
      }
      charts[index] = started
    }
    if let event, macrostep.hasEffect { try treat(event: event, at: index, in: workflow) }
    let record = MacrostepRecord(macrostep, event: event, guards: datamodel.guards, in: workflow)
    try self.record(before.number, .macrostep(record))
    for (field, value) in datamodel.assignments {
      try set(field, value, at: index, in: workflow, origin: .action)
    }
    try noteMilestones(entered: record, at: index, in: workflow)
    try followUp(datamodel, at: index)
    if let chart = charts[index], let final = chart.finalState, family.cases[index].isOpen {
      try endCase(at: index, .final(state: workflow.chart.name(of: final)))
    }
    return MacrostepResult(
      moved: macrostep.hasEffect,
      failed: macrostep.hasEffect ? [] : failed(record, at: index, in: workflow),
      sources: macrostep.transitions.compactMap { transition in
        before.activeState(workflow.chart.name(of: workflow.chart.transitions[transition].source))
      })
  }

  private func run(_ workflow: Workflow, _ body: () throws(StepError) -> Macrostep)
    throws(Refusal) -> Macrostep
  {
    do throws(StepError) {
      return try body()
    } catch {
      throw Refusal(.init(error, in: workflow))
    }
  }

  /// What actions sent to other cases and opened under this one, in document order (S5).
  private mutating func followUp(_ datamodel: CaseDatamodel, at index: Int) throws(Refusal) {
    let state = family.cases[index]
    // Workflows may open each other in a circle; the bound is far above any programme, and below the stack.
    openingDepth += 1
    defer { openingDepth -= 1 }
    guard openingDepth <= Engine.openingDepthLimit else {
      throw Refusal(.tooManySteps(limit: Engine.openingDepthLimit))
    }
    for effect in datamodel.effects {
      switch effect {
      case .sendToParent(let event):
        if let parent = state.parent { messages.append(Message(to: parent, event: event)) }
      case .sendToChildren(let event):
        messages += family.openChildren(of: state.number).map {
          Message(to: $0.number, event: event)
        }
      case .open(let workflow, let data):
        // Nothing comes of a command that is refused, and what an opening lacks may rest on what the actor does not read.
        if isDenied { continue }
        try open(workflow, under: state.number, inputs: data, origin: .action)
      }
    }
  }

  /// Delivers what cases sent each other, first in, first out, each a macrostep of its receiver. What a case does not
  /// listen to is recorded and changes nothing.
  mutating func deliverMessages() throws(Refusal) {
    var delivered = 0
    while !messages.isEmpty {
      let message = messages.removeFirst()
      delivered += 1
      guard delivered <= Engine.automaticStepLimit else {
        throw Refusal(.tooManySteps(limit: Engine.automaticStepLimit))
      }
      guard let index = family.index(of: message.to), family.cases[index].isOpen else { continue }
      _ = try macrostep(at: index, event: message.event)
    }
  }

  /// Sets a field. What a person filled in is always recorded; what an action sets only when it changes something.
  mutating func set(
    _ index: Int, _ value: Value, at position: Int, in workflow: Workflow, origin: SetRecord.Origin
  ) throws(Refusal) {
    let field = workflow.fields[index]
    let state = family.cases[position]
    let isGiven = origin == .input || origin == .correction
    if !isGiven, state.data[field.name] ?? .null == value { return }
    try record(
      state.number,
      .set(field: field.name, value, SetRecord(origin: origin, isProtected: field.isProtected)))
  }

  /// Ends a case: its sub-cases end with it unless their workflow says that they go on.
  mutating func endCase(at index: Int, _ reason: Ending.Reason) throws(Refusal) {
    let number = family.cases[index].number
    try record(number, .ended(reason))
    for child in family.openChildren(of: number) {
      guard let workflow = programme.workflow(child.workflow), workflow.continuesAfterParent
      else {
        guard let position = family.index(of: child.number) else { continue }
        try endCase(at: position, .parentEnded)
        continue
      }
    }
  }

  /// The guards that did not let their transitions through; the case is as they saw it, for no transition was taken.
  private func failed(_ record: MacrostepRecord, at index: Int, in workflow: Workflow)
    -> [Refusal.Condition]
  {
    var scope = scope(at: index, workflow: workflow)
    var result: [(guard: ScopedExpression, condition: Refusal.Condition)] = []
    for evaluation in record.guards where evaluation.outcome != true {
      guard let found = condition(evaluation, in: workflow, &scope) else { continue }
      result.append(found)
    }
    return result.enumerated().map { index, way in
      var condition = way.condition
      let others = result.enumerated().filter { $0.offset != index }.map(\.element.guard)
      condition.alternatives = scope.alternatives(to: way.condition, among: others)
      return condition
    }
  }

  /// A guard that did not let its transition through, as people read it.
  private func condition(
    _ evaluation: GuardEvaluation, in workflow: Workflow, _ scope: inout CaseScope
  ) -> (guard: ScopedExpression, condition: Refusal.Condition)? {
    guard
      let index = workflow.transitions.firstIndex(where: { $0.key == evaluation.transition }),
      let id = workflow.chart.transitions[index].guard,
      // An eventless transition that did not hold is no reason why an event was refused.
      !workflow.chart.transitions[index].events.isEmpty
    else { return nil }
    let condition = Refusal.Condition(
      workflow.guards[id], &scope,
      leadsTo: workflow.chart.transitions[index].targets.map { workflow.states[$0].title },
      basis: workflow.transitions[index].basis)
    return (workflow.guards[id], condition)
  }
}

extension CaseScope {
  /// The values that would let one of the other ways be taken, where the way that was meant was chosen by a field's value.
  fileprivate mutating func alternatives(
    to condition: Refusal.Condition, among others: [ScopedExpression]
  ) -> [Refusal.Alternative] {
    var result: [Refusal.Alternative] = []
    for (subject, choice) in condition.choices.sorted(by: { $0.key < $1.key }) where choice.holds {
      guard let field = workflow.field(named: subject) else { continue }
      let chosen = context.slots[field]
      for other in others {
        for value in options(other)[subject] ?? [] where value != chosen {
          set(field: field, value)
          if holds(other) == true {
            result.append(
              Refusal.Alternative(
                field: subject, value: value,
                protection: other.protection.union(condition.protection)))
          }
        }
      }
      set(field: field, chosen)
    }
    return result
  }
}

extension Refusal.Condition {
  init(
    _ condition: ScopedExpression, _ scope: inout CaseScope, leadsTo: [String], basis: Basis
  ) {
    let span = condition.expression.span
    let outcome = scope.holds(condition)
    self.init(
      text: condition.expression.text, isUndecided: outcome == nil,
      inputs: scope.inputs(of: condition), place: "\(span.source.path):\(span.start.line)",
      basis: basis.swedish, leadsTo: leadsTo, protection: condition.protection,
      unmet: scope.unmet(condition),
      choices: scope.choices(condition))
  }

  /// The same with less to tell.
  func with(_ unmet: [Unmet]) -> Refusal.Condition {
    Refusal.Condition(
      text: text, isUndecided: isUndecided, inputs: inputs, place: place, basis: basis,
      leadsTo: leadsTo, protection: protection, unmet: unmet, choices: choices,
      alternatives: alternatives)
  }
}

extension Refusal.Reason {
  init(_ error: StepError, in workflow: Workflow) {
    switch error {
    case .microstepLimit(_, let states, _):
      self = .endless(
        states: states.map { $0 == 0 ? workflow.title : workflow.states[$0].title })
    case .actionFailed(_, let error):
      self = .failedAction(
        (error as? CaseDatamodel.ActionError)?.text ?? "en åtgärd gick inte att utföra")
    }
  }
}

extension MacrostepRecord {
  /// A macrostep by names; what its guards saw comes from the datamodel, which was asked in the same order.
  init(
    _ macrostep: Macrostep, event: String?,
    guards: [(id: Int, outcome: GuardOutcome, inputs: [GuardEvaluation.Input])],
    in workflow: Workflow
  ) {
    let chart = workflow.chart
    var entries: [Entry] = []
    var evaluations: [GuardEvaluation] = []
    var asked = guards[...]
    for entry in macrostep.entries {
      switch entry {
      case .took(let transition): entries.append(.took(workflow.transitions[transition].key))
      case .exited(let state): entries.append(.left(chart.name(of: state)))
      case .entered(let state): entries.append(.entered(chart.name(of: state)))
      case .history(let state): entries.append(.remembered(chart.name(of: state), []))
      case .remembered(let state):
        guard case .remembered(let history, let value)? = entries.last else { continue }
        entries[entries.count - 1] = .remembered(history, value + [chart.name(of: state)])
      case .evaluated(let transition, let outcome):
        let seen = asked.popFirst()
        evaluations.append(
          GuardEvaluation(
            transition: workflow.transitions[transition].key,
            outcome: outcome == .undecided ? nil : outcome == .holds, inputs: seen?.inputs ?? []))
      case .starting, .selecting, .selectingEventless, .ending, .preempted, .raised: break
      }
    }
    self.init(event: event, entries: entries, guards: evaluations)
  }
}
