import ArgumentParser
import CaseEngine
import CaseService
import Outputs

struct Ratta: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rätta",
    abstract: "Rätta uppgifter i ett ärende, med skäl, eller ångra det senaste du gjorde.",
    usage: """
      vagknuten rätta <nr> <fält=värde> ... [--skäl <text>]
      vagknuten rätta <nr> --ångra
      """,
    discussion: """
      En rättelse ändrar uppgifter; det som redan har hänt står kvar. --ångra tar tillbaka det senaste du själv gjorde i \
      ärendet, så länge inget annat har hänt eller beslutats utifrån det. Historiken visar båda.
      """, aliases: ["correct", "ratta"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Det rätta; `fält=` tömmer.", valueName: "fält=värde"))
  var assignments: [String] = []

  @Option(
    name: [.customLong("skäl"), .customLong("reason")],
    help: ArgumentHelp("Varför; i en terminal frågas annars efter det.", valueName: "text"))
  var reason: String?

  @Flag(name: [.customLong("ångra"), .customLong("undo")], help: "Ångra det senaste du gjorde.")
  var undo = false

  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if undo {
      if let first = assignments.first {
        throw ValidationError("argumentet `\(first)` var inte väntat tillsammans med `--ångra`")
      }
    } else if assignments.isEmpty {
      throw ValidationError("argumentet `<fält=värde>` saknas")
    }
  }

  func run() throws {
    let work = try Session.work(common)
    let number = try work.number(number)
    if undo { return try takeBack(number, work) }
    try correct(number, work)
  }

  private func correct(_ number: String, _ work: Session.Work) throws {
    let view = try work.call { try $0.view(number) }
    let given = try Assignments(assignments, in: view.workflow).values
    let values = view.workflow.meant(by: given, today: work.today)
    let preview = { (reason: String) in
      try work.call(case: number) {
        try $0.previewCorrection(number, values: values, reason: reason, date: work.date)
      }
    }
    // What cannot be corrected is refused before anybody is asked why.
    if reason == nil, Terminal.canAsk { _ = try preview("?") }
    let reason = try work.reason(reason, "Varför rättas det?")
    var shown: CommandResult?
    if Terminal.canAsk, !confirming.yes, !common.json {
      let result = try preview(reason)
      Output.print(
        Preview.recording(
          result, label: view.row.label, fields: [], values: [:], programme: work.programme,
          for: work.reader, work.style)
          + Preview.text(
            result, programme: work.programme, today: work.today, for: work.reader, work.style))
      guard try Confirmation.ask("Rätta?") else { return }
      shown = result
    }
    let result = try work.call(case: number) {
      try $0.correct(number, values: values, reason: reason, date: work.date)
    }
    if let shown, shown.comes(to: result), result.overdrafts.isEmpty {
      Output.hasRecorded(number)
      Output.print(Preview.done(number, work.style))
    } else {
      try work.show(result)
    }
  }

  private func takeBack(_ number: String, _ work: Session.Work) throws {
    let reason = reason ?? ""
    var shown: CommandResult?
    let history = try work.call { try $0.history(number) }
    if Terminal.canAsk, !confirming.yes, !common.json {
      let preview = try work.call(case: number) {
        try $0.previewUndo(number, reason: reason, date: work.date)
      }
      Output.print(
        Preview.undoing(
          preview, history: history, programme: work.programme,
          today: work.today, for: work.reader, work.style))
      guard try Confirmation.ask("Ångra?") else { return }
      shown = preview
    }
    let result = try work.call(case: number) {
      try $0.undo(number, reason: reason, date: work.date)
    }
    if let shown, shown.comes(to: result) {
      Output.hasRecorded(number)
      Output.print(Preview.undone)
    } else {
      if !common.json {
        Output.print(
          Preview.undone(
            result, history: history, programme: work.programme, for: work.reader, work.style))
      }
      try work.show(result)
    }
  }
}
