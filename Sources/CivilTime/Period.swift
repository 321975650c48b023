/// A length of time as people write it in rules: calendar months, weeks, days or working days.
///
/// Working days are a unit of their own: which date they lead to only a ``WorkingCalendar`` can say, and no ISO 8601
/// duration stands for them. A year is written back as 12 months.
public enum Period: Hashable, Sendable {
  /// Calendar months; 31 January and one month is the last of February.
  case months(Int)
  /// Weeks of seven days.
  case weeks(Int)
  /// Days, whether closed or not.
  case days(Int)
  /// Days that are not closed.
  case workingDays(Int)

  /// The numbers that ``parse(_:)`` accepts, also after years have become months.
  public static let bounds = 0...100_000

  /// Reads `12 månader`, `1 år`, `3 veckor`, `14 dagar`, `20 arbetsdagar` with their singulars, å composed or not, or
  /// the ISO 8601 durations `P1Y6M`, `P12M`, `P2W`, `P14D`; nil for anything else and for numbers outside ``bounds``.
  public static func parse(_ text: some StringProtocol) -> Period? {
    let words = text.split(whereSeparator: \.isWhitespace)
    switch words.count {
    case 1: return parseISO(words[0])
    case 2: return parse(number: words[0], unit: words[1])
    default: return nil
    }
  }

  private static func parse(number: some StringProtocol, unit: some StringProtocol) -> Period? {
    var scanner = Scanner(number)
    guard let (value, _) = scanner.number(), scanner.isAtEnd, bounds.contains(value) else {
      return nil
    }
    // Comparing strings compares canonical equivalence, so that å may be one character or a and a ring.
    switch String(unit) {
    case "år": return bounded(years: value, months: 0)
    case "månad", "månader": return .months(value)
    case "vecka", "veckor": return .weeks(value)
    case "dag", "dagar": return .days(value)
    case "arbetsdag", "arbetsdagar": return .workingDays(value)
    default: return nil
    }
  }

  private static func parseISO(_ text: some StringProtocol) -> Period? {
    guard text.first == "P" else { return nil }
    if let duration = MonthsDuration.parse(text) {
      return bounded(years: 0, months: duration.totalMonths)
    }
    var scanner = Scanner(text)
    guard scanner.take("P"), let (value, _) = scanner.number(), bounds.contains(value) else {
      return nil
    }
    if scanner.take("W") { return scanner.isAtEnd ? .weeks(value) : nil }
    return scanner.take("D") && scanner.isAtEnd ? .days(value) : nil
  }

  private static func bounded(years: Int, months: Int) -> Period? {
    guard let sum = MonthsDuration(years: years, months: months)?.totalMonths,
      bounds.contains(sum)
    else { return nil }
    return .months(sum)
  }

  /// What people read: `12 månader`, `1 arbetsdag`.
  public var swedish: String {
    switch self {
    case .months(let count): "\(count) \(count == 1 ? "månad" : "månader")"
    case .weeks(let count): "\(count) \(count == 1 ? "vecka" : "veckor")"
    case .days(let count): "\(count) \(count == 1 ? "dag" : "dagar")"
    case .workingDays(let count): "\(count) \(count == 1 ? "arbetsdag" : "arbetsdagar")"
    }
  }

  /// The ISO 8601 duration: `P12M`, `P2W`, `P14D`; nil for working days, which have none.
  public var iso: String? {
    switch self {
    case .months(let count): Self.iso(count, "M")
    case .weeks(let count): Self.iso(count, "W")
    case .days(let count): Self.iso(count, "D")
    case .workingDays: nil
    }
  }

  private static func iso(_ count: Int, _ designator: String) -> String {
    "\(count < 0 ? "-" : "")P\(count.magnitude)\(designator)"
  }
}
