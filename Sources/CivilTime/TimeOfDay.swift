/// A time of day, exact to the nanosecond, without date and zone: 00:00:00 up to but not including 24:00:00.
public struct TimeOfDay: Hashable, Comparable, Sendable {
  /// Nanoseconds since midnight.
  public let nanosecondOfDay: Int

  /// The nanoseconds of a day.
  public static let nanosecondsPerDay = 86_400 * 1_000_000_000
  /// 00:00:00.
  public static let midnight = TimeOfDay(unchecked: 0)

  private init(unchecked nanosecondOfDay: Int) {
    self.nanosecondOfDay = nanosecondOfDay
  }

  /// The time so many nanoseconds after midnight; nil when that is not within the day.
  public init?(nanosecondOfDay: Int) {
    guard nanosecondOfDay >= 0, nanosecondOfDay < Self.nanosecondsPerDay else { return nil }
    self.nanosecondOfDay = nanosecondOfDay
  }

  /// The time with these parts; nil when one is out of range. There are no leap seconds (XSD 1.1 part 2, D.2.1).
  public init?(hour: Int, minute: Int, second: Int, nanosecond: Int = 0) {
    guard 0..<24 ~= hour, 0..<60 ~= minute, 0..<60 ~= second, 0..<1_000_000_000 ~= nanosecond else {
      return nil
    }
    nanosecondOfDay = (hour * 3600 + minute * 60 + second) * 1_000_000_000 + nanosecond
  }

  /// Earlier times come first.
  public static func < (lhs: TimeOfDay, rhs: TimeOfDay) -> Bool {
    lhs.nanosecondOfDay < rhs.nanosecondOfDay
  }

  /// Whole seconds since midnight.
  public var secondOfDay: Int { nanosecondOfDay / 1_000_000_000 }
  /// The hour, 0...23.
  public var hour: Int { secondOfDay / 3600 }
  /// The minute, 0...59.
  public var minute: Int { secondOfDay / 60 % 60 }
  /// The whole second, 0...59.
  public var second: Int { secondOfDay % 60 }
  /// The part of the second in nanoseconds, 0..<1 000 000 000.
  public var nanosecond: Int { nanosecondOfDay % 1_000_000_000 }

  /// The time a duration later, round the clock, and the days that were carried (negative for days before).
  public func adding(_ duration: DaysDuration) -> (time: TimeOfDay, days: Int) {
    // A duration's seconds and nanoseconds lie far inside Int128.
    let sum = duration.totalNanoseconds + Int128(nanosecondOfDay)
    let rest = sum.remainder(flooredBy: Int128(Self.nanosecondsPerDay))
    let days = (sum - rest) / Int128(Self.nanosecondsPerDay)
    return (TimeOfDay(unchecked: Int(rest)), Int(days))
  }
}

extension TimeOfDay: CustomStringConvertible {
  /// Reads `hh:mm:ss` with up to nine digits of fraction; nil for anything else. `24:00:00` is midnight.
  public static func parse(_ text: some StringProtocol) -> TimeOfDay? {
    var scanner = Scanner(text)
    guard let (time, _) = scanner.time(), scanner.isAtEnd else { return nil }
    return time
  }

  /// `hh:mm:ss`, with a fraction only where there is one, without trailing zeros.
  public var description: String {
    var text = ""
    text.append(digits: hour.magnitude, width: 2)
    text.append(":")
    text.append(digits: minute.magnitude, width: 2)
    text.append(":")
    text.append(digits: second.magnitude, width: 2)
    text.append(fraction: nanosecond)
    return text
  }
}
