import CivilTime
import FEEL
import Programme
import Statechart

extension Decider {
  /// Brings what is derived into line with the states and data of every case: tasks open, move and go, escalations are
  /// raised and closed, faults show and clear. Rules T1–T5 and E1–E4.
  mutating func reconcile() throws(Refusal) {
    for index in family.cases.indices {
      if family.cases[index].isOpen {
        try reconcileOpen(at: index)
      }
      try closeWhatIsGone(at: index)
    }
  }

  private mutating func reconcileOpen(at index: Int) throws(Refusal) {
    let workflow = try workflow(of: family.cases[index])
    let configuration = try chartState(at: index, in: workflow).configuration
    var scope = agendaScope(at: index, workflow: workflow)
    var faults: [String: String] = [:]
    for stateIndex in configuration {
      let definition = workflow.states[stateIndex]
      guard let active = family.cases[index].activeState(definition.id) else { continue }
      try withdrawUndeclared(definition, in: active, at: index)
      for task in definition.tasks {
        try reconcile(task, in: active, at: index, &scope, &faults)
      }
      for escalation in definition.escalations {
        try raise(escalation, in: active, at: index)
      }
      for timer in definition.timers {
        let key = TimerKey(state: active.id, activation: active.activation, key: timer.key)
        if family.cases[index].spentTimers.contains(key) {
          // A step that could not be taken stays a fault as long as the state lasts.
          let known = family.cases[index].faults.first { $0.what == key.faultName }
          faults[key.faultName] = known?.text
        } else if !timer.optional, scope.date(timer.date) == nil {
          faults[key.faultName] =
            "datumet `\(timer.date.expression.text)` går inte att räkna ut"
        }
      }
    }
    try record(faults, at: index)
  }

  /// Withdraws what the definitions no longer have: tasks, and escalations of the state.
  private mutating func withdrawUndeclared(
    _ definition: StateDefinition, in active: ActiveState, at index: Int
  ) throws(Refusal) {
    let state = family.cases[index]
    for task in state.tasks where task.isOpen && task.activation == active.activation {
      guard !definition.tasks.contains(where: { $0.id == task.task }) else { continue }
      try withdraw(task, at: index)
    }
    for escalation in state.escalations where escalation.isOpen {
      guard case .state(active.activation, let id) = escalation.cause,
        !definition.escalations.contains(where: { $0.id == id })
      else { continue }
      try record(state.number, .escalationClosed(serial: escalation.serial, .withdrawn))
    }
  }

  private mutating func reconcile(
    _ task: TaskDefinition, in active: ActiveState, at index: Int, _ scope: inout CaseScope,
    _ faults: inout [String: String]
  ) throws(Refusal) {
    let number = family.cases[index].number
    let known = family.cases[index].tasks.first {
      $0.task == task.id && $0.activation == active.activation
    }
    let holds: Bool
    if let condition = task.condition {
      holds = scope.holds(condition) ?? false
    } else {
      holds = true
    }
    guard holds else {
      if let known { try withdraw(known, at: index) }
      return
    }
    let due = task.due.flatMap { scope.date($0) }
    if let expression = task.due, !task.dueIsOptional, due == nil {
      faults["\(task.id) due"] =
        "dagen för `\(task.id)` går inte att räkna ut: `\(expression.expression.text)`"
    }
    switch known {
    case nil: try open(task, due: due, round: 1, in: active, at: index)
    case let known? where known.isOpen:
      guard known.round == 1, !known.isDueByHand, known.due != due else { return }
      // T3: a deadline does not go because nobody can say any more when it is; what is wrong is a fault, for people to see.
      guard due != nil || task.due == nil || task.dueIsOptional else { return }
      try closeEscalations(of: known, .dueMoved, at: index)
      try record(number, .taskDue(serial: known.serial, due: due))
    case let known?:
      guard let every = task.every, let done = known.done else { return }
      let last = known.isDueByHand ? done : max(done, known.due ?? done)
      guard let period = programme.period(every, in: scope) else { return }
      // A series that the definitions no longer give goes on from the day that stood.
      var first = due ?? done
      if let stood = known.due, !known.isDueByHand,
        !programme.series(from: first, period, has: stood)
      {
        first = stood
      }
      guard let next = programme.nextRound(after: last, from: first, period) else {
        faults["\(task.id) every"] = "nästa gång för `\(task.id)` går inte att räkna ut"
        return
      }
      try open(task, due: next, round: known.round + 1, in: active, at: index)
    }
  }

  private mutating func open(
    _ task: TaskDefinition, due: CivilDate?, round: Int, in active: ActiveState, at index: Int
  ) throws(Refusal) {
    let state = family.cases[index]
    try record(
      state.number,
      .taskOpened(
        TaskInstance(
          serial: state.counters.tasks + 1, task: task.id, state: active.id,
          activation: active.activation, round: round, opened: date, due: due)))
  }

  private mutating func raise(
    _ escalation: StateEscalation, in active: ActiveState, at index: Int
  ) throws(Refusal) {
    let state = family.cases[index]
    let cause = Escalation.Cause.state(activation: active.activation, id: escalation.id)
    guard !state.escalations.contains(where: { $0.cause == cause }) else { return }
    try record(
      state.number,
      .escalated(
        Escalation(
          serial: state.counters.escalations + 1, kind: escalation.kind, to: escalation.to,
          cause: cause, raised: date)))
  }

  /// Withdraws what belongs to states that were left, and all of a case that ended.
  private mutating func closeWhatIsGone(at index: Int) throws(Refusal) {
    let state = family.cases[index]
    let activations = state.isOpen ? Set(state.active.map(\.activation)) : []
    for task in state.tasks where task.isOpen && !activations.contains(task.activation) {
      try withdraw(task, at: index)
    }
    for escalation in state.escalations where escalation.isOpen {
      guard case .state(let activation, _) = escalation.cause, !activations.contains(activation)
      else { continue }
      try record(state.number, .escalationClosed(serial: escalation.serial, .stateLeft))
    }
    for fault in state.faults where !state.isOpen {
      try record(state.number, .faultCleared(what: fault.what))
    }
  }

  private mutating func withdraw(_ task: TaskInstance, at index: Int) throws(Refusal) {
    try closeEscalations(of: task, .withdrawn, at: index)
    try record(family.cases[index].number, .taskWithdrawn(serial: task.serial))
  }

  /// Closes what was raised for a task.
  mutating func closeEscalations(
    of task: TaskInstance, _ reason: Escalation.Reason, at index: Int
  ) throws(Refusal) {
    let state = family.cases[index]
    for escalation in state.escalations where escalation.isOpen {
      guard case .task(_, task.serial, _, _) = escalation.cause else { continue }
      try record(state.number, .escalationClosed(serial: escalation.serial, reason))
    }
  }

  /// Lets the faults of a case be these.
  private mutating func record(_ faults: [String: String], at index: Int) throws(Refusal) {
    let state = family.cases[index]
    for known in state.faults where faults[known.what] == nil {
      try record(state.number, .faultCleared(what: known.what))
    }
    for (what, text) in faults.sorted(by: { $0.key < $1.key })
    where !state.faults.contains(where: { $0.what == what }) {
      try record(state.number, .faulted(Fault(what: what, since: date, text: text)))
    }
  }

  /// Refuses a step after which a requirement is missing that was not missing before it (S4).
  mutating func refuseMissing(beside known: [Refusal.Reason]) throws(Refusal) {
    let missing = try missingRequirements().filter { !known.contains($0) }
    guard missing.isEmpty else { throw Refusal(missing) }
  }

  /// What does not hold in the states that are active: fields that they require and that are empty.
  mutating func missingRequirements() throws(Refusal) -> [Refusal.Reason] {
    var missing: [Refusal.Reason] = []
    for index in family.cases.indices where family.cases[index].isOpen {
      let workflow = try workflow(of: family.cases[index])
      for stateIndex in try chartState(at: index, in: workflow).configuration {
        let definition = workflow.states[stateIndex]
        for field in definition.requires
        where family.cases[index].data[workflow.fields[field].name] == nil {
          missing.append(
            .missingRequirement(field: workflow.fields[field].name, state: definition.title))
        }
      }
    }
    return missing
  }
}

extension Programme {
  /// The first date of a series (first due date + n periods) that lies after a day: a task that was missed for a long
  /// time returns once, not once for every time it was missed. Nil when no period or calendar reaches that far.
  func nextRound(after day: CivilDate, from first: CivilDate, _ period: Period) -> CivilDate? {
    func date(_ round: Int) -> CivilDate? {
      period.times(round).flatMap { calendar.adding($0, to: first) }
    }
    func isPast(_ round: Int) -> Bool { date(round).map { $0 <= day } ?? false }
    // The dates grow with their rounds: doubling finds a round after the day, halving the first of them.
    var (past, after) = (0, 1)
    while isPast(after) {
      past = after
      let (double, overflow) = after.multipliedReportingOverflow(by: 2)
      guard !overflow else { return nil }
      after = double
    }
    while after - past > 1 {
      let middle = past + (after - past) / 2
      if isPast(middle) { past = middle } else { after = middle }
    }
    return date(after)
  }

  /// Whether a day is one of a series.
  func series(from first: CivilDate, _ period: Period, has day: CivilDate) -> Bool {
    guard day != first, let before = day.adding(days: -1) else { return day == first }
    return nextRound(after: before, from: first, period) == day
  }

  /// The period that is meant, as it applies to a case.
  func period(_ source: PeriodSource, in scope: CaseScope) -> Period? {
    switch source {
    case .fixed(let period): period
    case .guideline(let index):
      guidelines[index].value(on: scope.guidelineDate(guidelines[index]))?.period
    }
  }
}

extension CaseScope {
  /// The day whose value of a guideline applies to the case.
  func guidelineDate(_ guideline: Guideline) -> CivilDate {
    guard let slot = workflow.layout.slot(of: guideline.applies, in: workflow.fields),
      case .date(let date) = context.slots[slot]
    else { return context.today }
    return date
  }
}
