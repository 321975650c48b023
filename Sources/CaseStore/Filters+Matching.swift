import CaseEngine
import CivilTime

extension CaseFilter {
  func matches(_ row: CaseRow) -> Bool {
    (phase.map { $0 == row.phase } ?? true)
      && (isOpen.map { $0 == (row.ended == nil) } ?? true)
      && (isFaulty.map { $0 == !row.faults.isEmpty } ?? true)
      && (workflow.map { $0 == row.workflow } ?? true)
      && (responsible.map { $0 == row.responsible } ?? true)
      && (numbers.map { $0.contains(row.number) } ?? true)
  }
}

extension TaskFilter {
  func matches(_ row: TaskRow) -> Bool {
    guard isInTime(row.due), number.map({ $0 == row.number }) ?? true else { return false }
    switch (assignee, roles) {
    case (nil, nil): return true
    case (nil, let roles?): return roles.contains(row.role)
    case (let person?, nil): return row.assignee == person || isOther(row.assignee, row.role)
    case (let person?, let roles?):
      return row.assignee == person || isOther(row.assignee, row.role)
        || (row.assignee == nil && roles.contains(row.role))
    }
  }

  func matches(_ row: ComingRow) -> Bool {
    guard isInTime(row.date), number.map({ $0 == row.number }) ?? true else { return false }
    guard let assignee else { return true }
    return row.responsible == assignee || isOther(row.responsible)
      || (row.responsible == nil && roles != nil)
  }

  private func isOther(_ person: String?, _ role: String? = nil) -> Bool {
    guard let person else { return false }
    return others.contains(person)
      || role.flatMap { formerHolders[$0] }?.contains(person) ?? false
  }

  private func isInTime(_ date: CivilDate?) -> Bool {
    guard let date else { return overdueOn == nil }
    return (through.map { date <= $0 } ?? true) && (overdueOn.map { date < $0 } ?? true)
  }
}

extension EscalationFilter {
  func matches(_ row: EscalationRow) -> Bool {
    (to.map { $0.contains(row.to) } ?? true)
      && (isOpen.map { $0 == (row.closed == nil) } ?? true)
      && (number.map { $0 == row.number } ?? true)
  }
}

extension AgendaFilter {
  func matches(_ row: AgendaRow) -> Bool {
    (series.map { $0 == row.series } ?? true) && (from.map { $0 <= row.date } ?? true)
      && (through.map { row.date <= $0 } ?? true)
      && (isDone.map { $0 == (row.done != nil) } ?? true)
  }
}
