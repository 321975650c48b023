import ArgumentParser
import CivilTime
import Foundation
import Outputs

struct Tabell: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabell",
    abstract: "Pröva en beslutstabell, eller jämför två.",
    discussion: """
      `tabell jämför` visar vad som ändras för vem när en tabell ersätts av en annan.
      """,
    subcommands: [TabellProva.self, TabellJamfor.self], defaultSubcommand: TabellProva.self,
    aliases: ["table"])
}

struct TabellProva: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pröva", abstract: "Kör proven i en fil med en beslutstabell i JSON.",
    discussion: """
      Filen är {"table": {...}, "tests": [{"id", "inputs", "expected"?}]}. Med --json skrivs en rad
      {"id", "value", "notes"} för varje prov.
      """, aliases: ["run", "prova"])

  @Argument(help: ArgumentHelp("Filen.", valueName: "fil"))
  var file: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let table = try Self.read(file)
    let clock = SystemClock.local()
    let today = try Session.day(common.date, today: clock.today)
    let now = common.date == nil ? clock.now : CivilDateTime(date: today)
    var results: [(test: TableFile.Test, answer: FeelAnswer)] = []
    for test in table.tests {
      results.append((test, table.run(test, today: today, now: now)))
    }
    if common.json {
      for result in results { Output.print(result.answer.line) }
      return
    }
    Output.print(TableFile.text(results, Terminal.output.style))
    let failed = results.contains { result in
      result.test.expected.map { !TypedValue.agree($0, result.answer.value) } ?? false
    }
    if failed { throw ExitCode(ExitStatus.definitions.rawValue) }
  }

  static func read(_ file: String) throws -> TableFile {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.usage, code: "unreadable-file", "`\(file)` går inte att läsa")
    }
    do throws(TableFile.Fault) {
      return try TableFile(String(decoding: data, as: UTF8.self))
    } catch {
      throw Failure(
        .definitions, code: "wrong-table", "`\(file)`: \(error.message)", help: error.help)
    }
  }
}
