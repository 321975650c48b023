import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Outputs
import Programme

struct Eskaleringar: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eskaleringar",
    abstract: "Visa vad som är eskalerat, av vilket slag och sedan när.",
    discussion:
      "Med ett ärende (14) eller en eskalering (14/1) visas vad det blev av den, steg för steg.",
    aliases: ["escalations"])

  @Argument(help: ArgumentHelp("Ett ärende eller en eskalering.", valueName: "id"))
  var id: String?

  @Option(name: [.customLong("till"), .customLong("to")], help: "Bara de som går till en roll.")
  var till: String?

  @Flag(name: [.customLong("alla"), .customLong("all")], help: "Också de som är stängda.")
  var alla = false

  @Flag(
    name: [.customLong("svarstider"), .customLong("answer-times")],
    help: "Bara hur lång tid svaren har tagit, slag för slag.")
  var answerTimes = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    if let id { return try timeline(id) }
    let session = try Session(common)
    var filter = EscalationFilter()
    if let till { filter.to = [try session.role(till)] }
    if !alla { filter.isOpen = true }
    var everything = filter
    everything.isOpen = nil
    let all = try session.reading { try $0.escalations(everything) }
    let awaited = awaited(all)
    let list = try session.reading { store in
      let rows = try store.escalations(filter)
      return EscalationList(
        escalations: rows, labels: try session.labels(of: Set(rows.map(\.number)), store),
        today: session.date, all: all, awaited: awaited)
    }
    if answerTimes {
      let lines = list.answerTimes(session.style)
      session.show(
        text: lines.isEmpty ? "Inget har eskalerats till dem som svarar på möten.\n" : lines,
        json: list.answerTimesJSON.printed)
      return
    }
    session.show(
      text: list.text(for: session.reader, session.style),
      json: list.json.printed)
  }
}

extension Eskaleringar {
  /// Of what is closed without an answer, that to which one may still come. Which cases take up what stands in the rules, and they
  /// are read only for that; where they cannot be, nothing is said to have been closed for good.
  private func awaited(_ all: [EscalationRow]) -> [EscalationRow] {
    let closed = all.filter { $0.through != nil && $0.answered == nil && $0.closed != nil }
    guard !closed.isEmpty else { return [] }
    guard let work = try? Session.work(common, readOnly: true, looksOn: true) else { return closed }
    return (try? work.service.awaited(closed)) ?? closed
  }

  private func timeline(_ id: String) throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    var number = id
    var serial: Int?
    if let slash = id.lastIndex(of: "/") {
      serial = Int(digits: id[id.index(after: slash)...])
      number = String(id[..<slash])
      guard serial != nil else {
        throw Failure(
          ServiceError.unknownEscalation(id),
          .init(reader: work.reader, style: Terminal.error.style))
      }
    }
    let full = try work.number(number)
    let screen = EscalationTimeline(
      try work.call { try $0.escalations(of: full, serial: serial) },
      milestones: work.programme.milestones,
      today: work.date)
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json.printed)
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
    guard let slash = id.lastIndex(of: "/"),
      let serial = Int(digits: id[id.index(after: slash)...])
    else {
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
