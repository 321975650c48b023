import CivilTime
import Diagnostics

extension ScalarKind {
  /// What it is, as it fits after "är inte".
  var swedish: String {
    switch self {
    case .text: "en text"
    case .id: "ett id"
    case .name: "ett namn"
    case .boolean: "`ja` eller `nej`"
    case .date: "ett datum"
    case .monthDay: "en dag på året"
    case .integer: "ett heltal"
    case .period: "en tidsrymd"
    case .expression, .unaryTests: "ett villkor eller uttryck"
    case .type: "en typ"
    }
  }

  /// What is wrong with a text of this kind, as help; nil when nothing is. Expressions and types are read by FEEL,
  /// which knows more.
  func fault(in text: String) -> String? {
    switch self {
    case .text, .expression, .unaryTests, .type: return nil
    case .id:
      if text.isID { return nil }
      let near = text.asID
      return near.isID
        ? "skriv id:n med små bokstäver och bindestreck: `\(near)`"
        : "skriv id:n med små bokstäver och bindestreck, som `min-uppgift`"
    case .name:
      let legal = text.first?.isLetter == true
      return legal ? nil : "ett namn börjar med en bokstav"
    case .boolean: return parseBoolean(text) == nil ? "skriv `ja` eller `nej`" : nil
    case .date: return CivilDate.parse(text) == nil ? Self.helpForDate(text) : nil
    case .monthDay: return MonthDay.parse(text) == nil ? "skriv månad och dag som `02-01`" : nil
    case .integer: return Int(text) == nil ? "skriv ett heltal som `-2`" : nil
    case .period:
      return Period.parse(text) == nil
        ? "skriv som `12 månader`, `3 veckor` eller `20 arbetsdagar`" : nil
    }
  }

  /// What a faulty text is read as afterwards, so that the same slip in several places still fits together.
  func meant(by text: String) -> String {
    guard self == .id, text.asID.isID else { return text }
    return text.asID
  }

  /// A date that looks right is one that the calendar does not have.
  private static func helpForDate(_ text: String) -> String {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(\.utf8.count)
    return parts == [4, 2, 2]
      ? "den dagen finns inte i kalendern" : "skriv år, månad och dag som `2017-02-01`"
  }
}

extension String {
  /// Whether this is kebab-case; a dot may stand in the names of the chart's own events.
  fileprivate var isID: Bool {
    split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { $0 == "." || $0.isNumber || ($0.isLetter && $0.isLowercase) }
    }
  }

  /// The text in kebab-case.
  fileprivate var asID: String {
    lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "." }.joined(separator: "-")
  }
}

/// `ja`/`nej`, also `true`/`false`.
public func parseBoolean(_ text: String) -> Bool? {
  switch text.lowercased() {
  case "ja", "true": true
  case "nej", "false": false
  default: nil
  }
}
