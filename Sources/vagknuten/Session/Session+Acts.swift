import ArgumentParser
import CaseEngine
import CaseService
import CivilTime
import Diagnostics
import FEEL
import Outputs
import Programme

extension Session.Work {
  /// Completes a task or sends an event. On a terminal it asks for what is missing, shows what it will lead to, and asks once
  /// whether to go on; in a pipe it does what it was told.
  ///
  /// - Parameters:
  ///   - meeting: the day of the meeting in whose minutes a task is recorded.
  ///   - isKnown: whether somebody else has done it meanwhile, which it then says; asked before anybody fills in a form, and
  ///     when what was filled in is refused.
  /// - Returns: whether it is done, by this person or by another; false when the person decides not to.
  @discardableResult
  func carryOut(
    _ act: CaseService.FormAct, of number: String, values: [String: String], isConfirmed: Bool,
    meeting: CivilDate? = nil, unless isKnown: () throws -> Bool = { false }
  ) throws -> Bool {
    if try isKnown() { return true }
    do {
      return try perform(
        act, of: number, values: values, isConfirmed: isConfirmed, meeting: meeting)
    } catch let failure as Failure where !failure.isInterruption {
      if try isKnown() { return true }
      throw failure
    }
  }

  private func perform(
    _ act: CaseService.FormAct, of number: String, values: [String: String], isConfirmed: Bool,
    meeting: CivilDate?
  ) throws -> Bool {
    let view = try call { try $0.view(number) }
    let workflow = view.workflow
    let form: Form
    let text: String?
    let may: Bool
    let event: String?
    switch act {
    case .task(let id):
      let definition = try task(id, of: view)
      (form, text, event) = (definition.form, definition.text, definition.doneEvent)
      // What is not open, or for others to do, is refused before anybody fills in its form.
      may = view.tasks.contains { $0.task == id } && self.may([definition.role])
    case .event(let id):
      let definition = workflow.event(id)
      (form, text, event) = (definition?.form ?? .empty, definition?.text, id)
      may = self.may(definition?.by)
    }
    let fields = form.entries.map { workflow.fields[$0.field] }
    var filled = values
    let prompt = FormPrompt(
      form, of: workflow, event: event, text: text,
      considerations: service.considerations(of: act, on: number, date: date))
    let suggest = { service.suggestion(for: $0, of: number, answers: $1) }
    if may { filled = try prompt.complete(values, on: date, suggest: suggest) }
    var shown: CommandResult?
    if Terminal.canAsk, !isConfirmed, !session.options.json {
      let preview = try asking(may ? prompt : nil, &filled, case: number, form: fields, suggest) {
        (service, values) throws(ServiceError) in
        try service.preview(act, of: number, values: values, meeting: meeting, date: date)
      }
      Output.print(
        Preview.text(preview, programme: programme, today: today, for: reader, style))
      guard try Confirmation.ask("Registrera?") else { return false }
      shown = preview
    }
    let result = try call(case: number, form: fields) { service in
      switch act {
      case .task(let id):
        try service.complete(id, of: number, values: filled, meeting: meeting, date: date)
      case .event(let id): try service.record(id, to: number, values: filled, date: date)
      }
    }
    // Somebody may have come between: then what happened is shown, not what would have.
    if let shown, shown.comes(to: result) {
      Output.print(Preview.done(number, style))
    } else {
      try show(result)
    }
    return true
  }

  /// Runs a use case on what was answered. When it is refused for something that the form holds, that is asked for again, until
  /// it is not refused; the rest of the answers stays.
  ///
  /// - Parameter prompt: asks; nil for somebody who is not asked.
  func asking<Result>(
    _ prompt: FormPrompt?, _ values: inout [String: String], case number: String, form: [Field],
    _ suggest: (String, [String: String]) -> Value?,
    _ body: (CaseService, [String: String]) throws(ServiceError) -> Result
  ) throws -> Result {
    while true {
      var refusal: Refusal?
      do {
        return try call(case: number, form: form) { service in
          do throws(ServiceError) {
            return try body(service, values)
          } catch {
            if case .refused(let reasons) = error { refusal = reasons }
            throw error
          }
        }
      } catch let failure as Failure {
        let names = Set(form.map(\.name))
        guard Terminal.canAsk, let prompt, let refusal,
          !names.isDisjoint(with: refusal.fields(mayRead: service.canRead))
        else { throw failure }
        Output.print(failure.text(style))
        let asked = refusal.fields(mayRead: service.canRead)
          .union(refusal.choices(mayRead: service.canRead)).intersection(names)
        values = try prompt.again(asked, values, on: date, suggest: suggest)
      }
    }
  }

  /// One of several, chosen at the terminal by number or id.
  func choose(_ title: String, among choices: [(id: String, title: String)]) throws -> String {
    Output.print(FormQuestion.choices(title, choices, style))
    while true {
      Output.print("  ett nummer ur listan, eller beteckningen: ")
      Output.flush()
      guard let line = readLine() else {
        Output.print("\n")
        throw Failure.interrupted
      }
      if let id = FormQuestion.chosen(line.trimmed, among: choices.map(\.id)) { return id }
      Output.print(FormQuestion.remark(FormQuestion.notListed, style))
    }
  }
}

/// A question that is answered with yes or no, at a terminal.
enum Confirmation {
  /// Whether the answer is yes; an empty line is.
  ///
  /// - Throws: `Failure.interrupted` at the end of the input.
  static func ask(_ question: String) throws -> Bool {
    while true {
      Output.print("\(question) [J/n] ")
      Output.flush()
      guard let answer = readLine()?.trimmed.lowercased() else {
        Output.print("\n")
        throw Failure.interrupted
      }
      switch answer {
      case "", "j", "ja", "y", "yes": return true
      case "n", "nej", "no":
        Output.print("Inget har ändrats.\n")
        return false
      default: continue
      }
    }
  }
}

extension Failure {
  /// What is said when somebody breaks off before anything has been done.
  static var interrupted: Failure {
    Failure(.usage, code: "interrupted", "avbrutet; inget har ändrats")
  }

  var isInterruption: Bool { code == Self.interrupted.code }
}

extension CommandResult {
  /// Whether what was done is just what this one showed that it would be.
  func comes(to result: CommandResult) -> Bool {
    after.cases == result.after.cases && result.dependents.failures.isEmpty
  }
}
