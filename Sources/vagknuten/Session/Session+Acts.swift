import ArgumentParser
import CaseEngine
import CaseService
import Diagnostics
import Outputs
import Programme

extension Session.Work {
  /// Completes a task or sends an event. On a terminal it asks for what is missing, shows what it will lead to, and asks once
  /// whether to go on; in a pipe it does what it was told.
  func carryOut(
    _ act: CaseService.FormAct, of number: String, values: [String: String], isConfirmed: Bool
  ) throws {
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
      let preview = try preview(act, of: number, form: fields, &filled) { refusal, values in
        // What was answered is kept; only what stands in the way is asked for again.
        let names = refusal.fields(mayRead: service.canRead).intersection(fields.map(\.name))
        guard may, !names.isEmpty else { return nil }
        return { try prompt.again(names, values, on: date, suggest: suggest) }
      }
      Output.print(
        Preview.text(preview, programme: programme, today: today, for: reader, style))
      guard Confirmation.ask("Registrera?") else { return }
      shown = preview
    }
    let result = try call(case: number, form: fields) { service in
      switch act {
      case .task(let id):
        try service.complete(id, of: number, values: filled, date: date)
      case .event(let id): try service.record(id, to: number, values: filled, date: date)
      }
    }
    // Somebody may have come between: then what happened is shown, not what would have.
    if let shown, shown.after.cases == result.after.cases {
      Output.print(Preview.done(number))
    } else {
      try show(result)
    }
  }

  /// What an act would come to; when it is refused and `again` knows what to ask, asked again until it is not.
  private func preview(
    _ act: CaseService.FormAct, of number: String, form: [Field], _ values: inout [String: String],
    again: (Refusal, [String: String]) -> (() throws -> [String: String])?
  ) throws -> CommandResult {
    while true {
      var refusal: Refusal?
      do {
        return try call(case: number, form: form) { service in
          do throws(ServiceError) {
            return try service.preview(act, of: number, values: values, date: date)
          } catch {
            if case .refused(let reasons) = error { refusal = reasons }
            throw error
          }
        }
      } catch let failure as Failure {
        guard let ask = refusal.flatMap({ again($0, values) }) else { throw failure }
        Output.print(failure.text(style))
        values = try ask()
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
        throw Failure(.usage, code: "interrupted", "avbrutet; inget har ändrats")
      }
      let answer = line.trimmed
      if let place = Int(answer), choices.indices.contains(place - 1) {
        return choices[place - 1].id
      }
      if choices.contains(where: { $0.id == answer }) { return answer }
    }
  }
}

/// A question that is answered with yes or no, at a terminal.
enum Confirmation {
  /// Whether the answer is yes; an empty line is. The end of the input is a no.
  static func ask(_ question: String) -> Bool {
    while true {
      Output.print("\(question) [J/n] ")
      Output.flush()
      guard let answer = readLine()?.trimmed.lowercased() else {
        Output.print("\nInget har ändrats.\n")
        return false
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
