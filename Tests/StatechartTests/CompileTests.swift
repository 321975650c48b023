import Diagnostics
import Statechart
import Testing

@Suite("Compiling a chart reports every fault")
struct CompileTests {
  private func findings(
    _ children: [StateNode], initial: [StateReference] = [], transitions: [TransitionNode] = []
  ) -> (chart: Chart?, findings: [Diagnostic]) {
    var diagnostics = Diagnostics()
    let root = StateNode("chart", initial: initial, transitions: transitions, children: children)
    let chart = Chart.compile(root, diagnostics: &diagnostics)
    return (chart, diagnostics.findings)
  }

  private func expect(
    _ code: String, _ children: [StateNode], initial: [StateReference] = [],
    transitions: [TransitionNode] = [], help: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (chart, findings) = findings(children, initial: initial, transitions: transitions)
    #expect(findings.map(\.code) == [code], sourceLocation: sourceLocation)
    let isError = findings.contains { $0.severity == .error }
    #expect((chart == nil) == isError, sourceLocation: sourceLocation)
    if let help { #expect(findings.first?.help == help, sourceLocation: sourceLocation) }
  }

  @Test("an unknown target, with the name that was probably meant")
  func unknownTarget() {
    expect(
      "unknown-state", [leaf("fast-track", on("e", "fasttrack"))],
      help: "menade du `fast-track`?")
  }

  @Test("places are those given")
  func spans() {
    let file = SourceFile(path: "chart.yaml", text: "target: nowhere")
    let span = SourceSpan(source: file, range: 8..<15)
    let target = StateReference("nowhere", span: span)
    let (_, findings) = findings([leaf("a", on("e", target))])
    #expect(findings.first?.span == span)
  }

  @Test("a name used twice shows both places")
  func duplicate() {
    let file = SourceFile(path: "chart.yaml", text: "a a")
    let spans = [0..<1, 2..<3].map { SourceSpan(source: file, range: $0) }
    let (_, findings) = findings([
      StateNode("a", span: spans[0], transitions: [on("e", "a")]), StateNode("a", span: spans[1]),
    ])
    #expect(findings.map(\.code) == ["duplicate-state"])
    #expect(findings.first?.span == spans[1])
    #expect(findings.first?.notes.first?.span == spans[0])
  }

  @Test("faults of single states")
  func states() {
    let go = leaf("a", on("e", "s"))
    expect(
      "history-without-default",
      [
        go,
        StateNode(
          "s",
          children: [
            leaf("b", on("e", "h")), StateNode("h", .shallowHistory),
          ]),
      ])
    expect(
      "default-not-descendant",
      [
        go,
        StateNode(
          "s",
          children: [
            leaf("b", on("e", "h")), StateNode("h", .shallowHistory, defaultTargets: ["a"]),
          ]),
      ])
    expect(
      "default-not-descendant",
      [
        go,
        StateNode(
          "s",
          children: [
            leaf("b", on("e", "h")), StateNode("h", .shallowHistory, defaultTargets: ["h"]),
          ]),
      ])
    expect(
      "history-with-actions",
      [
        go,
        StateNode(
          "s",
          children: [
            leaf("b", on("e", "h")),
            StateNode("h", .shallowHistory, defaultTargets: ["b"], entry: [1]),
          ]),
      ])
    expect(
      "history-with-states",
      [
        go,
        StateNode(
          "s",
          children: [
            leaf("b", on("e", "h")),
            StateNode("h", .deepHistory, defaultTargets: ["b"], children: [leaf("x")]),
          ]),
      ])
    expect("default-without-history", [go, StateNode("s", defaultTargets: ["a"])])
    expect("initial-not-descendant", [go, StateNode("s", initial: ["a"], children: [leaf("b")])])
    expect("initial-not-descendant", [go, StateNode("s", initial: ["a"])])
    expect("final-with-states", [go, StateNode("s", .final, children: [leaf("b")])])
    expect("final-with-transitions", [go, StateNode("s", .final, transitions: [on("e", "a")])])
    expect(
      "final-in-parallel",
      [
        go,
        StateNode(
          "s", .parallel,
          children: [
            StateNode("f", .final), leaf("b"),
          ]),
      ])
    expect(
      "parallel-with-initial",
      [
        go,
        StateNode(
          "s", .parallel, initial: ["b"],
          children: [
            leaf("b")
          ]),
      ])
    expect("empty-state-id", [leaf("a"), leaf("")])
    expect("empty-parallel", [go, StateNode("s", .parallel)])
    expect(
      "history-at-top",
      [
        leaf("a", on("e", "h")),
        StateNode("h", .shallowHistory, defaultTargets: ["a"]),
      ])
  }

  @Test("history without states beside it")
  func onlyHistory() {
    let (_, findings) = findings([
      leaf("a", on("e", "s")),
      StateNode("s", children: [StateNode("h", .shallowHistory, defaultTargets: ["a"])]),
    ])
    #expect(findings.map(\.code) == ["compound-without-states", "default-not-descendant"])
  }

  @Test("targets that cannot be active together")
  func illegalTargets() {
    let regions = StateNode(
      "p", .parallel,
      children: [
        StateNode("x", children: [leaf("x1"), leaf("x2", on("e", "x1"))]),
        StateNode("y", children: [leaf("y1")]),
        StateNode("h", .deepHistory, defaultTargets: ["x1"]),
      ])
    func fault(_ targets: StateReference...) -> Set<String> {
      let transition = TransitionNode(on: ["e"], to: targets)
      let back = TransitionNode(on: ["f"], to: ["x2"])
      let direct = TransitionNode(on: ["g"], to: ["h"])
      return Set(findings([leaf("a", transition, back, direct), regions]).findings.map(\.code))
    }
    #expect(fault("x1", "y1") == [])
    #expect(fault("x1", "x2") == ["illegal-targets"])
    #expect(fault("p", "x1") == ["illegal-targets"])
    #expect(fault("h", "y1") == ["illegal-targets"])
    #expect(fault("a", "x1") == ["illegal-targets"])
    #expect(fault("x1", "x1") == ["illegal-targets"])
  }

  @Test("states that nothing leads to are warned about once, at their top")
  func unreachable() {
    let (chart, findings) = findings([
      leaf("a"), StateNode("s", children: [leaf("b", on("e", "c")), leaf("c")]),
    ])
    #expect(chart != nil)
    #expect(findings.map(\.message) == ["inget leder till tillståndet `s`"])
    #expect(findings.map(\.severity) == [.warning])
  }

  @Test("an eventless transition that can only repeat itself is warned about")
  func endless() {
    expect("endless-transition", [leaf("a", TransitionNode(actions: [1]))])
  }

  @Test("event descriptors that cannot match")
  func descriptors() {
    for descriptor in ["", "a*", "*.a", "two words", ".*", "."] {
      expect("event-descriptor", [leaf("a", on(descriptor, "a"))])
    }
  }

  @Test("a chart without states, or with actions of its own")
  func root() {
    expect("chart-without-states", [])
    var diagnostics = Diagnostics()
    _ = Chart.compile(
      StateNode("chart", entry: [1], children: [leaf("a")]), diagnostics: &diagnostics)
    _ = Chart.compile(
      StateNode("chart", .parallel, children: [leaf("a")]), diagnostics: &diagnostics)
    #expect(diagnostics.findings.map(\.code) == ["chart-with-actions", "chart-without-states"])
  }

  @Test("several faults come in one run")
  func together() {
    let (_, findings) = findings(
      [leaf("a", on("e", "x"), on("", "y")), StateNode("f", .final, transitions: [on("e", "a")])],
      initial: ["z"])
    #expect(
      findings.map(\.code).sorted() == [
        "event-descriptor", "final-with-transitions", "unknown-state", "unknown-state",
        "unknown-state",
      ])
  }

  @Test("limits are diagnosed")
  func limits() {
    let wide = (0..<Configuration.capacity).map { leaf("s\($0)") }
    #expect(findings(wide).findings.map(\.code) == ["too-many-states"])
    var deep = leaf("s")
    for level in 0..<100 { deep = StateNode("d\(level)", children: [deep]) }
    #expect(findings([deep]).findings.map(\.code) == ["too-deep-states"])
    let many = (0..<5_000).map { on("e\($0)", "a") }
    #expect(
      findings([leaf("a")], transitions: many).findings.map(\.code) == ["too-many-transitions"])
    let names = TransitionNode(on: (0..<5_000).map { "e\($0)" }, to: ["a"])
    #expect(findings([leaf("a", names)]).findings.map(\.code) == ["too-many-events"])
  }

  @Test("a chart of the largest size runs")
  func largest() throws {
    let last = Configuration.capacity - 2
    var states = (0..<last).map { leaf("s\($0)", on("next", StateReference("s\($0 + 1)"))) }
    states.append(leaf("s\(last)", on("next", "s0")))
    var run = try Runner(states)
    for _ in 0..<last { try run.send("next") }
    #expect(run.active == ["s\(last)"])
    try run.send("next")
    #expect(run.active == ["s0"])
  }
}
