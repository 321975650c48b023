import CaseEngine
import CivilTime
import FEEL
import Programme
import TestSupport
import Testing

/// Rules U1–U6: taking back the latest thing that a person did.
@Suite("Taking back")
struct UndoTests {
  @Test(
    "after an undoing every case is as it was before, and replay says the same", arguments: 0..<60)
  func asBefore(round: Int) throws {
    let seed = testSeed(default: 20_171_101) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try RandomProgramme.make(&random)
    let script = Script.random(&random)
    let start = try #require(CivilDate.parse("2017-01-02"))
    var world = World(programme)
    try world.act(.open(workflow: "slump", parent: nil, data: [:]), on: start.description)
    var undone = 0
    for step in script.steps {
      let day = try #require(start.adding(days: step.day)).description
      // What is due comes first, so that the state before is that of the day.
      try world.run(to: day)
      let before = try #require(world.family)
      do { try world.act(step.command(world.number), on: day) } catch is Refusal { continue }
      let after = try #require(world.family)
      let act = try #require(world.events.last { $0.actor != nil })
      try world.act(.undo(case: act.subject, reason: ""), on: day)
      let again = try #require(world.family)
      #expect(again.likeness == before.likeness, "VAGKNUTEN_SEED=\(seed), \(step)")
      #expect(again.version > after.version)
      try expectReplay(world, "VAGKNUTEN_SEED=\(seed)")
      try expectRecomputation(world, "VAGKNUTEN_SEED=\(seed)")
      undone += 1
      // And the same thing can be done anew.
      if step.value % 2 == 0 { try world.act(step.command(world.number), on: day) }
    }
    if script.steps.isEmpty { #expect(undone == 0) }
  }

  @Test("daily runs between an act and its undoing change nothing", arguments: 0..<40)
  func spacing(round: Int) throws {
    let seed = testSeed(default: 1_789) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try RandomProgramme.make(&random)
    let (act, later) = (
      Int.random(in: 0...100, using: &random), Int.random(in: 0...40, using: &random)
    )
    let command = Command.send(
      case: "", event: "vidare", data: ["tal": .number(Int.random(in: 0...60, using: &random))])
    let start = try #require(CivilDate.parse("2017-01-02"))
    func history(runs: [Int]) throws -> [String] {
      func text(_ day: Int) throws -> String {
        try #require(start.adding(days: day)).description
      }
      var world = World(programme)
      try world.act(.open(workflow: "slump", parent: nil, data: [:]), on: text(0))
      guard case .send(_, let event, let data) = command else { return [] }
      var result: [String] = []
      for step in [act, act + later] {
        for run in runs where run < step { try world.run(to: text(run)) }
        do {
          try world.act(
            step == act && result.isEmpty
              ? .send(case: world.number, event: event, data: data)
              : .undo(case: world.number, reason: ""), on: text(step))
          result.append("done")
        } catch let refusal as Refusal { result.append("\(refusal.reasons)") }
      }
      // What came due between the act and its undoing comes anew, on its own days.
      try expectRecomputation(world, "VAGKNUTEN_SEED=\(seed), runs \(runs)")
      return result + world.events.map { "\($0.version) \($0.date) \($0.cause) \($0.changes)" }
    }
    let never = try history(runs: [])
    for _ in 0..<3 {
      let runs = (0..<10).map { _ in Int.random(in: 0...140, using: &random) }.sorted()
      #expect(try history(runs: runs) == never, "VAGKNUTEN_SEED=\(seed), runs \(runs)")
    }
  }

  @Test("what is taken back of meetings leaves them as they were before", arguments: 0..<40)
  func meetings(round: Int) throws {
    let seed = testSeed(default: 20_170_418) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    var town = Town(try MeetingTests.programme())
    for step in MeetingCatchUpTests.script(&random) {
      let day = try MeetingCatchUpTests.day(step.day)
      try town.run(to: day)
      let (before, meetings) = (town.families[step.name], town.meetings)
      let count = town.events[step.name, default: []].count
      do { try step.act(&town, day) } catch is Refusal { continue }
      // What opened it, or took something back, stays.
      let act = town.events[step.name, default: []].dropFirst(count).last { $0.actor != nil }
      guard let before, let act, !act.cause.isTakingBack else { continue }
      try town.undo(step.name, on: day)
      #expect(
        town.families[step.name]?.likeness == before.likeness, "VAGKNUTEN_SEED=\(seed), \(step)")
      #expect(town.meetings.hasSameDates(as: meetings), "VAGKNUTEN_SEED=\(seed), \(step)")
      // Every other time the same thing is done anew, so that later steps find it.
      if step.value % 2 == 0 { try step.act(&town, day) }
    }
  }

  // MARK: By hand

  private static let workflow = """
    workflow: w
    title: W
    data: {namn: {type: string, personal: ja}, tal: {type: number}}
    events:
      vidare: {title: Vidare, form: {namn: optional, tal: optional}}
      slut: {title: Slut}
    initial: a
    on: {slut: klar}
    states:
      a:
        on: {vidare: b}
        tasks:
          gör: {title: Gör, role: handläggare, due: 'entered + duration("P10D")', remind: [5 dagar före], done: gjort}
      b:
        tasks: {mer: {title: Mer, role: handläggare, due: 'entered + duration("P3D")', escalate: [{after: 1 dag, to: ledare}]}}
      klar: {type: final}
    """

  private func world() throws -> World {
    var text = Self.workflow
    text = text.replacing("on: {vidare: b}", with: "on: {vidare: b, gjort: b}")
    var world = World(try World.programme(workflows: [text]))
    try world.act(
      .open(workflow: "w", parent: nil, data: ["namn": .string("Ek")]), on: "2017-02-01")
    return world
  }

  @Test("state, data and tasks come back, and what is protected stays protected")
  func comesBack() throws {
    var world = try world()
    try world.act(
      .send(
        case: world.number, event: "vidare", data: ["namn": .string("Alm"), "tal": .number(7)]),
      on: "2017-02-02")
    let events = try world.act(.undo(case: world.number, reason: "fel"), on: "2017-02-02")
    #expect(try world.active() == ["a"])
    #expect(try world.state().data == ["namn": .string("Ek")])
    #expect(try world.open() == ["gör": "2017-02-11"])
    let event = try #require(events.first)
    #expect(event.cause == .undone(version: 2))
    let sets = event.changes.compactMap { change -> String? in
      guard case .set(let field, _, let record) = change.change else { return nil }
      return "\(field) \(record.isProtected) \(record.origin)"
    }
    #expect(sets == ["namn true undone", "tal false undone"])
    // What is explained afterwards is how the case came here, not what was taken back.
    #expect(world.events.standing.map(\.version) == [1])
    let today = try day("2017-02-02")
    let why = try world.engine.explain(
      world.number, in: try #require(world.family), events: world.events, today: today)
    #expect(why.states.map { $0.event?.version } == [1])
  }

  @Test("what followed from it by itself goes with it; what did not keeps it from being undone")
  func followed() throws {
    var world = try world()
    try world.act(.send(case: world.number, event: "vidare", data: [:]), on: "2017-02-02")
    try world.run(to: "2017-02-06")
    #expect(try world.escalations() == ["sen ledare"])
    try world.act(.undo(case: world.number, reason: ""), on: "2017-02-06")
    #expect(try world.escalations().isEmpty)
    // The reminder of 6 February would have come without it, and comes now.
    #expect(world.events.last?.cause == .reminder(task: "gör"))
    var other = try self.world()
    try other.act(.note(case: other.number, text: "hej"), on: "2017-02-02")
    try other.run(to: "2017-02-07")
    expectRefusal(.followed(other.number, on: try day("2017-02-06"))) {
      try other.act(.undo(case: other.number, reason: ""), on: "2017-02-07")
    }
  }

  @Test("only the latest, only one's own, only on its own case, and an ended case is opened again")
  func limits() throws {
    var world = try world()
    try world.act(.send(case: world.number, event: "slut", data: [:]), on: "2017-02-02")
    expectRefusal(
      .somebodyElse("Anna", on: try day("2017-02-02"), what: "Slut", case: world.number)
    ) {
      try world.act(.undo(case: world.number, reason: ""), on: "2017-02-02", as: "olof")
    }
    try world.act(.undo(case: world.number, reason: ""), on: "2017-02-03")
    #expect(try world.state().isOpen)
    // The opening itself is next: its number is used up, and nothing else is left.
    try world.act(.undo(case: world.number, reason: ""), on: "2017-02-03")
    #expect(try world.state().ending?.reason == .undone)
    #expect(try world.state().data.isEmpty)
    expectRefusal(.nothing) {
      try world.act(.undo(case: world.number, reason: ""), on: "2017-02-03")
    }
  }

  @Test("whoever has other duties by now takes back nothing that these do not let them do")
  func otherDuties() throws {
    func changed(_ old: String, _ new: String) throws -> Engine {
      let text = Self.workflow.replacing("on: {vidare: b}", with: "on: {vidare: b, gjort: b}")
      let programme = try World.programme(workflows: [text.replacing(old, with: new)], hash: "ny")
      return Engine(programme: programme)
    }
    func refusal(_ command: Command, _ old: String, _ new: String) throws -> Refusal? {
      var world = try self.world()
      try world.act(command, on: "2017-02-02")
      let own = world.engine
      world.engine = try changed(old, new)
      var refusal: Refusal?
      do {
        try world.act(.undo(case: world.number, reason: ""), on: "2017-02-02")
      } catch let error as Refusal { refusal = error }
      // While it is theirs to do, it is theirs to take back.
      world.engine = own
      try world.act(.undo(case: world.number, reason: ""), on: "2017-02-02")
      return refusal
    }
    let number = try world().number
    for (command, old, new) in [
      (
        Command.send(case: number, event: "vidare", data: [:]), "title: Vidare,",
        "title: Vidare, by: [ledare],"
      ),
      (
        .complete(case: number, task: "gör", data: [:]), "title: Gör, role: handläggare",
        "title: Gör, role: ledare"
      ),
      (
        .postpone(case: number, task: "gör", due: nil, reason: "senare"),
        "title: Gör, role: handläggare", "title: Gör, role: ledare"
      ),
      (
        .correct(case: number, data: ["namn": .string("Ask")], reason: "fel"), "personal: ja",
        "readers: [ledare]"
      ),
    ] {
      let refusal = try #require(try refusal(command, old, new))
      guard case .notAllowed? = refusal.reasons.first else {
        Issue.record("\(command): \(refusal)")
        continue
      }
    }
  }

  @Test("nobody records for somebody with an account, nor gains a right by it")
  func behalf() throws {
    var world = try world()
    let send = Command.send(case: world.number, event: "vidare", data: [:])
    for (behalf, actor) in [("lena", "anna"), ("nils", "anna"), ("olof", "lena")] {
      #expect(throws: Refusal.self) {
        try world.act(send, on: "2017-02-02", as: actor, for: behalf)
      }
    }
    let event = try #require(try world.act(send, on: "2017-02-02", for: "olof").first)
    #expect(event.actor == "anna" && event.behalf == "olof")
    try expectRecomputation(world, "on behalf")
  }

  // MARK: Helpers

  private func day(_ text: String) throws -> CivilDate { try #require(CivilDate.parse(text)) }

  private func expectRefusal(
    _ obstacle: UndoObstacle, _ body: () throws -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    do {
      try body()
      Issue.record("was not refused", sourceLocation: sourceLocation)
    } catch let refusal as Refusal {
      #expect(refusal.reasons == [.cannotUndo(obstacle)], sourceLocation: sourceLocation)
    } catch { Issue.record(error, sourceLocation: sourceLocation) }
  }

  private func expectReplay(_ world: World, _ comment: String) throws {
    var family: FamilyState?
    for event in world.events { family = try FamilyState.evolve(family, event) }
    #expect(family == world.family, Comment(rawValue: comment))
  }

  private func expectRecomputation(_ world: World, _ comment: String) throws {
    var family: FamilyState?
    for (index, event) in world.events.enumerated() {
      let again = try world.engine.recompute(
        event, on: family, history: Array(world.events[..<index]))
      #expect(again == event, Comment(rawValue: "\(comment): \(event.version)"))
      family = try FamilyState.evolve(family, event)
    }
  }
}

extension FamilyState {
  /// What an undoing puts back: everything but versions, counters, the days handled and cases whose opening was taken back.
  fileprivate var likeness: [String] {
    cases.filter { $0.ending?.reason != .undone }.map { state in
      "\(state.number) \(state.standing) \(state.data.sorted { $0.key < $1.key })"
    }
  }
}

extension Cause {
  fileprivate var isTakingBack: Bool { if case .undone = self { true } else { false } }
}
