import Diagnostics

/// Turns a description into tables, in passes: number the states, resolve names, check, precompute. A fault does not
/// stop the pass it is found in; tables are made only when there was none.
struct ChartCompiler {
  /// More than this and the look-up tables would grow out of proportion to what a person writes.
  static let transitionLimit = 4096
  static let eventLimit = 4096
  /// Nesting of states; also the depth of every recursion over the tree.
  static let depthLimit = 64

  var tables = ChartTables()
  var diagnostics = Diagnostics()
  /// The description of each state, by number, without its children.
  var nodes: [StateNode] = []
  /// Transitions as described, with their sources.
  var described: [(source: StateID, node: TransitionNode)] = []
  var numbers: [String: StateID] = [:]
  private var overflow = false

  mutating func compile(_ root: StateNode, events: [String]) -> ChartTables? {
    number(root, parent: -1, depth: 0)
    guard !overflow else { return nil }
    for state in nodes.indices { checkKind(of: state) }
    for state in nodes.indices { resolveTargets(of: state) }
    resolveTransitions(extra: events)
    guard !diagnostics.hasErrors else { return nil }
    precompute()
    warnAboutUnreachableStates()
    warnAboutEndlessTransitions()
    return tables
  }

  // MARK: Numbering

  private mutating func number(_ node: StateNode, parent: StateID, depth: Int) {
    guard !overflow else { return }
    guard nodes.count < Configuration.capacity else {
      refuse("too-many-states", "fler än \(Configuration.capacity - 1) tillstånd", at: node.span)
      return
    }
    guard depth <= Self.depthLimit else {
      refuse("too-deep-states", "fler än \(Self.depthLimit) nivåer av tillstånd", at: node.span)
      return
    }
    let state = nodes.count
    var own = node
    own.children = []
    nodes.append(own)
    tables.ids.append(node.id)
    tables.spans.append(node.span)
    tables.parent.append(parent)
    tables.depth.append(depth)
    tables.last.append(state)
    tables.children.append([])
    tables.histories.append([])
    tables.kinds.append(Self.kind(of: node))
    let isHistory = node.kind == .shallowHistory || node.kind == .deepHistory
    tables.historySlot.append(isHistory ? tables.historyCount : -1)
    if isHistory { tables.historyCount += 1 }
    tables.entryActions.append(node.entry)
    tables.exitActions.append(node.exit)
    tables.initialActions.append(node.initialActions)
    tables.defaultActions.append(node.defaultActions)
    tables.initialTargets.append([])
    tables.defaultTargets.append([])
    if state > 0 { register(node, as: state) }
    if parent >= 0 {
      if isHistory {
        tables.histories[parent].append(state)
      } else {
        tables.children[parent].append(state)
      }
    }
    for child in node.children { number(child, parent: state, depth: depth + 1) }
    tables.last[state] = nodes.count - 1
  }

  private mutating func register(_ node: StateNode, as state: StateID) {
    if node.id.isEmpty {
      diagnostics.error("empty-state-id", "ett tillstånd saknar namn", at: node.span)
    } else if let known = numbers[node.id] {
      diagnostics.error(
        "duplicate-state", "tillståndet `\(node.id)` finns redan", at: node.span,
        notes: [.init("det första `\(node.id)`", span: nodes[known].span)],
        help: "ett namn får stå för ett enda tillstånd i hela tillståndskartan")
    } else {
      numbers[node.id] = state
    }
  }

  mutating func refuse(_ code: String, _ message: String, at span: SourceSpan?) {
    overflow = true
    diagnostics.error(code, message, at: span, help: "dela upp i flera tillståndskartor")
  }

  private static func kind(of node: StateNode) -> StateKind {
    let hasStates = node.children.contains {
      $0.kind != .shallowHistory && $0.kind != .deepHistory
    }
    return switch node.kind {
    case .state: hasStates ? .compound : .atomic
    // SCXML allows `<parallel>` without children; `isAtomicState` then holds.
    case .parallel: hasStates ? .parallel : .atomic
    case .final: .final
    case .shallowHistory: .shallowHistory
    case .deepHistory: .deepHistory
    }
  }

  // MARK: Names

  /// The state of a name, or a finding.
  mutating func resolve(_ reference: StateReference) -> StateID? {
    if let state = numbers[reference.id] { return state }
    diagnostics.error(
      "unknown-state", "tillståndet `\(reference.id)` finns inte", at: reference.span,
      help: help(for: reference.id, among: Array(numbers.keys)))
    return nil
  }

  private mutating func resolveTargets(of state: StateID) {
    let node = nodes[state]
    tables.initialTargets[state] = initialTargets(of: state, node)
    tables.defaultTargets[state] = node.defaultTargets.compactMap { resolve($0) }
    if tables.isHistory(state) { checkDefault(of: state) }
  }

  /// SCXML 3.2.1 and 3.3.1: the given ones, else the first child in document order.
  private mutating func initialTargets(of state: StateID, _ node: StateNode) -> [StateID] {
    guard tables.kinds[state] == .compound else { return [] }
    guard !node.initial.isEmpty else { return Array(tables.children[state].prefix(1)) }
    var targets: [StateID] = []
    for reference in node.initial {
      guard let target = resolve(reference) else { continue }
      guard tables.isDescendant(target, of: state) else {
        let inside = (state + 1..<tables.last[state] + 1).map { tables.ids[$0] }
        diagnostics.error(
          "initial-not-descendant",
          "`\(reference.id)` ligger inte i `\(node.id)` och kan inte vara dess starttillstånd",
          at: reference.span ?? node.span, help: help(for: reference.id, among: inside))
        continue
      }
      targets.append(target)
    }
    checkLegal(targets, references: node.initial, at: node.span)
    return targets
  }

  private mutating func resolveTransitions(extra: [String]) {
    for state in nodes.indices {
      tables.transitionOffsets.append(described.count)
      for node in nodes[state].transitions { described.append((state, node)) }
    }
    tables.transitionOffsets.append(described.count)
    guard described.count <= Self.transitionLimit else {
      return refuse(
        "too-many-transitions", "fler än \(Self.transitionLimit) övergångar", at: nodes[0].span)
    }
    for (source, node) in described {
      let targets = node.targets.compactMap { resolve($0) }
      if targets.count == node.targets.count {
        checkLegal(targets, references: node.targets, at: node.span)
      }
      tables.transitions.append(
        Transition(
          id: tables.transitions.count, source: source, events: descriptors(of: node),
          guard: node.guard, targets: targets, isInternal: node.isInternal, actions: node.actions,
          span: node.span))
    }
    tables.doneEvent = nodes.indices.map { state in
      let canBeDone = tables.kinds[state] == .compound || tables.kinds[state] == .parallel
      return state > 0 && canBeDone ? tables.events.add("done.state.\(tables.ids[state])") : -1
    }
    for name in extra where !name.isEmpty { _ = tables.events.add(name) }
    if tables.events.count > Self.eventLimit {
      refuse("too-many-events", "fler än \(Self.eventLimit) händelser", at: nodes[0].span)
    }
  }

  private mutating func descriptors(of node: TransitionNode) -> [EventID] {
    var events: [EventID] = []
    for descriptor in node.events {
      guard let name = EventTable.normalised(descriptor) else {
        diagnostics.error(
          "event-descriptor", "`\(descriptor)` kan inte vara namnet på en händelse", at: node.span,
          help: "skriv ett namn utan blanksteg, `namn.*` eller `*`")
        continue
      }
      let event = tables.events.add(name)
      if !events.contains(event) { events.append(event) }
    }
    return events
  }
}
