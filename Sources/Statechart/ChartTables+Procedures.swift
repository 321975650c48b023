// The procedures of SCXML appendix D that need no datamodel, under their own names. `history` is `historyValue`, by
// slot; an empty set is a value not recorded yet.

/// What a microstep enters. Document order is entry order, so sets suffice.
@usableFromInline
struct EntrySet: Sendable {
  @usableFromInline var statesToEnter = Configuration()
  @usableFromInline var statesForDefaultEntry = Configuration()
  /// History states whose default transition was used: the keys of `defaultHistoryContent`, by child instead of parent.
  @usableFromInline var defaultHistory = Configuration()
  /// Whether any history state was asked, so that the set may differ next time.
  @usableFromInline var askedHistory = false

  @usableFromInline init() {}

  @inlinable
  mutating func formUnion(_ other: EntrySet) {
    statesToEnter.formUnion(other.statesToEnter)
    statesForDefaultEntry.formUnion(other.statesForDefaultEntry)
    defaultHistory.formUnion(other.defaultHistory)
  }
}

extension ChartTables {
  @usableFromInline
  func computeEntrySet(
    _ targets: [StateID], domain: StateID, history: [Configuration]
  ) -> EntrySet {
    var set = EntrySet()
    for target in targets { addDescendantStatesToEnter(target, history, &set) }
    for state in getEffectiveTargetStates(targets, history) {
      addAncestorStatesToEnter(state, domain, history, &set)
    }
    // The domain may be parallel (see `findLCCA`): its other regions were left too and are entered by default.
    if kinds[domain] == .parallel { addRegions(of: domain, history, &set) }
    // A transition from inside a state to that state's own history may have a domain below it, and the procedures
    // would then enter again, by default, what nobody left: two children of one state at once.
    set.statesToEnter = set.statesToEnter.intersection(descendants[domain])
    return set
  }

  func addDescendantStatesToEnter(
    _ state: StateID, _ history: [Configuration], _ set: inout EntrySet
  ) {
    switch kinds[state] {
    case .shallowHistory, .deepHistory:
      set.askedHistory = true
      let value = history[historySlot[state]]
      let entered = value.isEmpty ? defaultTargets[state] : Array(value)
      if value.isEmpty { set.defaultHistory.insert(state) }
      for target in entered { addDescendantStatesToEnter(target, history, &set) }
      for target in entered { addAncestorStatesToEnter(target, parent[state], history, &set) }
    case .compound:
      set.statesToEnter.insert(state)
      set.statesForDefaultEntry.insert(state)
      for target in initialTargets[state] { addDescendantStatesToEnter(target, history, &set) }
      for target in initialTargets[state] { addAncestorStatesToEnter(target, state, history, &set) }
    case .parallel:
      set.statesToEnter.insert(state)
      addRegions(of: state, history, &set)
    case .atomic, .final:
      set.statesToEnter.insert(state)
    }
  }

  func addAncestorStatesToEnter(
    _ state: StateID, _ ancestor: StateID, _ history: [Configuration], _ set: inout EntrySet
  ) {
    for anc in getProperAncestors(state, ancestor) {
      set.statesToEnter.insert(anc)
      if kinds[anc] == .parallel { addRegions(of: anc, history, &set) }
    }
  }

  /// The children of a parallel state below which nothing is entered yet, by default.
  private func addRegions(of state: StateID, _ history: [Configuration], _ set: inout EntrySet) {
    for child in children[state] where set.statesToEnter.isDisjoint(with: descendants[child]) {
      addDescendantStatesToEnter(child, history, &set)
    }
  }

  func getEffectiveTargetStates(_ targets: [StateID], _ history: [Configuration]) -> [StateID] {
    var effective: [StateID] = []
    for target in targets {
      guard isHistory(target) else {
        if !effective.contains(target) { effective.append(target) }
        continue
      }
      let value = history[historySlot[target]]
      let states =
        value.isEmpty ? getEffectiveTargetStates(defaultTargets[target], history) : Array(value)
      for state in states where !effective.contains(state) { effective.append(state) }
    }
    return effective
  }

  /// The domain, or -1 for a targetless transition. A transition of the chart itself has the chart as its domain.
  @usableFromInline
  func getTransitionDomain(_ id: TransitionID, _ history: [Configuration]) -> StateID {
    let transition = transitions[id]
    let states = getEffectiveTargetStates(transition.targets, history)
    let source = transition.source
    if states.isEmpty { return -1 }
    if source == 0 { return 0 }
    if transition.isInternal, kinds[source] == .compound,
      states.allSatisfy({ isDescendant($0, of: source) })
    {
      return source
    }
    return findLCCA(source, states)
  }

  /// The innermost compound or parallel state, or the chart, that holds `head` and all others properly.
  ///
  /// Appendix D passes over parallel states here, so that a transition between regions leaves and enters the parallel
  /// state that holds them both. The SCXML test framework (more-parallel/test10) wants the parallel state to stay
  /// active, and so do those whose deadlines hang on it: nobody left it.
  func findLCCA(_ head: StateID, _ others: [StateID]) -> StateID {
    for anc in getProperAncestors(head, -1) {
      if others.allSatisfy({ isDescendant($0, of: anc) }) { return anc }
    }
    return 0
  }

  /// From the parent upwards, up to `state2` excluded; with -1 up to the chart included.
  func getProperAncestors(_ state1: StateID, _ state2: StateID) -> [StateID] {
    var result: [StateID] = []
    var state = parent[state1]
    while state >= 0, state != state2 {
      result.append(state)
      state = parent[state]
    }
    return result
  }

  /// A compound state is done when a final child is active, a parallel state when all its regions are.
  @usableFromInline
  func isInFinalState(_ state: StateID, _ configuration: Configuration) -> Bool {
    switch kinds[state] {
    case .compound:
      children[state].contains { kinds[$0] == .final && configuration.contains($0) }
    case .parallel: children[state].allSatisfy { isInFinalState($0, configuration) }
    default: false
    }
  }

  /// Two states that cannot be active together (SCXML 3.11.1, *legal state specification*), a history state standing
  /// for all of its parent's children.
  func illegalPair(among states: [StateID]) -> (StateID, StateID)? {
    for (index, first) in states.enumerated() {
      for second in states[(index + 1)...] where !areOrthogonal(first, second) {
        return (first, second)
      }
    }
    return nil
  }

  private func areOrthogonal(_ first: StateID, _ second: StateID) -> Bool {
    let left = isHistory(first) ? parent[first] : first
    let right = isHistory(second) ? parent[second] : second
    if left == right || isDescendant(left, of: right) || isDescendant(right, of: left) {
      return false
    }
    let common = getProperAncestors(left, -1).first { isDescendant(right, of: $0) } ?? 0
    return kinds[common] == .parallel
  }
}
