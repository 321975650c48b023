import CaseEngine
import CaseService
import CaseStore
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
  /// What was said of some fields when the case was opened, as it would be typed.
  let known: [String: String]
  /// The person's today.
  let today: CivilDate
  /// The fields that only some answers to the others call for.
  let dependent: Set<String>
  /// Whether some answers need one more, which only some answers need.
  let needs: (String, [String: String]) -> Bool

  init(
    _ form: Form, of workflow: Workflow, conditions read: Set<String> = [], text: String? = nil,
    considerations: [Consideration] = [], known: [String: String] = [:], today: CivilDate,
    dependent: Set<String> = [],
    needs: @escaping (String, [String: String]) -> Bool = { _, _ in true }
  ) {
    self.text = text
    self.considerations = considerations
    self.known = known
    self.today = today
    self.dependent = dependent
    self.needs = needs
    questions = form.entries.map { entry in
      let field = workflow.fields[entry.field]
      return FormQuestion(
        field, required: entry.required, mayBeNeeded: read.contains(field.name))
    }
  }

  /// The values with these fields asked for again.
  func again(
    _ names: Set<String>, _ values: [String: String], on date: CivilDate,
    suggest: (String, [String: String]) -> Value?
  ) throws -> [String: String] {
    var values = values
    say("\n" + Terminal.output.style.wrapped(FormQuestion.again) + "\n")
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
    tell()
    say(Terminal.output.style.wrapped(FormQuestion.introduction) + "\n")
    for (place, question) in open.enumerated() {
      let name = question.field.name
      // What only some answers need is not asked once it can be said that these do not.
      let isDecided = !open[(place + 1)...].contains(where: \.required)
      if isDecided, dependent.contains(name), known[name] == nil, !needs(name, values) {
        continue
      }
      if let answer = try ask(
        question, on: date, suggest(name, values), known: known[name])
      {
        values[name] = answer
      }
    }
    say("\n")
    return values
  }

  /// Says what is good to know.
  func tell() { say(FormQuestion.text(considerations, Terminal.output.style)) }

  private func ask(
    _ question: FormQuestion, on date: CivilDate, _ suggestion: Value?, earlier: String? = nil,
    known: String? = nil
  ) throws -> String? {
    say(
      question.text(
        Terminal.output.style, suggestion: suggestion, earlier: earlier, known: known))
    while true {
      guard let line = Ask.line(question.prompt) else { throw Failure.brokenOff() }
      var answer = question.field.meant(by: line.trimmed, today: today)
      // Nothing typed takes what was answered before, else what is proposed; `-` leaves the field empty.
      if answer.isEmpty {
        if earlier == nil, suggestion == nil, known != nil, !question.required { return nil }
        answer = earlier ?? suggestion.map(FormQuestion.typed) ?? known ?? ""
      }
      if answer.isEmpty || answer == "-" && !question.required {
        if !question.required { return known == nil ? nil : "" }
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
        remark(question.objection(to: line.trimmed))
      }
    }
  }

  private func remark(_ text: String) { Ask.remark(text) }

  private func say(_ text: String) { Output.print(text) }
}

extension Field {
  /// The value that people mean by what they write: a choice by its number or its unmistakable beginning, however large the letters
  /// are; `idag` and `igår`.
  ///
  /// - Parameter numbered: whether the choices are shown with numbers.
  func meant(by text: String, today: CivilDate, numbered: Bool = true) -> String {
    if let values {
      if !numbered, Int(digits: text) != nil { return text }
      return FormQuestion.chosen(text, among: values) ?? text
    }
    if type == .date, let day = DayReader.read(text.trimmed, today: today) {
      return day.description
    }
    return text
  }
}

extension Workflow {
  /// What people mean by what they write for its fields on the command line.
  func meant(by values: [String: String], today: CivilDate) -> [String: String] {
    values.reduce(into: [:]) { result, entry in
      result[entry.key] =
        field(named: entry.key).map {
          fields[$0].meant(by: entry.value.trimmed, today: today, numbered: false)
        } ?? entry.value
    }
  }
}
