public import CivilTime

/// Days on which somebody is away.
public struct Leave: Sendable, Hashable {
  /// The first day.
  public let from: CivilDate
  /// The last day.
  public let to: CivilDate
  /// The person who does the work meanwhile; without one those in the same role do.
  public let substitute: String?

  /// A leave.
  public init(from: CivilDate, to: CivilDate, substitute: String?) {
    self.from = from
    self.to = to
    self.substitute = substitute
  }

  /// Whether a day belongs to it.
  public func contains(_ date: CivilDate) -> Bool { from <= date && date <= to }
}

/// Who does somebody's work on a day on which they are away, or when they no longer hold the role for it. It follows from the
/// persons' file alone, so it begins and ends by itself.
public struct Substitution: Sendable, Hashable {
  /// The person who is away.
  public let person: String
  /// The last day of the leave; nil for somebody who no longer holds the role.
  public let until: CivilDate?
  /// The person who does the work; nil when everybody in the role does.
  public let substitute: String?
}

extension Organisation {
  /// The leave that a person is on; of several that overlap, the one that stands first.
  public func leave(of person: String, on date: CivilDate) -> Leave? {
    self.person(person)?.leaves.first { $0.contains(date) }
  }

  /// The roles of a person of which nobody else at work on a day is a holder: what is theirs to do waits for them.
  public func rolesWithoutOthers(than id: String, on date: CivilDate) -> [String] {
    (person(id)?.roles ?? []).filter { role in
      !persons.contains { other in
        other.id != id && (identity == .declared || other.account != nil) && holds([role], other)
          && substitution(for: other.id, on: date) == nil
      }
    }
  }

  /// Who does a person's work on a day; nil when the person is there. A substitute who is away too has a substitute; where
  /// that goes round in a circle, or the last does not hold the role, everybody in the role does the work.
  ///
  /// Whoever no longer holds the role at all is never there for it.
  ///
  /// - Parameter role: the role in which it is done; nil for work that is tied to none.
  public func substitution(for person: String, role: String? = nil, on date: CivilDate)
    -> Substitution?
  {
    guard let leave = leave(of: person, on: date) else {
      guard let role, !(self.person(person).map(capacities)?.contains(role) ?? false) else {
        return nil
      }
      return Substitution(person: person, until: nil, substitute: nil)
    }
    var seen: Set<String> = [person]
    var next = leave.substitute
    while let id = next, seen.insert(id).inserted {
      guard let other = self.person(id) else { break }
      guard let further = self.leave(of: id, on: date) else {
        let holds = role.map { capacities(of: other).contains($0) } ?? true
        return Substitution(person: person, until: leave.to, substitute: holds ? id : nil)
      }
      next = further.substitute
    }
    return Substitution(person: person, until: leave.to, substitute: nil)
  }

  /// The persons who are away on a day.
  public func away(on date: CivilDate) -> [Person] {
    persons.filter { person in person.leaves.contains { $0.contains(date) } }
  }

  /// The persons who do not hold a role, and have what they were given while they did.
  public func persons(without role: String) -> [Person] {
    persons.filter { !capacities(of: $0).contains(role) }
  }
}
