import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import Outputs

struct Dagskorning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dagskörning",
    abstract:
      "Hantera allt som förfaller till och med en dag: tidsgränser, påminnelser, eskaleringar.",
    aliases: ["daily", "dagskorning"])

  @Option(
    name: [.customLong("till"), .customLong("until")],
    help: ArgumentHelp("Dagen att köra till; annars --datum, annars idag.", valueName: "dag"))
  var till: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, needsPerson: false)
    let through = try till.map { try Session.day($0, today: work.session.clock.today) } ?? work.date
    let report = try work.call { try $0.dailyRun(through: through) }
    let workflows = try work.call { _ in try report.workflows(in: work.session.store) }
    let responsible = try work.call { _ in try report.responsible(in: work.session.store) }
    let screen = DailyRunScreen(
      report, programme: work.programme, workflows: workflows, responsible: responsible)
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
    Log.tell(
      .dailyRun(
        through: report.through, families: report.familiesChanged, events: report.events.count,
        failures: report.failures.count, faulty: report.faulty.count, head: report.head))
    for failure in report.failures { Log.tell(.familyFailed(failure.family)) }
    // What failed is tried again next time; a scheduler should hear of it.
    if !report.failures.isEmpty { throw ExitCode(ExitStatus.store.rawValue) }
  }
}
