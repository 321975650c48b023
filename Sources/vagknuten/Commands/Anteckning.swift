import ArgumentParser
import CaseService
import Foundation
import Outputs

struct Anteckning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anteckning", abstract: "Skriv en anteckning i ett ärende.",
    discussion: """
      Anteckningar är känsliga och visas bara för den som läser sådant. Texten läses från standard in om den är `-` eller \
      utelämnas; i en terminal skrivs den rad för rad och slutar med en tom rad.
      """, aliases: ["note"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Texten; `-` läser standard in.", valueName: "text"))
  var words: [String] = []

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let text: String
    switch words {
    case []: text = try Self.read()
    case ["-"]: text = try StandardInput.text()
    default: text = words.joined(separator: " ")
    }
    let result = try work.call(case: number) {
      try $0.note(number, text: text, date: work.date)
    }
    try work.show(result)
  }

  private static func read() throws -> String {
    guard Terminal.canAsk else { return try StandardInput.text() }
    Output.print("Skriv anteckningen. En tom rad avslutar; Ctrl-D avbryter.\n")
    Output.flush()
    var lines: [String] = []
    while true {
      guard let line = readLine() else {
        Output.print("\n")
        throw Failure.interrupted
      }
      if line.trimmed.isEmpty { break }
      lines.append(line)
    }
    return lines.joined(separator: "\n")
  }
}
