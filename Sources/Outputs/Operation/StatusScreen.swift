import CaseEngine
public import CaseService
import CaseStore
import CivilTime
public import JSONText
import Programme

/// How a store is, for the person who looks after it. It names no person, and cases by number only.
public struct StatusScreen: Sendable {
  private let status: StoreStatus
  private let file: File
  private let clock: CaseService.Clock
  private let attention: [StoreStatus.Attention]

  /// The store's files.
  public struct File: Sendable {
    let path: String
    let bytes: Int
    let logBytes: Int
    let freeBytes: Int?
    let isWritable: Bool
    let leftovers: [String]

    /// Sizes in bytes; whether the account at work may write; the names of copies that were left beside the store.
    public init(
      path: String, bytes: Int, logBytes: Int, freeBytes: Int?, isWritable: Bool,
      leftovers: [String]
    ) {
      self.path = path
      self.bytes = bytes
      self.logBytes = logBytes
      self.freeBytes = freeBytes
      self.isWritable = isWritable
      self.leftovers = leftovers
    }
  }

  /// A screen.
  public init(_ status: StoreStatus, file: File, clock: CaseService.Clock) {
    self.status = status
    self.file = file
    self.clock = clock
    attention = status.attention(
      clock, storeBytes: file.bytes + file.logBytes, freeBytes: file.freeBytes,
      isWritable: file.isWritable, leftovers: file.leftovers)
  }

  /// Whether nobody has to look after anything.
  public var isWell: Bool { attention.isEmpty }
  /// The stable names of what somebody has to look after.
  public var codes: [String] { attention.map(\.code) }

  private var zone: String { status.timeZone ?? Programme.usualTimeZone }

  /// The screen.
  public func text(_ style: Style) -> String {
    var text = ""
    for item in attention {
      text +=
        style.wrap(style.paint("obs", .late) + ": " + swedish(item), hanging: 2) + "\n"
    }
    if attention.isEmpty { text += style.paint("Allt är som det ska.", .good) + "\n" }
    text += "\n"
    var table = Table(columns: [.init(), .init(flexible: true)], rows: [])
    func row(_ name: String, _ value: String) {
      table.rows.append([.init(name), .init(value)])
    }
    row("databas", file.path + (status.properties.isPractice ? " (för övning)" : ""))
    row("storlek", size)
    row("senaste dagskörning", dailyRun)
    row(
      "senaste säkerhetskopia",
      status.backup.map { "\($0.made.text(inZone: zone))" }
        ?? "ingen gjord med `vagknuten säkerhetskopiera`")
    row("händelser", "\(status.census.events)")
    row("kedjans huvud", status.head.text)
    row("regler", definitions)
    row("öppna ärenden", "\(status.census.openCases) av \(status.census.cases)")
    row("med fel", "\(status.census.faultyCases)")
    row("öppna eskaleringar", "\(status.census.openEscalations)")
    table.indent = 0
    return text + table.render(style)
  }

  private var size: String {
    let log = file.logBytes > 0 ? " och \(file.logBytes.bytesText) skrivlogg" : ""
    let free = file.freeBytes.map { ", \($0.bytesText) ledigt på disken" } ?? ""
    return file.bytes.bytesText + log + free
  }

  private var dailyRun: String {
    guard let run = status.dailyRun else { return "ingen" }
    return "\(run.finished.text(inZone: zone)), till och med \(run.through)"
  }

  private var definitions: String {
    let last = status.lastDefinitions.map { "\($0.prefix(12))" }
    switch status.definitions {
    case .same: return "\(last ?? "-"), som senast användes"
    case .new(let hash, let files):
      guard let last else { return "\(hash.prefix(12)), ännu inte använda" }
      let names = files.prefix(3).joined(separator: ", ")
      let more = files.count > 3 ? " och \(files.count - 3) till" : ""
      return
        "\(hash.prefix(12)), ändrade sedan \(last) användes: \(names)\(more). De gäller från nästa kommando"
    case .wrong: return "går inte att använda; senast användes \(last ?? "inga")"
    case .unreadable(let reason): return "\(reason); senast användes \(last ?? "inga")"
    }
  }

  private func swedish(_ item: StoreStatus.Attention) -> String {
    switch item {
    case .neverRun:
      "ingen dagskörning har gjorts: uppgifter förfaller utan att någon påminns"
    case .late(let through):
      "dagskörningen har inte gått sedan \(through), för \(through.days(until: clock.today)) dagar sedan"
    case .failed(let families):
      "dagskörningen kunde inte hantera \(families.joined(separator: ", ")); den prövar igen nästa gång"
    case .faulty(let count):
      "\(counted(count, "öppet ärende", "öppna ärenden")) har något som inte går att räkna ut: `vagknuten ärenden --läge fel`"
    case .unattended(let count):
      "\(counted(count, "öppet ärende", "öppna ärenden")) har en ansvarig som inte längre har någon roll i dem: se `vagknuten idag`, eller flytta dem med `vagknuten tilldela --alla --från VEM TILL_VEM`"
    case .unfilled(let roles):
      "ingen som kan logga in har \(roles.count == 1 ? "rollen" : "rollerna") \(roles.map { "”\($0)”" }.listed(last: "och")), som har något att göra: lägg till någon i filen med personer"
    case .definitionsWrong(let errors):
      "reglerna har \(errors) fel, och inget kan göras förrän de är rättade: `vagknuten kontrollera`"
    case .definitionsUnreadable: "reglerna går inte att läsa"
    case .listsDiffer:
      "listorna var inte vad historiken ger när den senaste säkerhetskopian gjordes: `vagknuten verifiera --laga` gör om dem"
    case .backupOld(let moment):
      "den senaste säkerhetskopian är från \(moment.text(inZone: zone))"
    case .notWritable:
      "det här kontot får inte skriva i databasen eller mappen som den ligger i: inget går att registrera med det"
    case .leftovers(let names):
      "kopior av databasen ligger kvar bredvid den, ta bort dem när ingen behöver dem: \(names.joined(separator: ", "))"
    case .diskLow(let bytes): "disken har bara \(bytes.bytesText) ledigt"
    }
  }

  /// The status for programs.
  public var json: JSONValue {
    .object([
      "ok": .bool(isWell),
      "warnings": .array(
        attention.map {
          .object(["code": .string($0.code), "message": .string(swedish($0))])
        }),
      "database": .object([
        "path": .string(file.path), "bytes": JSONValue(file.bytes),
        "logBytes": JSONValue(file.logBytes),
        "freeBytes": file.freeBytes.map { JSONValue($0) } ?? .null,
        "version": JSONValue(status.properties.schemaVersion),
        "practice": .bool(status.properties.isPractice),
      ]),
      "dailyRun": status.dailyRun.map { run in
        .object([
          "through": JSONValue(date: run.through),
          "finished": .number(String(run.finished.milliseconds)),
          "familiesChanged": JSONValue(run.familiesChanged),
          "failures": JSONValue(texts: run.failures),
        ])
      } ?? .null,
      "backup": status.backup.map { backup in
        .object([
          "made": .number(String(backup.made.milliseconds)), "head": .string(backup.head),
        ])
      } ?? .null,
      "events": JSONValue(status.census.events), "head": .string(status.head.text),
      "definitions": definitionsJSON,
      "cases": .object([
        "all": JSONValue(status.census.cases), "open": JSONValue(status.census.openCases),
        "faulty": JSONValue(status.census.faultyCases),
      ]),
      "openEscalations": JSONValue(status.census.openEscalations),
    ])
  }

  private var definitionsJSON: JSONValue {
    var members: [(String, JSONValue)] = [("lastUsed", JSONValue(optional: status.lastDefinitions))]
    switch status.definitions {
    case .same: members.append(("state", "same"))
    case .new(let hash, let files):
      members += [
        ("state", .string(status.lastDefinitions == nil ? "unused" : "changed")),
        ("hash", .string(hash)), ("changed", JSONValue(texts: files)),
      ]
    case .wrong(let errors): members += [("state", "wrong"), ("errors", JSONValue(errors))]
    case .unreadable(let reason):
      members += [("state", "unreadable"), ("reason", .string(reason))]
    }
    return .object(JSONObject(members))
  }
}
