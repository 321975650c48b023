import Statechart
import Testing

@Suite("Final states and done events (SCXML 3.7, appendix D enterStates, exitInterpreter)")
struct FinalStateTests {
  @Test("a compound state is done when its final child is entered")
  func compound() throws {
    var run = try Runner([
      StateNode(
        "work", transitions: [on("done.state.work", "after")],
        children: [leaf("a", on("go", "end")), StateNode("end", .final)]),
      leaf("after"),
    ])
    let step = try run.send("go")
    #expect(run.raised(step) == ["done.state.work"])
    #expect(run.active == ["after"])
    #expect(run.names(step.exited) == ["a", "end", "work"])
    #expect(run.eventNames(run.model.internalEvents) == ["done.state.work"])
  }

  @Test("entry actions of the final state raise before its done event")
  func orderWithEntryActions() throws {
    var run = try Runner(
      [
        StateNode(
          "work", children: [leaf("a", on("go", "end")), StateNode("end", .final, entry: [1])])
      ], raising: [1: ["own"]])
    #expect(run.raised(try run.send("go")) == ["own", "done.state.work"])
    #expect(run.active == ["end"])
  }

  private static let regions = StateNode(
    "both", .parallel, transitions: [on("done.state.both", "after")],
    children: [
      StateNode(
        "left",
        children: [leaf("l", on("go", "l-end"), on("one", "l-end")), StateNode("l-end", .final)]),
      StateNode(
        "right",
        children: [leaf("r", on("go", "r-end"), on("two", "r-end")), StateNode("r-end", .final)]),
    ])

  @Test("a parallel state is done when all its regions are, after the region's own event")
  func parallelAtOnce() throws {
    var run = try Runner([Self.regions, leaf("after")])
    let step = try run.send("go")
    #expect(run.raised(step) == ["done.state.left", "done.state.right", "done.state.both"])
    #expect(run.active == ["after"])
  }

  @Test("a parallel state is not done while a region is not")
  func parallelOneByOne() throws {
    var run = try Runner([Self.regions, leaf("after")])
    #expect(run.raised(try run.send("two")) == ["done.state.right"])
    #expect(run.active == ["l", "r-end"])
    #expect(run.raised(try run.send("one")) == ["done.state.left", "done.state.both"])
    #expect(run.active == ["after"])
  }

  @Test("done of an inner state can complete an outer one, one after the other")
  func nested() throws {
    var run = try Runner([
      StateNode(
        "outer", transitions: [on("done.state.outer", "after")],
        children: [
          StateNode(
            "inner", transitions: [on("done.state.inner", "outer-end")],
            children: [leaf("a", on("go", "inner-end")), StateNode("inner-end", .final)]),
          StateNode("outer-end", .final),
        ]),
      leaf("after"),
    ])
    let step = try run.send("go")
    #expect(run.raised(step) == ["done.state.inner", "done.state.outer"])
    #expect(step.microsteps.filter { !$0.transitions.isEmpty }.count == 3)
    #expect(run.active == ["after"])
  }

  @Test(
    "a parallel region counts as final through isInFinalState, but raises nothing two levels up")
  func nestedParallel() throws {
    let chart = [
      StateNode(
        "p", .parallel,
        children: [
          StateNode(
            "r", children: [leaf("r1", on("outer", "r-end")), StateNode("r-end", .final)]),
          StateNode(
            "q", .parallel,
            children: [
              StateNode(
                "q1", children: [leaf("a", on("inner", "a-end")), StateNode("a-end", .final)])
            ]),
        ])
    ]
    var innerFirst = try Runner(chart)
    #expect(
      innerFirst.raised(try innerFirst.send("inner")) == ["done.state.q1", "done.state.q"])
    #expect(innerFirst.raised(try innerFirst.send("outer")) == ["done.state.r", "done.state.p"])
    var outerFirst = try Runner(chart)
    #expect(outerFirst.raised(try outerFirst.send("outer")) == ["done.state.r"])
    // Appendix D looks at parent and grandparent only.
    #expect(
      outerFirst.raised(try outerFirst.send("inner")) == ["done.state.q1", "done.state.q"])
  }

  @Test("a top-level final state ends the chart and leaves everything in exit order")
  func topLevel() throws {
    var run = try Runner(
      [
        StateNode(
          "work", exit: [3],
          children: [leaf("a", on("go", "end", actions: [5]), exit: [2])]),
        StateNode("end", .final, entry: [4], exit: [6]),
      ], transitions: [on("late", "work")], raising: [4: ["late"]])
    let step = try run.send("go")
    #expect(run.model.executed == [2, 3, 5, 4, 6])
    #expect(run.names(step.exited) == ["a", "work", "end"])
    #expect(run.state.hasEnded)
    #expect(run.state.finalState == run.chart.state(named: "end"))
    #expect(run.state.configuration.isEmpty)
    #expect(step.microsteps.last?.trigger == .end)
    // `late` was raised by the final state's entry and is processed by nobody; nor is anything sent afterwards.
    let after = try run.send("late")
    #expect(after.entries.isEmpty)
    #expect(!after.hasEffect)
  }

  @Test("a chart may end while it starts")
  func endsAtOnce() throws {
    let run = try Runner([
      leaf("a", TransitionNode(to: ["end"])), StateNode("end", .final),
    ])
    #expect(run.state.hasEnded)
    #expect(run.names(run.started.entered) == ["a", "end"])
    #expect(run.names(run.started.exited) == ["a", "end"])
  }

  @Test("entering a final state by default raises done as well")
  func finalByDefault() throws {
    let run = try Runner([
      StateNode(
        "work", transitions: [on("done.state.work", "after")],
        children: [StateNode("end", .final)]), leaf("after"),
    ])
    #expect(run.active == ["after"])
  }

  @Test("done.state without a state's name is a prefix of all done events")
  func donePrefix() throws {
    var run = try Runner([
      StateNode(
        "work", transitions: [on("done.state", "after")],
        children: [leaf("a", on("go", "end")), StateNode("end", .final)]),
      leaf("after"),
    ])
    try run.send("go")
    #expect(run.active == ["after"])
  }
}
