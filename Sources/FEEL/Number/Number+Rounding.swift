extension Number {
  /// How a digit that is cut off changes the last one kept (10.3.4.5).
  public enum Rounding: Sendable {
    /// Towards negative infinity.
    case floor
    /// Towards positive infinity.
    case ceiling
    /// Away from zero.
    case up
    /// Towards zero.
    case down
    /// To the nearest, ties away from zero.
    case halfUp
    /// To the nearest, ties towards zero.
    case halfDown
    /// To the nearest, ties to an even digit.
    case halfEven
  }

  /// The value with at most `scale` decimals (a negative scale rounds tens, hundreds ...); nil when it is too large.
  public func rounded(scale: Int, _ rule: Rounding) -> Number? {
    let parts = parts
    let (drop, overflow) = (0 - scale).subtractingReportingOverflow(parts.exponent)
    if overflow { return nil }
    if drop <= 0 || parts.coefficient == 0 { return self }
    var quotient: UInt128 = 0
    var remainder = parts.coefficient
    var againstHalf = -1
    if drop <= 38 {
      let divisor = Decimal128.power(drop)
      (quotient, remainder) = parts.coefficient.quotientAndRemainder(dividingBy: divisor)
      let half = divisor / 2
      againstHalf = remainder < half ? -1 : remainder == half ? 0 : 1
    }
    let up: Bool =
      if remainder == 0 {
        false
      } else {
        switch rule {
        case .floor: parts.negative
        case .ceiling: !parts.negative
        case .up: true
        case .down: false
        case .halfUp: againstHalf >= 0
        case .halfDown: againstHalf > 0
        case .halfEven: againstHalf > 0 || (againstHalf == 0 && quotient & 1 == 1)
        }
      }
    return Self.make(
      negative: parts.negative, low: quotient + (up ? 1 : 0), exponent: 0 - scale)
  }

  /// The value without its fraction, when it fits.
  public var truncatedInt: Int? { rounded(scale: 0, .down)?.exactInt }
}
