import ArgumentParser
import CaseService
import CivilTime
import Outputs

struct Mote: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "möte", abstract: "Lägg till, flytta eller ställ in ett möte.",
    discussion:
      "Det som väntar på mötet följer med: frister, påminnelser och dagordningar räknas om.",
    subcommands: [LaggTill.self, Flytta.self, StallIn.self], aliases: ["meeting"])

  struct LaggTill: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lägg-till", abstract: "Lägg till ett extra möte.", aliases: ["add"])

    @Argument(
      help: ArgumentHelp("Mötesserien, som den heter i `vagknuten möten`.", valueName: "serie"))
    var series: String

    @Argument(help: ArgumentHelp("Dagen för mötet.", valueName: "dag"))
    var day: String

    @Option(
      name: [.customLong("skäl"), .customLong("reason")],
      help: ArgumentHelp(
        "Varför mötet behövs; i en terminal frågas annars efter det.", valueName: "text"))
    var reason: String?

    @OptionGroup var confirming: ConfirmingOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let work = try Session.work(common)
      let day = try work.day(day)
      try work.makeSure(of: day, isConfirmed: confirming.yes)
      try work.changeMeeting(reason, "Varför behövs mötet?", isConfirmed: confirming.yes) {
        try $0.addMeeting(to: series, on: day, reason: $1, date: work.date, isPreview: $2)
      }
    }
  }

  struct Flytta: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "flytta", abstract: "Flytta ett möte: möte flytta [SERIE] DAG NY-DAG.",
      aliases: ["move"])

    @Argument(
      help: ArgumentHelp(
        "Serien (om den behövs), dagen, den nya dagen.", valueName: "[serie] dag ny-dag"))
    var words: [String]

    @Option(
      name: [.customLong("skäl"), .customLong("reason")],
      help: ArgumentHelp(
        "Varför mötet flyttas; i en terminal frågas annars efter det.", valueName: "text"))
    var reason: String?

    @OptionGroup var confirming: ConfirmingOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let work = try Session.work(common)
      let (series, days) = try work.split(words, days: 2, "möte flytta [SERIE] DAG NY-DAG")
      let (day, new) = (try work.day(days[0]), try work.day(days[1]))
      try work.makeSure(of: new, isConfirmed: confirming.yes)
      try work.changeMeeting(reason, "Varför flyttas mötet?", isConfirmed: confirming.yes) {
        try $0.moveMeeting(
          on: day, series: series, to: new, reason: $1, date: work.date, isPreview: $2)
      }
    }
  }

  struct StallIn: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "ställ-in", abstract: "Ställ in ett möte: möte ställ-in [SERIE] DAG.",
      aliases: ["cancel"])

    @Argument(help: ArgumentHelp("Serien (om den behövs) och dagen.", valueName: "[serie] dag"))
    var words: [String]

    @Option(
      name: [.customLong("skäl"), .customLong("reason")],
      help: ArgumentHelp(
        "Varför mötet ställs in; i en terminal frågas annars efter det.", valueName: "text"))
    var reason: String?

    @OptionGroup var confirming: ConfirmingOptions
    @OptionGroup var common: CommonOptions

    func run() throws {
      let work = try Session.work(common)
      let (series, days) = try work.split(words, days: 1, "möte ställ-in [SERIE] DAG")
      let day = try work.day(days[0])
      try work.changeMeeting(reason, "Varför ställs mötet in?", isConfirmed: confirming.yes) {
        try $0.cancelMeeting(
          on: day, series: series, reason: $1, date: work.date, isPreview: $2)
      }
    }
  }
}

extension Session.Work {
  /// A series that may be left out, then so many days.
  fileprivate func split(_ words: [String], days: Int, _ usage: String) throws -> (
    series: String?, days: [String]
  ) {
    switch words.count {
    // A word that is no day is the series, and then a day is missing.
    case days where DayReader.read(words.first ?? "", today: session.clock.today) != nil:
      return (nil, words)
    case days + 1: return (words[0], Array(words.dropFirst()))
    default:
      throw Failure(
        .usage, code: "wrong-arguments", "här behövs \(days == 1 ? "en dag" : "\(days) dagar")",
        help: "skriv `\(usage) [--skäl TEXT]`")
    }
  }
}
