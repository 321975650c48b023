import Foundation
import Logging
import Outputs

/// The log. It is silent at a terminal and in a pipe, where the command's own answer is what people want; it speaks where
/// standard error is the system's journal, or where `VAGKNUTEN_LOG` names a level.
enum Log {
  /// Whether the failure of a command is told by the log alone, in one entry instead of lines.
  static let isJournal = JournalLogHandler.standardErrorIsJournal

  private static let logger: Logger? = {
    let named = getenv("VAGKNUTEN_LOG").flatMap { Logger.Level(rawValue: String(cString: $0)) }
    guard isJournal || named != nil else { return nil }
    LoggingSystem.bootstrap { _ in
      JournalLogHandler(level: named ?? .info, isJournal: isJournal)
    }
    return Logger(label: "vagknuten")
  }()

  static func tell(_ occurrence: Occurrence) {
    logger?.log(
      level: occurrence.level, occurrence.message, metadata: occurrence.metadata)
  }
}
