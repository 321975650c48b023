import Foundation
import Logging

/// Writes a line an entry to standard error. Where standard error *is* the system's journal, each line begins with its
/// priority (`<4>`, sd-daemon(3)), which the journal takes off and keeps.
struct JournalLogHandler: LogHandler {
  var logLevel: Logger.Level
  var metadata: Logger.Metadata = [:]
  private let isJournal: Bool

  init(level: Logger.Level, isJournal: Bool) {
    logLevel = level
    self.isJournal = isJournal
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let values = metadata.merging(event.metadata ?? [:]) { _, own in own }
    let prefix = isJournal ? "<\(event.level.priority)>" : "\(event.level.rawValue): "
    let pairs = values.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    Output.note(prefix + Self.oneLine("\(event.message)" + pairs) + "\n")
  }

  /// A line break in an entry would begin an entry of its own, with a priority that a text could choose.
  static func oneLine(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? " " : $0 }))
  }

  /// Whether standard error is the journal: systemd says which file it is (systemd.exec(5), `JOURNAL_STREAM`), since the
  /// variable is passed on to programs whose standard error is something else.
  static var standardErrorIsJournal: Bool {
    guard let text = getenv("JOURNAL_STREAM").map({ String(cString: $0) }) else { return false }
    var status = stat()
    guard fstat(STDERR_FILENO, &status) == 0 else { return false }
    return text == "\(status.st_dev):\(status.st_ino)"
  }
}

extension Logger.Level {
  /// The journal's priority, of syslog(3).
  fileprivate var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}
