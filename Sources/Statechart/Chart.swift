public import Diagnostics

/// A compiled statechart: immutable, shared, and generic in what guards and actions mean.
///
/// Everything that can be computed from the description is computed once, when it is compiled: numbers for states and
/// events, what a transition leaves and enters, which transitions an event can reach in which state. `Chart+Step.swift`
/// tells how it runs.
public final class Chart: Sendable {
  @usableFromInline let tables: ChartTables
  private let stateNumbers: [String: StateID]

  init(tables: ChartTables) {
    self.tables = tables
    var numbers: [String: StateID] = [:]
    for state in tables.ids.indices.dropFirst() { numbers[tables.ids[state]] = state }
    stateNumbers = numbers
  }

  /// Compiles a description. Every fault is reported, in one run.
  ///
  /// - Parameters:
  ///   - root: the chart; its kind is `state`, it has children and no entry or exit actions. Its own transitions listen
  ///     whatever is active.
  ///   - events: names that occur elsewhere (raised by actions, sent by people), so that records can name them exactly.
  ///   - diagnostics: takes the findings.
  /// - Returns: nil when any of its own findings is an error.
  public static func compile(
    _ root: StateNode, events: [String] = [], diagnostics: inout Diagnostics
  ) -> Chart? {
    var compiler = ChartCompiler()
    let tables = compiler.compile(root, events: events)
    diagnostics.append(compiler.diagnostics)
    return tables.map(Chart.init(tables:))
  }

  /// The numbers of all states in document order; history states among them, the chart itself not.
  public var states: Range<StateID> { 1..<max(1, tables.ids.count) }

  /// The name of a state (of the chart for 0); empty for a number that is no state.
  public func name(of state: StateID) -> String {
    tables.ids.indices.contains(state) ? tables.ids[state] : ""
  }

  /// The state of a name.
  public func state(named name: String) -> StateID? { stateNumbers[name] }

  /// What a state is; nil for a number that is no state.
  public func kind(of state: StateID) -> StateKind? {
    tables.kinds.indices.contains(state) ? tables.kinds[state] : nil
  }

  /// The parent of a state; 0 at the top, nil for the chart itself.
  public func parent(of state: StateID) -> StateID? {
    guard state > 0, state < tables.parent.count else { return nil }
    return tables.parent[state]
  }

  /// How deep a state lies: 1 at the top, 0 for the chart itself.
  public func depth(of state: StateID) -> Int {
    tables.depth.indices.contains(state) ? tables.depth[state] : 0
  }

  /// The children of a state in document order, without history states.
  public func children(of state: StateID) -> [StateID] {
    tables.children.indices.contains(state) ? tables.children[state] : []
  }

  /// The states that a compound state is entered with (SCXML 3.3.1), history states included; empty for other kinds.
  public func initialStates(of state: StateID) -> [StateID] {
    tables.initialTargets.indices.contains(state) ? tables.initialTargets[state] : []
  }

  /// The actions of a state's entry, in order, as numbers at the datamodel.
  public func entryActions(of state: StateID) -> [Int] {
    tables.entryActions.indices.contains(state) ? tables.entryActions[state] : []
  }

  /// The proper ancestors of a state, without the chart itself.
  public func ancestors(of state: StateID) -> Configuration {
    tables.ancestors.indices.contains(state) ? tables.ancestors[state] : Configuration()
  }

  /// The proper descendants of a state, without history states.
  public func descendants(of state: StateID) -> Configuration {
    tables.descendants.indices.contains(state) ? tables.descendants[state] : Configuration()
  }

  /// The history states, in the order of their slots in `ChartState.history`.
  public var historyStates: [StateID] { states.filter { tables.isHistory($0) } }

  /// Where a state is written.
  public func span(of state: StateID) -> SourceSpan? {
    tables.spans.indices.contains(state) ? tables.spans[state] : nil
  }

  /// All transitions; the index is the number.
  public var transitions: [Transition] { tables.transitions }

  /// Atomic (and final) states of a configuration, which determine the rest.
  public func atomicStates(of configuration: Configuration) -> [StateID] {
    Array(configuration.intersection(tables.atomic))
  }

  /// The event names, by number; 0 is `*`.
  public var eventNames: [String] { tables.events.names }

  /// The name of an event; `*` for 0 and for a number that is no event.
  public func eventName(_ event: EventID) -> String {
    tables.events.names.indices.contains(event) ? tables.events.names[event] : "*"
  }

  /// The event of a name, when the chart (or the `events` given to `compile`) mentions exactly this name.
  public func event(named name: String) -> EventID? { tables.events.numbers[name] }

  /// The event that stands for any name: the name itself when the chart mentions it, else the longest mentioned prefix
  /// of it (`error.execution` is matched by what matches `error`), else 0, which only `*` matches.
  public func event(matching name: String) -> EventID { tables.events.nearest(name) }

  /// `done.state.ID`: raised when a final child of the state is entered.
  public func doneEvent(of state: StateID) -> EventID? {
    guard tables.doneEvent.indices.contains(state), tables.doneEvent[state] >= 0 else { return nil }
    return tables.doneEvent[state]
  }
}
