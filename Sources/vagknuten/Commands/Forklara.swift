import ArgumentParser
import CaseEngine
import CaseService
import Outputs
import Programme

struct Forklara: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "förklara",
    abstract: "Varför ett ärende är där det är, och varför en händelse går eller inte går.",
    aliases: ["explain", "forklara"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("En händelses eller uppgifts beteckning.", valueName: "händelse"))
  var event: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    guard let event else {
      let screen = ExplanationScreen(
        try work.call { try $0.explain(number) }, view: view, programme: work.programme,
        today: work.today)
      work.session.show(
        text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed
      )
      return
    }
    let explanation = try work.call { try $0.explain(event, of: number, on: work.date) }
    let task = view.workflow.task(event)
    let definition = view.workflow.event(event)
    let form = (definition?.form ?? task?.form ?? .empty).entries
    let screen = EventExplanationScreen(
      explanation, asked: form.filter(\.required).map { view.workflow.fields[$0.field].title },
      title: definition?.title ?? task?.title ?? event, number: number,
      allowed: definition == nil ? task.map { [$0.role] } : definition?.by,
      programme: work.programme)
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
  }
}
