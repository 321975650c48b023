import ArgumentParser
import CaseService
import CaseStoreSQLite
import Diagnostics
import JSONText
import Outputs
import Programme

struct Testa: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "testa",
    abstract: "Kör programmets exempel och visa vad som inte blir som väntat.",
    aliases: ["test"])

  @Argument(help: ArgumentHelp("Bara exempel vars fil innehåller texten.", valueName: "text"))
  var filter: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(root: try Session.folder(common))
    let style = Terminal.output.style
    var list = ScenarioList()
    try Session.failing(.init(style: Terminal.error.style)) {
      let files = try workspace.files()
      let loaded = try LoadedProgramme.load(files, forExamples: true)
      for file in files where FileKind(of: file) == .scenario {
        if let filter, !file.path.contains(filter) { continue }
        var findings = Diagnostics()
        guard let scenario = Scenario.read(file, diagnostics: &findings) else {
          list.add(file.path, title: file.path, findings)
          continue
        }
        scenario.checkNames(in: loaded.programme, diagnostics: &findings)
        guard !findings.hasErrors else {
          list.add(file.path, title: scenario.title, findings)
          continue
        }
        var runner = ScenarioRunner(
          definitions: loaded, store: try SQLiteCaseStore.inMemory(practice: true))
        try runner.run(scenario)
        findings.append(runner.diagnostics)
        list.add(file.path, title: scenario.title, findings)
      }
    }
    if list.isEmpty, let filter {
      throw Failure(.usage, code: "no-scenario", "inget exempel heter något med `\(filter)`")
    }
    Output.print(common.json ? list.json.printed : list.text(style))
    if list.hasFailures { throw ExitCode(ExitStatus.definitions.rawValue) }
  }
}
