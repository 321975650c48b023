import Statechart
import Testing

@Suite("History (SCXML 3.10)")
struct HistoryTests {
  private func nested(_ kind: StateNode.Kind) -> [StateNode] {
    [
      leaf("out", on("back", "memory")),
      StateNode(
        "work", transitions: [on("leave", "out")],
        children: [
          StateNode("memory", kind, defaultTargets: ["second"], defaultActions: [9]),
          leaf("first"),
          StateNode(
            "second", children: [leaf("a", on("next", "b")), leaf("b", on("next", "a"))]),
        ]),
    ]
  }

  @Test("shallow history enters the child that was active, by default inside it")
  func shallow() throws {
    var run = try Runner(nested(.shallowHistory))
    try run.send("back")
    #expect(run.active == ["a"])
    try run.send("next")
    let left = try run.send("leave")
    #expect(left.microsteps.first?.history.map { run.names(Array($0.value)) } == [["second"]])
    try run.send("back")
    #expect(run.active == ["a"])
  }

  @Test("deep history enters the atomic state that was active")
  func deep() throws {
    var run = try Runner(nested(.deepHistory))
    try run.send("back")
    try run.send("next")
    let left = try run.send("leave")
    #expect(left.microsteps.first?.history.map { run.names(Array($0.value)) } == [["b"]])
    try run.send("back")
    #expect(run.active == ["b"])
  }

  @Test("the default and its actions are used only while there is nothing to remember")
  func defaultContent() throws {
    var run = try Runner(
      [
        leaf("out", on("back", "memory")),
        StateNode(
          "work", entry: [1], transitions: [on("leave", "out")],
          children: [
            StateNode("memory", .shallowHistory, defaultTargets: ["second"], defaultActions: [2]),
            leaf("first"), leaf("second", on("next", "first"), entry: [3]),
          ]),
      ])
    try run.send("back")
    #expect(run.model.executed == [1, 2, 3])
    #expect(run.active == ["second"])
    try run.send("next")
    try run.send("leave")
    try run.send("back")
    #expect(run.model.executed == [1])
    #expect(run.active == ["first"])
  }

  @Test("deep history of a parallel state remembers every region")
  func parallel() throws {
    var run = try Runner([
      leaf("out", on("enter", "both"), on("back", "memory")),
      StateNode(
        "both", .parallel, transitions: [on("leave", "out")],
        children: [
          StateNode("memory", .deepHistory, defaultTargets: ["x2"]),
          StateNode("x", children: [leaf("x1", on("x", "x2")), leaf("x2")]),
          StateNode("y", children: [leaf("y1", on("y", "y2")), leaf("y2")]),
        ]),
    ])
    try run.send("back")
    #expect(run.active == ["x2", "y1"])
    try run.send("y")
    try run.send("leave")
    try run.send("enter")
    #expect(run.active == ["x1", "y1"])
    try run.send("leave")
    try run.send("back")
    #expect(run.active == ["x1", "y1"])
  }

  @Test("history of an inner state survives that the outer state is left several times")
  func survives() throws {
    var run = try Runner([
      leaf("out", on("in", "outer"), on("back", "memory")),
      StateNode(
        "outer", transitions: [on("leave", "out")],
        children: [
          leaf("idle", on("deeper", "inner")),
          StateNode(
            "inner",
            children: [
              StateNode("memory", .shallowHistory, defaultTargets: ["a"]),
              leaf("a", on("next", "b")), leaf("b"),
            ]),
        ]),
    ])
    for event in ["in", "deeper", "next", "leave", "in", "leave"] { try run.send(event) }
    try run.send("back")
    #expect(run.active == ["b"])
  }

  @Test("a state may start in its own history")
  func initialHistory() throws {
    var run = try Runner([
      leaf("out", on("in", "work")),
      StateNode(
        "work", initial: ["memory"], transitions: [on("leave", "out")],
        children: [
          StateNode("memory", .deepHistory, defaultTargets: ["a"]), leaf("a", on("next", "b")),
          leaf("b"),
        ]),
    ])
    for event in ["in", "next", "leave", "in"] { try run.send(event) }
    #expect(run.active == ["b"])
  }

  @Test("a transition from inside a state to its own history enters nothing that was not left")
  func ownHistory() throws {
    var run = try Runner([
      StateNode(
        "p",
        children: [
          StateNode("memory", .deepHistory, defaultTargets: ["a"]),
          StateNode(
            "q", .parallel, entry: [1],
            children: [
              StateNode("x", children: [leaf("a", on("e", "b")), leaf("b", on("back", "memory"))]),
              StateNode("y", children: [leaf("c", on("e", "d")), leaf("d")]),
            ]),
        ])
    ])
    try run.send("e")
    #expect(run.active == ["b", "d"])
    // Appendix D to the letter: the domain is `x`, but `q` is entered once more and with it `c`, beside `d`.
    try run.send("back")
    #expect(run.active == ["a", "d"])
    #expect(run.model.executed.isEmpty)
  }

  @Test("what is stored by name is restored")
  func restore() throws {
    var run = try Runner(nested(.deepHistory))
    for event in ["back", "next", "leave"] { try run.send(event) }
    let again = try run.chart.restore(active: ["out"], history: ["memory": ["b"]])
    #expect(again == run.state)
    #expect(throws: RestoreError.unknownState("gone")) { try run.chart.restore(active: ["gone"]) }
    #expect(throws: RestoreError.illegalHistory("memory")) {
      try run.chart.restore(active: ["out"], history: ["memory": ["out"]])
    }
    #expect(throws: RestoreError.illegalHistory("memory")) {
      try run.chart.restore(active: ["out"], history: ["memory": ["a", "b"]])
    }
    #expect(throws: RestoreError.illegalHistory("work")) {
      try run.chart.restore(active: ["out"], history: ["work": ["b"]])
    }
    #expect(throws: RestoreError.self) { try run.chart.restore(active: ["out", "a"]) }
    #expect(throws: RestoreError.self) { try run.chart.restore(active: ["work"]) }
    #expect(throws: RestoreError.self) { try run.chart.restore(active: ["memory"]) }
    #expect(throws: RestoreError.self) { try run.chart.restore(active: [], final: "out") }
  }
}
