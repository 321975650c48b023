import Statechart
import Testing

@Suite("Event descriptors (SCXML 3.12.1)")
struct EventTests {
  private func matches(_ descriptor: String, _ event: String) throws -> Bool {
    var run = try Runner([leaf("a", on(descriptor, "b")), leaf("b")])
    try run.send(event)
    return run.active == ["b"]
  }

  @Test(
    "a descriptor matches the names whose first tokens it is",
    arguments: [
      ("error", "error", true), ("error", "error.send", true),
      ("error", "error.send.failed", true), ("error", "errors", false),
      ("error", "errors.my.custom", false), ("error", "errorhandler.mistake", false),
      ("error.send", "error", false), ("error.*", "error", true), ("error.*", "error.send", true),
      ("error.", "error.send", true), ("error.*", "errors", false), ("*", "whatever", true),
      ("*", "what.ever", true), ("a.b", "a.b.c", true), ("a.b", "a.bc", false), ("a.b", "a", false),
      ("åäö", "åäö.x", true), ("a", "", false), ("*", "", true), ("a", "a.", true),
      ("a", ".a", false),
    ])
  func prefix(descriptor: String, event: String, expected: Bool) throws {
    #expect(try matches(descriptor, event) == expected)
  }

  @Test("a transition may listen to several events")
  func several() throws {
    var run = try Runner([
      leaf("a", TransitionNode(on: ["x", "y.z"], to: ["b"])), leaf("b", on("back", "a")),
    ])
    for event in ["x", "y.z", "y.z.more"] {
      try run.send(event)
      #expect(run.active == ["b"])
      try run.send("back")
    }
    try run.send("y")
    #expect(run.active == ["a"])
  }

  @Test("document order decides between descriptors, not how exact they are")
  func order() throws {
    var run = try Runner([leaf("a", on("*", "b"), on("x.y", "c")), leaf("b"), leaf("c")])
    try run.send("x.y")
    #expect(run.active == ["b"])
  }

  @Test("eventless transitions are not taken by events, and events not by eventless selection")
  func eventlessApart() throws {
    var run = try Runner(
      [leaf("a", TransitionNode(guard: 0, to: ["b"])), leaf("b")], guards: [0: .fails])
    let step = try run.send("x")
    #expect(run.active == ["a"])
    #expect(step.microsteps.map(\.trigger) == [.event(0), .eventless])
  }

  @Test("a name that nobody mentions stands under its longest prefix, a declared one under itself")
  func names() throws {
    let run = try Runner(
      [leaf("a", on("error.*", "b")), leaf("b")], raising: [1: ["error.known.exactly"]])
    let chart = run.chart
    #expect(chart.eventName(chart.event(matching: "error.other")) == "error")
    #expect(chart.eventName(chart.event(matching: "error.known.exactly")) == "error.known.exactly")
    #expect(chart.eventName(chart.event(matching: "quite.other")) == "*")
    #expect(chart.event(named: "error.other") == nil)
    #expect(chart.eventName(-1) == "*")
    #expect(chart.eventName(99) == "*")
  }

  @Test("an event number from elsewhere is matched by * only, and never crashes")
  func strangeNumber() throws {
    var run = try Runner([leaf("a", on("x", "b")), leaf("b")])
    for event in [-1, 9_999, .max, .min] {
      let step = try run.chart.step(&run.state, event, &run.model)
      #expect(!step.hasEffect)
    }
    var star = try Runner([leaf("a", on("*", "b")), leaf("b")], raising: [:])
    _ = try star.chart.step(&star.state, .max, &star.model)
    #expect(star.active == ["b"])
  }

  @Test("enabled events are those that an active state listens to, in the order of trying")
  func enabledEvents() throws {
    let run = try Runner(
      [
        StateNode(
          "s", transitions: [on("x", "t"), on("y", "t")],
          children: [leaf("a", on("x", "t", guard: 0)), leaf("b", on("z", "t"))]),
        leaf("t", on("w", "s")),
      ], transitions: [on("x", "t")])
    let enabled = run.chart.enabledEvents(in: run.state.configuration)
    #expect(run.eventNames(enabled.map(\.event)).sorted() == ["x", "y"])
    let x = try #require(enabled.first { run.chart.eventName($0.event) == "x" })
    let sources = x.transitions.map { run.chart.transitions[$0].source }
    #expect(run.names(sources) == ["a", "s", "chart"])
    #expect(run.chart.transitions(from: 0).map(\.id) == [0])
    #expect(run.chart.transitions(from: sources[1]).map(\.id) == [1, 2])
    #expect(run.chart.transitions(from: 77).isEmpty)
    #expect(sources.map(run.chart.depth(of:)) == [2, 1, 0])
  }

  @Test("selection can be looked at without taking anything")
  func selection() throws {
    var run = try Runner(
      [
        StateNode(
          "s", transitions: [on("e", "t")],
          children: [leaf("a", on("e", "b", guard: 0)), leaf("b")]),
        leaf("t"),
      ], guards: [0: .undecided])
    let before = run.state
    let selection = run.chart.selectTransitions(
      for: run.chart.event(matching: "e"), in: run.state, &run.model)
    #expect(selection.transitions == [0])
    #expect(selection.guards == [GuardRecord(transition: 1, outcome: .undecided)])
    #expect(run.state == before)
    #expect(run.names(run.chart.computeExitSet(0, in: run.state)) == ["a", "s"])
    #expect(run.names(run.chart.computeEntrySet(0, in: run.state)) == ["t"])
    #expect(run.chart.computeExitSet(77, in: run.state).isEmpty)
    #expect(
      run.chart.selectEventlessTransitions(in: run.state, &run.model).transitions.isEmpty)
  }
}
