import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Outputs
import Programme

struct Uppgifter: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uppgifter", abstract: "Visa uppgifter, de försenade först.", aliases: ["tasks"])

  @Option(name: [.customLong("roll"), .customLong("role")], help: "Bara uppgifter för en roll.")
  var roll: String?

  @Flag(
    name: [.customLong("mina"), .customLong("mine")],
    help: "Bara mina: de som är mina ärendens, och de i mina roller som ingen har.")
  var mina = false

  @Option(
    name: [.customLong("till"), .customLong("until")],
    help: ArgumentHelp("Bara till och med en dag.", valueName: "dag"))
  var till: String?

  @Flag(name: [.customLong("försenade"), .customLong("overdue")], help: "Bara försenade.")
  var forsenade = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let session = try Session(common)
    var filter = TaskFilter()
    if let roll { filter.roles = [try session.role(roll)] }
    if mina {
      filter.assignee = session.reader.person.id
      if filter.roles == nil {
        filter.roles = session.directory.organisation.capacities(of: session.reader.person)
      }
    }
    filter.through = try till.map { try Session.day($0, today: session.clock.today) }
    if forsenade { filter.overdueOn = session.date }
    let showsComing = !forsenade && (roll == nil || mina)
    let worklist = Worklist(session.directory.organisation, today: session.date)
    let list = try session.reading { store in
      let tasks = try worklist.tasks(filter, in: store)
      let coming = showsComing ? try worklist.coming(filter, in: store) : []
      var faulty = CaseFilter()
      faulty.isFaulty = true
      faulty.isOpen = true
      if mina { faulty.responsible = session.reader.person.id }
      let shown = common.json || till != nil ? coming[...] : coming.prefix(10)
      let numbers = Set(tasks.map(\.number)).union(shown.map(\.number))
      var named = CaseFilter()
      named.numbers = numbers
      let cases = numbers.isEmpty ? [] : try store.cases(named)
      let subCases = cases.filter { $0.parent != nil }
      // Only what is overdue is escalated.
      let late = Set(tasks.filter { $0.due.map { $0 < session.date } ?? false }.map(\.number))
      return TaskList(
        tasks: tasks, coming: coming, labels: session.labels(cases), today: session.date,
        faulty: try store.cases(faulty), comingLimit: till == nil ? 10 : Int.max,
        subCases: Dictionary(
          subCases.map { ($0.number, $0) }, uniquingKeysWith: { first, _ in first }),
        escalations: try Self.raised(in: late, store))
    }
    let away =
      mina
      ? session.directory.organisation.substitution(
        for: session.reader.person.id, on: session.date) : nil
    session.show(
      text: (away.map { session.reader.notice($0, today: session.date) } ?? "")
        + list.text(for: session.reader, session.style),
      json: list.json(for: session.reader).printed)
  }

  /// What is escalated and open in some cases: one by one for a list that people read, all at once for a long one.
  private static func raised(in numbers: Set<String>, _ store: any CaseStoreReading) throws
    -> [EscalationRow]
  {
    var filter = EscalationFilter()
    filter.isOpen = true
    guard numbers.count <= 100 else { return try store.escalations(filter) }
    var rows: [EscalationRow] = []
    for number in numbers.sorted() {
      filter.number = number
      rows += try store.escalations(filter)
    }
    return rows
  }
}
