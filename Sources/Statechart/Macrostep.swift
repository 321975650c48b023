/// What happened from one external event (or the start) until the chart was stable again: a value to store, explain and
/// replay. All numbers are the chart's; it names them.
///
/// It is one flat list of entries in the order in which things happened, because recording must cost next to nothing;
/// `microsteps` gives it back its structure.
public struct Macrostep: Hashable, Sendable {
  /// One thing that happened.
  public enum Entry: Hashable, Sendable {
    /// Opens a part: the chart starts and enters its initial states.
    case starting
    /// Opens a part: transitions are selected for an event, the external one first, then internal ones.
    case selecting(event: EventID)
    /// Opens a part: eventless transitions are selected.
    case selectingEventless
    /// Opens a part: a top-level final state was entered, what is still active is left (`exitInterpreter`).
    case ending
    /// A transition's guard was asked.
    case evaluated(transition: TransitionID, GuardOutcome)
    /// A transition that would have been taken, had not another of the same selection come first.
    case preempted(transition: TransitionID)
    /// A transition was taken.
    case took(transition: TransitionID)
    /// A history state forgets what it knew; the `remembered` entries that follow are its new value.
    case history(StateID)
    /// One state of the history value that was opened last.
    case remembered(StateID)
    /// A state was left.
    case exited(StateID)
    /// A state was entered.
    case entered(StateID)
    /// An internal event was put in the queue, by an action or by a final state.
    case raised(EventID)
  }

  /// The external event; nil for the start.
  public var event: EventID?
  /// What happened, in order.
  public var entries: [Entry]

  /// An empty record, also to be used again and again with `step(_:_:_:into:)`.
  public init() {
    event = nil
    entries = []
  }

  /// A record as it was stored.
  public init(event: EventID?, entries: [Entry]) {
    self.event = event
    self.entries = entries
  }

  /// Whether any transition was taken, or the chart started.
  public var hasEffect: Bool {
    entries.contains { entry in
      switch entry {
      case .took, .starting: true
      default: false
      }
    }
  }

  /// The states that were left, in order; one that was entered again in between stands there each time.
  public var exited: [StateID] { entries.compactMap(\.exitedState) }
  /// The states that were entered, in order.
  public var entered: [StateID] { entries.compactMap(\.enteredState) }
  /// The transitions that were taken, in order.
  public var transitions: [TransitionID] { entries.compactMap(\.takenTransition) }
  /// The guards that were asked, in order, with their outcome.
  public var guards: [GuardRecord] { entries.compactMap(\.guardRecord) }

  /// The selections that found something or asked a guard, each with the microstep it led to.
  public var microsteps: [Microstep] {
    var parts: [Microstep] = []
    var start = entries.startIndex
    for index in entries.indices.dropFirst() where entries[index].opensPart {
      parts.append(Microstep(entries: entries[start..<index]))
      start = index
    }
    if start < entries.endIndex { parts.append(Microstep(entries: entries[start...])) }
    return parts
  }

  /// The configuration after this record, from the one before it.
  public func applied(to configuration: Configuration) -> Configuration {
    var result = configuration
    for entry in entries {
      switch entry {
      case .exited(let state): result.remove(state)
      case .entered(let state): result.insert(state)
      default: break
      }
    }
    return result
  }
}

/// A guard that was asked.
public struct GuardRecord: Hashable, Sendable {
  /// The transition whose guard it is; the chart knows the guard's number.
  public let transition: TransitionID
  /// What it came to.
  public let outcome: GuardOutcome

  /// A record.
  public init(transition: TransitionID, outcome: GuardOutcome) {
    self.transition = transition
    self.outcome = outcome
  }
}

/// One selection of transitions and, when it found any, the microstep that took them.
public struct Microstep: Hashable, Sendable {
  /// Why transitions were selected.
  public enum Trigger: Hashable, Sendable {
    /// The chart started.
    case start
    /// An event, external or internal.
    case event(EventID)
    /// Eventless transitions.
    case eventless
    /// The chart ended.
    case end
  }

  /// Its part of the macrostep, the opening entry first.
  public let entries: ArraySlice<Macrostep.Entry>

  /// Why transitions were selected.
  public var trigger: Trigger {
    switch entries.first {
    case .starting: .start
    case .selecting(let event): .event(event)
    case .ending: .end
    default: .eventless
    }
  }

  /// The transitions taken; none when the selection found nothing.
  public var transitions: [TransitionID] { entries.compactMap(\.takenTransition) }
  /// The states left, in exit order.
  public var exited: [StateID] { entries.compactMap(\.exitedState) }
  /// The states entered, in entry order.
  public var entered: [StateID] { entries.compactMap(\.enteredState) }
  /// The guards asked in the selection.
  public var guards: [GuardRecord] { entries.compactMap(\.guardRecord) }

  /// The events raised by actions and final states.
  public var raised: [EventID] {
    entries.compactMap { entry in
      if case .raised(let event) = entry { event } else { nil }
    }
  }

  /// What history states recorded, in order.
  public var history: [(history: StateID, value: Configuration)] {
    var records: [(history: StateID, value: Configuration)] = []
    for entry in entries {
      switch entry {
      case .history(let state): records.append((state, Configuration()))
      case .remembered(let state):
        guard let last = records.indices.last else { continue }
        records[last].value.insert(state)
      default: break
      }
    }
    return records
  }
}

extension Macrostep.Entry {
  /// Whether it opens a part of the macrostep.
  public var opensPart: Bool {
    switch self {
    case .starting, .selecting, .selectingEventless, .ending: true
    default: false
    }
  }

  var exitedState: StateID? { if case .exited(let state) = self { state } else { nil } }
  var enteredState: StateID? { if case .entered(let state) = self { state } else { nil } }
  var takenTransition: TransitionID? {
    if case .took(let transition) = self { transition } else { nil }
  }
  var guardRecord: GuardRecord? {
    guard case .evaluated(let transition, let outcome) = self else { return nil }
    return GuardRecord(transition: transition, outcome: outcome)
  }
}
