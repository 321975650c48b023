extension ChartCompiler {
  /// Everything that the interpreter looks up instead of computing.
  mutating func precompute() {
    precomputeSets()
    precomputePlans()
    precomputeCandidates()
  }

  private mutating func precomputeSets() {
    let count = nodes.count
    tables.descendants = Array(repeating: Configuration(), count: count)
    tables.ancestors = tables.descendants
    for state in 1..<count {
      let isHistory = tables.isHistory(state)
      for ancestor in tables.getProperAncestors(state, -1) {
        if ancestor > 0 { tables.ancestors[state].insert(ancestor) }
        if !isHistory { tables.descendants[ancestor].insert(state) }
      }
      if tables.kinds[state] == .atomic || tables.kinds[state] == .final {
        tables.atomic.insert(state)
      }
      if !tables.histories[state].isEmpty { tables.withHistories.insert(state) }
      if !tables.exitActions[state].isEmpty { tables.withExitActions.insert(state) }
      let hasEntryActions =
        !tables.entryActions[state].isEmpty || !tables.initialActions[state].isEmpty
        || tables.histories[state].contains { !tables.defaultActions[$0].isEmpty }
      if hasEntryActions || tables.kinds[state] == .final { tables.withEntryWork.insert(state) }
    }
  }

  /// Runs the procedures once with nothing remembered. Where they did not ask a history state, they will never
  /// give anything else.
  private mutating func precomputePlans() {
    let nothing = [Configuration](repeating: Configuration(), count: tables.historyCount)
    tables.start = tables.computeEntrySet(tables.initialTargets[0], domain: 0, history: nothing)
    for transition in tables.transitions {
      let domain = tables.getTransitionDomain(transition.id, nothing)
      var entry = EntrySet()
      if domain >= 0 {
        entry = tables.computeEntrySet(transition.targets, domain: domain, history: nothing)
      }
      tables.plans.append(
        TransitionPlan(
          guard: transition.guard ?? -1, hasGuard: transition.guard != nil,
          hasActions: !transition.actions.isEmpty, isStatic: !entry.askedHistory, domain: domain,
          exitMask: domain >= 0 ? tables.descendants[domain] : Configuration(), entry: entry))
    }
  }

  /// For each column (event, then eventless) and state, the transitions to try, in document order.
  private mutating func precomputeCandidates() {
    var byDescriptor = [[TransitionID]](repeating: [], count: tables.events.count)
    var eventless: [TransitionID] = []
    for transition in tables.transitions {
      if transition.events.isEmpty { eventless.append(transition.id) }
      for event in transition.events { byDescriptor[event].append(transition.id) }
    }
    for event in 0..<tables.events.count {
      let matching = tables.events.matching(event).flatMap { byDescriptor[$0] }
      addColumn(Array(Set(matching)).sorted())
    }
    addColumn(eventless)
    tables.candidateOffsets.append(Int32(tables.candidates.count))
  }

  private mutating func addColumn(_ transitions: [TransitionID]) {
    var listeners = Configuration()
    var next = transitions.startIndex
    for state in nodes.indices {
      tables.candidateOffsets.append(Int32(tables.candidates.count))
      while next < transitions.endIndex, tables.transitions[transitions[next]].source == state {
        tables.candidates.append(Int32(transitions[next]))
        listeners.insert(state)
        next += 1
      }
    }
    tables.listeners.append(listeners)
  }
}
