public import CivilTime

extension Period {
  /// Whether it leads nowhere.
  public var isZero: Bool {
    switch self {
    case .months(let count), .weeks(let count), .days(let count), .workingDays(let count):
      count == 0
    }
  }

  /// So many of it; nil when that is more than a period may be.
  public func times(_ factor: Int) -> Period? {
    func product(_ count: Int) -> Int? {
      let (result, overflow) = count.multipliedReportingOverflow(by: factor)
      return overflow || !Self.bounds.contains(result) ? nil : result
    }
    return switch self {
    case .months(let count): product(count).map { .months($0) }
    case .weeks(let count): product(count).map { .weeks($0) }
    case .days(let count): product(count).map { .days($0) }
    case .workingDays(let count): product(count).map { .workingDays($0) }
    }
  }
}
