import Diagnostics
import YAMLTree

/// Every fact names a budget, or a workflow and one of its states, that exist.
extension Loader {
  mutating func checkFacts(_ root: YAMLNode) {
    for entry in root.entries("facts") {
      if let node = entry.value["budget"], let name = node.text {
        guard !budgets.contains(where: { $0.name == name }) else { continue }
        diagnostics.error(
          "unknown-budget", "budgetposten `\(name)` finns inte", at: node.span,
          help: help(for: name, among: budgets.map(\.name)))
      }
      guard let count = entry.value["count"], let node = count["workflow"], let id = node.text
      else {
        continue
      }
      guard let draft = drafts.first(where: { $0.id == id }) else {
        diagnostics.error(
          "unknown-workflow", "arbetsflödet `\(id)` finns inte", at: node.span,
          help: help(for: id, among: drafts.map(\.id)))
        continue
      }
      guard let place = count["state"], let state = place.text, !draft.stateIDs.contains(state)
      else { continue }
      diagnostics.error(
        "unknown-state", "tillståndet `\(state)` finns inte i `\(id)`", at: place.span,
        help: help(for: state, among: draft.stateIDs))
    }
  }
}
