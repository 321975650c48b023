import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import CaseStoreSQLite
import CivilTime
import Diagnostics
import Foundation
import Outputs
import Programme

struct Demo: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Visa ett påhittat år: vad alla gör, och skärmarna de ser.",
    discussion:
      "Året körs i en tillfällig mapp. Med --behåll blir mappen kvar, så att du kan titta vidare; med --till slutar året där, så att du kan arbeta vidare själv."
  )

  @Option(
    name: [.customLong("behåll"), .customLong("keep")],
    help: ArgumentHelp("En ny mapp som blir kvar efteråt.", valueName: "mapp"))
  var keep: String?

  @Option(
    name: [.customLong("till"), .customLong("until")],
    help: ArgumentHelp("Sluta med den dagen.", valueName: "dag"))
  var till: String?

  @Flag(
    name: [.customLong("alla-steg"), .customLong("all-steps")], help: "Visa också allt som gick.")
  var allSteps = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    try Session.failing(.init(style: Terminal.error.style)) {
      let last = try till.map { try Session.day($0, today: SystemClock.local().today) }
      let root = try keep.map(Session.named) ?? Self.temporaryFolder()
      defer { if keep == nil { try? FileManager.default.removeItem(atPath: root) } }
      try Init.lay(root, practice: true, account: Account.name, examples: false)
      try run(root, through: last)
    }
    if let keep, !common.json {
      Output.print(
        "\nMappen \(keep) är kvar: vagknuten --katalog \(keep) ärenden --läge alla --som \(Init.someone(in: keep))\n"
      )
    }
  }

  private static func temporaryFolder() throws -> String {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/vagknuten-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Folder.unwritable(parent)
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The year's script is one of the shipped examples.
  private static func script() throws -> Scenario {
    let shipped = Workspace(root: try Folder.shipped())
    for file in try shipped.files() where file.path.contains("/demo/") {
      var findings = Diagnostics()
      if let scenario = Scenario.read(file, diagnostics: &findings) { return scenario }
      throw ServiceError.definitions(findings)
    }
    throw ServiceError.unreadable(path: shipped.root + "/Rules/…/demo")
  }

  private func run(_ root: String, through last: CivilDate?) throws {
    let workspace = Workspace(root: root)
    let loaded = try LoadedProgramme.load(workspace.files(), forExamples: true)
    let store = try SQLiteCaseStore(path: workspace.storePath)
    let screen = DemoScreen(loaded.programme, Terminal.output.style)
    let year = try Self.script()
    if let last, let first = year.steps.first?.date, last < first {
      throw Failure(.usage, code: "before-the-year", "året börjar \(first)")
    }
    let scenario = last.map(year.through) ?? year
    if !common.json { Output.print(screen.introduction) }
    var runner = ScenarioRunner(definitions: loaded, store: store)
    try runner.run(scenario) { step, person, outcome in
      if common.json { return }
      switch outcome {
      case .carriedOut(let result):
        if allSteps { Output.print(screen.action(result, by: person, on: step.date)) }
      case .refused(let error):
        Output.print(screen.refusal(error, of: step.what, by: person, on: step.date))
      case .ran(let report) where report.events.isEmpty: break
      case .ran(let report):
        Output.print(screen.run(report, workflows: try report.workflows(in: store)))
      case .looked(let number):
        let service = CaseService(
          definitions: loaded, store: store, actor: person,
          clock: .init(today: step.date, now: Moment(milliseconds: 0)))
        Output.print(screen.heading(person, on: step.date))
        if case .lookAtMeeting(let day) = step.action {
          try Self.look(at: day, service, screen.reader(person))
          Output.print(screen.footing)
          return
        }
        try Self.look(service, screen.reader(person), step.name == nil ? nil : number)
        Output.print(screen.footing)
      }
    }
    try end(loaded, store, last ?? scenario.steps.map(\.date).max() ?? .earliest, screen)
    guard !runner.diagnostics.hasErrors else {
      throw ServiceError.definitions(runner.diagnostics)
    }
  }

  /// The screens that a person sees: the day, and a case when the script names one.
  private static func look(_ service: CaseService, _ reader: Reader, _ number: String?) throws {
    let style = Terminal.output.style
    let today = service.clock.today
    Output.print("$ vagknuten idag\n")
    Output.print(TodayScreen(try service.today()).text(for: reader, style))
    guard let number else { return }
    Output.print("\n$ vagknuten förklara \(number)\n")
    Output.print(
      ExplanationScreen(
        try service.explain(number), view: try service.view(number),
        programme: service.programme, today: today
      ).text(for: reader, style))
  }

  /// A meeting as the one who prepares and records it sees it.
  private static func look(at day: CivilDate, _ service: CaseService, _ reader: Reader) throws {
    let style = Terminal.output.style
    let file = try service.meeting(on: day, series: nil, today: service.clock.today)
    let papers = MeetingPapers(file, reader: reader)
    let isOver = file.all.contains { $0.row.done != nil }
    if !isOver {
      Output.print("$ vagknuten kallelse \(day)\n\(papers.notice.text(style))\n")
    }
    Output.print("$ vagknuten dagordning \(day)\n\(papers.agenda.text(style))")
  }

  private func end(
    _ loaded: LoadedProgramme, _ store: SQLiteCaseStore, _ today: CivilDate, _ screen: DemoScreen
  ) throws {
    if common.json {
      let verification = VerificationScreen(
        try StoreVerification.run(store, programme: loaded.programme),
        try store.recompute())
      try store.read { reader in
        Output.print(
          screen.json(
            cases: try reader.cases(CaseFilter()),
            escalations: try reader.escalations(EscalationFilter()), today: today, verification
          ).printed)
      }
      guard verification.isSound else { throw ExitCode(ExitStatus.store.rawValue) }
      return
    }
    try store.read { reader in
      Output.print(
        screen.keyCounts(
          cases: try reader.cases(CaseFilter()),
          escalations: try reader.escalations(EscalationFilter()), today: today))
      for budget in loaded.programme.budgets {
        let spent = try budget.years.filter { $0.from <= today }.map { year in
          (year, try reader.spent(budget: budget.name, from: year.from, to: year.to))
        }
        Output.print(screen.budget(budget, spent: spent))
      }
    }
    let verification = VerificationScreen(
      try StoreVerification.run(store, programme: loaded.programme),
      try store.recompute())
    Output.print("\n$ vagknuten verifiera --räkna-om\n")
    Output.print(verification.text(Terminal.output.style, showsHead: false))
    guard verification.isSound else { throw ExitCode(ExitStatus.store.rawValue) }
  }
}

extension Scenario.Step {
  /// What was tried, as it would be typed.
  fileprivate var what: String {
    switch action {
    case .open(let workflow, _): "`ärende nytt \(workflow)`"
    case .send(let event): "`registrera \(event)`"
    case .complete(let task): "`klar \(task)`"
    case .correct: "`rätta`"
    case .postpone(let task, _): "`skjut-upp \(task)`"
    case .assign(let person): "`tilldela \(person)`"
    case .note: "`anteckning`"
    case .contact(let kind): "`kontakt \(kind)`"
    case .undo: "`rätta --ångra`"
    case .dailyRun: "`dagskörning`"
    case .look: "`ärende visa`"
    case .lookAtMeeting(let day): "`dagordning \(day)`"
    }
  }
}
