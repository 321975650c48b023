import CivilTime
import TestSupport
import Testing

@Suite("durations")
struct DurationTests {
  @Test(
    "years and months have one canonical text",
    arguments: [
      ("P1Y2M", "P1Y2M"), ("P14M", "P1Y2M"), ("P1Y", "P1Y"), ("P12M", "P1Y"), ("-P3M", "-P3M"),
      ("P0M", "P0M"), ("-P0Y", "P0M"), ("P0Y1M", "P1M"), ("P1Y24M", "P3Y"), ("-P1Y1M", "-P1Y1M"),
    ])
  func months(text: String, canonical: String) {
    #expect(MonthsDuration.parse(text)?.description == canonical)
  }

  @Test(
    "what is not a years and months duration is refused",
    arguments: [
      "", "P", "-", "P1", "P0", "P1Y0", "P1Y2", "PY", "P1M1Y", "P1D", "P1Y1D", "1Y", "P1YM",
      "P-1Y", "+P1Y", "P1.5Y", "P99999999999999999999Y", "P9223372036854775807Y", "P1Y2M ", "p1y",
      "P1Y2M3M", "P１Y",
    ])
  func refusedMonths(text: String) {
    #expect(MonthsDuration.parse(text) == nil)
  }

  @Test(
    "days and time have one canonical text",
    arguments: [
      ("P1DT2H", "P1DT2H"), ("PT26H", "P1DT2H"), ("PT0S", "PT0S"), ("P0D", "PT0S"),
      ("-PT0H", "PT0S"),
      ("PT0.5S", "PT0.5S"), ("-PT0.5S", "-PT0.5S"), ("PT90S", "PT1M30S"),
      ("P3DT4H5M6.7S", "P3DT4H5M6.7S"),
      ("-P3DT4H", "-P3DT4H"), ("PT86400S", "P1D"), ("PT0.000000001S", "PT0.000000001S"),
      ("PT1M0.10S", "PT1M0.1S"), ("-PT25H", "-P1DT1H"), ("P1DT0H", "P1D"),
    ])
  func days(text: String, canonical: String) {
    #expect(DaysDuration.parse(text)?.description == canonical)
  }

  @Test(
    "what is not a days and time duration is refused",
    arguments: [
      "", "P", "PT", "P1DT", "P1", "PT1", "P1H", "PT1D", "PT1S1M", "PT1H1H", "P1M", "P1Y", "PT.5S",
      "PT1.S", "PT1.5M", "PT1.5", "PT1.1234567890S", "P1D1H", "--P1D", "PT1S ",
      "P99999999999999999999D", "P9223372036854775807D", "PT1S2.5S", "-",
    ])
  func refusedDays(text: String) {
    #expect(DaysDuration.parse(text) == nil)
  }

  @Test("components carry the sign of the length")
  func components() throws {
    let length = try #require(DaysDuration.parse("-P1DT2H3M4.5S"))
    #expect(
      [length.days, length.hours, length.minutes, length.seconds, length.nanoseconds]
        == [-1, -2, -3, -4, -500_000_000])
    #expect(length.magnitude?.description == "P1DT2H3M4.5S")
    let months = MonthsDuration(months: -14)
    #expect(months.years == -1 && months.months == -2)
    #expect(months.magnitude?.totalMonths == 14)
  }

  @Test("arithmetic that does not fit is nil")
  func overflow() {
    let longest = MonthsDuration(months: .max)
    let shortest = MonthsDuration(months: .min)
    #expect(longest.adding(MonthsDuration(months: 1)) == nil)
    #expect(shortest.subtracting(MonthsDuration(months: 1)) == nil)
    #expect(shortest.negated == nil && shortest.magnitude == nil)
    #expect(longest.multiplied(by: 2) == nil)
    #expect(shortest.description == "-P768614336404564650Y8M")
    #expect(MonthsDuration(years: .max, months: 0) == nil)
    let far = DaysDuration(seconds: .max)
    let back = DaysDuration(seconds: .min)
    #expect(far.adding(DaysDuration(seconds: 1)) == nil)
    #expect(back.subtracting(DaysDuration(seconds: 1)) == nil)
    #expect(back.negated == nil && back.magnitude == nil)
    #expect(far.multiplied(by: .max) == nil && back.multiplied(by: .min) == nil)
    #expect(DaysDuration(nanoseconds: .max) == nil && DaysDuration(nanoseconds: .min) == nil)
    #expect(DaysDuration(days: .max, hours: .max, minutes: .max, seconds: .max) == nil)
    #expect(back.description == "-P106751991167300DT15H30M8S")
  }

  @Test(
    "months between two dates are whole and symmetric",
    arguments: [
      ("2017-01-31", "2017-02-28", 0), ("2017-01-31", "2017-03-31", 2),
      ("2017-01-15", "2018-01-14", 11),
      ("2017-01-15", "2018-01-15", 12), ("2000-02-29", "2018-02-28", 215),
      ("2000-02-29", "2018-03-01", 216),
      ("2016-02-29", "2017-02-28", 11), ("2017-05-05", "2017-05-05", 0),
      ("2011-12-22", "2013-08-24", 20),
    ])
  func monthsBetween(from: String, to: String, months: Int) throws {
    let (start, end) = (try date(from), try date(to))
    #expect(MonthsDuration(from: start, to: end).totalMonths == months)
    #expect(MonthsDuration(from: end, to: start).totalMonths == -months)
  }

  @Test("lengths come back from their text, and sums from their parts")
  func roundTrips() {
    var random = SeededGenerator(seed: testSeed(default: 21))
    for _ in 0..<5_000 {
      let bound = Int128(1) << Int128.random(in: 1...90, using: &random)
      let first = DaysDuration(nanoseconds: Int128.random(in: -bound...bound, using: &random))
      let second = DaysDuration(nanoseconds: Int128.random(in: -bound...bound, using: &random))
      guard let first, let second else { continue }
      #expect(DaysDuration.parse(first.description) == first, "seed \(random.seed): \(first)")
      #expect(first.adding(second)?.subtracting(second) == first, "seed \(random.seed)")
      #expect((first < second) == (first.totalNanoseconds < second.totalNanoseconds))
      let months = MonthsDuration(months: Int(truncatingIfNeeded: first.totalNanoseconds))
      #expect(MonthsDuration.parse(months.description) == months, "seed \(random.seed): \(months)")
    }
  }
}

@Suite("periods as people write them")
struct PeriodTests {
  @Test(
    "Swedish and ISO texts are read",
    arguments: [
      ("12 månader", Period.months(12)), ("1 månad", .months(1)),
      ("12 ma\u{30A}nader", .months(12)),
      ("20 arbetsdagar", .workingDays(20)), ("1 arbetsdag", .workingDays(1)),
      ("3 veckor", .weeks(3)),
      ("1 vecka", .weeks(1)), ("2 dagar", .days(2)), ("1 dag", .days(1)), ("1 år", .months(12)),
      ("2 a\u{30A}r", .months(24)), ("P12M", .months(12)), ("P1Y", .months(12)),
      ("P1Y6M", .months(18)),
      ("P2W", .weeks(2)), ("P14D", .days(14)), (" 3   veckor ", .weeks(3)), ("0 dagar", .days(0)),
      ("3\u{A0}veckor", .weeks(3)), ("100000 dagar", .days(100_000)),
    ])
  func read(text: String, period: Period) {
    #expect(Period.parse(text) == period)
  }

  @Test(
    "other texts are refused",
    arguments: [
      "", "månader", "12", "12månader", "-1 månad", "+1 månad", "1,5 månader", "100001 dagar",
      "8334 år",
      "999999999999999999999 dagar", "12 months", "tolv månader", "1 månad 2 dagar", "PT1H", "-P1M",
      "P1M2D", "P1YT", "P1W2D", "P", "P100001D", "P8334Y", "9223372036854775807 år", "1 arbets dag",
    ])
  func refused(text: String) {
    #expect(Period.parse(text) == nil)
  }

  @Test("every period is written so that it is read again")
  func roundTrips() {
    for count in [0, 1, 2, 12, 20, 100_000] {
      for period in [Period.months(count), .weeks(count), .days(count), .workingDays(count)] {
        #expect(Period.parse(period.swedish) == period)
        if let iso = period.iso { #expect(Period.parse(iso) == period) }
      }
    }
    #expect(Period.months(12).swedish == "12 månader")
    #expect(Period.workingDays(1).swedish == "1 arbetsdag")
    #expect(Period.workingDays(1).iso == nil)
    #expect(Period.months(.min).iso == "-P9223372036854775808M")
  }
}
