import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import CaseStoreSQLite
import Outputs

struct Verifiera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verifiera",
    abstract: "Kontrollera att historiken är hel och att listorna stämmer med den.",
    aliases: ["verify"])

  @Option(
    name: [.customLong("huvud"), .customLong("head")],
    help: ArgumentHelp("Ett tidigare huvud, som dagskörningen skrev det.", valueName: "hash"))
  var head: String?

  @Flag(
    name: [.customLong("räkna-om"), .customLong("recompute")],
    help: "Räkna också om varje händelse med reglerna som gällde då.")
  var recompute = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(root: try Session.folder(common))
    let screen = try Session.failing(.init(style: Terminal.error.style)) {
      // The projections are compared with what the present definitions give, where there are any.
      let loaded = try LoadedProgramme.load(workspace.files())
      let store = try Session.openStore(workspace.storePath, readOnly: true)
      let verification = try StoreVerification.run(
        store, earlierHead: head, engine: Engine(programme: loaded.programme))
      if let head, verification.findings.contains(where: \.isMalformedHead) {
        throw Failure(
          .usage, code: "wrong-head", "`\(head)` är inget huvud",
          help: "ett huvud är 64 hexadecimala tecken, som dagskörningen skriver det")
      }
      return VerificationScreen(verification, recompute ? try store.recompute() : nil)
    }
    Output.print(common.json ? screen.json.printed : screen.text(Terminal.output.style))
    Log.tell(.verified(events: screen.events, findings: screen.findings.count))
    if !screen.isSound { throw ExitCode(ExitStatus.store.rawValue) }
  }
}
