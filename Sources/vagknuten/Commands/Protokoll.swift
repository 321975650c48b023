import ArgumentParser
import CaseEngine
import CaseService
import CivilTime
import Diagnostics
import Outputs
import Programme

struct Protokoll: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "protokoll", abstract: "För in vad ett möte kom fram till, och vilka som deltog.",
    discussion: """
      I en terminal frågas punkt för punkt. Varje punkt är införd så snart du svarat, så det går att avbryta och \
      fortsätta senare med samma kommando. Med --fil läses ett ifyllt protokoll; --mall skriver ett att fylla i.
      """, aliases: ["minutes"])

  @Argument(help: ArgumentHelp("Dagen då mötet hölls.", valueName: "dag"))
  var day: String

  @Option(
    name: [.customLong("fil"), .customLong("file")],
    help: ArgumentHelp("Ett ifyllt protokoll.", valueName: "fil"))
  var file: String?

  @Flag(name: [.customLong("mall"), .customLong("template")], help: "Skriv en fil att fylla i.")
  var template = false

  @Flag(
    name: [.customLong("med-namn"), .customLong("names")],
    help: "Visa kortnamn och annat skyddat, för den som får läsa det.")
  var names = false

  @Option(
    name: [.customLong("serie"), .customLong("series")],
    help: ArgumentHelp("Serien, när flera har möte den dagen.", valueName: "serie"))
  var series: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let day = try work.day(day)
    if template {
      return Output.print(
        MinutesTemplate.text(
          try work.call { try $0.meeting(on: day, series: series, today: work.date) },
          for: work.reader))
    }
    if let file { return try record(file, work, day) }
    guard Terminal.canAsk else {
      throw Failure(
        .usage, code: "no-terminal", "protokollet förs punkt för punkt i en terminal",
        help: "skriv en fil att fylla i med `--mall`, och för in den med `--fil`")
    }
    var dialogue = MinutesDialogue(work, of: day, series: series, names: names)
    try dialogue.run()
  }

  // MARK: From a file

  private func record(_ path: String, _ work: Session.Work, _ day: CivilDate) throws {
    var findings = Diagnostics()
    guard let bytes = Workspace.bytes(ofFile: try Session.namedFile(path)) else {
      throw Failure(.usage, code: "unreadable", "filen \(path) går inte att läsa")
    }
    let source = SourceFile(path: path, bytes: bytes)
    var result: MinutesResult?
    if let minutes = MinutesFile(source, diagnostics: &findings), !findings.hasErrors {
      result = try work.call {
        try $0.recordMinutes(
          minutes, on: day, series: series, date: work.date, diagnostics: &findings)
      }
    }
    guard let result else {
      throw Failure.filledIn(
        findings, code: "minutes", "protokollet går inte att föra in; inget har ändrats")
    }
    guard result.refused.isEmpty else { throw Failure.refused(result.refused, work.reader) }
    if common.json {
      return Output.print(
        MeetingPapers(
          try work.call { try $0.meeting(on: day, series: series, today: work.date) },
          reader: work.reader
        ).json.printed)
    }
    for row in result.known {
      Output.print(work.known("\(row.number) är redan infört", row.done, row.doneBy))
    }
    if let record = result.knownMinutes {
      Output.print(work.known("Närvaro och protokoll är redan införda", record.date, record.by))
    }
    if let opened = result.opened { Output.print(Preview.opened(opened.number)) }
    for result in result.results { try work.show(result) }
    if result.results.isEmpty { Output.print("Inget nytt att föra in.\n") }
    if result.leavesSteps {
      Output.print("Det som står under `klart` förs in tillsammans med en punkt eller `möte`.\n")
    }
  }
}
