import Diagnostics
import Statechart
import TestSupport
import Testing

@Suite("Properties of random charts")
struct PropertyTests {
  struct Model: Datamodel {
    let chart: Chart
    var executed = 0
    var trace: [Int] = []

    mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
      let active = Set(configuration.map(chart.name(of:)))
      if RandomChart.holds(id, active: active, executed: executed) { return .holds }
      return id.isMultiple(of: 2) ? .fails : .undecided
    }

    mutating func execute(
      action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
    ) throws {
      executed += 1
      for event in RandomChart.raised(by: id) { queue.raise(chart.event(matching: event)) }
    }
  }

  private static let limit = 60

  /// The record in the words of the oracle's trace.
  private func words(_ step: Macrostep, _ chart: Chart) -> [String] {
    step.entries.compactMap { entry in
      switch entry {
      case .took(let transition): "take \(transition)"
      case .exited(let state): "exit \(chart.name(of: state))"
      case .entered(let state): "enter \(chart.name(of: state))"
      case .raised(let event): "raise \(chart.eventName(event))"
      default: nil
      }
    }
  }

  /// Takes single targets where a pair does not fit, until the chart compiles.
  private func compile(_ root: inout StateNode, seed: UInt64) -> Chart? {
    var diagnostics = Diagnostics()
    if let chart = Chart.compile(root, events: RandomChart.events, diagnostics: &diagnostics) {
      return chart
    }
    func simplify(_ node: inout StateNode) {
      for index in node.transitions.indices where node.transitions[index].targets.count > 1 {
        node.transitions[index].targets.removeLast()
      }
      for index in node.children.indices { simplify(&node.children[index]) }
    }
    simplify(&root)
    diagnostics = Diagnostics()
    let chart = Chart.compile(root, events: RandomChart.events, diagnostics: &diagnostics)
    if chart == nil {
      let errors = diagnostics.findings.filter { $0.severity == .error }.map(\.message)
      Issue.record("seed \(seed): \(errors)")
    }
    return chart
  }

  @Test("they step as appendix D does, stay legal, and their records replay")
  func agreesWithAppendixD() throws {
    let first = testSeed(default: 2_026)
    print("statechart properties: seeds from \(first)")
    var steps = 0
    var ended = 0
    var tooLong = 0
    for seed in first..<first + 800 {
      var generator = RandomChart(seed: seed)
      var root = generator.chart()
      guard let chart = compile(&root, seed: seed) else { return }
      var oracle = AppendixD(root, limit: Self.limit, raises: RandomChart.raised) {
        RandomChart.holds($0, active: $1, executed: $2)
      }
      var model = Model(chart: chart)
      guard let started = try? chart.start(&model, microstepLimit: Self.limit) else {
        #expect(throws: AppendixD.TooLong.self, "seed \(seed)") { try oracle.interpret() }
        tooLong += 1
        continue
      }
      try oracle.interpret()
      var state = started.state
      var expected = oracle.trace.filter { !$0.hasPrefix("run") }
      guard words(started.macrostep, chart) == expected else {
        Issue.record("seed \(seed): start \(words(started.macrostep, chart)) not \(expected)")
        return
      }
      for number in 0..<12 {
        let event = RandomChart.events.randomElement(using: &generator.random) ?? "a"
        let before = state
        let modelBefore = model
        oracle.trace = []
        let step: Macrostep
        do {
          step = try chart.step(
            &state, chart.event(matching: event), &model, microstepLimit: Self.limit)
        } catch {
          #expect(state == before, "seed \(seed)")
          #expect(throws: AppendixD.TooLong.self, "seed \(seed)") { try oracle.process(event) }
          tooLong += 1
          break
        }
        try oracle.process(event)
        steps += 1
        expected = oracle.trace.filter { !$0.hasPrefix("run") }
        guard words(step, chart) == expected, model.executed == oracle.executed,
          Set(state.configuration.map(chart.name(of:))) == Set(oracle.configuration.map(\.id)),
          state.finalState.map(chart.name(of:)) == oracle.final
        else {
          Issue.record(
            "seed \(seed), step \(number), \(event): \(words(step, chart)) not \(expected)")
          return
        }
        try check(step, from: before, to: state, chart, seed)
        var again = before
        var modelAgain = modelBefore
        let replay = try chart.step(
          &again, chart.event(matching: event), &modelAgain, microstepLimit: Self.limit)
        #expect(replay == step && again == state, "seed \(seed)")
        if state.hasEnded {
          ended += 1
          break
        }
      }
    }
    print("statechart properties: \(steps) steps, \(ended) charts ended, \(tooLong) cycles")
    #expect(steps > 1_000)
    #expect(ended > 0)
  }

  private func check(
    _ step: Macrostep, from before: ChartState, to after: ChartState, _ chart: Chart,
    _ seed: UInt64
  ) throws {
    #expect(step.applied(to: before.configuration) == after.configuration, "seed \(seed)")
    if !after.hasEnded {
      let violation = after.configuration.violation(in: chart)
      #expect(violation == nil, "seed \(seed)")
    }
    for microstep in step.microsteps {
      #expect(microstep.exited == microstep.exited.sorted(by: >), "seed \(seed)")
      #expect(microstep.entered == microstep.entered.sorted(), "seed \(seed)")
    }
    var history: [String: [String]] = [:]
    for (slot, owner) in chart.historyStates.enumerated() where !after.history[slot].isEmpty {
      history[chart.name(of: owner)] = after.history[slot].map(chart.name(of:))
    }
    let restored = try chart.restore(
      active: chart.atomicStates(of: after.configuration).map(chart.name(of:)), history: history,
      final: after.finalState.map(chart.name(of:)))
    #expect(restored == after, "seed \(seed)")
  }

  @Test("a configuration is a set: it agrees with Set on random members")
  func configurationIsASet() {
    let seed = testSeed(default: 7)
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      var sets: [Set<Int>] = [[], []]
      var bits = [Configuration(), Configuration()]
      for _ in 0..<Int.random(in: 0..<60, using: &random) {
        let which = Int.random(in: 0...1, using: &random)
        let state = Int.random(in: 0..<Configuration.capacity, using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 {
          sets[which].remove(state)
          bits[which].remove(state)
        } else {
          sets[which].insert(state)
          bits[which].insert(state)
        }
      }
      let (a, b, x, y) = (sets[0], sets[1], bits[0], bits[1])
      #expect(Array(x) == a.sorted(), "seed \(seed)")
      #expect(Array(x.inExitOrder) == a.sorted(by: >), "seed \(seed)")
      #expect(Array(x.union(y)) == a.union(b).sorted(), "seed \(seed)")
      #expect(Array(x.intersection(y)) == a.intersection(b).sorted(), "seed \(seed)")
      #expect(Array(x.subtracting(y)) == a.subtracting(b).sorted(), "seed \(seed)")
      #expect(x.isDisjoint(with: y) == a.isDisjoint(with: b), "seed \(seed)")
      #expect(x.isSubset(of: y) == a.isSubset(of: b), "seed \(seed)")
      #expect(x.count == a.count && x.isEmpty == a.isEmpty && x.first == a.min(), "seed \(seed)")
      #expect(Configuration(a) == x, "seed \(seed)")
    }
    var none = Configuration([-1, Configuration.capacity, .max, .min])
    none.remove(.max)
    #expect(none.isEmpty && !none.contains(-1) && !none.contains(.max))
  }
}
