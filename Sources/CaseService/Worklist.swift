public import CaseEngine
public import CaseStore
public import CivilTime
public import Programme

/// Who does what today: rows of lists with leaves and substitutes seen to. It follows from the rows, the persons and the day, so
/// lists need no definitions for it, and nothing is written when a leave begins or ends.
public struct Worklist: Sendable {
  /// Roles and persons.
  public let organisation: Organisation
  /// The day.
  public let today: CivilDate

  /// A worklist of a day.
  public init(_ organisation: Organisation, today: CivilDate) {
    self.organisation = organisation
    self.today = today
  }

  /// The tasks that a filter finds; those of its person are those that the person does today: their own unless they are away,
  /// and those of the persons they stand in for.
  public func tasks(_ filter: TaskFilter, in reader: any CaseStoreReading) throws -> [TaskRow] {
    guard let person = filter.assignee else { return try reader.tasks(filter) }
    var wider = filter
    wider.others.formUnion(organisation.away(on: today).map(\.id))
    for role in filter.roles ?? [] {
      wider.formerHolders[role] = Set(organisation.persons(without: role).map(\.id))
    }
    guard wider != filter else { return try reader.tasks(filter) }
    return try reader.tasks(wider).filter { row in
      guard let owner = row.assignee else { return true }
      guard let stand = organisation.substitution(for: owner, role: row.role, on: today) else {
        return owner == person
      }
      if let substitute = stand.substitute { return substitute == person }
      return owner == person || (filter.roles?.contains(row.role) ?? false)
    }
  }

  /// Dates to come, likewise.
  public func coming(_ filter: TaskFilter, in reader: any CaseStoreReading) throws -> [ComingRow] {
    guard let person = filter.assignee else { return try reader.coming(filter) }
    var wider = filter
    wider.others.formUnion(organisation.away(on: today).map(\.id))
    return try reader.coming(wider).filter { row in
      row.responsible.map { does(person, workOf: $0) } ?? true
    }
  }

  /// The persons whose cases a person has today: their own unless they are away, and those they stand in for.
  public func owners(of person: String) -> [String] {
    organisation.persons.map(\.id).filter { does(person, workOf: $0) }
  }

  private func does(_ person: String, workOf owner: String) -> Bool {
    guard let stand = organisation.substitution(for: owner, on: today) else {
      return owner == person
    }
    return (stand.substitute ?? owner) == person
  }
}
