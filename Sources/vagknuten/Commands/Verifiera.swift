import ArgumentParser
import CaseService
import CaseStore
import CaseStoreSQLite
import Outputs
import Programme

struct Verifiera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifiera",
    abstract: "Kontrollera att historiken är hel och att listorna stämmer med den.",
    discussion: """
      Läget i varje ärende, och listorna, är kopior av vad historiken ger. Stämmer de inte, och är historiken hel, gör --laga \
      om dem ur den; är historiken själv skadad ändras ingenting.
      """,
    aliases: ["verify"])

  @Option(
    name: [.customLong("huvud"), .customLong("head")],
    help: ArgumentHelp("Ett tidigare huvud, som dagskörningen skrev det.", valueName: "hash"))
  var head: String?

  @Flag(
    name: [.customLong("räkna-om"), .customLong("recompute")],
    help: "Räkna också om varje händelse med reglerna som gällde då.")
  var recompute = false

  @Flag(
    name: [.customLong("laga"), .customLong("repair")],
    help: "Gör om läge och listor ur historiken där de inte stämmer med den.")
  var repair = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(root: try Session.folder(common))
    let context = Failure.Context(style: Terminal.error.style)
    // The history needs no definitions (H1): it is verified also when those in the folder cannot be used, which is told after.
    let loaded = Result { () throws(ServiceError) in try LoadedProgramme.load(workspace.files()) }
    let screen = try Session.failing(context) {
      let store = try Session.openStore(workspace.storePath, readOnly: !repair)
      let (verification, mended) = try verify(store, loaded)
      if let head, verification.findings.contains(where: \.isMalformedHead) {
        throw Failure(
          .usage, code: "wrong-head", "`\(head)` är inget huvud",
          help: "ett huvud är 64 hexadecimala tecken, som dagskörningen skriver det")
      }
      return VerificationScreen(
        verification, recompute ? try store.recompute() : nil, mended: mended)
    }
    Output.print(common.json ? screen.json.printed : screen.text(Terminal.output.style))
    Log.tell(.verified(events: screen.events, findings: screen.findings.count))
    if !screen.isSound { throw ExitCode(ExitStatus.store.rawValue) }
    _ = try Session.failing(context) { try loaded.get() }
  }

  /// - Returns: with how many families were made anew; nil when that was not asked for.
  private func verify(_ store: SQLiteCaseStore, _ loaded: Result<LoadedProgramme, ServiceError>)
    throws -> (StoreVerification, Int?)
  {
    guard repair else {
      let programme = try? loaded.get().programme
      return (try StoreVerification.run(store, earlierHead: head, programme: programme), nil)
    }
    let programme = try loaded.get().programme
    do {
      let mending = try StoreMending.run(store, earlierHead: head, programme: programme)
      if mending.verification.isSound { try store.write { try BackupRecord.noteMended($0) } }
      if !mending.families.isEmpty { Log.tell(.mended(families: mending.families.count)) }
      return (mending.verification, mending.families.count)
    } catch let error as StoreMending.HistoryIsDamaged {
      let verification = error.verification
      if verification.findings.contains(where: \.isMalformedHead) { return (verification, nil) }
      let screen = VerificationScreen(verification, nil)
      let more = screen.findings.count > 1 ? " (och \(screen.findings.count - 1) fel till)" : ""
      throw Failure(
        .store, code: "history-damaged",
        "historiken är inte hel, så inget har lagats: \(screen.findings.first ?? "")\(more)",
        help: screen.help ?? "`vagknuten verifiera` visar allt")
    }
  }
}
