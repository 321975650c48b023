/// A day of some month, in any year.
public struct MonthDay: Hashable, Sendable {
  /// The month, 1...12.
  public let month: Int
  /// The day of the month; 29 February is there, though not every year has it.
  public let day: Int

  /// The day; nil when no year has it.
  public init?(month: Int, day: Int) {
    // 2000 was a leap year.
    guard let length = CivilDate.daysInMonth(year: 2000, month: month), 1...length ~= day else {
      return nil
    }
    self.month = month
    self.day = day
  }

  /// Reads `02-29`; nil for anything else.
  public static func parse(_ text: some StringProtocol) -> MonthDay? {
    var scanner = Scanner(text)
    guard let month = scanner.digits(exactly: 2), scanner.take("-"),
      let day = scanner.digits(exactly: 2), scanner.isAtEnd
    else { return nil }
    return MonthDay(month: month, day: day)
  }
}

/// Which dates are closed, year by year.
public indirect enum ClosedDayRule: Hashable, Sendable {
  /// The same day every year; 29 February only in leap years.
  case fixed(MonthDay)
  /// So many days after Easter Day of the western churches, before it when negative.
  case easter(offset: Int)
  /// The first day with this weekday (ISO, 1...7) in a stretch of the year, such as the Saturday from 31 October through
  /// 6 November. A stretch that ends before it begins runs into the next year.
  case weekdayInRange(weekday: Int, from: MonthDay, through: MonthDay)
  /// So many days after the dates of another rule, before them when negative: the eve of a day is -1.
  case relative(to: ClosedDayRule, days: Int)
  /// One date in one year.
  case date(CivilDate)

  /// How many days `relative` and `easter` may lead from the date they start at. A rule that leads further closes
  /// nothing; who reads rules from outside says so to the author.
  public static let offsets = -366...366

  /// The date that the rule, begun in a year, leads to; nil when there is none. It may lie in a neighbouring year.
  func occurrence(begunIn year: Int) -> CivilDate? {
    switch self {
    case .fixed(let day):
      return CivilDate(year: year, month: day.month, day: day.day)
    case .easter(let offset):
      guard Self.offsets.contains(offset) else { return nil }
      return CivilDate.easter(year: year)?.adding(days: offset)
    case .weekdayInRange(let weekday, let from, let through):
      // 29 February as an end means the end of February.
      guard 1...7 ~= weekday, let start = Self.day(from, in: year),
        let sameYear = Self.day(through, in: year),
        let end = sameYear >= start ? sameYear : Self.day(through, in: year + 1)
      else { return nil }
      let date = start.adding(days: (weekday - start.weekday).remainder(flooredBy: 7))
      return date.flatMap { $0 <= end ? $0 : nil }
    case .relative(let rule, let days):
      guard Self.offsets.contains(days) else { return nil }
      return rule.occurrence(begunIn: year)?.adding(days: days)
    case .date(let date):
      return date.year == year ? date : nil
    }
  }

  private static func day(_ day: MonthDay, in year: Int) -> CivilDate? {
    CivilDate.daysInMonth(year: year, month: day.month)
      .flatMap { CivilDate(year: year, month: day.month, day: min(day.day, $0)) }
  }

  /// How many years before and after a year its dates may have begun in.
  var reach: Int {
    switch self {
    case .fixed, .date: 0
    case .easter(let offset): -80...240 ~= offset ? 0 : 1
    case .weekdayInRange: 1
    case .relative(let rule, let days): rule.reach + (-365...365 ~= days ? 1 : 2)
    }
  }
}

/// A closed day with its name.
public struct ClosedDay: Hashable, Sendable {
  /// What the day is called, for people.
  public let name: String
  /// When it is.
  public let rule: ClosedDayRule
  /// The first year in which the day is closed, from the beginning when nil.
  public let fromYear: Int?
  /// The last year in which the day is closed, for ever when nil.
  public let throughYear: Int?

  /// A closed day; the years are those in which the date itself lies, the last one included.
  public init(name: String, rule: ClosedDayRule, fromYear: Int? = nil, throughYear: Int? = nil) {
    self.name = name
    self.rule = rule
    self.fromYear = fromYear
    self.throughYear = throughYear
  }

  /// The dates of this day that lie in the year, earliest first.
  public func dates(inYear year: Int) -> [CivilDate] {
    if let fromYear, year < fromYear { return [] }
    if let throughYear, year > throughYear { return [] }
    guard CivilDate.years.contains(year) else { return [] }
    let reach = rule.reach
    return (year - reach...year + reach)
      .compactMap { rule.occurrence(begunIn: $0) }
      .filter { $0.year == year }
      .sorted()
  }
}

extension CivilDate {
  /// Easter Day of the western churches in a year, by the Gregorian rules also before they were made; nil outside
  /// ``years``.
  public static func easter(year: Int) -> CivilDate? {
    guard years.contains(year) else { return nil }
    // Easter repeats after 5 700 000 years; within one such span every term below stays positive.
    let cycleYear = year.remainder(flooredBy: 5_700_000)
    let century = cycleYear / 100
    let golden = cycleYear % 19
    // What 19 years of moons have drifted since: by dropped leap days one way, by the moon's own lag the other.
    let drift = century - century / 4 - (8 * century + 13) / 25
    // Days from 21 March to the full moon of Easter, which comes on 18 April at the latest, and on no date twice within
    // 19 years.
    var toFullMoon = (19 * golden + drift + 15) % 30
    if toFullMoon == 29 || (toFullMoon == 28 && golden > 10) { toFullMoon -= 1 }
    // The Sunday after it: a week later when it is a Sunday itself.
    guard let fullMoon = CivilDate(year: year, month: 3, day: 21)?.adding(days: toFullMoon) else {
      return nil
    }
    return fullMoon.adding(days: fullMoon.weekday == 7 ? 7 : 7 - fullMoon.weekday)
  }
}
