/// A calendar date in the proleptic Gregorian calendar, without time and zone.
///
/// Years run from -999 999 999 to 999 999 999 with a year 0 (XSD 1.1 part 2, 3.3.9; DMN 1.5, 10.3.2.3.5). The value is
/// one integer, so that comparing, hashing and counting days cost what they cost for an integer; the year, month and day
/// are worked out when asked for.
public struct CivilDate: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, which is 0.
  public let dayNumber: Int

  /// The years a date may lie in.
  public static let years = -999_999_999...999_999_999
  /// -999999999-01-01.
  public static let earliest = CivilDate(unchecked: Gregorian.dayNumber(years.lowerBound, 1, 1))
  /// 999999999-12-31.
  public static let latest = CivilDate(unchecked: Gregorian.dayNumber(years.upperBound, 12, 31))

  private init(unchecked dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// The date so many days after 1970-01-01; nil outside ``earliest``...``latest``.
  public init?(dayNumber: Int) {
    guard dayNumber >= Self.earliest.dayNumber, dayNumber <= Self.latest.dayNumber else {
      return nil
    }
    self.dayNumber = dayNumber
  }

  /// The date with this year, month (1...12) and day; nil when there is none.
  public init?(year: Int, month: Int, day: Int) {
    guard Self.years.contains(year), let length = Self.daysInMonth(year: year, month: month),
      day >= 1, day <= length
    else { return nil }
    dayNumber = Gregorian.dayNumber(year, month, day)
  }

  /// Earlier dates come first.
  public static func < (lhs: CivilDate, rhs: CivilDate) -> Bool {
    lhs.dayNumber < rhs.dayNumber
  }

  /// Year, month and day in one go; cheaper than asking for them one at a time.
  public var components: (year: Int, month: Int, day: Int) {
    Gregorian.civil(dayNumber)
  }

  /// The year; 0 is the year before 1.
  public var year: Int { components.year }
  /// The month, 1...12.
  public var month: Int { components.month }
  /// The day of the month, 1...31.
  public var day: Int { components.day }

  /// The day of the week by ISO 8601: Monday is 1, Sunday is 7.
  public var weekday: Int { Gregorian.weekday(dayNumber) }

  /// The day of the year, 1...366.
  public var dayOfYear: Int {
    dayNumber - Gregorian.dayNumber(year, 1, 1) + 1
  }

  /// The week by ISO 8601: it belongs to the year that holds its Thursday.
  public var isoWeek: (year: Int, week: Int) {
    // The Thursday may lie a few days outside the range of dates, so it stays a bare day number.
    let thursday = dayNumber + 4 - weekday
    let year = Gregorian.civil(thursday).year
    return (year, (thursday - Gregorian.dayNumber(year, 1, 1)) / 7 + 1)
  }

  /// Whether the year has a 29 February.
  public static func isLeapYear(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days in a month; nil when `month` is not 1...12.
  public static func daysInMonth(year: Int, month: Int) -> Int? {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: isLeapYear(year) ? 29 : 28
    default: nil
    }
  }
}

/// The arithmetic of the proleptic Gregorian calendar on day numbers.
///
/// Years are counted from 1 March, so that the leap day is the last day of its year and the lengths of the months before
/// it follow one linear formula. Everything is first shifted by whole cycles of 400 years (146 097 days) to become
/// positive, where integer division rounds the way the calendar does.
enum Gregorian {
  private static let shiftedCycles = 2_500_001
  private static let shiftedYears = shiftedCycles * 400
  /// Days from 1 March of the shifted year 0 to 1970-01-01.
  private static let shiftedDays = shiftedCycles * 146_097 + 719_468

  /// The day number of a date that exists, with a year not far outside ``CivilDate/years``.
  static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let beforeMarch = month < 3
    let marchYear = year + shiftedYears - (beforeMarch ? 1 : 0)
    let marchMonth = month + (beforeMarch ? 9 : -3)
    let leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400
    return 365 * marchYear + leapDays + (153 * marchMonth + 2) / 5 + day - 1 - shiftedDays
  }

  /// Year, month and day of a day number that is not far outside the range of dates.
  static func civil(_ dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let days = dayNumber + shiftedDays
    let century = (4 * days + 3) / 146_097
    let dayOfCentury = days - 146_097 * century / 4
    let yearOfCentury = (4 * dayOfCentury + 3) / 1461
    let dayOfYear = dayOfCentury - 1461 * yearOfCentury / 4
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let nextYear = marchMonth >= 10
    return (
      100 * century + yearOfCentury - shiftedYears + (nextYear ? 1 : 0),
      marchMonth + (nextYear ? -9 : 3), day
    )
  }

  /// The weekday of a day number by ISO 8601, 1...7.
  static func weekday(_ dayNumber: Int) -> Int {
    // 1970-01-01 was a Thursday.
    (dayNumber + 3).remainder(flooredBy: 7) + 1
  }
}
