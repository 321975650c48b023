import ArgumentParser
import CaseService
import Diagnostics
import Outputs
import Programme

struct Registrera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registrera", abstract: "Registrera en händelse i ett ärende.",
    discussion: "Vilka händelser som går att registrera nu visar `ärende visa NR`.",
    aliases: ["record"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Händelsens beteckning.", valueName: "händelse"))
  var event: String

  @Argument(help: ArgumentHelp("Det som hör till händelsen.", valueName: "fält=värde"))
  var assignments: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    let values = try Assignments(assignments).values
    let work = try Session.work(common)
    let number = try work.number(number)
    let workflow = try work.call { try $0.view(number) }.workflow
    if workflow.event(event) == nil { throw unknown(workflow, work, number) }
    let form = workflow.event(event)?.form ?? .empty
    let filled =
      work.may(workflow.event(event)?.by)
      ? try FormPrompt(form, of: workflow).complete(values, on: work.date) { field, answers in
        work.service.suggestion(for: field, of: number, answers: answers)
      } : values
    let result = try work.call(
      case: number, form: form.entries.map { workflow.fields[$0.field] }
    ) {
      try $0.record(event, to: number, values: filled, date: work.date)
    }
    try work.show(result)
  }

  /// Tasks are easily taken for events, so they are suggested too.
  private func unknown(_ workflow: Workflow, _ work: Session.Work, _ number: String) -> Failure {
    let tasks = workflow.states.flatMap(\.tasks).map(\.id)
    let near = suggest(event, among: workflow.events.map(\.id) + tasks)
    var text: String?
    if tasks.contains(event) {
      text = "`\(event)` är en uppgift: skriv `vagknuten klar \(number) \(event)`"
    } else if let near {
      text =
        tasks.contains(near)
        ? "menade du uppgiften `\(near)`? skriv `vagknuten klar \(number) \(near)`"
        : "menade du `\(near)`?"
    } else if let view = try? work.service.view(number) {
      text = Failure.possible(view.eventsNow(for: work.reader))
    }
    return Failure(
      .usage, code: "unknown-event", "händelsen `\(event)` finns inte", help: text)
  }
}
