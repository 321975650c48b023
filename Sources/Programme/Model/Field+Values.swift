public import CivilTime
public import FEEL

extension Field {
  /// Whether a value may stand in the field.
  public func accepts(_ value: Value) -> Bool {
    guard type.includes(value) else { return false }
    guard let values else { return true }
    switch value {
    case .string(let text): return values.contains(text)
    case .list(let items):
      return items.allSatisfy { item in
        if case .string(let text) = item { values.contains(text) } else { false }
      }
    default: return true
    }
  }

  /// Whether a value passes what the field allows on a day; null and what allows all pass.
  public func allows(_ value: Value, on today: CivilDate) -> Bool {
    guard let allowed, value != .null else { return true }
    var context = EvaluationContext(today: today, now: CivilDateTime(date: today))
    return allowed.matches(value, &context) == .yes
  }

  /// What the field allows on a day, one test after the other; nil when nothing is said or it has no plain form.
  public func limits(on today: CivilDate) -> [ConstantTest]? {
    guard let allowed else { return nil }
    var context = EvaluationContext(today: today, now: CivilDateTime(date: today))
    return allowed.resolved(&context)
  }

  /// What may stand in the field, as it fits after "skriv".
  public var expectation: String {
    if let values {
      let choices = values.joined(separator: ", ")
      if case .list = type { return "ett eller flera av: \(choices)" }
      return "något av: \(choices)"
    }
    return type.expectation
  }
}

extension FEELType {
  fileprivate var expectation: String {
    switch self {
    case .boolean: "ja eller nej"
    case .number: "ett tal, som 7 eller 7,5"
    case .date: "ett datum, som 2017-02-01"
    case .time: "ett klockslag, som 13:30"
    case .dateTime: "datum och tid, som 2017-02-01T13:30"
    case .monthsDuration: "en tid i månader, som 6 månader"
    case .daysDuration: "en tid i dagar eller veckor, som 10 dagar"
    case .list(let element): "\(element.expectation); flera med komma emellan"
    case .string, .any: "en text"
    case .null, .context, .range, .function: "ett värde som bara räknas fram"
    }
  }
}
