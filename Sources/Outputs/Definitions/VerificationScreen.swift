import CaseEngine
public import CaseService
public import CaseStore
import Diagnostics
public import JSONText

/// Whether a store is as it was written.
public struct VerificationScreen: Sendable {
  private let verification: StoreVerification
  private let recomputation: Recomputation?
  private let mended: Int?

  /// A screen of a verification, and of a recomputation when there was one.
  ///
  /// - Parameter mended: how many families were made anew before; nil when that was not asked for.
  public init(
    _ verification: StoreVerification, _ recomputation: Recomputation?, mended: Int? = nil
  ) {
    self.verification = verification
    self.recomputation = recomputation
    self.mended = mended
  }

  /// Whether nothing is wrong.
  public var isSound: Bool {
    verification.isSound && (recomputation?.findings.isEmpty ?? true)
  }

  /// How many events there are.
  public var events: Int { verification.records }

  /// What was found, each in a line.
  public var findings: [String] {
    verification.findings.map(\.swedish) + (recomputation?.findings ?? []).map(\.swedish)
  }

  /// The screen.
  ///
  /// - Parameter showsHead: salts are random, so the head is another in every store.
  public func text(_ style: Style, showsHead: Bool = true) -> String {
    var text = ""
    for finding in verification.findings { text += line(finding.swedish, style) }
    for finding in recomputation?.findings ?? [] { text += line(finding.swedish, style) }
    if let mended {
      text +=
        style.wrap(
          mended == 0
            ? "Inget behövde lagas."
            : "Lagat: läge och listor är gjorda om ur historiken i \(counted(mended, "ärende", "ärenden")) med sina underärenden."
        ) + "\n"
    }
    let events = counted(verification.records, "händelse", "händelser")
    let families = counted(verification.families, "ärende", "ärenden")
    if verification.isSound {
      text +=
        style.wrap(
          "Kedjan håller: \(events) i \(families) med sina underärenden. \(lists)"
        ) + "\n"
    } else {
      text +=
        style.wrap(
          "\(counted(verification.findings.count, "fel", "fel")) i databasen: \(events) i \(families)."
        ) + "\n"
      if let help { text += style.wrap(help) + "\n" }
    }
    if let recomputation {
      let wrong = recomputation.findings.count
      text +=
        style.wrap(
          wrong == 0
            ? "Omräknat: reglerna ger samma utfall för \(counted(recomputation.events, "händelse", "händelser"))."
            : "Omräknat: \(wrong) av \(counted(recomputation.events, "händelse", "händelser")) får ett annat utfall."
        ) + "\n"
    }
    if let place = verification.foundHead {
      text += "Det tidigare huvudet finns i kedjan, vid händelse \(place).\n"
    }
    if showsHead {
      text += style.wrap("Kedjans huvud: \(verification.head.text)", hanging: 2) + "\n"
    }
    return text
  }

  private var lists: String {
    guard verification.notCompared > 0 else { return "Listorna är vad historiken ger." }
    return
      "Listorna i \(verification.notCompared) av \(counted(verification.families, "ärende", "ärenden")) är gjorda med andra regler, som inte går att läsa in här, och inte jämförda; resten är vad historiken ger."
  }

  /// What can be done about what was found.
  public var help: String? {
    if verification.findings.contains(where: \.isLoss) {
      return
        "Historiken är inte hel, och det som fattas finns bara i en säkerhetskopia från tiden före: `vagknuten återställ`. Ta en kopia av filen först."
    }
    guard verification.canBeMended else { return nil }
    return mended == nil
      ? "Historiken är hel: `vagknuten verifiera --laga` gör om det andra ur den."
      : "Det som är kvar gick inte att göra om ur historiken med de regler som finns."
  }

  private func line(_ text: String, _ style: Style) -> String {
    style.paint("fel", .late) + ": " + style.wrap(text, hanging: 2) + "\n"
  }

  /// The result for programs.
  public var json: JSONValue {
    .object([
      "sound": .bool(isSound), "events": JSONValue(verification.records),
      "families": JSONValue(verification.families), "head": .string(verification.head.text),
      "notCompared": JSONValue(verification.notCompared),
      "mended": mended.map { JSONValue($0) } ?? .null,
      "recomputed": recomputation.map { JSONValue($0.events) } ?? .null,
      "findings": JSONValue(texts: findings),
    ])
  }
}

extension Recomputation.Finding {
  fileprivate var swedish: String {
    let place = "\(family), händelse \(version)"
    return switch problem {
    case .definitionsMissing(let hash): "\(place): reglerna \(hash.prefix(12)) finns inte sparade"
    case .refused(let refusal): "\(place): skulle avvisas: \(refusal.summary)"
    case .differs: "\(place): skulle få ett annat utfall"
    case .valuesMissing:
      "\(place): skyddade värden är raderade eller förlorade, så resten av ärendet går inte att räkna om"
    case .outOfPlace:
      "\(place): följer inte på den före, så resten av ärendet går inte att räkna om"
    }
  }
}

extension StoreVerification.Finding {
  /// Whether the earlier head was mistyped, which says nothing about the store.
  public var isMalformedHead: Bool {
    if case .headMalformed = self { true } else { false }
  }

  fileprivate var swedish: String {
    switch self {
    case .gap(let sequence): "något saknas i kedjan före händelse \(sequence)"
    case .brokenLink(let sequence):
      "kedjan bryts vid händelse \(sequence): den, eller länken till den, har ändrats"
    case .headNotFound(let head):
      "huvudet \(head) finns inte i kedjan: antingen är det felskrivet, eller så har det som fanns då ändrats eller tagits bort"
    case .headMalformed(let head): "`\(head)` är inget huvud"
    case .protectedMissing(let family, let sequence, let count):
      "\(family): \(count == 1 ? "ett skyddat värde" : "\(count) skyddade värden") i händelse \(sequence) är \(count == 1 ? "raderat eller förlorat" : "raderade eller förlorade")"
    case .replayFailed(let family, _): "\(family): händelserna följer inte på varandra"
    case .familyUnreadable(let family, let error): "\(family): \(error.plainText)"
    case .familyIncomplete(let family): "\(family): historik och läge hör inte ihop"
    case .snapshotDiffers(let family): "\(family): läget är inte det som historiken ger"
    case .snapshotUnreadable(let family, let error):
      "\(family): läget går inte att läsa: \(error.plainText)"
    case .projectionDiffers(let family): "\(family): listorna visar inte det som historiken ger"
    case .projectionUnreadable(let family, let error):
      "\(family): listorna går inte att läsa: \(error.plainText)"
    case .notProjected(let family):
      "\(family): reglerna passar inte ärendet, så listorna kan inte jämföras"
    case .strayRows(let count):
      count == 1
        ? "en rad i listorna hör inte till något ärende"
        : "\(count) rader i listorna hör inte till något ärende"
    case .definitionsMissing(let hash):
      "reglerna \(hash.prefix(12)), som historiken nämner, finns inte sparade"
    case .definitionsChanged(let hash):
      "de sparade reglerna \(hash.prefix(12)) är inte de som historiken nämner: någon fil har ändrats"
    case .storage(let text): "databasfilen: \(text)"
    }
  }
}
