public import CaseEngine
import CaseStore
public import CivilTime
import FEEL
import Programme
import Statechart

extension CaseService {
  /// Opens a case.
  ///
  /// - Parameters:
  ///   - workflow: the id of its workflow.
  ///   - parent: the number of the case it is opened under.
  ///   - values: what was filled in, as text, by field.
  ///   - date: the day on which it happened.
  /// - Throws: `ServiceError`; nothing has happened then.
  public func open(
    _ workflow: String, parent: String?, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let (command, facts) = try opening(workflow, parent: parent, values: values, date: date)
    return try carryOut(command, date: date, facts: facts)
  }

  /// Sends an event to a case.
  public func record(
    _ event: String, to number: String, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    try carryOut("send", on: number, date: date) { workflow throws(ServiceError) in
      try command(.event(event), of: number, in: workflow, values: values, date: date)
    }
  }

  /// Completes a task of a case.
  ///
  /// - Parameter meeting: the day of the meeting in whose minutes it is recorded; nil when it is recorded by itself.
  public func complete(
    _ task: String, of number: String, values: [String: String], meeting: CivilDate? = nil,
    date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    try carryOut("complete", on: number, date: date) { workflow throws(ServiceError) in
      try command(
        .task(task), of: number, in: workflow, values: values, meeting: meeting, date: date)
    }
  }

  /// Makes a person responsible for a case.
  public func assign(_ number: String, to person: String, date: CivilDate) throws(ServiceError)
    -> CommandResult
  {
    try carryOut(.assign(case: number, person: person), date: date)
  }

  /// Sets the due date of a task; without a date it is derived again.
  public func postpone(
    _ task: String, of number: String, to due: CivilDate?, reason: String, date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    try carryOut(
      .postpone(case: number, task: task, due: due, reason: reason), date: date)
  }

  /// Corrects data of a case; an empty text empties a field.
  public func correct(
    _ number: String, values: [String: String], reason: String, date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    try carryOut("correct", on: number, date: date) { workflow throws(ServiceError) in
      (try correction(of: workflow, number, values, reason, on: date), [])
    }
  }

  /// Receives an escalation.
  public func acknowledge(_ escalation: Int, of number: String, date: CivilDate)
    throws(ServiceError) -> CommandResult
  {
    try carryOut(.acknowledge(case: number, escalation: escalation), date: date)
  }

  // MARK: Carrying out

  /// Loads, decides and appends in one transaction.
  ///
  /// - Parameter facts: the names of the facts that the command's guards may read.
  public func carryOut(_ command: Command, date: CivilDate, facts: Set<String> = [])
    throws(ServiceError) -> CommandResult
  {
    try noting(command.act, of: command.subject) {
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        let family = try command.subject.map { try known($0, in: transaction) }
        return try carryOut(command, on: family, date: date, facts: facts, in: transaction)
      }
    }
  }

  /// The same for a command that is made of what its case's workflow asks for.
  private func carryOut(
    _ act: String, on number: String, date: CivilDate,
    _ make: (Workflow) throws(ServiceError) -> (Command, facts: Set<String>)
  ) throws(ServiceError) -> CommandResult {
    try noting(act, of: number) {
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        let family = try known(number, in: transaction)
        let (command, facts) = try make(try workflow(of: number, in: family))
        return try carryOut(command, on: family, date: date, facts: facts, in: transaction)
      }
    }
  }

  func carryOut(
    _ command: Command, on family: FamilyState?, date: CivilDate, facts: Set<String>,
    in transaction: any CaseStoreWriting
  ) throws -> CommandResult {
    let engine = try transaction.engine(programme)
    var current = family
    var earlier: [Event] = []
    if !facts.isEmpty, let family, date >= family.handled {
      // C9: facts are those of the day, and what the family's own days bring comes first (C2).
      try transaction.keepDefinitions(hash: programme.hash, files: definitions.files)
      earlier = try advance(family.root, through: date, engine, in: transaction)
      if !earlier.isEmpty { current = try transaction.family(ofCase: family.root) }
    }
    var decision = try decide(
      command, on: current, date: date, facts: facts, engine, in: transaction)
    guard meetings(changedBy: decision, engine) != nil else {
      return try commit(
        decision, on: current, before: family, earlier: earlier, engine, in: transaction)
    }
    var dependents = try bringUp(
      for: decision, on: date, engine, except: current?.root, in: transaction)
    // What the others' days brought may have taken the numbers that this decision gave.
    decision = try decide(
      command, on: current, date: date, facts: facts, engine, in: transaction)
    let after = Engine(
      programme: programme, meetings: meetings(changedBy: decision, engine) ?? engine.meetings)
    var result = try commit(
      decision, on: current, before: family, earlier: earlier, after, in: transaction)
    try rederive(&dependents, by: result.number, on: date, after, in: transaction)
    result.dependents = dependents
    return result
  }

  func known(_ number: String, in reader: any CaseStoreReading) throws -> FamilyState {
    guard let family = try reader.family(ofCase: number) else {
      throw ServiceError.unknownCase(number)
    }
    return family
  }

  private func workflow(of number: String, in family: FamilyState) throws -> Workflow {
    guard let state = family.caseState(number) else { throw ServiceError.unknownCase(number) }
    guard let workflow = programme.workflow(state.workflow) else {
      throw Refusal(
        .vanishedWorkflow(
          state.workflow, case: state.number, definitions: family.definitions))
    }
    return workflow
  }

  /// What an act that needs a reason, or a text, would come to before anybody is asked for it; what is refused is noted like any
  /// attempt.
  public func attempt(_ command: Command, date: CivilDate) throws(ServiceError) {
    _ = try noting(command.act, of: command.subject) { try preview(command, date: date) }
  }

  /// What a command would come to; nothing is written.
  public func preview(_ command: Command, date: CivilDate, facts: Set<String> = [])
    throws(ServiceError) -> CommandResult
  {
    try translating {
      try store.read { reader in
        try checkFuture(date, in: reader)
        let family = try command.subject.map { try known($0, in: reader) }
        let engine = try reader.engine(programme)
        let decision = try decide(
          command, on: family, date: date, facts: facts, engine, in: reader)
        return CommandResult(
          number: subject(of: decision, command), events: decision.events, before: family,
          after: decision.family, projection: try engine.project(decision.family))
      }
    }
  }

  private func decide(
    _ command: Command, on family: FamilyState?, date: CivilDate, facts: Set<String>,
    _ engine: Engine, in reader: any CaseStoreReading
  ) throws -> Engine.Decision {
    var history: [Event] = []
    if command.looksBack, let family { history = try reader.events(ofFamily: family.root) }
    let numbers =
      opensCases(command, family)
      ? try numbers(from: family?.handled ?? date, through: date, in: reader)
      : NumberSource(pattern: programme.numbers)
    let facts = try values(of: facts, on: date, in: reader)
    func decide(_ minutes: [MeetingDay: [String]]) throws(Refusal) -> Engine.Decision {
      let context = CommandContext(
        actor: actor.id, behalf: behalf, date: date, recorded: clock.now, numbers: numbers,
        facts: facts, minutes: minutes, history: history)
      return try engine.decide(command, family: family, context: context)
    }
    var decision = try decide([:])
    // Which meetings it moves is known only now, and that they have been held stands in other families (rule M9).
    let minutes = try minutes(leftBy: decision, engine, in: reader)
    if !minutes.isEmpty { decision = try decide(minutes) }
    if let family { try refuseRead(decision, before: family, history: history, in: reader) }
    return decision
  }

  private func commit(
    _ decision: Engine.Decision, on known: FamilyState?, before: FamilyState?, earlier: [Event],
    _ engine: Engine, in transaction: any CaseStoreWriting
  ) throws -> CommandResult {
    try transaction.keepDefinitions(hash: programme.hash, files: definitions.files)
    try transaction.take(decision.numbers)
    let projection = try engine.project(decision.family)
    try transaction.append(
      decision.events, family: decision.family, previous: known?.version ?? 0,
      projection: projection, definitions: programme.hash)
    let own = decision.events.last { $0.actor != nil } ?? decision.events.last
    var result = CommandResult(
      number: own?.subject ?? decision.family.root, events: earlier + decision.events,
      before: before,
      after: decision.family, projection: projection)
    if let own, own.actor != nil {
      result.overdrafts = try overdrafts(from: before, to: projection, in: transaction)
    }
    if let before, let own, case .corrected = own.cause {
      try tell(of: &result, from: before, on: own.date, engine, in: transaction)
    }
    return result
  }

  /// Adds to a correction what follows from it.
  func tell(
    of result: inout CommandResult, from before: FamilyState, on date: CivilDate, _ engine: Engine,
    in reader: any CaseStoreReading
  ) throws {
    result.consequences = engine.consequences(from: before, to: result.after, today: date)
    let history = try reader.events(ofFamily: before.root).filter { $0.version <= before.version }
    result.undermined = engine.undermined(by: result.events, after: history)
  }

  private func subject(of decision: Engine.Decision, _ command: Command) -> String {
    decision.events.last { $0.actor != nil }?.subject ?? command.subject ?? decision.family.root
  }

  /// The facts that guards on an event read, and the conditions of the cases that the workflow's actions may open.
  func facts(readOn event: String, of workflow: Workflow) -> Set<String> {
    var result = workflow.facts(readOn: event)
    for action in workflow.actions {
      guard case .open(let id, _) = action, let opened = programme.workflow(id) else { continue }
      result.formUnion(opened.facts(readBy: opened.opening.condition))
    }
    return result
  }

  /// Whether a command, or what is due before it, may open cases. Most cannot, and need not ask for free numbers.
  private func opensCases(_ command: Command, _ family: FamilyState?) -> Bool {
    if case .open = command { return true }
    guard let family else { return true }
    return family.cases.contains { state in
      programme.workflow(state.workflow)?.opensCases ?? true
    }
  }

  /// Numbers for the years in which cases may be opened.
  func numbers(from: CivilDate, through: CivilDate, in reader: any CaseStoreReading) throws
    -> NumberSource
  {
    var next: [Int: Int] = [:]
    for year in min(from.year, through.year)...max(from.year, through.year) {
      next[year] = try reader.nextSerial(year: year)
    }
    return NumberSource(pattern: programme.numbers, next: next)
  }

  /// Facts as of a day.
  func values(of names: Set<String>, on date: CivilDate, in reader: any CaseStoreReading)
    throws -> [String: Value]
  {
    var result: [String: Value] = [:]
    for fact in programme.facts where names.contains(fact.name) {
      switch fact.source {
      case .budgetLeft(let name):
        guard let year = programme.budget(name)?.year(of: date) else {
          result[fact.name] = .number(0)
          continue
        }
        let spent = try reader.spent(budget: name, from: year.from, to: year.to)
        result[fact.name] = year.amount.subtracting(spent).map { .number($0) } ?? .null
      case .count(let workflow, let state):
        result[fact.name] = .number(try reader.count(workflow: workflow, state: state))
      }
    }
    return result
  }

  func checkFuture(_ date: CivilDate, in reader: any CaseStoreReading) throws {
    guard date > clock.today, try !reader.properties().isPractice else { return }
    throw ServiceError.future(date, today: clock.today)
  }

  // MARK: Reading what was filled in

  func read(_ values: [String: String], _ form: Form, of workflow: Workflow, on date: CivilDate)
    throws(ServiceError) -> [String: Value]
  {
    try read(values, among: form.entries.map { workflow.fields[$0.field] }, on: date)
  }

  /// The values of texts; all that is wrong with them is told at once.
  func read(_ values: [String: String], among fields: [Field], on date: CivilDate)
    throws(ServiceError) -> [String: Value]
  {
    var data: [String: Value] = [:]
    var reasons: [Refusal.Reason] = []
    var unreadable: [ServiceError] = []
    for (name, text) in values.sorted(by: { $0.key < $1.key }) {
      guard let field = fields.first(where: { $0.name == name }) else {
        reasons.append(.unknownField(name, available: fields.map(\.name)))
        continue
      }
      do throws(ServiceError) {
        data[name] = try ValueReader.filled(text, for: field)
      } catch {
        unreadable.append(error)
        reasons.append(.wrongValue(field: name, expected: field.expectation))
      }
    }
    if !unreadable.isEmpty {
      // What can be read is judged by the engine, which does not get that far.
      for field in fields {
        guard let value = data[field.name], !value.isNull, !field.allows(value, on: date) else {
          continue
        }
        reasons.append(
          .notAllowedValue(
            field: field.name, text: field.allowed?.source.text ?? "",
            limits: field.limits(on: date)))
      }
    }
    // One alone is told with what was written.
    if reasons.count == 1, let only = unreadable.first { throw only }
    guard reasons.isEmpty else { throw .refused(Refusal(reasons)) }
    return data
  }

  /// Runs a body and gives what it throws as the one kind of error that callers know.
  func translating<Result>(_ body: () throws -> Result) throws(ServiceError) -> Result {
    do {
      return try body()
    } catch let error as ServiceError {
      throw error
    } catch let error as Refusal {
      throw .refused(error)
    } catch let error as StoreError {
      throw .store(error)
    } catch let error as CodecError {
      throw .store(.damaged("\(error)"))
    } catch let error as ReplayError {
      throw .store(.damaged("\(error)"))
    } catch {
      throw .store(.other("\(error)"))
    }
  }
}

extension Workflow {
  /// The facts that a condition reads.
  func facts(readBy condition: ScopedExpression?) -> Set<String> {
    let prefix = "fakta."
    return Set(
      (condition?.expression.references.names ?? []).filter { $0.hasPrefix(prefix) }.map {
        String($0.dropFirst(prefix.count))
      })
  }

  /// The facts that guards on an event read.
  func facts(readOn event: String) -> Set<String> {
    guard let number = chart.event(named: event) else { return [] }
    return chart.transitions.filter { $0.events.contains(number) }.reduce(into: []) {
      result, next in
      result.formUnion(facts(readBy: next.guard.map { guards[$0] }))
    }
  }
}
