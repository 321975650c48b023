import CivilTime
import FEEL
import Programme

extension Decider {
  /// The items that a case is on agendas, those that were recorded first.
  func agenda(_ state: CaseState, _ workflow: Workflow, _ active: [Int], _ scope: inout CaseScope)
    -> [AgendaRow]
  {
    var rows = state.treated.map { treated in
      let item = workflow.agendaState(task: treated.task)?.agenda
      return AgendaRow(
        number: state.number, series: treated.series, date: treated.meeting, task: treated.task,
        title: item?.title ?? workflow.title, text: nil, isFirst: treated.isFirst,
        isAnswer: item?.isAnswer ?? false, since: treated.since, done: treated.date,
        doneBy: treated.by)
    }
    guard state.isOpen else { return rows }
    for index in active {
      guard let item = workflow.states[index].agenda,
        let entered = state.activeState(workflow.states[index].id)?.entered,
        state.tasks.contains(where: { $0.task == item.task && $0.isOpen }),
        let day = scope.date(item.date)
      else { continue }
      var text: String?
      if let expression = item.text, case .string(let value) = scope.evaluate(expression) {
        text = value
      }
      rows.append(
        AgendaRow(
          number: state.number, series: item.series, date: day, task: item.task,
          title: item.title ?? workflow.title, text: text,
          isFirst: item.first.map { scope.holds($0) ?? false } ?? false, isAnswer: item.isAnswer,
          since: entered, done: nil, doneBy: nil))
    }
    return rows
  }

  /// The day on which an escalation was answered: by its own case, or by one below that took it up.
  func answered(_ escalation: Escalation, in state: CaseState) -> CivilDate? {
    let answers = Set(programme.milestones.filter(\.isAnswer).map(\.id))
    guard !answers.isEmpty else { return nil }
    return steps(of: escalation, in: state).first { answers.contains($0.milestone.id) }?
      .milestone.date
  }

  /// The steps that were taken with an escalation, each with the case that took it, in order.
  func steps(of escalation: Escalation, in state: CaseState) -> [(
    number: String, milestone: Milestone
  )] {
    var result: [(number: String, milestone: Milestone)] = []
    if case .state = escalation.cause {
      for milestone in state.milestones where milestone.date >= escalation.raised {
        result.append((state.number, milestone))
      }
    }
    for child in cases(takingUp: escalation, in: state) {
      for milestone in child.milestones { result.append((child.number, milestone)) }
    }
    return result.enumerated().sorted {
      ($0.element.milestone.date, $0.offset) < ($1.element.milestone.date, $1.offset)
    }.map(\.element)
  }

  /// The cases below that took up an escalation: opened while it was open, and of a kind that takes up such.
  private func cases(takingUp escalation: Escalation, in state: CaseState) -> [CaseState] {
    family.cases.enumerated().compactMap { index, child in
      guard child.parent == state.number, child.opened >= escalation.raised,
        escalation.closing.map({ child.opened <= $0.date }) ?? true,
        let workflow = programme.workflow(child.workflow), let takesUp = workflow.takesUp,
        takesUp.kinds.contains(escalation.kind)
      else { return nil }
      if let condition = takesUp.condition {
        var scope = scope(at: index, workflow: workflow)
        guard scope.holds(condition) == true else { return nil }
      }
      return child
    }
  }

  /// Whether an answer may still come: it has none, and it is open, or what has been taken up goes on (E6).
  func awaitsAnswer(_ escalation: Escalation, in state: CaseState) -> Bool {
    guard answered(escalation, in: state) == nil else { return false }
    if escalation.isOpen { return true }
    if case .state = escalation.cause, state.isOpen,
      state.milestones.contains(where: { $0.date >= escalation.raised })
    {
      return true
    }
    return cases(takingUp: escalation, in: state).contains(where: \.isOpen)
  }
}

extension Engine {
  /// Whether an answer to an escalation may still come: it has none, and it is open, or what has been taken up goes on (E6).
  public func awaitsAnswer(_ escalation: Escalation, case number: String, in family: FamilyState)
    -> Bool
  {
    guard let state = family.caseState(number) else { return false }
    return Decider(asking: self, family).awaitsAnswer(escalation, in: state)
  }

  /// The steps that were taken with an escalation, each with the case that took it, in order.
  public func steps(of escalation: Escalation, case number: String, in family: FamilyState) -> [(
    number: String, milestone: Milestone
  )] {
    guard let state = family.caseState(number) else { return [] }
    let decider = Decider(asking: self, family)
    return decider.steps(of: escalation, in: state)
  }
}
