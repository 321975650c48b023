import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import Outputs

struct Historik: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "historik", abstract: "Visa vad som har hänt i ett ärende.", aliases: ["history"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let number = try work.number(number)
    let events = try work.call { try $0.history(number) }
    let workflows = try work.session.reading { store in
      Dictionary(
        (try store.family(ofCase: number)?.cases ?? []).map { ($0.number, $0.workflow) },
        uniquingKeysWith: { first, _ in first })
    }
    let screen = HistoryScreen(
      number, events: events, programme: work.programme, workflows: workflows)
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
  }
}
