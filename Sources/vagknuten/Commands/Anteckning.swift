import ArgumentParser
import CaseEngine
import CaseService
import Foundation
import Outputs

struct Anteckning: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "anteckning", abstract: "Skriv en anteckning i ett ärende.",
    discussion: """
      Anteckningar är känsliga och visas bara för den som läser sådant. Texten läses från standard in om den är `-` eller \
      utelämnas; i en terminal skrivs eller klistras den in, och slutar med en tom rad.
      """, aliases: ["note"])

  @Argument(help: ArgumentHelp("Ärendets nummer.", valueName: "nr"))
  var number: String

  @Argument(help: ArgumentHelp("Texten; `-` läser standard in.", valueName: "text"))
  var words: [String] = []

  @OptionGroup var recording: RecordingOptions
  /// Nothing is asked here; whoever writes `--ja` behind every command need not know.
  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, behalf: recording.behalf)
    let number = try work.number(number)
    let text: String
    switch words {
    case []:
      // What nobody may write here, or on that day, is refused before it is written.
      if Terminal.canAsk {
        try work.call(case: number) {
          try $0.attempt(.note(case: number, text: "?"), date: work.date)
        }
      }
      text = try Self.read()
    case ["-"]: text = try StandardInput.text()
    default: text = words.joined(separator: " ")
    }
    if text.allSatisfy(\.isWhitespace) {
      throw Failure(
        .refused, code: "empty-note", "anteckningen är tom",
        help: "skriv texten efter numret, eller utan text för att bli frågad i en terminal")
    }
    let result = try work.call(case: number) {
      try $0.note(number, text: text, date: work.date)
    }
    try work.show(result)
  }

  private static func read() throws -> String {
    guard Terminal.canAsk else { return try StandardInput.text() }
    Output.print(
      Terminal.output.style.wrapped(
        "Skriv eller klistra in anteckningen. En tom rad avslutar; Ctrl-D avbryter."
      ) + "\n")
    var text = ""
    LineReader.farewell = Failure.farewell
    while true {
      guard let written = LineReader.read("", .block, text: text) else {
        throw Failure.brokenOff()
      }
      if written.count <= CaseService.noteLimit { return written }
      Ask.remark(
        "Anteckningen är \(written.count) tecken, och får vara högst \(CaseService.noteLimit). Korta den."
      )
      text = written
    }
  }
}
