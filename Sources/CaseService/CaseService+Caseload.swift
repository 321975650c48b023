public import CaseEngine
import CaseStore
public import CivilTime
import Programme

extension CaseService {
  /// The open cases that a person is responsible for, but for those that follow along with an open one above them.
  public func caseload(of person: String) throws(ServiceError) -> [CaseRow] {
    try translating { try store.read { try caseload(of: person, in: $0) } }
  }

  /// Somebody whom the organisation no longer names may still have cases, and somebody else must be able to take them.
  private func caseload(of person: String, in reader: any CaseStoreReading) throws -> [CaseRow] {
    guard
      try programme.organisation.person(person) != nil
        || reader.responsibles().contains(person)
    else {
      throw ServiceError.unknownPerson(
        person, available: programme.organisation.persons.map(\.id))
    }
    return try reader.caseload(of: person)
  }

  /// The open cases of a person that can go to another, and those that cannot: the other has nothing to do in them.
  public func caseload(of person: String, goingTo other: String) throws(ServiceError) -> (
    going: [CaseRow], staying: [CaseRow]
  ) {
    guard let receiver = programme.organisation.person(other) else {
      throw .unknownPerson(other, available: programme.organisation.persons.map(\.id))
    }
    let rows = try caseload(of: person)
    let going = Set(rows.filter { programme.canTake($0, receiver) }.map(\.number))
    return (
      rows.filter { going.contains($0.number) }, rows.filter { !going.contains($0.number) }
    )
  }

  /// Gives every open case of a person that can go there to another, all of them or none.
  ///
  /// - Throws: `ServiceError`; nothing has happened then.
  public func assignAll(from person: String, to other: String, date: CivilDate)
    throws(ServiceError) -> [CommandResult]
  {
    guard let receiver = programme.organisation.person(other) else {
      throw .unknownPerson(other, available: programme.organisation.persons.map(\.id))
    }
    return try assign(to: other, date: date) { reader in
      try caseload(of: person, in: reader).filter { programme.canTake($0, receiver) }
        .map(\.number)
    }
  }

  /// Makes a person responsible for several cases, all of them or none.
  ///
  /// - Throws: `ServiceError`; nothing has happened then.
  public func assign(_ numbers: [String], to person: String, date: CivilDate)
    throws(ServiceError) -> [CommandResult]
  {
    try assign(to: person, date: date) { _ in numbers }
  }

  private func assign(
    to person: String, date: CivilDate, _ numbers: (any CaseStoreReading) throws -> [String]
  ) throws(ServiceError) -> [CommandResult] {
    try noting("assign", of: nil) {
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        return try numbers(transaction).map { number in
          try carryOut(
            .assign(case: number, person: person), on: try known(number, in: transaction),
            date: date, facts: [], in: transaction)
        }
      }
    }
  }
}

extension Programme {
  /// Whether somebody has anything to do in a case.
  func canTake(_ row: CaseRow, _ person: Person) -> Bool {
    workflow(row.workflow).map { organisation.canBeResponsible(person, for: $0) } ?? false
  }

  /// Whether a person has neither anything to do in cases of a workflow nor opens them: who once did may still be responsible.
  fileprivate func isStranger(_ person: Person, to workflow: Workflow) -> Bool {
    guard !organisation.canBeResponsible(person, for: workflow) else { return false }
    return workflow.opening.by == nil
      ? organisation.capacities(of: person).isEmpty
      : !organisation.holds(workflow.opening.by, person)
  }
}

extension CaseStoreReading {
  /// The open cases that a person is responsible for, but for those that follow along with an open one above them.
  func caseload(of person: String) throws -> [CaseRow] {
    var filter = CaseFilter()
    filter.isOpen = true
    filter.responsible = person
    return try cases(filter).filter { row in
      guard let family = try family(ofCase: row.number), let state = family.caseState(row.number)
      else { return false }
      return state.responsible == person || !family.inheritsFromOpen(state)
    }
  }

  /// Open cases whose responsible person has no role in them any more, or is no longer named.
  func unattended(_ programme: Programme) throws -> [CaseRow] {
    try responsibles().flatMap { id -> [CaseRow] in
      guard let person = programme.organisation.person(id) else { return try caseload(of: id) }
      let strange = programme.workflows.filter { programme.isStranger(person, to: $0) }
      guard !strange.isEmpty else { return [] }
      return try caseload(of: id).filter { row in strange.contains { $0.id == row.workflow } }
    }
  }
}

extension FamilyState {
  /// Whether a case has its responsible person from an open case above it.
  fileprivate func inheritsFromOpen(_ state: CaseState) -> Bool {
    var state = state
    while state.responsible == nil, let above = state.parent.flatMap({ caseState($0) }) {
      if above.isOpen { return true }
      state = above
    }
    return false
  }
}
