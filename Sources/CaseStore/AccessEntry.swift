public import CaseEngine
public import CivilTime

/// One line of the log of accesses: somebody was shown whom cases are about, or was refused something. It holds no value of a
/// case, and not what was searched for.
public struct AccessEntry: Hashable, Sendable {
  /// What kind of access it was.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// Cases were looked for by short name, and shown.
    case search
    /// An agenda was shown with the names of those whom its items are about.
    case agenda
    /// Something was refused.
    case refused
  }

  /// When.
  public let moment: Moment
  /// The day, in the programme's time zone.
  public let date: CivilDate
  /// The id of the person; for an account that belongs to nobody, the account.
  public let person: String
  /// What kind of access it was.
  public let kind: Kind
  /// The act, as commands are called in JSON: `search`, `complete`, `send` ...
  public let act: String
  /// The cases.
  public let cases: [String]
  /// Why it was refused; kebab-case.
  public let code: String?

  /// A line.
  public init(
    moment: Moment, date: CivilDate, person: String, kind: Kind, act: String, cases: [String],
    code: String? = nil
  ) {
    self.moment = moment
    self.date = date
    self.person = person
    self.kind = kind
    self.act = act
    self.cases = cases
    self.code = code
  }
}
