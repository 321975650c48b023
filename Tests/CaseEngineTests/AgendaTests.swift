import CaseEngine
import CivilTime
import FEEL
import Programme
import Testing

/// Rules T1–T7, A1–A3, E1–E4 and G1 of docs/semantics.md.
@Suite("Agenda")
struct AgendaTests {
  func world(_ states: String, data: String = "tal: {type: number}", guidelines: String = "")
    throws -> World
  {
    let text = """
      workflow: ärende
      title: Ärende
      data:
        \(data)
        dag: {type: date}
      events:
        gå: {title: Gå, form: {dag: optional}}
        åter: {title: Åter}
      initial: a
      states:
      \(states)
        slut: {type: final}
      """
    var world = World(try World.programme(workflows: [text], guidelines: guidelines))
    try world.act(.open(workflow: "ärende", parent: nil, data: [:]), on: "2017-03-01")
    return world
  }

  func correct(_ world: inout World, _ name: String, _ value: Value, on date: String) throws {
    try world.act(
      .correct(case: world.number, data: [name: value], reason: "prov"), on: date)
  }

  @Test("T1: a task follows its condition; opening again is a new instance")
  func condition() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks: {gör: {title: Gör, role: handläggare, when: tal > 3}}
      """)
    #expect(try world.open() == [:])
    try correct(&world, "tal", .number(4), on: "2017-03-02")
    #expect(try world.state().tasks.map(\.serial) == [1])
    try correct(&world, "tal", .number(2), on: "2017-03-03")
    #expect(try world.open() == [:])
    try correct(&world, "tal", .number(5), on: "2017-03-04")
    #expect(try world.state().tasks.map(\.serial) == [2])
    try world.act(.complete(case: world.number, task: "gör", data: [:]), on: "2017-03-05")
    try correct(&world, "tal", .number(6), on: "2017-03-06")
    #expect(try world.open() == [:])
  }

  static let dated = """
      a:
        on: {gå: b}
        tasks:
          gör:
            title: Gör
            role: handläggare
            due: dag
            optional: ja
            remind: [5 dagar före, samma dag]
            escalate: [{after: 1 arbetsdag, to: ledare}, {after: 10 arbetsdagar, to: nämnd}]
      b: {on: {åter: a}}
    """

  func date(_ text: String) throws -> Value { .date(try #require(CivilDate.parse(text))) }

  @Test("T3 and E2: the ladder follows the due date, one rung at a time")
  func ladder() throws {
    var world = try world(Self.dated)
    try correct(&world, "dag", date("2017-03-10"), on: "2017-03-01")
    try world.run(to: "2017-03-13")
    #expect(try world.escalations() == ["sen ledare"])
    try world.run(to: "2017-03-24")
    #expect(try world.escalations() == ["sen nämnd"])
    try correct(&world, "dag", date("2017-04-28"), on: "2017-03-27")
    #expect(try world.escalations() == [])
    let reasons = try world.state().escalations.map { $0.closing?.reason }
    #expect(reasons == [.wentOn, .dueMoved])
    try world.run(to: "2017-05-02")
    #expect(try world.escalations() == ["sen ledare"])
  }

  @Test("E2: a lower rung that comes due after a higher one does not take over from it")
  func ladderUpwardsOnly() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks:
            gör:
              title: Gör
              role: handläggare
              due: dag
              optional: ja
              escalate: [{after: 20 dagar, to: ledare}, {after: 5 dagar, to: nämnd}]
      """)
    try correct(&world, "dag", date("2017-03-10"), on: "2017-03-01")
    try world.run(to: "2017-03-20")
    #expect(try world.escalations() == ["sen nämnd"])
    try world.run(to: "2017-06-01")
    #expect(try world.escalations() == ["sen nämnd"])
  }

  @Test("T5: a series goes on however long it has gone on")
  func longSeries() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks: {varv: {title: Varv, role: handläggare, due: 'entered + duration("P1D")', every: 1 dag}}
      """)
    try world.run(to: "2024-01-31")
    try world.act(.complete(case: world.number, task: "varv", data: [:]), on: "2024-01-31")
    #expect(try world.open() == ["varv": "2024-02-01"])
  }

  @Test("E2: what is late when it opens is given the ladder's time from then")
  func bornLate() throws {
    var world = try world(
      """
        a: {on: {gå: b}}
        b:
          tasks:
            gör:
              title: Gör
              role: handläggare
              due: dag
              optional: ja
              escalate: [{after: 5 dagar, to: ledare}, {after: 20 dagar, to: nämnd}]
      """)
    try world.act(
      .send(case: world.number, event: "gå", data: ["dag": date("2017-03-01")]), on: "2017-04-03")
    #expect(try world.open() == ["gör": "2017-03-01"])
    try world.run(to: "2017-04-07")
    #expect(try world.escalations() == [])
    try world.run(to: "2017-04-08")
    #expect(try world.escalations() == ["sen ledare"])
    try world.run(to: "2017-04-23")
    #expect(try world.escalations() == ["sen nämnd"])
  }

  @Test("T4: a due date set by hand stands until it is cleared")
  func byHand() throws {
    var world = try world(Self.dated)
    try correct(&world, "dag", date("2017-03-10"), on: "2017-03-01")
    let due = CivilDate.parse("2017-05-02")
    try world.act(
      .postpone(case: world.number, task: "gör", due: due, reason: "sjuk"), on: "2017-03-02")
    try correct(&world, "dag", date("2017-03-20"), on: "2017-03-03")
    #expect(try world.open() == ["gör": "2017-05-02"])
    try world.act(
      .postpone(case: world.number, task: "gör", due: nil, reason: "frisk"), on: "2017-03-04")
    #expect(try world.open() == ["gör": "2017-03-20"])
  }

  @Test("T5: a recurring task that was missed returns once, on the series")
  func recurring() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks:
            möt: {title: Möt, role: handläggare, due: 'entered + duration("P7D")', every: 2 veckor}
      """)
    #expect(try world.open() == ["möt": "2017-03-08"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-03-07")
    #expect(try world.open() == ["möt": "2017-03-22"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-05-04")
    #expect(try world.open() == ["möt": "2017-05-17"])
  }

  @Test(
    "T4 and T5: a later round that was put off and is given back its day has the one it opened with"
  )
  func roundByHand() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks:
            möt: {title: Möt, role: handläggare, due: 'entered + duration("P7D")', every: 2 veckor}
      """)
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-03-07")
    // Done early: the next round is the one after that which was done.
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-03-08")
    #expect(try world.open() == ["möt": "2017-04-05"])
    try world.act(
      .postpone(case: world.number, task: "möt", due: CivilDate.parse("2017-04-10"), reason: "x"),
      on: "2017-03-09")
    try world.act(
      .postpone(case: world.number, task: "möt", due: nil, reason: "x"), on: "2017-03-10")
    #expect(try world.open() == ["möt": "2017-04-05"])
  }

  @Test("T5: a round is not done on the day on which the one before it was, and not before")
  func twice() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks:
            möt: {title: Möt, role: handläggare, due: 'entered + duration("P7D")', every: 2 veckor}
      """)
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-03-07")
    for day in ["2017-03-07", "2017-03-06"] {
      #expect(throws: Refusal.self) {
        try world.act(.complete(case: world.number, task: "möt", data: [:]), on: day)
      }
    }
    #expect(try world.open() == ["möt": "2017-03-22"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-03-08")
    #expect(try world.open() == ["möt": "2017-04-05"])
  }

  @Test("T5: when a guideline changes, a series that it begins goes on from the day that stood")
  func changedSeries() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          tasks:
            möt: {title: Möt, role: handläggare, due: opened + riktlinjer.tid, every: riktlinjer.tid}
      """,
      guidelines: """
          tid:
            type: weeks
            values: {2017-01-01: {value: 6 veckor}, 2017-05-01: {value: 4 veckor}}
        """)
    #expect(try world.open() == ["möt": "2017-04-12"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-04-12")
    #expect(try world.open() == ["möt": "2017-05-24"])
    try world.run(to: "2017-05-02")
    #expect(try world.open() == ["möt": "2017-05-24"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-05-24")
    #expect(try world.open() == ["möt": "2017-06-21"])
    try world.act(.complete(case: world.number, task: "möt", data: [:]), on: "2017-06-21")
    #expect(try world.open() == ["möt": "2017-07-19"])
  }

  @Test("T6: done in time and recorded late is done in time")
  func doneInTime() throws {
    var world = try world(Self.dated)
    try correct(&world, "dag", date("2017-03-09"), on: "2017-03-01")
    try world.run(to: "2017-03-13")
    #expect(try world.escalations() == ["sen ledare"])
    try world.act(.complete(case: world.number, task: "gör", data: [:]), on: "2017-03-09")
    #expect(try world.state().escalations.first?.closing?.reason == .doneInTime)
    #expect(try world.open() == [:])
  }

  @Test("T7: a reminder goes out once a due date, and not when it was past to begin with")
  func reminders() throws {
    var world = try world(Self.dated)
    try correct(&world, "dag", date("2017-03-04"), on: "2017-03-01")
    try world.run(to: "2017-03-04")
    try world.run(to: "2017-03-05")
    let sent = world.events.filter { $0.cause == .reminder(task: "gör") }.map(\.date.description)
    #expect(sent == ["2017-03-04"])
    try correct(&world, "dag", date("2017-04-10"), on: "2017-03-05")
    try world.run(to: "2017-04-10")
    let all = world.events.filter { $0.cause == .reminder(task: "gör") }.map(\.date.description)
    #expect(all == ["2017-03-04", "2017-04-05", "2017-04-10"])
  }

  @Test("A2: a timer follows its date until it has had its day, and past dates fall due at once")
  func timer() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          at: [{date: dag, optional: ja, target: b}]
        b: {on: {åter: a}}
      """)
    try correct(&world, "dag", date("2017-05-01"), on: "2017-03-02")
    try correct(&world, "dag", date("2017-04-01"), on: "2017-03-03")
    try world.run(to: "2017-06-01")
    #expect(try world.state().activeState("b")?.entered.description == "2017-04-01")
    try world.act(.send(case: world.number, event: "åter", data: [:]), on: "2017-06-02")
    // Past already: the new activation's timer falls due on the day of entry.
    #expect(try world.state().activeState("b")?.entered.description == "2017-06-02")
  }

  @Test("A3: a guard that fails consumes the timer; a step that cannot be taken becomes a fault")
  func timerGuards() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          at:
            - {date: 'entered + duration("P1D")', target: b, guard: tal > 3}
            - {date: 'entered + duration("P2D")', target: b}
        b: {requires: [dag]}
      """)
    try world.run(to: "2017-04-01")
    #expect(try world.active() == ["a"])
    #expect(try world.state().spentTimers.count == 2)
    let fault = try #require(try world.state().faults.first)
    #expect(fault.text.contains("`dag` måste finnas"))
  }

  @Test("E3: a state's escalation is open as long as the state is")
  func stateEscalation() throws {
    var world = try world(
      """
        a:
          on: {gå: b}
          escalations: {fast: {kind: låst, to: nämnd}}
        b: {on: {åter: a}}
      """)
    #expect(try world.escalations() == ["låst nämnd"])
    try world.act(.acknowledge(case: world.number, escalation: 1), on: "2017-03-02", as: "lena")
    #expect(try world.state().escalations.first?.acknowledged?.by == "lena")
    try world.act(.send(case: world.number, event: "gå", data: [:]), on: "2017-03-03")
    #expect(try world.escalations() == [])
    try world.act(.send(case: world.number, event: "åter", data: [:]), on: "2017-03-04")
    #expect(try world.escalations() == ["låst nämnd"])
  }

  @Test("D4 and G1: a guideline's change moves what is current, not what is fixed")
  func guidelineChange() throws {
    var world = try world(
      """
        a:
          on: {gå: slut}
          requires: []
          tasks:
            nu: {title: Nu, role: handläggare, due: opened + riktlinjer.löpande}
            då: {title: Då, role: handläggare, due: opened + riktlinjer.fast}
      """, data: "öppnades: {type: date, default: today()}",
      guidelines: """
          löpande:
            type: months
            values: {2017-01-01: {value: 6 månader}, 2017-05-01: {value: 4 månader}}
          fast:
            type: months
            applies: {fixed at: öppnades}
            values: {2017-01-01: {value: 6 månader}, 2017-05-01: {value: 4 månader}}
        """)
    #expect(try world.open() == ["nu": "2017-09-01", "då": "2017-09-01"])
    try world.run(to: "2017-04-30")
    #expect(try world.open() == ["nu": "2017-09-01", "då": "2017-09-01"])
    try world.run(to: "2017-06-01")
    #expect(try world.open() == ["nu": "2017-07-01", "då": "2017-09-01"])
    #expect(world.events.last?.date.description == "2017-05-01")
    #expect(world.events.last?.cause == .definitionsChanged)
  }

  @Test("the next look is the earliest of timers, reminders and rungs")
  func nextLook() throws {
    var world = try world(Self.dated)
    #expect(try world.engine.nextLook(#require(world.family)) == nil)
    try correct(&world, "dag", date("2017-03-10"), on: "2017-03-01")
    #expect(try world.engine.nextLook(#require(world.family))?.description == "2017-03-05")
    try world.run(to: "2017-03-05")
    #expect(try world.engine.nextLook(#require(world.family))?.description == "2017-03-10")
  }
}
