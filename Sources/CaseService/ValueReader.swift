import CivilTime
import Diagnostics
public import FEEL
import Foundation
public import Programme

/// Reads what people write: `ja`, `7,5`, `2017-02-01`, `6 månader`, and lists with commas.
public enum ValueReader {
  /// The value of a text for a field, in Unicode NFC.
  ///
  /// - Throws: `ServiceError.value` with what would have been right.
  public static func read(_ text: String, for field: Field) throws(ServiceError) -> Value {
    let normal = normalized(text)
    // What a terminal sent that is no UTF-8 has become U+FFFD on the way here: kept, it would be a name that nobody has.
    guard !normal.unicodeScalars.contains("\u{FFFD}"), field.flaw(of: normal) == nil,
      let value = read(normal, as: field.type),
      fits(value, field)
    else {
      throw .value(
        field: field.name, text: text,
        expected: field.flaw(of: normal)?.expected ?? field.expectation)
    }
    return value
  }

  /// What was filled in: nothing but white space is nothing.
  ///
  /// - Throws: `ServiceError.value` with what would have been right.
  public static func filled(_ text: String, for field: Field) throws(ServiceError) -> Value {
    normalized(text).isEmpty ? .null : try read(text, for: field)
  }

  /// The value of a text of a type; nil when it is none.
  public static func read(_ text: String, as type: FEELType) -> Value? {
    switch type {
    case .boolean: (parseBoolean(text) ?? shortBoolean(text)).map { .boolean($0) }
    case .number:
      number(text).map { .number($0) }
    // A year of more than four digits, or before the first, is a slip of the finger.
    case .date: CivilDate.parse(text).flatMap { (1...9999).contains($0.year) ? .date($0) : nil }
    case .time: ZonedTime.parse(text).map { .time($0) }
    case .dateTime: CivilDateTime.parse(text).map { .dateTime($0) }
    case .monthsDuration:
      if case .months(let months)? = Period.parse(text) {
        .monthsDuration(MonthsDuration(months: months))
      } else {
        MonthsDuration.parse(text).map { .monthsDuration($0) }
      }
    case .daysDuration: days(text)
    case .string, .any: .string(text)
    case .list(let element): list(text, of: element)
    case .null, .context, .range, .function: nil
    }
  }

  /// A text in NFC without white space around it. Plain ASCII is in NFC as it is, and Foundation's way there is long.
  private static func normalized(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    if plain, text.utf8.first != 0x20, text.utf8.last != 0x20 { return text }
    return text.precomposedStringWithCanonicalMapping.trimmingCharacters(
      in: .whitespacesAndNewlines)
  }

  /// `12 000,50`, also with the `kr` that amounts are shown with.
  private static func number(_ text: String) -> Number? {
    var digits = text.filter { !$0.isWhitespace }
    if digits.lowercased().hasSuffix("kr") { digits.removeLast(2) }
    if isAmbiguous(digits) { return nil }
    return Number(digits.replacingOccurrences(of: ",", with: "."))
  }

  /// Whether a number has a point before exactly three digits, as in `50.000`: thousands to whoever writes in Swedish, and
  /// decimals to FEEL.
  static func isAmbiguous(_ number: String) -> Bool {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let isNumeric = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }
    return isNumeric && parts.count > 1 && parts[0].count <= 3
      && parts.dropFirst().allSatisfy { $0.count == 3 }
  }

  /// `j` and `n`, as people answer a question.
  private static func shortBoolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "j": true
    case "n": false
    default: nil
    }
  }

  private static func days(_ text: String) -> Value? {
    switch Period.parse(text) {
    case .days(let count): .daysDuration(DaysDuration(seconds: count * 86_400))
    case .weeks(let count): .daysDuration(DaysDuration(seconds: count * 7 * 86_400))
    default: DaysDuration.parse(text).map { .daysDuration($0) }
    }
  }

  private static func list(_ text: String, of element: FEELType) -> Value? {
    let parts = text.split(separator: ",").map {
      $0.trimmingCharacters(in: .whitespacesAndNewlines)
    }
    let values = parts.compactMap { read($0, as: element) }
    return values.count == parts.count ? .list(values) : nil
  }

  private static func fits(_ value: Value, _ field: Field) -> Bool { field.accepts(value) }
}

extension Field {
  /// What is said of a text that is no value of the field, and what would have been right.
  public func objection(to text: String) -> (text: String, help: String) {
    if let flaw = flaw(of: text) { return (flaw.objection, "skriv \(flaw.expected)") }
    let help = "skriv \(expectation)"
    let typed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    if type == .date, CivilDate.isWellFormed(typed), CivilDate.parse(typed) == nil {
      return ("är ingen dag som finns", help)
    }
    // The example is not what was typed, which may be nobody else's business.
    if type == .number, ValueReader.isAmbiguous(typed.filter { !$0.isWhitespace && !$0.isLetter }) {
      return ("kan läsas på två sätt", "skriv tusental som `50 000` och decimaler som `1,5`")
    }
    if let near = suggest(typed, among: values ?? []) {
      return ("går inte att läsa", "menade du `\(near)`?")
    }
    return ("går inte att läsa", help)
  }
}

extension Field {
  /// What makes a text one that no field takes, whatever its type; nil for nothing.
  fileprivate func flaw(of text: String) -> (objection: String, expected: String)? {
    let limit = CaseService.noteLimit
    // A character takes at least a byte.
    if text.utf8.count > limit, text.count > limit {
      return ("är \(text.count) tecken", "högst \(limit) tecken")
    }
    if text.isInvisible {
      return ("har inget tecken som syns", "\(expectation), med tecken som syns")
    }
    return nil
  }
}

extension String {
  /// Whether there is something, and nothing of it can be seen: soft hyphens, joiners, byte order marks and the like. Nobody could
  /// tell such a name from none.
  package var isInvisible: Bool {
    !isEmpty
      && unicodeScalars.allSatisfy { scalar in
        let properties = scalar.properties
        return properties.isDefaultIgnorableCodePoint || properties.isWhitespace
          || properties.generalCategory == .control || scalar == "\u{2800}"
      }
  }
}

extension CivilDate {
  /// Whether a text looks like a day, so that nothing is wrong with it but that there is no such day.
  fileprivate static func isWellFormed(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.map(\.count) == [4, 2, 2]
      && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }
}
