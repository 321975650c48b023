/// One macrostep in progress: the mutable half of SCXML's global variables (`configuration`, `historyValue`,
/// `internalQueue`, `running`).
@usableFromInline
struct Interpretation {
  @usableFromInline let chart: Chart
  @usableFromInline var state: ChartState
  @usableFromInline var queue = InternalQueue()
  @usableFromInline var log: [Macrostep.Entry] = []
  @usableFromInline var microsteps = 0
  @usableFromInline let limit: Int

  @inlinable
  init(_ chart: Chart, state: ChartState, limit: Int) {
    self.chart = chart
    self.state = state
    self.limit = limit
  }

  /// Appendix D, the inner loop of `mainEventLoop`: eventless transitions before internal events, until there are
  /// neither; then, if the chart was ended, `exitInterpreter`.
  @inlinable
  mutating func completeMacrostep<D: Datamodel>(_ datamodel: inout D) throws(StepError) {
    let eventless = chart.tables.eventlessColumn
    while state.end == nil {
      if !chart.tables.listeners[eventless].isEmpty {
        let opened = log.count
        log.append(.selectingEventless)
        if try microstepIfEnabled(column: eventless, &datamodel) { continue }
        // A selection that asked nobody tells nothing.
        if log.count == opened &+ 1 { log.removeLast() }
      }
      guard let event = queue.dequeue() else { return }
      // The event may come from the datamodel, which need not know the chart's bounds.
      let known = event >= 0 && event < eventless ? event : 0
      datamodel.willProcess(internal: event)
      log.append(.selecting(event: known))
      _ = try microstepIfEnabled(column: known, &datamodel)
    }
    try exitInterpreter(&datamodel)
  }

  /// `selectTransitions` or `selectEventlessTransitions`, and `microstep` when they find something.
  @inlinable @discardableResult
  mutating func microstepIfEnabled<D: Datamodel>(
    column: Int, _ datamodel: inout D
  ) throws(StepError) -> Bool {
    let enabled = select(column: column, &datamodel)
    guard !enabled.isEmpty else { return false }
    guard microsteps < limit else { throw cycleError() }
    microsteps &+= 1
    try microstep(enabled, &datamodel)
    return true
  }

  @inlinable
  mutating func microstep<D: Datamodel>(
    _ enabled: EnabledTransitions, _ datamodel: inout D
  ) throws(StepError) {
    for id in enabled { log.append(.took(transition: id)) }
    // The domain is asked before history is recorded, so that what is left and what is entered are one and the same
    // domain's.
    var exitSet = Configuration()
    for id in enabled {
      exitSet.formUnion(chart.tables.computeExitSet(id, state.active, state.historyValue))
    }
    let before = state.historyValue
    try exitStates(exitSet, &datamodel)
    try executeTransitionContent(enabled, &datamodel)
    var entrySet = EntrySet()
    for id in enabled {
      if chart.tables.plans[id].isStatic {
        entrySet.formUnion(chart.tables.plans[id].entry)
      } else {
        let domain = chart.tables.getTransitionDomain(id, before)
        entrySet.formUnion(
          chart.tables.computeEntrySet(
            chart.tables.transitions[id].targets, domain: domain, history: state.historyValue))
      }
    }
    try enterStates(entrySet, &datamodel)
  }

  @inlinable
  mutating func exitStates<D: Datamodel>(
    _ exitSet: Configuration, _ datamodel: inout D
  ) throws(StepError) {
    if exitSet.isEmpty { return }
    let remembering = exitSet.intersection(chart.tables.withHistories)
    if !remembering.isEmpty { recordHistory(of: remembering) }
    let acting = !exitSet.isDisjoint(with: chart.tables.withExitActions)
    for id in exitSet.inExitOrder {
      if acting { try execute(chart.tables.exitActions[id], &datamodel) }
      log.append(.exited(id))
      state.active.remove(id)
    }
  }

  @inlinable
  mutating func executeTransitionContent<D: Datamodel>(
    _ enabled: EnabledTransitions, _ datamodel: inout D
  ) throws(StepError) {
    for id in enabled where chart.tables.plans[id].hasActions {
      try execute(chart.tables.transitions[id].actions, &datamodel)
    }
  }

  @inlinable
  mutating func enterStates<D: Datamodel>(
    _ set: EntrySet, _ datamodel: inout D
  ) throws(StepError) {
    for id in set.statesToEnter {
      state.active.insert(id)
      log.append(.entered(id))
      guard chart.tables.withEntryWork.contains(id) else { continue }
      try execute(chart.tables.entryActions[id], &datamodel)
      if set.statesForDefaultEntry.contains(id) {
        try execute(chart.tables.initialActions[id], &datamodel)
      }
      for history in chart.tables.histories[id] where set.defaultHistory.contains(history) {
        try execute(chart.tables.defaultActions[history], &datamodel)
      }
      if chart.tables.kinds[id] == .final { enteredFinal(id) }
    }
    assertLegalConfiguration()
  }

  /// Appendix D, `exitInterpreter`: what is active is left in exit order, with exit actions; events raised by them are
  /// processed by nobody.
  @inlinable
  mutating func exitInterpreter<D: Datamodel>(_ datamodel: inout D) throws(StepError) {
    log.append(.ending)
    for id in state.active.inExitOrder {
      try execute(chart.tables.exitActions[id], &datamodel)
      log.append(.exited(id))
      state.active.remove(id)
    }
  }

  @inlinable
  mutating func execute<D: Datamodel>(
    _ actions: [Int], _ datamodel: inout D
  ) throws(StepError) {
    for action in actions {
      let before = queue.events.count
      do {
        try datamodel.execute(action: action, in: state.active, raising: &queue)
      } catch {
        throw StepError.actionFailed(action: action, error: error)
      }
      for event in queue.events[before...] { log.append(.raised(event)) }
    }
  }
}
