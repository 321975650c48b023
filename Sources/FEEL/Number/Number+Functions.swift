#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

// Elementary functions. Binary floating point appears only as the first guess of an iteration; the digits that are
// returned come from decimal arithmetic.
extension Number {
  /// ln 10.
  private static let lnTen =
    Number("2.302585092994045684017991454684364") ?? Number(0)
  /// The last digits of ln 10 that do not fit: ln 10 = lnTen + lnTenRest.
  private static let lnTenRest = Number("2.07601101488628772976033327900967573e-34") ?? Number(0)

  /// A first guess: about 16 digits; nil when it is outside the range of a binary double.
  private var approximate: Double? {
    let parts = parts
    let top = parts.exponent + Decimal128.digits(parts.coefficient)
    guard abs(top) < 300 else { return nil }
    return Double(description)
  }

  private init?(approximately value: Double) {
    guard value.isFinite else { return nil }
    self.init("\(value)")
  }

  /// The square root, correctly rounded; nil below zero.
  public var squareRoot: Number? {
    if isZero { return .zero }
    var parts = reduced
    guard !parts.negative else { return nil }
    // Scale to 67 or 68 digits with an even exponent: the integer root then has 34 digits.
    var shift = 68 - Decimal128.digits(parts.coefficient)
    if (parts.exponent - shift) & 1 != 0 { shift -= 1 }
    let first = min(shift, 38 - Decimal128.digits(parts.coefficient))
    let wide = (parts.coefficient * Decimal128.power(first)).multipliedFullWidth(
      by: Decimal128.power(shift - first))
    parts.exponent -= shift
    // Newton from above: 2^128 > 10^34 is too large a start for dividingFullWidth to overflow.
    let guess = (Double(wide.high) * 0x1p128 + Double(wide.low)).squareRoot()
    var root = UInt128(guess * 1.000_000_1)
    while true {
      guard wide.high < root else { return nil }
      let (quotient, _) = root.dividingFullWidth((wide.high, wide.low))
      if quotient >= root { break }
      root = (root + quotient) / 2
      if root == 0 { return nil }
    }
    let square = root.multipliedFullWidth(by: root)
    let exact = square.high == wide.high && square.low == wide.low
    if !exact {
      // (root + 1/2)^2 = root^2 + root + 1/4: the rest decides, and there is never a tie.
      let (rest, borrow) = wide.low.subtractingReportingOverflow(square.low)
      if wide.high - square.high - (borrow ? 1 : 0) > 0 || rest > root { root += 1 }
    }
    let result = Self.make(negative: false, low: root, exponent: parts.exponent / 2)
    guard exact, let reduced = result?.reduced else { return result }
    return Self.assembled(
      negative: false, coefficient: reduced.coefficient, exponent: reduced.exponent)
  }

  /// e to the power of the value; nil when that is too large.
  public var exponential: Number? {
    if isZero { return .one }
    guard let guess = Optional(approximate ?? (isNegative ? -1e9 : 1e9)), guess < 15_000 else {
      return nil
    }
    if guess < -15_000 { return .zero }
    let tens = Int((guess / 2.302585092994046).rounded())
    let count = Number(tens)
    guard let whole = Self.lnTen.multiplied(by: count),
      let part = Self.lnTenRest.multiplied(by: count),
      let rest = subtracting(whole)?.subtracting(part)
    else { return nil }
    // Taylor around zero; |rest| is at most 1.16, so some forty terms reach the 34th digit.
    var term = Number.one
    var sum = Number.one
    for step in 1...60 {
      guard let next = term.multiplied(by: rest)?.divided(by: Number(step)),
        let total = sum.adding(next)
      else { return nil }
      if next.isZero { break }
      term = next
      sum = total
    }
    let parts = sum.parts
    return Self.make(
      negative: parts.negative, low: parts.coefficient, exponent: parts.exponent + tens)
  }

  /// The natural logarithm; nil for zero and below.
  public var naturalLogarithm: Number? {
    guard !isZero, !isNegative else { return nil }
    if self == .one { return .zero }
    // x = m * 10^k with m around 1, ln x = ln m + k ln 10.
    var parts = reduced
    let digits = Decimal128.digits(parts.coefficient)
    var tens = parts.exponent + digits
    parts.exponent = -digits
    if parts.coefficient < Decimal128.power(digits) / 3 {
      parts.exponent += 1
      tens -= 1
    }
    let mantissa = Self.assembled(
      negative: false, coefficient: parts.coefficient, exponent: parts.exponent)
    guard let guess = mantissa.approximate, var result = Number(approximately: log(guess))
    else { return nil }
    // Halley: each round triples the correct digits of the 16 at the start.
    for _ in 0..<2 {
      guard let power = result.exponential, let difference = mantissa.subtracting(power),
        let sum = mantissa.adding(power),
        let step = Number(2).multiplied(by: difference)?.divided(by: sum),
        let next = result.adding(step)
      else { return nil }
      result = next
    }
    let count = Number(tens)
    guard let whole = Self.lnTen.multiplied(by: count),
      let part = Self.lnTenRest.multiplied(by: count)
    else { return nil }
    return whole.adding(result)?.adding(part)
  }

  /// The value to a power (10.3.2.3.1, `**`): by squaring for integers, else through the logarithm. Nil when it is too
  /// large, has no real value, or divides by zero.
  public func raised(to exponent: Number) -> Number? {
    if exponent.isInteger {
      guard let count = exponent.exactInt, count.magnitude <= 1_000_000_000 else {
        if isZero { return exponent.isNegative ? nil : .zero }
        if magnitude == .one { return raised(toInteger: exponent.isEven ? 2 : 1) }
        return (magnitude < .one) == !exponent.isNegative ? .zero : nil
      }
      if isZero, count < 0 { return nil }
      if let result = raised(toInteger: count) { return result }
      // An intermediate square may be too large although the reciprocal is only very small.
      return count < 0 && magnitude > .one ? .zero : nil
    }
    if isZero { return exponent.isNegative ? nil : .zero }
    guard !isNegative, let log = naturalLogarithm, let product = log.multiplied(by: exponent)
    else { return nil }
    return product.exponential
  }

  /// Whether it is an integer divisible by two.
  public var isEven: Bool {
    guard isInteger, let rest = modulo(Number(2)) else { return false }
    return rest.isZero
  }

  /// Whether it is an integer not divisible by two.
  public var isOdd: Bool { isInteger && !isEven }
}
