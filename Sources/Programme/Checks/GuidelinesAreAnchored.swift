import Diagnostics
import FEEL

/// The field that fixes which value of a guideline applies is a date of some workflow.
enum GuidelinesAreAnchored {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    let dates = Set(
      programme.workflows.flatMap(\.fields).filter { $0.type == .date }.map(\.name))
    for guideline in programme.guidelines {
      guard case .fixedAt(let field) = guideline.applies, !dates.contains(field) else { continue }
      diagnostics.error(
        "unknown-field", "inget arbetsflöde har ett datum `\(field)`", at: guideline.span,
        help: help(for: field, among: dates))
    }
  }
}
