import Programme

extension Decider {
  /// Writes a note on a case, open or ended. It is sensitive, so nobody writes one who could not read it.
  mutating func note(_ number: String, _ text: String, by person: Person) throws(Refusal) {
    let state = family.cases[try position(of: number)]
    guard date >= state.opened else { throw Refusal(.beforeOpening(state.opened)) }
    guard programme.organisation.reads(person).contains(.sensitive) else {
      let roles = programme.organisation.roles.filter { $0.reads.contains(.sensitive) }
      throw Refusal(.notAllowed(what: "skriva anteckningar", roles: roles.map(\.title)))
    }
    guard !text.isEmpty else { throw Refusal(.missingField("text")) }
    try record(number, .noted(text))
  }

  /// The roles in which a person acts; for somebody else, those that both of them have: nobody gains a right by recording
  /// for another.
  func capacities(of person: Person, for behalf: String?) throws(Refusal) -> Set<String> {
    let organisation = programme.organisation
    let own = organisation.capacities(of: person)
    guard let behalf else { return own }
    guard let other = organisation.person(behalf) else {
      throw Refusal(.unknownPerson(behalf, available: organisation.persons.map(\.id)))
    }
    guard other.account == nil else { throw Refusal(.recordsThemselves(other.name)) }
    let shared = organisation.capacities(of: other).intersection(own)
    guard !shared.isEmpty else {
      let titles = other.roles.map { organisation.role($0)?.title ?? $0 }
      throw Refusal(.notAllowed(what: "registrera åt \(other.name)", roles: titles))
    }
    return shared
  }
}
