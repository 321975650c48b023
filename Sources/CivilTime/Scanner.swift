/// Reads the lexical forms of XSD 1.1 part 2 from left to right over the UTF-8 bytes.
///
/// Every method either reads its whole form, or returns nil (or false) after which the text as a whole is refused: no
/// caller backs up after a partly read form.
struct Scanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: some StringProtocol) {
    bytes = Array(text.utf8)
  }

  var isAtEnd: Bool { position == bytes.count }

  /// The next byte, without moving past it.
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Moves past the character when it is the next one.
  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard let next, UInt32(next) == character.value else { return false }
    position += 1
    return true
  }

  /// Exactly `count` digits (small enough not to overflow).
  mutating func digits(exactly count: Int) -> Int? {
    var value = 0
    for _ in 0..<count {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }

  /// One digit or more; nil when there is none or the number does not fit.
  mutating func number() -> (value: Int, digits: Int)? {
    guard var value = digit() else { return nil }
    var count = 1
    while let digit = digit() {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflowOfSum) = product.addingReportingOverflow(digit)
      if overflow || overflowOfSum { return nil }
      value = sum
      count += 1
    }
    return (value, count)
  }

  /// The digits after a decimal point as nanoseconds: one to nine of them.
  mutating func fraction() -> Int? {
    guard var (value, count) = number(), count <= 9 else { return nil }
    while count < 9 {
      value *= 10
      count += 1
    }
    return value
  }

  private mutating func digit() -> Int? {
    guard let next, next >= 0x30, next <= 0x39 else { return nil }
    position += 1
    return Int(next) - 0x30
  }

  /// `-?YYYY-MM-DD`.
  mutating func date() -> CivilDate? {
    let negative = take("-")
    let first = next
    guard let (magnitude, count) = number(), count >= 4, count <= 9 else { return nil }
    // XSD 1.1 part 2, 3.3.9: leading zeros only to fill up to four digits; and -0000 would be a second name of 0000.
    if (count > 4 && first == 0x30) || (negative && magnitude == 0) { return nil }
    guard take("-"), let month = digits(exactly: 2), take("-"), let day = digits(exactly: 2) else {
      return nil
    }
    return CivilDate(year: negative ? -magnitude : magnitude, month: month, day: day)
  }

  /// `hh:mm:ss(.f)?`; the end of the day, 24:00:00, comes out as midnight and one day to carry.
  mutating func time() -> (time: TimeOfDay, carriesDay: Bool)? {
    guard let hour = digits(exactly: 2), take(":"), let minute = digits(exactly: 2), take(":"),
      let second = digits(exactly: 2)
    else { return nil }
    var nanosecond = 0
    if take(".") {
      guard let fraction = fraction() else { return nil }
      nanosecond = fraction
    }
    // XSD 1.1 part 2, 3.3.8 (endOfDayFrag): 24:00:00, also with a fraction of zeros, and nothing later.
    if hour == 24 {
      return minute == 0 && second == 0 && nanosecond == 0 ? (.midnight, true) : nil
    }
    return TimeOfDay(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
      .map { ($0, false) }
  }

  /// Nothing, `Z`, `±hh:mm`, `±hh:mm:ss`, or `@` and the name of a zone; the rest of the text.
  mutating func zone() -> Zone? {
    if isAtEnd { return Zone.none }
    if take("Z") { return isAtEnd ? .offset(.utc) : nil }
    if take("@") {
      let name = String(decoding: bytes[position...], as: UTF8.self)
      position = bytes.count
      return Zone(name: name)
    }
    let negative = take("-")
    guard negative || take("+"), let hour = digits(exactly: 2), take(":"),
      let minute = digits(exactly: 2), minute < 60
    else { return nil }
    var seconds = hour * 3600 + minute * 60
    if take(":") {
      guard let second = digits(exactly: 2), second < 60 else { return nil }
      seconds += second
    }
    guard isAtEnd, let offset = ZoneOffset(seconds: negative ? -seconds : seconds) else {
      return nil
    }
    return .offset(offset)
  }
}
