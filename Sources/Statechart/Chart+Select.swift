/// What would be taken for an event, and why: the intermediate step that previews and explanations use. The same code
/// runs in `step`.
public struct Selection: Hashable, Sendable {
  /// The transitions that a microstep would take, in order.
  public let transitions: [TransitionID]
  /// Those enabled but preempted by one of them.
  public let preempted: [TransitionID]
  /// The guards that were asked, in order.
  public let guards: [GuardRecord]
}

/// An event descriptor that an active state listens to.
public struct EnabledEvent: Hashable, Sendable {
  /// The descriptor's event; 0 is `*`.
  public let event: EventID
  /// The transitions with that descriptor, in the order in which they would be tried.
  public let transitions: [TransitionID]
}

extension Chart {
  /// Appendix D, `selectTransitions`: what an event would take, without taking it.
  public func selectTransitions<D: Datamodel>(
    for event: EventID, in state: ChartState, _ datamodel: inout D
  ) -> Selection {
    select(column: event >= 0 && event < tables.events.count ? event : 0, state, &datamodel)
  }

  /// Appendix D, `selectEventlessTransitions`.
  public func selectEventlessTransitions<D: Datamodel>(
    in state: ChartState, _ datamodel: inout D
  ) -> Selection {
    select(column: tables.eventlessColumn, state, &datamodel)
  }

  private func select<D: Datamodel>(
    column: Int, _ state: ChartState, _ datamodel: inout D
  ) -> Selection {
    guard !state.hasEnded else { return Selection(transitions: [], preempted: [], guards: []) }
    var run = Interpretation(self, state: state, limit: 0)
    let enabled = run.select(column: column, &datamodel)
    let preempted = run.log.compactMap { entry in
      if case .preempted(let transition) = entry { transition } else { nil }
    }
    return Selection(
      transitions: Array(enabled), preempted: preempted, guards: run.log.compactMap(\.guardRecord))
  }

  /// Appendix D, `computeExitSet` for one transition: the states it would leave, in exit order.
  public func computeExitSet(_ transition: TransitionID, in state: ChartState) -> [StateID] {
    guard tables.plans.indices.contains(transition) else { return [] }
    return Array(
      tables.computeExitSet(transition, state.configuration, state.history).inExitOrder)
  }

  /// Appendix D, `computeEntrySet` for one transition: the states it would enter, in entry order. What a history state
  /// records when the transition leaves its parent is not yet known here.
  public func computeEntrySet(_ transition: TransitionID, in state: ChartState) -> [StateID] {
    guard tables.plans.indices.contains(transition) else { return [] }
    let domain = tables.getTransitionDomain(transition, state.history)
    guard domain >= 0 else { return [] }
    let targets = tables.transitions[transition].targets
    return Array(
      tables.computeEntrySet(targets, domain: domain, history: state.history).statesToEnter)
  }

  /// The event descriptors that some active state listens to, by event number, each with its transitions in the order in
  /// which they would be tried; guards are not asked. `done.state` events are among them when somebody listens.
  public func enabledEvents(in configuration: Configuration) -> [EnabledEvent] {
    var sources: [StateID] = []
    for atomic in configuration.intersection(tables.atomic) {
      for source in [atomic] + tables.getProperAncestors(atomic, -1) where !sources.contains(source)
      {
        sources.append(source)
      }
    }
    var byEvent: [EventID: [TransitionID]] = [:]
    for source in sources {
      for transition in transitions(from: source) {
        for event in transition.events { byEvent[event, default: []].append(transition.id) }
      }
    }
    return byEvent.sorted { $0.key < $1.key }
      .map { EnabledEvent(event: $0.key, transitions: $0.value) }
  }

  /// The transitions of a state (0: of the chart itself), in document order.
  public func transitions(from source: StateID) -> ArraySlice<Transition> {
    guard source >= 0, source < tables.ids.count else { return [] }
    // Transitions are numbered by source, so those of one source lie together.
    return tables.transitions[
      tables.transitionOffsets[source]..<tables.transitionOffsets[source + 1]]
  }
}
