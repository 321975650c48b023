import CaseEngine
public import CaseStore
public import JSONText

/// A copy of a store that was made, or put in its place.
public struct BackupScreen: Sendable {
  private let path: String
  private let bytes: Int
  private let verification: StoreVerification

  /// A copy at a path, with what checking it gave.
  public init(path: String, bytes: Int, verification: StoreVerification) {
    self.path = path
    self.bytes = bytes
    self.verification = verification
  }

  /// What in the copy is not what its history gives; empty when all is well.
  public var findings: [String] { VerificationScreen(verification, nil).findings }

  private func remarks(_ style: Style) -> String {
    guard !findings.isEmpty else { return "" }
    let lines = findings.prefix(5).map {
      style.paint("obs", .late) + ": " + style.wrap($0, hanging: 2) + "\n"
    }
    let more = findings.count > 5 ? ", \(findings.count - 5) till" : ""
    return lines.joined()
      + style.wrap(
        "Historiken är hel: `vagknuten verifiera --laga` gör om det andra ur den. `vagknuten verifiera` visar allt\(more)."
      ) + "\n"
  }

  private var events: String {
    counted(verification.records, "händelse", "händelser")
  }

  /// After a copy was made.
  ///
  /// - Parameters:
  ///   - removed: older copies that were removed.
  ///   - later: copies that bear a later day than this one.
  public func made(removed: [String], later: [String], _ style: Style) -> String {
    var text =
      remarks(style)
      + style.wrap(
        "Säkerhetskopian är gjord och kontrollerad: \(path) (\(bytes.bytesText), \(events)).")
      + "\n"
    for path in removed { text += style.wrap("Äldre kopia borttagen: \(path)") + "\n" }
    for path in later {
      text +=
        style.wrap(
          "Obs: \(path) bär ett senare datum än idag. Den räknas inte bland kopiorna och är kvar.")
        + "\n"
    }
    return text + head(style)
  }

  /// After a copy was put in place.
  ///
  /// - Parameters:
  ///   - backup: the copy.
  ///   - aside: where the store of before lies; nil when there was none.
  ///   - rules: how many files of definitions were laid out beside it.
  public func restored(from backup: String, aside: String?, rules: Int, _ style: Style) -> String {
    var text =
      remarks(style)
      + style.wrap("Återställt och kontrollerat: \(path) är nu \(backup) (\(events)).") + "\n"
    if rules > 0 {
      text +=
        style.wrap(
          "Mappen hade inga regler. De \(rules) filer som senast användes är utlagda ur säkerhetskopian, utan exempel."
        ) + "\n"
    }
    if let aside {
      text +=
        style.wrap(
          "Databasen som fanns här ligger kvar i \(aside). Den innehåller samma slags uppgifter: ta bort den när allt stämmer."
        ) + "\n"
    }
    return text + head(style)
  }

  private func head(_ style: Style) -> String {
    style.wrap("Kedjans huvud: \(verification.head.text)", hanging: 2) + "\n"
  }

  /// The result for programs.
  public func json(_ more: [(String, JSONValue)]) -> JSONValue {
    .object(
      JSONObject(
        [
          ("path", .string(path)), ("bytes", JSONValue(bytes)),
          ("events", JSONValue(verification.records)),
          ("head", .string(verification.head.text)), ("findings", JSONValue(texts: findings)),
        ] + more))
  }
}
