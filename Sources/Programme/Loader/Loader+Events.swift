import Diagnostics
import YAMLTree

// Events between people, tasks, states and cases: what is listened to must come from somewhere, and what is sent must be
// listened to by somebody.
extension Loader {
  mutating func checkEvents(_ build: WorkflowBuild) {
    let draft = build.draft
    let parents = drafts.filter { draft.parents.compactMap(\.text).contains($0.id) }
    let children = drafts.filter { $0.parents.compactMap(\.text).contains(draft.id) }
    let declared = build.events.map(\.id)
    var known = Set(declared).union(draft.done.keys).union(draft.raised.keys)
    for parent in parents { known.formUnion(parent.sentToChildren.keys) }
    for child in children { known.formUnion(child.sentToParent.keys) }
    for (event, span) in draft.heard where !known.contains(event) {
      if isDone(event, at: span, draft) { continue }
      // What a workflow would send that cannot be told to be a sub-case or a parent of this one is not known.
      guard drafts.allSatisfy({ hasKnownParents($0) }) else { continue }
      // A task that sends what nobody hears and a listener that hears what nobody sends: either may be the misspelt one.
      if let sender = draft.done.first(where: { done in
        !draft.hears(done.key) && suggest(event, among: [done.key]) != nil
      }) {
        diagnostics.error(
          "event-mismatch",
          "uppgiften skickar `\(sender.key)`, men det som lyssnar stavas `\(event)`",
          at: sender.value, notes: [.init("lyssnaren står här", span: span)],
          help: "skriv samma namn på båda ställena")
        continue
      }
      diagnostics.error(
        "unknown-event", "ingen skickar händelsen `\(event)`", at: span,
        help: help(for: event, among: known) ?? "skriv den under `events`")
    }
    let heard = Set(draft.heard.map(\.event))
    for event in build.events where !heard.contains(event.id) {
      // A listener that is misspelt has been reported as such.
      guard !isMeant(event.id, by: heard.subtracting(known)) else { continue }
      diagnostics.warning(
        "unheard-event", "inget tillstånd lyssnar på händelsen `\(event.id)`", at: event.span,
        help: "skriv den under `on` i de tillstånd där den leder någonstans, eller ta bort den")
    }
    for (event, span) in draft.done.merging(draft.raised, uniquingKeysWith: { one, _ in one })
      .sorted(by: { $0.value.range.lowerBound < $1.value.range.lowerBound })
    where !heard.contains(event) && !isMeant(event, by: heard.subtracting(known)) {
      diagnostics.error(
        "unheard-event", "inget tillstånd lyssnar på händelsen `\(event)`", at: span,
        help: suggest(event, among: heard).map { "menade du `\($0)`?" }
          ?? "skriv den under `on` i tillståndet")
    }
    checkMessages(draft.sentToParent, to: parents, "överordnat", draft)
    checkMessages(draft.sentToChildren, to: children, "underordnat", draft)
  }

  /// Whether an action, its own or of another case, also sends an event: then it comes without facts.
  func isSentByActions(_ event: String, in draft: WorkflowDraft) -> Bool {
    if draft.raised[event] != nil { return true }
    let parents = draft.parents.compactMap(\.text)
    return drafts.contains { other in
      parents.contains(other.id) && other.sentToChildren[event] != nil
        || other.parents.contains { $0.text == draft.id } && other.sentToParent[event] != nil
    }
  }

  /// Whether all the workflows that it is opened under exist.
  func hasKnownParents(_ draft: WorkflowDraft) -> Bool {
    draft.parents.compactMap(\.text).allSatisfy { id in drafts.contains { $0.id == id } }
  }

  /// Whether an unheard event is what a misspelt listener meant.
  private func isMeant(_ event: String, by unknown: Set<String>) -> Bool {
    unknown.contains { suggest($0, among: [event]) != nil }
  }

  private mutating func checkMessages(
    _ events: [String: SourceSpan], to receivers: [WorkflowDraft], _ kind: String,
    _ draft: WorkflowDraft
  ) {
    // Where a parent is not known, neither is who listens.
    guard kind != "överordnat" || hasKnownParents(draft) else { return }
    let sentSomewhere = drafts.reduce(into: Set<String>()) { result, draft in
      result.formUnion(draft.done.keys)
      result.formUnion(draft.raised.keys)
      result.formUnion(draft.sentToParent.keys)
      result.formUnion(draft.sentToChildren.keys)
      result.formUnion(draft.root.entries("events").map(\.name))
    }
    for (event, span) in events.sorted(by: { $0.value.range.lowerBound < $1.value.range.lowerBound }
    ) {
      if receivers.isEmpty {
        diagnostics.error(
          "no-receiver", "`\(draft.id)` har aldrig något \(kind) ärende att skicka `\(event)` till",
          at: span)
      } else if !receivers.contains(where: { $0.hears(event) }) {
        let heard = Set(receivers.flatMap { $0.heard.map(\.event) })
        // A listener that is misspelt has been reported as such.
        if isMeant(event, by: heard.subtracting(sentSomewhere)) { continue }
        diagnostics.warning(
          "unheard-message",
          "inget \(kind) ärende lyssnar på `\(event)`", at: span,
          help: help(for: event, among: heard))
      }
    }
  }

  /// Whether an event is `done.state.<id>` (SCXML 3.7); of a state that never gets done it is told.
  private mutating func isDone(_ event: String, at span: SourceSpan, _ draft: WorkflowDraft) -> Bool
  {
    let prefix = "done.state."
    guard event.hasPrefix(prefix) else { return false }
    let id = String(event.dropFirst(prefix.count))
    guard let state = draft.state(id, in: draft.root) else {
      diagnostics.error(
        "unknown-state", "tillståndet `\(id)` finns inte", at: span,
        help: help(for: id, among: draft.stateIDs))
      return true
    }
    if state.text("type") == "parallel" {
      let parts = state.parts
      guard let part = parts.first(where: { !$0.value.canBeDone }) else {
        if parts.contains(where: { $0.value.text("type") != "parallel" }) { return true }
        // Only the final state of a part tells the state around it (SCXML appendix D, `enterStates`).
        diagnostics.error(
          "never-done", "`\(id)` blir aldrig klart, för ingen av dess delar har ett sluttillstånd",
          at: span, help: "ge en av delarna tillstånd, av vilka ett har `type: final`")
        return true
      }
      diagnostics.error(
        "never-done",
        "`\(id)` blir aldrig klart, för delen `\(part.name)` har inget sluttillstånd i sig",
        at: span,
        notes: [.init("delen står här", span: part.key.span)],
        help:
          "ett parallellt tillstånd är klart när alla delar är det: ge var och en ett tillstånd med `type: final`"
      )
    } else if !state.canBeDone {
      diagnostics.error(
        "never-done", "`\(id)` blir aldrig klart, för det har inget sluttillstånd i sig", at: span,
        help: "ge det ett tillstånd med `type: final`")
    }
    return true
  }
}

extension YAMLNode {
  /// The states directly in a state, without history.
  fileprivate var parts: [YAMLEntry] {
    entries("states").filter { $0.value.text("type") != "history" }
  }

  /// Whether a state can be done: by a final state directly in it, a parallel one when all its parts are (SCXML
  /// appendix D, `isInFinalState`).
  fileprivate var canBeDone: Bool {
    if text("type") == "parallel" {
      return !parts.isEmpty && parts.allSatisfy { $0.value.canBeDone }
    }
    return parts.contains { $0.value.text("type") == "final" }
  }
}

extension WorkflowDraft {
  fileprivate func state(_ id: String, in node: YAMLNode) -> YAMLNode? {
    for entry in node.entries("states") {
      if entry.name == id { return entry.value }
      if let found = state(id, in: entry.value) { return found }
    }
    return nil
  }
}

extension Loader {
  /// Keys that say something only of a workflow under another.
  mutating func checkParentKeys(_ build: WorkflowBuild) {
    guard build.draft.parents.isEmpty, build.draft.root["onParentEnd"] != nil else { return }
    diagnostics.error(
      "no-parent", "`onParentEnd` gäller bara ärenden som öppnas under ett annat",
      at: build.draft.root.keySpan("onParentEnd"),
      help: "skriv `parent: [...]`, eller ta bort raden")
  }

  /// Decision tables are used in workflows that exist.
  mutating func checkScopes(_ decisionDrafts: [DecisionDraft]) {
    for draft in decisionDrafts {
      for node in draft.root.list("for") {
        guard let id = node.text, !drafts.contains(where: { $0.id == id }) else { continue }
        diagnostics.error(
          "unknown-workflow", "arbetsflödet `\(id)` finns inte", at: node.span,
          help: help(for: id, among: drafts.map(\.id)))
      }
    }
  }
}
