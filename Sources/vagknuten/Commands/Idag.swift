import ArgumentParser
import CaseService
import Outputs

struct Idag: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "idag",
    abstract: "Visa dagen: dina ärenden, det brådskande först, och det som ska göras.",
    discussion: """
      Vad som visas om varje ärende står i arbetsflödet, under `overview` och `attention`.
      Är någon ledig som du ersätter, står personens ärenden här under tiden.
      """, aliases: ["today"])

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let screen = TodayScreen(try work.call { try $0.today() })
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
  }
}
