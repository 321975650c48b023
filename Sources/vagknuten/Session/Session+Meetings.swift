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
    let answer = Ask.yesNo(question, otherwise: usual)
    if answer == nil { Output.print("\n") }
    return answer
  }

  // MARK: Steps of a meeting

  /// Shows a paper of a meeting and records that it has been sent: at once with `--klar`, else when the person at the terminal
  /// says so.
  ///
  /// - Parameters:
  ///   - id: the task that says so.
  ///   - reload: reads the meeting again.
  func show(
    _ paper: (MeetingPapers) -> Paper, of file: MeetingFile, sentBy id: String?, question: String,
    isDone: Bool, reload: () throws -> MeetingFile
  ) throws {
    // What cannot be recorded is refused before anything is shown.
    let step = try step(id, of: file, isAskedFor: isDone)
    if session.options.json {
      if isDone, case .open(let task, let number) = step {
        _ = try call(case: number) {
          try $0.complete(task.id, of: number, values: [:], date: date)
        }
      }
      let file = try reload()
      return Output.print(MeetingPapers(file, reader: reader).json.printed)
    }
    Output.print(paper(MeetingPapers(file, reader: reader)).text(style))
    switch step {
    case .none: return
    case .done(let task, let event):
      guard isDone else { return }
      let text = known("”\(task.title)” är redan gjort", event.date, event.actor)
      Output.print("\n" + text)
    case .open(let task, let number):
      if !isDone {
        guard may([task.role]) else { return }
        guard Terminal.canAsk else {
          return Output.note("När det är gjort: vagknuten klar \(number) \(task.id)\n")
        }
        guard answer("\n" + question, otherwise: false) ?? false else { return }
      } else {
        Output.print("\n")
      }
      try carryOut(
        .task(task.id), of: number, values: [:],
        isConfirmed: isDone || task.form.entries.isEmpty
      ) { try isDoneMeanwhile(task, of: number) }
    }
  }

  /// Where a task of a meeting's case stands.
  private enum Step {
    /// There is nothing to do yet.
    case none
    /// It waits to be done in the case.
    case open(TaskDefinition, in: String)
    /// It has been done.
    case done(TaskDefinition, Event)
  }

  /// - Parameter isAskedFor: whether it is to be done; then a task that is neither open nor done is refused, with what
  ///   has to be done first.
  private func step(_ id: String?, of file: MeetingFile, isAskedFor: Bool) throws -> Step {
    guard let id, let view = file.view, let task = view.workflow.task(id) else {
      guard isAskedFor else { return .none }
      guard id != nil else {
        throw Failure(
          .refused, code: "no-meeting-cases",
          "i \(file.meeting.series.title) registreras inte att det är skickat")
      }
      throw Failure(
        .refused, code: "not-called", "ingen har kallat till mötet \(file.meeting.day)",
        help: "skriv först kallelsen: `vagknuten kallelse \(file.meeting.day)`")
    }
    let number = view.row.number
    if view.tasks.contains(where: { $0.task == id }) { return .open(task, in: number) }
    if let event = try completion(of: task, in: number) { return .done(task, event) }
    guard isAskedFor else { return .none }
    throw Failure(
      .refused, code: "not-yet", "”\(task.title)” går inte att registrera än",
      help: view.tasks.first.map { "gör först klart `\($0.task)` i \(number)" })
  }

  /// The event by which somebody did a task of a case; nil while nobody has.
  func completion(of task: TaskDefinition, in number: String) throws -> Event? {
    try call { try $0.history(number) }.completion(of: task.id, in: number)
  }

  /// Whether a task that was open has been done by somebody; then it is said by whom.
  func isDoneMeanwhile(_ task: TaskDefinition, of number: String) throws -> Bool {
    let view = try call { try $0.view(number) }
    guard !view.tasks.contains(where: { $0.task == task.id }),
      let act = try completion(of: task, in: number)
    else { return false }
    Output.print(known("”\(task.title)” är redan gjort", act.date, act.actor))
    return true
  }

  /// The name of a person, also of one who has come to the programme since this one began.
  private func fullName(of id: String) -> String {
    if reader.organisation.person(id) != nil { return reader.fullName(of: id) }
    let now = try? session.workspace.read().loaded.programme.organisation
    return now?.person(id)?.name ?? id
  }

  /// That something had been recorded before, by whom and when.
  func known(_ what: String, _ date: CivilDate?, _ by: String?) -> String {
    let when = date.map { " \($0)" } ?? ""
    let name = by.map { " av \(fullName(of: $0))" } ?? ""
    return style.wrapped("\(what)\(when)\(name).") + "\n"
  }
}
