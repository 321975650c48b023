import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  /// What a workflow says of the meetings that its cases are.
  mutating func readMeeting(of build: WorkflowBuild) -> MeetingDeclaration? {
    guard let node = build.draft.root["meeting"], let series = series(node["series"]),
      let dateNode = node["date"], let date = field(dateNode, in: build)
    else { return nil }
    check(dateNode, build.fields[date], is: .date)
    if !build.draft.parents.isEmpty {
      diagnostics.error(
        "meeting-with-parent",
        "ett möte står för sig självt, men `\(build.draft.id)` öppnas under andra ärenden",
        at: build.draft.root.keySpan("parent"), help: "ta bort `parent`")
    }
    if let other = drafts.first(where: {
      $0.id != build.draft.id && $0.root["meeting"]?.text("series") == series
    }), other.id < build.draft.id {
      diagnostics.error(
        "duplicate-meeting", "mötena i serien `\(series)` är redan ärenden av slaget `\(other.id)`",
        at: node["series"]?.span, notes: [.init("det står här", span: other.idSpan)])
    }
    let extra = node["extra"].flatMap { field($0, in: build) }
    if let extra, let place = node["extra"] { check(place, build.fields[extra], is: .boolean) }
    let cancelled = node.list("cancelled").compactMap { state($0, in: build) }
    checkTimers(of: build, date: build.fields[date].name, cancelled: cancelled)
    return MeetingDeclaration(
      series: series, date: date, extra: extra, cancelled: cancelled,
      reason: node["reason"].flatMap { field($0, in: build) },
      move: event(node["move"], in: build), cancel: event(node["cancel"], in: build),
      notice: task(node["notice"], in: build), agenda: task(node["agenda"], in: build),
      minutes: task(node["minutes"], in: build),
      attendance: node.list("attendance").compactMap { field($0, in: build) },
      invitation: node.text("invitation"))
  }

  /// The item on an agenda that a case is in a state.
  mutating func readAgenda(
    _ state: YAMLNode, state index: Int, certain: Set<String>, _ tasks: [TaskDefinition],
    in build: WorkflowBuild
  ) -> AgendaDeclaration? {
    guard let node = state["agenda"], let series = series(node["series"]),
      let date = compileDate(
        node["date"], "agenda", optional: false, index, certain, in: build),
      let task = node["task"]?.text
    else { return nil }
    let remarks = node.list("remarks")
    for place in remarks + [node["task"]].compactMap(\.self) {
      guard let id = place.text, !tasks.contains(where: { $0.id == id }) else { continue }
      diagnostics.error(
        "unknown-task", "uppgiften `\(id)` finns inte i tillståndet", at: place.span,
        help: help(for: id, among: tasks.map(\.id)))
    }
    let place = ExpressionPlace(use: .agenda("agenda"), state: index, certain: certain)
    let text = compile(node["text"], place, expected: .string, in: build)
    if let text, !text.protection.isEmpty {
      diagnostics.error(
        "protected-on-agenda", "en dagordning visar inga skyddade uppgifter",
        at: text.expression.span,
        help: "skriv uppgiften under `details`, som bara visas för den som får läsa den")
    }
    return AgendaDeclaration(
      series: series, date: date, task: task,
      first: compile(node["first"], place, expected: .boolean, in: build, isGuard: true),
      title: node.text("title"), text: text,
      details: node.list("details").compactMap { field($0, in: build) },
      remarks: remarks.compactMap(\.text), isAnswer: node.flag("answer"),
      outcomes: node.list("outcomes").compactMap { outcome($0, of: state) })
  }

  /// An event to which the state itself listens.
  private mutating func outcome(_ node: YAMLNode, of state: YAMLNode) -> String? {
    guard let id = node.text else { return nil }
    let events = state["on"]?.entries?.map(\.name) ?? []
    if !events.contains(id) {
      diagnostics.error(
        "unknown-event", "tillståndet lyssnar inte på `\(id)`", at: node.span,
        help: help(for: id, among: events))
    }
    return id
  }

  mutating func readTakesUp(in build: WorkflowBuild) -> TakesUp? {
    guard let node = build.draft.root["takesUp"] else { return nil }
    if build.draft.parents.isEmpty {
      diagnostics.error(
        "no-parent", "`takesUp` gäller bara ärenden som öppnas under ett annat",
        at: build.draft.root.keySpan("takesUp"),
        help: "skriv `parent: [...]`, eller ta bort raden")
    }
    var kinds: [String] = []
    for item in node.list("kinds") { if let kind = readKind(item) { kinds.append(kind) } }
    let place = ExpressionPlace(use: .agenda("takesUp"), state: nil, certain: [])
    return TakesUp(
      kinds: kinds,
      condition: compile(node["when"], place, expected: .boolean, in: build, isGuard: true))
  }

  mutating func readMilestone(_ node: YAMLNode?) -> String? {
    guard let node, let id = node.text else { return nil }
    if !milestones.contains(where: { $0.id == id }) {
      diagnostics.error(
        "unknown-milestone", "steget `\(id)` finns inte bland programmets `milestones`",
        at: node.span, help: help(for: id, among: milestones.map(\.id)))
    }
    return id
  }

  /// Whether a workflow, or a table that it uses, mentions meetings at all: whoever does is derived anew when one moves.
  func readsMeetings(_ draft: WorkflowDraft, _ decisionDrafts: [DecisionDraft]) -> Bool {
    let tables = decisionDrafts.filter { $0.root.texts("for").contains(draft.id) }
    return ([draft.idSpan] + tables.map(\.nameSpan)).contains { span in
      span.source.text(0..<span.source.bytes.count).containsText("meeting")
    }
  }

  // MARK: Names

  private mutating func series(_ node: YAMLNode?) -> String? {
    guard let node, let id = node.text else { return nil }
    guard meetings[id] == nil, !vagueMeetings.contains(id) else { return id }
    diagnostics.error(
      "unknown-meeting", "mötesserien `\(id)` finns inte", at: node.span,
      help: help(for: id, among: vagueMeetings.union(meetings.keys)))
    return nil
  }

  private mutating func state(_ node: YAMLNode?, in build: WorkflowBuild) -> String? {
    guard let node, let id = node.text else { return nil }
    if !build.draft.stateIDs.contains(id) {
      diagnostics.error(
        "unknown-state", "tillståndet `\(id)` finns inte", at: node.span,
        help: help(for: id, among: build.draft.stateIDs))
    }
    return id
  }

  private mutating func event(_ node: YAMLNode?, in build: WorkflowBuild) -> String? {
    guard let node, let id = node.text else { return nil }
    if !build.events.contains(where: { $0.id == id }) {
      diagnostics.error(
        "unknown-event", "händelsen `\(id)` finns inte", at: node.span,
        help: help(for: id, among: build.events.map(\.id)))
    }
    return id
  }

  private mutating func task(_ node: YAMLNode?, in build: WorkflowBuild) -> String? {
    guard let node, let id = node.text else { return nil }
    let tasks = build.states.compactMap { $0 }.flatMap(\.tasks).map(\.id)
    if !tasks.contains(id) {
      diagnostics.error(
        "unknown-task", "uppgiften `\(id)` finns inte", at: node.span,
        help: help(for: id, among: tasks))
    }
    return id
  }

  private mutating func check(_ node: YAMLNode, _ field: Field, is type: FEELType) {
    guard field.type != type, field.type != .any else { return }
    diagnostics.error(
      "wrong-type", "`\(field.name)` är \(field.type.swedish), men ska vara \(type.swedish)",
      at: node.span, notes: [.init("uppgiften står här", span: field.span)])
  }

  /// Only people change a meeting (M5): a day that passes must not.
  private mutating func checkTimers(of build: WorkflowBuild, date: String, cancelled: [String]) {
    func visit(_ state: YAMLNode) {
      for timer in state.list("at") {
        let targets = timer.texts("target")
        let sets = timer.list("actions").contains { action in
          action.entries("set").contains { $0.name == date } || action.texts("clear").contains(date)
        }
        guard sets || cancelled.contains(where: targets.contains) else { continue }
        diagnostics.error(
          "meeting-by-itself", "ett möte flyttas eller ställs in av någon, inte av sig självt",
          at: timer.span, help: "låt någon registrera det")
      }
      for entry in state.entries("states") { visit(entry.value) }
    }
    visit(build.draft.root)
  }
}

extension String {
  fileprivate func containsText(_ text: String) -> Bool {
    let needle = Array(text.utf8)
    let hay = Array(utf8)
    guard let first = needle.first, hay.count >= needle.count else { return false }
    return (0...hay.count - needle.count).contains { start in
      hay[start] == first && hay[start..<start + needle.count].elementsEqual(needle)
    }
  }
}
