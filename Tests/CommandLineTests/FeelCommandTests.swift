import FEEL
import Foundation
import JSONText
import Outputs
import TestSupport
import Testing

/// `feel --json` and `tabell --json` in the built program, over every file of the suites of the DMN Technology Compatibility
/// Kit (see the folder's NOTICE).
@Suite("Conformance: the commands feel and tabell", .serialized)
struct FeelCommandConformanceTests {
  @Test("feel --json answers every expression of the suite as the suite expects")
  func conformanceOfExpressions() throws {
    guard let folder = conformanceFolder("feel") else {
      print("feel --json: skipped, there is no conformance folder")
      return
    }
    var requests: [JSONValue] = []
    for file in try jsonFiles(folder) {
      requests += try #require(try JSONValue.parse(try Data(contentsOf: file)).array)
    }
    let lines = requests.map { request in
      var request = request.object ?? JSONObject()
      request["expected"] = nil
      request["error"] = nil
      return JSONValue.object(request).text()
    }
    let result = try run(["feel", "--json"], input: lines.joined(separator: "\n") + "\n")
    #expect(result.status == 0)
    let answers = try result.lines.map { try JSONValue.parse($0) }
    #expect(answers.count == requests.count)
    var passed = 0
    for (request, answer) in zip(requests, answers) {
      #expect(request["id"] == answer["id"])
      if agree(request["expected"], answer["value"]) {
        passed += 1
      } else {
        print("failed: \(request.text()): \(answer.text())")
      }
      // A null that the suite calls an error says why.
      if request["error"]?.bool == true {
        #expect(answer["notes"]?.array?.isEmpty == false, "\(answer.text())")
      }
    }
    print("feel --json: \(passed) of \(requests.count)")
    #expect(!requests.isEmpty)
    #expect(passed == requests.count)
  }

  @Test("tabell --json answers every test of the suite as the suite expects")
  func conformanceOfTables() throws {
    guard let folder = conformanceFolder("decision-table") else {
      print("tabell --json: skipped, there is no conformance folder")
      return
    }
    var (all, passed) = (0, 0)
    for file in try jsonFiles(folder) {
      let tests = try #require(try JSONValue.parse(try Data(contentsOf: file))["tests"]?.array)
      let result = try run(["tabell", file.path, "--json"])
      #expect(result.status == 0)
      let answers = try result.lines.map { try JSONValue.parse($0) }
      #expect(answers.count == tests.count)
      for (test, answer) in zip(tests, answers) {
        all += 1
        #expect(test["id"] == answer["id"])
        if agree(test["expected"], answer["value"]) {
          passed += 1
        } else {
          print("failed: \(file.lastPathComponent): \(answer.text())")
        }
      }
    }
    print("tabell --json: \(passed) of \(all)")
    #expect(all > 0)
    #expect(passed == all)
  }

  private func agree(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
    guard let left = left.flatMap({ TypedValue.read($0) }),
      let right = right.flatMap({ TypedValue.read($0) })
    else { return false }
    return TypedValue.agree(left, right)
  }

  private func jsonFiles(_ folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "json" }.sorted { $0.path < $1.path }
  }
}

@Suite("The commands feel and tabell")
struct FeelCommandTests {
  @Test("an expression gives its value, and null its reason beside it")
  func expression() throws {
    #expect(try run(["feel", #"date("2017-02-01") + @"P12M""#]).output == "@\"2018-02-01\"\n")
    let null = try run(["feel", "1 / 0"])
    #expect(null.output == "null\n")
    #expect(null.errors.contains("division med noll"))
    #expect(null.status == 0)
    let wrong = try run(["feel", "1 +"])
    #expect(wrong.status == 2)
    #expect(wrong.output == "")
    #expect(try run(["feel", "today()", "--datum", "2017-02-01"]).output == "@\"2017-02-01\"\n")
  }

  @Test("a line may bring names, a type and a date")
  func line() throws {
    let requests = [
      #"{"id": 7, "expression": "ålder >= 18", "context": {"ålder": {"number": "20"}}}"#,
      #"{"id": "a", "expression": "förlängd till + @\"P1M\"", "context": {"context": {"förlängd till": {"date": "2017-01-31"}}}}"#,
      #"{"id": "b", "expression": "today()", "today": "2017-02-01"}"#,
      #"{"id": "c", "expression": "[1]", "type": "number"}"#,
      #"{"id": "d", "expression": "ålder"}"#,
      #"{"id": "e", "expression": "[1..5)"}"#,
    ]
    let result = try run(["feel", "--json"], input: requests.joined(separator: "\n"))
    #expect(result.status == 0)
    let values = try result.lines.map { try JSONValue.parse($0)["value"]?.text() ?? "" }
    #expect(
      values == [
        #"{"boolean":true}"#, #"{"date":"2017-02-28"}"#, #"{"date":"2017-02-01"}"#,
        #"{"number":"1"}"#, #"{"null":true}"#, #"{"range":"[1..5)"}"#,
      ])
    #expect(try JSONValue.parse(result.lines[4])["notes"]?.array?.isEmpty == false)
  }

  @Test("a line that is no request is answered too, and the program says so at its end")
  func wrongLines() throws {
    let lines = [
      "{", "[]", #"{"id": "x"}"#, #"{"id": "y", "expression": "1", "today": "igår"}"#,
      #"{"id": "z", "expression": "1", "context": {"a": 1}}"#, #"{"id": "1", "expression": "1"}"#,
    ]
    let result = try run(["feel", "--json"], input: lines.joined(separator: "\n"))
    #expect(result.status == 2)
    #expect(result.lines.count == lines.count)
    for line in result.lines.dropLast() { #expect(line.contains("wrong-request")) }
  }

  @Test("values in the typed form come back as they were")
  func typedValues() throws {
    for text in [
      #"{"list":[{"null":true},{"boolean":false},{"number":"-0.5"},{"string":"å\"\\"}]}"#,
      #"{"context":{"a b":{"date":"2017-02-01"},"c":{"time":"10:00:00@Europe/Stockholm"}}}"#,
      #"{"date and time":"2017-02-01T10:00:00+01:00"}"#, #"{"duration":"P1Y2M"}"#,
      #"{"duration":"P0Y"}"#, #"{"duration":"P0D"}"#,
      #"{"duration":"-P1DT2H"}"#, #"{"range":"(\"a\"..\"b\"]"}"#,
    ] {
      let value = try #require(TypedValue.read(try JSONValue.parse(text)))
      #expect(TypedValue.json(value).text() == text)
    }
    for text in [
      #"{"number":"x"}"#, #"{"date":"2017-02-30"}"#, #"{"date":"10:00:00"}"#, "{}", "1",
      #"{"number":"1","null":true}"#, #"{"duration":"\"; 1"}"#, #"{"range":"1"}"#,
    ] {
      #expect(TypedValue.read(try JSONValue.parse(text)) == nil, "\(text)")
    }
  }

  @Test("at the prompt names keep their values")
  func prompt() throws {
    let result = try run(["feel"], input: "längsta tid = @\"P12M\"\na = 1\n(a = 1)\nlängsta tid\n")
    #expect(result.lines == [#"@"P1Y""#, "1", "true", #"@"P1Y""#])
  }

  @Test("a table takes inputs that are null, lists that are empty, and cells that are left empty")
  func emptyInputs() throws {
    let path = NSTemporaryDirectory() + "vagknuten-tabell-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = """
      {"table": {"hitPolicy": "FIRST", "inputs": [{"expression": "a"}, {"expression": "count(b[item > 1])"}],
        "outputs": [{"name": "svar"}], "rules": [
          {"inputs": ["> 1", ""], "outputs": ["1"]},
          {"inputs": [" ", "> 0"], "outputs": ["2"]},
          {"inputs": ["-", ""], "outputs": ["3"]}]},
       "tests": [
        {"id": "1", "inputs": {"a": {"number": "2"}, "b": {"list": []}}, "expected": {"number": "1"}},
        {"id": "2", "inputs": {"a": {"null": true}, "b": {"list": [{"null": true}, {"number": "2"}]}},
          "expected": {"number": "2"}},
        {"id": "3", "inputs": {"a": {"null": true}, "b": {"list": []}}, "expected": {"number": "3"}}]}
      """
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try run(["tabell", path, "--json"])
    #expect(result.status == 0)
    #expect(
      try result.lines.map { try JSONValue.parse($0)["value"]?.text() ?? "" } == [
        #"{"number":"1"}"#, #"{"number":"2"}"#, #"{"number":"3"}"#,
      ])
    let shown = try run(["tabell", path])
    #expect(shown.output.hasSuffix("3 prov, alla stämmer\n"), "\(shown.output)")
  }

  @Test("a table whose file is wrong is refused with its reason")
  func wrongTable() throws {
    let path = NSTemporaryDirectory() + "vagknuten-tabell-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    for text in ["", "{}", #"{"table": {"hitPolicy": "U"}}"#] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let result = try run(["tabell", path, "--json"])
      #expect(result.status == 3)
      #expect(result.errors.contains("wrong-table"))
    }
    #expect(try run(["tabell", path + ".finns-inte"]).status == 2)
  }
}

/// What a call came to.
private struct CallResult {
  let status: Int32
  let output: String
  let errors: String
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// Calls the built program, which lies beside the tests.
private func run(_ arguments: [String], input: String = "") throws -> CallResult {
  let places =
    [CommandLine.arguments.first ?? ""] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
    + [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""]
  let program = places.map {
    URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent("vagknuten")
  }.first { FileManager.default.isExecutableFile(atPath: $0.path) }
  let scratch = NSTemporaryDirectory() + "vagknuten-feel-\(UUID().uuidString)"
  defer {
    for end in ["in", "out", "err"] {
      try? FileManager.default.removeItem(atPath: "\(scratch).\(end)")
    }
  }
  // Files, not pipes: nothing can block on a full one.
  try input.write(toFile: "\(scratch).in", atomically: true, encoding: .utf8)
  for end in ["out", "err"] {
    try Data().write(to: URL(fileURLWithPath: "\(scratch).\(end)"))
  }
  let standardInput: FileHandle = try #require(FileHandle(forReadingAtPath: "\(scratch).in"))
  let output: FileHandle = try #require(FileHandle(forWritingAtPath: "\(scratch).out"))
  let errors: FileHandle = try #require(FileHandle(forWritingAtPath: "\(scratch).err"))
  let executable: URL = try #require(program)
  let process = Process()
  process.executableURL = executable
  process.arguments = arguments
  process.standardInput = standardInput
  process.standardOutput = output
  process.standardError = errors
  try process.run()
  process.waitUntilExit()
  return CallResult(
    status: process.terminationStatus,
    output: try String(contentsOfFile: "\(scratch).out", encoding: .utf8),
    errors: try String(contentsOfFile: "\(scratch).err", encoding: .utf8))
}
