import Diagnostics
import Statechart

/// What decides over people says where it comes from, or that nobody has decided it: states, transitions, tasks, values of
/// guidelines and rows of decision tables that say neither pass for settled.
///
/// What lies inside a state or a workflow that is `proposed` is a proposal too. A source is not inherited: it vouches for
/// what its place in the document says, not for everything that was later put inside. A transition that is only a target
/// has nowhere to say anything and rests on what its state rests on.
enum RulesHaveOrigins {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for guideline in programme.guidelines {
      for value in guideline.values {
        report("riktlinjen `\(guideline.name)`", value.basis, value.span, &diagnostics)
      }
    }
    for decision in programme.decisions {
      for (index, row) in decision.rows.enumerated() {
        report("rad \(index + 1) i `\(decision.name)`", row.basis, row.span, &diagnostics)
      }
    }
    for workflow in programme.workflows where !workflow.basis.proposed {
      check(workflow, &diagnostics)
    }
  }

  private static func check(_ workflow: Workflow, _ diagnostics: inout Diagnostics) {
    let chart = workflow.chart
    let proposed = Set(chart.states.filter { workflow.states[$0].basis.proposed })
    func isProposal(_ state: StateID) -> Bool {
      proposed.contains(state) || chart.ancestors(of: state).contains { proposed.contains($0) }
    }
    for state in chart.states where !isProposal(state) {
      let definition = workflow.states[state]
      let isHistory =
        chart.kind(of: state) == .shallowHistory || chart.kind(of: state) == .deepHistory
      if !isHistory {
        report("tillståndet `\(definition.id)`", definition.basis, definition.span, &diagnostics)
      }
      for task in definition.tasks {
        report("uppgiften `\(task.id)`", task.basis, task.span, &diagnostics)
      }
    }
    for (index, transition) in chart.transitions.enumerated()
    where !isProposal(transition.source) {
      guard workflow.transitions.indices.contains(index) else { continue }
      let definition = workflow.transitions[index]
      if definition.isBare { continue }
      report(
        "övergången i `\(chart.name(of: transition.source))`", definition.basis, definition.span,
        &diagnostics)
    }
  }

  private static func report(
    _ what: String, _ basis: Basis, _ span: SourceSpan?, _ diagnostics: inout Diagnostics
  ) {
    guard basis == .none else { return }
    let pronoun = what.hasPrefix("tillståndet") ? "det" : "den"
    diagnostics.warning(
      "no-origin", "\(what) säger inte varifrån \(pronoun) kommer", at: span,
      help: "skriv `source` med dokumentet, eller `proposed: ja` tills någon har beslutat")
  }
}
