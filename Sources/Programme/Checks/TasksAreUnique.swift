import Diagnostics

/// The history knows a task by its id, so two tasks of a workflow cannot have the same.
enum TasksAreUnique {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows {
      var first: [String: SourceSpan] = [:]
      for task in workflow.states.flatMap(\.tasks) {
        if let known = first[task.id] {
          diagnostics.error(
            "duplicate-task", "uppgiften `\(task.id)` finns redan i `\(workflow.id)`",
            at: task.span,
            notes: [.init("den första står här", span: known)], help: "ge en av dem ett annat id")
        } else {
          first[task.id] = task.span
        }
      }
    }
  }
}
