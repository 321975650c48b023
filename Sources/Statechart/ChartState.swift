/// Where one running chart is: everything a macrostep changes except the datamodel. A value: a step that fails leaves
/// the caller's as it was.
public struct ChartState: Hashable, Sendable {
  @usableFromInline var active: Configuration
  @usableFromInline var historyValue: [Configuration]
  @usableFromInline var end: StateID?

  /// The active states, without the chart itself; empty when the chart has ended (appendix D, `exitInterpreter`).
  public var configuration: Configuration { active }
  /// What each history state remembers, in the order of `Chart.historyStates`; the empty set means nothing yet.
  public var history: [Configuration] { historyValue }
  /// The top-level final state by which the chart ended; nil while it runs.
  public var finalState: StateID? { end }

  /// Whether the chart has ended; it takes no more events.
  public var hasEnded: Bool { end != nil }

  @usableFromInline
  init(configuration: Configuration, history: [Configuration], finalState: StateID?) {
    active = configuration
    historyValue = history
    end = finalState
  }
}

/// Why a stored state does not fit a chart.
public enum RestoreError: Error, Hashable, Sendable {
  /// The chart has no state of this name.
  case unknownState(String)
  /// The names do not make a legal configuration; the text says what is missing or too much.
  case illegalConfiguration(String)
  /// The name is no history state of the chart, or cannot remember these states.
  case illegalHistory(String)
}

extension Chart {
  /// A state from stored names.
  ///
  /// - Parameters:
  ///   - active: the names of active states; the atomic ones are enough, ancestors are added.
  ///   - history: what each history state remembers, by name; those left out remember nothing.
  ///   - final: the top-level final state of a chart that has ended; `active` is then empty.
  /// - Throws: `RestoreError` when a name is gone or the states do not fit together in this chart.
  public func restore(
    active: some Sequence<String>, history: [String: [String]] = [:], final: String? = nil
  ) throws(RestoreError) -> ChartState {
    var configuration = Configuration()
    for name in active {
      let state = try known(name)
      configuration.insert(state)
      configuration.formUnion(tables.ancestors[state])
    }
    var finalState: StateID?
    if let final {
      let state = try known(final)
      guard tables.kinds[state] == .final, tables.parent[state] == 0 else {
        throw .illegalConfiguration("`\(final)` är inget sluttillstånd överst i tillståndskartan")
      }
      guard configuration.isEmpty else {
        throw .illegalConfiguration("en avslutad tillståndskarta har inga aktiva tillstånd")
      }
      finalState = state
    } else if let violation = configuration.violation(in: self) {
      throw .illegalConfiguration(violation.description(in: self))
    }
    var values = [Configuration](repeating: Configuration(), count: tables.historyCount)
    for (name, remembered) in history.sorted(by: { $0.key < $1.key }) {
      let state = try known(name)
      let slot = tables.historySlot[state]
      guard slot >= 0, !remembered.isEmpty else { throw .illegalHistory(name) }
      for other in remembered { values[slot].insert(try known(other)) }
      guard tables.canRemember(values[slot], at: state) else { throw .illegalHistory(name) }
    }
    return ChartState(configuration: configuration, history: values, finalState: finalState)
  }

  private func known(_ name: String) throws(RestoreError) -> StateID {
    guard let state = state(named: name) else { throw .unknownState(name) }
    return state
  }
}

extension ChartTables {
  /// Whether a history state could have recorded this set: only then does entering it give a legal configuration.
  func canRemember(_ value: Configuration, at history: StateID) -> Bool {
    let owner = parent[history]
    let deep = kinds[history] == .deepHistory
    let states = Array(value)
    let candidates = deep ? descendants[owner].intersection(atomic) : Configuration(children[owner])
    guard value.isSubset(of: candidates) else { return false }
    return illegalPair(among: states) == nil
  }
}
