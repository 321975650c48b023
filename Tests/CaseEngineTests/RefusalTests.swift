import CivilTime
import FEEL
import Programme
import Testing

@testable import CaseEngine

/// What a refusal says: rules C1 and C13–C16 of docs/semantics.md.
@Suite("Refusals")
struct RefusalTests {
  static let workflow = """
    workflow: ärende
    title: Ärende
    data:
      namn: {title: Namnet, type: string, personal: ja, required: ja}
      född: {type: date, allowed: '[today() - duration("P110Y")..today()]'}
      slag: {title: Slaget, type: string, values: [stort, litet]}
      belopp: {title: Beloppet, type: number, allowed: '>= 0'}
      skäl: {title: Skälen, type: string, sensitive: ja}
      förslag: {type: string, values: [stort, litet]}
      samtycke: {title: Samtycket, type: boolean}
      utsett: {type: string, values: [stort, litet], suggest: 'if belopp > 10 then "stort" else "litet"'}
      klar: {type: date}
    derived:
      frist: född + duration("P18Y")
      motiverat: if slag = null then null else slag = förslag or skäl != null
    open: {by: [handläggare], form: {namn: required, född: optional, förslag: optional}}
    events:
      betala: {title: Betala, by: [handläggare], form: {slag: required, belopp: required, skäl: optional}}
      samtycka: {title: Samtycka, form: {samtycke: required}}
      avsluta: {title: Avsluta}
    initial: öppet
    states:
      öppet:
        title: Öppet
        on:
          samtycka: {title: Samtycke}
          avsluta: {target: slut, guard: samtycke = true}
          betala:
            - {target: stort, guard: slag = "stort" and samtycke = true and belopp > 10}
            - {target: litet, guard: slag = "litet" and samtycke = true and belopp <= 10 and motiverat}
      stort: {title: Stort}
      litet: {title: Litet}
      slut: {type: final, title: Slut}
    """

  func world(_ data: [String: Value] = [:]) throws -> World {
    var world = World(
      try World.programme(
        workflows: [Self.workflow], facts: "period: {from: 2017-02-01, to: 2020-01-31}\n"))
    try world.act(
      .open(
        workflow: "ärende", parent: nil,
        data: ["namn": .string("Ek")].merging(data) { $1 }), on: "2017-03-01")
    return world
  }

  func conditions(_ reasons: [Refusal.Reason]) -> [Refusal.Condition] {
    reasons.compactMap { if case .condition(let condition) = $0 { condition } else { nil } }
  }

  func titles(_ unmet: [Unmet]) -> [String] {
    unmet.map { item in
      switch item {
      case .test(let shortfall), .named(let shortfall, _): shortfall.subject.title ?? "?"
      case .missing(let field, _, _): field
      case .anyOf: "any"
      }
    }
  }

  @Test("C13: a refusal names what is missing of the way that was chosen, not of the others")
  func chosenWay() throws {
    var world = try world()
    let reasons = obstacles {
      try world.act(
        .send(
          case: world.number, event: "betala",
          data: ["slag": .string("litet"), "belopp": .number(20)]), on: "2017-03-02")
    }
    let found = conditions(reasons)
    #expect(reasons.count == 1 && found.count == 1)
    let condition = try #require(found.first)
    #expect(condition.leadsTo == ["Litet"])
    #expect(titles(condition.unmet) == ["Samtycket", "Beloppet", "motiverat"])
    guard case .named(_, because: let reasons)? = condition.unmet.last else {
      Issue.record("\(condition.unmet)")
      return
    }
    // What has the derived value's own definition is told: one of two groups would do.
    guard case .anyOf(let groups)? = reasons.first else {
      Issue.record("\(reasons)")
      return
    }
    #expect(groups.map(titles) == [["Slaget"], ["Skälen"]])
  }

  @Test("C14: role, fields and conditions are told at once, and each thing once")
  func everything() throws {
    var world = try world()
    let reasons = obstacles {
      try world.act(
        .send(case: world.number, event: "betala", data: ["slag": .string("stort")]),
        on: "2017-03-02", as: "eva")
    }
    #expect(
      reasons.contains(.notAllowed(what: "registrera ”Betala”", roles: ["Handläggare"])))
    #expect(reasons.contains(.missingField("belopp")))
    // The amount that is missing is not told again as a condition.
    #expect(conditions(reasons).map { titles($0.unmet) } == [["Samtycket"]])
    #expect(reasons.count == 3)
  }

  @Test(
    "C14: whoever may neither act nor read what the conditions rest on is told nothing of them",
    arguments: [true, false])
  func trying(isMotivated: Bool) throws {
    var world = try world()
    if isMotivated {
      try world.act(
        .correct(case: world.number, data: ["skäl": .string("x")], reason: "fel"), on: "2017-03-01")
    }
    try world.act(
      .send(case: world.number, event: "samtycka", data: ["samtycke": .boolean(true)]),
      on: "2017-03-02")
    let data: [String: Value] = ["slag": .string("litet"), "belopp": .number(1)]
    for (person, isTold) in [("lena", false), ("eva", !isMotivated)] {
      let reasons = obstacles {
        try world.act(
          .send(case: world.number, event: "betala", data: data), on: "2017-03-02", as: person)
      }
      #expect(
        reasons.first == .notAllowed(what: "registrera ”Betala”", roles: ["Handläggare"]))
      #expect(reasons.count == (isTold ? 2 : 1), "\(person)")
    }
  }

  @Test(
    "C11: whoever fills in a field may correct it, and the one responsible what nobody fills in")
  func correctors() throws {
    var world = try world()
    func correct(_ field: String, _ value: Value, as person: String) -> [Refusal.Reason] {
      obstacles {
        try world.act(
          .correct(case: world.number, data: [field: value], reason: "fel"), on: "2017-03-02",
          as: person)
      }
    }
    #expect(
      correct("belopp", .number(1), as: "lena")
        == [.notAllowed(what: "rätta ”Beloppet”", roles: ["Handläggare"])])
    #expect(correct("belopp", .number(1), as: "olle").isEmpty)
    #expect(correct("samtycke", .boolean(true), as: "lena").isEmpty)
    #expect(
      correct("utsett", .string("stort"), as: "olle")
        == [.notAllowed(what: "rätta ”utsett”", roles: ["den som ansvarar för ärendet"])])
    #expect(correct("utsett", .string("stort"), as: "anna").isEmpty)
  }

  @Test("C14: where the field that decides the way is missing, the ways' conditions are not told")
  func undecidedWay() throws {
    var world = try world()
    let reasons = obstacles {
      try world.act(
        .send(case: world.number, event: "betala", data: ["belopp": .number(1)]), on: "2017-03-02")
    }
    #expect(reasons == [.missingField("slag")])
  }

  @Test("C15: a value that its field does not allow is refused, however it comes in")
  func allowed() throws {
    var world = try world()
    let day = try #require(CivilDate.parse("1817-05-04"))
    let future = try #require(CivilDate.parse("2017-03-03"))
    for date in [day, future] {
      let reasons = obstacles {
        try world.act(
          .correct(case: world.number, data: ["född": .date(date)], reason: "fel"),
          on: "2017-03-02")
      }
      guard case .notAllowedValue("född", _, let limits)? = reasons.first else {
        Issue.record("\(reasons)")
        return
      }
      #expect(limits?.count == 1)
    }
    #expect(
      obstacles {
        try world.act(
          .send(
            case: world.number, event: "betala",
            data: ["slag": .string("stort"), "belopp": .number(-1)]), on: "2017-03-02")
      }.contains { if case .notAllowedValue("belopp", _, _) = $0 { true } else { false } })
    #expect(
      obstacles {
        try world.act(
          .correct(case: world.number, data: ["namn": .null], reason: "fel"), on: "2017-03-02")
      } == [.needed(field: "namn")])
  }

  @Test("C16: nothing happens before the programme's first day")
  func begins() throws {
    var world = World(
      try World.programme(
        workflows: [Self.workflow], facts: "period: {from: 2017-02-01, to: 2020-01-31}\n"))
    let first = try #require(CivilDate.parse("2017-02-01"))
    #expect(
      obstacles {
        try world.act(
          .open(workflow: "ärende", parent: nil, data: ["namn": .string("Ek")]), on: "1917-03-01")
      } == [.beforeProgramme(first)])
  }

  @Test("events that can be sent are told from those that cannot yet")
  func standings() throws {
    var world = try world()
    let day = try #require(CivilDate.parse("2017-03-02"))
    func possible() throws -> [String: Bool] {
      let family = try #require(world.family)
      return Dictionary(
        uniqueKeysWithValues: try world.engine.events(
          of: world.number, in: family, on: day, facts: [:]
        ).map { ($0.event.id, $0.isPossible) })
    }
    #expect(try possible() == ["betala": false, "samtycka": true, "avsluta": false])
    try world.act(
      .send(case: world.number, event: "samtycka", data: ["samtycke": .boolean(true)]),
      on: "2017-03-02")
    #expect(try possible() == ["betala": true, "samtycka": true, "avsluta": true])
  }

  @Test("a correction tells what is derived anew, and which field took away what is gone")
  func consequences() throws {
    let born = try #require(CivilDate.parse("2000-05-04"))
    var world = try world(["född": .date(born)])
    let before = try #require(world.family)
    try world.act(
      .correct(case: world.number, data: ["född": .null], reason: "fel"), on: "2017-03-02")
    let consequences = world.engine.consequences(
      from: before, to: try #require(world.family), today: try #require(.parse("2017-03-02")))
    #expect(consequences.map(\.title) == ["frist"])
    #expect(consequences.first?.before == .date(try #require(.parse("2018-05-04"))))
    #expect(consequences.first?.after == .null)
    #expect(consequences.first?.missing == ["född"])
  }

  @Test("what is proposed for a field follows the answers given so far")
  func suggestion() throws {
    let world = try world()
    let family = try #require(world.family)
    func suggestion(_ answers: [String: Value]) throws -> Value? {
      world.engine.suggestion(
        for: "utsett", of: world.number, in: family, answers: answers,
        today: try #require(.parse("2017-03-02")))
    }
    #expect(try suggestion(["belopp": .number(11)]) == .string("stort"))
    #expect(try suggestion(["belopp": .number(1)]) == .string("litet"))
    #expect(
      world.engine.suggestion(
        for: "slag", of: world.number, in: family, answers: [:],
        today: try #require(.parse("2017-03-02"))) == nil)
  }

  @Test(
    "what the conditions and proposals go by is told before the form, but not what comes with it")
  func considerations() throws {
    let world = try world([
      "förslag": .string("litet"), "född": .date(try #require(.parse("2000-05-04"))),
    ])
    let workflow = try #require(world.engine.programme.workflow("ärende"))
    let form = try #require(workflow.event("betala")?.form)
    let found = world.engine.considerations(
      on: "betala", form: form, of: world.number, in: try #require(world.family), facts: [:],
      today: try #require(.parse("2017-03-02")))
    // What `motiverat` rests on; the consent is neither text, number nor date, and the rest comes with the form.
    #expect(found.map(\.title) == ["förslag"])
    #expect(found.map(\.value) == [.string("litet")])
    #expect(workflow.namesRead(on: "betala").isSuperset(of: ["slag", "samtycke", "belopp"]))
  }

  @Test("a refusal names the fields to ask for again, and only what may be read")
  func fieldsToAskFor() throws {
    var world = try world()
    do {
      try world.act(
        .send(
          case: world.number, event: "betala",
          data: ["slag": .string("litet"), "belopp": .number(20)]), on: "2017-03-02")
      Issue.record("not refused")
    } catch let refusal as Refusal {
      #expect(refusal.fields { _ in true }.isSuperset(of: ["samtycke", "belopp", "skäl"]))
      #expect(!refusal.fields { $0.isEmpty }.contains("skäl"))
    }
  }

  @Test("a case that has ended tells by what, by whom and by which rule")
  func ended() throws {
    var world = try world()
    try world.act(
      .send(case: world.number, event: "samtycka", data: ["samtycke": .boolean(true)]),
      on: "2017-03-02")
    try world.act(
      .send(case: world.number, event: "avsluta", data: [:]), on: "2017-03-03", as: "olle")
    let explanation = try world.engine.explain(
      world.number, in: try #require(world.family), events: world.events,
      today: try #require(.parse("2017-04-01")))
    let ending = try #require(explanation.ending)
    #expect(ending.state?.title == "Slut")
    #expect(ending.event?.actor == "olle")
    #expect(ending.event?.date == CivilDate.parse("2017-03-03"))
    #expect(ending.state?.guards.map(\.text) == ["samtycke = true"])
    #expect(ending.rule?.place.hasPrefix("workflow0.yaml:") == true)
  }

  @Test("every moment has a date and time, also those that no clock shows")
  func moments() {
    for milliseconds in [Int64.min, Int64.min + 1, -1_001, -1, 0, 1, Int64.max] {
      _ = CivilDateTime(Moment(milliseconds: milliseconds), orStartOf: .latest, zone: "UTC")
    }
    let before = CivilDateTime(Moment(milliseconds: -1), orStartOf: .latest, zone: "UTC")
    #expect(before.date == CivilDate.parse("1969-12-31"))
  }

  @Test("now() shows the programme's time, so that it is the same day as today()")
  func now() throws {
    // Half past midnight on a summer night in Stockholm is still the day before in UTC.
    let moment = Moment(milliseconds: 1_497_652_200_000)
    let date = try #require(CivilDate.parse("2017-06-17"))
    let stockholm = CivilDateTime(moment, orStartOf: .latest, zone: "Europe/Stockholm")
    #expect(stockholm.description == "2017-06-17T00:30:00+02:00")
    let start = CivilDateTime(nil, orStartOf: date, zone: "Europe/Stockholm")
    #expect(start.description == "2017-06-17T00:00:00+02:00")
    #expect(CivilDateTime(nil, orStartOf: date, zone: "Ingen/Stans").zone == .offset(.utc))
  }
}
