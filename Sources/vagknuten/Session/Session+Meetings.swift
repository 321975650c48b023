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

  /// Whether names are shown: only when asked for, and only to a person who may read them.
  func named(_ asked: Bool) throws -> Bool {
    guard asked else { return false }
    guard reader.mayRead([.personal]) else {
      throw Failure(
        .refused, code: "names-not-allowed", "du får inte läsa vilka ärendena gäller",
        help: "utan `--med-namn` visas ärendenummer")
    }
    return true
  }

  /// A question that is answered with yes or no; anything but a terminal answers no.
  func confirm(_ question: String) -> Bool { answer(question, otherwise: false) ?? false }

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

  /// Does a task of a meeting's case, when it is open and the person says that it is done.
  func finish(
    _ task: String?, of number: String, question: String = "", _ isDone: Bool,
    isQuiet: Bool = false
  ) throws {
    guard let task, let view = try? service.view(number),
      let definition = view.workflow.task(task), view.tasks.contains(where: { $0.task == task })
    else { return }
    guard isDone || (!isQuiet && confirm(question)) else {
      if !isQuiet, !Terminal.canAsk {
        Output.note("När det är gjort: vagknuten klar \(number) \(task)\n")
      }
      return
    }
    if isDone, !isQuiet { Output.print("\n") }
    let filled = try FormPrompt(definition.form, of: view.workflow, text: definition.text)
      .complete([:], on: date) { field, answers in
        service.suggestion(for: field, of: number, answers: answers)
      }
    let result = try call(case: number) {
      try $0.complete(task, of: number, values: filled, date: date)
    }
    if !isQuiet { try show(result) }
  }
}
