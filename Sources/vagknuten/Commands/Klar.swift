import ArgumentParser
import CaseEngine
import CaseService
import Outputs
import Programme

struct Klar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "klar", abstract: "Gör klart en uppgift.",
    discussion: """
      I en terminal frågas efter det som saknas, och du ser vad det leder till innan du bestämmer dig. Det senaste du gjorde \
      går att ångra: vagknuten rätta NR --ångra
      """, aliases: ["done"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(
    help: ArgumentHelp("Uppgiftens beteckning, inom parentes i listan.", valueName: "uppgift"))
  var task: String?

  @Argument(help: ArgumentHelp("Det som fylls i.", valueName: "fält=värde"))
  var assignments: [String] = []

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let values = try Assignments(assignments).values
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    let id = try task ?? Self.choose(view, work)
    _ = try work.task(id, of: view)
    try work.carryOut(.task(id), of: number, values: values, isConfirmed: confirming.yes)
  }

  /// The open task that is meant when none is named: asked for at a terminal, never guessed.
  private static func choose(_ view: CaseView, _ work: Session.Work) throws -> String {
    let open = view.tasks.filter { work.may([$0.role]) }
    guard Terminal.canAsk, !open.isEmpty else {
      let names = open.map { "`\($0.task)`" }.joined(separator: ", ")
      throw Failure(
        .usage, code: "command-line", "argumentet `<uppgift>` saknas",
        help: open.isEmpty
          ? "det finns ingen öppen uppgift för dig i \(view.row.number)" : "öppna är \(names)")
    }
    return try work.choose(
      "Vilken uppgift i \(view.row.number)?", among: open.map { ($0.task, $0.title) })
  }
}
