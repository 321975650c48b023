import Diagnostics

/// What decides over people says where it comes from, or that nobody has decided it: values of guidelines and rows of
/// decision tables that say neither pass for settled.
enum RulesHaveOrigins {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    func report(_ what: String, _ basis: Basis, _ span: SourceSpan) {
      guard basis == .none else { return }
      diagnostics.warning(
        "no-origin", "\(what) säger inte varifrån den kommer", at: span,
        help: "skriv `source` med dokumentet, eller `proposed: ja` tills någon har beslutat")
    }
    for guideline in programme.guidelines {
      for value in guideline.values {
        report("riktlinjen `\(guideline.name)`", value.basis, value.span)
      }
    }
    for decision in programme.decisions {
      for (index, row) in decision.rows.enumerated() {
        report("rad \(index + 1) i `\(decision.name)`", row.basis, row.span)
      }
    }
  }
}
