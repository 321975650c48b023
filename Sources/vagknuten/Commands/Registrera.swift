import ArgumentParser
import CaseService
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
    let form = workflow.event(event)?.form ?? .empty
    let filled = try FormPrompt(form, of: workflow).complete(values)
    let result = try work.call(
      case: number, form: form.entries.map { workflow.fields[$0.field] }
    ) {
      try $0.record(event, to: number, values: filled, date: work.date)
    }
    try work.show(result)
  }
}
