import CaseStoreSQLite
import Foundation
import Outputs

/// What one of the standard streams is connected to.
struct Terminal {
  let isTerminal: Bool
  let width: Int
  let height: Int
  let colour: Bool
  /// Whether the terminal is said to obey nothing, or nothing is said of it: then a line cannot be edited there.
  let isDumb: Bool

  /// Standard output and standard error.
  static let output = Terminal(STDOUT_FILENO)
  /// Standard output with the size that the window has now.
  static var current: Terminal { Terminal(STDOUT_FILENO) }
  static let error = Terminal(STDERR_FILENO)
  /// Whether a person can be asked: both what they type and what they see is a terminal.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && output.isTerminal }

  private init(_ descriptor: Int32) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = known ? Int(size.ws_col) : 80
    height = known && size.ws_row > 0 ? Int(size.ws_row) : 24
    // https://no-color.org: present and not empty.
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let dumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    isDumb = getenv("TERM").map { $0.pointee == 0 || String(cString: $0) == "dumb" } ?? true
    colour = isTerminal && !refused && !dumb
  }

  var style: Style { Style(width: width, colour: colour, isTerminal: isTerminal) }
}

/// Where results and failures go.
enum Output {
  // Unsafe only by name: commands run on the main thread, and nothing else does.
  nonisolated(unsafe) private static var buffer: [UInt8] = []

  nonisolated(unsafe) private static var recorded: String?

  /// Notes that something has been recorded in a case: when the answer cannot be shown, that is said.
  static func hasRecorded(_ number: String) { recorded = number }

  /// Whether that was noted.
  static var isRecorded: Bool { recorded != nil }

  /// A result, on standard output.
  static func print(_ text: String) {
    buffer.append(contentsOf: text.forTerminal.utf8)
    if buffer.count > 1 << 16 { flush() }
  }

  /// Writes what waits. A reader that has gone away (`| head`) is no failure.
  static func flush() {
    write(buffer, to: STDOUT_FILENO)
    buffer.removeAll(keepingCapacity: true)
  }

  /// What a terminal obeys, from the line editor, which lets nothing through of what was typed but text.
  static func draw(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    flush()
  }

  /// A remark beside the result, on standard error, after what was printed before it.
  static func note(_ text: String) {
    flush()
    write(Array(text.forTerminal.utf8), to: STDERR_FILENO)
  }

  /// A failure, on standard error; ends the program.
  static func fail(_ failure: Failure, json: Bool) -> Never {
    flush()
    Log.tell(.failed(failure))
    if Log.isJournal { exit(failure.status.rawValue) }
    let text = json ? failure.json.printed : failure.text(Terminal.error.style)
    write(Array(text.forTerminal.utf8), to: STDERR_FILENO)
    exit(failure.status.rawValue)
  }

  private static func reason(_ code: Int32) -> String {
    switch code {
    case EIO: "det går inte att skriva dit (fel på enheten)"
    case EBADF: "standard ut är stängd"
    default: FileSystem.reason(code)
    }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { exit(ExitStatus.ok.rawValue) }
        let reason = Self.reason(errno)
        if descriptor == STDOUT_FILENO {
          let done = recorded.map { "; det är registrerat i \($0), gör inte om det" } ?? ""
          write(
            Array("fel: svaret går inte att skriva: \(reason)\(done)\n".utf8), to: STDERR_FILENO)
        }
        exit(ExitStatus.store.rawValue)
      }
      rest = rest.dropFirst(count)
    }
  }
}
