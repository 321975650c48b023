import Diagnostics
import Statechart
import Testing

/// A datamodel whose answers are given by number and which writes down what it was asked to do.
struct RecordingModel: Datamodel {
  struct Failure: Error {}

  var guards: [Int: GuardOutcome] = [:]
  var raising: [Int: [EventID]] = [:]
  var failing: Set<Int> = []
  var asked: [Int] = []
  var executed: [Int] = []
  var internalEvents: [EventID] = []

  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
    asked.append(id)
    return guards[id] ?? .holds
  }

  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
  ) throws {
    if failing.contains(id) { throw Failure() }
    executed.append(id)
    for event in raising[id] ?? [] { queue.raise(event) }
  }

  mutating func willProcess(internal event: EventID) { internalEvents.append(event) }
}

/// A chart that runs, with names instead of numbers.
struct Runner {
  let chart: Chart
  var state: ChartState
  var model = RecordingModel()
  let started: Macrostep

  /// Compiles and starts.
  ///
  /// - Parameter raising: the events that each action raises, by its number.
  init(
    _ children: [StateNode], initial: [StateReference] = [], transitions: [TransitionNode] = [],
    raising: [Int: [String]] = [:], guards: [Int: GuardOutcome] = [:]
  ) throws {
    var diagnostics = Diagnostics()
    let root = StateNode("chart", initial: initial, transitions: transitions, children: children)
    chart = try #require(
      Chart.compile(root, events: raising.values.flatMap { $0 }, diagnostics: &diagnostics),
      "\(DiagnosticRenderer().render(diagnostics))")
    model.guards = guards
    model.raising = raising.mapValues { [chart] in $0.map { chart.event(matching: $0) } }
    (state, started) = try chart.start(&model)
  }

  @discardableResult
  mutating func send(_ event: String) throws -> Macrostep {
    model.executed = []
    model.asked = []
    let before = state.configuration
    let step = try chart.step(&state, chart.event(matching: event), &model)
    #expect(step.applied(to: before) == state.configuration)
    return step
  }

  /// The active atomic states, in document order.
  var active: [String] { names(chart.atomicStates(of: state.configuration)) }

  func names(_ states: [StateID]) -> [String] { states.map(chart.name(of:)) }
  func eventNames(_ events: [EventID]) -> [String] { events.map(chart.eventName) }
  func raised(_ step: Macrostep) -> [String] { eventNames(step.microsteps.flatMap(\.raised)) }
}

/// An atomic state.
func leaf(
  _ id: String, _ transitions: TransitionNode..., entry: [Int] = [], exit: [Int] = []
) -> StateNode {
  StateNode(id, entry: entry, exit: exit, transitions: transitions)
}

/// A transition on one event to one target.
func on(
  _ event: String, _ target: StateReference, guard: Int? = nil, actions: [Int] = []
) -> TransitionNode {
  TransitionNode(on: [event], guard: `guard`, to: [target], actions: actions)
}
