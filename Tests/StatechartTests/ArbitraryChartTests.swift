import Diagnostics
import Statechart
import TestSupport
import Testing

/// Descriptions as nobody should write them: whatever compiles must run, and whatever does not must be told.
@Suite("Arbitrary descriptions")
struct ArbitraryChartTests {
  struct Model: Datamodel {
    var random: SeededGenerator

    mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
      [.holds, .fails, .undecided].randomElement(using: &random) ?? .fails
    }

    mutating func execute(
      action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
    ) throws {
      if Int.random(in: 0..<30, using: &random) == 0 { throw RecordingModel.Failure() }
      queue.raise(Int.random(in: -2...12, using: &random))
    }
  }

  private static let ids = (0..<9).map { "s\($0)" } + [""]
  private static let descriptors = ["a", "b.c", "*", "a.*", "", "x y", "done.state", "b*"]

  private func references(_ chance: Int, _ random: inout SeededGenerator) -> [StateReference] {
    func one(in count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    guard Int.random(in: 0..<chance, using: &random) == 0 else { return [] }
    return (0..<(one(in: 4) ? 2 : 1)).map { _ in
      let range = one(in: 20) ? 0..<10 : 1..<5
      return StateReference(Self.ids[Int.random(in: range, using: &random)])
    }
  }

  private func node(_ depth: Int, _ random: inout SeededGenerator) -> StateNode {
    func one(in count: Int) -> Bool { Int.random(in: 0..<count, using: &random) == 0 }
    let kinds: [StateNode.Kind] = [
      .state, .state, .state, .state, .parallel, .parallel, .final, .shallowHistory, .deepHistory,
    ]
    // Mostly another id for each, so that some descriptions have no fault.
    let kind = depth == 0 ? .state : kinds.randomElement(using: &random) ?? .state
    var node = StateNode(Self.ids[Int.random(in: 0..<10, using: &random)], kind)
    let isHistory = kind == .shallowHistory || kind == .deepHistory
    node.initial = references(12, &random)
    node.defaultTargets = references(isHistory ? 1 : 40, &random)
    if depth > 0, one(in: 6) { node.entry = [1] }
    if one(in: depth == 0 ? 50 : 6) { node.exit = [2] }
    if kind == .state || kind == .parallel || one(in: 20) {
      for _ in 0..<Int.random(in: 0...2, using: &random) {
        let event = Self.descriptors[one(in: 8) ? Int.random(in: 0..<8, using: &random) : 0]
        node.transitions.append(
          TransitionNode(
            on: one(in: 5) ? [] : [event], guard: one(in: 2) ? 1 : nil, to: references(1, &random),
            isInternal: one(in: 3), actions: one(in: 4) ? [3] : []))
      }
      if depth < 3 {
        for _ in 0..<Int.random(in: depth == 0 ? 1...3 : 0...2, using: &random) {
          node.children.append(self.node(depth + 1, &random))
        }
      }
    }
    return node
  }

  /// Gives every state an id of its own, in two charts of three, so that not all are refused for duplicates.
  private func renumber(_ node: inout StateNode, _ next: inout Int) {
    node.id = "s\(next)"
    next += 1
    for index in node.children.indices { renumber(&node.children[index], &next) }
  }

  @Test("compile or tell why not, and run without leaving the legal configurations")
  func arbitrary() {
    let first = testSeed(default: 40_000)
    print("statechart arbitrary: seeds from \(first)")
    var compiled = 0
    for seed in first..<first + 12_000 {
      var random = SeededGenerator(seed: seed)
      var root = node(0, &random)
      var next = 0
      if !seed.isMultiple(of: 3) { renumber(&root, &next) }
      var diagnostics = Diagnostics()
      let chart = Chart.compile(root, diagnostics: &diagnostics)
      #expect((chart == nil) == diagnostics.hasErrors, "seed \(seed)")
      guard let chart else { continue }
      compiled += 1
      var model = Model(random: random)
      guard var state = try? chart.start(&model, microstepLimit: 50).state else { continue }
      for _ in 0..<10 {
        let event = Int.random(in: -1...10, using: &random)
        let before = state
        do {
          let step = try chart.step(&state, event, &model, microstepLimit: 50)
          #expect(step.applied(to: before.configuration) == state.configuration, "seed \(seed)")
        } catch {
          #expect(state == before, "seed \(seed)")
        }
        guard !state.hasEnded else { break }
        let violation = state.configuration.violation(in: chart)
        #expect(violation == nil, "seed \(seed)")
      }
    }
    print("statechart arbitrary: \(compiled) of 12000 compiled")
    #expect(compiled > 300)
  }
}
