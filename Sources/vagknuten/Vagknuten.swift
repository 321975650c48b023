import ArgumentParser
import Foundation
import Outputs

/// The command line. Every command is thin: it reads its arguments, calls one use case, and prints what `Outputs` makes
/// of the result.
struct Vagknuten: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vagknuten",
    abstract: "Håller reda på ärenden, uppgifter och frister i ett samverkansprojekt.",
    discussion: """
      Kommandona har svenska namn och engelska alias. Gemensamt för dem:
        --katalog MAPP  mappen med regler och databas (annars VAGKNUTEN_HOME, annars den här,
                        annars /var/lib/vagknuten)
        --datum DAG     dagen då något skedde: 2017-02-01, igår eller idag
        --json          svar för program
        --som PERSON    vem som handlar, där det är tillåtet att säga det själv
      Slutkoder: 0 utfört, 1 avvisat av en regel, 2 fel i kommandot, 3 fel i reglerna, 4 fel i databasen,
      5 `status` visar något som behöver ses till.
      """,
    version: "vagknuten 0.1.0",
    subcommands: [
      Idag.self, Uppgifter.self, Klar.self, Registrera.self, Kontakt.self, Anteckning.self,
      Arende.self, Arenden.self, Sok.self, Tilldela.self,
      SkjutUpp.self, Ratta.self, Eskaleringar.self, EskaleringKommando.self, Moten.self, Mote.self,
      Kallelse.self, Dagordning.self, Protokoll.self, Infor.self, Dagskorning.self,
      Historik.self, Forklara.self, Kontrollera.self, Testa.self, Verifiera.self, Roller.self,
      Atkomst.self, Scheman.self, Sakerhetskopiera.self, Aterstall.self, StatusKommando.self,
      Feel.self, Tabell.self, Init.self, Demo.self, Manual.self,
    ])
}

/// The entry point: the parser's own texts are rewritten in Swedish, and every failure ends with its exit code.
@main
enum Main {
  static func main() {
    // A reader that goes away, and a file that may not grow, are errors that are told, not the end of the program.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let arguments = CommandLineArguments.normalized(Array(CommandLine.arguments.dropFirst()))
    let wantsJSON = arguments.contains("--json")
    do {
      guard CommandLineArguments.isReadable(arguments) else {
        throw Failure(
          .usage, code: "not-utf8", "ett av argumenten är inte UTF-8",
          help: "ställ in terminalen på UTF-8")
      }
      if let name = CommandLineArguments.repeated(in: arguments) {
        throw Failure(
          .usage, code: "option-twice", "`\(name)` står två gånger",
          help: "låt den ena stå kvar")
      }
      var command = try Vagknuten.parseAsRoot(arguments)
      try command.run()
      Output.flush()
    } catch let failure as Failure {
      Output.fail(failure, json: wantsJSON)
    } catch let code as ExitCode {
      Output.flush()
      exit(code.rawValue)
    } catch {
      end(error, arguments, json: wantsJSON)
    }
  }

  /// The parser's own errors, and its help.
  private static func end(_ error: any Error, _ arguments: [String], json: Bool) {
    let text = Vagknuten.fullMessage(for: error, columns: Terminal.output.width)
    guard Vagknuten.exitCode(for: error) != .success else {
      Output.print(SwedishUsage.page(text, Terminal.output.style))
      Output.flush()
      exit(ExitStatus.ok.rawValue)
    }
    var usage = SwedishUsage.error(
      Vagknuten.message(for: error), options: CommandLineArguments.options(for: arguments))
    // Options before the command are moved behind it, so what the parser says of them may be about the command.
    if let word = CommandLineArguments.unknownCommand(in: arguments) {
      usage = ("kommandot `\(word)` finns inte", nil)
    }
    var details: [Failure.Detail] = []
    for line in SwedishUsage.help(text).split(separator: "\n")
    where line.hasPrefix("Så här:") || line.hasPrefix("  Se ") {
      details.append(.init(line.drop { $0 == " " }.description))
    }
    let help = usage.help ?? CommandLineArguments.suggestion(for: arguments)
    Output.fail(
      Failure(.usage, code: "command-line", usage.text, details: details, help: help), json: json)
  }
}
