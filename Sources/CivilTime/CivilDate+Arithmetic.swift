extension CivilDate {
  /// The date so many days later (earlier when negative); nil outside the range of dates.
  public func adding(days: Int) -> CivilDate? {
    let (sum, overflow) = dayNumber.addingReportingOverflow(days)
    return overflow ? nil : CivilDate(dayNumber: sum)
  }

  /// The date so many calendar months later (earlier when negative), on the same day of the month or, where that month is
  /// shorter, on its last day: 31 January and one month is the last of February. Nil outside the range of dates.
  public func adding(months: Int) -> CivilDate? {
    let (year, month, day) = components
    let (sum, overflow) = (year * 12 + month - 1).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let monthIndex = sum.remainder(flooredBy: 12)
    let newYear = (sum - monthIndex) / 12
    guard Self.years.contains(newYear),
      let length = Self.daysInMonth(year: newYear, month: monthIndex + 1)
    else { return nil }
    return CivilDate(year: newYear, month: monthIndex + 1, day: min(day, length))
  }

  /// The date a years and months duration later; nil outside the range of dates (DMN 1.5, 10.3.2.10).
  public func adding(_ duration: MonthsDuration) -> CivilDate? {
    adding(months: duration.totalMonths)
  }

  /// The date on which the day's midnight and the duration together fall; nil outside the range of dates.
  /// Half a day after a date is the same date, half a day before it is the day before (DMN 1.5, 10.3.2.10).
  public func adding(_ duration: DaysDuration) -> CivilDate? {
    adding(days: duration.wholeDaysRoundedDown)
  }

  /// The number of days from this date to the other: negative when the other is earlier.
  public func days(until other: CivilDate) -> Int {
    other.dayNumber - dayNumber
  }
}

extension FixedWidthInteger {
  /// The remainder that goes with division rounded down: never negative for a positive divisor.
  func remainder(flooredBy divisor: Self) -> Self {
    let rest = self % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
