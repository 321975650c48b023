import Foundation
import Testing

@Suite("Faults in a programme")
struct FaultTests {
  @Test("the sound programme has no findings")
  func sound() throws {
    #expect(FaultSuite.findings(try FaultSuite.programme()) == "inga fynd")
  }

  @Test(
    "each fault gives exactly its own findings, in words, at its place, with what would have been right"
  )
  func faults() throws {
    let programme = try FaultSuite.programme()
    var count = 0
    for suite in try FaultSuite.all() {
      var shown: [String] = []
      for fault in suite.faults {
        let found = FaultSuite.findings(try fault.applied(to: programme))
        shown.append(found)
        count += 1
        if !FaultSuite.isRecording {
          #expect(found == fault.expected, "\(suite.file.lastPathComponent): \(fault.name)")
        }
      }
      if FaultSuite.isRecording {
        try suite.text(shown).write(to: suite.file, atomically: true, encoding: .utf8)
      }
    }
    #expect(count >= 35)
  }

  @Test("what is too much to be compared or followed is told at once, and never ends the process")
  func tooMany() throws {
    let programme = try FaultSuite.programme()
    let columns = (0..<6_000).map { "  k\($0): {expression: år}\n" }.joined()
    let derived = (0..<5_000).map { "  d\($0 + 1): d\($0) + 1\n" }.joined()
    let rows = (0..<15_000).map { "  - {when: {år: \($0)}, then: {utfall: ja}, proposed: ja}\n" }
      .joined()
    let head = "decision: bred\ntitle: Bred\nfor: [ärende]\nhitPolicy: UNIQUE\n"
    let flow = "workflow: stor\ntitle: Stor\nproposed: ja\n"
    for text in [
      head
        + "inputs:\n\(columns)outputs: {utfall: {}}\nrules:\n  - {when: {}, then: {utfall: ja}}\n",
      head + "inputs: {år: {}}\noutputs: {utfall: {}}\nrules:\n\(rows)",
      flow + "data: {d0: {type: number}}\nderived:\n\(derived)states: {a: {type: final}}\n",
    ] {
      let found = FaultSuite.findings(programme.merging(["stor.yaml": text]) { $1 })
      #expect(found.contains("fel[too-many]"), "\(found.prefix(500))")
      #expect(found.contains("1 fel, 0 varningar"), "\(found.suffix(500))")
    }
  }
}
