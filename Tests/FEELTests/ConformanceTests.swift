import CivilTime
import Diagnostics
import FEEL
import Foundation
import TestSupport
import Testing

/// The FEEL tests of the DMN Technology Compatibility Kit (see the folder's NOTICE).
@Suite("Conformance: FEEL")
struct ConformanceTests {
  /// How many tests the folder beside the checkout holds at least, and how many of those with a result; another folder may
  /// hold any number. All that are found have to pass.
  static let floor = (all: 1954, withResult: 1013)

  /// Item definitions of the suite's models, which the files do not carry: `0070-feel-instance-of` names them.
  static let types: [String: FEELType] = [
    "tFooBar": .string,
    "tNumberList": .list(.number),
    "tAnyList": .list(.any),
    "t_context_013": .context([.init(name: "a", type: .string), .init(name: "b", type: .string)]),
  ]

  @Test("every expression of the suite gives the expected value, and no finding where there is one")
  func suite() throws {
    guard let folder = conformanceFolder("feel") else {
      print("feel: skipped, there is no conformance folder")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    )
    .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    var counts = (all: 0, passed: 0, withResult: 0, passedWithResult: 0)
    var falseAlarms: [String] = []
    var failures: [String] = []
    for file in files {
      for test in try ConformanceTest.read(file) {
        counts.all += 1
        let hasResult = !test.expected.isNull
        if hasResult { counts.withResult += 1 }
        let (value, diagnostics, notes) = test.run(Self.types)
        if test.expected.matches(value) {
          counts.passed += 1
          if hasResult { counts.passedWithResult += 1 }
        } else {
          failures.append(
            "\(test.id): \(test.expression) => \(value.feelText), expected \(test.expected.feelText)"
              + (notes.first.map { " (\($0.text))" } ?? "")
              + (diagnostics.findings.first.map { " [\($0.message)]" } ?? ""))
        }
        if hasResult, diagnostics.hasErrors {
          let text = diagnostics.findings.map(\.message).joined(separator: "; ")
          falseAlarms.append("\(test.id): \(test.expression): \(text)")
        }
        if !hasResult, value.isNull, notes.isEmpty, !diagnostics.hasErrors, test.isError {
          failures.append("\(test.id): \(test.expression): null without a reason")
        }
      }
    }
    print(
      "feel: \(counts.passed) of \(counts.all) "
        + "(\(counts.passedWithResult) of \(counts.withResult) with a non-null result)")
    let isVerbose = ProcessInfo.processInfo.environment["VAGKNUTEN_VERBOSE"] != nil
    for failure in failures.prefix(isVerbose ? .max : 40) { print("failed: \(failure)") }
    for alarm in falseAlarms.prefix(40) { print("false alarm: \(alarm)") }
    #expect(falseAlarms.isEmpty)
    #expect(counts.all > 0)
    #expect(counts.passed == counts.all)
    if isOwnConformanceFolder {
      #expect(counts.all >= Self.floor.all)
      #expect(counts.withResult >= Self.floor.withResult)
    }
  }
}

/// One test of the suite.
struct ConformanceTest {
  let id: String
  let expression: String
  let expected: Value
  let type: String?
  let isError: Bool

  static func read(_ file: URL) throws -> [ConformanceTest] {
    let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
    return (json as? [[String: Any]] ?? []).compactMap { test in
      guard let id = test["id"] as? String, let expression = test["expression"] as? String,
        let expected = test["expected"].flatMap({ Value(conformance: $0) })
      else {
        Issue.record("unreadable test in \(file.lastPathComponent): \(test)")
        return nil
      }
      return ConformanceTest(
        id: id, expression: expression, expected: expected, type: test["type"] as? String,
        isError: test["error"] as? Bool ?? false)
    }
  }

  func run(_ types: [String: FEELType] = [:]) -> (Value, Diagnostics, [EvaluationNote]) {
    var diagnostics = Diagnostics()
    var environment = Environment()
    for (name, type) in types { environment.declare(type: name, type) }
    let expected = type.flatMap {
      FEELType.parse(SourceText($0), types: types, diagnostics: &diagnostics)
    }
    let compiled = FEEL.compile(
      expression: SourceText(expression), environment: environment, expected: expected,
      options: .lenient, diagnostics: &diagnostics)
    guard var frame = EvaluationContext(testDate: "2017-02-01") else {
      return (.null, diagnostics, [])
    }
    return (compiled?.evaluate(&frame) ?? .null, diagnostics, frame.notes)
  }
}

extension EvaluationContext {
  /// A frame for tests, with notes.
  init?(testDate: String, slots: [Value] = []) {
    guard let date = CivilDate.parse(testDate) else { return nil }
    self.init(slots: slots, today: date, now: CivilDateTime(date: date), collectNotes: true)
  }
}
