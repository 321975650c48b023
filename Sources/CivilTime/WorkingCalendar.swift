/// Which dates are working days: all but the weekly closed weekdays and the closed days of the year.
///
/// The value is immutable. The years of ``preparedYears`` are worked out once when it is made; what lies outside is worked
/// out again each time it is asked for, with the same answers.
public struct WorkingCalendar: Hashable, Sendable {
  /// The closed days with their names, in the order given.
  public let closedDays: [ClosedDay]
  /// The weekdays closed every week (ISO, Monday is 1).
  public let closedWeekdays: Set<Int>

  /// The years whose working days are kept at hand.
  public static let preparedYears = 1970...2099
  /// How many years a search goes through before it gives up.
  public static let searchedYears = 2_000
  /// After how many years without a working day a search gives up. The rarest date that rules can leave open, a
  /// 29 February on a given weekday, comes back within 40 years.
  public static let emptyYears = 100

  private let prepared: [YearOfWork]

  /// A calendar; Saturdays and Sundays are closed unless other weekdays are named.
  public init(closedDays: [ClosedDay], closedWeekdays: Set<Int> = [6, 7]) {
    self.closedDays = closedDays
    self.closedWeekdays = closedWeekdays
    prepared = Self.preparedYears.map {
      YearOfWork(year: $0, closedDays: closedDays, closedWeekdays: closedWeekdays)
    }
  }

  /// Calendars are equal when the same is closed in the same words.
  public static func == (lhs: WorkingCalendar, rhs: WorkingCalendar) -> Bool {
    lhs.closedDays == rhs.closedDays && lhs.closedWeekdays == rhs.closedWeekdays
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(closedDays)
    hasher.combine(closedWeekdays)
  }

  /// Whether the date is a working day.
  public func isWorkingDay(_ date: CivilDate) -> Bool {
    let year = date.year
    let index = Self.preparedYears.contains(year) ? year - Self.preparedYears.lowerBound : -1
    if prepared.indices.contains(index) { return prepared[index].contains(date) }
    if closedWeekdays.contains(date.weekday) { return false }
    return name(of: date) == nil
  }

  /// What a closed day is called; nil for other dates, also for those closed only because of their weekday. Of several
  /// names the one given first.
  public func name(of date: CivilDate) -> String? {
    let year = date.year
    return closedDays.first { $0.dates(inYear: year).contains(date) }?.name
  }

  /// The working days of a year; an empty year outside the range of dates.
  func work(inYear year: Int) -> YearOfWork {
    let index = Self.preparedYears.contains(year) ? year - Self.preparedYears.lowerBound : -1
    if prepared.indices.contains(index) { return prepared[index] }
    return YearOfWork(year: year, closedDays: closedDays, closedWeekdays: closedWeekdays)
  }
}

/// The working days of one year, one bit for each day of it.
struct YearOfWork: Sendable {
  /// The day number of 1 January.
  private let start: Int
  private var words: InlineArray<6, UInt64>
  /// The number of working days.
  private(set) var count: Int

  init(year: Int, closedDays: [ClosedDay], closedWeekdays: Set<Int>) {
    words = InlineArray(repeating: 0)
    count = 0
    guard let first = CivilDate(year: year, month: 1, day: 1) else {
      start = 0
      return
    }
    start = first.dayNumber
    var weekday = first.weekday
    for index in 0..<(CivilDate.isLeapYear(year) ? 366 : 365) {
      if !closedWeekdays.contains(weekday) { words[index >> 6] |= 1 << UInt64(index & 63) }
      weekday = weekday == 7 ? 1 : weekday + 1
    }
    for day in closedDays {
      for date in day.dates(inYear: year) {
        let index = date.dayNumber - start
        words[index >> 6] &= ~(1 << UInt64(index & 63))
      }
    }
    for word in words.indices { count += words[word].nonzeroBitCount }
  }

  /// Whether a date of this year is a working day; false for dates of other years.
  func contains(_ date: CivilDate) -> Bool {
    let index = date.dayNumber - start
    guard 0..<384 ~= index else { return false }
    return words[index >> 6] & (1 << UInt64(index & 63)) != 0
  }

  /// How many working days of this year lie before the date, which may lie outside the year.
  func count(before date: CivilDate) -> Int {
    let index = date.dayNumber - start
    if index <= 0 { return 0 }
    if index >= 384 { return count }
    var sum = 0
    for word in 0..<(index >> 6) { sum += words[word].nonzeroBitCount }
    return sum + (words[index >> 6] & ((1 << UInt64(index & 63)) - 1)).nonzeroBitCount
  }

  /// The working day with this many working days of the year before it; nil when there are not so many.
  func day(at position: Int) -> CivilDate? {
    guard position >= 0, position < count else { return nil }
    var rest = position
    for index in words.indices {
      var word = words[index]
      guard rest >= word.nonzeroBitCount else {
        for _ in 0..<rest { word &= word - 1 }
        return CivilDate(dayNumber: start + (index << 6) + word.trailingZeroBitCount)
      }
      rest -= word.nonzeroBitCount
    }
    return nil
  }
}
