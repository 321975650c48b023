import Foundation
import TestSupport
import Testing

/// The real program in a folder of its own.
struct Workplace: ~Copyable {
  let root: String

  /// What a call came to.
  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// A folder laid out for practice, with somebody who reads no protected values.
  init() throws {
    root = NSTemporaryDirectory() + "vagknuten-test-" + UUID().uuidString
    let made = try Self.run(["init", root, "--övning"])
    #expect(made.status == 0, "\(made.errors)")
    let persons = root + "/Rules/vagknuten-2.0/personer.yaml"
    var text = try String(contentsOfFile: persons, encoding: .utf8)
    if !text.hasSuffix("\n") { text += "\n" }
    text += "  siv: {name: Siv Övning, account: siv, roles: [styrgrupp], party: övning}\n"
    try text.write(toFile: persons, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Calls the program in the folder.
  func call(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    try Self.run(
      arguments, environment: environment.merging(["VAGKNUTEN_HOME": root]) { own, _ in own })
  }

  /// Calls the program in the folder at a terminal, with colours unless the environment says otherwise.
  func terminal(_ arguments: [String], columns: Int = 80, environment: [String: String] = [:])
    throws -> PseudoTerminal
  {
    try Self.terminal(
      arguments, columns: columns,
      environment: environment.merging(["VAGKNUTEN_HOME": root]) { _, own in own })
  }

  static func terminal(
    _ arguments: [String], columns: Int = 80, environment: [String: String]
  ) throws -> PseudoTerminal {
    var all = surroundings(environment)
    for name in ["NO_COLOR", "JOURNAL_STREAM"] where environment[name] == nil { all[name] = nil }
    all["TERM"] = environment["TERM"] ?? "xterm"
    return try PseudoTerminal(
      program().path, arguments, environment: all, columns: columns,
      patience: Golden.isRecording ? 10 : 180)
  }

  private static func surroundings(_ environment: [String: String]) -> [String: String] {
    ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VAGKNUTEN") }
      .merging(environment) { _, new in new }
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil
  ) throws -> Result {
    let process = Process()
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    process.executableURL = try program()
    process.arguments = arguments
    process.environment = surroundings(environment)
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    // Failures are short, so reading them after the output cannot fill their pipe.
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let failure = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
      errors: String(decoding: failure, as: UTF8.self))
  }

  /// The program lies beside the tests.
  private static func program() throws -> URL {
    if let path = ProcessInfo.processInfo.environment["VAGKNUTEN_BINARY"] {
      return URL(fileURLWithPath: path)
    }
    let places =
      [CommandLine.arguments.first ?? ""] + CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
      + [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""]
    for place in places {
      let candidate = URL(fileURLWithPath: place).deletingLastPathComponent()
        .appendingPathComponent("vagknuten")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
