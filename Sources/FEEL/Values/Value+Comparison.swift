import CivilTime

extension Value {
  /// FEEL's equality (10.3.2.15, table 53): undecided for values of different kinds, null equals only null.
  public func equals(_ other: Value) -> Truth {
    switch (self, other) {
    case (.null, .null): .yes
    case (.null, _), (_, .null): .no
    case (.number(let left), .number(let right)): Truth(left == right)
    case (.string(let left), .string(let right)): Truth(left == right)
    case (.boolean(let left), .boolean(let right)): Truth(left == right)
    case (.list(let left), .list(let right)):
      Truth(left.count == right.count && zip(left, right).allSatisfy { $0.equals($1) == .yes })
    case (.context(let left), .context(let right)):
      Truth(
        left.count == right.count
          && left.entries.allSatisfy { entry in
            right[entry.key].map { entry.value.equals($0) == .yes } ?? false
          })
    case (.range(let left), .range(let right)):
      Truth(
        left.form == right.form && left.startIncluded == right.startIncluded
          && left.endIncluded == right.endIncluded && left.start.equals(right.start) == .yes
          && left.end.equals(right.end) == .yes)
    case (.function, .function): .undecided
    // A moment and a clock without zone are equal or not, nobody knows.
    case (.time(let left), .time(let right))
    where (left.zone == .none) != (right.zone == .none):
      .undecided
    case (.dateTime(let left), .dateTime(let right))
    where (left.zone == .none) != (right.zone == .none):
      .undecided
    default:
      order(other).map { Truth($0 == 0) } ?? .undecided
    }
  }

  /// A hash that is the same for values that are equal in FEEL's sense: clocks of different zones may be one moment.
  func hashForEquality(into hasher: inout Hasher) {
    switch self {
    case .list(let elements):
      hasher.combine(elements.count)
      for element in elements { element.hashForEquality(into: &hasher) }
    case .context(let context):
      var sum = 0
      for entry in context.entries {
        var own = Hasher()
        own.combine(entry.key)
        entry.value.hashForEquality(into: &own)
        sum &+= own.finalize()
      }
      hasher.combine(sum)
    case .time, .dateTime, .range, .function: break
    default: hasher.combine(self)
    }
  }

  /// Negative, zero or positive as the value comes before, with or after the other (table 54); nil when they cannot be
  /// ordered. Times and dates with times are compared in whole seconds, as their components are.
  func order(_ other: Value) -> Int? {
    switch (self, other) {
    case (.number(let left), .number(let right)): Number.order(left, right)
    case (.string(let left), .string(let right)): left == right ? 0 : left < right ? -1 : 1
    case (.date(let left), .date(let right)): Self.order(left, right)
    case (.monthsDuration(let left), .monthsDuration(let right)): Self.order(left, right)
    case (.daysDuration(let left), .daysDuration(let right)): Self.order(left, right)
    case (.time(let left), .time(let right)): Self.order(left, right)
    case (.dateTime(let left), .dateTime(let right)): Self.order(left, right)
    default: nil
    }
  }

  private static func order<T: Comparable>(_ left: T, _ right: T) -> Int {
    left == right ? 0 : left < right ? -1 : 1
  }

  private static func order(_ left: ZonedTime, _ right: ZonedTime) -> Int? {
    if left.zone == right.zone { return order(left.time.secondOfDay, right.time.secondOfDay) }
    // What has no zone takes the other's (table 54): the clocks are compared.
    if left.zone == .none || right.zone == .none {
      return order(left.time.secondOfDay, right.time.secondOfDay)
    }
    guard let first = left.utcNanoseconds(under: SystemZones(), on: .epoch),
      let second = right.utcNanoseconds(under: SystemZones(), on: .epoch)
    else { return nil }
    return order(first / 1_000_000_000, second / 1_000_000_000)
  }

  private static func order(_ left: CivilDateTime, _ right: CivilDateTime) -> Int? {
    if left.zone == .none || right.zone == .none {
      return order(left.localSecond, right.localSecond)
    }
    guard let first = left.instant(under: SystemZones()),
      let second = right.instant(under: SystemZones())
    else { return nil }
    return order(first.secondsSinceEpoch, second.secondsSinceEpoch)
  }

  /// A comparison with its operator.
  func compare(_ comparison: ComparisonOperator, _ other: Value) -> Truth {
    switch comparison {
    case .equal: return equals(other)
    case .notEqual: return equals(other).negated
    default:
      guard let order = order(other) else { return .undecided }
      // `<=` is `<` or `=` (10.3.2.15), and `=` may be undecided where `<` is not.
      if order == 0, comparison.holds(0) { return equals(other) }
      return Truth(comparison.holds(order))
    }
  }

  /// Whether a value satisfies a test's value (10.3.2.15, table 55): it is equal to it, an element of it, or lies in it.
  public func isIn(_ test: Value) -> Truth {
    switch test {
    case .range(let range): return range.contains(self)
    case .list(let elements):
      if case .list = self, equals(test) == .yes { return .yes }
      var result = Truth.no
      for element in elements {
        let truth: Truth =
          if case .range(let range) = element, !isRange { range.contains(self) } else {
            equals(element)
          }
        if truth == .yes { return .yes }
        if truth == .undecided, case .range = element { result = .undecided }
      }
      return result
    default: return equals(test)
    }
  }

  private var isRange: Bool { if case .range = self { true } else { false } }
}

extension RangeValue {
  /// Whether a value lies in it; undecided when it cannot be compared with the ends.
  public func contains(_ value: Value) -> Truth {
    switch form {
    case .equal: return value.equals(start)
    case .notEqual: return value.equals(start).negated
    case .less, .lessOrEqual:
      return value.order(end).map { Truth(endIncluded ? $0 <= 0 : $0 < 0) } ?? .undecided
    case .greater, .greaterOrEqual:
      return value.order(start).map { Truth(startIncluded ? $0 >= 0 : $0 > 0) } ?? .undecided
    case .interval:
      guard let low = value.order(start), let high = value.order(end) else { return .undecided }
      return Truth((startIncluded ? low >= 0 : low > 0) && (endIncluded ? high <= 0 : high < 0))
    }
  }
}

extension CivilDate {
  /// 1970-01-01, the date for zone offsets of times that have none.
  static let epoch = CivilDate(dayNumber: 0) ?? .earliest
}
