/// A length of days of 24 hours and parts of them, exact to the nanosecond: FEEL's days and time duration (DMN 1.5,
/// 10.3.2.3.7).
public struct DaysDuration: Hashable, Comparable, Sendable {
  /// Whole seconds, rounded down: -0.5 s is -1 here and half a second in ``nanosecond``.
  public let wholeSeconds: Int
  private let nanosecondPart: Int32

  /// No time at all, `PT0S`.
  public static let zero = DaysDuration(seconds: 0)

  /// So many seconds.
  public init(seconds: Int) {
    wholeSeconds = seconds
    nanosecondPart = 0
  }

  /// So many nanoseconds; nil when the seconds do not fit into 64 bits.
  public init?(nanoseconds: Int128) {
    let rest = nanoseconds.remainder(flooredBy: 1_000_000_000)
    // Rounding by hand: `nanoseconds - rest` could overflow at the lower end.
    let quotient =
      nanoseconds / 1_000_000_000 - (nanoseconds % 1_000_000_000 < 0 ? 1 : 0)
    guard let seconds = Int(exactly: quotient) else { return nil }
    wholeSeconds = seconds
    nanosecondPart = Int32(rest)
  }

  /// The sum of the parts, of either sign; nil when it does not fit.
  public init?(
    days: Int = 0, hours: Int = 0, minutes: Int = 0, seconds: Int = 0, nanoseconds: Int = 0
  ) {
    // Each term is below 2 to the power of 111, so the sum cannot overflow.
    let whole =
      Int128(days) * 86_400 + Int128(hours) * 3600 + Int128(minutes) * 60 + Int128(seconds)
    self.init(nanoseconds: whole * 1_000_000_000 + Int128(nanoseconds))
  }

  /// Shorter lengths come first.
  public static func < (lhs: DaysDuration, rhs: DaysDuration) -> Bool {
    (lhs.wholeSeconds, lhs.nanosecondPart) < (rhs.wholeSeconds, rhs.nanosecondPart)
  }

  /// The nanoseconds beyond ``wholeSeconds``, 0..<1 000 000 000.
  public var nanosecond: Int { Int(nanosecondPart) }

  /// The whole length in nanoseconds, always within 94 bits.
  public var totalNanoseconds: Int128 {
    Int128(wholeSeconds) * 1_000_000_000 + Int128(nanosecondPart)
  }

  /// Days of 24 hours, rounded down.
  var wholeDaysRoundedDown: Int {
    wholeSeconds / 86_400 - (wholeSeconds % 86_400 < 0 ? 1 : 0)
  }

  /// The whole days, with the sign of the length.
  public var days: Int { Int(truncatingIfNeeded: totalNanoseconds / 86_400_000_000_000) }
  /// The whole hours beyond the days, with the sign of the length.
  public var hours: Int { Int(truncatingIfNeeded: totalNanoseconds / 3_600_000_000_000 % 24) }
  /// The whole minutes beyond the hours, with the sign of the length.
  public var minutes: Int { Int(truncatingIfNeeded: totalNanoseconds / 60_000_000_000 % 60) }
  /// The whole seconds beyond the minutes, with the sign of the length.
  public var seconds: Int { Int(truncatingIfNeeded: totalNanoseconds / 1_000_000_000 % 60) }
  /// The nanoseconds beyond the seconds, with the sign of the length.
  public var nanoseconds: Int { Int(truncatingIfNeeded: totalNanoseconds % 1_000_000_000) }

  /// The sum; nil when it does not fit.
  public func adding(_ other: DaysDuration) -> DaysDuration? {
    DaysDuration(nanoseconds: totalNanoseconds + other.totalNanoseconds)
  }

  /// The difference; nil when it does not fit.
  public func subtracting(_ other: DaysDuration) -> DaysDuration? {
    DaysDuration(nanoseconds: totalNanoseconds - other.totalNanoseconds)
  }

  /// So many times the length; nil when it does not fit.
  public func multiplied(by factor: Int) -> DaysDuration? {
    let (product, overflow) = totalNanoseconds.multipliedReportingOverflow(by: Int128(factor))
    return overflow ? nil : DaysDuration(nanoseconds: product)
  }

  /// The length backwards; nil for the lengths whose negative does not fit.
  public var negated: DaysDuration? { DaysDuration(nanoseconds: -totalNanoseconds) }

  /// The length without its sign; nil for the lengths whose negative does not fit.
  public var magnitude: DaysDuration? { wholeSeconds < 0 ? negated : self }
}

extension DaysDuration: CustomStringConvertible {
  /// Reads `P3DT4H5M6.7S` and its parts, with a minus sign before for a length backwards (XSD 1.1 part 2, 3.4.27); nil
  /// for anything else.
  public static func parse(_ text: some StringProtocol) -> DaysDuration? {
    var scanner = Scanner(text)
    let negative = scanner.take("-")
    guard scanner.take("P"), !scanner.isAtEnd else { return nil }
    var days = 0
    if scanner.next != 0x54 {
      guard let (value, _) = scanner.number(), scanner.take("D") else { return nil }
      days = value
    }
    guard let (seconds, nanoseconds) = timePart(&scanner), scanner.isAtEnd,
      let length = DaysDuration(nanoseconds: seconds * 1_000_000_000 + Int128(nanoseconds)),
      let total = DaysDuration(days: days)?.adding(length)
    else { return nil }
    return negative ? total.negated : total
  }

  /// Nothing, or `T` and at least one of hours, minutes and seconds, in this order.
  private static func timePart(_ scanner: inout Scanner) -> (seconds: Int128, nanoseconds: Int)? {
    guard !scanner.isAtEnd else { return (0, 0) }
    guard scanner.take("T"), !scanner.isAtEnd else { return nil }
    var total: Int128 = 0
    // The designators still allowed: each may come once, and only before the ones after it.
    var units: [(designator: Unicode.Scalar, seconds: Int128)] = [("H", 3600), ("M", 60), ("S", 1)]
    while !scanner.isAtEnd {
      guard let (value, _) = scanner.number() else { return nil }
      if scanner.take(".") {
        guard !units.isEmpty, let fraction = scanner.fraction(), scanner.take("S") else {
          return nil
        }
        return (total + Int128(value), fraction)
      }
      guard let index = units.firstIndex(where: { scanner.take($0.designator) }) else { return nil }
      total += Int128(value) * units[index].seconds
      units.removeSubrange(...index)
    }
    return (total, 0)
  }

  /// The canonical text: `P1DT2H`, `-PT0.5S`, `PT0S`.
  public var description: String {
    guard self != .zero else { return "PT0S" }
    var text = wholeSeconds < 0 ? "-P" : "P"
    if days != 0 { text.append("\(days.magnitude)D") }
    if hours == 0, minutes == 0, seconds == 0, nanoseconds == 0 { return text }
    text.append("T")
    if hours != 0 { text.append("\(hours.magnitude)H") }
    if minutes != 0 { text.append("\(minutes.magnitude)M") }
    if seconds != 0 || nanoseconds != 0 {
      text.append("\(seconds.magnitude)")
      text.append(fraction: nanoseconds)
      text.append("S")
    }
    return text
  }
}
