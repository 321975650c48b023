import DecisionTables
import Diagnostics
import FEEL

/// A decision table that nothing asks decides nothing.
enum DecisionsAreUsed {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    var used: Set<String> = []
    for workflow in programme.workflows { used.formUnion(workflow.namesRead) }
    for decision in programme.decisions {
      let others = programme.decisions.filter { $0.name != decision.name }
      guard !used.contains(decision.name),
        !others.contains(where: { $0.table.references.names.contains(decision.name) })
      else { continue }
      // One finding for a table that several workflows have.
      used.insert(decision.name)
      diagnostics.warning(
        "unused-decision", "beslutstabellen `\(decision.name)` används ingenstans",
        at: decision.span,
        help: "den används med `\(decision.name).\(decision.outputs.first ?? "")` i ett villkor")
    }
  }
}
