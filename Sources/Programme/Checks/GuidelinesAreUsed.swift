import DecisionTables
import Diagnostics
import FEEL

/// A guideline that nothing reads changes nothing, which whoever changes it should know.
enum GuidelinesAreUsed {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    var used: Set<String> = []
    for workflow in programme.workflows { used.formUnion(workflow.guidelinesRead(programme)) }
    for decision in programme.decisions { used.formUnion(decision.table.references.names) }
    for guideline in programme.guidelines where !used.contains("riktlinjer.\(guideline.name)") {
      diagnostics.warning(
        "unused-guideline", "riktlinjen `\(guideline.name)` används ingenstans", at: guideline.span)
    }
  }
}

extension Workflow {
  /// The qualified names that the workflow's expressions and periods read.
  fileprivate func guidelinesRead(_ programme: Programme) -> Set<String> {
    var names: Set<String> = []
    func read(_ scoped: ScopedExpression?) {
      names.formUnion(scoped?.expression.references.names ?? [])
    }
    func read(_ source: PeriodSource?) {
      guard case .guideline(let index)? = source else { return }
      names.insert("riktlinjer.\(programme.guidelines[index].name)")
    }
    for scoped in guards { read(scoped) }
    for action in actions {
      switch action {
      case .set(_, let value): read(value)
      case .open(_, let data): for entry in data { read(entry.value) }
      case .enter, .clear, .raise, .sendToParent, .sendToChildren: break
      }
    }
    read(opening.condition)
    for spending in spendings {
      read(spending.amount)
      read(spending.date)
    }
    for value in derived { names.formUnion(value.expression.references.names) }
    for state in states {
      for timer in state.timers { read(timer.date) }
      for task in state.tasks {
        read(task.condition)
        read(task.due)
        read(task.every)
        for reminder in task.reminders { read(reminder.distance) }
        for rung in task.ladder { read(rung.after) }
      }
    }
    return names
  }
}
