public import Programme
import Statechart

extension Cause {
  /// Why something happened, in words.
  ///
  /// - Parameters:
  ///   - number: the case that it is about in the first place.
  ///   - workflow: the workflow of that case; nil when it is gone.
  public func swedish(of number: String, in workflow: Workflow?) -> String {
    switch self {
    case .opened: return "Ärendet öppnades"
    case .sent(let id): return workflow?.event(id)?.title ?? id
    case .completed(let id): return "Klar: \(workflow?.task(id)?.title ?? id)"
    case .assigned: return "Ansvarig ändrad"
    case .postponed(let id): return "Ny dag för ”\(workflow?.task(id)?.title ?? id)”"
    case .corrected: return "Rättelse"
    case .acknowledged(let serial): return "Eskaleringen \(number)/\(serial) togs emot"
    case .noted: return "Anteckning"
    case .undone: return "Ångrat"
    case .timer(let state, let key):
      let definition = workflow.flatMap { flow in
        flow.chart.state(named: state).map { flow.states[$0] }
      }
      let title = definition.flatMap { state in
        state.timers.first { $0.key == key }.map { timer in
          timer.title ?? workflow?.title(of: timer) ?? state.title
        }
      }
      return "Dagen kom: \(title ?? state)"
    case .reminder(let id): return "Påminnelse: \(workflow?.task(id)?.title ?? id)"
    case .overdue(let id): return "Försenad: \(workflow?.task(id)?.title ?? id)"
    case .definitionsChanged: return "Reglerna ändrades"
    case .meetingsChanged(let number): return "Möten hålls andra dagar (\(number))"
    }
  }
}
