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

  /// Gives every open case of a person to another, all of them or none.
  ///
  /// - Throws: `ServiceError`; nothing has happened then.
  public func assignAll(from person: String, to other: String, date: CivilDate)
    throws(ServiceError) -> [CommandResult]
  {
    for id in [person, other] where programme.organisation.person(id) == nil {
      throw .unknownPerson(id, available: programme.organisation.persons.map(\.id))
    }
    return try noting("assign", of: nil) {
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        return try caseload(of: person, in: transaction).map { row in
          let family = try known(row.number, in: transaction)
          return try carryOut(
            .assign(case: row.number, person: other), on: family, date: date, facts: [],
            in: transaction)
        }
      }
    }
  }
}
