/// A time of day with what it says about its zone: the values of FEEL's `time` (DMN 1.5, 10.3.2.3.4).
///
/// Equality is of the parts: `10:00:00Z` and `11:00:00+01:00` are different values at the same moment, which
/// ``utcNanoseconds(under:on:)`` shows.
public struct ZonedTime: Hashable, Sendable {
  /// What the clock shows.
  public let time: TimeOfDay
  /// Where the clock hangs.
  public let zone: Zone

  /// A time in a zone.
  public init(time: TimeOfDay, zone: Zone = .none) {
    self.time = time
    self.zone = zone
  }

  /// The offset from UTC; nil without zone and for a name the rules do not know. A named zone needs a date for its
  /// offset, and a time has none: the caller says which.
  public func offset(under rules: some ZoneRules, on date: CivilDate) -> ZoneOffset? {
    CivilDateTime(date: date, time: time, zone: zone).offset(under: rules)
  }

  /// Nanoseconds since midnight UTC, so below 0 or above a day for zones far from it; without zone those since local
  /// midnight. Nil for a name the rules do not know. Two times can be compared by this when both have a zone or both none.
  public func utcNanoseconds(under rules: some ZoneRules, on date: CivilDate) -> Int? {
    if zone == .none { return time.nanosecondOfDay }
    return offset(under: rules, on: date).map {
      time.nanosecondOfDay - $0.seconds * 1_000_000_000
    }
  }

  /// The time a duration later, round the clock, in the same zone.
  public func adding(_ duration: DaysDuration) -> ZonedTime {
    ZonedTime(time: time.adding(duration).time, zone: zone)
  }
}

extension ZonedTime: CustomStringConvertible {
  /// Reads `hh:mm:ss(.f)?` followed by nothing, `Z`, `±hh:mm(:ss)?` or `@Zone/Name` (DMN 1.5, 10.3.4.1); nil for
  /// anything else. `24:00:00` is midnight.
  public static func parse(_ text: some StringProtocol) -> ZonedTime? {
    var scanner = Scanner(text)
    guard let (time, _) = scanner.time(), let zone = scanner.zone() else { return nil }
    return ZonedTime(time: time, zone: zone)
  }

  /// The text that ``parse(_:)`` reads.
  public var description: String { "\(time)\(zone)" }
}
