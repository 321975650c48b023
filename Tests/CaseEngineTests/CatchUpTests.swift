import CaseEngine
import CivilTime
import FEEL
import Programme
import TestSupport
import Testing

/// D1: catching up equals being on time.
@Suite("Catching up equals being on time")
struct CatchUpTests {
  @Test("any spacing of daily runs gives the same history", arguments: 0..<60)
  func spacing(round: Int) throws {
    let seed = testSeed(default: 20_170_201) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try RandomProgramme.make(&random)
    let script = Script.random(&random)
    let never = try history(programme, script, runs: [])
    #expect(never.count > 3, "nothing to compare: VAGKNUTEN_SEED=\(seed)")
    for _ in 0..<3 {
      let runs = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Int.random(in: 0...500, using: &random)
      }
      let spaced = try history(programme, script, runs: runs.sorted())
      #expect(spaced == never, "VAGKNUTEN_SEED=\(seed), runs \(runs.sorted())")
    }
  }

  @Test("the daily run does nothing twice", arguments: 0..<10)
  func twice(round: Int) throws {
    let seed = testSeed(default: 4_711) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    var world = World(try RandomProgramme.make(&random))
    try world.act(.open(workflow: "slump", parent: nil, data: [:]), on: "2017-01-02")
    try world.run(to: "2018-06-01")
    let count = world.events.count
    try world.run(to: "2018-06-01")
    #expect(world.events.count == count, "VAGKNUTEN_SEED=\(seed)")
  }

  @Test("what the engine worked out before changes nothing of what it decides", arguments: 0..<30)
  func findings(round: Int) throws {
    let seed = testSeed(default: 20_261_122) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try RandomProgramme.make(&random)
    let script = Script.random(&random)
    let start = try #require(CivilDate.parse("2017-01-02"))
    var known = World(programme)
    var fresh = World(programme)
    try known.act(.open(workflow: "slump", parent: nil, data: [:]), on: "2017-01-02")
    try fresh.act(.open(workflow: "slump", parent: nil, data: [:]), on: "2017-01-02")
    for step in script.steps {
      fresh.forget()
      let date = try #require(start.adding(days: step.day)).description
      let command = step.command(known.number)
      let knowing = Result { try known.act(command, on: date) }
      let starting = Result { try fresh.act(command, on: date) }
      #expect("\(knowing)" == "\(starting)", "VAGKNUTEN_SEED=\(seed) \(step)")
      guard let family = known.family, let same = fresh.family else { continue }
      let projections = (
        try known.engine.project(family), try fresh.engine.project(same.withoutFindings)
      )
      #expect(projections.0 == projections.1, "VAGKNUTEN_SEED=\(seed) \(step)")
    }
  }

  /// What happened, without the moments of recording: one line an event.
  private func history(_ programme: Programme, _ script: Script, runs: [Int]) throws -> [String] {
    let start = try #require(CivilDate.parse("2017-01-02"))
    func text(_ day: Int) throws -> String {
      try #require(start.adding(days: day)).description
    }
    var world = World(programme)
    try world.act(.open(workflow: "slump", parent: nil, data: [:]), on: text(0))
    var pending = runs[...]
    for step in script.steps {
      while let run = pending.first, run < step.day {
        try world.run(to: text(run))
        pending.removeFirst()
      }
      let command = step.command(world.number)
      // A command that is refused is refused alike whatever ran before; refusing changes nothing.
      do { try world.act(command, on: text(step.day)) } catch is Refusal { continue }
    }
    for run in pending { try world.run(to: text(run)) }
    try world.run(to: text(600))
    return world.events.map { event in
      "\(event.version) \(event.date) \(event.subject) \(event.cause) \(event.changes)"
    }
  }
}

/// What people do, on which days.
struct Script {
  struct Step {
    let day: Int
    let verb: Int
    let value: Int

    func command(_ number: String) -> Command {
      switch verb {
      case 0: .send(case: number, event: "vidare", data: ["tal": .number(value)])
      case 1: .send(case: number, event: "tillbaka", data: [:])
      case 2: .complete(case: number, task: "första", data: [:])
      case 3: .complete(case: number, task: "återkommer", data: [:])
      case 4: .correct(case: number, data: ["tal": .number(value)], reason: "prov")
      case 5: .open(workflow: "under", parent: number, data: [:])
      default:
        .postpone(
          case: number, task: "första",
          due: value % 3 == 0 ? nil : CivilDate(year: 2017, month: 1 + value % 12, day: 9),
          reason: "prov")
      }
    }
  }

  let steps: [Step]

  static func random(_ random: inout SeededGenerator) -> Script {
    let count = Int.random(in: 0...12, using: &random)
    let steps = (0..<count).map { _ in
      Step(
        day: Int.random(in: 0...500, using: &random), verb: Int.random(in: 0...6, using: &random),
        value: Int.random(in: 0...60, using: &random))
    }
    return Script(steps: steps.sorted { $0.day < $1.day })
  }
}

/// A programme with random periods and dates in everything that time moves: timers, due dates, reminders, ladders,
/// recurring tasks, guidelines that change, sub-cases that send messages.
enum RandomProgramme {
  static func make(_ random: inout SeededGenerator) throws -> Programme {
    func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let units = ["dagar", "veckor", "arbetsdagar"]
    func period() -> String { "\(number(1...12)) \(units[number(0...2)])" }
    let main = """
      workflow: slump
      title: Slump
      data:
        tal: {type: number, default: '\(number(0...30))'}
        räknare: {type: number, default: '0'}
      events:
        vidare: {title: Vidare, form: {tal: optional}}
        tillbaka: {title: Tillbaka}
      initial: a
      states:
        a:
          on: {vidare: b}
          at:
            - {date: 'add working days(entered, riktlinjer.dagar)', target: b, guard: tal > \(number(0...30))}
            - date: 'entered + duration("P\(number(1...200))D")'
              actions: [{set: {räknare: räknare + 1}}]
          tasks:
            första:
              title: Första
              role: handläggare
              due: 'add working days(entered, riktlinjer.dagar + \(number(0...9)))'
              when: tal < 40
              remind: [\(period()) före, samma dag, \(period()) efter]
              escalate:
                - {after: \(period()), to: ledare}
                - {after: \(number(13...30)) veckor, to: nämnd}
              done: klart
          entry: [{set: {räknare: räknare + 1}}]
        b:
          type: parallel
          on:
            klart: a
            tillbaka: a
            svar: {actions: [{set: {räknare: räknare + 10}}]}
          states:
            tid:
              initial: löper
              states:
                löper:
                  at: [{date: entered + riktlinjer.månader, target: ute}]
                ute:
                  escalations: {slut: {kind: låst, to: nämnd}}
                  at: [{date: 'entered + duration("P\(number(1...90))D")', actions: [{raise: klart}]}]
            arbete:
              tasks:
                återkommer:
                  title: Återkommer
                  role: handläggare
                  due: 'entered + duration("P\(number(1...20))D")'
                  every: \(number(1...5)) veckor
                  remind: [\(number(1...3)) dagar före]
                  escalate: [{after: \(number(1...9)) arbetsdagar, to: ledare}]
        slut: {type: final}
      on: {klart: a}
      """
    let under = """
      workflow: under
      title: Under
      parent: [slump]
      initial: väntar
      states:
        väntar:
          at: [{date: 'entered + duration("P\(number(0...60))D")', target: klar, actions: [{send: {to: parent, event: svar}}]}]
          tasks: {gör: {title: Gör, role: ledare, due: 'next meeting("möte", entered)', escalate: [{after: 1 dag, to: ledare}]}}
        klar: {type: final}
      """
    func date() -> String { "2017-\(number(10...12))-\(number(10...28))" }
    let guidelines = """
        dagar:
          type: working days
          values: {2016-01-01: {value: \(number(1...40)) arbetsdagar}, \(date()): {value: \(number(1...40)) arbetsdagar}}
        månader:
          type: months
          values: {2016-01-01: {value: \(number(1...9)) månader}, 2018-0\(number(1...4))-15: {value: \(number(1...9)) månader}}
      """
    return try World.programme(workflows: [main, under], guidelines: guidelines)
  }
}
