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
}
