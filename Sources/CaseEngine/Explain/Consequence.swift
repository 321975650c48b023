public import CivilTime
public import FEEL
public import Programme
import Statechart

/// Something derived that a command made other than it was.
public struct Consequence: Sendable, Hashable {
  /// What kind of thing.
  public enum Kind: Sendable, Hashable {
    /// A derived value.
    case value
    /// A date on which something happens by itself.
    case timer
    /// The due date of a task.
    case due
  }

  /// The case.
  public let number: String
  /// What kind of thing.
  public let kind: Kind
  /// What it is called.
  public let title: String
  /// What it was; null for nothing.
  public let before: Value
  /// What it is; null for nothing.
  public let after: Value
  /// Why it is kept apart.
  public let protection: Set<Protection>
  /// The titles of the empty fields for which there is nothing any more.
  public let missing: [String]
}

extension Engine {
  /// What is other after a command than before it, in the cases that were there: derived values, dates to come, due
  /// dates.
  public func consequences(from before: FamilyState, to after: FamilyState, today: CivilDate)
    -> [Consequence]
  {
    var result: [Consequence] = []
    for state in after.cases {
      guard let earlier = before.caseState(state.number),
        let workflow = programme.workflow(state.workflow)
      else { continue }
      result += values(earlier, before, state, after, workflow, today)
      result += timers(earlier, before, state, after, workflow, today)
      for task in state.tasks where task.isOpen {
        guard let known = earlier.tasks.first(where: { $0.serial == task.serial }),
          known.due != task.due
        else { continue }
        result.append(
          Consequence(
            number: state.number, kind: .due, title: workflow.task(task.task)?.title ?? task.task,
            before: known.due.map { .date($0) } ?? .null,
            after: task.due.map { .date($0) } ?? .null, protection: [], missing: []))
      }
    }
    return result
  }

  private func values(
    _ earlier: CaseState, _ before: FamilyState, _ state: CaseState, _ after: FamilyState,
    _ workflow: Workflow, _ today: CivilDate
  ) -> [Consequence] {
    var result: [Consequence] = []
    var old = scope(earlier, before, workflow, today)
    var new = scope(state, after, workflow, today)
    for derived in workflow.derived {
      let was = derived.expression.evaluate(&old.context)
      let now = derived.expression.evaluate(&new.context)
      guard was != now else { continue }
      let names = derived.expression.references.names
      let missing = workflow.fields.filter {
        now.isNull && names.contains($0.name) && state.data[$0.name] == nil
          && earlier.data[$0.name] != nil
      }
      result.append(
        Consequence(
          number: state.number, kind: .value, title: derived.name, before: was, after: now,
          protection: derived.protection, missing: missing.map(\.title)))
    }
    return result
  }

  private func timers(
    _ earlier: CaseState, _ before: FamilyState, _ state: CaseState, _ after: FamilyState,
    _ workflow: Workflow, _ today: CivilDate
  ) -> [Consequence] {
    var result: [Consequence] = []
    var old = scope(earlier, before, workflow, today)
    var new = scope(state, after, workflow, today)
    for active in state.active {
      guard earlier.active.contains(active), let index = workflow.chart.state(named: active.id)
      else { continue }
      for timer in workflow.states[index].timers {
        let key = TimerKey(state: active.id, activation: active.activation, key: timer.key)
        guard !earlier.spentTimers.contains(key) else { continue }
        let was = old.date(timer.date)
        let now = new.date(timer.date)
        guard was != now else { continue }
        result.append(
          Consequence(
            number: state.number, kind: .timer,
            title: timer.title ?? workflow.title(of: timer) ?? workflow.states[index].title,
            before: was.map { .date($0) } ?? .null, after: now.map { .date($0) } ?? .null,
            protection: [], missing: []))
      }
    }
    return result
  }
}
