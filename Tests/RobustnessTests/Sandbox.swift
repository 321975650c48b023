import Foundation
import GRDB
import JSONText
import Testing

/// A folder of its own with the shipped rules, laid out for practice, that goes away with the test.
final class Sandbox: Sendable {
  let root: String
  var store: String { root + "/vagknuten.sqlite" }
  var rules: String { root + "/Rules/vagknuten-2.0" }
  var workflows: String { root + "/Workflows/vagknuten-2.0" }

  init() throws {
    let template = try Self.template.get()
    root = NSTemporaryDirectory() + "vagknuten-prov-" + UUID().uuidString
    try FileManager.default.copyItem(atPath: template, toPath: root)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Laid out once. Siv, of the steering group, reads nothing that is protected.
  private static let template: Result<String, any Error> = Result {
    let root = NSTemporaryDirectory() + "vagknuten-mall-\(getpid())"
    try? FileManager.default.removeItem(atPath: root)
    let made = try Program.run(["init", root, "--övning"], in: NSTemporaryDirectory())
    guard made.status == 0 else { throw SandboxError(text: "\(made)") }
    let persons = root + "/Rules/vagknuten-2.0/personer.yaml"
    var text = try String(contentsOfFile: persons, encoding: .utf8)
    if !text.hasSuffix("\n") { text += "\n" }
    text += "  siv: {name: Siv Övning, account: siv, roles: [styrgrupp], party: övning}\n"
    try text.write(toFile: persons, atomically: true, encoding: .utf8)
    atexit {
      try? FileManager.default.removeItem(
        atPath: NSTemporaryDirectory() + "vagknuten-mall-\(getpid())")
    }
    return root
  }

  /// Runs the program in the folder as somebody.
  func call(
    _ arguments: [String], as person: String? = "anna", wrapper: [String] = []
  ) throws -> Program.Outcome {
    try Program.run(arguments + Self.actor(person), in: root, wrapper: wrapper)
  }

  /// Starts the program in the folder as somebody.
  func start(_ arguments: [String], as person: String? = "anna") throws -> Program.Running {
    try Program.start(arguments + Self.actor(person), in: root)
  }

  private static func actor(_ person: String?) -> [String] { person.map { ["--som", $0] } ?? [] }

  /// What opens a participant's case.
  static func opening(_ name: String, on date: String = "2017-02-20") -> [String] {
    [
      "ärende", "nytt", "deltagare", "kortnamn=\(name)", "födelsedatum=1990-05-04",
      "bostadsort=Oskarshamn", "anmäld av=Försäkringskassan", "--datum", date,
    ]
  }

  /// What `verifiera --räkna-om` finds.
  func verify(_ more: [String] = []) throws -> Program.Outcome {
    try call(["verifiera", "--räkna-om"] + more, as: nil)
  }

  /// The head of the chain, read from the file itself.
  func head() throws -> String {
    try reading { db in
      let row = try Row.fetchOne(db, sql: "SELECT seq, hex(link) FROM events ORDER BY seq DESC")
      let sequence: Int = row?[0] ?? 0
      let link: String = row?[1] ?? ""
      return "\(sequence) \(link)"
    }
  }

  /// Reads the database as it is on the disk.
  func reading<Result>(_ body: (Database) throws -> Result) throws -> Result {
    let queue = try DatabaseQueue(path: store)
    return try queue.read(body)
  }
}

struct SandboxError: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}

/// One clear line in Swedish: what the person reads of a failure.
func expectClear(
  _ outcome: Program.Outcome, status: Set<Int32>, containing words: String = "",
  _ what: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(
    outcome.status.map { status.contains($0) } ?? false, "\(what): \(outcome)",
    sourceLocation: sourceLocation)
  #expect(outcome.output == "", "\(what): \(outcome)", sourceLocation: sourceLocation)
  let lines = outcome.errors.split(separator: "\n")
  let starts = lines.filter { $0.hasPrefix("fel: ") || $0.hasPrefix("avvisat: ") || $0 == "fel:" }
  #expect(starts.count == 1, "\(what): \(outcome)", sourceLocation: sourceLocation)
  let text = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  #expect(
    words.isEmpty || text.contains(words), "\(what): \(outcome)", sourceLocation: sourceLocation)
}
