import ArgumentParser
import JSONText
import Outputs

/// The manual page, made from the commands themselves so that none can be missing. Not shown in the help: the package is
/// built with it.
struct Manual: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual", abstract: "Skriv manualsidan för man(1).", shouldDisplay: false)

  func run() throws {
    let page = ManualPage(try JSONValue.parse(Vagknuten._dumpHelp()))
    Output.print(page.roff(version: Vagknuten.configuration.version))
  }
}
