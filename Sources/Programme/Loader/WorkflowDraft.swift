import Diagnostics
import FEEL
import YAMLTree

/// A workflow's file before anything in it is compiled: what other workflows need to know of it, and which events occur
/// in it.
struct WorkflowDraft {
  let id: String
  let idSpan: SourceSpan
  let root: YAMLNode
  /// The events that its tasks send when they are done.
  let done: Set<String>
  /// The events that its actions raise.
  let raised: Set<String>
  /// The events that its actions send to other cases.
  let sent: Set<String>
  /// All keys of `on`, with their places.
  let heard: [(event: String, span: SourceSpan)]
  /// The ids of its states.
  let stateIDs: Set<String>

  init?(_ root: YAMLNode) {
    guard let node = root["workflow"], let id = node.text else { return nil }
    self.id = id
    idSpan = node.span
    self.root = root
    var walk = Walk()
    walk.visit(root)
    done = walk.done
    raised = walk.raised
    sent = walk.sent
    heard = walk.heard
    stateIDs = walk.stateIDs
  }

  /// The workflows it is opened under.
  var parents: [YAMLNode] {
    guard let node = root["parent"] else { return [] }
    return node.entries == nil ? node.items ?? [node] : node.list("of")
  }

  /// One look at a state and everything inside it.
  private struct Walk {
    var done: Set<String> = []
    var raised: Set<String> = []
    var sent: Set<String> = []
    var heard: [(event: String, span: SourceSpan)] = []
    var stateIDs: Set<String> = []

    mutating func visit(_ state: YAMLNode) {
      for entry in state.entries("on") {
        heard.append((entry.name, entry.key.span))
        for transition in entry.value.items ?? [entry.value] { visit(actions: transition, "actions") }
      }
      for transition in state.list("always") + state.list("at") {
        visit(actions: transition, "actions")
      }
      visit(actions: state, "entry")
      visit(actions: state, "exit")
      for task in state.entries("tasks") {
        if let event = task.value.text("done") { done.insert(event) }
      }
      for child in state.entries("states") {
        stateIDs.insert(child.name)
        visit(child.value)
      }
    }

    private mutating func visit(actions node: YAMLNode, _ key: String) {
      guard node.entries != nil else { return }
      for action in node.list(key) {
        if let event = action.text("raise") { raised.insert(event) }
        if let event = action["send"]?.text("event") { sent.insert(event) }
      }
    }
  }
}
