import Diagnostics
import FEEL
import YAMLTree

/// A workflow's file before anything in it is compiled: what other workflows need to know of it, and which events occur
/// in it.
struct WorkflowDraft {
  let id: String
  let idSpan: SourceSpan
  let root: YAMLNode
  /// The events that its tasks send when they are done, with their places.
  let done: [String: SourceSpan]
  /// The events that its actions raise.
  let raised: [String: SourceSpan]
  /// The events that its actions send to the parent case.
  let sentToParent: [String: SourceSpan]
  /// The events that its actions send to its sub-cases.
  let sentToChildren: [String: SourceSpan]
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
    sentToParent = walk.sentToParent
    sentToChildren = walk.sentToChildren
    heard = walk.heard
    stateIDs = walk.stateIDs
  }

  /// The workflows it is opened under.
  var parents: [YAMLNode] {
    guard let node = root["parent"] else { return [] }
    return node.entries == nil ? node.items ?? [node] : node.list("of")
  }

  /// Whether it listens to an event anywhere.
  func hears(_ event: String) -> Bool { heard.contains { $0.event == event } }

  /// One look at a state and everything inside it.
  private struct Walk {
    var done: [String: SourceSpan] = [:]
    var raised: [String: SourceSpan] = [:]
    var sentToParent: [String: SourceSpan] = [:]
    var sentToChildren: [String: SourceSpan] = [:]
    var heard: [(event: String, span: SourceSpan)] = []
    var stateIDs: Set<String> = []

    mutating func visit(_ state: YAMLNode) {
      for entry in state.entries("on") {
        heard.append((entry.name, entry.key.span))
        for transition in entry.value.items ?? [entry.value] {
          visit(actions: transition, "actions")
        }
      }
      for transition in state.list("always") + state.list("at") {
        visit(actions: transition, "actions")
      }
      visit(actions: state, "entry")
      visit(actions: state, "exit")
      for task in state.entries("tasks") {
        Self.note(task.value["done"], &done)
      }
      for child in state.entries("states") {
        stateIDs.insert(child.name)
        visit(child.value)
      }
    }

    private mutating func visit(actions node: YAMLNode, _ key: String) {
      guard node.entries != nil else { return }
      for action in node.list(key) {
        Self.note(action["raise"], &raised)
        guard let send = action["send"] else { continue }
        if send.text("to") == "parent" {
          Self.note(send["event"], &sentToParent)
        } else {
          Self.note(send["event"], &sentToChildren)
        }
      }
    }

    private static func note(_ node: YAMLNode?, _ events: inout [String: SourceSpan]) {
      guard let node, let event = node.text, events[event] == nil else { return }
      events[event] = node.span
    }
  }
}
