import ArgumentParser
import CaseService
import CaseStore
import CaseStoreSQLite
import CivilTime
import Diagnostics
import Foundation
import JSONText
import Outputs

struct Aterstall: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "återställ",
    abstract: "Sätt en säkerhetskopia på databasens plats.",
    discussion: """
      Kopian kontrolleras först och ändras inte. Finns en databas behövs --ersätt, och ingen får ha den öppen; den \
      läggs åt sidan och blir kvar. Har mappen inga regler läggs de ut som senast användes.
      """,
    aliases: ["restore", "aterstall"])

  @Argument(help: ArgumentHelp("Säkerhetskopian.", valueName: "fil"), completion: .file())
  var backup: String

  @Flag(
    name: [.customLong("ersätt"), .customLong("replace")],
    help: "Ersätt databasen som finns; den läggs åt sidan.")
  var replace = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    _ = try Session.namedFile(backup)
    let root = try Session.folder(common)
    let workspace = Workspace(root: root)
    var verification: StoreVerification?
    var rules: [(path: String, text: String)] = []
    let aside: String?
    var madeFolder = false
    do {
      madeFolder = try prepare(root)
      aside = try SQLiteCaseStore.restore(
        backup, to: workspace.storePath, replacing: replace, stamp: stamp
      ) { store in
        let result = try store.verifyByItself()
        let screen = VerificationScreen(result, nil)
        guard result.isHistorySound else { throw damaged(screen.findings) }
        verification = result
        rules = try store.lastDefinitionFiles().map {
          ($0.path, String(decoding: $0.bytes, as: UTF8.self))
        }
      }
    } catch {
      // Nothing else lies in it, or it stays.
      if madeFolder { rmdir(root) }
      throw failure(error, workspace)
    }
    guard let verification else { throw ExitCode(ExitStatus.store.rawValue) }
    let laid = try layRules(rules, in: root)
    let screen = BackupScreen(
      path: workspace.storePath, bytes: StoreFile(path: workspace.storePath).bytes,
      verification: verification)
    Output.print(
      common.json
        ? screen.json([
          ("setAside", aside.map { .string($0) } ?? .null), ("rules", .init(laid)),
        ]).printed
        : screen.restored(from: backup, aside: aside, rules: laid, Terminal.output.style))
    Log.tell(.restored(events: verification.records, head: verification.head))
    try screen.endIfRemarks()
  }

  /// A restored system may begin with nothing, not even the folder.
  ///
  /// - Returns: whether it was made.
  private func prepare(_ root: String) throws -> Bool {
    guard !FileManager.default.fileExists(atPath: root) else { return false }
    guard FileManager.default.fileExists(atPath: backup) else {
      throw StoreError.missing(path: backup)
    }
    guard mkdir(root, 0o700) == 0 else {
      throw Folder.unwritable(root)
    }
    return true
  }

  /// The rules are laid out only where there are none at all: what is there may be newer.
  private func layRules(_ rules: [(path: String, text: String)], in root: String) throws -> Int {
    let folders = ["Workflows", "Rules"]
    for folder in folders
    where FileManager.default.fileExists(atPath: "\(root)/\(folder)") { return 0 }
    do throws(ServiceError) {
      try Folder.lay(rules, in: root, folders)
      // The first line of every file points at its schema.
      if !rules.isEmpty, !FileManager.default.fileExists(atPath: "\(root)/Schemas") {
        try Folder.writeSchemas(into: root)
      }
    } catch {
      let failure = Failure(error, .init(style: Terminal.error.style))
      throw Failure(
        failure.status, code: failure.code,
        "databasen är återställd, men inte reglerna: \(failure.message)",
        help: "inga regler har lagts ut; när det är avhjälpt: återställ igen, med `--ersätt`")
    }
    return rules.count
  }

  /// `ersatt-2026-11-22-053000`.
  private var stamp: String {
    let now = SystemClock.local().now
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "ersatt-\(now.date)-" + two(now.time.hour) + two(now.time.minute) + two(now.time.second)
  }

  private func damaged(_ findings: [String]) -> Failure {
    let more = findings.count > 1 ? " (och \(findings.count - 1) fel till)" : ""
    return Failure(
      .store, code: "backup-damaged",
      "säkerhetskopian \(backup) är skadad: \(findings.first ?? "den går inte att läsa")\(more)",
      help: "välj en annan säkerhetskopia; inget har ändrats")
  }

  private func failure(_ error: any Error, _ workspace: Workspace) -> any Error {
    let path = workspace.storePath
    switch error {
    case StoreError.damaged(let text): return damaged([text])
    case StoreError.missing(let place) where place == backup:
      return Failure(.usage, code: "no-backup", "\(backup) finns inte")
    case StoreError.foreign(let place) where place == backup:
      return Failure(
        .store, code: "not-a-backup", "\(backup) är ingen säkerhetskopia från vagknuten",
        help: "inget har ändrats")
    case BackupTargetError.itself:
      return Failure(
        .usage, code: "not-a-backup", "\(backup) är databasen själv",
        help: "välj en säkerhetskopia; inget har ändrats")
    case StoreError.foreign(let place) where place == path:
      return Failure(
        .store, code: "store", "\(path) är ingen fil",
        help: "flytta undan det som ligger där, och gör om; inget har ändrats")
    case StoreError.exists:
      return Failure(
        .usage, code: "exists", "det finns redan en databas i \(path)",
        help: "lägg till `--ersätt` om den ska ersättas; den läggs då åt sidan")
    case StoreError.busy:
      return Failure(
        .store, code: "in-use", "databasen används: något program har \(path) öppen",
        help:
          "avsluta pågående kommandon (`fuser -v \(path)` visar dem) och stoppa dagskörningens timer, gör sedan om; inget har ändrats"
      )
    case StoreError.full:
      return Failure(
        .store, code: "store", "disken är full, så säkerhetskopian får inte plats",
        help: "gör plats och gör om; inget har ändrats")
    case StoreError.newer(_, let version):
      return Failure(
        .store, code: "store",
        "säkerhetskopian \(backup) är gjord av en nyare version av vagknuten (form \(version))",
        help: "installera den senaste versionen av vagknuten; inget har ändrats")
    case let error as StoreError:
      return Failure(ServiceError.store(error), .init(style: Terminal.error.style))
    case let error as ServiceError: return Failure(error, .init(style: Terminal.error.style))
    default: return error
    }
  }
}
