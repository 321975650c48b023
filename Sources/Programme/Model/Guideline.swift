public import CivilTime
public import Diagnostics
public import FEEL

/// What kind of value a guideline has, as the file names it.
public enum GuidelineType: String, CaseIterable, Sendable {
  /// Calendar months; a years and months duration in FEEL.
  case months
  /// Weeks; a days and time duration in FEEL.
  case weeks
  /// Days; a days and time duration in FEEL.
  case days
  /// Working days; a number in FEEL, for `add working days`.
  case workingDays = "working days"
  /// A number.
  case number
  /// An amount in kronor; a number in FEEL.
  case money
  /// A text.
  case string
  /// `ja` or `nej`.
  case boolean
  /// A date.
  case date

  /// The type that expressions see.
  public var feelType: FEELType {
    switch self {
    case .months: .monthsDuration
    case .weeks, .days: .daysDuration
    case .workingDays, .number, .money: .number
    case .string: .string
    case .boolean: .boolean
    case .date: .date
    }
  }
}

/// A value that the programme's steering group may change without code, each value from a date on.
public struct Guideline: Sendable {
  /// Which value a running case uses after a change.
  public enum Applies: Sendable, Hashable {
    /// The one in force on the day in question.
    case current
    /// The one in force on the date in this field of the case.
    case fixedAt(String)
  }

  /// A value and the day from which it holds.
  public struct DatedValue: Sendable {
    /// The first day.
    public let from: CivilDate
    /// The value as expressions see it.
    public let value: Value
    /// The period, for types that are periods.
    public let period: Period?
    /// The value as it was written.
    public let text: String
    /// What it rests on.
    public let basis: Basis
    /// Where it stands.
    public let span: SourceSpan
  }

  /// The FEEL name.
  public let name: String
  /// The title shown to people.
  public let title: String
  /// The kind of value.
  public let type: GuidelineType
  /// Which value running cases use.
  public let applies: Applies
  /// In order of date.
  public let values: [DatedValue]
  /// Where it is declared.
  public let span: SourceSpan

  /// The value in force on a day; nil before the first.
  public func value(on date: CivilDate) -> DatedValue? {
    values.last { $0.from <= date }
  }
}
