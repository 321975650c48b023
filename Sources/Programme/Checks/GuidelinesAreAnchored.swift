import Diagnostics
import FEEL
import YAMLTree

/// The field that fixes which value of a guideline applies is a date of every workflow that reads the guideline. A case
/// without it would go by today's value, which is what the guideline says must not happen.
extension Loader {
  mutating func checkAnchors(_ programme: Programme) {
    let dates = Set(
      drafts.flatMap { $0.root.entries("data") }.filter { $0.value.text("type") == "date" }
        .map(\.name))
    for entry in all(.guidelines).flatMap({ $0.root.entries("parameters") }) {
      guard let node = entry.value["applies"]?["fixed at"], let field = node.text else { continue }
      guard dates.contains(field) else {
        diagnostics.error(
          "unknown-field", "inget arbetsflöde har ett datum `\(field)`", at: node.span,
          help: help(for: field, among: dates))
        continue
      }
      let without = programme.workflows.filter {
        !programme.hasDate(field, in: $0) && programme.guidelinesRead(by: $0).contains(entry.name)
      }
      guard let first = without.first else { continue }
      let near = Set(first.fields.filter { $0.type == .date }.map(\.name))
      diagnostics.error(
        "unanchored-guideline",
        "riktlinjen `\(entry.name)` följer datumet `\(field)`, som inte alltid finns i \(without.map { "`\($0.id)`" }.joined(separator: ", "))",
        at: node.span,
        notes: without.map { .init("`\($0.id)` använder riktlinjen", span: $0.span) },
        help: help(for: field, among: near)
          ?? "välj ett datum som ärendet har, eller `applies: current`")
    }
  }
}

extension Programme {
  /// Whether every case of a workflow has a date of a name, its own or its parent's.
  fileprivate func hasDate(_ name: String, in workflow: Workflow) -> Bool {
    // A field whose type cannot be read has been reported.
    func isDate(_ field: Field) -> Bool { field.type == .date || field.type == .any }
    if let own = workflow.fields.first(where: { $0.name == name }) { return isDate(own) }
    guard workflow.parentRequired, !workflow.parents.isEmpty else { return false }
    return workflow.parents.allSatisfy { id in
      guard let parent = self.workflow(id) else { return true }
      return parent.fields.first { $0.name == name }.map(isDate) ?? false
    }
  }
}
