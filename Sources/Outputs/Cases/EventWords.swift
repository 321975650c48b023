import CaseEngine
import CivilTime
import FEEL
import Programme
import Statechart

/// Says in words what happened: the titles come from the programme, protected values only for those who read them.
struct EventWords {
  let programme: Programme
  let reader: Reader
  /// The workflow of each case, by number.
  let workflows: [String: String]

  /// A case by its number and what it is.
  func named(_ number: String) -> String {
    workflow(number).map { "\(number) (\($0.title))" } ?? number
  }

  func workflow(_ number: String) -> Workflow? {
    workflows[number].flatMap { programme.workflow($0) }
  }

  /// Why an event happened.
  func cause(_ event: Event) -> String {
    event.cause.swedish(of: event.subject, in: workflow(event.subject))
  }

  /// What changed, one line each; nil for what people need not see.
  ///
  /// - Parameters:
  ///   - event: what it is part of.
  ///   - subject: the case whose number is not told; that of the event when not given.
  func change(_ change: CaseChange, of event: Event, subject: String? = nil) -> String? {
    let workflow = workflow(change.number)
    let prefix = change.number == subject ?? event.subject ? "" : "\(change.number): "
    let words =
      change.isAbsent
      ? absent(change.change, workflow) : text(change.change, change.number, workflow, event)
    return words.map { prefix + $0 }
  }

  /// That a value is not there any more; nobody emptied it.
  private func absent(_ change: Change, _ workflow: Workflow?) -> String? {
    switch change {
    case .set(let name, _, _):
      let field = workflow?.field(named: name).flatMap { workflow?.fields[$0] }
      return "\(field?.title ?? name): raderad eller förlorad"
    case .reason: return "skäl: raderat eller förlorat"
    default: return "raderad eller förlorad"
    }
  }

  /// A reason tells of what it is the reason for, so it is kept apart as the fields are that were set with it; and it is
  /// sensitive, whatever it is about.
  private func protectionOfReason(_ event: Event) -> Set<Protection> {
    event.changes.reduce(into: [.sensitive]) { result, change in
      guard case .set(let name, _, let record) = change.change else { return }
      let workflow = workflow(change.number)
      let field = workflow?.field(named: name).flatMap { workflow?.fields[$0] }
      result.formUnion(field?.protection ?? (record.isProtected ? [.personal] : []))
    }
  }

  private func text(
    _ change: Change, _ number: String, _ workflow: Workflow?, _ event: Event
  ) -> String? {
    func task(_ id: String) -> String { workflow?.task(id)?.title ?? id }
    switch change {
    case .opened(let id, let parent):
      let title = programme.workflow(id)?.title ?? id
      return "öppnat: \(title)" + (parent.map { " under \($0)" } ?? "")
    case .macrostep(let record): return movement(record, workflow)
    case .set(let field, let value, let record):
      guard let index = workflow?.field(named: field), let workflow else { return nil }
      let definition = workflow.fields[index]
      if record.origin == .standard { return nil }
      // What was protected when it was written stays so when the mark is gone from the files.
      let kept: Set<Protection> =
        record.isProtected && definition.protection.isEmpty ? [.personal, .sensitive] : []
      guard !value.isNull else { return "\(definition.title): tömd" }
      guard reader.mayRead(definition.protection.union(kept)) else {
        return "\(definition.title): \(Reader.hidden)"
      }
      let shown = value.titled(definition.title)
      return "\(shown.title): \(shown.text)"
    case .reason(let text):
      return "skäl: \(reader.mayRead(protectionOfReason(event)) ? text.printable : Reader.hidden)"
    case .noted(let text): return reader.mayRead([.sensitive]) ? text.printable : Reader.hidden
    case .restored(let standing):
      return standing.ending?.reason == .undone
        ? "ärendet öppnades av misstag" : "ärendet är tillbaka där det var"
    case .responsible(let id): return "ansvarig: \(id.map(reader.name) ?? "ingen")"
    case .timerSpent: return nil
    case .taskOpened(let instance):
      return "ny uppgift: \(task(instance.task))"
        + (instance.due.map { ", senast \($0)" } ?? "")
    case .taskDue(_, let due): return due.map { "frist flyttad till \($0)" } ?? "fristen borttagen"
    case .taskPostponed(_, let due, let isByHand):
      let day = due?.description ?? "ingen dag"
      return isByHand ? "ny dag för hand: \(day)" : "dagen räknas fram igen: \(day)"
    case .taskDone: return nil
    case .taskWithdrawn(let serial):
      // What was done has no more to be said of it when its condition ceases to hold.
      return event.finishes(serial, of: number) ? nil : "en uppgift är inte längre aktuell"
    case .reminded: return nil
    case .escalated(let escalation):
      let kind = programme.escalationKind(escalation.kind)?.title ?? escalation.kind
      return
        "eskalering \(number)/\(escalation.serial): \(kind) till \(reader.title(role: escalation.to))"
    case .acknowledged: return nil
    case .escalationClosed(let serial, let reason):
      // That a state was left says little without what left it.
      let how = reason == .stateLeft ? " (\(cause(event)))" : ""
      return "eskalering \(number)/\(serial) stängd: \(reason.swedish)\(how)"
    case .faulted(let fault): return "går inte att räkna fram: \(fault.text)"
    case .faultCleared: return "går att räkna fram igen"
    case .ended(let reason):
      switch reason {
      case .parentEnded: return "avslutat med ärendet ovanför"
      case .undone: return "öppnat av misstag"
      case .final: return "ärendet avslutat"
      }
    case .meeting(nil): return "inget möte längre"
    case .meeting(let standing?):
      let title = programme.meetings[standing.series]?.title ?? standing.series
      guard let held = standing.held else { return "\(title): mötet \(standing.set) inställt" }
      return held == standing.set
        ? "\(title): \(standing.isExtra ? "extra möte" : "möte") \(held)"
        : "\(title): mötet \(standing.set) hålls \(held)"
    case .milestone(let id, let meeting):
      let title = programme.milestones.first { $0.id == id }?.title ?? id
      return "\(title)" + (meeting.map { ", mötet \($0)" } ?? "")
    case .treated(let series, let meeting, _, _, _):
      return "behandlat på mötet \(meeting) i \(programme.meetings[series]?.title ?? series)"
    }
  }

  /// Where a macrostep led: the innermost states that were entered.
  private func movement(_ record: MacrostepRecord, _ workflow: Workflow?) -> String? {
    guard let workflow else { return nil }
    var entered: [String] = []
    for entry in record.entries {
      switch entry {
      case .entered(let id):
        guard let state = workflow.chart.state(named: id) else { continue }
        if workflow.chart.children(of: state).isEmpty {
          entered.append(workflow.states[state].title)
        }
      default: continue
      }
    }
    return entered.isEmpty ? nil : "läge: \(entered.joined(separator: ", "))"
  }

}

extension Event {
  /// Whether a task is done by what happened.
  func finishes(_ serial: Int, of number: String) -> Bool {
    changes.contains { change in
      guard change.number == number, case .taskDone(serial) = change.change else { return false }
      return true
    }
  }
}
