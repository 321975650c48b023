import CaseEngine
import CaseStore
public import CivilTime
import Programme

extension CaseService {
  /// What completing a task or sending an event would come to; nothing happens. It is how an attempt begins at a terminal, so
  /// what is refused is noted like any attempt.
  ///
  /// - Parameter meeting: the day of the meeting in whose minutes a task is recorded.
  public func preview(
    _ act: FormAct, of number: String, values: [String: String], meeting: CivilDate? = nil,
    date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let workflow = try view(number).workflow
    let command: Command
    let sent: String?
    switch act {
    case .event(let id):
      let data = try read(values, workflow.event(id)?.form ?? .empty, of: workflow)
      (command, sent) = (.send(case: number, event: id, data: data), id)
    case .task(let id):
      let task = workflow.task(id)
      let data = try read(values, task?.form ?? .empty, of: workflow)
      (command, sent) = (
        .complete(case: number, task: id, data: data, meeting: meeting), task?.doneEvent
      )
    }
    return try noting(command.act, of: number) {
      try preview(
        command, date: date, facts: sent.map { facts(readOn: $0, of: workflow) } ?? [])
    }
  }
}
