import CaseStore
import CivilTime
import Logging
import Outputs

/// Everything that is ever logged. It is a closed list, and no case holds a text of anybody's: only days, numbers of
/// things, case numbers, hashes, and what is wrong with files and rules. What is not here cannot reach a log.
enum Occurrence {
  /// A daily run came to its end.
  case dailyRun(
    through: CivilDate, families: Int, events: Int, failures: Int, faulty: Int, head: ChainLink)
  /// A family that the daily run left undone.
  case familyFailed(String)
  /// A copy was made and found good.
  case backedUp(events: Int, bytes: Int, removed: Int, head: ChainLink)
  /// A copy was put in place.
  case restored(events: Int, head: ChainLink)
  /// The store was verified.
  case verified(events: Int, findings: Int)
  /// States and lists of so many families were made anew from the history.
  case mended(families: Int)
  /// `status` found something to look after.
  case attention(String)
  /// A command came to nothing.
  case failed(Failure)

  var level: Logger.Level {
    switch self {
    case .dailyRun(_, _, _, let failures, _, _): failures > 0 ? .error : .info
    case .verified(_, let findings): findings > 0 ? .critical : .info
    case .backedUp, .restored: .info
    case .familyFailed: .error
    case .attention, .mended: .warning
    case .failed: .error
    }
  }

  var message: Logger.Message {
    switch self {
    case .dailyRun: "dagskörningen är klar"
    case .familyFailed: "ett ärende gick inte att hantera och prövas igen nästa gång"
    case .backedUp: "säkerhetskopian är gjord och kontrollerad"
    case .restored: "en säkerhetskopia är återställd"
    case .verified(_, let findings): findings > 0 ? "databasen är inte hel" : "databasen är hel"
    case .mended: "läge och listor är gjorda om ur historiken"
    case .attention: "något behöver ses till"
    case .failed(let failure): Self.text(failure)
    }
  }

  /// What is wrong with files and rules is told in full. Other failures repeat what somebody typed, which may be anything.
  private static func text(_ failure: Failure) -> Logger.Message {
    switch failure.status {
    case .store, .definitions: return "\(failure.message)"
    case _ where told.contains(failure.code): return "\(failure.message)"
    case .refused: return "kommandot avvisades"
    case .ok, .usage, .attention: return "kommandot gick inte att förstå"
    }
  }

  /// Failures of which the text holds paths and accounts at most.
  private static let told: Set<String> = [
    "no-programme", "several-programmes", "unknown-account", "exists", "no-folder", "no-backup",
    "not-a-backup", "name-too-long", "no-file", "not-a-file",
  ]

  var metadata: Logger.Metadata {
    switch self {
    case .dailyRun(let through, let families, let events, let failures, let faulty, let head):
      [
        "till": "\(through)", "ärenden": "\(families)", "händelser": "\(events)",
        "misslyckade": "\(failures)", "felaktiga": "\(faulty)", "huvud": "\(head.text)",
      ]
    case .familyFailed(let number): ["ärende": "\(number)"]
    case .backedUp(let events, let bytes, let removed, let head):
      [
        "händelser": "\(events)", "byte": "\(bytes)", "borttagna": "\(removed)",
        "huvud": "\(head.text)",
      ]
    case .restored(let events, let head): ["händelser": "\(events)", "huvud": "\(head.text)"]
    case .verified(let events, let findings):
      ["händelser": "\(events)", "fel": "\(findings)"]
    case .mended(let families): ["ärenden": "\(families)"]
    case .attention(let code): ["vad": "\(code)"]
    case .failed(let failure): ["fel": "\(failure.code)", "slutkod": "\(failure.status.rawValue)"]
    }
  }
}
