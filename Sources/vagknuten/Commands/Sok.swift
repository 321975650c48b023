import ArgumentParser
import CaseEngine
import CaseService
import Outputs

struct Sok: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sök", abstract: "Sök ärenden på kortnamn. Varje sökning antecknas.",
    discussion:
      "Antecknat blir vem som sökte, när, och vilka ärenden som hittades; inte vad som söktes.",
    aliases: ["search", "sok"])

  @Argument(
    help: ArgumentHelp(
      "En del av namnet; stora och små bokstäver och accenter spelar ingen roll.", valueName: "text"
    ))
  var words: [String]

  @Flag(name: [.customLong("avslutade"), .customLong("ended")], help: "Sök också bland avslutade.")
  var ended = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    if words.allSatisfy({ $0.trimmed.isEmpty }) {
      throw Failure(
        .usage, code: "empty-search", "det finns inget att söka efter",
        help: "skriv en del av kortnamnet")
    }
    let work = try Session.work(common)
    let rows = try work.call {
      try $0.search(words.joined(separator: " "), includesEnded: ended)
    }
    let list = CaseList(cases: rows, today: work.today)
    let hint =
      rows.isEmpty && !ended ? "Avslutade ärenden söks med `--avslutade`.\n" : ""
    work.session.show(
      text: list.text(for: work.reader, work.style) + hint,
      json: list.json(for: work.reader).printed)
  }
}
