import ArgumentParser
import CaseService
import Diagnostics

@main
struct Vagknuten: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vagknuten", subcommands: [Kontrollera.self])
}

struct Kontrollera: ParsableCommand {
  @Argument var folder = "."
  func run() throws {
    do throws(ServiceError) {
      let loaded = try LoadedProgramme.load(try Workspace(root: folder).files())
      print(DiagnosticRenderer().render(loaded.findings))
    } catch {
      if case .definitions(let findings) = error { print(DiagnosticRenderer().render(findings)) } else { print(error) }
    }
  }
}
