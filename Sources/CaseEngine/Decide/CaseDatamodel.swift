import CivilTime
import FEEL
import Programme
import Statechart

/// What a chart's guards and actions mean: FEEL over the case's data. One macrostep long.
struct CaseDatamodel: Datamodel {
  var scope: CaseScope
  /// What actions did to the data, in order.
  var assignments: [(field: Int, value: Value)] = []
  /// What guards saw, in the order in which they were asked.
  var guards: [(id: Int, outcome: GuardOutcome, inputs: [GuardEvaluation.Input])] = []
  /// What actions did to other cases, in order.
  var effects: [Effect] = []

  /// What an action does to another case.
  enum Effect {
    /// An event for the parent.
    case sendToParent(String)
    /// An event for the sub-cases that there are by then.
    case sendToChildren(String)
    /// A sub-case to open.
    case open(workflow: String, data: [String: Value])
  }

  /// Why an action could not be carried out.
  struct ActionError: Error {
    let text: String
  }

  init(_ scope: CaseScope) {
    self.scope = scope
  }

  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
    let condition = scope.workflow.guards[id]
    if condition.asksForStates { scope.observe(configuration) }
    let outcome: GuardOutcome =
      switch scope.holds(condition) {
      case true?: .holds
      case false?: .fails
      case nil: .undecided
      }
    guards.append((id, outcome, scope.inputs(of: condition)))
    return outcome
  }

  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
  ) throws {
    switch scope.workflow.actions[id] {
    case .enter(let state): scope.enter(state: state, on: scope.context.today)
    case .set(let field, let expression):
      if expression.asksForStates { scope.observe(configuration) }
      try assign(field, value(of: expression))
    case .clear(let field): try assign(field, .null)
    case .raise(let name):
      // Every event that an action raises was resolved when the programme was loaded.
      if let event = scope.workflow.chart.event(named: name) { queue.raise(event) }
    case .sendToParent(let event): effects.append(.sendToParent(event))
    case .sendToChildren(let event): effects.append(.sendToChildren(event))
    case .open(let workflow, let data):
      var values: [String: Value] = [:]
      for (name, expression) in data { values[name] = try value(of: expression) }
      effects.append(.open(workflow: workflow, data: values))
    }
  }

  /// What could not become a value of its field must not empty it.
  private mutating func value(of expression: ScopedExpression) throws -> Value {
    let value = scope.evaluate(expression)
    if value.isNull, let reason = scope.failure(of: expression) {
      throw ActionError(text: "`\(expression.expression.text)`: \(reason)")
    }
    return value
  }

  private mutating func assign(_ index: Int, _ value: Value) throws {
    let field = scope.workflow.fields[index]
    // What stays as it is was right on the day it came, which may be after the day of a step that is recorded late.
    guard
      value == .null || value == scope.context.slots[index]
        || field.accepts(value) && field.allows(value, on: scope.context.today)
    else {
      throw ActionError(text: "värdet passar inte fältet `\(field.name)`")
    }
    scope.set(field: index, value)
    assignments.append((index, value))
  }
}
