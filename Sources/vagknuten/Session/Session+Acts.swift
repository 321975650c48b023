import ArgumentParser
import CaseEngine
import CaseService
import CivilTime
import Diagnostics
import FEEL
import Outputs
import Programme

extension Session.Work {
  /// Completes a task or sends an event. On a terminal it asks for what is missing, shows what is recorded and what it will lead
  /// to, and asks once whether to go on; in a pipe it does what it was told.
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
    let (form, _, _) = try definition(of: act, in: view)
    let fields = form.entries.map { view.workflow.fields[$0.field] }
    var filled = view.workflow.meant(by: values, today: today)
    if Terminal.canAsk { try refuseAtOnce(act, of: number, filled, meeting) }
    // What is not open, or for others to do, is refused before anybody fills in its form.
    let prompt = try may(act, of: view) ? prompt(for: act, of: number, meeting: meeting) : nil
    if let prompt {
      try refuseHopeless(attempt(act, of: number, meeting: meeting), filled)
      filled = try prompt.complete(filled, on: date) {
        service.suggestion(for: $0, of: number, answers: $1)
      }
    }
    var shown: CommandResult?
    if Terminal.canAsk, !isConfirmed, !session.options.json {
      if form.entries.isEmpty { prompt?.tell() }
      let preview = try asking(prompt, &filled, attempt(act, of: number, meeting: meeting)) {
        (service, values) throws(ServiceError) in
        try service.preview(act, of: number, values: values, meeting: meeting, date: date)
      }
      // Whom an item of a meeting is about is only shown where it has been noted that it is.
      let label = meeting == nil ? view.row.label : nil
      Output.print(
        Preview.recording(
          preview, label: label, fields: fields, values: filled, programme: programme,
          for: reader, style))
      Output.print(
        Preview.text(preview, programme: programme, today: today, for: reader, style))
      guard try Confirmation.ask("Registrera?") else { return false }
      shown = preview
    }
    let result = try doneMeanwhile(act, of: number) {
      try call(case: number, form: fields) { service in
        switch act {
        case .task(let id):
          try service.complete(id, of: number, values: filled, meeting: meeting, date: date)
        case .event(let id): try service.record(id, to: number, values: filled, date: date)
        }
      }
    }
    // Somebody may have come between: then what happened is shown, not what would have.
    if let shown, shown.comes(to: result) {
      Output.hasRecorded(number)
      Output.print(Preview.done(number, style))
    } else {
      try show(result)
    }
    return true
  }

  /// The form of an act, the text that explains it, and the event that is sent.
  private func definition(of act: CaseService.FormAct, in view: CaseView) throws -> (
    Form, text: String?, event: String?
  ) {
    switch act {
    case .task(let id):
      let definition = try task(id, of: view)
      return (definition.form, definition.text, definition.doneEvent)
    case .event(let id):
      let definition = view.workflow.event(id)
      return (definition?.form ?? .empty, definition?.text, id)
    }
  }

  private func may(_ act: CaseService.FormAct, of view: CaseView) throws -> Bool {
    switch act {
    case .task(let id):
      try view.tasks.contains { $0.task == id } && may([task(id, of: view).role])
    case .event(let id): may(view.workflow.event(id)?.by)
    }
  }

  /// What asks for an act's form.
  ///
  /// - Parameter meeting: the day of the meeting in whose minutes a task is recorded: then what is good to know stands above.
  func prompt(for act: CaseService.FormAct, of number: String, meeting: CivilDate? = nil) throws
    -> FormPrompt
  {
    let view = try call { try $0.view(number) }
    let workflow = view.workflow
    let (form, text, event) = try definition(of: act, in: view)
    var known: [String: String] = [:]
    if case .task = act {
      // What was said when the case was opened is not asked for as if nobody had said it.
      let opening = Set(workflow.opening.form.entries.map { workflow.fields[$0.field].name })
      for datum in view.data where opening.contains(datum.name) {
        if let value = datum.value, !value.isNull { known[datum.name] = FormQuestion.typed(value) }
      }
    }
    return FormPrompt(
      form, of: workflow, conditions: event.map { workflow.namesRead(on: $0) } ?? [], text: text,
      considerations: meeting == nil ? service.considerations(of: act, on: number, date: date) : [],
      known: known,
      today: today, dependent: event.map { workflow.dependentFields(of: form, on: $0) } ?? []
    ) { name, answers in
      let refusal = try? service.refusal(
        of: act, on: number, values: answers, meeting: meeting, date: date)
      return refusal?.mayNeed(name, mayRead: service.canRead) ?? false
    }
  }

  /// Refuses what no answer to the form could change before anybody is asked.
  private func refuseAtOnce(
    _ act: CaseService.FormAct, of number: String, _ values: [String: String],
    _ meeting: CivilDate?
  ) throws {
    let view = try call { try $0.view(number) }
    let (form, _, _) = try definition(of: act, in: view)
    let fields = form.entries.map { view.workflow.fields[$0.field] }
    let refusal = try call(case: number, form: fields) {
      try $0.refusal(of: act, on: number, values: values, meeting: meeting, date: date)
    }
    guard let refusal = refusal?.beyond(form, of: view.workflow, mayRead: service.canRead)
    else { return }
    // An attempt all the same, and noted as one.
    try attempt(act, of: number, meeting: meeting).note(values)
    try doneMeanwhile(act, of: number) {
      try call(case: number) { _ in throw ServiceError.refused(refusal) }
    }
  }

  /// Something that is tried with the answers to a form.
  struct Attempt {
    /// The case; nil for one that is opened.
    let number: String?
    let workflow: Workflow
    let form: Form
    let suggest: (String, [String: String]) -> Value?
    /// Why it would be refused with some answers; nil when it would not.
    let refusal: ([String: String]) throws -> Refusal?
    /// Tries it and notes that it is refused.
    let note: ([String: String]) -> Void

    var fields: [Field] { form.entries.map { workflow.fields[$0.field] } }
  }

  /// An act as something that is tried.
  func attempt(_ act: CaseService.FormAct, of number: String, meeting: CivilDate?) throws
    -> Attempt
  {
    let view = try call { try $0.view(number) }
    return Attempt(
      number: number, workflow: view.workflow, form: try definition(of: act, in: view).0,
      suggest: { service.suggestion(for: $0, of: number, answers: $1) },
      refusal: {
        try service.refusal(of: act, on: number, values: $0, meeting: meeting, date: date)
      },
      note: {
        _ = try? service.preview(act, of: number, values: $0, meeting: meeting, date: date)
      })
  }

  /// Refuses what none of the choices in the form would let through, before anybody makes one. Texts are taken as given.
  private func refuseHopeless(_ attempt: Attempt, _ values: [String: String]) throws {
    let open = attempt.form.entries.filter(\.required).map { attempt.workflow.fields[$0.field] }
      .filter { values[$0.name] == nil }
    guard Terminal.canAsk, !open.isEmpty else { return }
    var given = values
    for field in open where field.choices.isEmpty {
      guard field.type == .string else { return }
      given[field.name] = "?"
    }
    let chosen = open.filter { !$0.choices.isEmpty }
    guard let trials = Self.trials(chosen, given) else { return }
    let others = Set(attempt.fields.map(\.name)).subtracting(chosen.map(\.name))
    var first: (refusal: Refusal, values: [String: String])?
    for trial in trials {
      guard let refusal = try? attempt.refusal(trial),
        refusal.isOfConditions(mayRead: service.canRead),
        refusal.fields(mayRead: service.canRead).isDisjoint(with: others)
      else { return }
      first = first ?? (refusal, trial)
    }
    guard let first else { return }
    // An attempt all the same, and noted as one.
    attempt.note(first.values)
    do {
      try call(case: attempt.number) { _ in throw ServiceError.refused(first.refusal) }
    } catch let failure as Failure {
      throw failure.advising(events(against: first.refusal, attempt), in: attempt.number ?? "")
    }
  }

  /// The values with every combination of the choices of these fields; nil for too many, or where a field is no choice.
  private static func trials(_ fields: [Field], _ values: [String: String]) -> [[String: String]]? {
    guard !fields.contains(where: \.choices.isEmpty),
      fields.reduce(1, { min(1_000, $0 * $1.choices.count) }) <= 64
    else { return nil }
    var trials = [values]
    for field in fields {
      trials = trials.flatMap { trial in
        field.choices.map { trial.merging([field.name: $0]) { _, new in new } }
      }
    }
    return trials
  }

  /// Runs a use case on what was answered. When it is refused for something that the form holds, that is asked for again, until
  /// it is not refused; the rest of the answers stays. What no other answer would change ends it.
  ///
  /// - Parameter prompt: asks; nil for somebody who is not asked.
  func asking<Result>(
    _ prompt: FormPrompt?, _ values: inout [String: String], _ attempt: Attempt,
    _ body: (CaseService, [String: String]) throws(ServiceError) -> Result
  ) throws -> Result {
    while true {
      var refusal: Refusal?
      do {
        return try call(case: attempt.number, form: attempt.fields) { service in
          do throws(ServiceError) {
            return try body(service, values)
          } catch {
            if case .refused(let reasons) = error { refusal = reasons }
            throw error
          }
        }
      } catch let failure as Failure {
        let names = Set(attempt.fields.map(\.name))
        guard Terminal.canAsk, let prompt, let refusal else { throw failure }
        let standing = refusal.fields(mayRead: service.canRead).intersection(names)
        guard !standing.isEmpty else { throw failure }
        let asked = standing.union(
          refusal.choices(mayRead: service.canRead).intersection(names))
        guard mayHelp(asked, values, attempt) else {
          throw failure.advising(events(against: refusal, attempt), in: attempt.number ?? "")
        }
        Output.print(failure.text(style))
        values = try prompt.again(asked, values, on: date, suggest: attempt.suggest)
      }
    }
  }

  /// Whether other answers to these fields may help. Where they only choose from lists, all the choices are tried.
  private func mayHelp(_ names: Set<String>, _ values: [String: String], _ attempt: Attempt)
    -> Bool
  {
    let fields = attempt.fields.filter { names.contains($0.name) }
    guard let trials = Self.trials(fields, values) else { return true }
    return trials.contains { trial in
      guard let refusal = try? attempt.refusal(trial) else { return true }
      // With another choice something else may be all that is missing.
      return !refusal.fields(mayRead: service.canRead).subtracting(names)
        .isDisjoint(with: attempt.fields.map(\.name))
    }
  }

  /// The events that can be recorded now and that give what a refusal lacks.
  private func events(against refusal: Refusal, _ attempt: Attempt) -> [EventDefinition] {
    guard let number = attempt.number, let view = try? service.view(number) else { return [] }
    let now = Set(view.eventsNow(for: reader).map(\.id))
    return attempt.workflow.events(
      giving: refusal.fields(beside: attempt.form, of: attempt.workflow)
    ).filter { now.contains($0.id) }
  }

  /// Runs an attempt at an act. Of a task that somebody has done it is said who, and when.
  private func doneMeanwhile<Result>(
    _ act: CaseService.FormAct, of number: String, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch let failure as Failure {
      guard case .task(let id) = act, let view = try? service.view(number),
        !view.tasks.contains(where: { $0.task == id }), let task = view.workflow.task(id),
        let event = try completion(of: task, in: number)
      else { throw failure }
      let by = event.actor.map { " av \(reader.fullName(of: $0))" } ?? ""
      throw Failure(
        .refused, code: failure.code, "”\(task.title)” är redan gjort \(event.date)\(by)",
        help: failure.help)
    }
  }
}

extension Failure {
  /// The same, with what has to be recorded first.
  fileprivate func advising(_ events: [EventDefinition], in number: String) -> Failure {
    guard let event = events.first else { return self }
    let others = events.dropFirst().map { " eller `\($0.id)`" }.joined()
    return Failure(
      status, code: code, message, details: details,
      help: "registrera först det som saknas: `vagknuten registrera \(number) \(event.id)`\(others)"
    )
  }
}

extension Field {
  /// What one chooses from; empty for what one writes.
  fileprivate var choices: [String] { values ?? (type == .boolean ? ["ja", "nej"] : []) }
}

extension CommandResult {
  /// Whether what was done, also in other cases, is just what this one showed that it would be.
  func comes(to result: CommandResult) -> Bool {
    after.cases == result.after.cases && result.dependents.failures.isEmpty
      && dependents.events.map(\.changes) == result.dependents.events.map(\.changes)
  }
}
