import CivilTime
import TestSupport
import Testing

@Suite("working days")
struct WorkingCalendarTests {
  @Test(
    "the Swedish holidays of 2017 to 2020 are those of the almanac, and no others",
    arguments: 2017...2020)
  func swedishHolidays(year: Int) throws {
    let calendar = try swedishCalendar()
    let expected = try #require(almanac[year])
    var found: [String] = []
    var working = 0
    var day = try #require(CivilDate(year: year, month: 1, day: 1))
    while day.year == year {
      let name = calendar.name(of: day)
      if let name { found.append("\(day) \(name)") }
      let isWorkingDay = calendar.isWorkingDay(day)
      #expect(isWorkingDay == (name == nil && day.weekday < 6), "\(day)")
      working += isWorkingDay ? 1 : 0
      day = try #require(day.adding(days: 1))
    }
    #expect(found == expected.map { "\(year)-\($0.date) \($0.name)" })
    // By hand: the weekdays from Monday to Friday (260, 261, 261, 262) less the holidays on them (9, 11, 11, 10).
    #expect(working == [2017: 251, 2018: 250, 2019: 250, 2020: 252][year])
  }

  @Test(
    "Easter Day, also in the years that the moon's corrections move",
    arguments: [
      "1818-03-22", "1886-04-25", "1943-04-25", "1954-04-18", "1961-04-02", "1981-04-19",
      "2000-04-23",
      "2008-03-23", "2011-04-24", "2017-04-16", "2024-03-31", "2025-04-20", "2038-04-25",
      "2049-04-18",
      "2076-04-19", "2285-03-22",
    ])
  func easter(text: String) throws {
    let expected = try date(text)
    #expect(CivilDate.easter(year: expected.year) == expected)
  }

  @Test("Easter is a Sunday from 22 March through 25 April in every year, however far")
  func easterRange() {
    for year in [-999_999_999, -5_700_000, -1, 0, 999_999_999] + Array(1583...4099) {
      guard let day = CivilDate.easter(year: year) else {
        Issue.record("no Easter in \(year)")
        continue
      }
      #expect(day.weekday == 7 && day.year == year)
      #expect((322...425).contains(day.month * 100 + day.day), "\(day)")
    }
    #expect(CivilDate.easter(year: .max) == nil && CivilDate.easter(year: .min) == nil)
  }

  @Test(
    "counting starts with the next day",
    arguments: [
      ("2017-02-03", 1, "2017-02-06"), ("2017-02-04", 1, "2017-02-06"),
      ("2017-02-04", 0, "2017-02-04"),
      ("2017-04-13", 1, "2017-04-18"), ("2017-06-22", 1, "2017-06-26"),
      ("2017-12-22", 1, "2017-12-27"),
      ("2017-02-06", -1, "2017-02-03"), ("2017-02-05", -1, "2017-02-03"),
      ("2017-12-29", 1, "2018-01-02"),
      ("2018-01-02", -1, "2017-12-29"), ("2017-02-01", 20, "2017-03-01"),
      ("2017-01-31", 252, "2018-01-31"),
    ])
  func counting(start: String, count: Int, end: String) throws {
    let calendar = try swedishCalendar()
    #expect(calendar.adding(workingDays: count, to: try date(start))?.description == end)
  }

  @Test(
    "counting agrees with walking day by day, and back again, inside and outside the prepared years"
  )
  func walking() throws {
    let calendar = try swedishCalendar()
    var random = SeededGenerator(seed: testSeed(default: 31))
    for _ in 0..<300 {
      let year = Int.random(in: 1955...2110, using: &random)
      let day = Int.random(in: 0...364, using: &random)
      let start = try #require(CivilDate(year: year, month: 1, day: 1)?.adding(days: day))
      let count = Int.random(in: -300...300, using: &random)
      var walked = start
      var rest = abs(count)
      while rest > 0 {
        walked = try #require(walked.adding(days: count.signum()))
        if calendar.isWorkingDay(walked) { rest -= 1 }
      }
      let comment: Comment = "seed \(random.seed): \(start) and \(count) working days"
      #expect(calendar.adding(workingDays: count, to: start) == walked, comment)
      #expect(calendar.workingDays(from: start, to: walked) == count, comment)
      if calendar.isWorkingDay(start) {
        #expect(calendar.adding(workingDays: -count, to: walked) == start, comment)
      }
      let period = Period.workingDays(abs(count))
      #expect(
        (count < 0 ? calendar.subtracting(period, from: start) : calendar.adding(period, to: start))
          == walked, comment)
      let next = try #require(calendar.nextWorkingDay(onOrAfter: start))
      #expect(calendar.isWorkingDay(next) && next >= start && start.days(until: next) < 8, comment)
    }
  }

  @Test("a hundred thousand working days are found, and found back")
  func far() throws {
    let calendar = try swedishCalendar()
    let start = try date("2017-02-01")
    let end = try #require(calendar.adding(workingDays: 100_000, to: start))
    #expect(end.year > 2400 && calendar.workingDays(from: start, to: end) == 100_000)
    #expect(calendar.adding(workingDays: -100_000, to: end) == start)
  }

  @Test("a calendar without working days answers nil")
  func allClosed() throws {
    let start = try date("2017-02-01")
    var everyDate: [ClosedDay] = []
    for month in 1...12 {
      for day in 1...31 {
        guard let monthDay = MonthDay(month: month, day: day) else { continue }
        everyDate.append(ClosedDay(name: "stängt", rule: .fixed(monthDay)))
      }
    }
    for calendar in [
      WorkingCalendar(closedDays: [], closedWeekdays: Set(1...7)),
      WorkingCalendar(closedDays: everyDate, closedWeekdays: []),
    ] {
      #expect(calendar.adding(workingDays: 1, to: start) == nil)
      #expect(calendar.adding(workingDays: -1, to: start) == nil)
      #expect(calendar.nextWorkingDay(onOrAfter: start) == nil)
      #expect(calendar.adding(workingDays: 0, to: start) == start)
      #expect(calendar.workingDays(from: start, to: try date("2018-02-01")) == 0)
    }
  }

  @Test("a day of some month is two digits, a hyphen and two digits")
  func daysOfMonths() {
    #expect(MonthDay.parse("02-29") == MonthDay(month: 2, day: 29))
    for text in ["+1-02", "01-+2", "1-2", "02-30", "13-01", "00-01", "01-02 ", "01/02", ""] {
      #expect(MonthDay.parse(text) == nil, "\(text)")
    }
  }

  @Test("extreme numbers and dates are nil, not traps")
  func extremes() throws {
    let calendar = try swedishCalendar()
    for day in [CivilDate.earliest, .latest, try date("2017-02-01")] {
      for extreme in [Int.min, Int.max] {
        #expect(calendar.adding(workingDays: extreme, to: day) == nil)
        #expect(calendar.subtracting(.workingDays(extreme), from: day) == nil)
        #expect(calendar.adding(.weeks(extreme), to: day) == nil)
        #expect(calendar.subtracting(.months(extreme), from: day) == nil)
        #expect(calendar.subtracting(.days(extreme), from: day) == nil)
      }
    }
    #expect(calendar.adding(workingDays: 5, to: .latest) == nil)
    #expect(calendar.adding(workingDays: -5, to: .earliest) == nil)
    #expect(calendar.workingDays(from: .earliest, to: .latest) == nil)
    let wild = WorkingCalendar(closedDays: [
      ClosedDay(name: "för långt", rule: .easter(offset: .max)),
      ClosedDay(name: "för långt", rule: .relative(to: .date(.latest), days: .min)),
      ClosedDay(
        name: "ingen veckodag",
        rule: .weekdayInRange(
          weekday: 9, from: try #require(MonthDay(month: 2, day: 29)),
          through: try #require(MonthDay(month: 1, day: 1)))),
      ClosedDay(name: "aldrig", rule: .date(.earliest), fromYear: .max, throughYear: .min),
    ])
    #expect(wild.adding(workingDays: 1, to: try date("2017-02-01"))?.description == "2017-02-02")
    #expect(wild.isWorkingDay(.latest) == (CivilDate.latest.weekday < 6))
    #expect(MonthDay(month: .max, day: .min) == nil && MonthDay(month: 2, day: 30) == nil)
  }

  @Test("closed days keep to their years, and a single date can be closed")
  func years() throws {
    let calendar = try swedishCalendar()
    #expect(calendar.name(of: try date("2004-06-06")) == nil)
    #expect(calendar.name(of: try date("2005-06-06")) == "nationaldagen")
    #expect(calendar.name(of: try date("2004-05-31")) == "annandag pingst")
    #expect(calendar.isWorkingDay(try date("2005-05-16")))
    let local = WorkingCalendar(
      closedDays: [ClosedDay(name: "planeringsdag", rule: .date(try date("2017-02-02")))],
      closedWeekdays: [5, 6, 7])
    #expect(local.adding(workingDays: 1, to: try date("2017-02-01"))?.description == "2017-02-06")
    #expect(local.name(of: try date("2017-02-02")) == "planeringsdag")
    #expect(local.name(of: try date("2017-02-03")) == nil)
  }

  @Test("a stretch may run over the turn of the year, and lack its weekday")
  func stretches() throws {
    let from = try #require(MonthDay(month: 12, day: 29))
    let through = try #require(MonthDay(month: 1, day: 4))
    let rule = ClosedDayRule.weekdayInRange(weekday: 3, from: from, through: through)
    let day = ClosedDay(name: "onsdag", rule: rule)
    // Wednesdays: 2018-01-03 (begun in 2017), 2019-01-02, 2020-01-01, 2020-12-30, 2021-12-29, 2023-01-04.
    #expect(day.dates(inYear: 2017).map(\.description) == ["2017-01-04"])
    #expect(day.dates(inYear: 2018).map(\.description) == ["2018-01-03"])
    #expect(day.dates(inYear: 2020).map(\.description) == ["2020-01-01", "2020-12-30"])
    #expect(day.dates(inYear: 2021).map(\.description) == ["2021-12-29"])
    #expect(day.dates(inYear: 2022).isEmpty)
    let short = ClosedDay(
      name: "måndag", rule: .weekdayInRange(weekday: 1, from: through, through: through))
    #expect(short.dates(inYear: 2017).isEmpty)
    #expect(short.dates(inYear: 2021).map(\.description) == ["2021-01-04"])
  }
}
