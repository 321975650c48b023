import Diagnostics

extension ChartCompiler {
  /// What each kind of state may hold (SCXML 3.3, 3.4, 3.7, 3.10).
  mutating func checkKind(of state: StateID) {
    let node = nodes[state]
    if state == 0 { return checkRoot(node) }
    let parent = nodes[tables.parent[state]]
    switch node.kind {
    case .state:
      if tables.kinds[state] == .atomic {
        if tables.last[state] > state {
          refuse(
            state, "compound-without-states", "`\(node.id)` har historik men inga tillstånd",
            help: "lägg till de tillstånd som historiken ska minnas")
        } else if let initial = node.initial.first {
          diagnostics.error(
            "initial-not-descendant", "`\(node.id)` har starttillstånd men inga tillstånd i sig",
            at: initial.span ?? node.span, help: "ta bort starttillståndet")
        }
      }
    case .parallel:
      if let initial = node.initial.first {
        diagnostics.error(
          "parallel-with-initial", "`\(node.id)` är parallellt och kan inte ha ett starttillstånd",
          at: initial.span ?? node.span,
          help: "alla dess delar går in samtidigt; sätt starttillstånd i delarna")
      }
      if tables.kinds[state] == .atomic {
        diagnostics.warning(
          "empty-parallel", "`\(node.id)` är parallellt men har inga delar", at: node.span)
      }
    case .final:
      if tables.last[state] > state || !node.initial.isEmpty {
        refuse(
          state, "final-with-states", "sluttillståndet `\(node.id)` kan inte ha tillstånd i sig")
      }
      if !node.transitions.isEmpty {
        diagnostics.error(
          "final-with-transitions", "sluttillståndet `\(node.id)` kan inte ha övergångar",
          at: node.transitions[0].span ?? node.span,
          help: "gör det till ett vanligt tillstånd, eller lägg övergången på det som omger det")
      }
      if parent.kind == .parallel {
        refuse(
          state, "final-in-parallel",
          "sluttillståndet `\(node.id)` kan inte vara en del av det parallella `\(parent.id)`",
          help: "lägg sluttillstånd i var och en av delarna")
      }
    case .shallowHistory, .deepHistory: checkHistory(state, node)
    }
    if node.kind != .shallowHistory, node.kind != .deepHistory, !node.defaultTargets.isEmpty {
      refuse(
        state, "default-without-history",
        "`\(node.id)` är ingen historik och kan inte ha ett förvalt mål")
    }
  }

  private mutating func checkRoot(_ node: StateNode) {
    guard node.kind == .state, tables.kinds[0] == .compound else {
      return refuse(
        0, "chart-without-states", "tillståndskartan `\(node.id)` har inga tillstånd",
        help: "överst står vanliga tillstånd, av vilka ett i taget är aktivt")
    }
    if !node.entry.isEmpty || !node.exit.isEmpty {
      refuse(
        0, "chart-with-actions",
        "tillståndskartan `\(node.id)` kan inte själv ha åtgärder vid ingång eller utgång",
        help: "lägg dem på tillstånden")
    }
  }

  private mutating func checkHistory(_ state: StateID, _ node: StateNode) {
    if tables.last[state] > state || !node.initial.isEmpty {
      refuse(state, "history-with-states", "historiken `\(node.id)` kan inte ha tillstånd i sig")
    }
    if !node.transitions.isEmpty || !node.entry.isEmpty || !node.exit.isEmpty {
      refuse(
        state, "history-with-actions",
        "historiken `\(node.id)` kan inte ha övergångar eller åtgärder",
        help: "den är aldrig aktiv; lägg dem på tillståndet som omger den")
    }
    if node.defaultTargets.isEmpty {
      refuse(
        state, "history-without-default", "historiken `\(node.id)` saknar förvalt mål",
        help: "ange vart den leder när det ännu inte finns något att minnas")
    }
    if tables.parent[state] == 0 {
      diagnostics.warning(
        "history-at-top", "historiken `\(node.id)` ligger överst och får aldrig något att minnas",
        at: node.span)
    }
  }

  /// A default target lies inside the history's parent (SCXML 3.10.2). Another history state only when it lies deeper:
  /// two that lead to each other would never end.
  mutating func checkDefault(of state: StateID) {
    let owner = tables.parent[state]
    let node = nodes[state]
    for target in tables.defaultTargets[state] {
      let inside =
        tables.isDescendant(target, of: owner)
        && !(tables.isHistory(target) && tables.parent[target] == owner)
      guard !inside else { continue }
      let span = node.defaultTargets.first { $0.id == tables.ids[target] }?.span
      diagnostics.error(
        "default-not-descendant",
        "`\(tables.ids[target])` kan inte vara förvalt mål för historiken `\(node.id)`",
        at: span ?? node.span, help: "välj ett tillstånd inuti `\(nodes[owner].id)`")
    }
    checkLegal(tables.defaultTargets[state], references: node.defaultTargets, at: node.span)
  }

  /// SCXML 3.11.1: several targets must be able to be active together.
  mutating func checkLegal(
    _ targets: [StateID], references: [StateReference], at span: SourceSpan?
  ) {
    guard let (first, second) = tables.illegalPair(among: targets) else { return }
    let (left, right) = (tables.ids[first], tables.ids[second])
    let place = references.last { $0.id == right }?.span
    diagnostics.error(
      "illegal-targets", "`\(left)` och `\(right)` kan inte vara mål tillsammans",
      at: place ?? span,
      notes: references.first { $0.id == left }?.span.map { [.init("det andra målet", span: $0)] }
        ?? [],
      help: "flera mål måste ligga i var sin del av ett parallellt tillstånd")
  }

  private mutating func refuse(
    _ state: StateID, _ code: String, _ message: String, help: String? = nil
  ) {
    diagnostics.error(code, message, at: nodes[state].span, help: help)
  }

  // MARK: Warnings

  /// States that no sequence of events can lead to. Of an unreachable subtree only its top is told.
  mutating func warnAboutUnreachableStates() {
    let reached = reachableStates()
    for state in nodes.indices.dropFirst() where !reached.contains(state) {
      let parent = tables.parent[state]
      guard parent == 0 || reached.contains(parent) else { continue }
      let message =
        tables.isHistory(state)
        ? "ingen övergång leder till historiken `\(tables.ids[state])`"
        : "inget leder till tillståndet `\(tables.ids[state])`"
      diagnostics.warning(
        "unreachable-state", message, at: nodes[state].span,
        help: "lägg till en övergång dit, eller ta bort det")
    }
  }

  private func reachableStates() -> Configuration {
    var reached = Configuration([0])
    var pending = tables.initialTargets[0]
    for transition in tables.transitions where transition.source == 0 {
      pending += transition.targets
    }
    while let state = pending.popLast() {
      guard !reached.contains(state) else { continue }
      reached.insert(state)
      pending += tables.initialTargets[state] + tables.defaultTargets[state]
      // Entering a state enters its ancestors, and with a parallel one all its regions.
      if tables.parent[state] > 0 { pending.append(tables.parent[state]) }
      if tables.kinds[state] == .parallel { pending += tables.children[state] }
      for transition in tables.transitions where transition.source == state {
        pending += transition.targets
      }
    }
    return reached
  }

  /// An eventless transition without guard that stays in its state is taken until the bound on microsteps.
  mutating func warnAboutEndlessTransitions() {
    for transition in tables.transitions
    where transition.events.isEmpty && transition.guard == nil && transition.targets.isEmpty {
      diagnostics.warning(
        "endless-transition",
        "övergången i `\(tables.ids[transition.source])` sker om och om igen utan slut",
        at: transition.span, help: "ge den ett villkor, ett mål eller en händelse")
    }
  }
}
