import CaseEngine
import CaseService
import CaseStore
import Diagnostics
import Foundation
import Programme
import Testing

/// The year that the demonstration shows goes every way that the programme has.
@Suite("The demonstration's year")
struct DemoTests {
  @Test(
    "opens a case of every workflow, sends every event that people may send, and ends every way")
  func everyPath() throws {
    let files = try Workspace(root: DayTests.repository.path).files()
    let loaded = try LoadedProgramme.load(files, forExamples: true)
    let file = try #require(files.first { $0.path.contains("/demo/") })
    var findings = Diagnostics()
    let scenario = try #require(Scenario.read(file, diagnostics: &findings))
    var runner = ScenarioRunner(
      definitions: loaded, store: InMemoryCaseStore(practice: true))

    var workflows: [String: String] = [:]
    var current = ""
    var seen: Set<String> = []
    runner.run(scenario) { step, _, outcome in
      if let name = step.name { current = name }
      guard case .carriedOut(let result) = outcome else { return }
      switch step.action {
      case .open(let workflow, _): workflows[current] = workflow
      case .send(let event): seen.insert("\(workflows[current] ?? current): \(event)")
      default: break
      }
      for state in result.after.cases {
        seen.insert(state.workflow)
        if case .final(let end)? = state.ending?.reason { seen.insert("\(state.workflow): \(end)") }
      }
    }
    #expect(runner.diagnostics.findings.map(\.message) == [])

    for workflow in loaded.programme.workflows {
      let text = String(decoding: workflow.span.source.bytes, as: UTF8.self)
      let ends = text.split(separator: "\n").compactMap { line in
        line.wholeMatch(of: #/  (\S+): \{type: final.*/#).map { String($0.1) }
      }
      #expect(!ends.isEmpty)
      for step in workflow.events.map(\.id) + ends {
        #expect(seen.contains("\(workflow.id): \(step)"))
      }
      #expect(seen.contains(workflow.id))
    }
  }
}
