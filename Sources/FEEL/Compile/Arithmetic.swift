import CivilTime
import Diagnostics

/// The arithmetic of 10.3.2.15 (tables 56 to 60) on values, and its types.
enum Arithmetic {
  /// The type of a result; nil when there never is one.
  static func type(_ operation: ArithmeticOperator, _ left: FEELType, _ right: FEELType)
    -> FEELType?
  {
    if left == .null || right == .null { return nil }
    switch operation {
    case .add:
      switch (left, right) {
      case (.any, _), (_, .any): return .any
      case (.number, .number), (.string, .string), (.monthsDuration, .monthsDuration),
        (.daysDuration, .daysDuration):
        return left
      case (.date, .monthsDuration), (.date, .daysDuration), (.dateTime, .monthsDuration),
        (.dateTime, .daysDuration), (.time, .daysDuration):
        return left
      case (.monthsDuration, .date), (.daysDuration, .date), (.monthsDuration, .dateTime),
        (.daysDuration, .dateTime), (.daysDuration, .time):
        return right
      default: return nil
      }
    case .subtract:
      switch (left, right) {
      case (.any, _), (_, .any): return .any
      case (.number, .number), (.monthsDuration, .monthsDuration), (.daysDuration, .daysDuration):
        return left
      case (.date, .date), (.date, .dateTime), (.dateTime, .date), (.dateTime, .dateTime),
        (.time, .time):
        return .daysDuration
      case (.date, .monthsDuration), (.date, .daysDuration), (.dateTime, .monthsDuration),
        (.dateTime, .daysDuration), (.time, .daysDuration):
        return left
      default: return nil
      }
    case .multiply:
      switch (left, right) {
      case (.any, .any), (.any, .number), (.number, .any), (.any, .monthsDuration),
        (.any, .daysDuration), (.monthsDuration, .any), (.daysDuration, .any):
        return .any
      case (.number, .number): return .number
      case (.number, .monthsDuration), (.number, .daysDuration): return right
      case (.monthsDuration, .number), (.daysDuration, .number): return left
      default: return nil
      }
    case .divide:
      switch (left, right) {
      case (.any, .any), (.any, .number), (.number, .any), (.any, .monthsDuration),
        (.any, .daysDuration), (.monthsDuration, .any), (.daysDuration, .any):
        return .any
      case (.number, .number): return .number
      case (.monthsDuration, .number), (.daysDuration, .number): return left
      case (.monthsDuration, .monthsDuration), (.daysDuration, .daysDuration): return .number
      default: return nil
      }
    case .power:
      switch (left, right) {
      case (.any, .any), (.any, .number), (.number, .any), (.number, .number): return .number
      default: return nil
      }
    }
  }

  @inline(__always)
  static func apply(
    _ operation: ArithmeticOperator, _ left: Value, _ right: Value,
    _ context: inout EvaluationContext,
    at span: @autoclosure () -> SourceSpan
  ) -> Value {
    if case .number(let a) = left, case .number(let b) = right {
      if let result = numbers(operation, a, b) { return .number(result) }
      context.note(
        .arithmetic,
        operation == .divide && b.isZero
          ? "division med noll" : "talet blir för stort eller odefinierat",
        at: span())
      return .null
    }
    return others(operation, left, right, &context, at: span())
  }

  private static func numbers(_ operation: ArithmeticOperator, _ a: Number, _ b: Number) -> Number?
  {
    switch operation {
    case .add: a.adding(b)
    case .subtract: a.subtracting(b)
    case .multiply: a.multiplied(by: b)
    case .divide: a.divided(by: b)
    case .power: a.raised(to: b)
    }
  }

  private static func others(
    _ operation: ArithmeticOperator, _ left: Value, _ right: Value,
    _ context: inout EvaluationContext,
    at span: @autoclosure () -> SourceSpan
  ) -> Value {
    if left.isNull || right.isNull {
      context.note(.wrongTypes, "ett av värdena saknas", at: span())
      return .null
    }
    let result: Value? =
      switch operation {
      case .add: sum(left, right, &context)
      case .subtract: difference(left, right)
      case .multiply: product(left, right)
      case .divide: quotient(left, right)
      case .power: nil
      }
    if let result { return result }
    if context.collectNotes {
      let (a, b) = (FEELType(of: left), FEELType(of: right))
      if type(operation, a, b) == nil {
        context.note(
          .wrongTypes,
          "`\(operation.rawValue)` har inget svar för \(a.swedish) och \(b.swedish)", at: span())
      } else {
        context.note(.arithmetic, "beräkningen har inget resultat", at: span())
      }
    }
    return .null
  }

  private static func sum(
    _ left: Value, _ right: Value, _ context: inout EvaluationContext
  ) -> Value? {
    switch (left, right) {
    case (.string(let a), .string(let b)):
      guard a.utf8.count + b.utf8.count <= EvaluationContext.maximumText,
        context.spend(1 + (a.utf8.count + b.utf8.count) / 64)
      else { return nil }
      return .string(a + b)
    case (.monthsDuration(let a), .monthsDuration(let b)):
      return a.adding(b).map { .monthsDuration($0) }
    case (.daysDuration(let a), .daysDuration(let b)): return a.adding(b).map { .daysDuration($0) }
    case (.date(let a), .monthsDuration(let b)), (.monthsDuration(let b), .date(let a)):
      return a.adding(b).map { .date($0) }
    case (.date(let a), .daysDuration(let b)), (.daysDuration(let b), .date(let a)):
      return a.adding(b).map { .date($0) }
    case (.dateTime(let a), .monthsDuration(let b)), (.monthsDuration(let b), .dateTime(let a)):
      return a.adding(b).map { .dateTime($0) }
    case (.dateTime(let a), .daysDuration(let b)), (.daysDuration(let b), .dateTime(let a)):
      return a.adding(b, under: SystemZones()).map { .dateTime($0) }
    case (.time(let a), .daysDuration(let b)), (.daysDuration(let b), .time(let a)):
      return .time(a.adding(b))
    default: return nil
    }
  }

  private static func difference(_ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.monthsDuration(let a), .monthsDuration(let b)):
      return a.subtracting(b).map { .monthsDuration($0) }
    case (.daysDuration(let a), .daysDuration(let b)):
      return a.subtracting(b).map { .daysDuration($0) }
    case (.date(let a), .monthsDuration(let b)):
      return b.negated.flatMap { a.adding($0) }.map { .date($0) }
    case (.date(let a), .daysDuration(let b)):
      return b.negated.flatMap { a.adding($0) }.map { .date($0) }
    case (.dateTime(let a), .monthsDuration(let b)):
      return b.negated.flatMap { a.adding($0) }.map { .dateTime($0) }
    case (.dateTime(let a), .daysDuration(let b)):
      return b.negated.flatMap { a.adding($0, under: SystemZones()) }.map { .dateTime($0) }
    case (.time(let a), .daysDuration(let b)): return b.negated.map { .time(a.adding($0)) }
    case (.date, .date), (.date, .dateTime), (.dateTime, .date), (.dateTime, .dateTime):
      // A date counts as its midnight in UTC (10.3.2.15, table 57); two dates need no zone.
      guard let a = moment(left), let b = moment(right) else { return nil }
      return a.duration(since: b, under: SystemZones()).map { .daysDuration($0) }
    case (.time(let a), .time(let b)):
      guard (a.zone == .none) == (b.zone == .none),
        let first = a.utcNanoseconds(under: SystemZones(), on: .epoch),
        let second = b.utcNanoseconds(under: SystemZones(), on: .epoch)
      else { return nil }
      return DaysDuration(nanoseconds: Int128(first - second)).map { .daysDuration($0) }
    default: return nil
    }
  }

  private static func moment(_ value: Value) -> CivilDateTime? {
    switch value {
    case .date(let date): CivilDateTime(date: date, zone: .offset(.utc))
    case .dateTime(let value): value
    default: nil
    }
  }

  private static func product(_ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.number(let factor), .monthsDuration(let duration)),
      (.monthsDuration(let duration), .number(let factor)):
      Number(duration.totalMonths).multiplied(by: factor).flatMap(months)
    case (.number(let factor), .daysDuration(let duration)),
      (.daysDuration(let duration), .number(let factor)):
      Number(duration.totalNanoseconds).multiplied(by: factor).flatMap(days)
    default: nil
    }
  }

  private static func quotient(_ left: Value, _ right: Value) -> Value? {
    switch (left, right) {
    case (.monthsDuration(let duration), .number(let divisor)):
      Number(duration.totalMonths).divided(by: divisor).flatMap(months)
    case (.daysDuration(let duration), .number(let divisor)):
      Number(duration.totalNanoseconds).divided(by: divisor).flatMap(days)
    case (.monthsDuration(let a), .monthsDuration(let b)):
      Number(a.totalMonths).divided(by: Number(b.totalMonths)).map { .number($0) }
    case (.daysDuration(let a), .daysDuration(let b)):
      Number(a.totalNanoseconds).divided(by: Number(b.totalNanoseconds)).map { .number($0) }
    default: nil
    }
  }

  /// Parts of a month are cut off.
  private static func months(_ number: Number) -> Value? {
    number.truncatedInt.map { .monthsDuration(MonthsDuration(months: $0)) }
  }

  private static func days(_ nanoseconds: Number) -> Value? {
    nanoseconds.rounded(scale: 0, .halfEven)?.int128
      .flatMap { DaysDuration(nanoseconds: $0) }.map { .daysDuration($0) }
  }
}

extension Number {
  /// An integer of a duration in nanoseconds: at most 94 bits, so always exact.
  init(_ value: Int128) {
    self =
      Number.make(negative: value < 0, low: value.magnitude, exponent: 0) ?? .zero
  }

  /// The value as a wide integer when it is one.
  var int128: Int128? {
    let parts = reduced
    guard parts.exponent >= 0, Decimal128.digits(parts.coefficient) + parts.exponent <= 38 else {
      return nil
    }
    let magnitude = parts.coefficient * Decimal128.power(parts.exponent)
    guard let value = Int128(exactly: magnitude) else { return nil }
    return parts.negative ? -value : value
  }
}

extension Compiler {
  func arithmetic(
    _ firstNode: Expression, _ rest: [(operation: ArithmeticOperator, operand: Expression)],
    _ scope: LocalScope
  ) -> Typed {
    var result = compile(firstNode, scope.plain)
    var range = firstNode.range
    for (operation, node) in rest {
      let operand = compile(node, scope.plain)
      range = range.lowerBound..<max(node.range.upperBound, range.upperBound)
      result = binary(operation, result, operand, range)
    }
    return result
  }

  private func binary(
    _ operation: ArithmeticOperator, _ left: Typed, _ right: Typed, _ range: Range<Int>
  ) -> Typed {
    let type = Arithmetic.type(operation, left.type, right.type)
    if type == nil {
      if left.type == .null || right.type == .null {
        error("always-null", "`\(text(range))` räknar med null och får aldrig något svar", range)
      } else {
        error(
          "wrong-type",
          "`\(operation.rawValue)` kan inte användas på \(left.type.swedish) och \(right.type.swedish)",
          range, help: Self.arithmeticHelp(operation, left.type, right.type))
      }
    }
    let (first, second) = (left.code, right.code)
    let span = source.span
    let result = Typed(type ?? .any, nullable: Self.mayFail(operation, left, right) || type == nil)
    {
      context in
      let left = first(&context)
      return Arithmetic.apply(operation, left, second(&context), &context, at: span(range))
    }
    let constant = folded(result, from: [left, right])
    if operation == .divide, case .number(let divisor)? = right.constant, divisor.isZero {
      error("division-by-zero", "division med noll", range)
    }
    return constant
  }

  private static func mayFail(
    _ operation: ArithmeticOperator, _ left: Typed, _ right: Typed
  ) -> Bool {
    if left.nullable || right.nullable || left.type == .any || right.type == .any { return true }
    switch operation {
    case .divide: return right.constant == nil
    case .power: return !(right.constant.flatMap(\.nonNegativeInteger) ?? false)
    case .subtract:
      return left.type == .time && right.type == .time
        || (left.type == .dateTime || right.type == .dateTime)
          && (left.type == right.type || left.type == .date || right.type == .date)
    default: return false
    }
  }

  private static func arithmeticHelp(
    _ operation: ArithmeticOperator, _ left: FEELType, _ right: FEELType
  ) -> String? {
    switch (left, right) {
    case (.date, .number), (.dateTime, .number):
      "lägg till en tidslängd: `@\"P20D\"` för 20 dagar, `@\"P12M\"` för 12 månader"
    case (.string, _) where operation == .add, (_, .string) where operation == .add:
      "gör om värdet till text med `string(...)`"
    default: nil
    }
  }
}

extension Value {
  fileprivate var nonNegativeInteger: Bool {
    if case .number(let number) = self { number.isInteger && !number.isNegative } else { false }
  }
}
