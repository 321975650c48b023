/// A point on the time line, exact to the nanosecond.
public struct Instant: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let secondsSinceEpoch: Int
  /// Nanoseconds after that second, 0..<1 000 000 000.
  public let nanosecond: Int

  /// The point; nil when the nanoseconds are out of range.
  public init?(secondsSinceEpoch: Int, nanosecond: Int = 0) {
    guard 0..<1_000_000_000 ~= nanosecond else { return nil }
    self.secondsSinceEpoch = secondsSinceEpoch
    self.nanosecond = nanosecond
  }

  /// Earlier points come first.
  public static func < (lhs: Instant, rhs: Instant) -> Bool {
    (lhs.secondsSinceEpoch, lhs.nanosecond) < (rhs.secondsSinceEpoch, rhs.nanosecond)
  }

  /// Nanoseconds since 1970-01-01T00:00:00Z.
  public var nanosecondsSinceEpoch: Int128 {
    Int128(secondsSinceEpoch) * 1_000_000_000 + Int128(nanosecond)
  }
}

/// A date, a time of day and what they say about their zone: the values of FEEL's `date and time` (DMN 1.5, 10.3.2.3.6).
///
/// Equality is of the parts; ``instant(under:)`` tells whether two values are the same moment.
public struct CivilDateTime: Hashable, Sendable {
  /// The local date.
  public let date: CivilDate
  /// What the clock shows.
  public let time: TimeOfDay
  /// Where the clock hangs.
  public let zone: Zone

  /// A time on a date in a zone.
  public init(date: CivilDate, time: TimeOfDay = .midnight, zone: Zone = .none) {
    self.date = date
    self.time = time
    self.zone = zone
  }

  /// What the clock shows at a point in time where it is so far ahead of UTC; nil outside the range of dates.
  /// `zone` is kept as given, so a named zone keeps its name.
  public init?(_ instant: Instant, offset: ZoneOffset, zone: Zone) {
    let (second, overflow) = instant.secondsSinceEpoch.addingReportingOverflow(offset.seconds)
    guard !overflow else { return nil }
    let secondOfDay = second.remainder(flooredBy: 86_400)
    // Dividing first and rounding by hand: `second - secondOfDay` could overflow at the lower end.
    let day = second / 86_400 - (second % 86_400 < 0 ? 1 : 0)
    guard let date = CivilDate(dayNumber: day),
      let time = TimeOfDay(nanosecondOfDay: secondOfDay * 1_000_000_000 + instant.nanosecond)
    else { return nil }
    self.init(date: date, time: time, zone: zone)
  }

  /// Whole seconds between 1970-01-01T00:00:00 and this on the same clock.
  public var localSecond: Int { date.dayNumber * 86_400 + time.secondOfDay }

  /// The time with its zone, without the date.
  public var zonedTime: ZonedTime { ZonedTime(time: time, zone: zone) }

  /// The offset from UTC; nil without zone and for a name the rules do not know.
  public func offset(under rules: some ZoneRules) -> ZoneOffset? {
    switch zone {
    case .none: nil
    case .offset(let offset): offset
    case .named(let name): rules.offset(inZone: name, atLocalSecond: localSecond)
    }
  }

  /// The point on the time line. Without zone it is counted as if the clock showed UTC, so that two values without zone
  /// can be compared; nil for a name the rules do not know.
  public func instant(under rules: some ZoneRules) -> Instant? {
    let offset = zone == .none ? ZoneOffset.utc : offset(under: rules)
    return offset.flatMap {
      Instant(secondsSinceEpoch: localSecond - $0.seconds, nanosecond: time.nanosecond)
    }
  }

  /// The date and time a duration later: in a named zone by the time line, so that the clock may show an hour more or
  /// less after a change to summer time. Nil outside the range of dates and for a name the rules do not know.
  public func adding(_ duration: DaysDuration, under rules: some ZoneRules) -> CivilDateTime? {
    guard case .named(let name) = zone else {
      let (time, days) = time.adding(duration)
      return date.adding(days: days).map { CivilDateTime(date: $0, time: time, zone: zone) }
    }
    guard let start = instant(under: rules),
      let end = DaysDuration(nanoseconds: start.nanosecondsSinceEpoch + duration.totalNanoseconds),
      let instant = Instant(secondsSinceEpoch: end.wholeSeconds, nanosecond: end.nanosecond),
      let offset = rules.offset(inZone: name, atUTCSecond: end.wholeSeconds)
    else { return nil }
    return CivilDateTime(instant, offset: offset, zone: zone)
  }

  /// The same clock time so many calendar months later; nil outside the range of dates.
  public func adding(_ duration: MonthsDuration) -> CivilDateTime? {
    date.adding(duration).map { CivilDateTime(date: $0, time: time, zone: zone) }
  }

  /// The duration from another date and time to this; nil when only one of them has a zone, or a name is unknown.
  public func duration(since other: CivilDateTime, under rules: some ZoneRules) -> DaysDuration? {
    guard (zone == .none) == (other.zone == .none), let end = instant(under: rules),
      let start = other.instant(under: rules)
    else { return nil }
    return DaysDuration(nanoseconds: end.nanosecondsSinceEpoch - start.nanosecondsSinceEpoch)
  }
}

extension CivilDateTime: CustomStringConvertible {
  /// Reads a date, `T` and a time as ``ZonedTime/parse(_:)`` reads it; nil for anything else. `24:00:00` is midnight at
  /// the end of the date (XSD 1.1 part 2, 3.3.7).
  public static func parse(_ text: some StringProtocol) -> CivilDateTime? {
    var scanner = Scanner(text)
    guard let date = scanner.date(), scanner.take("T"), let (time, carriesDay) = scanner.time(),
      let zone = scanner.zone(), let day = date.adding(days: carriesDay ? 1 : 0)
    else { return nil }
    return CivilDateTime(date: day, time: time, zone: zone)
  }

  /// The text that ``parse(_:)`` reads.
  public var description: String { "\(date)T\(time)\(zone)" }
}
