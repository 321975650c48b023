import ArgumentParser
import CaseEngine
import CaseService
import Diagnostics
import Outputs
import Programme

struct Registrera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registrera", abstract: "Registrera en händelse i ett ärende.",
    discussion: """
      Vilka händelser som går att registrera nu visar `ärende visa NR`. I en terminal frågas efter det som saknas, och du ser \
      vad det leder till innan du bestämmer dig. Det senaste du gjorde går att ångra: vagknuten rätta NR --ångra
      """,
    aliases: ["record"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Händelsens beteckning.", valueName: "händelse"))
  var event: String?

  @Argument(help: ArgumentHelp("Det som hör till händelsen.", valueName: "fält=värde"))
  var assignments: [String] = []

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    let values = try Assignments(assignments, in: view.workflow).values
    let event =
      try event.map { given in
        work.meant(given, among: view.eventsNow(for: work.reader).map { ($0.id, $0.title) }, view)
      } ?? Self.choose(view, work)
    if view.workflow.event(event) == nil { throw unknown(event, view.workflow, work, number) }
    try work.carryOut(.event(event), of: number, values: values, isConfirmed: confirming.yes)
  }

  /// The event that is meant when none is named: asked for at a terminal, never guessed.
  private static func choose(_ view: CaseView, _ work: Session.Work) throws -> String {
    let events = view.eventsNow(for: work.reader)
    guard Terminal.canAsk, !events.isEmpty else {
      throw Failure(
        .usage, code: "command-line", "argumentet `<händelse>` saknas",
        help: Failure.possible(events))
    }
    return try Ask.choice(
      "Vilken händelse i \(view.row.number)?", among: events.map { ($0.id, $0.title) })
  }

  /// Tasks are easily taken for events, so they are suggested too.
  private func unknown(
    _ event: String, _ workflow: Workflow, _ work: Session.Work, _ number: String
  ) -> Failure {
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
