import ArgumentParser
import CaseEngine
import CaseService
import Outputs
import Programme

struct Klar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "klar", abstract: "Gör klart en uppgift.",
    discussion: "I en terminal frågas efter de fält som inte är ifyllda.", aliases: ["done"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(
    help: ArgumentHelp("Uppgiftens beteckning, inom parentes i listan.", valueName: "uppgift"))
  var task: String

  @Argument(help: ArgumentHelp("Det som fylls i.", valueName: "fält=värde"))
  var assignments: [String] = []

  @OptionGroup var common: CommonOptions

  func run() throws {
    let values = try Assignments(assignments).values
    let work = try Session.work(common)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    let definition = try work.task(task, of: view)
    let form = definition.form
    // What is not open, or for others to do, is refused before anybody fills in its form.
    let asks = view.tasks.contains { $0.task == task } && work.may([definition.role])
    let filled =
      asks
      ? try FormPrompt(form, of: view.workflow, text: definition.text).complete(
        values, on: work.date
      ) { field, answers in
        work.service.suggestion(for: field, of: number, answers: answers)
      } : values
    let result = try work.call(
      case: number, form: form.entries.map { view.workflow.fields[$0.field] }
    ) {
      try $0.complete(task, of: number, values: filled, date: work.date)
    }
    try work.show(result)
  }
}
