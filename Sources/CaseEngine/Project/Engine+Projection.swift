import CivilTime
import FEEL
import Programme
import Statechart

extension Engine {
  /// What lists show of a family.
  ///
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func project(_ family: FamilyState) throws(Refusal) -> Projection {
    var decider = Decider(asking: self, family)
    return try decider.project()
  }
}

extension Decider {
  fileprivate mutating func project() throws(Refusal) -> Projection {
    var cases: [CaseRow] = []
    var tasks: [TaskRow] = []
    var coming: [ComingRow] = []
    var escalations: [EscalationRow] = []
    var spendings: [SpendingRow] = []
    var meetings: [MeetingRow] = []
    var agenda: [AgendaRow] = []
    for index in family.cases.indices {
      let state = family.cases[index]
      let workflow = try workflow(of: state)
      // A case that has ended is in no state; its final state may be gone from the definitions by now.
      let active =
        state.isOpen ? try chartState(at: index, in: workflow).configuration.map { $0 } : []
      var scope = scope(at: index, workflow: workflow)
      cases.append(row(state, workflow, active))
      tasks += state.tasks.filter(\.isOpen).compactMap { row($0, state, workflow) }
      escalations += state.escalations.map { row($0, state, workflow) }
      spendings += spending(state, workflow, &scope)
      if let standing = state.meeting {
        meetings.append(MeetingRow(number: state.number, standing: standing))
      }
      agenda += self.agenda(state, workflow, active, &scope)
      guard state.isOpen else { continue }
      for position in active {
        coming += self.coming(workflow.states[position], state, &scope)
      }
    }
    return Projection(
      nextLook: try nextLook(), cases: cases, tasks: tasks, coming: coming,
      escalations: escalations,
      spendings: spendings, meetings: meetings, agenda: agenda)
  }

  private func row(_ state: CaseState, _ workflow: Workflow, _ active: [Int]) -> CaseRow {
    let atomic = active.filter { id in
      workflow.chart.children(of: id).isEmpty
    }
    let phase =
      active.lazy.compactMap { workflow.states[$0].phase }.first ?? endPhase(state, workflow)
    let titles =
      atomic.isEmpty
      ? [state.finalTitle(in: workflow)].compactMap { $0 }
      : atomic.map { workflow.states[$0].title }
    return CaseRow(
      number: state.number, workflow: state.workflow, workflowTitle: workflow.title,
      parent: state.parent, label: label(of: state), phase: phase,
      phaseTitle: phase.flatMap { id in programme.phases.first { $0.id == id }?.title },
      states: active.map { workflow.states[$0].id }, stateTitles: titles, opened: state.opened,
      ended: state.ending?.date, responsible: responsible(for: state), faults: state.faults)
  }

  /// The short name of a case: its own, else that of the case above it, so that whoever works with a sub-case sees whom it
  /// is about.
  func label(of state: CaseState) -> String? {
    var current: CaseState? = state
    for _ in family.cases.indices {
      guard let state = current else { return nil }
      if let workflow = programme.workflow(state.workflow), let field = workflow.label,
        case .string(let text)? = state.data[workflow.fields[field].name]
      {
        return text
      }
      current = state.parent.flatMap(family.caseState)
    }
    return nil
  }

  private func endPhase(_ state: CaseState, _ workflow: Workflow) -> String? {
    guard let id = state.finalState, let index = workflow.chart.state(named: id) else { return nil }
    return workflow.states[index].phase
  }

  /// The person responsible for a case: its own, else that of the case above it.
  func responsible(for state: CaseState) -> String? {
    if let person = state.responsible { return person }
    var above = state.parent
    for _ in family.cases.indices {
      guard let index = above.flatMap(family.index(of:)) else { return nil }
      if let person = family.cases[index].responsible { return person }
      above = family.cases[index].parent
    }
    return nil
  }

  /// The one who does a task: the person responsible, when that person holds the role.
  private func assignee(role: String, for state: CaseState) -> String? {
    guard let id = responsible(for: state), let person = programme.organisation.person(id),
      programme.organisation.capacities(of: person).contains(role)
    else { return nil }
    return id
  }

  private func row(_ task: TaskInstance, _ state: CaseState, _ workflow: Workflow) -> TaskRow? {
    guard let definition = workflow.task(task.task) else { return nil }
    return TaskRow(
      number: state.number, serial: task.serial, task: task.task, title: definition.title,
      role: definition.role, assignee: assignee(role: definition.role, for: state), due: task.due,
      opened: task.opened, isDueByHand: task.isDueByHand, isProposed: definition.basis.proposed)
  }

  private func coming(
    _ definition: StateDefinition, _ state: CaseState, _ scope: inout CaseScope
  ) -> [ComingRow] {
    guard let active = state.activeState(definition.id) else { return [] }
    var rows: [ComingRow] = []
    for timer in definition.timers {
      let key = TimerKey(state: active.id, activation: active.activation, key: timer.key)
      guard !state.spentTimers.contains(key), let date = scope.date(timer.date) else { continue }
      rows.append(
        ComingRow(
          number: state.number, date: max(date, active.entered),
          title: timer.title ?? scope.workflow.title(of: timer) ?? definition.title,
          responsible: responsible(for: state)))
    }
    return rows
  }

  private func row(_ escalation: Escalation, _ state: CaseState, _ workflow: Workflow)
    -> EscalationRow
  {
    EscalationRow(
      number: state.number, serial: escalation.serial, kind: escalation.kind,
      kindTitle: programme.escalationKind(escalation.kind)?.title ?? escalation.kind,
      to: escalation.to, through: programme.organisation.role(escalation.to)?.through,
      raised: escalation.raised, reason: reason(escalation, state, workflow),
      task: escalation.cause.task,
      acknowledgedBy: escalation.acknowledged?.by, acknowledged: escalation.acknowledged?.date,
      closed: escalation.closing?.date, closingReason: escalation.closing?.reason,
      answered: answered(escalation, in: state))
  }

  private func reason(_ escalation: Escalation, _ state: CaseState, _ workflow: Workflow) -> String
  {
    switch escalation.cause {
    case .task(let id, _, _, let due):
      return EscalationRow.reason(overdue: workflow.task(id)?.title ?? id, due)
    case .state(_, let id):
      let definition = workflow.states.lazy.flatMap(\.escalations).first { $0.id == id }
      return definition?.reason ?? id
    }
  }

  private func spending(_ state: CaseState, _ workflow: Workflow, _ scope: inout CaseScope)
    -> [SpendingRow]
  {
    workflow.spendings.compactMap { spending in
      guard case .number(let amount) = scope.evaluate(spending.amount),
        let date = scope.date(spending.date)
      else { return nil }
      return SpendingRow(
        number: state.number, budget: spending.budget, date: date, amount: amount)
    }
  }
}

extension CaseState {
  /// How a case that is in no state came to its end, in words.
  fileprivate func finalTitle(in workflow: Workflow) -> String? {
    switch ending?.reason {
    case .undone: "Öppnat av misstag"
    case .parentEnded: "Avslutat med ärendet ovanför"
    case .final(let state): workflow.title(ofState: state)
    case nil: nil
    }
  }
}

extension Escalation.Cause {
  /// The serial number of the task that it is about; nil for a state's.
  fileprivate var task: Int? {
    if case .task(_, let serial, _, _) = self { serial } else { nil }
  }
}
