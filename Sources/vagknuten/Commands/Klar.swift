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
    // `klar 14 mål=...` names no task.
    let isAssignment = task?.contains("=") ?? false
    let texts = isAssignment ? [task].compactMap { $0 } + assignments : assignments
    let task = isAssignment ? nil : task
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let view = try work.call { try $0.view(number) }
    let values = try Assignments(texts, in: view.workflow).values
    let open = view.tasks.filter { work.may([$0.role]) }.map { (id: $0.task, title: $0.title) }
    let id = try task.map { work.meant($0, among: open, view) } ?? Self.choose(open, view, work)
    _ = try work.task(id, of: view)
    try work.carryOut(.task(id), of: number, values: values, isConfirmed: confirming.yes)
  }

  /// The open task that is meant when none is named: asked for at a terminal, never guessed.
  private static func choose(
    _ open: [(id: String, title: String)], _ view: CaseView, _ work: Session.Work
  ) throws -> String {
    guard Terminal.canAsk, !open.isEmpty else { throw missing(open, view) }
    return try Ask.choice("Vilken uppgift i \(view.row.number)?", among: open)
  }

  private static func missing(_ open: [(id: String, title: String)], _ view: CaseView) -> Failure {
    let number = view.row.number
    if let ended = view.row.ended {
      return Failure(
        .refused, code: "refused", "\(number) avslutades \(ended); där finns inget att göra klart")
    }
    guard !open.isEmpty else {
      return Failure(
        .refused, code: "refused", "det finns ingen öppen uppgift för dig i \(number)",
        help: "vems uppgifterna är visar `vagknuten ärende visa \(number)`")
    }
    return Failure(
      .usage, code: "command-line", "argumentet `<uppgift>` saknas",
      help: "öppna är \(open.map { "`\($0.id)`" }.joined(separator: ", "))")
  }
}
