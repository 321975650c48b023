import ArgumentParser
import CaseService
import CaseStore
import CaseStoreSQLite
import Diagnostics
import Foundation
import JSONText
import Outputs
import Programme

struct Kontrollera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kontrollera",
    abstract: "Visa allt som är fel eller tveksamt i reglerna, och det som bara är förslag.",
    aliases: ["check"])

  @Argument(help: ArgumentHelp("Mappen; annars den i --katalog.", valueName: "mapp"))
  var folder: String?

  @Flag(
    name: [.customLong("varningar-som-fel"), .customLong("deny-warnings")],
    help: "Slutkod 3 också för varningar.")
  var strict = false

  @Flag(name: [.customLong("förslag"), .customLong("proposals")], help: "Visa varje förslag.")
  var proposals = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    let workspace = Workspace(
      root: try folder.map(Session.named) ?? Session.folder(common))
    let style = Terminal.output.style
    let loaded: LoadedProgramme
    var findings = Diagnostics()
    do throws(ServiceError) {
      let files = try workspace.files()
      loaded = try LoadedProgramme.load(files)
      findings = loaded.findings
      try Self.checkScenarios(files, &findings)
    } catch {
      // Findings are what was asked for, so they are the result and stand on standard output.
      guard case .definitions(let findings) = error else {
        throw Failure(error, .init(style: Terminal.error.style))
      }
      show(findings, proposals: nil, style)
      throw ExitCode(ExitStatus.definitions.rawValue)
    }
    findings.append(Self.runningCases(workspace, loaded))
    show(findings, proposals: ProposalList(loaded.programme), style)
    let hasWarnings = findings.findings.contains { $0.severity == .warning }
    if findings.hasErrors || (strict && hasWarnings) {
      throw ExitCode(ExitStatus.definitions.rawValue)
    }
  }

  /// What open cases rest on and the files no longer have, where there is a database that this account may read.
  private static func runningCases(_ workspace: Workspace, _ loaded: LoadedProgramme) -> Diagnostics
  {
    guard access(workspace.storePath, R_OK) == 0 else { return Diagnostics() }
    do {
      return try Session.openStore(workspace.storePath, readOnly: true).read {
        try $0.findings(on: loaded.programme)
      }
    } catch {
      var findings = Diagnostics()
      findings.warning(
        "unread-store", "databasen går inte att läsa, så de öppna ärendena är inte jämförda",
        at: nil,
        help: "se efter med `vagknuten verifiera`")
      return findings
    }
  }

  /// What is wrong in the examples before they are run. They act with people of their own.
  private static func checkScenarios(_ files: [SourceFile], _ findings: inout Diagnostics)
    throws(ServiceError)
  {
    let scenarios = files.filter { FileKind(of: $0) == .scenario }
    guard !scenarios.isEmpty else { return }
    let programme = try LoadedProgramme.load(files, forExamples: true).programme
    for file in scenarios {
      guard let scenario = Scenario.read(file, diagnostics: &findings) else { continue }
      scenario.checkNames(in: programme, diagnostics: &findings)
    }
  }

  private func show(_ findings: Diagnostics, proposals list: ProposalList?, _ style: Style) {
    if common.json {
      Output.print(
        JSONValue.object([
          "findings": FindingList.json(findings), "proposals": list?.json ?? .null,
        ]).printed)
      return
    }
    if findings.isEmpty {
      Output.print("Inga fel och inga varningar.\n")
    } else {
      Output.print(
        DiagnosticRenderer(colour: style.colour, width: style.width, wraps: style.isTerminal)
          .render(findings))
    }
    if let list { Output.print("\n" + list.text(all: proposals, style)) }
  }
}
