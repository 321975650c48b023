/// Why a macrostep was not carried out.
public enum StepError: Error, Sendable {
  /// More microsteps than allowed.
  ///
  /// - `limit`: the bound that was reached.
  /// - `states`: the states of the cycle: those that its transitions come from and lead to, in the order met.
  /// - `names`: their names.
  case microstepLimit(limit: Int, states: [StateID], names: [String])
  /// An action threw.
  ///
  /// - `action`: its number.
  /// - `error`: what it threw.
  case actionFailed(action: Int, error: any Error)
}

/// How a chart runs.
///
/// # Model
///
/// A chart reacts to one external event at a time with one *macrostep*: a chain of *microsteps* that goes on until no
/// eventless transition is enabled and no internal event waits. A microstep takes a set of transitions that do not
/// conflict: it leaves states (innermost first), executes the transitions' actions, and enters states (outermost first).
/// The procedures are those of SCXML 1.0 appendix D and bear their names; those that need no datamodel are in
/// `ChartTables+Procedures.swift`, those that ask guards and execute actions in `Interpretation*.swift`.
///
/// `step` is a function from (state, event, datamodel) to (state, datamodel, record). The chart is immutable, the state
/// is a value, nothing is kept between steps, there is no clock and no thread.
///
/// # Order
///
/// 1. Transitions are selected for the external event: for each active atomic state in document order, the first
///    transition in document order whose descriptor matches and whose guard holds, its own first, then its ancestors',
///    the chart's own last.
/// 2. Transitions whose exit sets meet conflict. That of a descendant wins over that of its ancestor, else the one
///    selected first; those that lose are recorded as preempted.
/// 3. After each microstep eventless transitions are selected; when there is none, the next internal event; when there
///    is none either, the macrostep is complete.
/// 4. Entering a final state raises `done.state.PARENT`, and `done.state.GRANDPARENT` when that is parallel and all its
///    regions are in final states. Entering a top-level final state ends the chart once that microstep is complete:
///    internal events still waiting are dropped, and all states are left in exit order.
///
/// # When something goes wrong
///
/// - A guard that cannot be decided counts as false and is recorded as undecided.
/// - An action that throws ends the macrostep: the caller's state stays as it was. What the datamodel had done by then
///   is in the datamodel, so callers hand over a copy (or one that can be thrown away) and keep it when the step
///   succeeds.
/// - More microsteps than the bound: an error that names the states of the cycle, state and record as above.
/// - A chart that has ended takes no event: the record is empty.
///
/// # Where this departs from SCXML
///
/// - No errors as events (`error.execution`, 5.10.1): an action that fails is an error of the step. Half a step with an
///   error event in the queue is not what somebody who records decisions wants.
/// - The chart itself may have transitions. They listen whatever is active, below everything else in priority, and their
///   domain is the chart.
/// - `findLCCA` does not pass over parallel states: a transition from one region of a parallel state to another, or of a
///   region to itself, leaves and enters all regions, but not the parallel state around them. This is what the SCXML test
///   framework expects; by the letter of 3.13 the parallel state would be left and entered too.
/// - A transition enters nothing outside its domain. By the letter, one from inside a state to that state's own history
///   can enter states again that were never left, and end in a configuration that is not legal.
/// - No `<invoke>`, `<send>` or delays: whoever drives the chart decides which external event is next, and when.
/// - Descriptors are resolved when the chart is compiled; a name that no descriptor mentions behaves as its longest
///   prefix that one does (`Chart.event(matching:)`).
/// - A history state needs a default, and several targets must fit together; both are checked when compiling.
///
/// A final state inside a region that is itself parallel raises only what the algorithm says: `done.state` of parent and
/// grandparent. The completion of a parallel state nested directly in another does not complete the outer one by event,
/// although `isInFinalState` holds for it.
extension Chart {
  /// How many microsteps a macrostep may have unless the caller says otherwise.
  public static let defaultMicrostepLimit = 1_000

  /// Starts the chart: enters its initial states and goes on until it is stable (appendix D, `interpret`).
  ///
  /// - Parameters:
  ///   - datamodel: answers guards and executes actions; left as it is when an error is thrown.
  ///   - microstepLimit: how many microsteps may follow.
  /// - Throws: `StepError`.
  @inlinable
  public func start<D: Datamodel>(
    _ datamodel: inout D, microstepLimit: Int = Chart.defaultMicrostepLimit
  ) throws(StepError) -> (state: ChartState, macrostep: Macrostep) {
    var run = Interpretation(self, state: initialState, limit: microstepLimit)
    run.log.append(.starting)
    try run.enterStates(tables.start, &datamodel)
    try run.completeMacrostep(&datamodel)
    return (run.state, Macrostep(event: nil, entries: run.log))
  }

  /// Processes one external event to the end of its macrostep.
  ///
  /// - Parameters:
  ///   - state: where the chart is; unchanged when an error is thrown.
  ///   - event: from `event(matching:)`; a number that is no event of the chart is matched by `*` only.
  ///   - datamodel: answers guards and executes actions.
  ///   - microstepLimit: how many microsteps the event may cause.
  /// - Returns: what happened; without effect when no transition was enabled or the chart has ended.
  /// - Throws: `StepError`.
  @inlinable
  public func step<D: Datamodel>(
    _ state: inout ChartState, _ event: EventID, _ datamodel: inout D,
    microstepLimit: Int = Chart.defaultMicrostepLimit
  ) throws(StepError) -> Macrostep {
    var macrostep = Macrostep()
    try step(&state, event, &datamodel, microstepLimit: microstepLimit, into: &macrostep)
    return macrostep
  }

  /// The same into a record that is used again, so that a step allocates nothing. The record is empty after an error.
  @inlinable
  public func step<D: Datamodel>(
    _ state: inout ChartState, _ event: EventID, _ datamodel: inout D,
    microstepLimit: Int = Chart.defaultMicrostepLimit, into macrostep: inout Macrostep
  ) throws(StepError) {
    let event = event >= 0 && event < tables.events.count ? event : 0
    macrostep.event = event
    macrostep.entries.removeAll(keepingCapacity: true)
    guard !state.hasEnded else { return }
    var run = Interpretation(self, state: state, limit: microstepLimit)
    swap(&run.log, &macrostep.entries)
    run.log.reserveCapacity(16)
    run.log.append(.selecting(event: event))
    try run.microstepIfEnabled(column: event, &datamodel)
    try run.completeMacrostep(&datamodel)
    state = run.state
    swap(&run.log, &macrostep.entries)
  }

  @usableFromInline
  var initialState: ChartState {
    ChartState(
      configuration: Configuration(),
      history: Array(repeating: Configuration(), count: tables.historyCount), finalState: nil)
  }
}
