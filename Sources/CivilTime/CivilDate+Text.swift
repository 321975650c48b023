extension CivilDate: CustomStringConvertible {
  /// Reads `YYYY-MM-DD`; nil for anything else.
  ///
  /// The form is XSD 1.1 part 2, 3.3.9 without zone, which FEEL's `date` takes (DMN 1.5, 10.3.4.1): a year has at least
  /// four digits, no leading zero when it has more, and a minus sign before year 1 (but not before 0000).
  public static func parse(_ text: some StringProtocol) -> CivilDate? {
    var scanner = Scanner(text)
    guard let date = scanner.date(), scanner.isAtEnd else { return nil }
    return date
  }

  /// `YYYY-MM-DD`, as ``parse(_:)`` reads it.
  public var description: String {
    let (year, month, day) = components
    var text = year < 0 ? "-" : ""
    text.append(digits: year.magnitude, width: 4)
    text.append("-")
    text.append(digits: month.magnitude, width: 2)
    text.append("-")
    text.append(digits: day.magnitude, width: 2)
    return text
  }
}

extension String {
  /// Appends a number, padded with zeros to at least `width` digits.
  mutating func append(digits: UInt, width: Int) {
    let text = String(digits)
    for _ in 0..<max(0, width - text.utf8.count) { append("0") }
    append(text)
  }

  /// Appends `.` and the nanoseconds without trailing zeros; nothing when there are none.
  mutating func append(fraction nanoseconds: Int) {
    guard nanoseconds != 0 else { return }
    var digits = nanoseconds.magnitude
    var width = 9
    while digits % 10 == 0 {
      digits /= 10
      width -= 1
    }
    append(".")
    append(digits: digits, width: width)
  }
}
