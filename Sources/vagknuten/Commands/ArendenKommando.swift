import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import Diagnostics
import Outputs
import Programme

struct Arenden: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ärenden", abstract: "Visa ärenden i en lista; de öppna om inget annat sägs.",
    aliases: ["cases", "arenden"])

  @Option(name: [.customLong("fas"), .customLong("phase")], help: "Bara ärenden i en fas.")
  var fas: String?

  @Option(
    name: [.customLong("läge"), .customLong("state")],
    help: "öppna, avslutade, alla, fel, eller ett tillstånds beteckning.")
  var lage: String?

  @Option(
    name: [.customLong("flöde"), .customLong("workflow")], help: "Bara ärenden av ett slag.")
  var flode: String?

  @Flag(name: [.customLong("mina"), .customLong("mine")], help: "Bara de jag ansvarar för.")
  var mina = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    var filter = CaseFilter()
    if let fas { filter.phase = try session.phase(fas) }
    filter.workflow = flode
    var state: String?
    switch lage {
    case nil, "öppna", "open": filter.isOpen = true
    case "avslutade", "closed": filter.isOpen = false
    case "alla", "all": break
    case "fel", "faulty": filter.isFaulty = true
    case let id: state = id
    }
    let list = try session.reading { store in
      var cases = try Self.cases(filter, of: mina ? session : nil, in: store)
      if let state {
        cases = cases.filter { $0.states.contains(state) || $0.stateTitles.contains(state) }
      }
      let details = common.json
      return CaseList(
        cases: cases, tasks: details ? try store.tasks(TaskFilter()) : [],
        coming: details ? try store.coming(TaskFilter()) : [], today: session.date)
    }
    if list.cases.isEmpty { try checkNames(state) }
    session.show(
      text: list.text(for: session.reader, session.style),
      json: list.json(for: session.reader).printed)
  }

  /// An empty list may come of a name that does not exist: only then are the definitions read.
  private func checkNames(_ state: String?) throws {
    guard state != nil || flode != nil else { return }
    let programme = try Session.work(common, readOnly: true).programme
    if let flode, programme.workflow(flode) == nil {
      throw Failure(
        .usage, code: "unknown-workflow", "arbetsflödet `\(flode)` finns inte",
        help: help(for: flode, among: programme.workflows.map(\.id)))
    }
    guard let state else { return }
    let states = programme.workflows.flatMap { $0.states.dropFirst() }
    guard !states.contains(where: { $0.id == state || $0.title == state }) else { return }
    let words = ["öppna", "avslutade", "alla", "fel"]
    throw Failure(
      .usage, code: "unknown-state", "läget `\(state)` finns inte",
      help: suggest(state, among: words + states.map(\.id) + states.map(\.title))
        .map { "menade du `\($0)`?" }
        ?? "skriv \(words.map { "`\($0)`" }.joined(separator: ", ")) eller ett tillstånds beteckning, som står i arbetsflödets fil"
    )
  }

  /// The cases that a filter finds; of somebody, their own unless they are away, and those of the persons they stand in for.
  private static func cases(
    _ filter: CaseFilter, of session: Session?, in store: any CaseStoreReading
  ) throws -> [CaseRow] {
    guard let session else { return try store.cases(filter) }
    return try Worklist(session.directory.organisation, today: session.date)
      .owners(of: session.reader.person.id).flatMap { owner in
        var own = filter
        own.responsible = owner
        return try store.cases(own)
      }
  }
}
