import CaseEngine
import CivilTime
import FEEL
import Programme
import Testing

/// Rules C1–C11 of docs/semantics.md.
@Suite("Commands")
struct CommandTests {
  static let workflow = """
    workflow: ärende
    title: Ärende
    data:
      namn: {type: string, personal: ja, required: ja}
      ålder: {type: number}
      inskriven: {type: date}
      belopp: {type: number}
    open: {by: [handläggare], form: {namn: required, ålder: optional}}
    events:
      pröva: {title: Pröva, by: [handläggare], form: {ålder: required}}
      skriv-in: {title: Skriv in, form: {inskriven: optional}}
      betala: {title: Betala, form: {belopp: required}}
      nämnden-avgör: {title: Nämnden avgör, by: [nämnd]}
    initial: anmäld
    states:
      anmäld:
        title: Anmäld
        on:
          pröva: {target: prövad, guard: ålder >= 18, proposed: ja}
          nämnden-avgör: prövad
        tasks:
          ring: {title: Ring upp, role: handläggare, due: 'add working days(entered, 3)', escalate: [{after: 1 arbetsdag, to: ledare}]}
      prövad:
        title: Prövad
        on:
          skriv-in: inskriven
          betala: {guard: belopp <= fakta.kvar, actions: [{set: {inskriven: today()}}]}
      inskriven:
        title: Inskriven
        requires: [inskriven]
        at: [{date: 'inskriven + duration("P1M")', target: slut}]
      slut: {type: final}
    """

  func world() throws -> World {
    var world = World(
      try World.programme(
        workflows: [Self.workflow], facts: "facts: {kvar: {budget: pott}}\n",
        budgets: """
          budgets: b
          year starts: 01-01
          pots: {pott: {title: Pott, values: {2017-01-01: {value: 100}}}}
          """))
    try world.act(
      .open(workflow: "ärende", parent: nil, data: ["namn": .string("Ek")]), on: "2017-03-01")
    return world
  }

  @Test("C1: a refusal names the condition and what it read, and changes nothing")
  func refusal() throws {
    var world = try world()
    let before = world.family
    let reasons = obstacles {
      try world.act(
        .send(case: world.number, event: "pröva", data: ["ålder": .number(17)]), on: "2017-03-02")
    }
    guard case .condition(let condition)? = reasons.first, reasons.count == 1 else {
      Issue.record("\(reasons)")
      return
    }
    #expect(condition.text == "ålder >= 18")
    #expect(condition.inputs == [.init(name: "ålder", value: .number(17))])
    #expect(!condition.isUndecided)
    #expect(condition.basis == "förslag, ej beslutat")
    #expect(world.family == before)
  }

  @Test("C2: what is due on a date comes before what people do on it")
  func dueFirst() throws {
    var world = try world()
    let events = try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-07")
    #expect(events.map(\.cause) == [.overdue(task: "ring"), .sent(event: "pröva")])
    #expect(events.map(\.date.description) == ["2017-03-07", "2017-03-07"])
  }

  @Test(
    "C3: late registration applies to the present with its own date, not before what it concerns")
  func late() throws {
    var world = try world()
    try world.run(to: "2017-03-20")
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-02")
    let entered = try world.state().activeState("prövad")?.entered.description
    #expect(entered == "2017-03-02")
    let early = obstacles {
      try world.act(.send(case: world.number, event: "skriv-in", data: [:]), on: "2017-03-01")
    }
    #expect(
      early == [.beforeEntry(what: "Prövad", since: try #require(CivilDate.parse("2017-03-02")))])
    let before = obstacles {
      try world.act(.send(case: world.number, event: "skriv-in", data: [:]), on: "2017-02-01")
    }
    #expect(before == [.beforeOpening(try #require(CivilDate.parse("2017-03-01")))])
  }

  @Test("C4: what a late command makes due by the handled day follows at once, on its own day")
  func lateConsequences() throws {
    var world = try world()
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-02")
    try world.act(
      .correct(case: world.number, data: ["ålder": .number(19)], reason: "fel"), on: "2017-06-01")
    let day = try #require(CivilDate.parse("2017-03-10"))
    let events = try world.act(
      .send(case: world.number, event: "skriv-in", data: ["inskriven": .date(day)]),
      on: "2017-03-10")
    #expect(events.map(\.date.description) == ["2017-03-10", "2017-04-10"])
    #expect(try world.state().ending?.date.description == "2017-04-10")
  }

  @Test("C6: a form is checked as a whole")
  func form() throws {
    var world = try world()
    let reasons = obstacles {
      try world.act(
        .send(case: world.number, event: "pröva", data: ["okänt": .number(1)]), on: "2017-03-02")
    }
    #expect(
      reasons == [.unknownField("okänt", available: ["ålder"]), .missingField("ålder")])
    let wrong = obstacles {
      try world.act(
        .send(case: world.number, event: "pröva", data: ["ålder": .string("x")]), on: "2017-03-02")
    }
    #expect(wrong == [.wrongValue(field: "ålder", expected: "ett tal, som 7 eller 7,5")])
  }

  @Test("C7: an event that no active state listens to is refused with where it belongs")
  func notNow() throws {
    var world = try world()
    let reasons = obstacles {
      try world.act(.send(case: world.number, event: "skriv-in", data: [:]), on: "2017-03-02")
    }
    #expect(
      reasons == [.notNow(event: "Skriv in", states: ["Anmäld"], listening: ["Prövad"])])
    let unknown = obstacles {
      try world.act(.send(case: world.number, event: "skrivin", data: [:]), on: "2017-03-02")
    }
    #expect(
      unknown == [
        .unknownEvent(
          "skrivin", available: ["pröva", "skriv-in", "betala", "nämnden-avgör"])
      ])
  }

  @Test("C8: roles decide, and a role reaches people through another")
  func roles() throws {
    var world = try world()
    let refused = obstacles {
      try world.act(
        .send(case: world.number, event: "pröva", data: ["ålder": .number(20)]),
        on: "2017-03-02", as: "lena")
    }
    #expect(refused == [.notAllowed(what: "registrera ”Pröva”", roles: ["Handläggare"])])
    try world.act(
      .send(case: world.number, event: "nämnden-avgör", data: [:]), on: "2017-03-02", as: "lena")
    #expect(try world.active() == ["prövad"])
  }

  @Test("C9: facts decide, and are recorded with the event")
  func facts() throws {
    var world = try world()
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-02")
    let pay = Command.send(case: world.number, event: "betala", data: ["belopp": .number(80)])
    let refused = obstacles { try world.act(pay, on: "2017-03-03", facts: ["kvar": .number(50)]) }
    guard case .condition(let condition)? = refused.first else {
      Issue.record("\(refused)")
      return
    }
    #expect(condition.inputs.contains(.init(name: "fakta.kvar", value: .number(50))))
    let events = try world.act(pay, on: "2017-03-03", facts: ["kvar": .number(80)])
    #expect(events.last?.facts == ["kvar": .number(80)])
  }

  @Test("S4: a state is not entered without what it requires, nor left without it inside")
  func requirements() throws {
    var world = try world()
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-02")
    let refused = obstacles {
      try world.act(.send(case: world.number, event: "skriv-in", data: [:]), on: "2017-03-03")
    }
    #expect(refused == [.missingRequirement(field: "inskriven", state: "Inskriven")])
    let day = try #require(CivilDate.parse("2017-03-03"))
    try world.act(
      .send(case: world.number, event: "skriv-in", data: ["inskriven": .date(day)]),
      on: "2017-03-03")
    let emptied = obstacles {
      try world.act(
        .correct(case: world.number, data: ["inskriven": .null], reason: "fel"), on: "2017-03-04")
    }
    #expect(emptied == [.missingRequirement(field: "inskriven", state: "Inskriven")])
  }

  @Test("C10 and C11: the opener is responsible; a correction keeps transitions already taken")
  func correction() throws {
    var world = try world()
    #expect(try world.state().responsible == "anna")
    try world.act(.assign(case: world.number, person: "olle"), on: "2017-03-02")
    #expect(try world.state().responsible == "olle")
    let refused = obstacles {
      try world.act(.assign(case: world.number, person: "lena"), on: "2017-03-02")
    }
    #expect(
      refused == [
        .cannotBeResponsible(person: "Lena", workflow: "Ärende", roles: ["Handläggare"])
      ])
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-02")
    try world.act(
      .correct(case: world.number, data: ["ålder": .number(17)], reason: "fel år"),
      on: "2017-03-03")
    #expect(try world.active() == ["prövad"])
    #expect(try world.state().data["ålder"] == .number(17))
    let empty = obstacles {
      try world.act(
        .correct(case: world.number, data: ["ålder": .number(1)], reason: ""), on: "2017-03-03")
    }
    #expect(empty == [.missingField("skäl")])
  }

  @Test(
    "C11 and C20: what the rules compute is corrected by nobody, and a text that must name nobody does not"
  )
  func calculatedAndAnonymous() throws {
    var world = World(
      try World.programme(workflows: [
        """
        workflow: ärende
        title: Ärende
        label: namn
        data:
          namn: {type: string, personal: ja, required: ja}
          förslag: {type: string, calculated: ja}
          problemet: {type: string, anonymous: ja}
        open: {by: [handläggare], form: {namn: required}}
        events: {beskriv: {title: Beskriv, form: {problemet: required}}}
        initial: öppet
        states:
          öppet:
            entry: [{set: {förslag: '"nej"'}}]
            on: {beskriv: slut}
          slut: {type: final}
        """
      ]))
    try world.act(
      .open(workflow: "ärende", parent: nil, data: ["namn": .string("Åsa Ek-Lund")]),
      on: "2017-03-01")
    let number = world.number
    let corrected = obstacles {
      try world.act(
        .correct(case: number, data: ["förslag": .string("ja")], reason: "fel"), on: "2017-03-02")
    }
    #expect(corrected == [.calculated(field: "förslag")])
    for text in ["ÅSA mår dåligt", "Familjen Ek-lund vill det", "(Åsa)", "Åsas hem"] {
      let refused = obstacles {
        try world.act(
          .send(case: number, event: "beskriv", data: ["problemet": .string(text)]),
          on: "2017-03-02")
      }
      #expect(refused == [.namesSomebody(field: "problemet")], Comment(rawValue: text))
    }
    // A name inside another word names nobody.
    try world.act(
      .send(case: number, event: "beskriv", data: ["problemet": .string("Åsarna, lund, åsa")]),
      on: "2017-03-02")
    #expect(try world.active() == ["slut"] || !world.state().isOpen)
  }

  @Test("every event can be decided anew with what it recorded")
  func recompute() throws {
    var world = try world()
    try world.act(
      .send(case: world.number, event: "pröva", data: ["ålder": .number(18)]), on: "2017-03-07")
    let day = try #require(CivilDate.parse("2017-03-10"))
    try world.act(
      .send(case: world.number, event: "skriv-in", data: ["inskriven": .date(day)]),
      on: "2017-03-10")
    try world.run(to: "2018-01-01")
    var family: FamilyState?
    for (index, event) in world.events.enumerated() {
      let again = try world.engine.recompute(
        event, on: family, history: Array(world.events[..<index]))
      #expect(again == event)
      family = try FamilyState.evolve(family, event)
    }
    #expect(family == world.family)
  }
}
