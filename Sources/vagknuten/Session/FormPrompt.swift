import CaseEngine
import CaseService
import CivilTime
import FEEL
import Foundation
import Outputs
import Programme

/// Asks the person at the terminal for the fields of a form that are not given yet.
struct FormPrompt {
  let questions: [FormQuestion]
  /// How the thing is done that the form belongs to; said before the first question.
  let text: String?
  /// What is good to know; said before the first question.
  let considerations: [Consideration]

  init(
    _ form: Form, of workflow: Workflow, event: String? = nil, text: String? = nil,
    considerations: [Consideration] = []
  ) {
    self.text = text
    self.considerations = considerations
    let read = event.map { workflow.namesRead(on: $0) } ?? []
    questions = form.entries.map { entry in
      let field = workflow.fields[entry.field]
      return FormQuestion(
        field, required: entry.required, mayBeNeeded: read.contains(field.name))
    }
  }

  /// The values with these fields asked for again; what was answered is shown, and stays unless something else is typed.
  func again(
    _ names: Set<String>, _ values: [String: String], on date: CivilDate,
    suggest: (String, [String: String]) -> Value?
  ) throws -> [String: String] {
    var values = values
    for question in questions where names.contains(question.field.name) {
      values[question.field.name] = try ask(
        question, on: date, suggest(question.field.name, values),
        earlier: values[question.field.name])
    }
    say("\n")
    return values
  }

  /// The values with the answers added. On anything but a terminal nothing is asked.
  ///
  /// - Parameters:
  ///   - date: the day on which it happened.
  ///   - suggest: what the rules propose for a field, with the answers so far.
  func complete(
    _ values: [String: String], on date: CivilDate,
    suggest: (String, [String: String]) -> Value? = { _, _ in nil }
  ) throws -> [String: String] {
    let open = questions.filter { values[$0.field.name] == nil }
    // Whoever has given all that is needed is not asked for the rest.
    guard Terminal.canAsk, !open.isEmpty, values.isEmpty || open.contains(where: \.required)
    else { return values }
    var values = values
    if let text { say(Terminal.output.style.wrapped(text) + "\n") }
    say(FormQuestion.text(considerations, Terminal.output.style))
    say(Terminal.output.style.wrapped(FormQuestion.introduction) + "\n")
    for question in open {
      let suggestion = suggest(question.field.name, values)
      if let answer = try ask(question, on: date, suggestion) {
        values[question.field.name] = answer
      }
    }
    say("\n")
    return values
  }

  private func ask(
    _ question: FormQuestion, on date: CivilDate, _ suggestion: Value?, earlier: String? = nil
  ) throws -> String? {
    say(question.text(Terminal.output.style, suggestion: suggestion, earlier: earlier))
    while true {
      say(question.prompt)
      guard let line = readLine() else {
        say("\n")
        throw Failure.interrupted
      }
      var answer = question.value(of: line.trimmed)
      // Nothing typed takes what was answered before, else what is proposed; `-` leaves the field empty.
      if answer.isEmpty { answer = earlier ?? suggestion.map(FormQuestion.typed) ?? "" }
      if answer.isEmpty || answer == "-" && !question.required {
        if !question.required { return nil }
        remark(FormQuestion.needed)
        continue
      }
      do throws(ServiceError) {
        let value = try ValueReader.read(answer, for: question.field)
        if question.field.allows(value, on: date) {
          if let suggestion, suggestion != value { remark(FormQuestion.departure) }
          return answer
        }
        remark(question.objection(on: date))
      } catch {
        remark(question.objection)
      }
    }
  }

  private func remark(_ text: String) {
    say(FormQuestion.remark(text, Terminal.output.style))
  }

  private func say(_ text: String) {
    Output.print(text)
    Output.flush()
  }
}
