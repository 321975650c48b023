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
  /// The first 28 digits of ln 10: few enough that their multiples up to the largest exponent are exact.
  private static let lnTenHigh = Number("2.302585092994045684017991454") ?? .zero
  /// The digits that follow: ln 10 = lnTenHigh + lnTenLow.
  private static let lnTenLow = Number("6.843642076011014886287729760333279e-28") ?? .zero
  /// ln 10 with the decimals of `FixedPoint`.
  private static let lnTenFixed = FixedPoint(
    negative: false, magnitude: 23_025_850_929_940_456_840_179_914_546_843_642_076)

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
    let parts = reduced
    let top = parts.exponent + Decimal128.digits(parts.coefficient)
    if top < -40 { return .one }
    guard top < 6, let guess = approximate, guess < 15_000 else {
      return isNegative ? .zero : nil
    }
    if guess < -15_000 { return .zero }
    // e^x = e^(x - n ln 10) * 10^n; the difference is taken in two steps that lose nothing.
    let tens = Int((guess / 2.302585092994046).rounded())
    guard let high = Self.lnTenHigh.multiplied(by: Number(tens)),
      let low = Self.lnTenLow.multiplied(by: Number(tens)),
      let rest = subtracting(high).flatMap({ FixedPoint($0) }),
      let correction = FixedPoint(low)
    else { return nil }
    return rest.adding(correction.negated)?.exponential?.number(tens: tens)
  }

  /// The natural logarithm; nil for zero and below.
  public var naturalLogarithm: Number? {
    guard !isZero, !isNegative else { return nil }
    if let near = subtracting(.one), near.magnitude < Self.hundredth {
      return Self.logarithm(ofOnePlus: near)
    }
    // x = m * 10^k with m around 1, ln x = ln m + k ln 10.
    var parts = reduced
    let digits = Decimal128.digits(parts.coefficient)
    var tens = parts.exponent + digits
    parts.exponent = -digits
    if parts.coefficient < Decimal128.power(digits) / 3 {
      parts.exponent += 1
      tens -= 1
    }
    let number = Self.assembled(
      negative: false, coefficient: parts.coefficient, exponent: parts.exponent)
    guard let guess = number.approximate, let mantissa = FixedPoint(number),
      var result = Number(approximately: log(guess)).flatMap({ FixedPoint($0) })
    else { return nil }
    // Halley: each round triples the correct digits of the 16 at the start.
    for _ in 0..<2 {
      guard let power = result.exponential, let difference = mantissa.adding(power.negated),
        let sum = mantissa.adding(power), let step = difference.divided(by: sum),
        let next = result.adding(step)?.adding(step)
      else { return nil }
      result = next
    }
    // With 256 bits, so that nothing is rounded before the end.
    let multiple = Self.lnTenFixed.magnitude.multipliedFullWidth(by: UInt128(tens.magnitude))
    let negative = tens < 0
    if negative == result.negative {
      let (low, carry) = multiple.low.addingReportingOverflow(result.magnitude)
      return Self.make(
        negative: negative, high: multiple.high + (carry ? 1 : 0), low: low,
        exponent: -FixedPoint.decimals)
    }
    if multiple.high == 0, multiple.low < result.magnitude {
      return Self.make(
        negative: result.negative, low: result.magnitude - multiple.low,
        exponent: -FixedPoint.decimals)
    }
    let (low, borrow) = multiple.low.subtractingReportingOverflow(result.magnitude)
    return Self.make(
      negative: negative, high: multiple.high - (borrow ? 1 : 0), low: low,
      exponent: -FixedPoint.decimals)
  }

  private static let half = Number("0.5") ?? .zero
  private static let hundredth = Number("0.01") ?? .zero

  /// ln(1 + z) = 2 artanh(z / (2 + z)) for small z: relative to the result, which may itself be very small, no digits are
  /// lost.
  private static func logarithm(ofOnePlus z: Number) -> Number? {
    if z.isZero { return .zero }
    guard let t = Number(2).adding(z).flatMap({ z.divided(by: $0) }),
      let square = t.multiplied(by: t)
    else { return nil }
    var power = t
    var sum = t
    for step in 1...40 {
      guard let next = power.multiplied(by: square),
        let term = next.divided(by: Number(2 * step + 1)),
        let total = sum.adding(term)
      else { return nil }
      if total == sum { break }
      power = next
      sum = total
    }
    return sum.multiplied(by: Number(2))
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
    if exponent == Self.half { return squareRoot }
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
