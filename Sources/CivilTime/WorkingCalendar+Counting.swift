extension WorkingCalendar {
  /// More working days than these are never counted, forwards or backwards.
  public static let longestCount = searchedYears * 366

  /// The date so many working days later, or earlier when negative. Counting starts with the next day: one working day
  /// after a Friday is the Monday, and one after a closed day is the next working day. None at all is the date itself,
  /// closed or not. Nil when the search leaves the range of dates or ``searchedYears``, or meets ``emptyYears``.
  public func adding(workingDays: Int, to date: CivilDate) -> CivilDate? {
    guard (-Self.longestCount...Self.longestCount).contains(workingDays) else { return nil }
    if workingDays == 0 { return date }
    if workingDays > 0 {
      return date.adding(days: 1).flatMap { day(at: workingDays - 1, onOrAfter: $0) }
    }
    return day(at: -workingDays - 1, before: date)
  }

  /// The date itself when it is a working day, else the first one after it; nil as in ``adding(workingDays:to:)``.
  public func nextWorkingDay(onOrAfter date: CivilDate) -> CivilDate? {
    day(at: 0, onOrAfter: date)
  }

  /// How many working days lie after the first date, up to and including the other: what ``adding(workingDays:to:)``
  /// adds to come from the first to the other, if that is a working day. When the other is earlier, those from it and
  /// up to, not including, the first, as a negative number. Nil when the dates are more than ``searchedYears`` apart.
  public func workingDays(from start: CivilDate, to end: CivilDate) -> Int? {
    if end < start {
      return count(from: end, before: start).map { -$0 }
    }
    guard let count = count(from: start, before: end) else { return nil }
    return count - (isWorkingDay(start) && start != end ? 1 : 0)
      + (isWorkingDay(end) && start != end ? 1 : 0)
  }

  private func count(from start: CivilDate, before end: CivilDate) -> Int? {
    let (first, last) = (start.year, end.year)
    guard last - first <= Self.searchedYears else { return nil }
    var sum = 0
    for year in first...last {
      let work = work(inYear: year)
      sum += work.count(before: end) - work.count(before: start)
    }
    return sum
  }

  /// The working day with so many between it and the date, forwards.
  private func day(at position: Int, onOrAfter date: CivilDate) -> CivilDate? {
    let first = date.year
    var rest = position
    var empty = 0
    for year in first...first + Self.searchedYears where year <= CivilDate.years.upperBound {
      let work = work(inYear: year)
      let passed = year == first ? work.count(before: date) : 0
      if rest < work.count - passed { return work.day(at: passed + rest) }
      rest -= work.count - passed
      empty = work.count == 0 ? empty + 1 : 0
      if empty == Self.emptyYears { return nil }
    }
    return nil
  }

  /// The working day with so many between it and the date, backwards.
  private func day(at position: Int, before date: CivilDate) -> CivilDate? {
    let first = date.year
    var rest = position
    var empty = 0
    for back in 0...Self.searchedYears where first - back >= CivilDate.years.lowerBound {
      let work = work(inYear: first - back)
      let available = back == 0 ? work.count(before: date) : work.count
      if rest < available { return work.day(at: available - 1 - rest) }
      rest -= available
      empty = work.count == 0 ? empty + 1 : 0
      if empty == Self.emptyYears { return nil }
    }
    return nil
  }

  /// The date a period later; nil outside the range of dates and as in ``adding(workingDays:to:)``.
  public func adding(_ period: Period, to date: CivilDate) -> CivilDate? {
    switch period {
    case .months(let count): return date.adding(months: count)
    case .weeks(let count):
      let (days, overflow) = count.multipliedReportingOverflow(by: 7)
      return overflow ? nil : date.adding(days: days)
    case .days(let count): return date.adding(days: count)
    case .workingDays(let count): return adding(workingDays: count, to: date)
    }
  }

  /// The date a period earlier; nil outside the range of dates and as in ``adding(workingDays:to:)``.
  public func subtracting(_ period: Period, from date: CivilDate) -> CivilDate? {
    period.negated.flatMap { adding($0, to: date) }
  }
}

extension Period {
  /// The same length backwards; nil for the one number whose negative does not fit.
  var negated: Period? {
    func negated(_ count: Int) -> Int? {
      let (negative, overflow) = (0).subtractingReportingOverflow(count)
      return overflow ? nil : negative
    }
    return switch self {
    case .months(let count): negated(count).map(Period.months)
    case .weeks(let count): negated(count).map(Period.weeks)
    case .days(let count): negated(count).map(Period.days)
    case .workingDays(let count): negated(count).map(Period.workingDays)
    }
  }
}
