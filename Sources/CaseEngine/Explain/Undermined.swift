public import CivilTime
public import Programme
import Statechart

/// A step that a case has taken and that comes out otherwise with corrected data: the case stays where it is, for a correction
/// leaves the steps that were taken as they are (rule C11).
public struct UnderminedStep: Sendable, Hashable {
  /// The case.
  public let number: String
  /// The title of the state that the step led to.
  public let state: String
  /// The title of the state that it would lead to now; nil when only what it rested on is gone.
  public let instead: String?
  /// What it rested on and what no longer holds; empty when another way would have come first.
  public let unmet: [Unmet]
  /// Protection inherited from what was asked.
  public let protection: Set<Protection>
}

extension Engine {
  /// The steps by which the cases came into their active states and whose conditions come out otherwise after a correction.
  ///
  /// - Parameter history: the family's events before the correction.
  public func undermined(
    from before: FamilyState, to after: FamilyState, history: [Event], today: CivilDate
  ) -> [UnderminedStep] {
    let standing = history.standing
    return after.cases.filter(\.isOpen).flatMap { state -> [UnderminedStep] in
      guard let earlier = before.caseState(state.number),
        let workflow = programme.workflow(state.workflow)
      else { return [] }
      var old = scope(earlier, before, workflow, today)
      var new = scope(state, after, workflow, today)
      var asked: Set<Int> = []
      return state.active.flatMap { active -> [UnderminedStep] in
        guard
          let step = standing.last(where: { $0.entered(active.id, of: state.number) != nil })?
            .entered(active.id, of: state.number)
        else { return [] }
        return step.taken(in: workflow).filter { asked.insert($0).inserted }.compactMap {
          undermined(transition: $0, of: state, workflow, &old, &new)
        }
      }
    }
  }

  private func undermined(
    transition index: Int, of state: CaseState, _ workflow: Workflow, _ old: inout CaseScope,
    _ new: inout CaseScope
  ) -> UnderminedStep? {
    let chart = workflow.chart
    let taken = chart.transitions[index]
    guard let target = taken.targets.first else { return nil }
    let title = workflow.states[target].title
    // The first in document order whose condition holds is taken (SCXML, appendix D, selectTransitions).
    for other in chart.transitions.indices where other < index {
      let way = chart.transitions[other]
      guard way.source == taken.source, way.events == taken.events,
        let condition = way.guard.map({ workflow.guards[$0] }), old.holds(condition) != true,
        new.holds(condition) == true, let elsewhere = way.targets.first
      else { continue }
      return UnderminedStep(
        number: state.number, state: title, instead: workflow.states[elsewhere].title, unmet: [],
        protection: condition.protection)
    }
    guard let condition = taken.guard.map({ workflow.guards[$0] }) else { return nil }
    // What the step itself cleared, or what has changed since, is not what the correction took away.
    let known = old.unmet(condition).map(\.question)
    let gone = new.unmet(condition).filter { !known.contains($0.question) }
    guard !gone.isEmpty else { return nil }
    return UnderminedStep(
      number: state.number, state: title, instead: nil, unmet: gone,
      protection: condition.protection)
  }
}

extension Event {
  /// The macrostep in which a case entered a state; nil when it did not in this event.
  fileprivate func entered(_ state: String, of number: String) -> MacrostepRecord? {
    changes.lazy.reversed().compactMap { change in
      guard change.number == number, case .macrostep(let record) = change.change,
        record.entries.contains(.entered(state))
      else { return nil }
      return record
    }.first
  }
}

extension MacrostepRecord {
  /// The transitions that were taken, as far as the definitions still have them.
  fileprivate func taken(in workflow: Workflow) -> [Int] {
    entries.compactMap { entry in
      guard case .took(let key) = entry else { return nil }
      return workflow.transitions.firstIndex { $0.key == key }
    }
  }
}

extension Unmet {
  /// What is asked, whatever the answer.
  fileprivate var question: [String] {
    switch self {
    case .test(let shortfall), .named(let shortfall, _): [shortfall.text]
    case .missing(let field, _, let state): [field, state]
    case .anyOf(let groups): groups.flatMap { $0.flatMap(\.question) }
    }
  }
}
