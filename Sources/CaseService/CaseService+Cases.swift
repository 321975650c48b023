public import CaseEngine
public import CaseStore
public import CivilTime
public import FEEL
public import Programme

/// A case as one person may see it.
public struct CaseView: Sendable {
  /// The case's row in lists.
  public let row: CaseRow
  /// Its state.
  public let state: CaseState
  /// Its workflow.
  public let workflow: Workflow
  /// Its data, in the order of the workflow; a protected value that the person may not read is nil.
  public let data: [Datum]
  /// Its open tasks.
  public let tasks: [TaskRow]
  /// Its dates to come.
  public let coming: [ComingRow]
  /// Its escalations.
  public let escalations: [EscalationRow]
  /// The cases under it.
  public let children: [CaseRow]
  /// What is shown of the cases under it, by their numbers.
  public let summaries: [String: [CaseGlance]]
  /// The open cases under it, under those and so on, each after the one it lies under.
  public let openDescendants: [CaseRow]
  /// The open tasks of the open cases under it, however deep.
  public let childTasks: [TaskRow]
  /// What is escalated, and still open, in the cases under it, however deep.
  public let childEscalations: [EscalationRow]
  /// The events that it listens to, with what each lacks.
  public let events: [EventStanding]

  /// A piece of data.
  public struct Datum: Sendable {
    /// The field's name.
    public let name: String
    /// The field's title.
    public let title: String
    /// The value; nil when the person may not read it.
    public let value: Value?
    /// Whether it is derived.
    public let isDerived: Bool
    /// Whether it is a note, which stands among the notes.
    public let isNote: Bool
  }
}

/// Something that is shown of a case.
public struct CaseGlance: Sendable {
  /// What it is called.
  public let title: String
  /// What is shown; nil when the person may not read it.
  public let value: Value?
  /// Why it is kept from some.
  public let protection: Set<Protection>
}

extension CaseService {
  /// The full number of a case from what somebody wrote: the number itself, or its last part when that is unique.
  public func number(_ text: String) throws(ServiceError) -> String {
    try store.number(text)
  }

  /// One case, as the person who acts may see it.
  public func view(_ number: String) throws(ServiceError) -> CaseView {
    try translating { try store.read { try view(number, in: $0) } }
  }

  /// The same within a reading that sees other things too.
  func view(_ number: String, in reader: any CaseStoreReading) throws -> CaseView {
    guard let family = try reader.family(ofCase: number),
      let state = family.caseState(number)
    else { throw ServiceError.unknownCase(number) }
    guard let workflow = programme.workflow(state.workflow) else {
      throw Refusal(
        .vanishedWorkflow(
          state.workflow, case: state.number, definitions: family.definitions))
    }
    let engine = try reader.engine(programme)
    let projection = try engine.project(family)
    guard let row = projection.cases.first(where: { $0.number == number }) else {
      throw ServiceError.unknownCase(number)
    }
    let values = engine.data(of: state, in: family, today: clock.today)
    let facts = workflow.events.reduce(into: Set<String>()) {
      $0.formUnion(self.facts(readOn: $1.id, of: workflow))
    }
    let children = projection.cases.filter { $0.parent == number }
    let descendants = projection.cases.openDescendants(of: number)
    let open = Set(descendants.map(\.number))
    var summaries: [String: [CaseGlance]] = [:]
    for child in children {
      guard let state = family.caseState(child.number),
        let desk = engine.desk(of: state, in: family, today: clock.today)
      else { continue }
      summaries[child.number] = desk.summary.map(glance)
    }
    return CaseView(
      row: row, state: state, workflow: workflow,
      data: values.map { datum in
        CaseView.Datum(
          name: datum.name, title: datum.title,
          value: canRead(datum) ? datum.value : nil, isDerived: datum.isDerived,
          isNote: !datum.isDerived
            && workflow.field(named: datum.name).map { workflow.fields[$0].isNote } ?? false)
      },
      tasks: projection.tasks.filter { $0.number == number }.sorted {
        ($0.due ?? .latest, $0.serial) < ($1.due ?? .latest, $1.serial)
      },
      coming: projection.coming.filter { $0.number == number }.sorted { $0.date < $1.date },
      escalations: projection.escalations.filter { $0.number == number },
      children: children, summaries: summaries, openDescendants: descendants,
      childTasks: projection.tasks.filter { open.contains($0.number) },
      childEscalations: projection.escalations.filter {
        $0.closed == nil && open.contains($0.number)
      },
      events: try engine.events(
        of: number, in: family, on: clock.today,
        facts: try self.values(of: facts, on: clock.today, in: reader)
      ).filter { try obstacle(to: $0.event.id, of: number, in: workflow, engine, reader) == nil })
  }

  /// Whether the person who acts may read a value.
  public func canRead(_ datum: CaseDatum) -> Bool {
    canRead(datum.protection)
  }

  /// What the rules propose for a field of a case, with these answers given beside what the case holds; nil when they
  /// propose nothing, or nothing that the person who acts may read.
  public func suggestion(for field: String, of number: String, answers: [String: String]) -> Value?
  {
    let read = try? store.read { reader in
      (try reader.family(ofCase: number), try reader.engine(programme))
    }
    guard let (known, engine) = read, let family = known, let state = family.caseState(number),
      let workflow = programme.workflow(state.workflow), let index = workflow.field(named: field),
      let protection = workflow.suggestions[index]?.protection, canRead(protection)
    else { return nil }
    var values: [String: Value] = [:]
    for (name, text) in answers {
      guard let index = workflow.field(named: name) else { continue }
      values[name] = try? ValueReader.read(text, for: workflow.fields[index])
    }
    return engine.suggestion(
      for: field, of: number, in: family, answers: values, today: clock.today)
  }

  /// What the person who acts should know before they fill in the form of something; only what they may read.
  public func considerations(of act: FormAct, on number: String, date: CivilDate)
    -> [Consideration]
  {
    let found = try? store.read { reader -> [Consideration] in
      guard let family = try reader.family(ofCase: number), let state = family.caseState(number),
        let workflow = programme.workflow(state.workflow)
      else { return [] }
      let engine = try reader.engine(programme)
      var shown: [Consideration] = []
      let event: String?
      let form: Form?
      switch act {
      case .task(let id):
        let task = workflow.task(id)
        (event, form) = (task?.doneEvent, task?.form)
        if let task { shown = engine.shown(by: task, of: number, in: family, today: date) }
      case .event(let id): (event, form) = (id, workflow.event(id)?.form)
      }
      guard let event else { return shown }
      return try shown
        + engine.considerations(
          on: event, form: form ?? .empty, of: number, in: family,
          facts: values(of: facts(readOn: event, of: workflow), on: date, in: reader), today: date)
    }
    return (found ?? []).filter { canRead($0.protection) }
  }

  /// Whether the person who acts may read what is protected in a way.
  public func canRead(_ protection: Set<Protection>) -> Bool {
    programme.organisation.mayRead(protection, actor)
  }

  /// The events of a case's family that concern the case, in order.
  public func history(_ number: String) throws(ServiceError) -> [Event] {
    try translating {
      try store.read { reader in
        guard let family = try reader.family(ofCase: number) else {
          throw ServiceError.unknownCase(number)
        }
        return try reader.events(ofFamily: family.root).filter { event in
          event.subject == number || event.changes.contains { $0.number == number }
        }
      }
    }
  }
}

extension CaseStore {
  /// The full number of a case from what somebody wrote: the number itself, or its last part when that is unique.
  ///
  /// - Throws: `ServiceError.unknownCase`, `.ambiguousCase`, or what the store says.
  public func number(_ text: String) throws(ServiceError) -> String {
    do {
      return try read { reader in
        if try reader.family(ofCase: text) != nil { return text }
        let candidates = try reader.caseNumbers(endingIn: text)
        guard let only = candidates.first else { throw ServiceError.unknownCase(text) }
        guard candidates.count == 1 else {
          throw ServiceError.ambiguousCase(text, candidates: candidates)
        }
        return only
      }
    } catch let error as ServiceError {
      throw error
    } catch let error as StoreError {
      throw .store(error)
    } catch {
      throw .store(.other("\(error)"))
    }
  }
}

extension [CaseRow] {
  /// The open cases that lie under a case, however deep; also under a case that has ended, for some go on after it.
  fileprivate func openDescendants(of number: String) -> [CaseRow] {
    filter { $0.parent == number }.flatMap { child in
      (child.ended == nil ? [child] : []) + openDescendants(of: child.number)
    }
  }
}
