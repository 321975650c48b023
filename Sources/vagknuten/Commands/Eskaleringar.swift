import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import Outputs

struct Eskaleringar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eskaleringar",
    abstract: "Visa vad som är eskalerat, av vilket slag och sedan när.",
    aliases: ["escalations"])

  @Option(name: [.customLong("till"), .customLong("to")], help: "Bara de som går till en roll.")
  var till: String?

  @Flag(name: [.customLong("alla"), .customLong("all")], help: "Också de som är stängda.")
  var alla = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    var filter = EscalationFilter()
    if let till { filter.to = [try session.role(till)] }
    if !alla { filter.isOpen = true }
    let list = try session.reading { store in
      let rows = try store.escalations(filter)
      return EscalationList(
        escalations: rows, labels: try session.labels(of: Set(rows.map(\.number)), store),
        today: session.date)
    }
    session.show(
      text: list.text(for: session.reader, session.style),
      json: list.json(for: session.reader).printed)
  }
}

struct EskaleringKommando: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eskalering", abstract: "Ta emot en eskalering: eskalering 14/1 ta-emot.",
    aliases: ["escalation"])

  @Argument(help: ArgumentHelp("Beteckningen i listan: ärende/nummer.", valueName: "id"))
  var id: String

  @Argument(help: ArgumentHelp("ta-emot (acknowledge).", valueName: "ta-emot"))
  var verb: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard ["ta-emot", "acknowledge"].contains(verb) else {
      throw Failure(
        .usage, code: "unknown-action", "`\(verb)` går inte att göra med en eskalering",
        help: "skriv `eskalering \(id) ta-emot`")
    }
    let work = try Session.work(common)
    guard let slash = id.lastIndex(of: "/"), let serial = Int(id[id.index(after: slash)...]) else {
      throw Failure(
        ServiceError.unknownEscalation(id), .init(reader: work.reader, style: Terminal.error.style))
    }
    let number = try work.number(String(id[..<slash]))
    let result = try work.call(case: number) {
      try $0.acknowledge(serial, of: number, date: work.date)
    }
    try work.show(result)
  }
}
