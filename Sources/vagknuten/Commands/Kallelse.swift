import ArgumentParser
import CaseEngine
import CaseService
import Outputs
import Programme

struct Kallelse: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kallelse", abstract: "Skriv kallelsen till ett möte.",
    discussion:
      "Mötets ärende öppnas om det inte finns. I en terminal frågas om kallelsen är skickad.",
    aliases: ["notice"])

  @Argument(help: ArgumentHelp("Dagen då mötet hålls.", valueName: "dag"))
  var day: String

  @OptionGroup var options: MeetingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let day = try work.day(day)
    let (number, _) = try work.call {
      try $0.openMeeting(on: day, series: options.series, date: work.date)
    }
    if common.json {
      let declared = try work.call { try $0.view(number) }.workflow.meeting
      try work.finish(declared?.notice, of: number, options.done, isQuiet: true)
    }
    let file = try work.call { try $0.meeting(on: day, series: options.series, today: work.date) }
    let papers = MeetingPapers(file, reader: work.reader)
    work.session.show(text: papers.notice.text(work.style), json: papers.json.printed)
    guard !common.json else { return }
    try work.finish(
      file.workflow?.meeting?.notice, of: number, question: "\nÄr kallelsen skickad?", options.done)
  }
}

/// What the commands about one meeting share.
struct MeetingOptions: ParsableArguments {
  @Option(
    name: [.customLong("serie"), .customLong("series")],
    help: ArgumentHelp("Serien, när flera har möte den dagen.", valueName: "serie"))
  var series: String?

  @Flag(name: [.customLong("klar"), .customLong("done")], help: "Registrera att det är skickat.")
  var done = false
}
