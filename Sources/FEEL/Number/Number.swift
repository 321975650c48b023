/// A decimal number as FEEL has it (DMN 1.5, 10.3.2.3.1): an integer coefficient of at most 34 digits times a power of
/// ten, with the rounding (half to even) and the exponent range of IEEE 754-2008 decimal128. Never a binary fraction.
///
/// Equal values are equal and hash alike whatever their trailing zeros: `1.0 == 1.00`.
public struct Number: Sendable {
  /// Small coefficients lie in the value itself; only those beyond 64 bits need a box, so that a `Value` stays small
  /// and the numbers that people write cost no allocation.
  enum Storage: Sendable {
    case small(Int64, Int16)
    case large(LargeNumber)
  }

  /// A coefficient that does not fit 64 bits with its sign.
  final class LargeNumber: Sendable {
    let parts: Parts
    init(_ parts: Parts) { self.parts = parts }
  }

  /// A number taken apart: `(negative ? -1 : 1) * coefficient * 10^exponent`, coefficient below 10^34.
  struct Parts: Sendable {
    var negative: Bool
    var coefficient: UInt128
    var exponent: Int
  }

  /// The digits of a coefficient.
  static let precision = 34
  /// The largest and the smallest exponent of a coefficient that is an integer (decimal128).
  static let maximumExponent = 6111
  /// See `maximumExponent`.
  static let minimumExponent = -6176

  let storage: Storage

  init(storage: Storage) { self.storage = storage }

  /// An integer, exactly.
  public init(_ value: Int) { storage = .small(Int64(value), 0) }

  /// An integer times a power of ten; nil when the exponent is outside decimal128.
  public init?(_ coefficient: Int, exponent: Int) {
    guard
      let number = Number.make(
        negative: coefficient < 0, low: UInt128(coefficient.magnitude), exponent: exponent)
    else { return nil }
    self = number
  }

  /// Zero.
  public static let zero = Number(0)
  /// One.
  public static let one = Number(1)

  var parts: Parts {
    switch storage {
    case .small(let coefficient, let exponent):
      Parts(
        negative: coefficient < 0, coefficient: UInt128(coefficient.magnitude),
        exponent: Int(exponent))
    case .large(let large): large.parts
    }
  }

  /// Whether it is zero.
  public var isZero: Bool {
    if case .small(let coefficient, _) = storage { return coefficient == 0 }
    return false
  }

  /// Whether it is below zero.
  public var isNegative: Bool {
    switch storage {
    case .small(let coefficient, _): coefficient < 0
    case .large(let large): large.parts.negative
    }
  }

  /// The value as an integer when it is one and fits.
  public var exactInt: Int? {
    if case .small(let coefficient, 0) = storage { return Int(coefficient) }
    let parts = parts
    if parts.coefficient == 0 { return 0 }
    var magnitude = parts.coefficient
    if parts.exponent > 0 {
      guard parts.exponent < 19 else { return nil }
      let (product, overflow) = magnitude.multipliedReportingOverflow(
        by: Decimal128.power(parts.exponent))
      guard !overflow else { return nil }
      magnitude = product
    } else if parts.exponent < 0 {
      guard parts.exponent > -38 else { return nil }
      let (quotient, remainder) = magnitude.quotientAndRemainder(
        dividingBy: Decimal128.power(-parts.exponent))
      guard remainder == 0 else { return nil }
      magnitude = quotient
    }
    guard magnitude <= UInt128(Int64.max) else { return nil }
    return parts.negative ? -Int(magnitude) : Int(magnitude)
  }

  /// Whether it has no fraction.
  public var isInteger: Bool {
    if case .small(_, let exponent) = storage, exponent >= 0 { return true }
    let parts = parts
    if parts.exponent >= 0 || parts.coefficient == 0 { return true }
    guard parts.exponent > -38 else { return false }
    return parts.coefficient % Decimal128.power(-parts.exponent) == 0
  }
}

/// Tables and digit counting for coefficients.
enum Decimal128 {
  /// 10^0 ... 10^38, all that 128 bits hold.
  private static let powers: [UInt128] = {
    var table: [UInt128] = [1]
    for _ in 1...38 { table.append((table.last ?? 1) * 10) }
    return table
  }()

  /// 10^34: the first coefficient that is too long.
  static let limit = power(34)

  /// A power of ten; the exponent is clamped to 0 ... 38.
  static func power(_ exponent: Int) -> UInt128 { powers[min(max(exponent, 0), 38)] }

  /// The decimal digits of a coefficient; 1 for zero.
  static func digits(_ value: UInt128) -> Int {
    if value < 10 { return 1 }
    // 1233 / 4096 is just above log10(2): the estimate is right or one too low.
    let bits = 128 - value.leadingZeroBitCount
    let estimate = (bits * 1233) >> 12
    return estimate < 39 && value >= power(estimate) ? estimate + 1 : estimate
  }

  /// The decimal digits of a 256-bit magnitude below 10^76.
  static func digits(high: UInt128, low: UInt128) -> Int {
    if high == 0 { return digits(low) }
    let (quotient, _) = power(38).dividingFullWidth((high, low))
    return 38 + digits(quotient)
  }
}

extension Number {
  /// The number nearest to a magnitude of up to 256 bits (below 10^76); `sticky` says that something below the last
  /// digit was cut off. Nil when it is too large for decimal128; what is too small becomes zero.
  static func make(
    negative: Bool, high: UInt128 = 0, low: UInt128, exponent: Int, sticky: Bool = false
  ) -> Number? {
    if high == 0, low < Decimal128.limit, !sticky, exponent >= minimumExponent,
      exponent <= maximumExponent
    {
      return assembled(negative: negative, coefficient: low, exponent: exponent)
    }
    if high == 0, low == 0 { return .zero }
    let length = Decimal128.digits(high: high, low: low)
    let drop = max(length - precision, minimumExponent - exponent)
    if drop > 0 {
      if drop > length + 1 { return .zero }
      // Two steps when the divisor is longer than 38 digits (only among the subnormal).
      let first = min(drop, 38)
      let divisor = Decimal128.power(first)
      guard high < divisor else { return nil }
      let (quotient, remainder) = divisor.dividingFullWidth((high, low))
      if drop > first {
        return make(
          negative: negative, low: quotient, exponent: exponent + first,
          sticky: sticky || remainder != 0)
      }
      let half = divisor / 2
      let up =
        remainder > half || (remainder == half && (sticky || quotient & 1 == 1))
      var coefficient = quotient + (up ? 1 : 0)
      var exponent = exponent + drop
      if coefficient == Decimal128.limit {
        coefficient = Decimal128.power(33)
        exponent += 1
      }
      return placed(negative: negative, coefficient: coefficient, exponent: exponent)
    }
    return placed(negative: negative, coefficient: low, exponent: exponent)
  }

  /// Moves zeros from a too large exponent into the coefficient while there is room (decimal128's clamping).
  private static func placed(negative: Bool, coefficient: UInt128, exponent: Int) -> Number? {
    if coefficient == 0 { return .zero }
    var coefficient = coefficient
    var exponent = exponent
    if exponent > maximumExponent {
      let shift = exponent - maximumExponent
      guard Decimal128.digits(coefficient) + shift <= precision else { return nil }
      coefficient *= Decimal128.power(shift)
      exponent = maximumExponent
    }
    guard exponent >= minimumExponent else { return .zero }
    return assembled(negative: negative, coefficient: coefficient, exponent: exponent)
  }

  /// Puts together what is known to be in range.
  static func assembled(negative: Bool, coefficient: UInt128, exponent: Int) -> Number {
    if coefficient <= UInt128(Int64.max) {
      if coefficient == 0 { return .zero }
      let magnitude = Int64(truncatingIfNeeded: coefficient)
      return Number(storage: .small(negative ? -magnitude : magnitude, Int16(clamping: exponent)))
    }
    return Number(
      storage: .large(
        LargeNumber(Parts(negative: negative, coefficient: coefficient, exponent: exponent))))
  }

  /// The same value with the shortest coefficient; zero has exponent 0.
  var reduced: Parts {
    var parts = parts
    if parts.coefficient == 0 { return Parts(negative: false, coefficient: 0, exponent: 0) }
    for step in [16, 8, 4, 2, 1] {
      let power = Decimal128.power(step)
      while true {
        let (quotient, remainder) = parts.coefficient.quotientAndRemainder(dividingBy: power)
        guard remainder == 0 else { break }
        parts.coefficient = quotient
        parts.exponent += step
      }
    }
    return parts
  }
}
