import Diagnostics
import Statechart

/// A state that is no end and that nothing leads out of holds its cases for ever.
///
/// A case that ends with its parent has that way out, and is not looked at.
enum CasesCanEnd {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows
    where workflow.parents.isEmpty || !workflow.parentRequired || workflow.continuesAfterParent {
      let chart = workflow.chart
      for state in chart.states
      where chart.kind(of: state) == .atomic && !chart.hasWayOut(of: state) {
        diagnostics.warning(
          "dead-end", "`\(chart.name(of: state))` är inget slut, men inget leder därifrån",
          at: workflow.states[state].span,
          help: "skriv en övergång under `on`, eller `type: final` om ärendet är slut där")
      }
    }
  }
}

extension Chart {
  /// Whether some transition leaves a state for another: its own, one of a state around it, or one that leaves a parallel
  /// state that it is active in.
  fileprivate func hasWayOut(of state: StateID) -> Bool {
    let around = ancestors(of: state)
    return transitions.contains { transition in
      guard transition.targets.contains(where: { $0 != state }) else { return false }
      if transition.source == 0 || transition.source == state { return true }
      if around.contains(transition.source) { return true }
      return around.contains { outer in
        kind(of: outer) == .parallel && descendants(of: outer).contains(transition.source)
          && transition.targets.contains { !descendants(of: outer).contains($0) }
      }
    }
  }
}
