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
    help: "Visa kortnamn och frågeställningar, för den som får läsa dem.")
  var names = false

  @OptionGroup var options: MeetingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let day = try work.day(day)
    var file = try work.call {
      try $0.meeting(on: day, series: options.series, today: work.date, named: names)
    }
    if common.json, let number = file.meeting.row?.number {
      try work.finish(
        file.workflow?.meeting?.agenda, of: number, options.done, isQuiet: true)
      file = try work.call {
        try $0.meeting(on: day, series: options.series, today: work.date, named: names)
      }
    }
    if names { try work.noteReading(of: file.all.map(\.row.number)) }
    let papers = MeetingPapers(file, reader: work.reader)
    work.session.show(text: papers.agenda.text(work.style), json: papers.json.printed)
    guard !common.json, let number = file.meeting.row?.number else { return }
    try work.finish(
      file.workflow?.meeting?.agenda, of: number, question: "\nÄr dagordningen skickad?",
      options.done)
  }
}
