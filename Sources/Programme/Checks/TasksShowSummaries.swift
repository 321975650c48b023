import Diagnostics

/// What a task shows is the summary of its own case, or of a case that may lie under it.
enum TasksShowSummaries {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows {
      let near = programme.workflows.filter {
        $0.id == workflow.id || $0.parents.contains(workflow.id)
      }
      for task in workflow.states.flatMap(\.tasks) {
        for id in task.shows {
          guard let shown = near.first(where: { $0.id == id }) else {
            diagnostics.error(
              "unknown-workflow",
              "`\(task.id)` visar `\(id)`, som inte kan ligga under ”\(workflow.title)”",
              at: task.span,
              help: help(for: id, among: near.filter { !$0.desk.summary.isEmpty }.map(\.id)))
            continue
          }
          guard shown.desk.summary.isEmpty else { continue }
          diagnostics.error(
            "no-summary", "`\(task.id)` visar `\(id)`, som inte har någon sammanfattning",
            at: task.span, help: "lägg till `summary` i `\(id)`")
        }
      }
    }
  }
}
