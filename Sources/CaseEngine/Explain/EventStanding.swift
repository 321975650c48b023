public import CivilTime
public import FEEL
public import Programme
import Statechart

/// Whether an event can be sent to a case as things are.
public struct EventStanding: Sendable {
  /// The event.
  public let event: EventDefinition
  /// What is missing; empty when it can be sent. What comes with the event itself is not asked for.
  public let unmet: [Unmet]
  /// Protection inherited from all its conditions: who may not read that is not told how they come out.
  public let protection: Set<Protection>

  /// Whether it can be sent.
  public var isPossible: Bool { unmet.isEmpty }
}

extension Engine {
  /// The events that some active state of a case listens to, in the order of the workflow, with what each lacks.
  ///
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func events(
    of number: String, in family: FamilyState, on date: CivilDate, facts: [String: Value]
  ) throws(Refusal) -> [EventStanding] {
    var decider = Decider(asking: self, family)
    decider.begin(date: max(date, family.handled), actor: nil, facts: facts)
    let index = try decider.position(of: number)
    let state = family.cases[index]
    guard state.isOpen else { return [] }
    let workflow = try decider.workflow(of: state)
    let configuration = try decider.chartState(at: index, in: workflow).configuration
    var scope = decider.scope(at: index, workflow: workflow)
    var result: [EventStanding] = []
    for event in workflow.events {
      guard let listening = workflow.chart.event(named: event.id) else { continue }
      let form = Set(event.form.entries.map { workflow.fields[$0.field].name })
      var protection: Set<Protection> = []
      var ways: [(unmet: [Unmet], choices: [String: Choice])] = []
      for transition in workflow.chart.transitions
      where transition.events.contains(listening)
        && (transition.source == 0 || configuration.contains(transition.source))
      {
        let condition = transition.guard.map { workflow.guards[$0] }
        protection.formUnion(condition?.protection ?? [])
        var unmet = condition.map { scope.unmet($0) } ?? []
        unmet += workflow.missing(for: transition, event: event.id, in: state)
        ways.append((unmet.without(form), condition.map { scope.choices($0) } ?? [:]))
      }
      guard !ways.isEmpty else { continue }
      let chosen = ways.chosen(\.choices)
      result.append(
        EventStanding(
          event: event,
          unmet: chosen.contains(where: \.unmet.isEmpty)
            ? [] : chosen.map(\.unmet).min { $0.count < $1.count } ?? [],
          protection: protection))
    }
    return result
  }
}

extension Array {
  /// Of alternatives, those that the answers given so far lead to: where one of them asks for the value that is there,
  /// those that ask for another value are not what was meant.
  ///
  /// - Parameter mayRead: only what may be read is gone by, for what is left out tells too.
  func chosen(
    _ choices: (Element) -> [String: Choice], mayRead: (Set<Protection>) -> Bool = { _ in true }
  ) -> [Element] {
    guard count > 1 else { return self }
    let settled = reduce(into: Set<String>()) { result, element in
      for (subject, choice) in choices(element) where choice.holds && mayRead(choice.protection) {
        result.insert(subject)
      }
    }
    let kept = filter { element in
      !choices(element).contains { settled.contains($0.key) && !$0.value.holds }
    }
    return kept.isEmpty ? self : kept
  }
}

extension Workflow {
  /// The fields that a transition's targets require and that are empty, unless they come with its event.
  func missing(for transition: Transition, event id: String, in state: CaseState) -> [Unmet] {
    let provided = fieldsProvided(by: transition, event: id)
    return transition.targets.flatMap { target in
      requirements(of: target).filter { requirement in
        state.data[requirement.field] == nil && !provided.contains(requirement.field)
      }.map { requirement in
        Unmet.missing(
          field: requirement.field,
          title: field(named: requirement.field).map { fields[$0].title } ?? requirement.field,
          state: requirement.state)
      }
    }
  }

  /// The fields that come with an event, or that a transition's own actions set: they are not missing beforehand.
  func fieldsProvided(by transition: Transition, event id: String) -> Set<String> {
    var result: Set<String> = []
    let tasks = states.lazy.flatMap(\.tasks).filter { $0.doneEvent == id }
    for form in [event(id)?.form].compactMap({ $0 }) + tasks.map(\.form) {
      result.formUnion(form.entries.map { fields[$0.field].name })
    }
    for action in transition.actions {
      if case .set(let field, _) = actions[action] { result.insert(fields[field].name) }
    }
    return result
  }

  /// The fields that a state and those around it require, with the state that requires each.
  fileprivate func requirements(of target: Int) -> [(field: String, state: String)] {
    var result: [(field: String, state: String)] = []
    var current: Int? = target
    while let state = current, state != 0 {
      result += states[state].requires.map { (fields[$0].name, states[state].title) }
      current = chart.parent(of: state)
    }
    return result
  }
}
