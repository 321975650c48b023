import FEEL
import Programme

extension Decider {
  /// U7: refuses to let somebody take back what their roles would not let them do today: whoever has other duties now leaves
  /// it to those who have theirs.
  func refuseWithoutRight(to act: Event, before: FamilyState?) throws(Refusal) {
    let organisation = programme.organisation
    guard let id = actor, let person = organisation.person(id) else {
      throw Refusal(
        .unknownPerson(actor ?? "", available: organisation.persons.map(\.id)))
    }
    let capacities = organisation.capacities(of: person)
    guard let state = before?.caseState(act.subject) ?? family.caseState(act.subject),
      let workflow = programme.workflow(state.workflow)
    else { return }
    switch act.cause {
    case .opened:
      try check(workflow.opening.by, capacities, "ångra att ”\(workflow.title)” öppnades")
    case .sent(let id):
      guard let event = workflow.event(id) else { return }
      try check(event.by, capacities, "ångra ”\(event.title)”")
    case .completed(let id), .postponed(let id):
      guard let task = workflow.task(id) else { return }
      try check([task.role], capacities, "ångra ”\(task.title)”")
    case .assigned:
      guard responsible(for: state) != person.id else { return }
      try check(workflow.opening.by, capacities, "ändra vem som ansvarar för ”\(workflow.title)”")
    case .acknowledged(let serial):
      guard let escalation = state.escalations.first(where: { $0.serial == serial }) else { return }
      try check([escalation.to], capacities, "ångra att eskaleringen togs emot")
    case .corrected:
      for change in act.changes where change.number == act.subject {
        guard case .set(let name, _, let record) = change.change, record.origin == .correction,
          let field = workflow.field(named: name),
          let denial = denial(field, of: state, in: workflow, to: person, capacities)
        else { continue }
        throw Refusal(denial)
      }
    case .noted:
      guard organisation.reads(person).contains(.sensitive) else {
        let roles = organisation.roles.filter { $0.reads.contains(.sensitive) }
        throw Refusal(.notAllowed(what: "ångra anteckningar", roles: roles.map(\.title)))
      }
    case .undone, .timer, .reminder, .overdue, .definitionsChanged, .meetingsChanged: return
    }
  }
}

extension Cause {
  /// Whether somebody took back what they had done.
  var isUndoing: Bool { if case .undone = self { true } else { false } }
}
