extension Number {
  /// The sum, rounded to 34 digits; nil when it is too large.
  public func adding(_ other: Number) -> Number? {
    if case .small(let left, let leftExponent) = storage,
      case .small(let right, let rightExponent) = other.storage
    {
      if leftExponent == rightExponent {
        let (sum, overflow) = left.addingReportingOverflow(right)
        if !overflow, sum != Int64.min { return Number(storage: .small(sum, leftExponent)) }
      } else if let (a, b, exponent) = Self.aligned(left, leftExponent, right, rightExponent) {
        let (sum, overflow) = a.addingReportingOverflow(b)
        if !overflow, sum != Int64.min { return Number(storage: .small(sum, exponent)) }
      }
    }
    return Self.add(parts, other.parts)
  }

  /// The difference, rounded to 34 digits; nil when it is too large.
  public func subtracting(_ other: Number) -> Number? { adding(other.negated) }

  /// The same with the other sign; zero stays zero.
  public var negated: Number {
    switch storage {
    case .small(let coefficient, let exponent):
      if coefficient == Int64.min { return Self.make(parts, negative: false) ?? self }
      return Number(storage: .small(-coefficient, exponent))
    case .large(let large):
      return Self.assembled(
        negative: !large.parts.negative, coefficient: large.parts.coefficient,
        exponent: large.parts.exponent)
    }
  }

  private static func make(_ parts: Parts, negative: Bool) -> Number? {
    make(negative: negative, low: parts.coefficient, exponent: parts.exponent)
  }

  /// The distance from zero.
  public var magnitude: Number { isNegative ? negated : self }

  /// Two small coefficients on the smaller exponent, when that fits 64 bits.
  @inline(__always)
  static func aligned(
    _ left: Int64, _ leftExponent: Int16, _ right: Int64, _ rightExponent: Int16
  ) -> (Int64, Int64, Int16)? {
    let shift = Int(leftExponent) - Int(rightExponent)
    if shift > 0 {
      guard shift <= 18 else { return nil }
      let (scaled, overflow) = left.multipliedReportingOverflow(by: Self.smallPower(shift))
      return overflow ? nil : (scaled, right, rightExponent)
    }
    guard shift >= -18 else { return nil }
    let (scaled, overflow) = right.multipliedReportingOverflow(by: Self.smallPower(-shift))
    return overflow ? nil : (left, scaled, leftExponent)
  }

  private static func smallPower(_ exponent: Int) -> Int64 {
    Int64(truncatingIfNeeded: Decimal128.power(exponent))
  }

  private static func add(_ left: Parts, _ right: Parts) -> Number? {
    if left.coefficient == 0 { return make(right, negative: right.negative) }
    if right.coefficient == 0 { return make(left, negative: left.negative) }
    let (upper, lower) = left.exponent >= right.exponent ? (left, right) : (right, left)
    let shift = upper.exponent - lower.exponent
    let same = upper.negative == lower.negative
    if shift > 38 {
      // The lower one lies wholly below the digits that are kept: it only decides the rounding.
      let room = 37 - Decimal128.digits(upper.coefficient)
      let scaled = upper.coefficient * Decimal128.power(room)
      let lowerTop = lower.exponent + Decimal128.digits(lower.coefficient)
      guard lowerTop <= upper.exponent - room else {
        return addWide(upper, lower, shift: shift, same: same)
      }
      return make(
        negative: upper.negative, low: same ? scaled : scaled - 1,
        exponent: upper.exponent - room, sticky: true)
    }
    return addWide(upper, lower, shift: shift, same: same)
  }

  /// Adds with 256 bits. `shift` is at most 38 + 33: the upper coefficient is then so short that the product fits.
  private static func addWide(_ upper: Parts, _ lower: Parts, shift: Int, same: Bool) -> Number? {
    let first = min(shift, 38)
    guard shift - first <= 38 - Decimal128.digits(upper.coefficient) else { return nil }
    let base = upper.coefficient * Decimal128.power(shift - first)
    let wide = base.multipliedFullWidth(by: Decimal128.power(first))
    var (high, low) = (wide.high, wide.low)
    if same {
      let (sum, carry) = low.addingReportingOverflow(lower.coefficient)
      low = sum
      if carry { high += 1 }
      return make(negative: upper.negative, high: high, low: low, exponent: lower.exponent)
    }
    if high == 0, low < lower.coefficient {
      return make(
        negative: lower.negative, low: lower.coefficient - low, exponent: lower.exponent)
    }
    let (difference, borrow) = low.subtractingReportingOverflow(lower.coefficient)
    low = difference
    if borrow { high -= 1 }
    return make(negative: upper.negative, high: high, low: low, exponent: lower.exponent)
  }

  /// The product, rounded to 34 digits; nil when it is too large.
  public func multiplied(by other: Number) -> Number? {
    if case .small(let left, let leftExponent) = storage,
      case .small(let right, let rightExponent) = other.storage
    {
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      let exponent = Int(leftExponent) + Int(rightExponent)
      if !overflow, product != Int64.min, exponent >= Self.minimumExponent,
        exponent <= Self.maximumExponent
      {
        return product == 0 ? .zero : Number(storage: .small(product, Int16(exponent)))
      }
    }
    let (left, right) = (parts, other.parts)
    let wide = left.coefficient.multipliedFullWidth(by: right.coefficient)
    return Self.make(
      negative: left.negative != right.negative, high: wide.high, low: wide.low,
      exponent: left.exponent + right.exponent)
  }

  /// The quotient, rounded to 34 digits; nil when the divisor is zero or the quotient too large.
  public func divided(by other: Number) -> Number? {
    let (left, right) = (parts, other.parts)
    guard right.coefficient != 0 else { return nil }
    if left.coefficient == 0 { return .zero }
    let negative = left.negative != right.negative
    let (direct, rest) = left.coefficient.quotientAndRemainder(dividingBy: right.coefficient)
    if rest == 0 {
      return Self.make(
        negative: negative, low: direct, exponent: left.exponent - right.exponent)
    }
    let leftDigits = Decimal128.digits(left.coefficient)
    let shift = Self.precision + 1 + Decimal128.digits(right.coefficient) - leftDigits
    let first = min(shift, 38 - leftDigits)
    let wide = (left.coefficient * Decimal128.power(first)).multipliedFullWidth(
      by: Decimal128.power(shift - first))
    guard wide.high < right.coefficient else { return nil }
    let (quotient, remainder) = right.coefficient.dividingFullWidth((wide.high, wide.low))
    let exponent = left.exponent - right.exponent - shift
    let result = Self.make(
      negative: negative, low: quotient, exponent: exponent, sticky: remainder != 0)
    guard remainder == 0, let result else { return result }
    let reduced = result.reduced
    return Self.make(reduced, negative: reduced.negative)
  }

  /// The remainder with the sign of the divisor: `a - b * floor(a / b)` (10.3.4.5, modulo).
  public func modulo(_ divisor: Number) -> Number? {
    guard !divisor.isZero else { return nil }
    if case .small(let left, 0) = storage, case .small(let right, 0) = divisor.storage, right != -1
    {
      let remainder = left % right
      return Number(
        Int(remainder != 0 && (remainder < 0) != (right < 0) ? remainder + right : remainder))
    }
    guard let quotient = divided(by: divisor), let whole = quotient.rounded(scale: 0, .floor),
      let product = whole.multiplied(by: divisor)
    else { return nil }
    return subtracting(product)
  }

  /// The value to the power of an integer, by repeated squaring; nil when it is too large or divides by zero.
  func raised(toInteger exponent: Int) -> Number? {
    var result = Number.one
    var base = self
    var rest = exponent.magnitude
    while rest > 0 {
      if rest & 1 == 1 {
        guard let product = result.multiplied(by: base) else { return nil }
        result = product
      }
      rest >>= 1
      if rest > 0 {
        guard let square = base.multiplied(by: base) else { return nil }
        base = square
      }
    }
    return exponent < 0 ? Number.one.divided(by: result) : result
  }
}

extension Number: Comparable, Hashable {
  /// Whether both are the same value, whatever their trailing zeros.
  public static func == (left: Number, right: Number) -> Bool {
    if case .small(let a, let x) = left.storage, case .small(let b, let y) = right.storage, x == y {
      return a == b
    }
    return order(left, right) == 0
  }

  /// Whether the first is the smaller value.
  public static func < (left: Number, right: Number) -> Bool {
    if case .small(let a, let x) = left.storage, case .small(let b, let y) = right.storage, x == y {
      return a < b
    }
    return order(left, right) < 0
  }

  /// Negative, zero or positive as the first is smaller, equal or larger.
  static func order(_ left: Number, _ right: Number) -> Int {
    if case .small(let a, let x) = left.storage, case .small(let b, let y) = right.storage,
      let (a, b, _) = aligned(a, x, b, y)
    {
      return a < b ? -1 : a == b ? 0 : 1
    }
    let (left, right) = (left.parts, right.parts)
    if left.coefficient == 0 || right.coefficient == 0 || left.negative != right.negative {
      let leftSign = left.coefficient == 0 ? 0 : left.negative ? -1 : 1
      let rightSign = right.coefficient == 0 ? 0 : right.negative ? -1 : 1
      return leftSign - rightSign
    }
    let sign = left.negative ? -1 : 1
    let leftTop = left.exponent + Decimal128.digits(left.coefficient)
    let rightTop = right.exponent + Decimal128.digits(right.coefficient)
    if leftTop != rightTop { return leftTop < rightTop ? -sign : sign }
    // Equal tops: the exponents differ by at most 33, so aligning fits 256 bits.
    let shift = left.exponent - right.exponent
    let a = left.coefficient.multipliedFullWidth(by: Decimal128.power(shift))
    let b = right.coefficient.multipliedFullWidth(by: Decimal128.power(-shift))
    if a.high != b.high { return a.high < b.high ? -sign : sign }
    return a.low == b.low ? 0 : a.low < b.low ? -sign : sign
  }

  /// Hashes the value, not its trailing zeros.
  public func hash(into hasher: inout Hasher) {
    let reduced = reduced
    hasher.combine(reduced.negative)
    hasher.combine(reduced.coefficient)
    hasher.combine(reduced.exponent)
  }
}
