import Diagnostics

/// A field that no form asks for and nothing sets stays empty, and whatever reads it decides nothing.
enum FieldsAreFilled {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows {
      var filled = Set(workflow.opening.form.entries.map(\.field))
      for event in workflow.events { filled.formUnion(event.form.entries.map(\.field)) }
      for task in workflow.states.flatMap(\.tasks) {
        filled.formUnion(task.form.entries.map(\.field))
      }
      for case .set(let field, _) in workflow.actions { filled.insert(field) }
      let given = programme.namesGiven(to: workflow.id)
      for (index, field) in workflow.fields.enumerated()
      where !filled.contains(index) && field.defaultValue == nil && !given.contains(field.name) {
        diagnostics.warning(
          "never-filled", "fältet `\(field.name)` får aldrig något värde", at: field.span,
          help: "ta med den i ett formulär (`form`) eller sätt den med `set`")
      }
    }
  }
}

extension Programme {
  /// The fields with which other cases open cases of a workflow.
  fileprivate func namesGiven(to id: String) -> Set<String> {
    var names: Set<String> = []
    for case .open(id, let data) in workflows.flatMap(\.actions) {
      names.formUnion(data.map(\.name))
    }
    return names
  }
}
