public import CaseService
public import Programme

extension Failure {
  /// What is said to somebody whom the programme does not know, or who has no role: one line that says whom to ask, and which file
  /// it stands in.
  public init(_ error: ServiceError, _ context: Context, asking organisation: Organisation) {
    let plain = Failure(error, context)
    let file = organisation.file ?? "filen med personer"
    let what: String
    switch error {
    case .unknownAccount(let account): what = "lägga till kontot `\(account)`"
    case .noRole(let person): what = "ge `\(person.id)` en roll"
    default:
      self = plain
      return
    }
    let names = organisation.keepers.map(\.name)
    let who = names.isEmpty ? "den som sköter reglerna" : names.joined(separator: " eller ")
    self.init(
      plain.status, code: plain.code, plain.message, help: "be \(who) \(what) i \(file)")
  }
}

extension Organisation {
  /// Whom to ask about who is who: those in the role that others act through, else those who answer for personal data.
  fileprivate var keepers: [Person] {
    let leading = Set(roles.compactMap(\.through).prefix(1))
    let first = persons.filter { $0.account != nil && !leading.isDisjoint(with: $0.roles) }
    guard first.isEmpty else { return first }
    let reviewing = Set(roles.filter(\.reviewsAccess).map(\.id))
    return persons.filter { $0.account != nil && !reviewing.isDisjoint(with: $0.roles) }
  }
}

extension ServiceError {
  /// Who was turned away at the door, and why, for the log of accesses; nil for anything else.
  ///
  /// - Parameter account: the operating system's account.
  public func turnedAway(account: String) -> (who: String, code: String)? {
    switch self {
    case .unknownAccount(let account): (account, "unknown-account")
    case .noRole(let person): (person.id, "no-role")
    case .identityNotDeclared: (account, "identity-not-declared")
    default: nil
    }
  }
}
