extension Interpretation {
  /// Appendix D, `exitStates`: every history state of what is left is recorded before anything is left.
  @usableFromInline
  mutating func recordHistory(of states: Configuration) {
    let tables = chart.tables
    for parent in states.inExitOrder {
      for history in tables.histories[parent] {
        let value =
          tables.kinds[history] == .deepHistory
          ? state.active.intersection(tables.atomic)
            .intersection(tables.descendants[parent])
          : state.active.intersection(Configuration(tables.children[parent]))
        state.historyValue[tables.historySlot[history]] = value
        log.append(.history(history))
        for remembered in value { log.append(.remembered(remembered)) }
      }
    }
  }

  /// Appendix D, the end of `enterStates`.
  @usableFromInline
  mutating func enteredFinal(_ id: StateID) {
    let tables = chart.tables
    let parent = tables.parent[id]
    guard parent > 0 else {
      state.end = id
      return
    }
    raise(tables.doneEvent[parent])
    let grandparent = tables.parent[parent]
    if grandparent > 0, tables.kinds[grandparent] == .parallel,
      tables.isInFinalState(grandparent, state.active)
    {
      raise(tables.doneEvent[grandparent])
    }
  }

  private mutating func raise(_ event: EventID) {
    queue.raise(event)
    log.append(.raised(event))
  }

  @inlinable
  func assertLegalConfiguration() {
    // INVARIANT (legal configuration): after every microstep, exactly one child of each active compound state and of
    // the chart is active, all children of each active parallel state are, and the parent of every active state is.
    assert(
      state.active.violation(in: chart) == nil,
      "illegal configuration \(state.active)")
  }

  /// The error for too many microsteps, with the states of the cycle read off the record: the shortest sequence of
  /// microsteps with which the record ends twice over.
  @usableFromInline
  func cycleError() -> StepError {
    let taken = Macrostep(event: nil, entries: log).microsteps.map(\.transitions)
      .filter { !$0.isEmpty }
    var period = min(taken.count, 16)
    for length in 1...max(1, taken.count / 2) {
      if taken.suffix(length) == taken.dropLast(length).suffix(length) {
        period = length
        break
      }
    }
    var states: [StateID] = []
    for id in taken.suffix(period).joined() {
      let transition = chart.tables.transitions[id]
      for state in [transition.source] + transition.targets where !states.contains(state) {
        states.append(state)
      }
    }
    return .microstepLimit(limit: limit, states: states, names: states.map(chart.name(of:)))
  }
}
