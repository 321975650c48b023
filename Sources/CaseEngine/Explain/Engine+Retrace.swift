import CivilTime
import FEEL
import Programme
import Statechart

/// A value that an action gave a field in a macrostep that is taken anew.
struct Assignment {
  /// The field.
  let field: Int
  /// What it was computed from; nil where it was emptied.
  let expression: ScopedExpression?
  /// The value.
  let value: Value
  /// What the expression saw.
  let scope: CaseScope
}

extension Engine {
  /// What the actions of a macrostep of the past set, in order, when it is taken anew; nil when the definitions have no such
  /// step any more.
  ///
  /// - Parameters:
  ///   - record: the macrostep.
  ///   - event: what it is part of.
  ///   - number: the case that took it.
  ///   - family: the family just before, with what had come with the event.
  func assignments(
    of record: MacrostepRecord, in event: Event, by number: String, _ family: FamilyState
  ) -> [Assignment]? {
    guard let state = family.caseState(number), let workflow = programme.workflow(state.workflow)
    else { return nil }
    let scope = scope(then: event, state, family, workflow)
    var datamodel = RetracingDatamodel(CaseDatamodel(scope))
    do {
      if let name = record.event {
        var chart = try workflow.chart.restore(
          active: state.active.lazy.map(\.id), history: state.history, final: state.finalState)
        _ = try workflow.chart.step(&chart, workflow.chart.event(matching: name), &datamodel)
      } else {
        _ = try workflow.chart.start(&datamodel)
      }
    } catch {
      return nil
    }
    return datamodel.assignments
  }

  /// What the expressions of a case saw in a step of the past.
  func scope(
    then event: Event, _ state: CaseState, _ family: FamilyState, _ workflow: Workflow
  ) -> CaseScope {
    scope(
      state, family, workflow, event.date, facts: event.facts,
      recorded: event.actor == nil ? nil : event.recorded)
  }
}

/// The case's datamodel, remembering what each action saw.
private struct RetracingDatamodel: Datamodel {
  private var inner: CaseDatamodel
  private(set) var assignments: [Assignment] = []

  init(_ inner: CaseDatamodel) {
    self.inner = inner
  }

  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
    inner.evaluate(guard: id, in: configuration)
  }

  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
  ) throws {
    var before = inner.scope
    let known = inner.assignments.count
    try inner.execute(action: id, in: configuration, raising: &queue)
    guard let made = inner.assignments.dropFirst(known).last else { return }
    var expression: ScopedExpression?
    if case .set(_, let written) = before.workflow.actions[id] { expression = written }
    if expression?.asksForStates ?? false { before.observe(configuration) }
    assignments.append(
      Assignment(field: made.field, expression: expression, value: made.value, scope: before))
  }
}

extension ScopedExpression {
  /// The names of the decision tables that it rests on.
  func tables(among decisions: [Decision], of workflow: Workflow) -> Set<String> {
    let names = expression.references.names
    return Set(
      decisions.lazy.filter { $0.workflow == workflow.id && names.contains($0.name) }.map(\.name))
  }
}
