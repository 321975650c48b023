extension Number: CustomStringConvertible {
  /// Reads a numeric literal (DMN 1.5, grammar rule 37): `12`, `-1.5`, `.5`, `1.2e+3`. Nil for anything else, also for `+5`
  /// and `5.`, and for what decimal128 cannot hold. Digits beyond the 34th are rounded.
  public init?(_ text: some StringProtocol) {
    var negative = false
    var coefficient: UInt128 = 0
    var exponent = 0
    var digits = 0
    var sticky = false
    var fraction = false
    var rest = Array(text.utf8)[...]
    if rest.first == UInt8(ascii: "-") {
      negative = true
      rest = rest.dropFirst()
    }
    while let byte = rest.first {
      if byte >= 0x30, byte <= 0x39 {
        digits += 1
        if coefficient < Decimal128.power(36) {
          coefficient = coefficient * 10 + UInt128(byte - 0x30)
          if fraction { exponent -= 1 }
        } else {
          sticky = sticky || byte != 0x30
          if !fraction { exponent += 1 }
        }
      } else if byte == UInt8(ascii: "."), !fraction,
        let after = rest.dropFirst().first, (0x30...0x39).contains(after)
      {
        fraction = true
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    guard digits > 0 else { return nil }
    if let byte = rest.first {
      guard byte | 0x20 == UInt8(ascii: "e") else { return nil }
      rest = rest.dropFirst()
      var sign = 1
      if let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
        sign = first == UInt8(ascii: "-") ? -1 : 1
        rest = rest.dropFirst()
      }
      guard !rest.isEmpty else { return nil }
      var value = 0
      for byte in rest {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = min(value * 10 + Int(byte - 0x30), 1_000_000)
      }
      exponent += sign * value
    }
    guard
      let number = Number.make(
        negative: negative, low: coefficient, exponent: exponent, sticky: sticky)
    else { return nil }
    self = number
  }

  /// The value as FEEL's `string()` writes it: plain decimal digits, no superfluous zeros; only beyond a hundred digits
  /// with an exponent.
  public var description: String {
    let parts = reduced
    let sign = parts.negative ? "-" : ""
    let digits = String(parts.coefficient)
    if parts.exponent == 0 { return sign + digits }
    if parts.exponent > 0 {
      if digits.utf8.count + parts.exponent > 100 {
        return "\(sign)\(digits)E+\(parts.exponent)"
      }
      return sign + digits + String(repeating: "0", count: parts.exponent)
    }
    let places = -parts.exponent
    if places > 100 { return "\(sign)\(digits)E\(parts.exponent)" }
    if digits.utf8.count <= places {
      return sign + "0." + String(repeating: "0", count: places - digits.utf8.count) + digits
    }
    return sign + digits.dropLast(places) + "." + digits.suffix(places)
  }
}
