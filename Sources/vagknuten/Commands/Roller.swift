import ArgumentParser
import CaseService
import Outputs
import Programme

struct Roller: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "roller", abstract: "Visa vem som får läsa, göra och besluta vad.",
    discussion: "Tabellen läses ur reglerna som gäller, så den stämmer alltid.",
    aliases: ["roles"])

  @Option(
    name: [.customLong("roll"), .customLong("role")],
    help: ArgumentHelp("Bara en roll.", valueName: "roll"))
  var role: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let only = try role.map { try work.session.role($0) }
    let table = RoleTable(work.programme, only: only)
    work.session.show(text: table.text(work.style), json: table.json.printed)
  }
}
