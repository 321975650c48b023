import CaseEngine
import CaseStore
import CivilTime
import TestSupport
import Testing

/// What every store knows of meetings.
@Suite("Meetings in every case store")
struct MeetingSuite {
  @Test("meetings come in the order of opening, as the cases say", arguments: StoreKind.allCases)
  func meetings(_ kind: StoreKind) throws {
    let test = try kind.make()
    let standings = [
      MeetingStanding(series: "a", set: day(2017, 3, 1), isExtra: false, held: day(2017, 3, 3)),
      MeetingStanding(series: "b", set: day(2017, 3, 1), isExtra: true, held: nil),
    ]
    for (index, standing) in standings.enumerated() {
      var sample = try Sample.opened("A-\(index + 1)")
      try sample.happen([("A-\(index + 1)", .meeting(standing))])
      try test.save(sample)
    }
    try test.save(try Sample.opened("A-3"))
    let rows = try test.store.read { try $0.meetings() }
    #expect(rows.map(\.number) == ["A-1", "A-2"])
    #expect(rows.map(\.standing) == standings)
  }

  @Test("items on agendas are filtered and come by day", arguments: StoreKind.allCases)
  func agenda(_ kind: StoreKind) throws {
    let test = try kind.make()
    func treat(_ number: String, _ series: String, _ meeting: CivilDate, ended: Bool = false) throws
    {
      var sample = try Sample.opened(number)
      try sample.happen([
        (
          number,
          .treated(
            series: series, meeting: meeting, task: "call", isFirst: ended, since: day(2017, 2, 1))
        )
      ])
      if ended { try sample.happen([(number, .ended(.parentEnded))]) }
      try test.save(sample)
    }
    try treat("A-1", "a", day(2017, 3, 8))
    try treat("A-2", "a", day(2017, 3, 1), ended: true)
    try treat("A-3", "b", day(2017, 3, 1))
    func found(_ change: (inout AgendaFilter) -> Void) throws -> [String] {
      var filter = AgendaFilter()
      change(&filter)
      return try test.store.read { try $0.agenda(filter) }.map(\.number)
    }
    #expect(try found { _ in } == ["A-2", "A-3", "A-1"])
    #expect(try found { $0.series = "a" } == ["A-2", "A-1"])
    #expect(try found { $0.from = day(2017, 3, 2) } == ["A-1"])
    #expect(try found { $0.through = day(2017, 3, 1) } == ["A-2", "A-3"])
    #expect(try found { $0.isDone = true } == ["A-2"])
    #expect(try found { $0.isDone = false } == ["A-3", "A-1"])
  }

  @Test(
    "open families are found by the workflows of their open cases", arguments: StoreKind.allCases)
  func families(_ kind: StoreKind) throws {
    let test = try kind.make()
    for number in 1...3 { try test.save(try Sample.opened("A-\(number)")) }
    var ended = try Sample.opened("A-4")
    try ended.happen([("A-4", .ended(.parentEnded))])
    try test.save(ended)
    #expect(
      try test.store.read { try $0.openFamilies(withAny: ["order", "x"]) } == ["A-1", "A-2", "A-3"])
    #expect(try test.store.read { try $0.openFamilies(withAny: ["x"]) } == [])
    #expect(try test.store.read { try $0.openFamilies(withAny: []) } == [])
  }
}
