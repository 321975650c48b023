import Foundation

/// A program at a terminal of its own: what it reads from, writes to and is controlled by is a pseudo-terminal of the
/// operating system's (pty(7)), so that it asks, breaks lines, paints and is broken off as it would be before a person.
///
/// The terminal does not echo. What is typed is written into the screen here, at the moment when it is typed: so the
/// screen is the same however the processes happen to run. A program that edits the line itself says so by asking for
/// bracketed paste; what it draws between a key and the end of the line is not part of the screen.
public final class PseudoTerminal {
  /// How a program ended.
  public enum End: Equatable, Sendable {
    case status(Int32)
    case signal(Int32)

    /// The exit code as a shell tells it: of what a signal ended, 128 and the signal's number.
    public var code: Int32 {
      switch self {
      case .status(let status): status
      case .signal(let signal): 128 + signal
      }
    }
  }

  /// A key that is no text.
  public enum Key: String, CaseIterable, Sendable {
    case interrupt = "Ctrl-C"
    case endOfInput = "Ctrl-D"

    fileprivate var code: UInt8 { self == .interrupt ? 0x03 : 0x04 }
  }

  /// The program did not do what was waited for.
  public struct Problem: Error, CustomStringConvertible {
    /// What it did instead, with the screen.
    public let description: String
  }

  /// Milliseconds without a sign of life after which a program is taken to hang; nothing else depends on them.
  private let patience: Int32
  private let master: Int32
  private var pid: pid_t = 0
  private var hasEnded = false
  private var isReaped = false

  /// What has been shown before the last thing that was typed, with what was typed.
  private var past: [UInt8] = []
  /// What has been shown since then.
  private var present: [UInt8] = []

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - environment: all of it.
  ///   - columns: the width of the terminal.
  ///   - patience: seconds without a sign of life after which the program is taken to hang.
  public init(
    _ program: String, _ arguments: [String], environment: [String: String], columns: Int = 80,
    patience: Int = 60
  ) throws {
    self.patience = Int32(clamping: patience * 1_000)
    // Closed in other processes that tests start meanwhile: a terminal that somebody holds open never ends.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard master >= 0 else { throw Self.problem("/dev/ptmx") }
    var isLocked: Int32 = 0
    var number: Int32 = 0
    guard ioctl(master, Linux.unlock, &isLocked) == 0, ioctl(master, Linux.number, &number) == 0
    else { throw Self.problem("/dev/ptmx") }
    let path = "/dev/pts/\(number)"
    let slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard slave >= 0 else { throw Self.problem(path) }
    defer { close(slave) }
    var modes = termios()
    tcgetattr(slave, &modes)
    modes.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(slave, TCSANOW, &modes)
    var size = winsize(
      ws_row: 24, ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(slave, UInt(TIOCSWINSZ), &size)
    pid = try Self.spawn([program] + arguments, environment, terminal: path)
  }

  deinit {
    if pid > 0, !isReaped {
      kill(pid, SIGKILL)
      reap()
    }
    close(master)
  }

  /// Everything on the screen, also what has scrolled away, with what was typed between `«` and `»`. Colours are left out;
  /// other characters that a terminal obeys are shown as their numbers.
  public var screen: String { Self.readable(past + present) }

  /// The bytes as the terminal got them, with what was typed.
  public var raw: String { String(decoding: past + present, as: UTF8.self) }

  /// Waits until the program asks: until the line that it has not ended is the prompt.
  ///
  /// - Parameter exactly: false is content with a line that ends like it, for the first recording of a dialogue.
  public func wait(for prompt: String, exactly: Bool = true) throws {
    while true {
      let line = Self.readable(present.suffix(from: lineStart))
      if exactly ? line == prompt : line.hasSuffix(prompt) { return }
      guard try read() else {
        throw Problem(description: "the program ended instead of asking “\(prompt)”:\n\(screen)")
      }
    }
  }

  /// Waits until a line with a text has been shown since something was typed.
  public func wait(forText text: String) throws {
    while !Self.readable(present).contains(text) {
      guard try read() else {
        throw Problem(description: "the program ended without showing “\(text)”:\n\(screen)")
      }
    }
  }

  /// Sends bytes as a keyboard would, without a line end.
  public func send(keys: String) {
    begin()
    send(Array(keys.utf8))
  }

  /// Waits until the program edits a line.
  public func waitForEditing() throws {
    while !isEditing {
      guard try read() else {
        throw Problem(description: "the program ended instead of reading a line:\n\(screen)")
      }
    }
  }

  /// Waits until the program asks anew, whatever it asks: until it edits a line with a prompt and nothing typed.
  public func waitForQuestion() throws {
    let ends = [":", "]", "?", ">"].map { Array("\($0) ".utf8) }
    while !isEditing || drawn != nil || !ends.contains(Array(present.suffix(2))) {
      guard try read() else {
        throw Problem(description: "the program ended instead of asking:\n\(screen)")
      }
    }
  }

  /// Waits until the program has sent a text, as the bytes are: what it draws, too.
  public func wait(forDrawn text: String) throws {
    while Self.place(of: Array(text.utf8), in: stream) == nil {
      guard try read() else {
        throw Problem(description: "the program ended without drawing “\(text)”:\n\(screen)")
      }
    }
  }

  /// Whether the terminal makes lines of what is typed, as it does for every program that does not ask for keys.
  public var makesLines: Bool {
    var modes = termios()
    return tcgetattr(master, &modes) == 0 && modes.c_lflag & tcflag_t(ICANON) != 0
  }

  /// Sends the program a signal.
  public func signal(_ number: Int32) { kill(pid, number) }

  /// Types a line.
  public func type(_ line: String) { type(bytes: Array(line.utf8)) }

  /// Types a line that need not be UTF-8.
  public func type(bytes: [UInt8]) {
    note("«\(String(decoding: bytes, as: UTF8.self))»\n")
    begin()
    send(bytes + [0x0A])
  }

  /// Presses a key.
  public func press(_ key: Key) {
    note("«\(key.rawValue)»")
    begin()
    send([key.code])
  }

  /// Waits for the end.
  public func end() throws -> End {
    while try read() {}
    return reap()
  }

  // MARK: The process

  /// What the C library's headers hold and Swift does not see: macros of ioctl_tty(2), and of spawn.h for GNU.
  private enum Linux {
    /// TIOCSPTLCK
    static let unlock: UInt = 0x4004_5431
    /// TIOCGPTN
    static let number: UInt = 0x8004_5430
    /// POSIX_SPAWN_SETSID
    static let ownSession: Int16 = 0x80
  }

  private static func spawn(
    _ words: [String], _ environment: [String: String], terminal: String
  ) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // The first terminal that the leader of a session opens becomes the one that controls it.
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, terminal, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // Tests that run in the background ignore SIGINT, and children inherit that.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Linux.ownSession)
    let argv = words.map { strdup($0) } + [nil]
    let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, words[0], &actions, &attributes, argv, envp)
    guard failure == 0 else {
      throw Problem(description: "\(words[0]): \(String(cString: strerror(failure)))")
    }
    return pid
  }

  private static func problem(_ what: String) -> Problem {
    Problem(description: "\(what): \(String(cString: strerror(errno)))")
  }

  @discardableResult
  private func reap() -> End {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    isReaped = true
    let signal = status & 0x7F
    return signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal)
  }

  // MARK: The screen

  /// Reads what has been shown meanwhile; waits for it. False when the program has ended.
  private func read() throws -> Bool {
    guard !hasEnded else { return false }
    var ready = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    let answer = poll(&ready, 1, patience)
    if answer < 0 {
      guard errno == EINTR else { throw Self.problem("poll") }
      return true
    }
    guard answer > 0 else {
      throw Problem(description: "the program waits for something else:\n\(screen)")
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    let count = buffer.withUnsafeMutableBytes {
      Foundation.read(master, $0.baseAddress, $0.count)
    }
    if count > 0 {
      stream += buffer[..<count]
      show(buffer[..<count])
    } else if count == 0 || errno != EINTR {
      // Linux answers EIO once nobody has the terminal open.
      hasEnded = true
    }
    return !hasEnded
  }

  // MARK: Lines that the program edits

  private static let beginsEditing = Array("\u{1B}[?2004h".utf8)
  private static let endsEditing = Array("\u{1B}[?2004l".utf8)

  /// Whether the program edits a line, and what it has drawn since something was typed on it.
  private var isEditing = false
  private var drawn: [UInt8]?
  private var skipsLineEnd = false
  /// Everything that the program has drawn.
  public private(set) var stream: [UInt8] = []

  private func begin() {
    if isEditing, drawn == nil { drawn = [] }
  }

  private func show(_ bytes: ArraySlice<UInt8>) {
    var bytes = bytes
    while skipsLineEnd, let byte = bytes.first {
      if byte == 0x0D || byte == 0x0A { bytes = bytes.dropFirst() }
      if byte != 0x0D { skipsLineEnd = false }
    }
    guard let before = drawn else {
      present += bytes
      note(editing: bytes)
      return
    }
    let all = before + bytes
    guard let end = Self.place(of: Self.endsEditing, in: all) else { return drawn = all }
    drawn = nil
    isEditing = false
    let rest = all[(end + Self.endsEditing.count)...]
    // The line end that was typed has been written down with it.
    skipsLineEnd = past.last == 0x0A
    show(rest)
  }

  private func note(editing bytes: ArraySlice<UInt8>) {
    let tail = Array(present.suffix(bytes.count + Self.beginsEditing.count))
    let begin = Self.place(of: Self.beginsEditing, in: tail, last: true)
    let end = Self.place(of: Self.endsEditing, in: tail, last: true)
    if let begin, begin > end ?? -1 { isEditing = true }
    if let end, end > begin ?? -1 { isEditing = false }
  }

  private static func place(of text: [UInt8], in bytes: [UInt8], last: Bool = false) -> Int? {
    guard bytes.count >= text.count else { return nil }
    let places = 0...(bytes.count - text.count)
    let matches = { (place: Int) in bytes[place..<(place + text.count)].elementsEqual(text) }
    return last ? places.last(where: matches) : places.first(where: matches)
  }

  private func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
      if count < 0, errno != EINTR { return }
      rest = rest.dropFirst(max(0, count))
    }
  }

  private func note(_ text: String) {
    past += present + Array(text.utf8)
    present = []
  }

  private var lineStart: Int { present.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0 }

  private static func readable(_ bytes: some Sequence<UInt8>) -> String {
    let text = String(decoding: Array(bytes), as: UTF8.self)
      .replacingOccurrences(of: "\r\n", with: "\n")
      .replacingOccurrences(
        of: "\u{1B}\\[([0-9;]*m|\\?2004[hl])", with: "", options: .regularExpression)
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "\n" || scalar.properties.generalCategory != .control {
        result.append(scalar)
      } else {
        result.append(contentsOf: "⟨\(String(scalar.value, radix: 16))⟩".unicodeScalars)
      }
    }
    return String(result)
  }
}
