import DecisionTables
import Diagnostics
import FEEL

/// A guideline that nothing reads changes nothing, which whoever changes it should know.
enum GuidelinesAreUsed {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    let used = programme.guidelinesRead
    for guideline in programme.guidelines where !used.contains(guideline.name) {
      diagnostics.warning(
        "unused-guideline", "riktlinjen `\(guideline.name)` används ingenstans", at: guideline.span)
    }
  }
}

extension Programme {
  /// The names of the guidelines that something reads.
  var guidelinesRead: Set<String> {
    workflows.reduce(into: []) { $0.formUnion(guidelinesRead(by: $1)) }
  }

  /// The names of the guidelines that a workflow's expressions, decision tables and periods read.
  func guidelinesRead(by workflow: Workflow) -> Set<String> {
    var names = workflow.namesRead
    for decision in decisions where decision.workflow == workflow.id {
      names.formUnion(decision.table.references.names)
    }
    let prefix = "riktlinjer."
    var result = Set(workflow.periodsRead.map { guidelines[$0].name })
    for name in names where name.hasPrefix(prefix) {
      result.insert(String(name.dropFirst(prefix.count)))
    }
    return result
  }
}

extension Workflow {
  /// The guidelines that periods of its tasks name, by index.
  fileprivate var periodsRead: Set<Int> {
    let tasks = states.flatMap(\.tasks)
    let periods =
      tasks.compactMap(\.every) + tasks.flatMap { $0.reminders.compactMap(\.distance) }
      + tasks.flatMap { $0.ladder.map(\.after) }
    return periods.reduce(into: []) { result, period in
      if case .guideline(let index) = period { result.insert(index) }
    }
  }

  /// The qualified names that its expressions read.
  var namesRead: Set<String> {
    var names: Set<String> = []
    func read(_ scoped: ScopedExpression?) {
      names.formUnion(scoped?.expression.references.names ?? [])
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
    for scoped in desk.expressions { read(scoped) }
    for scoped in suggestions.values { read(scoped) }
    for value in derived { names.formUnion(value.expression.references.names) }
    read(takesUp?.condition)
    for state in states {
      read(state.agenda?.date)
      read(state.agenda?.first)
      read(state.agenda?.text)
      for timer in state.timers { read(timer.date) }
      for task in state.tasks {
        read(task.condition)
        read(task.due)
      }
    }
    return names
  }
}
