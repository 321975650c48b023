import Diagnostics
import Statechart

/// Every fact names a budget, or a workflow and one of its states, that exist.
enum FactsHaveSources {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for fact in programme.facts {
      switch fact.source {
      case .budgetLeft(let name):
        guard programme.budget(name) == nil else { continue }
        diagnostics.error(
          "unknown-budget", "budgetposten `\(name)` finns inte", at: fact.span,
          help: help(for: name, among: programme.budgets.map(\.name)))
      case .count(let id, let state):
        guard let workflow = programme.workflow(id) else {
          diagnostics.error(
            "unknown-workflow", "arbetsflödet `\(id)` finns inte", at: fact.span,
            help: help(for: id, among: programme.workflows.map(\.id)))
          continue
        }
        guard let state, workflow.chart.state(named: state) == nil else { continue }
        diagnostics.error(
          "unknown-state", "tillståndet `\(state)` finns inte i `\(id)`", at: fact.span,
          help: help(for: state, among: workflow.states.map(\.id)))
      }
    }
  }
}
