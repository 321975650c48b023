import CivilTime
import DecisionTables
import Diagnostics
import FEEL
import Foundation
import TestSupport
import Testing

/// The decision-table tests of the DMN Technology Compatibility Kit (see the folder's NOTICE).
@Suite("Conformance: decision tables")
struct TableConformanceTests {
  /// How many tests the folder beside the checkout holds at least; another folder may hold any number.
  static let floor = 60

  @Test("every table of the suite gives the expected values")
  func suite() throws {
    guard let folder = conformanceFolder("decision-table") else {
      print("decision-table: skipped, there is no conformance folder")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil
    ).filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
    var (all, passed) = (0, 0)
    for file in files {
      let json = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
      let object = try #require(json as? [String: Any])
      let definition = try #require(
        TableDefinition(conformance: object["table"] as? [String: Any] ?? [:]))
      for test in object["tests"] as? [[String: Any]] ?? [] {
        all += 1
        let expected = try #require(test["expected"].flatMap { Value(conformance: $0) })
        var environment = Environment()
        var slots: [Value] = []
        for (name, value) in test["inputs"] as? [String: Any] ?? [:] {
          let value = try #require(Value(conformance: value))
          // One value does not tell the type of an input: it may be null here, or a list that is empty.
          environment.declare(slot: slots.count, name, .any, nullable: true)
          slots.append(value)
        }
        var diagnostics = Diagnostics()
        let table = DecisionTable.compile(
          definition, environment: environment, options: .lenient, diagnostics: &diagnostics)
        if !expected.isNull {
          #expect(!diagnostics.hasErrors, "\(test["id"] ?? ""): \(diagnostics.findings)")
        }
        let date = try #require(CivilDate.parse("2017-02-01"))
        var frame = EvaluationContext(
          slots: slots, today: date, now: CivilDateTime(date: date), collectNotes: true)
        let value = table?.evaluate(&frame).value ?? .null
        if value.matches(expected) {
          passed += 1
        } else {
          print("failed: \(test["id"] ?? ""): \(value.feelText), expected \(expected.feelText)")
        }
      }
    }
    print("decision-table: \(passed) of \(all)")
    #expect(all > 0)
    #expect(passed == all)
    if isOwnConformanceFolder { #expect(all >= Self.floor) }
  }
}

extension TableDefinition {
  /// Reads the suite's form of a table.
  init?(conformance json: [String: Any]) {
    guard let policy = (json["hitPolicy"] as? String).flatMap(HitPolicy.init(rawValue:)) else {
      return nil
    }
    func source(_ value: Any?) -> SourceText? { (value as? String).map { SourceText($0) } }
    func cell(_ value: Any) -> SourceText? {
      (value as? String).flatMap {
        $0 == "-" || $0.allSatisfy(\.isWhitespace) ? nil : SourceText($0)
      }
    }
    let inputs = (json["inputs"] as? [[String: Any]] ?? []).compactMap { input in
      source(input["expression"]).map { Input(expression: $0, values: source(input["values"])) }
    }
    let outputs = (json["outputs"] as? [[String: Any]] ?? []).map { output in
      Output(
        name: output["name"] as? String, values: source(output["values"]),
        fallback: source(output["default"]))
    }
    let rules = (json["rules"] as? [[String: Any]] ?? []).map { rule in
      Rule(
        inputs: (rule["inputs"] as? [Any] ?? []).map(cell),
        outputs: (rule["outputs"] as? [Any] ?? []).map { source($0) })
    }
    self.init(
      hitPolicy: policy,
      aggregation: (json["aggregation"] as? String).flatMap(Aggregation.init(rawValue:)),
      inputs: inputs, outputs: outputs, rules: rules)
  }
}
