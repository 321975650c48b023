/// Meetings every so many weeks, moved off closed days, with what people have changed about single ones.
public struct MeetingSeries: Hashable, Sendable {
  /// Where a meeting goes whose planned date is closed.
  public enum Shift: Hashable, Sendable {
    /// To the first working day after it.
    case next
    /// To the last working day before it.
    case previous
  }

  /// A change to single meetings. The dates that people name are kept as they are, also on closed days.
  public enum Adjustment: Hashable, Sendable {
    /// A meeting more.
    case extra(CivilDate)
    /// The meeting on this date, planned or shifted, is not held.
    case cancelled(CivilDate)
    /// The meeting on the first date, planned or shifted, is held on the other.
    case moved(from: CivilDate, to: CivilDate)
  }

  /// The first planned date.
  public let first: CivilDate
  /// Weeks from one planned date to the next.
  public let everyWeeks: Int
  /// The last date on which a meeting may be planned; a shift may lead past it.
  public let through: CivilDate?
  /// Where meetings go from closed days.
  public let shift: Shift
  /// Changes to single meetings.
  public let adjustments: [Adjustment]

  /// The numbers of weeks that a series may have between its meetings.
  public static let weeks = 1...520
  /// How many planned dates one question looks at.
  public static let searchedMeetings = 10_000

  /// A series; nil when `everyWeeks` is not within ``weeks``.
  public init?(
    first: CivilDate, everyWeeks: Int, through: CivilDate? = nil, shift: Shift = .next,
    adjustments: [Adjustment] = []
  ) {
    guard Self.weeks.contains(everyWeeks) else { return nil }
    self.first = first
    self.everyWeeks = everyWeeks
    self.through = through
    self.shift = shift
    self.adjustments = adjustments
  }

  /// The dates on which meetings are held in the interval, both ends included, each once, earliest first. At most
  /// ``searchedMeetings`` planned dates are looked at, counted from the start of the interval.
  public func dates(
    from start: CivilDate, through end: CivilDate, calendar: WorkingCalendar
  ) -> [CivilDate] {
    guard start <= end else { return [] }
    var held = Set(named.filter { start <= $0 && $0 <= end })
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
    let namedNext = named.filter { $0 >= date }.min()
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

  /// The dates that people have named, unless cancelled again.
  private var named: [CivilDate] {
    let cancelled = Set(
      adjustments.compactMap { if case .cancelled(let date) = $0 { date } else { nil } })
    return adjustments.compactMap {
      switch $0 {
      case .extra(let date), .moved(_, to: let date): cancelled.contains(date) ? nil : date
      case .cancelled: nil
      }
    }
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

  /// Where the meeting with this number is held by the rule; nil when it is cancelled or moved, and when it would have to
  /// be shifted as far as the neighbouring planned date, which then stands for it.
  private func regular(_ index: Int, _ calendar: WorkingCalendar) -> CivilDate? {
    guard let planned = plannedDate(index) else { return nil }
    let step = shift == .next ? 1 : -1
    var meeting = planned
    while !calendar.isWorkingDay(meeting) {
      guard let neighbour = meeting.adding(days: step),
        abs(planned.days(until: neighbour)) < 7 * everyWeeks
      else { return nil }
      meeting = neighbour
    }
    let isChanged = adjustments.contains {
      switch $0 {
      case .cancelled(let date), .moved(from: let date, to: _): date == planned || date == meeting
      case .extra: false
      }
    }
    return isChanged ? nil : meeting
  }
}
