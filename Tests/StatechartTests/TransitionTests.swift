import Statechart
import Testing

@Suite("Transitions: order, preemption, kinds (SCXML 3.5, 3.13)")
struct TransitionTests {
  private func selfContained(internal isInternal: Bool, kind: StateNode.Kind = .state)
    -> [StateNode]
  {
    [
      StateNode(
        "s", kind, entry: [1], exit: [2],
        transitions: [TransitionNode(on: ["e"], to: ["b"], isInternal: isInternal, actions: [3])],
        children: kind == .parallel
          ? [StateNode("r", children: [leaf("a"), leaf("b")])] : [leaf("a"), leaf("b")])
    ]
  }

  @Test("an external transition to a descendant leaves and enters its source")
  func external() throws {
    var run = try Runner(selfContained(internal: false))
    let step = try run.send("e")
    #expect(run.model.executed == [2, 3, 1])
    #expect(run.names(step.exited) == ["a", "s"])
    #expect(run.names(step.entered) == ["s", "b"])
  }

  @Test("an internal transition to a descendant does not")
  func internalTransition() throws {
    var run = try Runner(selfContained(internal: true))
    let step = try run.send("e")
    #expect(run.model.executed == [3])
    #expect(run.names(step.exited) == ["a"])
    #expect(run.names(step.entered) == ["b"])
  }

  @Test("internal has no effect when the source is not compound")
  func internalInParallel() throws {
    var run = try Runner(selfContained(internal: true, kind: .parallel))
    try run.send("e")
    #expect(run.model.executed == [2, 3, 1])
  }

  @Test("internal has no effect when the target lies outside")
  func internalOutside() throws {
    var run = try Runner([
      StateNode(
        "s", exit: [1],
        transitions: [TransitionNode(on: ["e"], to: ["t"], isInternal: true)],
        children: [leaf("a")]),
      leaf("t"),
    ])
    try run.send("e")
    #expect(run.model.executed == [1])
    #expect(run.active == ["t"])
  }

  @Test("a targetless transition leaves nothing and runs its actions")
  func targetless() throws {
    var run = try Runner([
      StateNode(
        "s", entry: [1], exit: [2], transitions: [TransitionNode(on: ["e"], actions: [3])],
        children: [leaf("a", entry: [4], exit: [5])])
    ])
    let step = try run.send("e")
    #expect(run.model.executed == [3])
    #expect(step.exited.isEmpty && step.entered.isEmpty)
    #expect(step.transitions.count == 1)
    #expect(step.hasEffect)
  }

  @Test("a transition to its own source leaves and enters it")
  func selfTransition() throws {
    var run = try Runner([leaf("a", on("e", "a", actions: [2]), entry: [3], exit: [1])])
    try run.send("e")
    #expect(run.model.executed == [1, 2, 3])
  }

  @Test("the first transition in document order whose guard holds is taken")
  func documentOrder() throws {
    var run = try Runner(
      [
        leaf("a", on("e", "b", guard: 0), on("e", "c", guard: 1), on("e", "d", guard: 2)),
        leaf("b"), leaf("c"), leaf("d"),
      ], guards: [0: .fails, 1: .holds, 2: .holds])
    let step = try run.send("e")
    #expect(run.active == ["c"])
    #expect(run.model.asked == [0, 1])
    #expect(step.guards.map(\.outcome) == [.fails, .holds])
  }

  @Test("a guard that cannot be decided counts as false and is recorded as undecided")
  func undecided() throws {
    var run = try Runner([leaf("a", on("e", "b", guard: 0)), leaf("b")], guards: [0: .undecided])
    let step = try run.send("e")
    #expect(run.active == ["a"])
    #expect(step.guards == [GuardRecord(transition: 0, outcome: .undecided)])
    #expect(!step.hasEffect)
  }

  @Test("a descendant's transition comes before its ancestor's, the chart's own last")
  func hierarchy() throws {
    var run = try Runner(
      [
        StateNode(
          "s", transitions: [on("e", "t"), on("f", "t")],
          children: [leaf("a", on("e", "b")), leaf("b")]),
        leaf("t"), leaf("u"),
      ], transitions: [on("e", "u"), on("f", "u"), on("g", "u")])
    try run.send("e")
    #expect(run.active == ["b"])
    try run.send("f")
    #expect(run.active == ["t"])
    try run.send("g")
    #expect(run.active == ["u"])
  }

  @Test("the guard of a common ancestor is asked once for all regions")
  func askedOnce() throws {
    var run = try Runner(
      [
        StateNode(
          "p", .parallel, transitions: [on("e", "t", guard: 4)],
          children: [leaf("a"), leaf("b"), leaf("c")]), leaf("t"),
      ], guards: [4: .fails])
    try run.send("e")
    #expect(run.model.asked == [4])
  }

  @Test("regions react to one event in the same microstep, in document order")
  func regions() throws {
    var run = try Runner([
      StateNode(
        "p", .parallel,
        children: [
          StateNode(
            "x",
            children: [leaf("x1", on("e", "x2", actions: [3]), exit: [2]), leaf("x2", entry: [5])]),
          StateNode(
            "y",
            children: [leaf("y1", on("e", "y2", actions: [4]), exit: [1]), leaf("y2", entry: [6])]),
        ])
    ])
    let step = try run.send("e")
    #expect(run.active == ["x2", "y2"])
    #expect(run.model.executed == [1, 2, 3, 4, 5, 6])
    #expect(step.microsteps.count == 1)
  }

  @Test("of two conflicting transitions in regions the first in document order wins")
  func preemption() throws {
    var run = try Runner([
      StateNode(
        "p", .parallel,
        children: [
          StateNode("x", children: [leaf("x1", on("e", "x2")), leaf("x2")]),
          StateNode("y", children: [leaf("y1", on("e", "out"))]),
        ]),
      leaf("out"),
    ])
    let step = try run.send("e")
    #expect(run.active == ["x2", "y1"])
    #expect(step.entries.contains(.preempted(transition: 1)))
    #expect(run.chart.transitions[1].targets == [try #require(run.chart.state(named: "out"))])
  }

  @Test("a descendant's transition removes its ancestor's, though that was selected first")
  func descendantPreempts() throws {
    var run = try Runner([
      StateNode(
        "p", .parallel, transitions: [on("e", "out")],
        children: [
          StateNode("x", children: [leaf("x1")]),
          StateNode("y", children: [leaf("y1", on("e", "y2")), leaf("y2")]),
        ]),
      leaf("out"),
    ])
    let step = try run.send("e")
    #expect(run.active == ["x1", "y2"])
    #expect(step.entries.contains(.preempted(transition: 0)))
  }

  @Test("a transition between regions leaves all regions and not the parallel state")
  func betweenRegions() throws {
    var run = try Runner([
      StateNode(
        "p", .parallel, entry: [1], exit: [2],
        children: [
          StateNode("x", children: [leaf("x1", on("e", "y2")), leaf("x2")]),
          StateNode("y", children: [leaf("y1"), leaf("y2")]),
        ])
    ])
    let step = try run.send("e")
    #expect(run.active == ["x1", "y2"])
    #expect(run.model.executed.isEmpty)
    #expect(run.names(step.exited) == ["y1", "y", "x1", "x"])
    #expect(run.names(step.entered) == ["x", "x1", "y", "y2"])
  }

  @Test("several targets in different regions are entered together")
  func severalTargets() throws {
    var run = try Runner([
      leaf("a", TransitionNode(on: ["e"], to: ["y2", "x2"])),
      StateNode(
        "p", .parallel,
        children: [
          StateNode("x", children: [leaf("x1"), leaf("x2")]),
          StateNode("y", children: [leaf("y1"), leaf("y2")]),
          StateNode("z", children: [leaf("z1"), leaf("z2")]),
        ]),
    ])
    try run.send("e")
    #expect(run.active == ["x2", "y2", "z1"])
  }

  @Test("initial actions run after entry actions, and only when entered by default")
  func initialActions() throws {
    var run = try Runner([
      leaf("a", on("default", "s"), on("direct", "s2")),
      StateNode(
        "s", initial: ["s2"], initialActions: [2], entry: [1], transitions: [on("back", "a")],
        children: [leaf("s1"), leaf("s2", entry: [3])]),
    ])
    try run.send("default")
    #expect(run.model.executed == [1, 2, 3])
    try run.send("back")
    try run.send("direct")
    #expect(run.model.executed == [1, 3])
  }

  @Test("eventless transitions come before raised events, raised events before the macrostep ends")
  func eventless() throws {
    var run = try Runner(
      [
        leaf("a", on("go", "b", actions: [1])),
        leaf("b", TransitionNode(to: ["c"]), on("raised", "wrong")),
        leaf("c", on("raised", "d")), leaf("d"), leaf("wrong"),
      ], raising: [1: ["raised"]])
    let step = try run.send("go")
    #expect(run.active == ["d"])
    #expect(
      step.microsteps.filter { !$0.transitions.isEmpty }.map(\.trigger) == [
        .event(run.chart.event(matching: "go")), .eventless,
        .event(run.chart.event(matching: "raised")),
      ])
  }

  @Test("a cycle of eventless transitions ends with an error that names its states")
  func cycle() throws {
    var run = try Runner([
      leaf("a", on("go", "b")), leaf("b", TransitionNode(to: ["c"])),
      leaf("c", TransitionNode(to: ["d"])), leaf("d", TransitionNode(to: ["c"])),
    ])
    let before = run.state
    do {
      try run.send("go")
      Issue.record("no error")
    } catch StepError.microstepLimit(let limit, _, let names) {
      #expect(limit == 1_000)
      #expect(Set(names) == ["c", "d"])
    }
    #expect(run.state == before)
  }

  @Test("a cycle of raised events ends with the same error")
  func raisedCycle() throws {
    var run = try Runner(
      [leaf("a", TransitionNode(on: ["e"], actions: [1]))], raising: [1: ["e"]])
    do {
      try run.send("e")
      Issue.record("no error")
    } catch StepError.microstepLimit(_, _, let names) {
      #expect(names == ["a"])
    }
  }

  @Test("the bound counts microsteps and can be set")
  func bound() throws {
    var run = try Runner([
      leaf("a", on("go", "b")), leaf("b", TransitionNode(to: ["c"])), leaf("c"),
    ])
    let go = run.chart.event(matching: "go")
    #expect(throws: StepError.self) {
      _ = try run.chart.step(&run.state, go, &run.model, microstepLimit: 1)
    }
    _ = try run.chart.step(&run.state, go, &run.model, microstepLimit: 2)
    #expect(run.active == ["c"])
  }

  @Test("an action that throws leaves the state as it was")
  func failingAction() throws {
    var run = try Runner([leaf("a", on("go", "b")), leaf("b", entry: [8])])
    run.model.failing = [8]
    let before = run.state
    do {
      try run.send("go")
      Issue.record("no error")
    } catch StepError.actionFailed(let action, let error) {
      #expect(action == 8)
      #expect(error is RecordingModel.Failure)
    }
    #expect(run.state == before)
    run.model.failing = []
    try run.send("go")
    #expect(run.active == ["b"])
  }
}
