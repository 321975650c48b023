import ArgumentParser
import CaseService
import Diagnostics
import Outputs
import Programme

struct Kontakt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kontakt", abstract: "Registrera en kontakt i ett ärende.",
    discussion: """
      Till exempel: vagknuten kontakt 14 möte --datum igår
      Vilka slag som finns, och vad en kontakt leder till, står i arbetsflödet.
      """, aliases: ["contact"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Hur: möte, telefon ...", valueName: "sätt"))
  var kind: String?

  @Argument(help: ArgumentHelp("Annat som fylls i.", valueName: "fält=värde"))
  var assignments: [String] = []

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    // `kontakt 14 anteckning=...` has no kind.
    let isAssignment = kind?.contains("=") ?? false
    let texts = isAssignment ? [kind].compactMap { $0 } + assignments : assignments
    let values = try Assignments(texts).values
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let (act, filled) = try work.call {
      try $0.contactAct(
        number, kind: isAssignment ? nil : kind, values: values, date: work.date)
    }
    try work.carryOut(act, of: number, values: filled, isConfirmed: confirming.yes)
  }
}
