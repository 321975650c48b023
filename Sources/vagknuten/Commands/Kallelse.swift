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
    _ = try work.call {
      try $0.openMeeting(on: day, series: options.series, date: work.date)
    }
    func read() throws -> MeetingFile {
      try work.call { try $0.meeting(on: day, series: options.series, today: work.date) }
    }
    let file = try read()
    // The case may just have been opened, so whoever breaks off is not told that nothing has changed.
    LineReader.farewell = { nil }
    try work.show(
      \.notice, of: file, sentBy: file.workflow?.meeting?.notice,
      question: "Är kallelsen skickad?", isDone: options.done, reload: read)
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
