import Foundation
import Outputs

/// What one of the standard streams is connected to.
struct Terminal {
  let isTerminal: Bool
  let width: Int
  let colour: Bool

  /// Standard output and standard error.
  static let output = Terminal(STDOUT_FILENO)
  static let error = Terminal(STDERR_FILENO)
  /// Whether a person can be asked: both what they type and what they see is a terminal.
  static var canAsk: Bool { isatty(STDIN_FILENO) == 1 && output.isTerminal }

  private init(_ descriptor: Int32) {
    isTerminal = isatty(descriptor) == 1
    var size = winsize()
    let known = isTerminal && ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    width = known ? Int(size.ws_col) : 80
    // https://no-color.org: present and not empty.
    let refused = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    let dumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
    colour = isTerminal && !refused && !dumb
  }

  var style: Style { Style(width: width, colour: colour, isTerminal: isTerminal) }
}

/// Where results and failures go.
enum Output {
  // Unsafe only by name: commands run on the main thread, and nothing else does.
  nonisolated(unsafe) private static var buffer: [UInt8] = []

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

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE { exit(ExitStatus.ok.rawValue) }
        let reason = String(cString: strerror(errno))
        if descriptor == STDOUT_FILENO {
          write(Array("fel: svaret går inte att skriva: \(reason)\n".utf8), to: STDERR_FILENO)
        }
        exit(ExitStatus.store.rawValue)
      }
      rest = rest.dropFirst(count)
    }
  }
}
