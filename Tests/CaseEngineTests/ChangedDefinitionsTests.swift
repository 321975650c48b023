import CaseEngine
import CivilTime
import FEEL
import Programme
import Testing

/// What happens to running cases when files are edited, and other things that went wrong once.
@Suite("Changed definitions and old faults")
struct ChangedDefinitionsTests {
  static func programme(_ states: String, hash: String, guidelines: String = "") throws -> Programme
  {
    try World.programme(
      workflows: [
        """
        workflow: ärende
        title: Ärende
        data: {tal: {type: number, default: '0'}, x: {type: string}, dag: {type: date}}
        events: {gå: {title: Gå}, notera: {title: Notera}}
        initial: a
        states:
        \(states)
          slut: {type: final}
        """
      ], guidelines: guidelines, hash: hash)
  }

  static func world(_ states: String, guidelines: String = "") throws -> World {
    var world = World(try programme(states, hash: "före", guidelines: guidelines))
    try world.act(.open(workflow: "ärende", parent: nil, data: [:]), on: "2017-03-01")
    return world
  }

  @Test("a timer keeps its identity when another is put before it")
  func timerIdentity() throws {
    let old = "{date: 'entered + duration(\"P10D\")', actions: [{set: {tal: tal + 1}}]}"
    let new = "{date: 'entered + duration(\"P40D\")', actions: [{set: {tal: tal + 100}}]}"
    var world = try Self.world("  a: {on: {gå: slut}, at: [\(old)]}")
    try world.run(to: "2017-03-20")
    #expect(try world.state().data["tal"] == .number(1))
    world.engine = Engine(
      programme: try Self.programme("  a: {on: {gå: slut}, at: [\(new), \(old)]}", hash: "efter"))
    try world.run(to: "2017-06-01")
    #expect(try world.state().data["tal"] == .number(101))
  }

  @Test("a task that the definitions have lost is withdrawn with its escalation")
  func lostTask() throws {
    func task(_ id: String) -> String {
      "  a: {on: {gå: slut}, tasks: {\(id): {title: Gör, role: handläggare, due: 'opened', escalate: [{after: 1 dag, to: ledare}]}}}"
    }
    var world = try Self.world(task("gör"))
    try world.run(to: "2017-03-05")
    #expect(try world.escalations() == ["sen ledare"])
    world.engine = Engine(programme: try Self.programme(task("göra"), hash: "efter"))
    try world.run(to: "2017-03-05")
    #expect(try world.open() == ["göra": "2017-03-01"])
    #expect(try world.state().escalations.first?.closing?.reason == .withdrawn)
  }

  @Test("T3: a due date that cannot be computed any more stands, with a fault beside it")
  func lostDue() throws {
    let states =
      "  a: {on: {gå: slut}, tasks: {gör: {title: Gör, role: handläggare, due: opened + riktlinjer.tid, escalate: [{after: 1 dag, to: ledare}]}}}"
    func guidelines(from day: String) -> String {
      "  tid: {type: weeks, values: {\(day): {value: 1 vecka}}}\n"
    }
    var world = try Self.world(states, guidelines: guidelines(from: "2017-01-01"))
    try world.run(to: "2017-03-10")
    #expect(try world.open() == ["gör": "2017-03-08"])
    world.engine = Engine(
      programme: try Self.programme(
        states, hash: "efter", guidelines: guidelines(from: "2017-05-02")))
    try world.run(to: "2017-03-13")
    #expect(try world.open() == ["gör": "2017-03-08"])
    #expect(try world.escalations() == ["sen ledare"])
    #expect(try world.state().faults.map(\.what) == ["gör due"])
    try world.run(to: "2017-05-03")
    #expect(try world.open() == ["gör": "2017-03-08"])
    #expect(try world.state().faults.isEmpty)
  }

  @Test("an action whose value does not fit its field is refused, and empties nothing")
  func unfitValue() throws {
    let text = """
      workflow: ärende
      title: Ärende
      data:
        lista: {type: 'list<context<slag: string, dag: date>>', default: '[]'}
        ord: {type: string}
      events: {lägg-till: {title: Lägg till, form: {ord: optional}}, gå: {title: Gå}}
      initial: a
      states:
        a:
          on:
            gå: slut
            lägg-till: {actions: [{set: {lista: 'append(lista, {slag: ord, dag: if ord = "fel" then ord else opened})'}}]}
        slut: {type: final}
      """
    var world = World(try World.programme(workflows: [text]))
    try world.act(.open(workflow: "ärende", parent: nil, data: [:]), on: "2017-03-01")
    func add(_ word: String) throws {
      try world.act(
        .send(case: world.number, event: "lägg-till", data: ["ord": .string(word)]),
        on: "2017-03-02")
    }
    try add("rätt")
    let known = try #require(try world.state().data["lista"])
    let refusal = #expect(throws: Refusal.self) { try add("fel") }
    #expect(refusal?.summary.contains("resultatet är inte") == true)
    #expect(try world.state().data["lista"] == known)
  }

  @Test("an escalation comes back when the due date comes back")
  func escalationReturns() throws {
    var world = try Self.world(
      "  a: {on: {gå: slut}, tasks: {gör: {title: Gör, role: handläggare, due: 'opened + duration(\"P2D\")', escalate: [{after: 1 dag, to: ledare}]}}}"
    )
    try world.run(to: "2017-03-10")
    let later = CivilDate.parse("2017-03-20")
    try world.act(
      .postpone(case: world.number, task: "gör", due: later, reason: "x"), on: "2017-03-10")
    #expect(try world.escalations() == [])
    try world.act(
      .postpone(case: world.number, task: "gör", due: nil, reason: "x"), on: "2017-03-11")
    #expect(try world.escalations() == ["sen ledare"])
  }

  @Test("late registration does not bring back an older guideline")
  func lateKeepsGuidelines() throws {
    var world = try Self.world(
      "  a: {on: {gå: slut, notera: {actions: [{set: {tal: tal + 1}}]}}, tasks: {gör: {title: Gör, role: handläggare, due: opened + riktlinjer.tid}}}",
      guidelines:
        "  tid: {type: months, values: {2017-01-01: {value: 6 månader}, 2017-05-01: {value: 2 månader}}}"
    )
    try world.run(to: "2017-05-02")
    #expect(try world.open() == ["gör": "2017-05-01"])
    let events = try world.act(
      .send(case: world.number, event: "notera", data: [:]), on: "2017-04-01")
    #expect(events.count == 1)
    #expect(try world.open() == ["gör": "2017-05-01"])
  }

  @Test("a requirement that was missing already does not stop a timer elsewhere")
  func foreignRequirement() throws {
    func states(_ requires: String) -> String {
      """
        a:
          type: parallel
          on: {gå: slut}
          states:
            ena: {\(requires)}
            andra:
              initial: väntar
              states:
                väntar: {at: [{date: 'entered + duration("P9D")', target: klar}]}
                klar: {}
      """
    }
    var world = try Self.world(states(""))
    world.engine = Engine(programme: try Self.programme(states("requires: [x]"), hash: "efter"))
    try world.run(to: "2017-04-01")
    #expect(try world.active().contains("klar"))
  }

  @Test("the end of a month stays the end of a month in a series")
  func monthEnds() throws {
    var world = World(
      try Self.programme(
        "  a: {on: {gå: slut}, tasks: {gör: {title: Gör, role: handläggare, due: opened, every: 1 månad}}}",
        hash: "h"))
    try world.act(.open(workflow: "ärende", parent: nil, data: [:]), on: "2017-01-31")
    for expected in ["2017-02-28", "2017-03-31", "2017-04-30"] {
      let due = try #require(try world.open()["gör"])
      try world.act(.complete(case: world.number, task: "gör", data: [:]), on: due)
      #expect(try world.open() == ["gör": expected])
    }
  }

  @Test("a guideline's change that means nothing to a family is no reason to look at it")
  func changeWithoutConsequence() throws {
    let world = try Self.world(
      "  a: {on: {gå: slut}, tasks: {gör: {title: Gör, role: handläggare}}}",
      guidelines:
        "  tid: {type: months, values: {2017-01-01: {value: 6 månader}, 2017-05-01: {value: 2 månader}}}"
    )
    #expect(try world.engine.nextLook(#require(world.family)) == nil)
  }

  @Test("workflows that open each other in a circle are refused, and do not exhaust the stack")
  func circle() throws {
    func workflow(_ id: String, opens other: String) -> String {
      """
      workflow: \(id)
      title: \(id)
      parent: {of: [\(other)], required: nej}
      events: {gå: {title: Gå}}
      initial: a
      states: {a: {on: {gå: b}, entry: [{open: {workflow: \(other)}}]}, b: {type: final}}
      """
    }
    var world = World(
      try World.programme(
        workflows: [workflow("ett", opens: "två"), workflow("två", opens: "ett")]))
    #expect(throws: Refusal(.tooManySteps(limit: 16))) {
      try world.act(.open(workflow: "ett", parent: nil, data: [:]), on: "2017-03-01")
    }
  }

  @Test(
    "a circle whose conditions happen to hold is refused when it is met, with the states that it goes through"
  )
  func endless() throws {
    for (states, text) in [
      (
        "a: {always: [{target: a, guard: opened = entered}]}",
        "tillståndet a leder till sig självt utan slut"
      ),
      (
        "a: {always: [{target: b, guard: opened = entered}]}, b: {always: [{target: a, guard: opened = entered}]}",
        "tillstånden a och b leder till varandra utan slut"
      ),
    ] {
      var world = World(
        try World.programme(
          workflows: ["workflow: ett\ntitle: Ett\ninitial: a\nstates: {\(states)}\n"]))
      let refusal = #expect(throws: Refusal.self) {
        try world.act(.open(workflow: "ett", parent: nil, data: [:]), on: "2017-03-01")
      }
      #expect(refusal?.summary == text)
    }
  }

  @Test("a day that has passed cannot be a new due date, and an escalation is received once")
  func refusals() throws {
    var world = try Self.world(
      "  a: {on: {gå: slut}, tasks: {gör: {title: Gör, role: handläggare, due: opened, escalate: [{after: 1 dag, to: ledare}]}}}"
    )
    let past = try #require(CivilDate.parse("2017-03-03"))
    try world.run(to: "2017-03-10")
    #expect(throws: Refusal(.pastDue(past))) {
      try world.act(
        .postpone(case: world.number, task: "gör", due: past, reason: "x"), on: "2017-03-10")
    }
    try world.act(.acknowledge(case: world.number, escalation: 1), on: "2017-03-10", as: "lena")
    let day = try #require(CivilDate.parse("2017-03-10"))
    #expect(throws: Refusal(.alreadyAcknowledged(by: "Lena", on: day))) {
      try world.act(.acknowledge(case: world.number, escalation: 1), on: "2017-03-11", as: "lena")
    }
  }
}
