import ArgumentParser
import CaseService
import Outputs

struct Moten: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "möten", abstract: "Visa kommande möten.",
    discussion:
      "Också de som ingen har kallat till än. Punkterna är de ärenden som väntar på mötet.",
    aliases: ["meetings"])

  @Option(
    name: [.customLong("serie"), .customLong("series")],
    help: ArgumentHelp("Bara en serie möten.", valueName: "serie"))
  var series: String?

  @Option(
    name: [.customLong("antal"), .customLong("count")],
    help: ArgumentHelp(
      "Så många i den serie som träffas oftast; av de andra de som ryms inom samma tid.",
      valueName: "antal"))
  var count = 4

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard (1...200).contains(count) else {
      throw Failure(.usage, code: "wrong-count", "`--antal` är mellan 1 och 200")
    }
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let meetings = try work.call {
      try $0.meetings(series: series, from: work.date, count: count)
    }
    let list = MeetingList(meetings, today: work.date)
    work.session.show(text: list.text(work.style), json: list.json.printed)
  }
}
