public import CaseEngine
import CaseStore
public import CivilTime
import FEEL
import Programme
import Statechart

extension CaseService {
  /// What completing a task or sending an event would come to; nothing happens. It is how an attempt begins at a terminal, so
  /// what is refused is noted like any attempt.
  ///
  /// - Parameter meeting: the day of the meeting in whose minutes a task is recorded.
  public func preview(
    _ act: FormAct, of number: String, values: [String: String], meeting: CivilDate? = nil,
    date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let (command, facts) = try command(
      act, of: number, in: try view(number).workflow, values: values, meeting: meeting, date: date)
    return try noting(command.act, of: number) {
      try preview(command, date: date, facts: facts)
    }
  }

  /// What opening a case would come to.
  public func previewOpening(
    _ workflow: String, parent: String?, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let (command, facts) = try opening(workflow, parent: parent, values: values, date: date)
    return try noting(command.act, of: command.subject) {
      try preview(command, date: date, facts: facts)
    }
  }

  /// What a correction would come to.
  public func previewCorrection(
    _ number: String, values: [String: String], reason: String, date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let command = try correction(of: try view(number).workflow, number, values, reason, on: date)
    var result = try noting(command.act, of: number) { try preview(command, date: date) }
    if let before = result.before {
      try translating {
        try store.read { reader in
          try tell(
            of: &result, from: before, on: date, try reader.engine(programme), in: reader)
        }
      }
    }
    return result
  }

  /// Why an act would be refused with these values; nil when it would not. It is a question, not an attempt: nothing is noted.
  ///
  /// - Throws: `ServiceError` for anything but a refusal: a value that cannot be read.
  public func refusal(
    of act: FormAct, on number: String, values: [String: String], meeting: CivilDate? = nil,
    date: CivilDate
  ) throws(ServiceError) -> Refusal? {
    try refusal { () throws(ServiceError) in
      let (command, facts) = try command(
        act, of: number, in: try view(number).workflow, values: values, meeting: meeting,
        date: date)
      return try preview(command, date: date, facts: facts)
    }
  }

  /// Why a case would not be opened with these values; nil when it would be.
  public func refusal(
    ofOpening workflow: String, parent: String?, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> Refusal? {
    try refusal { () throws(ServiceError) in
      let (command, facts) = try opening(workflow, parent: parent, values: values, date: date)
      return try preview(command, date: date, facts: facts)
    }
  }

  private func refusal(_ body: () throws(ServiceError) -> CommandResult) throws(ServiceError)
    -> Refusal?
  {
    do throws(ServiceError) {
      _ = try body()
      return nil
    } catch {
      if case .refused(let refusal) = error { return refusal }
      throw error
    }
  }

  /// The command that filling in a form is, and the facts that it may read.
  ///
  /// - Parameter meeting: the day of the meeting in whose minutes a task is recorded.
  func command(
    _ act: FormAct, of number: String, in workflow: Workflow, values: [String: String],
    meeting: CivilDate? = nil, date: CivilDate
  ) throws(ServiceError) -> (Command, facts: Set<String>) {
    switch act {
    case .event(let id):
      let data = try read(values, workflow.event(id)?.form ?? .empty, of: workflow, on: date)
      return (.send(case: number, event: id, data: data), facts(readOn: id, of: workflow))
    case .task(let id):
      let task = workflow.task(id)
      let data = try read(values, task?.form ?? .empty, of: workflow, on: date)
      return (
        .complete(case: number, task: id, data: data, meeting: meeting),
        task?.doneEvent.map { facts(readOn: $0, of: workflow) } ?? []
      )
    }
  }

  func opening(_ workflow: String, parent: String?, values: [String: String], date: CivilDate)
    throws(ServiceError) -> (Command, facts: Set<String>)
  {
    guard let definition = programme.workflow(workflow) else {
      throw .refused(
        Refusal(.unknownWorkflow(workflow, available: programme.workflows.map(\.id))))
    }
    let data = try read(values, definition.opening.form, of: definition, on: date)
    return (
      .open(workflow: workflow, parent: parent, data: data),
      definition.facts(readBy: definition.opening.condition)
    )
  }

  func correction(
    of workflow: Workflow, _ number: String, _ values: [String: String], _ reason: String,
    on date: CivilDate
  ) throws(ServiceError) -> Command {
    .correct(case: number, data: try read(values, among: workflow.fields, on: date), reason: reason)
  }
}
