import ArgumentParser
import CaseEngine
import CaseService
import Outputs
import Programme

struct Dagordning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dagordning", abstract: "Skriv dagordningen för ett möte.",
    discussion:
      "Öronmärkta platser först, sedan i den ordning som ärendena kom in. Utan namn, om du inte ber om dem.",
    aliases: ["agenda"])

  @Argument(help: ArgumentHelp("Dagen då mötet hålls.", valueName: "dag"))
  var day: String

  @Flag(
    name: [.customLong("med-namn"), .customLong("names")],
    help: "Visa kortnamn och annat skyddat, för den som får läsa det.")
  var names = false

  @OptionGroup var options: MeetingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let day = try work.day(day)
    func read() throws -> MeetingFile {
      try work.call {
        try $0.meeting(on: day, series: options.series, today: work.date, named: names)
      }
    }
    let file = try read()
    if names { try work.noteReading(of: file.all.map(\.row.number)) }
    try work.show(
      \.agenda, of: file, sentBy: file.workflow?.meeting?.agenda,
      question: "Är dagordningen skickad?", isDone: options.done, reload: read)
  }
}
