import CivilTime
import Testing

/// Summer time in 2017 alone: enough to see both changes.
private struct OneSummer: ZoneRules {
  func offset(inZone name: String, atUTCSecond second: Int) -> ZoneOffset? {
    name == "Test/Summer"
      ? ZoneOffset(seconds: 1_490_490_000..<1_509_238_800 ~= second ? 7200 : 3600) : nil
  }

  func offset(inZone name: String, atLocalSecond second: Int) -> ZoneOffset? {
    offset(inZone: name, atUTCSecond: second - 3600)
  }
}

@Suite("times, zones, dates with times")
struct TimeTests {
  @Test(
    "a time is written as it is read",
    arguments: [
      "00:00:00", "23:59:59.999999999", "10:30:00.5", "10:30:00Z", "10:30:00+02:00",
      "10:30:00-11:30", "11:59:45+02:45:55", "10:30:00@Europe/Stockholm", "10:30:00@Etc/GMT+5",
    ])
  func timeText(text: String) {
    #expect(ZonedTime.parse(text)?.description == text)
  }

  @Test(
    "other spellings of a time have one canonical text",
    arguments: [
      ("10:30:00.0000", "10:30:00"), ("10:30:00.120", "10:30:00.12"),
      ("10:30:00+00:00", "10:30:00Z"),
      ("10:30:00-00:00", "10:30:00Z"), ("24:00:00", "00:00:00"), ("24:00:00.000", "00:00:00"),
      ("10:30:00+02:00:00", "10:30:00+02:00"),
    ])
  func canonicalTime(text: String, canonical: String) {
    #expect(ZonedTime.parse(text)?.description == canonical)
  }

  @Test(
    "what is not a time is refused",
    arguments: [
      "", "10", "10:30", "1:30:00", "25:00:00", "24:00:01", "24:00:00.1", "10:60:00", "10:30:60",
      "10:30:00.", "10:30:00.1234567890", "10:30:00z", "10:30:00+2:00", "10:30:00+19:00",
      "10:30:00+02:60", "10:30:00+0200", "10:30:00@", "10:30:00@1", "10:30:00@Å", "10:30:00ZZ",
      "10:30:00+02:00@Europe/Paris", "10:30:00 ", "10:30:00@a b", "T10:30:00",
    ])
  func refusedTime(text: String) {
    #expect(ZonedTime.parse(text) == nil)
  }

  @Test(
    "a date and time is written as it is read",
    arguments: [
      "2017-02-01T08:15:00", "-2021-01-01T10:10:10@Australia/Melbourne",
      "2017-02-01T08:15:00.25+01:00",
      "999999999-12-31T23:59:59.999999999Z",
    ])
  func dateTimeText(text: String) {
    #expect(CivilDateTime.parse(text)?.description == text)
  }

  @Test("the end of a day is the beginning of the next, and there is none after the last")
  func endOfDay() {
    #expect(CivilDateTime.parse("2016-12-31T24:00:00Z")?.description == "2017-01-01T00:00:00Z")
    #expect(CivilDateTime.parse("999999999-12-31T24:00:00") == nil)
    #expect(CivilDateTime.parse("2017-01-01") == nil)
    #expect(CivilDateTime.parse("2017-01-01t00:00:00") == nil)
    #expect(CivilDateTime.parse("2017-01-01T00:00:00.") == nil)
  }

  @Test("a time goes round the clock and carries days")
  func roundTheClock() throws {
    let late = try #require(TimeOfDay.parse("23:30:00"))
    let hour = DaysDuration(seconds: 3600)
    #expect(late.adding(hour).time.description == "00:30:00")
    #expect(late.adding(hour).days == 1)
    let back = late.adding(DaysDuration(seconds: -86_400))
    #expect(back.time == late && back.days == -1)
    for extreme in [Int.min, Int.max] {
      _ = late.adding(DaysDuration(seconds: extreme))
      #expect(TimeOfDay(nanosecondOfDay: extreme) == nil)
      #expect(TimeOfDay(hour: extreme, minute: extreme, second: 0) == nil)
      #expect(ZoneOffset(seconds: extreme) == nil)
    }
  }

  @Test("the same moment in two zones")
  func moments() throws {
    let zulu = try #require(CivilDateTime.parse("2017-02-01T07:15:00Z"))
    let fixed = try #require(CivilDateTime.parse("2017-02-01T08:15:00+01:00"))
    let named = try #require(CivilDateTime.parse("2017-02-01T08:15:00@Test/Summer"))
    let unknown = try #require(CivilDateTime.parse("2017-02-01T08:15:00@Test/None"))
    let local = try #require(CivilDateTime.parse("2017-02-01T08:15:00"))
    #expect(zulu != fixed)
    #expect(zulu.instant(under: OneSummer()) == fixed.instant(under: OneSummer()))
    #expect(zulu.instant(under: OneSummer()) == named.instant(under: OneSummer()))
    #expect(unknown.instant(under: OneSummer()) == nil)
    #expect(named.duration(since: fixed, under: OneSummer()) == .zero)
    #expect(named.duration(since: local, under: OneSummer()) == nil)
    #expect(
      named.zonedTime.utcNanoseconds(under: OneSummer(), on: named.date) == 26_100_000_000_000)
  }

  @Test("in a named zone a day of 24 hours crosses the change to summer time")
  func summerTime() throws {
    let before = try #require(CivilDateTime.parse("2017-03-25T12:00:00@Test/Summer"))
    let day = DaysDuration(seconds: 86_400)
    #expect(
      before.adding(day, under: OneSummer())?.description == "2017-03-26T13:00:00@Test/Summer")
    #expect(before.adding(day, under: NoZones()) == nil)
    let local = try #require(CivilDateTime.parse("2017-03-25T12:00:00"))
    #expect(local.adding(day, under: NoZones())?.description == "2017-03-26T12:00:00")
    #expect(
      before.adding(MonthsDuration(months: 1))?.description == "2017-04-25T12:00:00@Test/Summer")
    for extreme in [Int.min, Int.max] {
      #expect(before.adding(DaysDuration(seconds: extreme), under: OneSummer()) == nil)
      #expect(local.adding(DaysDuration(seconds: extreme), under: OneSummer()) == nil)
      #expect(local.adding(MonthsDuration(months: extreme)) == nil)
      #expect(
        Instant(secondsSinceEpoch: extreme).flatMap {
          CivilDateTime($0, offset: .utc, zone: .none)
        } == nil)
    }
  }
}
