import ArgumentParser
import CaseService
import Diagnostics
import Outputs
import Programme

struct Arende: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ärende", abstract: "Öppna eller visa ett ärende.",
    subcommands: [ArendeNytt.self, ArendeVisa.self], aliases: ["case", "arende"])
}

struct ArendeNytt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nytt", abstract: "Öppna ett ärende och få dess nummer.",
    discussion: """
      Till exempel: vagknuten ärende nytt deltagare kortnamn=Ek födelsedatum=1990-05-04
      I en terminal frågas efter de fält som inte är ifyllda.
      """, aliases: ["new"])

  @Argument(help: ArgumentHelp("Ärendets slag: arbetsflödets beteckning.", valueName: "flöde"))
  var workflow: String

  @Argument(help: ArgumentHelp("Uppgifter om ärendet.", valueName: "fält=värde"))
  var assignments: [String] = []

  @Option(
    name: [.customLong("förälder"), .customLong("parent")],
    help: ArgumentHelp("Ärendet som det öppnas under.", valueName: "nr"))
  var parent: String?

  @Option(
    name: [.customLong("fil"), .customLong("file")],
    help: ArgumentHelp("En fil med `fält: värde` på varje rad (YAML).", valueName: "fil"))
  var file: String?

  @OptionGroup var recording: RecordingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, behalf: recording.behalf)
    let definition = work.programme.workflow(workflow)
    var values: [String: String] = [:]
    if let file { values = try work.call { _ in try Self.read(file) } }
    values.merge(try Assignments(assignments).values) { _, given in given }
    let parent = try parent.map { try work.number($0) }
    var fields: [Field] = []
    if let definition {
      fields = definition.opening.form.entries.map { definition.fields[$0.field] }
      if work.may(definition.opening.by) {
        values = try FormPrompt(definition.opening.form, of: definition).complete(
          values, on: work.date)
      }
    }
    let result = try work.call(form: fields) {
      try $0.open(workflow, parent: parent, values: values, date: work.date)
    }
    try work.show(result)
  }

  private static func read(_ path: String) throws -> [String: String] {
    guard let bytes = Workspace.bytes(ofFile: path) else {
      throw Failure(.usage, code: "unreadable", "filen \(path) går inte att läsa")
    }
    do throws(ServiceError) {
      return try FormFile.read(SourceFile(path: path, bytes: bytes))
    } catch {
      // It is no definitions file that is wrong, but what was handed over.
      guard case .definitions(let findings) = error else { throw error }
      let style = Terminal.error.style
      // What is quoted from the file may be protected, so only a terminal shows it.
      guard style.isTerminal else {
        throw Failure(
          .usage, code: "wrong-file", "filen \(path) går inte att använda",
          details: findings.sorted.map {
            .init("\($0.span.map { "rad \($0.start.line): " } ?? "")\($0.code)")
          }, help: "i en terminal visas mer")
      }
      throw Failure(
        .usage, code: "wrong-file", "filen \(path) går inte att använda",
        findings: DiagnosticRenderer(
          colour: style.colour, width: style.width, wraps: style.isTerminal
        ).render(findings)
          + "\n")
    }
  }
}

struct ArendeVisa: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visa", abstract: "Visa ett ärende.", aliases: ["show"])

  @Argument(help: ArgumentHelp("Ärendets nummer; 14 räcker när det är ensamt.", valueName: "nr"))
  var number: String

  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let number = try work.number(number)
    let screen = try work.call {
      CaseScreen(try $0.view(number), today: work.today, notes: try $0.notes(number))
    }
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
  }
}
