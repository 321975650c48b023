import Foundation
import TestSupport
import Testing

@Suite("Conformance: the SCXML test framework")
struct StatechartConformanceTests {
  @Test("every chart takes the expected configurations")
  func conformance() throws {
    guard let folder = conformanceFolder("statechart") else {
      print("statechart: skipped, there is no conformance folder")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted()
    var passed = 0
    for file in files {
      do {
        let test = try ConformanceCase(Data(contentsOf: folder.appendingPathComponent(file)))
        if let failure = try test.failure() {
          Issue.record("\(file): \(failure)")
        } else {
          passed += 1
        }
      } catch {
        Issue.record("\(file): \(error)")
      }
    }
    print("statechart: \(passed) of \(files.count)")
    #expect(!files.isEmpty)
    #expect(passed == files.count)
  }
}
