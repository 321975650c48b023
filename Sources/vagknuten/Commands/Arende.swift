import ArgumentParser
import CaseEngine
import CaseService
import Diagnostics
import FEEL
import Outputs
import Programme

struct Arende: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ärende", abstract: "Öppna eller visa ett ärende.",
    discussion: "Bara ett nummer visar ärendet: vagknuten ärende 14",
    subcommands: [ArendeNytt.self, ArendeVisa.self], defaultSubcommand: ArendeVisa.self,
    aliases: ["case", "arende"])
}

struct ArendeNytt: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nytt", abstract: "Öppna ett ärende och få dess nummer.",
    discussion: """
      Till exempel: vagknuten ärende nytt FLÖDE fält=värde 'annat fält=flera ord'
      I en terminal frågas efter de fält som inte är ifyllda, och du ser vad som öppnas innan du bestämmer dig. Utan slag \
      visas vilka som finns.
      """, aliases: ["new"])

  @Argument(help: ArgumentHelp("Ärendets slag: arbetsflödets beteckning.", valueName: "flöde"))
  var workflow: String?

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
  @OptionGroup var confirming: ConfirmingOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let work = try Session.work(common, behalf: recording.behalf)
    var values: [String: String] = [:]
    if let file { values = try work.call { _ in try Self.read(file) } }
    let kindGiven = workflow.flatMap { work.programme.workflow($0) }
    values.merge(try Assignments(assignments, in: kindGiven).values) { _, given in given }
    let parent = try parent.map { try work.number($0) }
    let id = try kind(work)
    guard let workflow = work.programme.workflow(id) else { throw Self.unknown(id, work) }
    try open(workflow, under: parent, values, work)
  }

  private func open(
    _ workflow: Workflow, under parent: String?, _ given: [String: String], _ work: Session.Work
  ) throws {
    let form = workflow.opening.form
    let fields = form.entries.map { workflow.fields[$0.field] }
    let refusal = { (values: [String: String]) in
      try work.call(form: fields) {
        try $0.refusal(ofOpening: workflow.id, parent: parent, values: values, date: work.date)
      }
    }
    let preview = { (values: [String: String]) in
      try work.call(form: fields) {
        try $0.previewOpening(workflow.id, parent: parent, values: values, date: work.date)
      }
    }
    var values = workflow.meant(by: given, today: work.today)
    var prompt: FormPrompt?
    if Terminal.canAsk {
      // What no answer could change is refused before anybody is asked.
      if let closed = try refusal(values)?.beyond(
        form, of: workflow, mayRead: work.service.canRead)
      {
        _ = try? preview(values)
        try work.call(form: fields) { _ in throw ServiceError.refused(closed) }
      }
      prompt = FormPrompt(
        form, of: workflow,
        conditions: workflow.opening.condition?.expression.references.names ?? [],
        today: work.today, dependent: workflow.dependentFields(of: form, on: nil)
      ) {
        let refusal = try? refusal($1)
        return refusal?.mayNeed($0, mayRead: work.service.canRead) ?? false
      }
      values = try prompt?.complete(values, on: work.date) ?? values
    }
    var expected: CommandResult?
    if Terminal.canAsk, !confirming.yes, !common.json {
      let attempt = Session.Work.Attempt(
        number: nil, workflow: workflow, form: form, suggest: { _, _ in nil }, refusal: refusal,
        note: {
          _ = try? work.service.previewOpening(
            workflow.id, parent: parent, values: $0, date: work.date)
        })
      let shown = try work.asking(prompt, &values, attempt) {
        service, values throws(ServiceError) in
        try service.previewOpening(workflow.id, parent: parent, values: values, date: work.date)
      }
      expected = shown
      let label = workflow.label.flatMap { values[workflow.fields[$0].name] }
      Output.print(
        Preview.opening(
          shown, workflow: workflow, label: label, fields: fields, values: values,
          programme: work.programme, today: work.today, for: work.reader, work.style))
      guard try Confirmation.ask("Öppna?") else { return }
    }
    let result = try work.call(form: fields) {
      try $0.open(workflow.id, parent: parent, values: values, date: work.date)
    }
    if let expected, expected.comes(to: result) {
      Output.hasRecorded(result.number)
      Output.print(Preview.opened(result.number))
    } else {
      try work.show(result)
    }
  }

  /// The workflow that is meant: when none is named asked for at a terminal, never guessed.
  private func kind(_ work: Session.Work) throws -> String {
    let choices = Self.kinds(work)
    if let workflow {
      if work.programme.workflow(workflow) != nil { return workflow }
      return FormQuestion.chosen(workflow, among: choices) ?? workflow
    }
    guard Terminal.canAsk else {
      throw Failure(
        .usage, code: "command-line", "argumentet `<flöde>` saknas",
        details: choices.map { .init("\($0.id): \($0.title)") })
    }
    return try Ask.choice("Vilket slags ärende?", among: choices)
  }

  /// The workflows of which the person may open cases.
  private static func kinds(_ work: Session.Work) -> [(id: String, title: String)] {
    work.programme.workflows.filter { work.may($0.opening.by) }.map { ($0.id, $0.title) }
  }

  private static func unknown(_ id: String, _ work: Session.Work) -> Failure {
    let near = suggest(id, among: work.programme.workflows.map(\.id)).map { "menade du `\($0)`?" }
    return Failure(
      .usage, code: "wrong-name", "arbetsflödet `\(id)` finns inte",
      details: near == nil ? kinds(work).map { .init("\($0.id): \($0.title)") } : [], help: near)
  }

  private static func read(_ path: String) throws -> [String: String] {
    guard let bytes = Workspace.bytes(ofFile: try Session.namedFile(path)) else {
      throw Failure(.usage, code: "unreadable", "filen \(path) går inte att läsa")
    }
    do throws(ServiceError) {
      return try FormFile.read(SourceFile(path: path, bytes: bytes))
    } catch {
      // It is no definitions file that is wrong, but what was handed over.
      guard case .definitions(let findings) = error else { throw error }
      throw Failure.filledIn(findings, code: "wrong-file", "filen \(path) går inte att använda")
    }
  }
}

struct ArendeVisa: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "visa", abstract: "Visa ett ärende.", aliases: ["show"])

  @Argument(help: ArgumentHelp("Ärendets nummer; 14 räcker när det är ensamt.", valueName: "nr"))
  var number: String

  @Flag(
    name: [.customLong("fält"), .customLong("fields")],
    help: "Visa uppgifterna under de namn som `fält=värde` har, också de tomma.")
  var fields = false

  @OptionGroup var common: CommonOptions

  func run() throws {
    // It is what stands behind `ärende` when no subcommand does, and every number has a digit.
    if !number.contains(where: \.isNumber), suggest(number, among: ["nytt", "visa"]) != nil {
      throw Failure(
        .usage, code: "command-line", "kommandot `ärende \(number)` finns inte",
        help: help(for: number, among: ["nytt", "visa"]))
    }
    let work = try Session.work(common, readOnly: true, looksOn: true)
    let number = try work.number(number)
    let screen = try work.call {
      CaseScreen(try $0.view(number), today: work.today, notes: try $0.notes(number))
    }
    if fields, !common.json { return Output.print(screen.fields(work.style)) }
    work.session.show(
      text: screen.text(for: work.reader, work.style), json: screen.json(for: work.reader).printed)
  }
}
