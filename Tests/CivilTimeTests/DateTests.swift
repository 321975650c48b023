import CivilTime
import TestSupport
import Testing

/// A date, or a failed test.
func date(_ text: String, _ location: SourceLocation = #_sourceLocation) throws -> CivilDate {
  try #require(CivilDate.parse(text), "\(text) is no date", sourceLocation: location)
}

@Suite("civil dates")
struct DateTests {
  @Test("day numbers agree with counting one day at a time, from -0400 to 2400")
  func countingDays() throws {
    // The independent way: step through the calendar by the leap year rule alone.
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var number = try #require(CivilDate(year: -400, month: 1, day: 1)).dayNumber
    var weekday = 6  // 1 January 2000 was a Saturday, and 2400 years are six cycles of whole weeks.
    var wrong = 0
    for year in -400..<2400 {
      let leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
      var dayOfYear = 0
      for month in 1...12 {
        for day in 1...(month == 2 && leap ? 29 : lengths[month - 1]) {
          dayOfYear += 1
          let made = CivilDate(year: year, month: month, day: day)
          let read = CivilDate(dayNumber: number)
          let parts = read?.components
          if made != read || made?.dayNumber != number || parts?.year != year
            || parts?.month != month || parts?.day != day || read?.weekday != weekday
            || (day == 1 && read?.dayOfYear != dayOfYear)
          {
            wrong += 1
          }
          number += 1
          weekday = weekday % 7 + 1
        }
      }
    }
    #expect(wrong == 0)
    #expect(CivilDate(year: 2400, month: 1, day: 1)?.dayNumber == number)
    #expect(CivilDate(year: 1970, month: 1, day: 1)?.dayNumber == 0)
  }

  @Test("dates anywhere in the range come back from their parts and from their text")
  func roundTrips() {
    var random = SeededGenerator(seed: testSeed(default: 11))
    for _ in 0..<20_000 {
      let number = Int.random(
        in: CivilDate.earliest.dayNumber...CivilDate.latest.dayNumber, using: &random)
      let date = CivilDate(dayNumber: number)
      let parts = date?.components
      let back = parts.flatMap { CivilDate(year: $0.year, month: $0.month, day: $0.day) }
      let read = date.flatMap { CivilDate.parse($0.description) }
      #expect(back == date && read == date && date != nil, "seed \(random.seed), day \(number)")
    }
  }

  @Test("the range ends with the years 999999999 in both directions, and nothing traps beyond")
  func ends() {
    #expect(CivilDate.earliest.description == "-999999999-01-01")
    #expect(CivilDate.latest.description == "999999999-12-31")
    #expect(CivilDate.latest.adding(days: 1) == nil)
    #expect(CivilDate.earliest.adding(days: -1) == nil)
    // The same weekdays as 2001-01-01 and 1999-12-31, whole cycles of 400 years away.
    #expect(CivilDate.earliest.weekday == 1 && CivilDate.latest.weekday == 5)
    #expect(CivilDate.earliest.isoWeek.year >= -1_000_000_000)
    for date in [CivilDate.earliest, CivilDate.latest] {
      for extreme in [Int.min, Int.max] {
        #expect(date.adding(days: extreme) == nil)
        #expect(date.adding(months: extreme) == nil)
        #expect(date.adding(DaysDuration(seconds: extreme)) == nil)
        #expect(CivilDate(dayNumber: extreme) == nil)
        #expect(CivilDate(year: extreme, month: 1, day: 1) == nil)
        #expect(CivilDate(year: 2017, month: extreme, day: 1) == nil)
        #expect(CivilDate(year: 2017, month: 1, day: extreme) == nil)
      }
    }
    #expect(CivilDate.earliest.days(until: .latest) == 730_484_999_268 + 365)
  }

  @Test(
    "months end on their last day",
    arguments: [
      ("2017-01-31", 1, "2017-02-28"), ("2020-01-31", 1, "2020-02-29"),
      ("2017-01-31", 12, "2018-01-31"), ("2020-02-29", 12, "2021-02-28"),
      ("2020-02-29", 48, "2024-02-29"), ("2017-03-31", -1, "2017-02-28"),
      ("2017-01-15", -1, "2016-12-15"), ("2017-12-31", 2, "2018-02-28"),
      ("0000-01-31", -1, "-0001-12-31"), ("2017-05-31", 0, "2017-05-31"),
    ])
  func months(start: String, count: Int, end: String) throws {
    #expect(try date(start).adding(months: count)?.description == end)
  }

  @Test("leap years follow the Gregorian rule")
  func leapYears() {
    for (year, leap) in [
      (2000, true), (1900, false), (2016, true), (2017, false), (0, true), (-4, true),
    ] {
      #expect(CivilDate.isLeapYear(year) == leap)
      #expect((CivilDate(year: year, month: 2, day: 29) != nil) == leap)
    }
  }

  @Test(
    "weeks belong to the year of their Thursday",
    arguments: [
      ("2016-01-01", 2015, 53), ("2017-01-01", 2016, 52), ("2017-01-02", 2017, 1),
      ("2018-12-31", 2019, 1), ("2020-12-31", 2020, 53), ("2021-01-03", 2020, 53),
      ("2008-12-29", 2009, 1), ("2010-01-03", 2009, 53),
    ])
  func weeks(text: String, year: Int, week: Int) throws {
    let found = try date(text).isoWeek
    #expect(found.year == year && found.week == week)
  }

  @Test(
    "what is not a date is refused",
    arguments: [
      "", "2017", "2017-1-1", "2017-02-29", "2017-13-01", "2017-00-01", "2017-01-00", "17-01-01",
      "02017-01-01", "+2017-01-01", "-0000-01-01", "2017-01-01Z", "2017-01-01 ", " 2017-01-01",
      "2017/01/01", "2017-01-011", "9999999999-01-01", "99999999999999999999999-01-01",
      "２０１７-01-01", "2017-01-0a", "-", "--2017-01-01",
    ])
  func refused(text: String) {
    #expect(CivilDate.parse(text) == nil)
  }

  @Test(
    "far and early years are read and written",
    arguments: ["0000-02-29", "-0001-12-31", "12345-01-01", "999999999-12-31", "-2018-12-06"])
  func farYears(text: String) throws {
    #expect(try date(text).description == text)
  }

  @Test("adding days and going back is the identity, and months never skip a month")
  func arithmetic() {
    var random = SeededGenerator(seed: testSeed(default: 12))
    for _ in 0..<5_000 {
      guard let start = CivilDate(dayNumber: Int.random(in: -1_000_000...1_000_000, using: &random))
      else { continue }
      let days = Int.random(in: -500_000...500_000, using: &random)
      #expect(start.adding(days: days)?.adding(days: -days) == start, "seed \(random.seed)")
      #expect(start.adding(days: days).map { start.days(until: $0) } == days)
      let months = Int.random(in: -5_000...5_000, using: &random)
      if let end = start.adding(months: months) {
        #expect(
          end.year * 12 + end.month == start.year * 12 + start.month + months,
          "seed \(random.seed)")
        #expect(end.day <= start.day)
      }
    }
  }
}
