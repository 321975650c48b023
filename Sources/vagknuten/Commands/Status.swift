import ArgumentParser
import CaseService
import CaseStoreSQLite
import Foundation
import Outputs
import Programme

struct StatusKommando: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Visa hur databasen mår: dagskörning, säkerhetskopia, regler, storlek.",
    discussion: """
      För den som sköter driften. Visar inga personuppgifter, och behöver ingen person i organisationen.
      Slutkod 0: allt är som det ska. 5: något behöver ses till. 4: databasen går inte att läsa.
      """)

  /// What is shown may be read on another screen, where nobody knows which folder was the current one.
  private static func absolute(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(root: try Session.folder(common))
    let screen = try Session.failing(.init(style: Terminal.error.style)) {
      let store = try Session.openStore(workspace.storePath, readOnly: true)
      let status = try StoreStatus.read(store, workspace)
      let file = StoreFile(path: workspace.storePath)
      return StatusScreen(
        status,
        file: .init(
          path: Self.absolute(file.path), bytes: file.bytes, logBytes: file.logBytes,
          freeBytes: file.freeBytes, isWritable: file.isWritable,
          leftovers: file.leftovers(now: time(nil))),
        clock: SystemClock.read(zone: status.timeZone ?? Programme.usualTimeZone))
    }
    Output.print(common.json ? screen.json.printed : screen.text(Terminal.output.style))
    for code in screen.codes { Log.tell(.attention(code)) }
    if !screen.isWell { throw ExitCode(ExitStatus.attention.rawValue) }
  }
}
