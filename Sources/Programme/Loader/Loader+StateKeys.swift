import Diagnostics
import YAMLTree

// Keys that mean nothing where they stand would be ignored silently, and the one who wrote them would not know.
extension Loader {
  mutating func checkStateKeys(_ entry: YAMLEntry) {
    let node = entry.value
    let isHistory = node.text("type") == "history"
    if !isHistory, node["deep"] != nil {
      diagnostics.error(
        "pointless-key", "`deep` betyder bara något för `type: history`", at: node.keySpan("deep"),
        help: "skriv `type: history`, eller ta bort raden")
    }
    if isHistory {
      for key in ["requires", "tasks", "escalations", "phase"] {
        guard node[key] != nil else { continue }
        diagnostics.error(
          "pointless-key",
          "`\(entry.name)` är historik och aldrig aktivt, så `\(key)` får ingen verkan",
          at: node.keySpan(key), help: "skriv det i tillståndet som omger det")
      }
    }
    // With a title, a date that leads nowhere is an announcement: it stands among what is to come.
    for timer in node.list("at")
    where timer["target"] == nil && timer["actions"] == nil && timer["title"] == nil {
      guard timer.entries != nil else { continue }
      diagnostics.warning(
        "pointless-timer", "ingenting händer den här dagen", at: timer.span,
        help:
          "skriv `target` eller `actions`, eller `title` om dagen bara ska synas bland det som kommer"
      )
    }
    for action in actions(of: node) where action.entries?.isEmpty ?? false {
      diagnostics.warning("empty-action", "åtgärden gör ingenting", at: action.span)
    }
    checkOrder(node)
  }

  private func actions(of state: YAMLNode) -> [YAMLNode] {
    let transitions =
      state.entries("on").flatMap { $0.value.items ?? [$0.value] } + state.list("always")
      + state.list("at")
    return state.list("entry") + state.list("exit") + transitions.flatMap { $0.list("actions") }
  }

  /// A transition after one without a guard on the same event is never taken: the first one that holds is (SCXML, appendix D,
  /// selectTransitions).
  mutating func checkOrder(_ node: YAMLNode) {
    let lists = node.entries("on").map { $0.value.items ?? [] } + [node["always"]?.items ?? []]
    for list in lists {
      guard let index = list.firstIndex(where: { $0["guard"] == nil }), index + 1 < list.count
      else {
        continue
      }
      for later in list[(index + 1)...] {
        diagnostics.warning(
          "unreachable-transition",
          "den här övergången sker aldrig, för en tidigare har inget villkor",
          at: later.span, notes: [.init("den står här", span: list[index].span)],
          help: "sätt den utan villkor sist")
      }
    }
  }
}
