import ArgumentParser
import CaseService
import CivilTime
import Outputs

struct Tilldela: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tilldela", abstract: "Ge ett ärende till den som ska ansvara för det.",
    aliases: ["assign"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Personens beteckning.", valueName: "person"))
  var person: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let number = try work.number(number)
    let result = try work.call { try $0.assign(number, to: person, date: work.date) }
    try work.show(result)
  }
}

struct SkjutUpp: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "skjut-upp",
    abstract: "Ge en uppgift en ny dag, med skäl; med `-` räknas dagen fram igen.",
    aliases: ["postpone"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Uppgiftens beteckning.", valueName: "uppgift"))
  var task: String

  @Argument(help: ArgumentHelp("Den nya dagen.", valueName: "dag"))
  var day: String

  @Option(
    name: [.customLong("skäl"), .customLong("reason")],
    help: ArgumentHelp("Varför.", valueName: "text"))
  var reason: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common)
    let due: CivilDate? = day == "-" ? nil : try Session.day(day, today: work.today)
    let number = try work.number(number)
    _ = try work.task(task, of: try work.call { try $0.view(number) })
    let result = try work.call(case: number) {
      try $0.postpone(task, of: number, to: due, reason: reason, date: work.date)
    }
    try work.show(result)
  }
}

struct Ratta: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rätta",
    abstract: "Rätta uppgifter i ett ärende, med skäl. Det som redan har hänt står kvar.",
    aliases: ["correct", "ratta"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Det rätta; `fält=` tömmer.", valueName: "fält=värde"))
  var assignments: [String]

  @Option(
    name: [.customLong("skäl"), .customLong("reason")],
    help: ArgumentHelp("Varför.", valueName: "text"))
  var reason: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let values = try Assignments(assignments).values
    let work = try Session.work(common)
    let number = try work.number(number)
    let result = try work.call(case: number) {
      try $0.correct(number, values: values, reason: reason, date: work.date)
    }
    try work.show(result)
  }
}
