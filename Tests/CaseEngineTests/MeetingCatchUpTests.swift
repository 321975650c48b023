import CaseEngine
import CivilTime
import FEEL
import Programme
import TestSupport
import Testing

/// D1 where meetings move: whatever the spacing of daily runs, every family has the same history.
@Suite("Catching up equals being on time when meetings move")
struct MeetingCatchUpTests {
  @Test("any spacing of daily runs gives the same history", arguments: 0..<40)
  func spacing(round: Int) throws {
    let seed = testSeed(default: 20_170_322) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try MeetingTests.programme()
    let script = Self.script(&random)
    let never = try history(programme, script, runs: [])
    for _ in 0..<3 {
      let runs = (0..<Int.random(in: 1...40, using: &random)).map { _ in
        Int.random(in: 0...200, using: &random)
      }.sorted()
      let spaced = try history(programme, script, runs: runs)
      #expect(spaced == never, "VAGKNUTEN_SEED=\(seed), runs \(runs)")
    }
  }

  @Test("every event is decided again alike with the meetings as they were", arguments: 0..<20)
  func again(round: Int) throws {
    let seed = testSeed(default: 4_712) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    let programme = try MeetingTests.programme()
    var town = Town(programme)
    var checked: [String: (family: FamilyState?, count: Int)] = [:]
    for step in Self.script(&random) {
      let before = town.meetings
      do { try step.act(&town, try Self.day(step.day)) } catch is Refusal { continue }
      // Within one transaction: what brings families up knows the former days, what follows the new ones.
      for (name, events) in town.events {
        var (family, count) = checked[name] ?? (nil, 0)
        var sawChange = false
        for event in events.dropFirst(count) {
          if case .meetingsChanged = event.cause { sawChange = true }
          let isAfter = sawChange || (name == step.name && event.actor == nil && count > 0)
          for meetings in isAfter ? [town.meetings, before] : [before] {
            let engine = Engine(programme: programme, meetings: meetings)
            let again = try engine.recompute(
              event, on: family, history: Array(events[..<count]))
            if again == event { break }
            #expect(isAfter && meetings === town.meetings, "VAGKNUTEN_SEED=\(seed) \(event)")
          }
          family = try FamilyState.evolve(family, event)
          count += 1
        }
        checked[name] = (family, events.count)
      }
    }
  }

  @Test("a series has one meeting a day and one of a name, whatever people do", arguments: 0..<60)
  func one(round: Int) throws {
    let seed = testSeed(default: 20_170_412) &+ UInt64(round)
    var random = SeededGenerator(seed: seed)
    var town = Town(try MeetingTests.programme())
    for step in Self.script(&random) {
      do { try step.act(&town, try Self.day(step.day)) } catch is Refusal { continue }
      let held = town.meetings.standings.values.filter { $0.held != nil }
      #expect(Set(held.map(\.set)).count == held.count, "VAGKNUTEN_SEED=\(seed), \(step)")
      #expect(Set(held.map(\.held)).count == held.count, "VAGKNUTEN_SEED=\(seed), \(step)")
    }
  }

  @Test("the scripts do move meetings that something waits for")
  func moves() throws {
    let programme = try MeetingTests.programme()
    var (changes, undone) = (0, 0)
    for round in 0..<40 {
      var random = SeededGenerator(seed: 20_170_322 &+ UInt64(round))
      let script = Self.script(&random)
      for lines in try history(programme, script, runs: []).values {
        changes += lines.count { $0.contains("meetingsChanged") }
        undone += lines.count { $0.contains("undone(version") && $0.contains("meeting(") }
      }
    }
    #expect(changes >= 40)
    #expect(undone >= 20)
  }

  struct Step {
    let day: Int
    let verb: Int
    let name: String
    let value: Int

    func act(_ town: inout Town, _ date: String) throws {
      let meeting = try MeetingCatchUpTests.day(21 * (value % 8) + 9)
      switch verb {
      case 0: try town.open(name, meeting, on: date)
      case 1:
        let extra = try value % 3 == 0 ? meeting : MeetingCatchUpTests.day(day + value % 30)
        try town.open(name, extra, on: date, isExtra: true)
      case 2: try town.move(name, to: MeetingCatchUpTests.day(day - 5 + value % 40), on: date)
      case 3: try town.cancel(name, on: date)
      case 6: try town.undo(name, on: date)
      case 4: try town.act(name, .open(workflow: "punkt", parent: nil, data: [:]), on: date)
      default:
        let task = value % 2 == 0 ? "ta-upp" : "ta-upp-nu"
        try town.act(name, .complete(case: town.number(name), task: task, data: [:]), on: date)
      }
    }
  }

  static func day(_ number: Int) throws -> String {
    try #require(CivilDate(year: 2017, month: 1, day: 2)?.adding(days: number)).description
  }

  static func script(_ random: inout SeededGenerator) -> [Step] {
    let count = Int.random(in: 5...30, using: &random)
    var opened: Set<String> = []
    return (0..<count).map { _ in Int.random(in: 0...180, using: &random) }.sorted().map { day in
      var verb = Int.random(in: 0...7, using: &random)
      // Taking back comes often enough that two follow each other.
      if verb == 7 { verb = 6 }
      let index = Int.random(in: 0...3, using: &random)
      let isMeeting = verb < 4 || verb == 6 && Bool.random(using: &random)
      let name = (isMeeting ? "m" : "p") + "\(index)"
      // What is not there is opened first.
      if opened.insert(name).inserted {
        verb = isMeeting ? verb % 2 : 4
      } else if verb < 2 {
        verb = 2
      } else if verb == 4 {
        verb = 5
      }
      return Step(
        day: day, verb: verb, name: name, value: Int.random(in: 0...60, using: &random))
    }
  }

  private func history(_ programme: Programme, _ script: [Step], runs: [Int]) throws -> [String:
    [String]]
  {
    var town = Town(programme)
    var pending = runs[...]
    for step in script {
      while let run = pending.first, run < step.day {
        try town.run(to: Self.day(run))
        pending.removeFirst()
      }
      do { try step.act(&town, try Self.day(step.day)) } catch is Refusal { continue }
    }
    for run in pending { try town.run(to: Self.day(run)) }
    try town.run(to: Self.day(400))
    return town.events.mapValues { events in
      events.map { "\($0.version) \($0.date) \($0.subject) \($0.cause) \($0.changes)" }
    }
  }
}
