import Diagnostics
import FEEL
import Statechart

/// What a case does by itself comes to an end: no circle of steps without a condition. Every event that leads into one is
/// refused, and so is every opening of a case that begins in one.
///
/// Only what is certain is told. A step with a condition somewhere on the way may be what ends it.
enum ChartsComeToRest {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for workflow in programme.workflows {
      let steps = CertainSteps(workflow)
      for circle in steps.circles() { report(circle, steps, &diagnostics) }
    }
  }

  private static func report(
    _ circle: [StateID], _ steps: CertainSteps, _ diagnostics: inout Diagnostics
  ) {
    guard let first = circle.first, let step = steps.next[first] else { return }
    let names = circle.map { "`\(steps.chart.name(of: $0))`" }
    let message =
      names.count == 1
      ? "tillståndet \(names[0]) leder till sig självt utan slut"
      : "tillstånden \(names.dropLast().joined(separator: ", ")) och \(names[names.count - 1]) leder till varandra utan slut"
    let notes = circle.dropFirst().map { state in
      Diagnostic.Note(
        "`\(steps.chart.name(of: state))` går vidare här", span: steps.next[state]?.span)
    }
    diagnostics.error(
      "endless-circle", message, at: step.span, notes: Array(notes),
      help:
        "ge ett av stegen ett villkor (`guard`), eller låt det vänta på en händelse eller en senare dag"
    )
  }
}

/// The steps that are sure to follow as soon as a state is entered, with nobody doing anything.
private struct CertainSteps {
  let workflow: Workflow
  let chart: Chart
  /// By state, in document order; 0 is the chart itself.
  private let transitions: [StateID: [Transition]]
  /// The states with steps that wait for nothing.
  private let eventless: Set<StateID>
  /// The step of each state that has one.
  private(set) var next: [StateID: Transition] = [:]

  init(_ workflow: Workflow) {
    self.workflow = workflow
    chart = workflow.chart
    transitions = Dictionary(grouping: chart.transitions, by: \.source)
    eventless = Set(chart.transitions.filter(\.events.isEmpty).map(\.source))
    for state in 0..<max(1, chart.states.upperBound) { next[state] = step(from: state) }
  }

  // MARK: Steps

  private func step(from state: StateID) -> Transition? {
    let own = transitions[state] ?? []
    if let first = own.first(where: \.events.isEmpty) {
      // Steps of inner states and of other parts may come first.
      return first.guard == nil && !first.targets.isEmpty
        && inside(state).isDisjoint(with: eventless)
        && beside(state).isDisjoint(with: eventless) ? first : nil
    }
    // Eventless steps come before everything else.
    guard state > 0, inside(state).isDisjoint(with: eventless),
      beside(state).isDisjoint(with: eventless), outside(state).isDisjoint(with: eventless)
    else { return nil }
    return raised(in: state) ?? dated(in: state)
  }

  /// The step by an event that the state itself sends when it is entered.
  private func raised(in state: StateID) -> Transition? {
    for action in chart.entryActions(of: state) where workflow.actions.indices.contains(action) {
      guard case .raise(let name) = workflow.actions[action] else { continue }
      guard let event = chart.event(named: name) else { return nil }
      let others = inside(state).union(beside(state))
      guard !others.contains(where: { listener($0, event) != nil }) else { return nil }
      for place in [state] + outside(state).sorted(by: >) {
        guard let found = listener(place, event) else { continue }
        return found.guard == nil && !found.targets.isEmpty ? found : nil
      }
      return nil
    }
    return nil
  }

  /// The step on the very day on which the state is entered.
  private func dated(in state: StateID) -> Transition? {
    guard workflow.states.indices.contains(state), workflow.states[state].timers.count == 1,
      let timer = workflow.states[state].timers.first,
      ["entered", "opened"].contains(timer.date.expression.text),
      let event = chart.event(named: timer.event), let found = listener(state, event),
      found.guard == nil, !found.targets.isEmpty
    else { return nil }
    let others = inside(state).union(beside(state)).union(outside(state))
    let isAlone = others.allSatisfy { other in
      !workflow.states.indices.contains(other) || workflow.states[other].timers.isEmpty
    }
    return isAlone ? found : nil
  }

  private func listener(_ state: StateID, _ event: EventID) -> Transition? {
    transitions[state]?.first { $0.events.contains(event) || $0.events.contains(0) }
  }

  // MARK: Places

  private func inside(_ state: StateID) -> Set<StateID> {
    state == 0 ? Set(chart.states) : Set(chart.descendants(of: state))
  }

  private func outside(_ state: StateID) -> Set<StateID> {
    state == 0 ? [] : Set(chart.ancestors(of: state)).union([0])
  }

  /// The states that may be active together with a state and lie neither inside nor around it.
  private func beside(_ state: StateID) -> Set<StateID> {
    var result: Set<StateID> = []
    for outer in chart.ancestors(of: state) where chart.kind(of: outer) == .parallel {
      for part in chart.children(of: outer)
      where part != state && !chart.ancestors(of: state).contains(part) {
        result.insert(part)
        result.formUnion(chart.descendants(of: part))
      }
    }
    return result
  }

  // MARK: Circles

  /// Each circle once, from its first state on.
  func circles() -> [[StateID]] {
    var told: Set<StateID> = []
    var result: [[StateID]] = []
    for start in next.keys.sorted() where !told.contains(start) {
      guard let circle = circle(from: start) else { continue }
      told.formUnion(circle)
      result.append(circle)
    }
    return result
  }

  /// The shortest way back to a state.
  private func circle(from start: StateID) -> [StateID]? {
    var before: [StateID: StateID] = [:]
    var pending = [start]
    var index = 0
    while index < pending.count {
      let state = pending[index]
      index += 1
      for following in followers(of: state) {
        if following == start {
          var path = [state]
          while let last = path.last, last != start, let earlier = before[last] {
            path.append(earlier)
          }
          return path.reversed()
        }
        guard before[following] == nil else { continue }
        before[following] = state
        pending.append(following)
      }
    }
    return nil
  }

  /// The states with a sure step that are active after the sure step of a state, in document order.
  private func followers(of state: StateID) -> [StateID] {
    guard let step = next[state], let entered = entered(by: step) else { return [] }
    var active = entered
    // A step that waits for nothing is taken wherever its state is active; others only when it has been entered.
    for target in entered { active.formUnion(outside(target).filter { eventless.contains($0) }) }
    return active.filter { next[$0] != nil }.sorted()
  }

  /// The states that a step enters for certain; nil where that depends on what has been, or where the case ends.
  private func entered(by step: Transition) -> Set<StateID>? {
    var result: Set<StateID> = []
    var pending = step.targets
    while let state = pending.popLast() {
      switch chart.kind(of: state) {
      case .final where chart.parent(of: state) == 0: return nil
      case .shallowHistory, .deepHistory, nil: return nil
      case .compound: pending += chart.initialStates(of: state)
      case .parallel: pending += chart.children(of: state)
      case .atomic, .final: break
      }
      result.insert(state)
    }
    return result
  }
}
