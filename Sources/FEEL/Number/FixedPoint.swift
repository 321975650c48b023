/// A number between -34 and 34 with 37 decimals: three more digits than a `Number` keeps, so that the elementary functions
/// can lose some on the way.
struct FixedPoint {
  var negative: Bool
  var magnitude: UInt128

  static let decimals = 37
  static let scale = Decimal128.power(decimals)
  static let zero = FixedPoint(negative: false, magnitude: 0)
  static let one = FixedPoint(negative: false, magnitude: scale)

  init(negative: Bool, magnitude: UInt128) {
    self.negative = negative
    self.magnitude = magnitude
  }

  /// Nil when the number is too large.
  init?(_ number: Number) {
    let parts = number.reduced
    let shift = Self.decimals + parts.exponent
    negative = parts.negative
    if shift >= 0 {
      guard shift <= 38 else { return nil }
      let (product, overflow) = parts.coefficient.multipliedReportingOverflow(
        by: Decimal128.power(shift))
      guard !overflow else { return nil }
      magnitude = product
    } else {
      magnitude = shift < -38 ? 0 : parts.coefficient / Decimal128.power(-shift)
    }
  }

  /// The number, times a power of ten.
  func number(tens: Int = 0) -> Number? {
    Number.make(negative: negative, low: magnitude, exponent: tens - Self.decimals)
  }

  func adding(_ other: FixedPoint) -> FixedPoint? {
    if negative == other.negative {
      let (sum, overflow) = magnitude.addingReportingOverflow(other.magnitude)
      return overflow ? nil : FixedPoint(negative: negative, magnitude: sum)
    }
    return magnitude >= other.magnitude
      ? FixedPoint(negative: negative, magnitude: magnitude - other.magnitude)
      : FixedPoint(negative: other.negative, magnitude: other.magnitude - magnitude)
  }

  var negated: FixedPoint { FixedPoint(negative: !negative, magnitude: magnitude) }

  func multiplied(by other: FixedPoint) -> FixedPoint? {
    let wide = magnitude.multipliedFullWidth(by: other.magnitude)
    guard wide.high < Self.scale else { return nil }
    let (quotient, _) = Self.scale.dividingFullWidth((wide.high, wide.low))
    return FixedPoint(negative: negative != other.negative, magnitude: quotient)
  }

  func divided(by other: FixedPoint) -> FixedPoint? {
    let wide = magnitude.multipliedFullWidth(by: Self.scale)
    guard wide.high < other.magnitude else { return nil }
    let (quotient, _) = other.magnitude.dividingFullWidth((wide.high, wide.low))
    return FixedPoint(negative: negative != other.negative, magnitude: quotient)
  }

  /// e to the power of a value of at most 1.3, by Taylor's series: some forty terms.
  var exponential: FixedPoint? {
    var term = FixedPoint.one
    var sum = FixedPoint.one
    for step in 1...80 {
      guard var next = term.multiplied(by: self) else { return nil }
      next.magnitude /= UInt128(step)
      if next.magnitude == 0 { return sum }
      guard let total = sum.adding(next) else { return nil }
      term = next
      sum = total
    }
    return sum
  }
}
