import ArgumentParser
import CaseEngine
import CaseService
import CaseStore
import Diagnostics
import Outputs
import Programme

extension Session {
  /// A role by id or title.
  func role(_ text: String) throws -> String {
    let roles = directory.organisation.roles
    if let role = roles.first(where: { $0.id == text || $0.title == text }) { return role.id }
    throw Failure(
      .usage, code: "unknown-role", "rollen `\(text)` finns inte",
      help: help(for: text, among: roles.map(\.id)))
  }

  /// A phase by id.
  func phase(_ text: String) throws -> String {
    if directory.phases.contains(text) { return text }
    throw Failure(
      .usage, code: "unknown-phase", "fasen `\(text)` finns inte",
      help: help(for: text, among: directory.phases))
  }
}

extension Session.Work {
  /// The task that somebody means in a case's workflow, open or not.
  func task(_ id: String, of view: CaseView) throws -> TaskDefinition {
    if let task = view.workflow.task(id) { return task }
    let open = view.tasks.map(\.task)
    let all = view.workflow.states.flatMap(\.tasks).map(\.id)
    var near = suggest(id, among: all).map { "menade du `\($0)`?" }
    if view.workflow.event(id) != nil {
      near = "`\(id)` är en händelse: skriv `vagknuten registrera \(view.row.number) \(id)`"
    }
    throw Failure(
      .usage, code: "unknown-task", "uppgiften `\(id)` finns inte",
      help: near ?? help(for: id, among: open))
  }

  /// The id that people mean: itself, its number or unmistakable beginning, or that of its title.
  func meant(
    _ text: String, among choices: [(id: String, title: String)], _ view: CaseView
  ) -> String {
    if view.workflow.task(text) != nil || view.workflow.event(text) != nil { return text }
    if let id = FormQuestion.chosen(text, among: choices) { return id }
    // One that is not open is told of by its whole id.
    let all = Array(Set(view.workflow.states.flatMap(\.tasks).map(\.id)))
    return Int(digits: text) == nil ? FormQuestion.chosen(text, among: all) ?? text : text
  }

  /// Whether the person who acts has one of some roles; nil stands for all of them.
  func may(_ roles: [String]?) -> Bool {
    programme.organisation.holds(roles, reader.person)
  }

  /// Why something is done: as it was given, else asked for at a terminal, where it stays out of the shell's history.
  func reason(_ given: String?, _ title: String = "Varför") throws -> String {
    if let given { return given.trimmed }
    guard Terminal.canAsk else {
      throw Failure(
        .usage, code: "command-line", "värdet saknas för `--skäl`",
        help: "skriv `--skäl TEXT`; i en terminal frågas annars efter det")
    }
    return try Ask.text(title)
  }

  /// What a command came to.
  func show(_ result: CommandResult) throws {
    Output.hasRecorded(result.number)
    if session.options.json {
      let view = try call { try $0.view(result.number) }
      Output.print(CaseScreen(view, today: today).json(for: reader).printed)
    } else {
      let screen = CommandScreen(result, programme: programme, today: today)
      Output.print(screen.text(for: reader, style))
    }
    // As after a daily run: what was asked for is done, but not everything that should have followed.
    guard result.dependents.failures.isEmpty else { throw ExitCode(ExitStatus.store.rawValue) }
  }
}
