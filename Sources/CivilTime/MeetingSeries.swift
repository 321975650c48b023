/// Meetings every so many weeks, moved off closed days, but for single ones that are cancelled or held beside them.
public struct MeetingSeries: Hashable, Sendable {
  /// Where a meeting goes whose planned date is closed.
  public enum Shift: Hashable, Sendable {
    /// To the first working day after it.
    case next
    /// To the last working day before it.
    case previous
  }

  /// The first planned date.
  public let first: CivilDate
  /// Weeks from one planned date to the next.
  public let everyWeeks: Int
  /// The last date on which a meeting may be planned; a shift may lead past it.
  public let through: CivilDate?
  /// Where meetings go from closed days.
  public let shift: Shift
  /// Days on which the rule's own meeting, planned or shifted, is not held.
  public let cancelled: Set<CivilDate>
  /// Days that people have named: on them a meeting is held whatever the rule says, also when they are closed.
  public let extra: Set<CivilDate>

  /// The numbers of weeks that a series may have between its meetings.
  public static let weeks = 1...520
  /// How many planned dates one question looks at.
  public static let searchedMeetings = 5_000
  /// How many days a closed day may shift a meeting, at most.
  public static let shiftedDays = 62

  /// A series; nil when `everyWeeks` is not within ``weeks``.
  public init?(
    first: CivilDate, everyWeeks: Int, through: CivilDate? = nil, shift: Shift = .next,
    cancelled: Set<CivilDate> = [], extra: Set<CivilDate> = []
  ) {
    guard Self.weeks.contains(everyWeeks) else { return nil }
    self.first = first
    self.everyWeeks = everyWeeks
    self.through = through
    self.shift = shift
    self.cancelled = cancelled
    self.extra = extra
  }

  /// The dates on which meetings are held in the interval, both ends included, each once, earliest first. At most
  /// ``searchedMeetings`` planned dates are looked at, counted from the start of the interval.
  public func dates(
    from start: CivilDate, through end: CivilDate, calendar: WorkingCalendar
  ) -> [CivilDate] {
    guard start <= end else { return [] }
    var held = extra.filter { start <= $0 && $0 <= end }
    let index = firstIndex(for: start)
    for planned in index..<index + Self.searchedMeetings {
      // A shift backwards may bring the meeting planned after the end into the interval.
      guard let date = plannedDate(planned), date.days(until: end) > -7 * everyWeeks else { break }
      if let meeting = regular(planned, calendar), start <= meeting, meeting <= end {
        held.insert(meeting)
      }
    }
    return held.sorted()
  }

  /// The first meeting on the date or after it; nil when none follows within ``searchedMeetings`` planned dates.
  public func next(onOrAfter date: CivilDate, calendar: WorkingCalendar) -> CivilDate? {
    let namedNext = extra.filter { $0 >= date }.min()
    let index = firstIndex(for: date)
    for planned in index..<index + Self.searchedMeetings {
      guard let plain = plannedDate(planned) else { break }
      // No later meeting can come before the named one: a shift never reaches the neighbouring planned date.
      if let namedNext, plain.days(until: namedNext) < -7 * everyWeeks { break }
      if let meeting = regular(planned, calendar), meeting >= date {
        return namedNext.map { min($0, meeting) } ?? meeting
      }
    }
    return namedNext
  }

  /// The first meeting after the date; nil as in ``next(onOrAfter:calendar:)``.
  public func next(after date: CivilDate, calendar: WorkingCalendar) -> CivilDate? {
    date.adding(days: 1).flatMap { next(onOrAfter: $0, calendar: calendar) }
  }

  /// The planned date with this number, 0 for the first; nil after ``through``.
  private func plannedDate(_ index: Int) -> CivilDate? {
    guard let date = first.adding(days: index * 7 * everyWeeks) else { return nil }
    if let through, date > through { return nil }
    return date
  }

  /// The number of the planned date before the first one on or after the date: its shift may lead past the date.
  private func firstIndex(for date: CivilDate) -> Int {
    max(0, first.days(until: date) / (7 * everyWeeks) - 1)
  }

  /// Where the meeting with this number is held by the rule; nil when it has no date or is cancelled.
  private func regular(_ index: Int, _ calendar: WorkingCalendar) -> CivilDate? {
    guard let planned = plannedDate(index), !cancelled.contains(planned),
      let meeting = shifted(planned, calendar), !cancelled.contains(meeting)
    else { return nil }
    return meeting
  }

  /// The working day that a planned date leads to; nil when that is as far as the neighbouring planned date, which then
  /// stands for it, or further than ``shiftedDays``.
  private func shifted(_ planned: CivilDate, _ calendar: WorkingCalendar) -> CivilDate? {
    let step = shift == .next ? 1 : -1
    for distance in 0..<min(7 * everyWeeks, Self.shiftedDays) {
      guard let date = planned.adding(days: distance * step) else { return nil }
      if calendar.isWorkingDay(date) { return date }
    }
    return nil
  }
}

extension MeetingSeries {
  /// The same rule with other single meetings.
  func with(cancelled: Set<CivilDate>, extra: Set<CivilDate>) -> MeetingSeries {
    MeetingSeries(
      first: first, everyWeeks: everyWeeks, through: through, shift: shift,
      cancelled: cancelled, extra: extra) ?? self
  }

  /// Whether a meeting is held on the date.
  public func isHeld(on date: CivilDate, calendar: WorkingCalendar) -> Bool {
    next(onOrAfter: date, calendar: calendar) == date
  }

  /// The last meeting before the date within some years; nil when there is none.
  public func last(before date: CivilDate, calendar: WorkingCalendar) -> CivilDate? {
    var span = 14 * 7 * everyWeeks
    while span <= 7 * 5_000 {
      guard let start = date.adding(days: -span), let end = date.adding(days: -1) else {
        return nil
      }
      if let last = dates(from: start, through: end, calendar: calendar).last { return last }
      if start < first.adding(days: -Self.shiftedDays) ?? first { return nil }
      span *= 4
    }
    return nil
  }
}
