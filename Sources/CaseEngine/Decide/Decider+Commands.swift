import CivilTime
import FEEL
import Programme

extension Decider {
  /// Carries out a command: the family is first brought up to its date, then the command applies to what is there
  /// then, then what it made due by the days already handled follows (rules C1–C7).
  mutating func carryOut(_ command: Command, context: CommandContext) throws(Refusal) {
    let handled = family.handled
    // For a command that is recorded late nothing is due any more, unless the definitions have changed since.
    if !family.cases.isEmpty { try catchUp(through: max(handled, context.date)) }
    try apply(command, context: context)
    try catchUp(through: max(handled, context.date), from: context.date)
  }

  /// The command's own step.
  mutating func apply(_ command: Command, context: CommandContext) throws(Refusal) {
    begin(date: context.date, actor: context.actor, facts: context.facts)
    guard let person = programme.organisation.person(context.actor) else {
      throw Refusal(
        .unknownPerson(context.actor, available: programme.organisation.persons.map(\.id)))
    }
    let capacities = programme.organisation.capacities(of: person)
    let missing = try missingRequirements()
    let cause: Cause
    let subject: String
    switch command {
    case .open(let workflow, let parent, let data):
      subject = try open(workflow, under: parent, inputs: data, origin: .input, by: capacities)
      cause = .opened
    case .send(let number, let event, let data):
      try send(event, to: number, data, by: capacities)
      (cause, subject) = (.sent(event: event), number)
    case .complete(let number, let task, let data):
      try complete(task, of: number, data, by: capacities)
      (cause, subject) = (.completed(task: task), number)
    case .assign(let number, let person):
      try assign(number, to: person)
      (cause, subject) = (.assigned, number)
    case .postpone(let number, let task, let due, let reason):
      try postpone(task, of: number, to: due, reason, by: capacities)
      (cause, subject) = (.postponed(task: task), number)
    case .correct(let number, let data, let reason):
      try correct(number, data, reason, by: person)
      (cause, subject) = (.corrected, number)
    case .acknowledge(let number, let escalation):
      try acknowledge(escalation, of: number, by: capacities)
      (cause, subject) = (.acknowledged(escalation: escalation), number)
    }
    try deliverMessages()
    try refuseMissing(beside: missing)
    try end(cause, subject: subject)
  }

  // MARK: Opening

  /// Opens a case, by a person (`capacities` given) or by an action of its parent.
  @discardableResult
  mutating func open(
    _ id: String, under parent: String?, inputs: [String: Value], origin: SetRecord.Origin,
    by capacities: Set<String>? = nil
  ) throws(Refusal) -> String {
    guard let workflow = programme.workflow(id) else {
      throw Refusal(.unknownWorkflow(id, available: programme.workflows.map(\.id)))
    }
    try checkParent(parent, of: workflow)
    if let capacities { try check(workflow.opening.by, capacities, "öppna \(workflow.title)") }
    let number = numbers.take(year: date.year)
    try record(number, .opened(workflow: id, parent: parent))
    let index = try position(of: number)
    if parent == nil { try record(number, .responsible(actor)) }
    for (field, definition) in workflow.fields.enumerated() {
      guard let standard = definition.defaultValue, inputs[definition.name] == nil else { continue }
      var scope = scope(at: index, workflow: workflow)
      let value = standard.evaluate(&scope.context)
      try set(field, value, at: index, in: workflow, origin: .standard)
    }
    var reasons: [Refusal.Reason] = []
    if capacities == nil {
      for (name, value) in inputs.sorted(by: { $0.key < $1.key }) {
        guard let field = workflow.field(named: name) else { continue }
        if value != .null, !workflow.fields[field].accepts(value) {
          reasons.append(
            .wrongValue(field: name, expected: workflow.fields[field].expectation))
        }
        try set(field, value, at: index, in: workflow, origin: origin)
      }
    } else {
      reasons += try fillIn(workflow.opening.form, inputs, at: index, in: workflow)
    }
    for field in workflow.fields where field.required {
      // What was filled in is there, even when the rest of the form kept it from being written.
      guard family.cases[index].data[field.name] == nil, inputs[field.name] ?? .null == .null
      else { continue }
      let reason = Refusal.Reason.missingField(field.name)
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    if let condition = workflow.opening.condition {
      var scope = scope(at: index, workflow: workflow)
      let outcome = scope.holds(condition)
      if outcome != true {
        reasons.append(
          .condition(
            Refusal.Condition(
              condition, outcome: outcome, inputs: scope.inputs(of: condition),
              secrets: scope.secrets(of: condition),
              basis: workflow.opening.basis)))
      }
    }
    guard reasons.isEmpty else { throw Refusal(reasons) }
    _ = try macrostep(at: index, event: nil)
    return number
  }

  private func checkParent(_ parent: String?, of workflow: Workflow) throws(Refusal) {
    guard let parent else {
      guard workflow.parents.isEmpty || !workflow.parentRequired else {
        throw Refusal(.parentNeeded(workflow: workflow.title, of: workflow.parents))
      }
      return
    }
    let state = family.cases[try position(of: parent)]
    guard workflow.parents.contains(state.workflow) else {
      throw Refusal(
        .wrongParent(workflow: workflow.title, parent: state.workflow, of: workflow.parents))
    }
    guard date >= state.opened else { throw Refusal(.beforeOpening(state.opened)) }
    guard let ending = state.ending else { return }
    guard workflow.continuesAfterParent else {
      throw Refusal(.caseEnded(parent, on: ending.date))
    }
  }

  // MARK: Events and tasks

  private mutating func send(
    _ event: String, to number: String, _ data: [String: Value], by capacities: Set<String>
  ) throws(Refusal) {
    let (index, workflow) = try openCase(number)
    guard let definition = workflow.event(event) else {
      throw Refusal(.unknownEvent(event, available: workflow.events.map(\.id)))
    }
    try check(definition.by, capacities, "registrera \(definition.title)")
    let reasons = try fillIn(definition.form, data, at: index, in: workflow)
    guard reasons.isEmpty else { throw Refusal(reasons) }
    try step(event, at: index, in: workflow)
  }

  private mutating func complete(
    _ id: String, of number: String, _ data: [String: Value], by capacities: Set<String>
  ) throws(Refusal) {
    let (index, workflow) = try openCase(number)
    let (instance, definition) = try task(id, at: index, in: workflow)
    try check([definition.role], capacities, "göra klart \(definition.title)")
    guard date >= instance.opened else {
      throw Refusal(.beforeEntry(what: definition.title, since: instance.opened))
    }
    let reasons = try fillIn(definition.form, data, at: index, in: workflow)
    guard reasons.isEmpty else { throw Refusal(reasons) }
    let inTime = instance.due.map { date <= $0 } ?? true
    try closeEscalations(of: instance, inTime ? .doneInTime : .done, at: index)
    try record(number, .taskDone(serial: instance.serial))
    if let event = definition.doneEvent { try step(event, at: index, in: workflow) }
  }

  /// Lets a case handle what a person sent; refused when nothing comes of it.
  private mutating func step(_ event: String, at index: Int, in workflow: Workflow)
    throws(Refusal)
  {
    let result = try macrostep(at: index, event: event)
    guard result.moved else {
      guard result.failed.isEmpty else { throw Refusal(result.failed.map { .condition($0) }) }
      throw Refusal(
        .notNow(
          event: workflow.event(event)?.title ?? event,
          states: family.cases[index].active.map { workflow.title(ofState: $0.id) },
          listening: workflow.statesListening(to: event)))
    }
    for source in result.sources where date < source.entered {
      throw Refusal(.beforeEntry(what: workflow.title(ofState: source.id), since: source.entered))
    }
  }

  // MARK: Around a case

  private mutating func assign(_ number: String, to person: String?) throws(Refusal) {
    _ = try openCase(number)
    if let person, programme.organisation.person(person) == nil {
      throw Refusal(.unknownPerson(person, available: programme.organisation.persons.map(\.id)))
    }
    try record(number, .responsible(person))
  }

  private mutating func postpone(
    _ id: String, of number: String, to due: CivilDate?, _ reason: String,
    by capacities: Set<String>
  ) throws(Refusal) {
    let (index, workflow) = try openCase(number)
    let (instance, definition) = try task(id, at: index, in: workflow)
    try check([definition.role], capacities, "flytta fristen för \(definition.title)")
    guard !reason.isEmpty else { throw Refusal(.missingField("skäl")) }
    guard date >= instance.opened else {
      throw Refusal(.beforeEntry(what: definition.title, since: instance.opened))
    }
    if let due, due < date { throw Refusal(.pastDue(due)) }
    try record(number, .reason(reason))
    let next = due ?? derivedDue(of: definition, instance, at: index, in: workflow)
    if next != instance.due { try closeEscalations(of: instance, .dueMoved, at: index) }
    try record(
      number,
      .taskPostponed(serial: instance.serial, due: next, isByHand: due != nil))
  }

  /// The due date that a task has when nobody has set it by hand.
  private func derivedDue(
    of definition: TaskDefinition, _ instance: TaskInstance, at index: Int, in workflow: Workflow
  ) -> CivilDate? {
    var scope = agendaScope(at: index, workflow: workflow)
    let first = definition.due.flatMap { scope.date($0) }
    guard instance.round > 1, let first, let every = definition.every,
      let period = programme.period(every, in: scope)
    else { return first }
    return nextRound(after: instance.opened, from: first, period)
  }

  private mutating func correct(
    _ number: String, _ data: [String: Value], _ reason: String, by person: Person
  ) throws(Refusal) {
    let index = try position(of: number)
    let state = family.cases[index]
    guard date >= state.opened else { throw Refusal(.beforeOpening(state.opened)) }
    let workflow = try workflow(of: state)
    let reads = programme.organisation.reads(person)
    guard !reason.isEmpty else { throw Refusal(.missingField("skäl")) }
    var reasons: [Refusal.Reason] = []
    var fields: [(Int, Value)] = []
    for (name, value) in data.sorted(by: { $0.key < $1.key }) {
      guard let field = workflow.field(named: name) else {
        reasons.append(.unknownField(name, available: workflow.fields.map(\.name)))
        continue
      }
      let definition = workflow.fields[field]
      // Nobody overwrites what they may not read.
      if !definition.protection.isSubset(of: reads) {
        let roles = programme.organisation.roles.filter {
          definition.protection.isSubset(of: $0.reads)
        }
        reasons.append(.notAllowed(what: "rätta \(definition.title)", roles: roles.map(\.title)))
        continue
      }
      if value == .null ? definition.required : !definition.accepts(value) {
        reasons.append(.wrongValue(field: name, expected: definition.expectation))
      }
      fields.append((field, value))
    }
    guard reasons.isEmpty else { throw Refusal(reasons) }
    guard !fields.isEmpty else { throw Refusal(.missingField("fält=värde")) }
    try record(number, .reason(reason))
    for (field, value) in fields {
      try set(field, value, at: index, in: workflow, origin: .correction)
    }
  }

  private mutating func acknowledge(
    _ serial: Int, of number: String, by capacities: Set<String>
  ) throws(Refusal) {
    let state = family.cases[try position(of: number)]
    guard let escalation = state.escalations.first(where: { $0.serial == serial && $0.isOpen })
    else { throw Refusal(.unknownEscalation(serial)) }
    if let known = escalation.acknowledged {
      let name = programme.organisation.person(known.by)?.name ?? known.by
      throw Refusal(.alreadyAcknowledged(by: name, on: known.date))
    }
    guard date >= escalation.raised else {
      throw Refusal(.beforeEntry(what: "eskaleringen", since: escalation.raised))
    }
    try check([escalation.to], capacities, "ta emot eskaleringen")
    try record(number, .acknowledged(serial: serial))
  }

  // MARK: Checks

  private func openCase(_ number: String) throws(Refusal) -> (Int, Workflow) {
    let index = try position(of: number)
    let state = family.cases[index]
    if let ending = state.ending { throw Refusal(.caseEnded(number, on: ending.date)) }
    guard date >= state.opened else { throw Refusal(.beforeOpening(state.opened)) }
    return (index, try workflow(of: state))
  }

  private func task(_ id: String, at index: Int, in workflow: Workflow)
    throws(Refusal) -> (TaskInstance, TaskDefinition)
  {
    let state = family.cases[index]
    guard let instance = state.tasks.first(where: { $0.task == id && $0.isOpen }),
      let definition = workflow.task(id)
    else {
      throw Refusal(.unknownTask(id, open: state.tasks.filter(\.isOpen).map(\.task)))
    }
    return (instance, definition)
  }

  /// Roles are refused with the titles of those that may.
  private func check(_ allowed: [String]?, _ capacities: Set<String>, _ what: String)
    throws(Refusal)
  {
    guard let allowed, capacities.isDisjoint(with: allowed) else { return }
    let titles = allowed.map { programme.organisation.role($0)?.title ?? $0 }
    throw Refusal(.notAllowed(what: what, roles: titles))
  }

  /// Writes the fields of a form, after checking all of them; what is wrong with them otherwise.
  private mutating func fillIn(
    _ form: Form, _ data: [String: Value], at index: Int, in workflow: Workflow
  ) throws(Refusal) -> [Refusal.Reason] {
    var reasons: [Refusal.Reason] = []
    let names = form.entries.map { workflow.fields[$0.field].name }
    for name in data.keys.sorted() where !names.contains(name) {
      reasons.append(.unknownField(name, available: names))
    }
    for entry in form.entries {
      let field = workflow.fields[entry.field]
      guard let value = data[field.name], value != .null else {
        if entry.required { reasons.append(.missingField(field.name)) }
        continue
      }
      if !field.accepts(value) {
        reasons.append(.wrongValue(field: field.name, expected: field.expectation))
      }
    }
    guard reasons.isEmpty else { return reasons }
    for entry in form.entries {
      guard let value = data[workflow.fields[entry.field].name] else { continue }
      try set(entry.field, value, at: index, in: workflow, origin: .input)
    }
    return []
  }
}
