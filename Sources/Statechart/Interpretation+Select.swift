/// The transitions of one selection, in the order of the states that selected them. Almost always there is one, so that
/// one needs no memory of its own.
@usableFromInline
struct EnabledTransitions: Sequence {
  @usableFromInline var first: TransitionID = -1
  @usableFromInline var rest: [TransitionID] = []

  @inlinable init() {}

  @inlinable var isEmpty: Bool { first < 0 }
  @inlinable var isSingle: Bool { rest.isEmpty }

  /// Adds a transition unless it is there (an `OrderedSet`).
  @inlinable
  mutating func add(_ transition: TransitionID) {
    if first < 0 {
      first = transition
    } else if first != transition, !rest.contains(transition) {
      rest.append(transition)
    }
  }

  @usableFromInline
  struct Iterator: IteratorProtocol {
    @usableFromInline let enabled: EnabledTransitions
    @usableFromInline var index = -1

    @inlinable init(_ enabled: EnabledTransitions) { self.enabled = enabled }

    @inlinable
    mutating func next() -> TransitionID? {
      defer { index &+= 1 }
      if index < 0 { return enabled.first < 0 ? nil : enabled.first }
      return index < enabled.rest.count ? enabled.rest[index] : nil
    }
  }

  @inlinable func makeIterator() -> Iterator { Iterator(self) }
}

extension Interpretation {
  /// `selectTransitions` and `selectEventlessTransitions`, which differ only in the column of the table that they read.
  @inlinable
  mutating func select<D: Datamodel>(column: Int, _ datamodel: inout D) -> EnabledTransitions {
    var enabled = EnabledTransitions()
    let listeners = chart.tables.listeners[column]
    guard listeners.contains(0) || !listeners.isDisjoint(with: state.active) else {
      return enabled
    }
    let asked = log.count
    let row = column &* chart.tables.ids.count
    for atomic in state.active.intersection(chart.tables.atomic) {
      var source = atomic
      climb: while source >= 0 {
        if listeners.contains(source) {
          let start = Int(chart.tables.candidateOffsets[row &+ source])
          let end = Int(chart.tables.candidateOffsets[row &+ source &+ 1])
          for index in start..<end {
            let id = Int(chart.tables.candidates[index])
            guard holds(id, askedSince: asked, &datamodel) else { continue }
            enabled.add(id)
            break climb
          }
        }
        source = chart.tables.parent[source]
      }
    }
    if !enabled.isSingle { enabled = removeConflictingTransitions(enabled) }
    return enabled
  }

  /// Whether a guard holds. A transition of an ancestor is met once for each region; its guard is asked once.
  @inlinable
  mutating func holds<D: Datamodel>(
    _ id: TransitionID, askedSince start: Int, _ datamodel: inout D
  ) -> Bool {
    guard chart.tables.plans[id].hasGuard else { return true }
    var index = start
    while index < log.count {
      if case .evaluated(id, let outcome) = log[index] { return outcome == .holds }
      index &+= 1
    }
    let outcome = datamodel.evaluate(
      guard: chart.tables.plans[id].guard, in: state.active)
    log.append(.evaluated(transition: id, outcome))
    return outcome == .holds
  }

  @usableFromInline
  mutating func removeConflictingTransitions(_ enabled: EnabledTransitions) -> EnabledTransitions {
    let tables = chart.tables
    func exitSet(_ id: TransitionID) -> Configuration {
      tables.computeExitSet(id, state.active, state.historyValue)
    }
    var filtered: [TransitionID] = []
    for t1 in enabled {
      var preempted = false
      var toRemove: [TransitionID] = []
      for t2 in filtered where !exitSet(t1).isDisjoint(with: exitSet(t2)) {
        if tables.isDescendant(tables.transitions[t1].source, of: tables.transitions[t2].source) {
          toRemove.append(t2)
        } else {
          preempted = true
          break
        }
      }
      if preempted {
        log.append(.preempted(transition: t1))
        continue
      }
      for t3 in toRemove { log.append(.preempted(transition: t3)) }
      filtered.removeAll { toRemove.contains($0) }
      filtered.append(t1)
    }
    var result = EnabledTransitions()
    for id in filtered { result.add(id) }
    return result
  }
}

extension ChartTables {
  /// What one transition leaves of a configuration.
  @inlinable
  func computeExitSet(
    _ id: TransitionID, _ configuration: Configuration, _ history: [Configuration]
  ) -> Configuration {
    if plans[id].isStatic { return configuration.intersection(plans[id].exitMask) }
    let domain = getTransitionDomain(id, history)
    return domain < 0 ? Configuration() : configuration.intersection(descendants[domain])
  }
}
