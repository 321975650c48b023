import Statechart

/// SCXML appendix D once more, as literally as possible: names instead of numbers, lists instead of bit sets, nothing
/// computed beforehand, no shortcut. It is slow and shares no code with what it is compared with. The places where
/// the chart departs from the letter (`Chart+Step.swift`) are marked.
struct AppendixD {
  final class State {
    let node: StateNode
    let parent: State?
    let order: Int
    var children: [State] = []
    var id: String { node.id }

    init(_ node: StateNode, parent: State?, order: Int) {
      self.node = node
      self.parent = parent
      self.order = order
    }

    var isHistory: Bool { node.kind == .shallowHistory || node.kind == .deepHistory }
    var states: [State] { children.filter { !$0.isHistory } }
    var isCompound: Bool { node.kind == .state && !states.isEmpty }
    var isParallel: Bool { node.kind == .parallel && !states.isEmpty }
    var isAtomic: Bool { !isHistory && states.isEmpty }
    func isDescendant(of other: State) -> Bool {
      var state = parent
      while let current = state {
        if current === other { return true }
        state = current.parent
      }
      return false
    }
  }

  struct Taken {
    let source: State
    let node: TransitionNode
    let number: Int
  }

  let root: State
  let all: [State]
  let transitions: [Taken]
  var configuration: [State] = []
  var historyValue: [String: [State]] = [:]
  var internalQueue: [String] = []
  var running = true
  var final: String?
  /// What happened, in words.
  var trace: [String] = []
  /// Answers a guard from what is active.
  let holds: (Int, Set<String>, Int) -> Bool
  let raises: (Int) -> [String]
  var executed = 0
  let limit: Int

  struct TooLong: Error {}

  init(
    _ node: StateNode, limit: Int, raises: @escaping (Int) -> [String],
    holds: @escaping (Int, Set<String>, Int) -> Bool
  ) {
    var all: [State] = []
    func build(_ node: StateNode, _ parent: State?) -> State {
      let state = State(node, parent: parent, order: all.count)
      all.append(state)
      for child in node.children { state.children.append(build(child, state)) }
      return state
    }
    root = build(node, nil)
    self.all = all
    var transitions: [Taken] = []
    for state in all {
      for node in state.node.transitions {
        transitions.append(Taken(source: state, node: node, number: transitions.count))
      }
    }
    self.transitions = transitions
    self.limit = limit
    self.raises = raises
    self.holds = holds
  }

  func state(_ id: String) -> State { all.first { $0.id == id } ?? root }

  mutating func interpret() throws {
    var set = Entry()
    for target in initial(root) { addDescendantStatesToEnter(target, &set) }
    for target in initial(root) { addAncestorStatesToEnter(target, root, &set) }
    enter(set)
    try macrostep(0)
  }

  mutating func process(_ event: String) throws {
    guard running else { return }
    let enabled = selectTransitions(event)
    var count = 0
    if !enabled.isEmpty {
      try microstep(enabled, &count)
    }
    try macrostep(count)
  }

  private mutating func macrostep(_ start: Int) throws {
    var count = start
    var done = false
    while running, !done {
      var enabled = selectTransitions(nil)
      if enabled.isEmpty {
        if internalQueue.isEmpty {
          done = true
        } else {
          enabled = selectTransitions(internalQueue.removeFirst())
        }
      }
      if !enabled.isEmpty { try microstep(enabled, &count) }
    }
    if !running {
      internalQueue = []
      for state in configuration.sorted(by: { $0.order > $1.order }) {
        execute(state.node.exit)
        leave(state)
      }
    }
  }

  private mutating func microstep(_ enabled: [Taken], _ count: inout Int) throws {
    guard count < limit else { throw TooLong() }
    count += 1
    for transition in enabled { trace.append("take \(transition.number)") }
    let domains = enabled.map { getTransitionDomain($0) }
    let exits = computeExitSet(enabled).sorted { $0.order > $1.order }
    for state in exits {
      for history in state.children where history.isHistory {
        historyValue[history.id] = configuration.filter { active in
          history.node.kind == .deepHistory
            ? active.isAtomic && active.isDescendant(of: state) : active.parent === state
        }
      }
    }
    for state in exits {
      execute(state.node.exit)
      leave(state)
    }
    for transition in enabled { execute(transition.node.actions) }
    var all = Entry()
    for (transition, domain) in zip(enabled, domains) {
      var set = Entry()
      for target in transition.node.targets { addDescendantStatesToEnter(state(target.id), &set) }
      guard let domain else { continue }
      for target in getEffectiveTargetStates(transition.node.targets.map { state($0.id) }) {
        addAncestorStatesToEnter(target, domain, &set)
      }
      // Departs from the letter: the domain may be parallel.
      if domain.isParallel { addRegions(domain, &set) }
      // Departs from the letter: nothing outside the domain is entered.
      for state in set.toEnter where state.isDescendant(of: domain) { all.add(state) }
      all.byDefault += set.byDefault
      all.defaultHistory.merge(set.defaultHistory) { $1 }
    }
    enter(all)
  }

  private func selectTransitions(_ event: String?) -> [Taken] {
    var enabled: [Taken] = []
    for atomic in configuration.filter(\.isAtomic).sorted(by: { $0.order < $1.order }) {
      search: for source in [atomic] + getProperAncestors(atomic, nil) {
        for transition in transitions where transition.source === source {
          guard matches(transition.node.events, event), isEnabled(transition) else { continue }
          if !enabled.contains(where: { $0.number == transition.number }) {
            enabled.append(transition)
          }
          break search
        }
      }
    }
    return removeConflictingTransitions(enabled)
  }

  private func matches(_ descriptors: [String], _ event: String?) -> Bool {
    guard let event else { return descriptors.isEmpty }
    return descriptors.contains { descriptor in
      if descriptor == "*" { return true }
      var tokens = descriptor.split(separator: ".")
      if tokens.last == "*" { tokens.removeLast() }
      return event.split(separator: ".").starts(with: tokens)
    }
  }

  private func isEnabled(_ transition: Taken) -> Bool {
    guard let number = transition.node.guard else { return true }
    return holds(number, Set(configuration.map(\.id)), executed)
  }

  private func removeConflictingTransitions(_ enabled: [Taken]) -> [Taken] {
    var filtered: [Taken] = []
    for t1 in enabled {
      var preempted = false
      var toRemove: [Int] = []
      for t2 in filtered {
        let first = computeExitSet([t1])
        let second = computeExitSet([t2])
        guard first.contains(where: { state in second.contains { $0 === state } }) else { continue }
        if t1.source.isDescendant(of: t2.source) {
          toRemove.append(t2.number)
        } else {
          preempted = true
          break
        }
      }
      guard !preempted else { continue }
      filtered.removeAll { toRemove.contains($0.number) }
      filtered.append(t1)
    }
    return filtered
  }

  private func computeExitSet(_ transitions: [Taken]) -> [State] {
    let domains = transitions.compactMap { getTransitionDomain($0) }
    return configuration.filter { state in domains.contains { state.isDescendant(of: $0) } }
  }

  private func getTransitionDomain(_ transition: Taken) -> State? {
    let states = getEffectiveTargetStates(transition.node.targets.map { state($0.id) })
    if states.isEmpty { return nil }
    let source = transition.source
    // Departs from the letter: the chart itself may have transitions.
    if source === root { return root }
    if transition.node.isInternal, source.isCompound,
      states.allSatisfy({ $0.isDescendant(of: source) })
    {
      return source
    }
    // Departs from the letter: parallel states are not passed over.
    return getProperAncestors(source, nil)
      .first { anc in states.allSatisfy { $0.isDescendant(of: anc) } }
  }

  private func getEffectiveTargetStates(_ states: [State]) -> [State] {
    states.flatMap { state -> [State] in
      guard state.isHistory else { return [state] }
      if let value = historyValue[state.id] { return value }
      return getEffectiveTargetStates(state.node.defaultTargets.map { self.state($0.id) })
    }
  }

  private func getProperAncestors(_ state: State, _ limit: State?) -> [State] {
    var result: [State] = []
    var current = state.parent
    while let ancestor = current, ancestor !== limit {
      result.append(ancestor)
      current = ancestor.parent
    }
    return result
  }

  struct Entry {
    var toEnter: [State] = []
    var byDefault: [State] = []
    var defaultHistory: [String: [Int]] = [:]

    mutating func add(_ state: State) {
      if !toEnter.contains(where: { $0 === state }) { toEnter.append(state) }
    }
  }

  private func initial(_ state: State) -> [State] {
    state.node.initial.isEmpty
      ? Array(state.states.prefix(1)) : state.node.initial.map { self.state($0.id) }
  }

  private func addDescendantStatesToEnter(_ state: State, _ set: inout Entry) {
    if state.isHistory, let parent = state.parent {
      let value = historyValue[state.id]
      if value == nil { set.defaultHistory[parent.id] = state.node.defaultActions }
      let targets = value ?? state.node.defaultTargets.map { self.state($0.id) }
      for target in targets { addDescendantStatesToEnter(target, &set) }
      for target in targets { addAncestorStatesToEnter(target, parent, &set) }
      return
    }
    set.add(state)
    if state.isCompound {
      set.byDefault.append(state)
      for target in initial(state) { addDescendantStatesToEnter(target, &set) }
      for target in initial(state) { addAncestorStatesToEnter(target, state, &set) }
    } else if state.isParallel {
      addRegions(state, &set)
    }
  }

  private func addAncestorStatesToEnter(_ state: State, _ limit: State, _ set: inout Entry) {
    for ancestor in getProperAncestors(state, limit) {
      set.add(ancestor)
      if ancestor.isParallel { addRegions(ancestor, &set) }
    }
  }

  private func addRegions(_ state: State, _ set: inout Entry) {
    for child in state.states where !set.toEnter.contains(where: { $0.isDescendant(of: child) }) {
      addDescendantStatesToEnter(child, &set)
    }
  }

  private mutating func enter(_ set: Entry) {
    for state in set.toEnter.sorted(by: { $0.order < $1.order }) {
      configuration.append(state)
      trace.append("enter \(state.id)")
      execute(state.node.entry)
      if set.byDefault.contains(where: { $0 === state }) { execute(state.node.initialActions) }
      execute(set.defaultHistory[state.id] ?? [])
      guard state.node.kind == .final, let parent = state.parent else { continue }
      if parent === root {
        running = false
        final = state.id
        continue
      }
      raise("done.state.\(parent.id)")
      if let grandparent = parent.parent, grandparent.isParallel,
        grandparent.states.allSatisfy(isInFinalState)
      {
        raise("done.state.\(grandparent.id)")
      }
    }
  }

  private func isInFinalState(_ state: State) -> Bool {
    if state.isCompound {
      return state.states.contains { child in
        child.node.kind == .final && configuration.contains { $0 === child }
      }
    }
    return state.isParallel && state.states.allSatisfy(isInFinalState)
  }

  private mutating func leave(_ state: State) {
    trace.append("exit \(state.id)")
    configuration.removeAll { $0 === state }
  }

  private mutating func raise(_ event: String) {
    trace.append("raise \(event)")
    internalQueue.append(event)
  }

  private mutating func execute(_ actions: [Int]) {
    for action in actions {
      executed += 1
      trace.append("run \(action)")
      for event in raises(action) { raise(event) }
    }
  }
}
