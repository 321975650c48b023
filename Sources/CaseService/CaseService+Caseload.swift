public import CaseEngine
import CaseStore
public import CivilTime
import Programme

extension CaseService {
  /// The open cases that a person is responsible for in their own name; those under them follow along.
  public func caseload(of person: String) throws(ServiceError) -> [CaseRow] {
    guard programme.organisation.person(person) != nil else {
      throw .unknownPerson(person, available: programme.organisation.persons.map(\.id))
    }
    return try translating { try store.read { try caseload(of: person, in: $0) } }
  }

  private func caseload(of person: String, in reader: any CaseStoreReading) throws -> [CaseRow] {
    var filter = CaseFilter()
    filter.isOpen = true
    filter.responsible = person
    return try reader.cases(filter).filter { row in
      try reader.family(ofCase: row.number)?.caseState(row.number)?.responsible == person
    }
  }

  /// The open cases of a person that can go to another, and those that cannot: the other has nothing to do in them.
  public func caseload(of person: String, goingTo other: String) throws(ServiceError) -> (
    going: [CaseRow], staying: [CaseRow]
  ) {
    guard let receiver = programme.organisation.person(other) else {
      throw .unknownPerson(other, available: programme.organisation.persons.map(\.id))
    }
    let rows = try caseload(of: person)
    let going = Set(rows.filter { canGo($0, to: receiver) }.map(\.number))
    return (
      rows.filter { going.contains($0.number) }, rows.filter { !going.contains($0.number) }
    )
  }

  private func canGo(_ row: CaseRow, to person: Person) -> Bool {
    programme.workflow(row.workflow).map {
      programme.organisation.canBeResponsible(person, for: $0)
    } ?? false
  }

  /// Gives every open case of a person that can go there to another, all of them or none.
  ///
  /// - Throws: `ServiceError`; nothing has happened then.
  public func assignAll(from person: String, to other: String, date: CivilDate)
    throws(ServiceError) -> [CommandResult]
  {
    guard programme.organisation.person(person) != nil else {
      throw .unknownPerson(person, available: programme.organisation.persons.map(\.id))
    }
    guard let receiver = programme.organisation.person(other) else {
      throw .unknownPerson(other, available: programme.organisation.persons.map(\.id))
    }
    return try assign(to: other, date: date) { reader in
      try caseload(of: person, in: reader).filter { canGo($0, to: receiver) }.map(\.number)
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
