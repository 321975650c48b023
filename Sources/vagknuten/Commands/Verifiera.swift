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
    let screen = try Session.failing(.init(style: Terminal.error.style)) {
      // The projections are compared with what the present definitions give, where there are any.
      let loaded = try LoadedProgramme.load(workspace.files())
      let store = try Session.openStore(workspace.storePath, readOnly: !repair)
      let (verification, mended) = try verify(store, loaded.programme)
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
  }

  /// - Returns: with how many families were made anew; nil when that was not asked for.
  private func verify(_ store: SQLiteCaseStore, _ programme: Programme) throws
    -> (StoreVerification, Int?)
  {
    guard repair else {
      return (try StoreVerification.run(store, earlierHead: head, programme: programme), nil)
    }
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
