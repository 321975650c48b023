import Diagnostics
import FEEL
import Statechart
import YAMLTree

extension Loader {
  /// Reads a state and everything inside it. States get their numbers in document order, which is the chart's.
  mutating func readState(
    _ entry: YAMLEntry, phase: String?, certain: Set<String>, in build: inout WorkflowBuild
  ) -> StateNode {
    let node = entry.value
    let index = build.states.count
    build.states.append(nil)
    build.transitions.append([])
    let required = node.list("requires").compactMap { item in
      field(item, in: build).map { (index: $0, name: item.text ?? "") }
    }
    let certain =
      required.isEmpty ? certain : build.certain(certain.union(required.map(\.name)))
    checkStateKeys(entry)
    let ownPhase = readPhase(node) ?? phase
    var state = StateNode(entry.name, kind(node), span: entry.key.span)
    state.initial = initial(node)
    if let target = node["default"], let id = target.text {
      state.defaultTargets = [StateReference(id, span: target.span)]
    }
    if kind(node) != .shallowHistory, kind(node) != .deepHistory {
      state.entry = [build.add(action: .enter(state: index))]
    }
    state.entry += readActions(node, "entry", state: index, certain: certain, in: &build)
    state.exit = readActions(node, "exit", state: index, certain: certain, in: &build)
    state.transitions = readTransitions(
      node, state: index, id: entry.name, certain: certain, in: &build)
    let timers = readTimers(
      node, state: index, id: entry.name, certain: certain, &state.transitions, in: &build)
    let tasks = node.entries("tasks").compactMap { task in
      readTask(task, state: index, certain: certain, in: build)
    }
    let escalations = node.entries("escalations").compactMap { readEscalation($0) }
    state.children = node.entries("states").map { child in
      readState(child, phase: ownPhase, certain: certain, in: &build)
    }
    build.states[index] = StateDefinition(
      id: entry.name, title: node.text("title") ?? entry.name, phase: ownPhase,
      requires: required.map(\.index), tasks: tasks, timers: timers, escalations: escalations,
      agenda: readAgenda(node, state: index, certain: certain, tasks, in: build),
      milestone: readMilestone(node["milestone"]),
      basis: basis(node), span: entry.key.span)
    return state
  }

  private func kind(_ node: YAMLNode) -> StateNode.Kind {
    switch node.text("type") {
    case "parallel": .parallel
    case "final": .final
    case "history": node.flag("deep") ? .deepHistory : .shallowHistory
    default: .state
    }
  }

  private func initial(_ node: YAMLNode) -> [StateReference] {
    node["initial"].map { references($0) } ?? []
  }

  private func references(_ node: YAMLNode) -> [StateReference] {
    (node.items ?? [node]).compactMap { item in
      item.text.map { StateReference($0, span: item.span) }
    }
  }

  private mutating func readPhase(_ node: YAMLNode) -> String? {
    guard let item = node["phase"], let id = item.text else { return nil }
    if !phases.contains(where: { $0.id == id }) {
      diagnostics.error(
        "unknown-phase", "fasen `\(id)` finns inte bland programmets `phases`", at: item.span,
        help: help(for: id, among: phases.map(\.id)))
    }
    return id
  }

  private mutating func readEscalation(_ entry: YAMLEntry) -> StateEscalation? {
    guard let kind = readKind(entry.value["kind"]), let to = role(entry.value["to"]) else {
      return nil
    }
    return StateEscalation(
      id: entry.name, kind: kind, to: to, reason: entry.value.text("reason"),
      basis: basis(entry.value))
  }

  mutating func readKind(_ node: YAMLNode?) -> String? {
    guard let node, let id = node.text else { return nil }
    if !escalationKinds.contains(where: { $0.id == id }) {
      diagnostics.error(
        "unknown-escalation", "slaget av eskalering `\(id)` finns inte", at: node.span,
        help: help(for: id, among: escalationKinds.map(\.id)))
    }
    return id
  }

  // MARK: Transitions

  /// The transitions on events and the eventless ones, in document order.
  mutating func readTransitions(
    _ node: YAMLNode, state: Int, id: String, certain: Set<String>, in build: inout WorkflowBuild
  ) -> [TransitionNode] {
    var result: [TransitionNode] = []
    for entry in node.entries("on") {
      let isSent =
        (build.events.contains { $0.id == entry.name } || build.draft.done[entry.name] != nil)
        && !isSentByActions(entry.name, in: build.draft)
      for (position, item) in (entry.value.items ?? [entry.value]).enumerated() {
        let place = ExpressionPlace(
          use: isSent ? .sentGuard : .other, state: state == 0 ? nil : state, certain: certain)
        result.append(
          readTransition(
            item, [entry.name], key: "\(id):\(entry.name):\(position)", place, state, in: &build))
      }
    }
    for (position, item) in node.list("always").enumerated() {
      let place = ExpressionPlace(
        use: .agenda("always"), state: state == 0 ? nil : state, certain: certain)
      result.append(
        readTransition(item, [], key: "\(id):always:\(position)", place, state, in: &build))
    }
    return result
  }

  private mutating func readTransition(
    _ node: YAMLNode, _ events: [String], key: String, _ place: ExpressionPlace, _ state: Int,
    in build: inout WorkflowBuild
  ) -> TransitionNode {
    build.transitions[state].append(
      TransitionDefinition(
        key: key, title: node.text("title"), basis: node.entries == nil ? .none : basis(node),
        isBare: node.entries == nil, span: node.span))
    guard node.entries != nil else {
      return TransitionNode(on: events, to: references(node), span: node.span)
    }
    let guardIndex = compile(node["guard"], place, expected: .boolean, in: build, isGuard: true)
      .map { build.add(guard: $0) }
    if events.isEmpty, node["guard"] == nil, node["target"] == nil {
      diagnostics.error(
        "endless-transition",
        "en övergång utan händelse, villkor och mål skulle ske om och om igen",
        at: node.span, help: "skriv `guard` eller `target`")
      return TransitionNode(on: ["§endless"], span: node.span)
    }
    return TransitionNode(
      on: events, guard: guardIndex, to: node["target"].map { references($0) } ?? [],
      isInternal: node.flag("internal"),
      actions: readActions(
        node, "actions", state: place.state, certain: place.certain, in: &build),
      span: node.span)
  }

  /// Date timers: each is a transition on an event of the engine's own, whose name no file can write.
  private mutating func readTimers(
    _ node: YAMLNode, state: Int, id: String, certain: Set<String>,
    _ transitions: inout [TransitionNode], in build: inout WorkflowBuild
  ) -> [TimerDefinition] {
    var result: [TimerDefinition] = []
    for (position, item) in node.list("at").enumerated() {
      let event = "§at.\(id).\(position)"
      let place = ExpressionPlace(use: .other, state: state, certain: certain)
      transitions.append(
        readTransition(item, [event], key: "\(id):at:\(position)", place, state, in: &build))
      guard
        let date = compileDate(
          item["date"], "at", optional: item.flag("optional"), state, certain, in: build)
      else { continue }
      let text = date.expression.text
      result.append(
        TimerDefinition(
          key: contentKey(text, ordinal: result.count { $0.date.expression.text == text }),
          date: date, optional: item.flag("optional"), event: event, title: item.text("title"),
          basis: basis(item), span: item.span))
    }
    return result
  }
}
