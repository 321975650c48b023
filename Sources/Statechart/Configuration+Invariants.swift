/// Why a set of states is no legal configuration (SCXML 3.11.1).
public enum ConfigurationViolation: Hashable, Sendable {
  /// A number or kind that is never active: a history state, the chart itself, or no state of the chart.
  case notAState(StateID)
  /// A state is active and its parent is not.
  case parentMissing(StateID)
  /// A compound state (or the chart, 0) has no active child, or several.
  case activeChildren(of: StateID, count: Int)
  /// A region of a parallel state is missing.
  case regionMissing(StateID)

  /// The same in Swedish, with the chart's names.
  public func description(in chart: Chart) -> String {
    switch self {
    case .notAState(let state): "`\(chart.name(of: state))` kan inte vara aktivt"
    case .parentMissing(let state):
      "`\(chart.name(of: state))` är aktivt men inte det som omger det"
    case .activeChildren(let state, 0): "inget tillstånd i `\(chart.name(of: state))` är aktivt"
    case .activeChildren(let state, let count):
      "\(count) tillstånd i `\(chart.name(of: state))` är aktiva, det får vara ett"
    case .regionMissing(let state): "delen `\(chart.name(of: state))` är inte aktiv"
    }
  }
}

extension Configuration {
  /// The first thing wrong with a configuration of a chart that runs; nil when it is legal.
  @usableFromInline
  func firstViolation(in tables: ChartTables) -> ConfigurationViolation? {
    let states = tables.descendants.first ?? Configuration()
    if let stranger = subtracting(states).first { return .notAState(stranger) }
    for state in self where !tables.ancestors[state].isSubset(of: self) {
      return .parentMissing(state)
    }
    for state in [0] + self {
      let children = tables.children[state]
      if tables.kinds[state] == .compound {
        let active = children.count { contains($0) }
        if active != 1 { return .activeChildren(of: state, count: active) }
      } else if tables.kinds[state] == .parallel {
        if let missing = children.first(where: { !contains($0) }) { return .regionMissing(missing) }
      }
    }
    return nil
  }

  /// The first thing wrong with it as the configuration of a running chart; nil when it is legal. The empty set is
  /// legal only for a chart that has ended.
  public func violation(in chart: Chart) -> ConfigurationViolation? {
    firstViolation(in: chart.tables)
  }
}
