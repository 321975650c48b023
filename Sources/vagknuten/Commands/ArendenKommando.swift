import ArgumentParser
import CaseEngine
import CaseStore
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
    if mina { filter.responsible = session.reader.person.id }
    var state: String?
    switch lage {
    case nil, "öppna", "open": filter.isOpen = true
    case "avslutade", "closed": filter.isOpen = false
    case "alla", "all": break
    case "fel", "faulty": filter.isFaulty = true
    case let id: state = id
    }
    let list = try session.reading { store in
      var cases = try store.cases(filter)
      if let state {
        cases = cases.filter { $0.states.contains(state) || $0.stateTitles.contains(state) }
      }
      let details = common.json
      return CaseList(
        cases: cases, tasks: details ? try store.tasks(TaskFilter()) : [],
        coming: details ? try store.coming(TaskFilter()) : [], today: session.date)
    }
    session.show(
      text: list.text(for: session.reader, session.style),
      json: list.json(for: session.reader).printed)
  }
}
