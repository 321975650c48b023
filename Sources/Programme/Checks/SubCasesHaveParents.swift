import Diagnostics

/// A workflow cannot be opened only under its own cases: the first would never come to be.
enum SubCasesHaveParents {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows where workflow.parentRequired {
      guard !workflow.parents.isEmpty, workflow.parents.allSatisfy({ $0 == workflow.id }) else {
        continue
      }
      diagnostics.error(
        "own-parent", "`\(workflow.id)` kan bara öppnas under sig självt", at: workflow.span,
        help: "lägg till `parent: {of: [...], required: nej}`")
    }
  }
}
