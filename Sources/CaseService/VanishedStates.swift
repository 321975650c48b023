import CaseEngine
public import CaseStore
public import Diagnostics
public import Programme
import Statechart

extension CaseStoreReading {
  /// What the definitions no longer have and open cases are in: workflows and states. Every command on such a case would be
  /// refused, so it is told while somebody still has the files at hand.
  public func findings(on programme: Programme) throws -> Diagnostics {
    var filter = CaseFilter()
    filter.isOpen = true
    var lost: [String: [String]] = [:]
    for row in try cases(filter) {
      guard let workflow = programme.workflow(row.workflow) else {
        lost["arbetsflödet `\(row.workflow)`", default: []].append(row.number)
        continue
      }
      if let state = row.states.first(where: { workflow.chart.state(named: $0) == nil }) {
        lost["`\(state)` i arbetsflödet `\(row.workflow)`", default: []].append(row.number)
      }
    }
    var findings = Diagnostics()
    for (what, numbers) in lost.sorted(by: { $0.key < $1.key }) {
      let shown = numbers.prefix(5).joined(separator: ", ")
      let more = numbers.count > 5 ? " och \(numbers.count - 5) till" : ""
      findings.error(
        "vanished-state", "\(what) finns inte längre, men där är \(shown)\(more)", at: nil,
        help: "lägg tillbaka det, och flytta ärendena därifrån först")
    }
    return findings
  }
}
