/// How far local time is ahead of UTC.
public struct ZoneOffset: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds ahead of UTC; negative west of it.
  public let seconds: Int

  /// The largest offset in either direction. XSD 1.1 part 2 stops at 14 hours; the offsets on record in the tz database
  /// (local mean time) and the duration that FEEL's `time(hour, minute, second, offset)` takes go further.
  public static let limit = 18 * 3600
  /// UTC itself.
  public static let utc = ZoneOffset(unchecked: 0)

  private init(unchecked seconds: Int) {
    self.seconds = seconds
  }

  /// The offset of so many seconds; nil beyond ±18 hours.
  public init?(seconds: Int) {
    guard -Self.limit...Self.limit ~= seconds else { return nil }
    self.seconds = seconds
  }

  /// Offsets further west come first.
  public static func < (lhs: ZoneOffset, rhs: ZoneOffset) -> Bool {
    lhs.seconds < rhs.seconds
  }

  /// The offset as a duration, as FEEL's `time offset` gives it.
  public var duration: DaysDuration { DaysDuration(seconds: seconds) }

  /// `Z`, or `±hh:mm`, with `:ss` only where there are seconds.
  public var description: String {
    guard seconds != 0 else { return "Z" }
    let magnitude = seconds.magnitude
    var text = seconds < 0 ? "-" : "+"
    text.append(digits: magnitude / 3600, width: 2)
    text.append(":")
    text.append(digits: magnitude / 60 % 60, width: 2)
    if magnitude % 60 != 0 {
      text.append(":")
      text.append(digits: magnitude % 60, width: 2)
    }
    return text
  }
}

/// What a time says about its zone.
public enum Zone: Hashable, Sendable, CustomStringConvertible {
  /// Nothing: the time is local, wherever that is.
  case none
  /// A fixed distance from UTC.
  case offset(ZoneOffset)
  /// A zone of the tz database such as `Europe/Stockholm`. Whether there is such a zone only ``ZoneRules`` know.
  case named(String)

  /// The zone with this name; nil when the text cannot be the name of a zone in the tz database: ASCII letters, digits
  /// and `/ _ + -`, the first a letter, at most 64 of them.
  public init?(name: String) {
    let bytes = name.utf8
    guard let first = bytes.first, bytes.count <= 64, Self.isLetter(first),
      bytes.allSatisfy({ Self.isLetter($0) || 0x30...0x39 ~= $0 || "/_+-".utf8.contains($0) })
    else { return nil }
    self = .named(name)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    0x61...0x7A ~= byte | 0x20
  }

  /// What follows the time in text: nothing, `Z`, `+02:00` or `@Europe/Stockholm`.
  public var description: String {
    switch self {
    case .none: ""
    case .offset(let offset): offset.description
    case .named(let name): "@" + name
    }
  }
}

/// Knowledge of named zones, which this module does not have.
public protocol ZoneRules: Sendable {
  /// The offset in force in the zone when its clocks show so many seconds after 1970-01-01T00:00:00 local time; nil when
  /// there is no such zone. For a local time that is skipped or occurs twice, the offset before the change.
  func offset(inZone name: String, atLocalSecond second: Int) -> ZoneOffset?
  /// The offset in force in the zone so many seconds after 1970-01-01T00:00:00Z; nil when there is no such zone.
  func offset(inZone name: String, atUTCSecond second: Int) -> ZoneOffset?
}

/// Rules that know no named zone.
public struct NoZones: ZoneRules {
  /// The rules.
  public init() {}
  /// Nil.
  public func offset(inZone name: String, atLocalSecond second: Int) -> ZoneOffset? { nil }
  /// Nil.
  public func offset(inZone name: String, atUTCSecond second: Int) -> ZoneOffset? { nil }
}
