import Statechart
import TestSupport

/// Random legal charts: every kind of state, every kind of transition, guards, actions that raise events.
struct RandomChart {
  static let events = ["a", "b", "a.x", "c.y.z"]
  static let descriptors = ["a", "b", "a.x", "a.*", "c", "c.y", "*", "done.state", "done.state.s3"]

  var random: SeededGenerator
  private var count = 0
  private var actions = 0
  private var states: [(id: String, depth: Int)] = []

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// Three actions in four raise nothing.
  static func raised(by action: Int) -> [String] {
    action % 4 == 0 ? [events[(action / 4) % events.count]] : []
  }

  /// A guard's answer: from one bit of the configuration and how much has happened, so that it changes.
  static func holds(_ number: Int, active: Set<String>, executed: Int) -> Bool {
    active.contains("s\(number % 20)") != ((executed + number) % 3 == 0)
  }

  mutating func chart() -> StateNode {
    var root = StateNode("chart", children: children(depth: 0, least: 2, inParallel: false))
    root.transitions = transitions(chance: 3)
    connect(&root)
    return root
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }

  private mutating func someActions() -> [Int] {
    guard chance(3) else { return [] }
    actions += 1
    return [actions]
  }

  private mutating func children(depth: Int, least: Int, inParallel: Bool) -> [StateNode] {
    var result: [StateNode] = []
    for _ in 0..<Int.random(in: least...3, using: &random) {
      var node = StateNode("s\(count)", entry: someActions(), exit: someActions())
      count += 1
      states.append((node.id, depth))
      let roll = Int.random(in: 0..<10, using: &random)
      if depth < 3, roll < 3 {
        node.children = children(depth: depth + 1, least: 1, inParallel: false)
        node.initialActions = someActions()
      } else if depth < 3, roll < 5 {
        node.kind = .parallel
        node.children = children(depth: depth + 1, least: 1, inParallel: true)
      } else if roll == 5, !inParallel, !result.isEmpty {
        node.kind = .final
      }
      if !node.children.isEmpty, chance(2) {
        let inside = node.children.flatMap(Self.ids)
        let history = StateNode(
          "s\(count)", chance(2) ? .shallowHistory : .deepHistory,
          defaultTargets: [StateReference(inside.randomElement(using: &random) ?? "")],
          defaultActions: someActions())
        count += 1
        states.append((history.id, depth + 1))
        node.children.insert(history, at: 0)
      }
      result.append(node)
    }
    return result
  }

  /// The ids of a state and what is in it, history states of its own level included.
  private static func ids(_ node: StateNode) -> [String] {
    [node.id] + node.children.flatMap(ids)
  }

  /// Transitions need all ids, so they come second.
  private mutating func connect(_ node: inout StateNode) {
    for index in node.children.indices {
      connect(&node.children[index])
      let kind = node.children[index].kind
      guard kind == .state || kind == .parallel else { continue }
      node.children[index].transitions = transitions(chance: 1)
      if kind == .state, chance(3) {
        let inside = node.children[index].children.flatMap(Self.ids)
        if let target = inside.randomElement(using: &random) {
          node.children[index].initial = [StateReference(target)]
        }
      }
    }
  }

  private mutating func transitions(chance one: Int) -> [TransitionNode] {
    guard chance(one) else { return [] }
    return (0..<Int.random(in: 0...3, using: &random)).map { _ in
      let isEventless = chance(8)
      var node = TransitionNode(isInternal: chance(3), actions: someActions())
      if !isEventless {
        node.events = (0..<Int.random(in: 1...2, using: &random)).map { _ in
          Self.descriptors.randomElement(using: &random) ?? "a"
        }
      }
      if isEventless || chance(2) { node.guard = Int.random(in: 0..<60, using: &random) }
      if !chance(6), let target = states.randomElement(using: &random) {
        node.targets = [StateReference(target.id)]
        // A pair is often illegal; the compiler says so, and the test leaves it out.
        if chance(6), let other = states.randomElement(using: &random) {
          node.targets.append(StateReference(other.id))
        }
      }
      return node
    }
  }
}
