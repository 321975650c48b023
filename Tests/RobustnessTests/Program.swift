import Foundation
import JSONText

/// The real program in processes of its own, which can be killed and run side by side.
enum Program {
  /// What a process came to.
  struct Outcome: CustomStringConvertible {
    /// The exit code; nil when a signal ended it.
    let status: Int32?
    /// The signal that ended it.
    let signal: Int32?
    let output: String
    let errors: String

    var description: String {
      "status \(status.map(String.init) ?? "-") signal \(signal.map(String.init) ?? "-")\n"
        + "\(output.prefix(1_000))\n\(errors.prefix(2_000))"
    }

    /// The output as JSON.
    func json() throws -> JSONValue { try JSONValue.parse(output) }
  }

  /// A process that has been started.
  struct Running {
    let pid: pid_t
    fileprivate let output: String
    fileprivate let errors: String

    /// Sends the signal that nothing can hold up.
    func kill() { _ = Foundation.kill(pid, SIGKILL) }

    /// Whether it has ended, without taking its outcome.
    var hasEnded: Bool {
      var info = siginfo_t()
      let answer = waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT)
      return answer == 0 && info.si_signo == SIGCHLD
    }

    /// Waits for its end.
    func wait() -> Outcome {
      var status: Int32 = 0
      while waitpid(pid, &status, 0) < 0, errno == EINTR {}
      defer { for path in [output, errors] { unlink(path) } }
      let signal = status & 0x7F
      return Outcome(
        status: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
        output: Program.text(output), errors: Program.text(errors))
    }
  }

  /// Starts the program.
  ///
  /// - Parameter wrapper: what runs it, with the program and its arguments as the last arguments.
  static func start(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    wrapper: [String] = []
  ) throws -> Running {
    // Nothing of what is tried may be laid out in the checkout. `env` becomes what it runs, so the process stays the same.
    let words = ["env", "-C", folder] + wrapper + [try path.get()] + arguments
    let base = NSTemporaryDirectory() + "vagknuten-out-" + UUID().uuidString
    var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("VAGKNUTEN") }
    all["VAGKNUTEN_HOME"] = folder
    all.merge(environment) { _, new in new }

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 1, base + ".out", flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, base + ".err", flags, 0o600)

    let argv = words.map { strdup($0) } + [nil]
    let envp = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let problem = posix_spawnp(&pid, words[0], &actions, nil, argv, envp)
    guard problem == 0 else { throw POSIXError(POSIXErrorCode(rawValue: problem) ?? .EIO) }
    return Running(pid: pid, output: base + ".out", errors: base + ".err")
  }

  /// Runs the program to its end. One that hangs is killed after a minute, which the outcome shows as 137.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    wrapper: [String] = []
  ) throws -> Outcome {
    try start(
      arguments, in: folder, environment: environment,
      wrapper: ["timeout", "-s", "KILL", "60"] + wrapper
    ).wait()
  }

  fileprivate static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }

  /// The program lies beside the tests.
  static let path: Result<String, any Error> = Result {
    if let path = ProcessInfo.processInfo.environment["VAGKNUTEN_BINARY"] {
      return URL(fileURLWithPath: path).path
    }
    let places =
      CommandLine.arguments.filter { $0.hasSuffix(".xctest") }
      + [CommandLine.arguments.first ?? ""]
      + [(try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""]
    for place in places {
      let candidate = URL(fileURLWithPath: place).deletingLastPathComponent()
        .appendingPathComponent("vagknuten").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    throw CocoaError(.fileNoSuchFile)
  }
}
