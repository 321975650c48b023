import FEEL

/// A condition of a row, in the cheapest form that says the same.
enum Cell: Sendable {
  case any
  case boolean(Bool)
  case string(String)
  case strings([String])
  case below(Number, included: Bool)
  case above(Number, included: Bool)
  case between(Number, lowIncluded: Bool, Number, highIncluded: Bool)
  /// Boxed, so that the frequent cells above stay small.
  indirect case tests(CompiledUnaryTests)

  init(_ tests: CompiledUnaryTests) {
    if tests.matchesAnything {
      self = .any
    } else if !tests.negated, let constants = tests.constants, let cell = Cell(constants) {
      self = cell
    } else {
      self = .tests(tests)
    }
  }

  private init?(_ constants: [ConstantTest]) {
    guard constants.count == 1 else {
      let strings = constants.compactMap { test -> String? in
        if case .value(.string(let text)) = test { text } else { nil }
      }
      guard strings.count == constants.count, !strings.isEmpty else { return nil }
      self = .strings(strings)
      return
    }
    switch constants[0] {
    case .value(.boolean(let value)): self = .boolean(value)
    case .value(.string(let value)): self = .string(value)
    case .compare("<", .number(let limit)): self = .below(limit, included: false)
    case .compare("<=", .number(let limit)): self = .below(limit, included: true)
    case .compare(">", .number(let limit)): self = .above(limit, included: false)
    case .compare(">=", .number(let limit)): self = .above(limit, included: true)
    case .value(.range(let range)):
      guard range.form == .interval, case .number(let low) = range.start,
        case .number(let high) = range.end
      else { return nil }
      self = .between(
        low, lowIncluded: range.startIncluded, high, highIncluded: range.endIncluded)
    default: return nil
    }
  }

  var isAny: Bool { if case .any = self { true } else { false } }

  /// Whether an input passes.
  @inline(__always)
  func matches(_ input: Value, _ context: inout EvaluationContext) -> Truth {
    switch self {
    case .any: return .yes
    case .boolean(let wanted):
      guard case .boolean(let value) = input else { return unlike(input) }
      return Truth(value == wanted)
    case .string(let wanted):
      guard case .string(let value) = input else { return unlike(input) }
      return Truth(value == wanted)
    case .strings(let wanted):
      guard case .string(let value) = input else { return unlike(input) }
      return Truth(wanted.contains(value))
    case .below(let limit, let included):
      guard case .number(let value) = input else { return .undecided }
      return Truth(included ? !(limit < value) : value < limit)
    case .above(let limit, let included):
      guard case .number(let value) = input else { return .undecided }
      return Truth(included ? !(value < limit) : limit < value)
    case .between(let low, let lowIncluded, let high, let highIncluded):
      guard case .number(let value) = input else { return .undecided }
      return Truth(
        (lowIncluded ? !(value < low) : low < value)
          && (highIncluded ? !(high < value) : value < high))
    case .tests(let tests): return tests.matches(input, &context)
    }
  }

  /// Equality with a value of another kind: null is unequal, anything else is undecided (10.3.2.15, table 53).
  private func unlike(_ input: Value) -> Truth { input.isNull ? .no : .undecided }
}
