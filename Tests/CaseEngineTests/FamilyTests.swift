import CaseEngine
import CivilTime
import FEEL
import Programme
import Testing

/// Rules S6 and S7 of docs/semantics.md.
@Suite("Families")
struct FamilyTests {
  static let main = """
    workflow: huvud
    title: Huvud
    data: {belopp: {type: number}, svar: {type: string}}
    events:
      sluta: {title: Sluta}
      begär: {title: Begär, form: {belopp: required}}
    initial: a
    states:
      a:
        on:
          sluta: slut
          begär: {actions: [{open: {workflow: under, data: {önskat: belopp}}}]}
          bifall: {actions: [{set: {svar: '"ja"'}}]}
      slut: {type: final}
    """

  static func sub(_ end: String) -> String {
    """
    workflow: under
    title: Under
    parent: [huvud]
    onParentEnd: \(end)
    data: {önskat: {type: number, required: ja}}
    open: {form: {önskat: required}, guard: parent.belopp != null or önskat < 100}
    events: {bifalls: {title: Bifalls}}
    initial: väntar
    states:
      väntar:
        on: {bifalls: klar}
        tasks: {pröva: {title: Pröva, role: handläggare, due: 'add working days(entered, 5)'}}
      klar:
        type: final
        entry: [{send: {to: parent, event: bifall}}]
    """
  }

  func world(_ end: String = "cancel") throws -> World {
    var world = World(try World.programme(workflows: [Self.main, Self.sub(end)]))
    try world.act(.open(workflow: "huvud", parent: nil, data: [:]), on: "2017-03-01")
    return world
  }

  @Test("an action opens a sub-case in the same event, and its end sends a message to the parent")
  func action() throws {
    var world = try world()
    let events = try world.act(
      .send(case: world.number, event: "begär", data: ["belopp": .number(7)]), on: "2017-03-02")
    #expect(events.count == 1)
    let child = try #require(world.family?.cases.last)
    #expect(child.number == "T-2017-002")
    #expect(child.data == ["önskat": .number(7)])
    #expect(try world.open(child.number) == ["pröva": "2017-03-09"])
    try world.act(.send(case: child.number, event: "bifalls", data: [:]), on: "2017-03-03")
    #expect(try world.state(child.number).ending?.reason == .final(state: "klar"))
    #expect(try world.state().data["svar"] == .string("ja"))
  }

  @Test("S5: a message to sub-cases reaches those that there are by then")
  func order() throws {
    let main = """
      workflow: huvud
      title: Huvud
      events: {först: {title: Först}, sist: {title: Sist}}
      initial: a
      states:
        a:
          on:
            först: {actions: [{send: {to: children, event: hej}}, {open: {workflow: under}}]}
            sist: {actions: [{open: {workflow: under}}, {send: {to: children, event: hej}}]}
      """
    let sub = """
      workflow: under
      title: Under
      parent: [huvud]
      initial: x
      states: {x: {on: {hej: y}}, y: {}}
      """
    var world = World(try World.programme(workflows: [main, sub]))
    try world.act(.open(workflow: "huvud", parent: nil, data: [:]), on: "2017-03-01")
    try world.act(.send(case: world.number, event: "först", data: [:]), on: "2017-03-02")
    #expect(try world.active("T-2017-002") == ["x"])
    try world.act(.send(case: world.number, event: "sist", data: [:]), on: "2017-03-03")
    #expect(try world.active("T-2017-002") == ["y"])
    #expect(try world.active("T-2017-003") == ["y"])
  }

  @Test("an explanation of a day on which a timer opens a sub-case is what the command does")
  func explainedOpening() throws {
    let main = """
      workflow: huvud
      title: Huvud
      events: {gå: {title: Gå}, fin: {title: Fin}}
      initial: a
      states:
        a:
          on: {gå: b}
          at: [{date: 'entered + duration("P10D")', target: c, actions: [{open: {workflow: under}}]}]
        b: {}
        c: {on: {fin: b}}
      """
    let sub = """
      workflow: under
      title: Under
      parent: [huvud]
      initial: x
      states: {x: {}}
      """
    var world = World(try World.programme(workflows: [main, sub]))
    try world.act(.open(workflow: "huvud", parent: nil, data: [:]), on: "2017-03-01")
    let day = try #require(CivilDate.parse("2017-04-01"))
    let family = try #require(world.family)
    func candidates(_ event: String) throws -> [String] {
      try world.engine.explain(event: event, of: world.number, in: family, on: day, facts: [:])
        .candidates.map(\.from)
    }
    #expect(try candidates("gå") == [])
    #expect(try candidates("fin") == ["c"])
    try world.act(.send(case: world.number, event: "fin", data: [:]), on: "2017-04-01")
    #expect(try world.active() == ["b"])
  }

  @Test("a person opens a sub-case when its condition over the parent holds")
  func person() throws {
    var world = try world()
    #expect(throws: Refusal.self) {
      try world.act(
        .open(workflow: "under", parent: world.number, data: ["önskat": .number(500)]),
        on: "2017-03-02")
    }
    try world.act(
      .open(workflow: "under", parent: world.number, data: ["önskat": .number(50)]),
      on: "2017-03-02")
    #expect(world.family?.cases.count == 2)
  }

  @Test("sub-cases end with their parent, or go on", arguments: ["cancel", "continue"])
  func parentEnds(end: String) throws {
    var world = try world(end)
    try world.act(
      .open(workflow: "under", parent: world.number, data: ["önskat": .number(50)]),
      on: "2017-03-02")
    try world.act(.send(case: world.number, event: "sluta", data: [:]), on: "2017-03-03")
    let child = try world.state("T-2017-002")
    #expect(child.isOpen == (end == "continue"))
    #expect(try world.open("T-2017-002").isEmpty == (end == "cancel"))
    if end == "continue" {
      try world.act(.send(case: child.number, event: "bifalls", data: [:]), on: "2017-03-04")
      #expect(try world.state().data["svar"] == nil)
    }
  }
}
