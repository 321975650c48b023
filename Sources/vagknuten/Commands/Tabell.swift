import ArgumentParser
import CivilTime
import Foundation
import Outputs

struct Tabell: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tabell", abstract: "Kör proven i en fil med en beslutstabell i JSON.",
    discussion: """
      Filen är {"table": {...}, "tests": [{"id", "inputs", "expected"?}]}. Med --json skrivs en rad
      {"id", "value", "notes"} för varje prov.
      """, aliases: ["table"])

  @Argument(help: ArgumentHelp("Filen.", valueName: "fil"))
  var file: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Failure(.usage, code: "unreadable-file", "`\(file)` går inte att läsa")
    }
    let table: TableFile
    do throws(TableFile.Fault) {
      table = try TableFile(String(decoding: data, as: UTF8.self))
    } catch {
      throw Failure(
        .definitions, code: "wrong-table", "`\(file)`: \(error.message)", help: error.help)
    }
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
}
