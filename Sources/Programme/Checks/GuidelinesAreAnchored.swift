import Diagnostics
import YAMLTree

/// The field that fixes which value of a guideline applies is a date of some workflow.
extension Loader {
  mutating func checkAnchors() {
    let dates = Set(
      drafts.flatMap { $0.root.entries("data") }.filter { $0.value.text("type") == "date" }
        .map(\.name))
    for entry in all(.guidelines).flatMap({ $0.root.entries("parameters") }) {
      guard let node = entry.value["applies"]?["fixed at"], let field = node.text,
        !dates.contains(field)
      else { continue }
      diagnostics.error(
        "unknown-field", "inget arbetsflöde har ett datum `\(field)`", at: node.span,
        help: help(for: field, among: dates))
    }
  }
}
