import CivilTime
import TestSupport
import Testing

@Suite("meetings")
struct MeetingSeriesTests {
  private func dates(_ series: MeetingSeries?, _ start: String, _ end: String) throws -> [String] {
    try #require(series)
      .dates(from: try date(start), through: try date(end), calendar: try swedishCalendar())
      .map(\.description)
  }

  @Test("every third week from the first date on")
  func thirdWeek() throws {
    let series = MeetingSeries(first: try date("2017-02-01"), everyWeeks: 3)
    #expect(
      try dates(series, "2017-01-01", "2017-04-30")
        == ["2017-02-01", "2017-02-22", "2017-03-15", "2017-04-05", "2017-04-26"])
    #expect(try dates(series, "2017-04-30", "2017-01-01").isEmpty)
  }

  @Test("a meeting on a closed day goes to the next or the previous working day")
  func shifts() throws {
    let first = try date("2017-04-03")
    #expect(
      try dates(MeetingSeries(first: first, everyWeeks: 2), "2017-04-10", "2017-05-05")
        == ["2017-04-18", "2017-05-02"])
    let back = MeetingSeries(first: first, everyWeeks: 2, shift: .previous)
    #expect(try dates(back, "2017-04-10", "2017-05-05") == ["2017-04-13", "2017-04-28"])
    // The planned date lies after the interval, the meeting in it.
    #expect(try dates(back, "2017-04-10", "2017-04-13") == ["2017-04-13"])
    #expect(
      try dates(MeetingSeries(first: first, everyWeeks: 2), "2017-04-18", "2017-04-18") == [
        "2017-04-18"
      ])
  }

  @Test("single meetings are cancelled by their planned or shifted day, or held beside the rule's")
  func single() throws {
    let series = try #require(
      MeetingSeries(
        first: try date("2017-04-03"), everyWeeks: 2, through: try date("2017-06-01"),
        cancelled: [
          try date("2017-05-02"),  // by its shifted date
          try date("2017-05-15"), try date("2017-04-04"),  // no meeting then
        ],
        extra: [
          try date("2017-04-22"),  // a Saturday, as people said
          try date("2017-05-19"),
        ]))
    #expect(
      try dates(series, "2017-01-01", "2018-01-01")
        == ["2017-04-03", "2017-04-18", "2017-04-22", "2017-05-19", "2017-05-29"])
    let planned = try #require(
      MeetingSeries(
        first: series.first, everyWeeks: 2, cancelled: [try date("2017-05-01")]))
    #expect(try dates(planned, "2017-04-20", "2017-05-16") == ["2017-05-15"])
    // A day that is both is one on which another meeting is held.
    let both = try #require(
      MeetingSeries(
        first: series.first, everyWeeks: 2, cancelled: [try date("2017-05-15")],
        extra: [try date("2017-05-15")]))
    #expect(try dates(both, "2017-05-15", "2017-05-16") == ["2017-05-15"])
    let calendar = try swedishCalendar()
    #expect(
      series.next(after: try date("2017-04-18"), calendar: calendar)?.description == "2017-04-22")
    #expect(
      series.next(onOrAfter: try date("2017-04-18"), calendar: calendar)?.description
        == "2017-04-18")
    #expect(
      series.next(after: try date("2017-04-22"), calendar: calendar)?.description == "2017-05-19")
    #expect(series.next(after: try date("2017-05-29"), calendar: calendar) == nil)
    #expect(series.next(onOrAfter: .earliest, calendar: calendar)?.description == "2017-04-03")
  }

  @Test("by the rule no meeting is on a closed day, and the next one is the first of the list")
  func properties() throws {
    let calendar = try swedishCalendar()
    var random = SeededGenerator(seed: testSeed(default: 41))
    for _ in 0..<60 {
      let days = Int.random(in: 0...1_000, using: &random)
      let first = try #require(try date("2017-01-01").adding(days: days))
      let weeks = Int.random(in: 1...9, using: &random)
      let shift: MeetingSeries.Shift = Bool.random(using: &random) ? .next : .previous
      let series = try #require(
        MeetingSeries(first: first, everyWeeks: weeks, shift: shift))
      let all = series.dates(
        from: try date("2016-01-01"), through: try date("2022-12-31"), calendar: calendar)
      let comment: Comment = "seed \(random.seed): \(series.first), \(weeks) weeks, \(shift)"
      #expect(all.allSatisfy(calendar.isWorkingDay), comment)
      #expect(all == all.sorted() && Set(all).count == all.count && !all.isEmpty, comment)
      var day = try #require(all.first)
      for meeting in all.dropFirst() {
        let next = series.next(after: day, calendar: calendar)
        #expect(next == meeting, comment)
        day = meeting
      }
      let start = try #require(series.first.adding(days: Int.random(in: 0...900, using: &random)))
      #expect(
        series.dates(from: start, through: try date("2022-12-31"), calendar: calendar)
          == all.filter { $0 >= start }, comment)
    }
  }

  @Test("weeks out of range, empty calendars and the ends of time answer, not hang")
  func extremes() throws {
    let first = try date("2017-02-01")
    for weeks in [0, -1, 521, Int.max, Int.min] {
      #expect(MeetingSeries(first: first, everyWeeks: weeks) == nil)
    }
    let closed = WorkingCalendar(closedDays: [], closedWeekdays: Set(1...7))
    let series = try #require(MeetingSeries(first: first, everyWeeks: 3))
    #expect(series.next(onOrAfter: first, calendar: closed) == nil)
    #expect(series.dates(from: .earliest, through: .latest, calendar: closed).isEmpty)
    let calendar = try swedishCalendar()
    #expect(
      series.dates(from: .earliest, through: .latest, calendar: calendar).count
        <= MeetingSeries.searchedMeetings)
    #expect(series.next(after: .latest, calendar: calendar) == nil)
    for shift in [MeetingSeries.Shift.next, .previous] {
      for end in [CivilDate.earliest, .latest] {
        let edge = try #require(MeetingSeries(first: end, everyWeeks: 520, shift: shift))
        _ = edge.dates(from: .earliest, through: .latest, calendar: calendar)
        _ = edge.next(onOrAfter: .latest, calendar: calendar)
      }
    }
  }
}
