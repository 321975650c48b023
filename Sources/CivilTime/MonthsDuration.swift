/// A length in calendar months: FEEL's years and months duration (DMN 1.5, 10.3.2.3.8).
public struct MonthsDuration: Hashable, Comparable, Sendable {
  /// The whole length in months; negative for a length backwards.
  public let totalMonths: Int

  /// No time at all, `P0M`.
  public static let zero = MonthsDuration(months: 0)

  /// So many months.
  public init(months: Int) {
    totalMonths = months
  }

  /// So many years and months, of either sign; nil when the sum does not fit.
  public init?(years: Int, months: Int) {
    let (product, overflow) = years.multipliedReportingOverflow(by: 12)
    let (sum, overflowOfSum) = product.addingReportingOverflow(months)
    guard !overflow, !overflowOfSum else { return nil }
    totalMonths = sum
  }

  /// The whole months from one date to another, negative backwards: a month is whole when the day of the month has come
  /// again, so from 31 January to 28 February there is none (DMN 1.5, 10.3.4.1, `years and months duration`).
  public init(from start: CivilDate, to end: CivilDate) {
    let (fromYear, fromMonth, fromDay) = start.components
    let (toYear, toMonth, toDay) = end.components
    var months = (toYear - fromYear) * 12 + toMonth - fromMonth
    if months > 0, toDay < fromDay { months -= 1 }
    if months < 0, toDay > fromDay { months += 1 }
    totalMonths = months
  }

  /// Shorter lengths come first.
  public static func < (lhs: MonthsDuration, rhs: MonthsDuration) -> Bool {
    lhs.totalMonths < rhs.totalMonths
  }

  /// The whole years, with the sign of the length.
  public var years: Int { totalMonths / 12 }
  /// The months beyond the whole years, with the sign of the length: -11...11.
  public var months: Int { totalMonths % 12 }

  /// The sum; nil when it does not fit.
  public func adding(_ other: MonthsDuration) -> MonthsDuration? {
    Self(totalMonths.addingReportingOverflow(other.totalMonths))
  }

  /// The difference; nil when it does not fit.
  public func subtracting(_ other: MonthsDuration) -> MonthsDuration? {
    Self(totalMonths.subtractingReportingOverflow(other.totalMonths))
  }

  /// So many times the length; nil when it does not fit.
  public func multiplied(by factor: Int) -> MonthsDuration? {
    Self(totalMonths.multipliedReportingOverflow(by: factor))
  }

  /// The length backwards; nil for the one length whose negative does not fit.
  public var negated: MonthsDuration? { Self.zero.subtracting(self) }

  /// The length without its sign; nil for the one length whose negative does not fit.
  public var magnitude: MonthsDuration? { totalMonths < 0 ? negated : self }

  private init?(_ result: (partialValue: Int, overflow: Bool)) {
    guard !result.overflow else { return nil }
    totalMonths = result.partialValue
  }
}

extension MonthsDuration: CustomStringConvertible {
  /// Reads `P1Y2M`, `P1Y`, `P14M`, with a minus sign before for a length backwards (XSD 1.1 part 2, 3.4.26); nil for
  /// anything else.
  public static func parse(_ text: some StringProtocol) -> MonthsDuration? {
    var scanner = Scanner(text)
    let negative = scanner.take("-")
    guard scanner.take("P"), !scanner.isAtEnd else { return nil }
    var years = 0
    var months = 0
    guard let (first, _) = scanner.number() else { return nil }
    if scanner.take("Y") {
      years = first
      if !scanner.isAtEnd {
        guard let (second, _) = scanner.number(), scanner.take("M") else { return nil }
        months = second
      }
    } else {
      guard scanner.take("M") else { return nil }
      months = first
    }
    guard scanner.isAtEnd else { return nil }
    return MonthsDuration(years: negative ? -years : years, months: negative ? -months : months)
  }

  /// The canonical text: `P1Y2M`, `-P3M`, `P0M`.
  public var description: String {
    var text = totalMonths < 0 ? "-P" : "P"
    if years != 0 { text.append("\(years.magnitude)Y") }
    if months != 0 || years == 0 { text.append("\(months.magnitude)M") }
    return text
  }
}
