import Foundation

/// A terminal that hands over every key as it is pressed, for as long as a line is edited; and what ends that.
///
/// Signals are only noted, in a pipe that the editor waits on beside the keyboard, so that the terminal is put in order before the
/// program ends or stops by them. Whatever else ends the program while a line is edited puts it in order too (`atexit`).
final class RawMode {
  /// The signals that end or stop a program at a terminal, that say it goes on, and that the window has another size.
  private static let signals = [SIGINT, SIGQUIT, SIGTERM, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH]

  // Unsafe only by name: set once, before the handlers that read it are.
  nonisolated(unsafe) private static var notes: (reading: Int32, writing: Int32) = (-1, -1)
  // Unsafe only by name: asked and set on the main thread alone.
  nonisolated(unsafe) private static var isPrepared = false
  // Unsafe only by name: set on the main thread, and asked there and when the program ends.
  nonisolated(unsafe) private static var active: RawMode?

  private var saved = termios()
  private var handlers: [(signal: Int32, action: sigaction)] = []

  /// Where signals are noted, one byte each.
  var signalPipe: Int32 { Self.notes.reading }

  /// Nil when standard input is no terminal that can be told so.
  init?() {
    guard Self.prepare(), tcgetattr(STDIN_FILENO, &saved) == 0 else { return nil }
    enter()
  }

  /// Begins, or begins again after `leave`.
  func enter() {
    var raw = saved
    // Neither lines nor echo are the terminal's any more, nor is what Ctrl-S, Ctrl-Q and Ctrl-V mean. Ctrl-C stays a signal.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | ISTRIP | IXON)
    withUnsafeMutableBytes(of: &raw.c_cc) { codes in
      codes[Int(VMIN)] = 1
      codes[Int(VTIME)] = 0
    }
    for signal in Self.signals {
      var old = sigaction()
      sigaction(signal, nil, &old)
      // What whoever started the program has it ignore stays ignored.
      if unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
      var new = sigaction()
      new.__sigaction_handler.sa_handler = { RawMode.note($0) }
      sigaction(signal, &new, nil)
      handlers.append((signal, old))
    }
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    Self.active = self
    Output.draw("\u{1B}[?2004h")
  }

  /// Puts the terminal in order.
  func leave() {
    guard Self.active === self else { return }
    Self.active = nil
    Output.draw("\u{1B}[?2004l")
    tcsetattr(STDIN_FILENO, TCSADRAIN, &saved)
    for (signal, action) in handlers {
      var action = action
      sigaction(signal, &action, nil)
    }
    handlers = []
  }

  private static func prepare() -> Bool {
    guard !isPrepared else { return true }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    notes = (ends[0], ends[1])
    atexit { RawMode.active?.leave() }
    isPrepared = true
    return true
  }

  /// What the handler of a signal does: nothing that it may not.
  private static func note(_ signal: Int32) {
    let before = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(notes.writing, &byte, 1)
    errno = before
  }
}
