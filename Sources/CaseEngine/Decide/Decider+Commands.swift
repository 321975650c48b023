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
    if case .undo(let number, let reason) = command {
      let before = try undo(number, reason, context: context)
      return try catchUp(through: max(handled, context.date), from: before)
    }
    try apply(command, context: context)
    try catchUp(through: max(handled, context.date), from: context.date)
  }

  /// The command's own step.
  mutating func apply(_ command: Command, context: CommandContext) throws(Refusal) {
    begin(date: context.date, actor: context.actor, facts: context.facts)
    obstacles = []
    if let first = programme.begins, date < first { throw Refusal(.beforeProgramme(first)) }
    guard let person = programme.organisation.person(context.actor) else {
      throw Refusal(
        .unknownPerson(context.actor, available: programme.organisation.persons.map(\.id)))
    }
    let capacities = try capacities(of: person, for: context.behalf)
    behalf = context.behalf
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
    case .complete(let number, let task, let data, let meeting):
      try complete(task, of: number, data, at: meeting, by: capacities)
      (cause, subject) = (.completed(task: task), number)
    case .assign(let number, let person):
      try assign(number, to: person, by: capacities)
      (cause, subject) = (.assigned, number)
    case .postpone(let number, let task, let due, let reason):
      try postpone(
        task, of: number, to: due, reason, by: capacities, after: context.history + events)
      (cause, subject) = (.postponed(task: task), number)
    case .correct(let number, let data, let reason):
      try correct(number, data, reason, by: person, capacities)
      (cause, subject) = (.corrected, number)
    case .acknowledge(let number, let escalation):
      try acknowledge(escalation, of: number, by: capacities)
      (cause, subject) = (.acknowledged(escalation: escalation), number)
    case .note(let number, let text):
      try note(number, text, by: person)
      (cause, subject) = (.noted, number)
    case .undo(let number, let reason):
      _ = try undo(number, reason, context: context)
      return
    }
    if obstacles.isEmpty { try deliverMessages() }
    // What a state lacks may rest on values that whoever may not act does not read.
    if !isDenied {
      obstacles += try missingRequirements().filter { !missing.contains($0) }
      do throws(Refusal) { try settleMeetings() } catch { obstacles += error.reasons }
    }
    try refuseObstacles()
    try end(cause, subject: subject)
  }

  /// Refuses the command if anything stands in its way: all of it, each once.
  private func refuseObstacles() throws(Refusal) {
    var reasons: [Refusal.Reason] = []
    // A field that is empty or wrong is told as such, not again as a condition that it does not fulfil.
    let told = Set(obstacles.compactMap(\.field))
    for reason in obstacles {
      var reason = reason
      if case .condition(let condition) = reason, !told.isEmpty {
        // Which way was meant is not known before the field that decides it is filled in.
        if !told.isDisjoint(with: condition.choices.keys) { continue }
        let unmet = condition.unmet.without(told)
        if unmet.isEmpty { continue }
        reason = .condition(condition.with(unmet))
      }
      if case .missingRequirement(let field, _) = reason, told.contains(field) { continue }
      if !reasons.contains(reason) { reasons.append(reason) }
    }
    guard reasons.isEmpty else { throw Refusal(reasons) }
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
    if let capacities { note(workflow.opening.by, capacities, "öppna ”\(workflow.title)”") }
    let number = numbers.take(year: date.year)
    try record(number, .opened(workflow: id, parent: parent))
    let index = try position(of: number)
    // C10: what can stand alone is the concern of the one who opens it, also under another case.
    if parent == nil || (capacities != nil && !workflow.parentRequired) {
      try record(number, .responsible(actor))
    }
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
        if let fault = fault(in: value, workflow.fields[field]) { reasons.append(fault) }
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
    if let condition = workflow.opening.condition, mayJudge([condition]) {
      var scope = scope(at: index, workflow: workflow)
      if scope.holds(condition) != true {
        reasons.append(
          .condition(
            Refusal.Condition(
              condition, &scope, leadsTo: [], basis: workflow.opening.basis)))
      }
    }
    obstacles += reasons
    try refuseObstacles()
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
    note(definition.by, capacities, "registrera ”\(definition.title)”")
    obstacles += try fillIn(definition.form, data, at: index, in: workflow)
    try step(event, at: index, in: workflow)
  }

  private mutating func complete(
    _ id: String, of number: String, _ data: [String: Value], at meeting: CivilDate?,
    by capacities: Set<String>
  ) throws(Refusal) {
    let (index, workflow) = try openCase(number)
    let (instance, definition) = try task(id, at: index, in: workflow)
    note([definition.role], capacities, "göra klart ”\(definition.title)”")
    guard date >= instance.opened else {
      throw Refusal(.beforeEntry(what: definition.title, since: instance.opened))
    }
    // T5: a round opens when the one before it is done; what is done twice would go past a whole period.
    guard instance.round == 1 || date > instance.opened else {
      throw Refusal(
        .doneAlready(what: definition.title, on: instance.opened, next: instance.due))
    }
    obstacles += try fillIn(definition.form, data, at: index, in: workflow)
    try treat(task: id, at: index, in: workflow, meeting: meeting)
    let inTime = instance.due.map { date <= $0 } ?? true
    try closeEscalations(of: instance, inTime ? .doneInTime : .done, at: index)
    try record(number, .taskDone(serial: instance.serial))
    if let step = definition.milestone { try record(number, .milestone(step, meeting: nil)) }
    if let event = definition.doneEvent { try step(event, at: index, in: workflow) }
  }

  /// Lets a case handle what a person sent; refused when nothing comes of it.
  private mutating func step(_ event: String, at index: Int, in workflow: Workflow)
    throws(Refusal)
  {
    guard mayJudge(workflow.guards(on: event)) else { return }
    let result: MacrostepResult
    do throws(Refusal) {
      result = try macrostep(at: index, event: event)
    } catch {
      // With something in the way already, what an action could not do may come of that.
      guard obstacles.isEmpty else { return }
      throw error
    }
    guard result.moved else {
      guard result.failed.isEmpty else {
        // Which way the values lead to is told only to those who may read them.
        let organisation = programme.organisation
        let person = actor.flatMap(organisation.person)
        obstacles += result.failed.chosen(
          \.choices, mayRead: { mark in person.map { organisation.mayRead(mark, $0) } ?? false }
        ).map { .condition($0) }
        return
      }
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

  private mutating func assign(_ number: String, to id: String?, by capacities: Set<String>)
    throws(Refusal)
  {
    let (index, workflow) = try openCase(number)
    let organisation = programme.organisation
    // Those who may open such a case may hand it over, and the one who has it.
    if responsible(for: family.cases[index]) != actor {
      note(workflow.opening.by, capacities, "ändra vem som ansvarar för ”\(workflow.title)”")
    }
    if let id {
      guard let person = organisation.person(id) else {
        throw Refusal(.unknownPerson(id, available: organisation.persons.map(\.id)))
      }
      if !organisation.canBeResponsible(person, for: workflow) {
        obstacles.append(
          .cannotBeResponsible(
            person: person.name, workflow: workflow.title,
            roles: workflow.workingRoles.map { organisation.role($0)?.title ?? $0 }))
      }
    }
    try record(number, .responsible(id))
  }

  private mutating func postpone(
    _ id: String, of number: String, to due: CivilDate?, _ reason: String,
    by capacities: Set<String>, after history: [Event]
  ) throws(Refusal) {
    let (index, workflow) = try openCase(number)
    let (instance, definition) = try task(id, at: index, in: workflow)
    try check([definition.role], capacities, "flytta fristen för ”\(definition.title)”")
    guard !reason.isEmpty else { throw Refusal(.missingField("skäl")) }
    guard date >= instance.opened else {
      throw Refusal(.beforeEntry(what: definition.title, since: instance.opened))
    }
    if let due, due < date { throw Refusal(.pastDue(due)) }
    try record(number, .reason(reason))
    let next =
      due ?? instance.dueAsOpened(in: number, history)
      ?? derivedDue(of: definition, at: index, in: workflow)
    if next != instance.due { try closeEscalations(of: instance, .dueMoved, at: index) }
    try record(
      number,
      .taskPostponed(serial: instance.serial, due: next, isByHand: due != nil))
  }

  /// The due date that a task has when nobody has set it by hand.
  private func derivedDue(of definition: TaskDefinition, at index: Int, in workflow: Workflow)
    -> CivilDate?
  {
    var scope = agendaScope(at: index, workflow: workflow)
    return definition.due.flatMap { scope.date($0) }
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

  /// Notes that the actor's roles do not allow something, when they do not.
  private mutating func note(_ allowed: [String]?, _ capacities: Set<String>, _ what: String) {
    do throws(Refusal) {
      try check(allowed, capacities, what)
    } catch {
      obstacles += error.reasons
    }
  }

  /// Why a value cannot stand in a field of the family; nil when it can.
  func fault(in value: Value, _ field: Field) -> Refusal.Reason? {
    if value == .null { return field.required ? .needed(field: field.name) : nil }
    guard field.accepts(value) else {
      return .wrongValue(field: field.name, expected: field.expectation)
    }
    guard field.allows(value, on: date) else {
      return .notAllowedValue(
        field: field.name, text: field.allowed?.source.text ?? "", limits: field.limits(on: date))
    }
    if field.isAnonymous, case .string(let text) = value, namesSomebody(text) {
      return .namesSomebody(field: field.name)
    }
    return nil
  }

  /// Whether a word of the text is the short name of a case of the family, or a word of it, also in the genitive. A word that
  /// is written small is a name only where the name is: `BO` is somebody, and who wants to `bo kvar` is not.
  private func namesSomebody(_ text: String) -> Bool {
    let words = text.namingWords
    return family.cases.contains { state in
      (label(of: state)?.namingWords ?? []).contains { name in
        words.contains { word in
          let isLarge = word.first?.isUppercase ?? false
          let meant = isLarge ? name.lowercased() : name
          return [meant, meant + "s"].contains(isLarge ? word.lowercased() : word)
        }
      }
    }
  }

  /// Roles are refused with the titles of those that may.
  func check(_ allowed: [String]?, _ capacities: Set<String>, _ what: String)
    throws(Refusal)
  {
    guard let allowed, capacities.isDisjoint(with: allowed) else { return }
    let titles = allowed.map(programme.organisation.fullTitle(ofRole:))
    throw Refusal(.notAllowed(what: what, roles: titles))
  }

  /// Writes the fields of a form that are right, and gives what is wrong with the others: then the command is refused in
  /// the end, and what is right lets its conditions be judged before that.
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
      guard let value = data[field.name] else {
        if entry.required { reasons.append(.missingField(field.name)) }
        continue
      }
      if value == .null, entry.required {
        reasons.append(.missingField(field.name))
      } else if let fault = fault(in: value, field) {
        reasons.append(fault)
      } else {
        try set(entry.field, value, at: index, in: workflow, origin: .input)
      }
    }
    return reasons
  }
}

extension TaskInstance {
  /// The due date that a later round opened with, and keeps (T5); nil for the first, whose due date follows its expression.
  fileprivate func dueAsOpened(in number: String, _ history: [Event]) -> CivilDate? {
    guard round > 1 else { return nil }
    for event in history.reversed() {
      for change in event.changes where change.number == number {
        if case .taskOpened(let task) = change.change, task.serial == serial { return task.due }
      }
    }
    return nil
  }
}

extension Refusal.Reason {
  /// The field that was left empty or filled in wrongly.
  var field: String? {
    switch self {
    case .missingField(let name), .wrongValue(let name, _), .notAllowedValue(let name, _, _),
      .needed(let name), .namesSomebody(let name), .pastMeeting(_, let name),
      .meetingExists(_, _, _, _, let name), .meetingTaken(_, _, _, let name):
      name
    default: nil
    }
  }
}

extension String {
  /// The words that may name somebody; single letters name nobody.
  fileprivate var namingWords: Set<String> {
    Set(
      split { !$0.isLetter && !$0.isNumber && $0 != "-" }.lazy.map(String.init)
        .filter { $0.count > 1 })
  }
}
