import CivilTime
import FEEL
import Programme

extension Decider {
  /// Corrects data of a case, open or ended (C11).
  mutating func correct(
    _ number: String, _ data: [String: Value], _ reason: String, by person: Person,
    _ capacities: Set<String>
  ) throws(Refusal) {
    let index = try position(of: number)
    let state = family.cases[index]
    guard date >= state.opened else { throw Refusal(.beforeOpening(state.opened)) }
    let workflow = try workflow(of: state)
    guard !reason.isEmpty else { throw Refusal(.missingField("skäl")) }
    var reasons: [Refusal.Reason] = []
    var fields: [(Int, Value)] = []
    for (name, value) in data.sorted(by: { $0.key < $1.key }) {
      guard let field = workflow.field(named: name) else {
        reasons.append(.unknownField(name, available: workflow.fields.map(\.name)))
        continue
      }
      if let denial = denial(field, of: state, in: workflow, to: person, capacities) {
        reasons.append(denial)
        continue
      }
      if let fault = fault(in: value, workflow.fields[field]) { reasons.append(fault) }
      fields.append((field, value))
    }
    guard reasons.isEmpty else { throw Refusal(reasons) }
    guard !fields.isEmpty else { throw Refusal(.missingField("fält=värde")) }
    try record(number, .reason(reason))
    for (field, value) in fields {
      try set(field, value, at: index, in: workflow, origin: .correction)
    }
  }

  /// Why a person may not correct a field; nil when they may.
  func denial(
    _ field: Int, of state: CaseState, in workflow: Workflow, to person: Person,
    _ capacities: Set<String>
  ) -> Refusal.Reason? {
    let organisation = programme.organisation
    let definition = workflow.fields[field]
    if definition.isCalculated { return .calculated(field: definition.name) }
    let what = "rätta ”\(definition.title)”"
    // Nobody overwrites what they may not read.
    guard organisation.mayRead(definition.protection, person) else {
      let roles = organisation.roles(reading: definition.protection)
      return .notAllowed(what: what, roles: roles.map(\.title))
    }
    switch workflow.filling(field) {
    case .anybody: return nil
    case .roles(let roles):
      guard capacities.isDisjoint(with: roles) else { return nil }
      return .notAllowed(what: what, roles: roles.map(organisation.fullTitle(ofRole:)))
    case .nobody:
      // What actions set is nobody's in particular, so it is the concern of whoever answers for the case.
      guard responsible(for: state) != person.id else { return nil }
      return .notAllowed(what: what, roles: ["den som ansvarar för ärendet"])
    }
  }
}

extension Workflow {
  /// Who fills in a field.
  fileprivate enum Filling {
    /// It stands in no form.
    case nobody
    /// It stands in a form that is open to every role.
    case anybody
    /// It stands only in forms of these roles.
    case roles([String])
  }

  fileprivate func filling(_ field: Int) -> Filling {
    var forms: [(form: Form, by: [String]?)] = [(opening.form, opening.by)]
    forms += events.map { ($0.form, $0.by) }
    forms += states.flatMap(\.tasks).map { ($0.form, [$0.role]) }
    var roles: [String] = []
    for (form, by) in forms where form.entries.contains(where: { $0.field == field }) {
      guard let by else { return .anybody }
      roles += by.filter { !roles.contains($0) }
    }
    return roles.isEmpty ? .nobody : .roles(roles)
  }
}
