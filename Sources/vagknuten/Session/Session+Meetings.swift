import CaseEngine
import CaseService
import CaseStore
import CivilTime
import FEEL
import Foundation
import Outputs
import Programme

extension Session.Work {
  /// A day on the command line.
  func day(_ text: String) throws -> CivilDate { try Session.day(text, today: session.clock.today) }

  /// The one place where it is noted that somebody is shown whom the items of an agenda are about: before it is shown.
  func noteReading(of numbers: [String]) throws {
    try call { try $0.recordReading(.agenda, of: numbers) }
  }

  /// A question that is answered with yes or no, an empty line with what is usual; nil when the person breaks off.
  func answer(_ question: String, otherwise usual: Bool) -> Bool? {
    guard Terminal.canAsk else { return false }
    while true {
      Output.print("\(question) [\(usual ? "J/n" : "j/N")] ")
      Output.flush()
      guard let line = readLine() else {
        Output.print("\n")
        return nil
      }
      switch line.trimmed.lowercased() {
      case "": return usual
      case "j", "ja", "y", "yes": return true
      case "n", "nej", "no": return false
      default: continue
      }
    }
  }

  /// What became of a task of a meeting's case.
  enum Step {
    case done
    /// The person says that it is not done.
    case notYet
    /// There is nothing to do, or not for this person.
    case notOpen
    /// The person broke off at the question.
    case interrupted
  }

  /// Does a task of a meeting's case, when it is open and the person says that it is done.
  ///
  /// - Parameter usual: what an empty line answers.
  @discardableResult
  func finish(
    _ task: String?, of number: String, question: String = "", otherwise usual: Bool = false,
    _ isDone: Bool, isQuiet: Bool = false
  ) throws -> Step {
    guard let task, let view = try? service.view(number),
      let definition = view.workflow.task(task), view.tasks.contains(where: { $0.task == task }),
      isDone || may([definition.role])
    else { return .notOpen }
    if !isDone {
      if isQuiet { return .notYet }
      guard Terminal.canAsk else {
        Output.note("När det är gjort: vagknuten klar \(number) \(task)\n")
        return .notYet
      }
      guard let answer = answer(question, otherwise: usual) else { return .interrupted }
      guard answer else { return .notYet }
      // Somebody else may have done it while this one was asked.
      if try isDoneMeanwhile(definition, of: number) { return .done }
    } else if !isQuiet {
      Output.print("\n")
    }
    do {
      let result = try complete(definition, of: number, in: view.workflow)
      if !isQuiet { try show(result) }
    } catch let failure as Failure where !failure.isInterruption {
      // Or while this one filled in the form.
      guard !isQuiet, try isDoneMeanwhile(definition, of: number) else { throw failure }
    }
    return .done
  }

  /// Whether a task that was open has been done by somebody; then it is said by whom.
  private func isDoneMeanwhile(_ task: TaskDefinition, of number: String) throws -> Bool {
    let view = try call { try $0.view(number) }
    guard !view.tasks.contains(where: { $0.task == task.id }),
      let act = try call({ try $0.history(number) }).last(where: {
        $0.subject == number && $0.cause == .completed(task: task.id)
      })
    else { return false }
    let by = act.actor.map { " av \(reader.fullName(of: $0))" } ?? ""
    Output.print(style.wrapped("”\(task.title)” är redan gjort \(act.date)\(by).") + "\n")
    return true
  }

  /// Asks for what a task's form holds, and completes it; what stands in the way is asked for again.
  func complete(_ task: TaskDefinition, of number: String, in workflow: Workflow) throws
    -> CommandResult
  {
    let prompt = FormPrompt(task.form, of: workflow, event: task.doneEvent, text: task.text)
    let suggest = { service.suggestion(for: $0, of: number, answers: $1) }
    var values = try prompt.complete([:], on: date, suggest: suggest)
    let fields = task.form.entries.map { workflow.fields[$0.field] }
    return try asking(prompt, &values, case: number, form: fields, suggest) {
      (service, values) throws(ServiceError) in
      try service.complete(task.id, of: number, values: values, date: date)
    }
  }
}
