/// The number of a case as people know it: parts between hyphens, of which the last counts the cases of a year.
public struct CaseNumber: Hashable, Sendable {
  /// The number.
  public let text: String

  /// A number; any text is one.
  public init(_ text: String) {
    self.text = text
  }

  /// The last part as an integer: 14 for `A-2017-014`; nil when it is not made of digits.
  public var serial: Int? {
    guard let last = text.split(separator: "-", omittingEmptySubsequences: false).last else {
      return nil
    }
    return Int(digits: last)
  }

  /// Whether a person may mean this number by its end: by the last part with or without its leading zeros (`14`), by
  /// that and parts before it (`2017-14`), in any case of letters; or by the whole number.
  public func endsIn(_ suffix: String) -> Bool {
    if text == suffix { return true }
    guard let serial, serial == CaseNumber(suffix).serial else { return false }
    let before = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
      .dropLast()
    let wanted = suffix.lowercased().split(separator: "-", omittingEmptySubsequences: false)
      .dropLast()
    return before.suffix(wanted.count).elementsEqual(wanted)
  }
}
