import ArgumentParser
import CaseService
import CivilTime
import FEEL
import Foundation
import Outputs
import Programme

struct Feel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "feel", abstract: "Räkna ut ett uttryck, eller pröva flera efter varandra.",
    discussion: """
      Exempel: vagknuten feel 'date("2017-02-01") + @"P12M"'
      I en mapp med regler finns deras funktioner: vagknuten feel 'add working days(today(), 3)'
      Utan uttryck läses ett i taget, en rad vart. Med --json läses rader
        {"id", "expression", "context"?, "type"?, "today"?}
      och skrivs rader {"id", "value", "notes"}, med värden som {"number": "1.5"} och {"null": true}.
      """)

  @Argument(
    help: ArgumentHelp("Uttrycket; börjar det med - skrivs -- framför.", valueName: "uttryck"))
  var expression: String?

  @Option(
    name: [.customLong("typ"), .customLong("type")],
    help: ArgumentHelp("Typen som värdet ska ha, till exempel number.", valueName: "typ"))
  var type: String?

  @Flag(name: .customLong("dokument"), help: .hidden)
  var reference = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    if reference {
      Output.print(FeelReference.markdown)
      return
    }
    var session = try Self.session(common)
    if let expression {
      try show(session.evaluate(expression, type: type))
    } else if common.json {
      try answerLines(session)
    } else {
      prompt(&session)
    }
  }

  /// A session at the computer's clock, or at midnight of the day that was asked for.
  static func session(_ common: CommonOptions) throws -> FeelSession {
    let clock = SystemClock.local()
    let functions = try functions(common)
    guard common.date != nil else {
      return FeelSession(today: clock.today, now: clock.now, functions: functions)
    }
    let date = try Session.day(common.date, today: clock.today)
    return FeelSession(today: date, now: CivilDateTime(date: date), functions: functions)
  }

  /// What the folder's programme adds to the language. Programs get the language alone unless they name a folder; where
  /// nobody has named one, a folder whose rules cannot be used adds nothing.
  private static func functions(_ common: CommonOptions) throws -> [HostFunction] {
    guard common.folder != nil || !common.json else { return [] }
    let workspace = Workspace(root: try Session.folder(common))
    do throws(ServiceError) {
      return try workspace.read().loaded.programme.functionsWithoutCase
    } catch {
      guard common.folder != nil else { return [] }
      throw Failure(error, .init(style: Terminal.error.style))
    }
  }

  private func show(_ answer: FeelAnswer) throws {
    if common.json {
      Output.print(answer.line)
      return
    }
    let remarks = answer.remarks(Terminal.error.style)
    guard answer.isEvaluated else {
      throw Failure(
        .usage, code: "unreadable-expression", "uttrycket går inte att läsa", findings: remarks)
    }
    Output.print(answer.valueText)
    Output.note(remarks)
  }

  /// One answer for each line, at once: whoever writes the lines may wait for it.
  private func answerLines(_ session: FeelSession) throws {
    var understood = true
    while let line = readLine() {
      if line.allSatisfy(\.isWhitespace) { continue }
      let answer = session.answer(line: line)
      if !answer.isUnderstood { understood = false }
      Output.print(answer.line)
      Output.flush()
    }
    if !understood { throw ExitCode(ExitStatus.usage.rawValue) }
  }

  private func prompt(_ session: inout FeelSession) {
    let asks = Terminal.canAsk
    if asks {
      Output.print("FEEL enligt DMN 1.5. `hjälp` visar vad man kan skriva, `sluta` avslutar.\n")
    }
    while true {
      Output.flush()
      guard let line = (asks ? LineReader.read("> ") : readLine())?.trimmed else { break }
      switch line {
      case "": continue
      case "sluta", "quit", "exit": return
      case "hjälp", "help": Output.print(Self.help(session))
      default:
        let assignment = FeelSession.assignment(line)
        let answer = session.evaluate(assignment?.expression ?? line, type: type)
        Output.print(answer.remarks(Terminal.output.style))
        guard answer.isEvaluated else { continue }
        Output.print(answer.valueText)
        if let name = assignment?.name { session.assign(name, answer.value) }
      }
    }
    if asks { Output.print("\n") }
  }

  private static func help(_ session: FeelSession) -> String {
    """
    Skriv ett uttryck, så visas dess värde:
      date("2017-02-01") + @"P12M"
      for x in 1..3 return x * x
    namn = uttryck    ger värdet ett namn; en jämförelse som börjar med ett namn skrivs (a = 1)
    sluta             avslutar (också Ctrl-D)

    """ + session.names
  }
}
