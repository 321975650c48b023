import ArgumentParser
import CaseService
import CaseStore
import CaseStoreSQLite
import Foundation
import JSONText
import Outputs
import Programme

struct Sakerhetskopiera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "säkerhetskopiera",
    abstract: "Gör en kontrollerad kopia av databasen, medan andra arbetar.",
    discussion: """
      Kopian är en enda fil, läsbar bara för dig. Den kontrolleras som `verifiera` gör innan den får sitt namn; \
      reglerna som senast användes ligger i den. Är FIL en mapp heter kopian vagknuten-DAG.sqlite.
      """,
    aliases: ["backup", "sakerhetskopiera"])

  @Argument(
    help: ArgumentHelp("Kopians namn, eller en mapp för den.", valueName: "fil"),
    completion: .file())
  var target: String

  @Flag(
    name: [.customLong("ersätt"), .customLong("replace")],
    help: "Ersätt en äldre kopia med samma namn.")
  var replace = false

  @Option(
    name: [.customLong("behåll"), .customLong("keep")],
    help: ArgumentHelp(
      "När FIL är en mapp: ta sedan bort alla kopior utom de senaste så många.", valueName: "antal")
  )
  var keep: Int?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(root: try Session.folder(common))
    let folder = isFolder(target) ? target : nil
    if let keep, folder == nil || keep < 1 {
      throw Failure(
        .usage, code: "wrong-keep",
        keep < 1
          ? "minst en kopia måste behållas" : "`--behåll` går bara när FIL är en mapp som finns"
      )
    }
    let context = Failure.Context(style: Terminal.error.style)
    let store = try Session.failing(context) {
      try SQLiteCaseStore(toCopy: workspace.storePath)
    }
    let zone = try Session.failing(context) { try store.read { try Directory.read($0) } }
    let clock = SystemClock.read(zone: zone?.timeZone ?? Programme.usualTimeZone)
    let today = clock.today
    let path = try folder.map { BackupFolder($0).path(on: today) } ?? named()
    let verification = try make(path, of: store, context)
    // The last to close the database empties its log; one that only reads cannot.
    try? store.close()
    // Somebody who may read the store but not write to it makes good copies too; then it does not remember them.
    if let writable = try? SQLiteCaseStore(path: workspace.storePath) {
      try? writable.write {
        try BackupRecord(
          made: clock.now, head: verification.head.text, listsDiffer: !verification.isSound
        ).keep($0)
      }
    }
    removeDrafts(of: path, in: folder)
    let pruned = try keep.flatMap { count in
      try folder.map { try BackupFolder($0).prune(to: count, today: today) }
    }
    let removed = pruned?.removed ?? []
    let later = pruned?.later ?? []
    let screen = BackupScreen(
      path: path, bytes: StoreFile(path: path).bytes, verification: verification)
    Output.print(
      common.json
        ? screen.json([
          ("removed", .array(removed.map { .string($0) })),
          ("later", .array(later.map { .string($0) })),
        ]).printed
        : screen.made(removed: removed, later: later, Terminal.output.style))
    Log.tell(
      .backedUp(
        events: verification.records, bytes: StoreFile(path: path).bytes,
        removed: removed.count, head: verification.head))
    try screen.endIfRemarks()
  }

  private func make(_ path: String, of store: SQLiteCaseStore, _ context: Failure.Context) throws
    -> StoreVerification
  {
    var result: StoreVerification?
    do {
      try store.backUp(to: path, replacing: replace) { copy in
        let verification = try copy.verifyByItself()
        let screen = VerificationScreen(verification, nil)
        // Lists that differ are no reason to be without a copy of the history that they can be made from.
        guard verification.isHistorySound else {
          throw Failure(
            .store, code: "backup-unsound",
            "databasen är skadad, så ingen säkerhetskopia har gjorts: \(screen.findings.first ?? "")",
            help: screen.help ?? "`vagknuten verifiera` visar allt")
        }
        result = verification
      }
    } catch StoreError.exists {
      throw Failure(
        .usage, code: "exists", "\(path) finns redan",
        help: "välj ett annat namn, eller lägg till `--ersätt`")
    } catch BackupTargetError.itself {
      throw Failure(
        .usage, code: "not-a-backup", "\(path) är databasen själv och ersätts inte",
        help: "välj ett annat namn")
    } catch BackupTargetError.inUse {
      throw Failure(
        .usage, code: "not-a-backup",
        "\(path) är en databas i bruk, eller hör till en, och ersätts inte",
        help: "välj ett annat namn")
    } catch StoreError.foreign(let place) where place == path {
      throw Failure(
        .usage, code: "not-a-backup", "\(path) är ingen säkerhetskopia och ersätts inte",
        help: "välj ett annat namn")
    } catch StoreError.full {
      throw Failure(
        .store, code: "store", "disken där \(path) skulle ligga är full",
        help: "ingen kopia har gjorts; tidigare kopior och databasen är orörda")
    } catch {
      return try Session.failing(context) { throw error }
    }
    guard let result else { throw ExitCode(ExitStatus.store.rawValue) }
    return result
  }

  /// What a kill left on the way to earlier copies here.
  private func removeDrafts(of path: String, in folder: String?) {
    if let folder { return BackupFolder(folder).removeDrafts() }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    StoreFile.removeDrafts(in: Folder.parent(of: path), now: time(nil), of: name)
  }

  private func named() throws -> String {
    _ = try Session.named(target)
    guard !StoreFile.isNameTooLong(target) else {
      throw Failure(
        .usage, code: "name-too-long", "namnet är för långt för en säkerhetskopia",
        help: "välj ett kortare")
    }
    let folder = Folder.parent(of: target)
    guard isFolder(folder) else {
      throw Failure(
        .usage, code: "no-folder", "mappen \(folder) finns inte", help: "skapa den först")
    }
    guard !target.hasSuffix("/") else {
      throw Failure(
        .usage, code: "no-folder", "mappen \(target) finns inte", help: "skapa den först")
    }
    return target
  }

  private func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }
}

extension BackupScreen {
  /// Ends a command whose copy is good, and whose lists somebody has to look after.
  func endIfRemarks() throws {
    guard !findings.isEmpty else { return }
    Log.tell(.attention("lists-differ"))
    throw ExitCode(ExitStatus.attention.rawValue)
  }
}
