import Diagnostics

/// Who takes part in what capacity.
public struct Role: Sendable, Hashable {
  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
  /// Which protected values it reads.
  public let reads: Set<Protection>
  /// The role that records and receives for it, for those who never log in.
  public let through: String?
  /// Whether it answers for personal data, and reads who has read what.
  public let reviewsAccess: Bool

  /// A role.
  public init(
    id: String, title: String, reads: Set<Protection>, through: String?,
    reviewsAccess: Bool = false
  ) {
    self.reviewsAccess = reviewsAccess
    self.id = id
    self.title = title
    self.reads = reads
    self.through = through
  }
}

/// Why a value is kept apart from the history, and who reads it. Protections add up: what is computed from several values
/// is read by those who may read all of them.
public enum Protection: Sendable, Hashable {
  /// It identifies a person.
  case personal
  /// It is sensitive.
  case sensitive
  /// Only these roles read it.
  case readers(Set<String>)

  /// The kind of a word: `personal` or `sensitive`.
  public init?(_ word: String) {
    switch word {
    case "personal": self = .personal
    case "sensitive": self = .sensitive
    default: return nil
    }
  }

  /// As it is written in a file.
  public var text: String {
    switch self {
    case .personal: "personal: ja"
    case .sensitive: "sensitive: ja"
    case .readers(let roles): "readers: [\(roles.sorted().joined(separator: ", "))]"
    }
  }

  /// The word of a kind; nil for readers.
  public var word: String? {
    switch self {
    case .personal: "personal"
    case .sensitive: "sensitive"
    case .readers: nil
    }
  }
}

/// One of the parties that work together.
public struct Party: Sendable, Hashable {
  /// The id.
  public let id: String
  /// The name.
  public let title: String

  /// A party.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}

/// Somebody who works with cases.
public struct Person: Sendable, Hashable {
  /// The id, which the history keeps.
  public let id: String
  /// The name.
  public let name: String
  /// The account of the operating system.
  public let account: String?
  /// The roles held.
  public let roles: [String]
  /// The party that employs them.
  public let party: String?
  /// When they are away, and who does their work then.
  public let leaves: [Leave]

  /// A person.
  public init(
    id: String, name: String, account: String?, roles: [String], party: String?,
    leaves: [Leave] = []
  ) {
    self.leaves = leaves
    self.id = id
    self.name = name
    self.account = account
    self.roles = roles
    self.party = party
  }
}

/// Roles, parties and persons.
public struct Organisation: Sendable {
  /// How the system knows who acts.
  public enum Identity: String, Sendable {
    /// By the operating system's account.
    case account
    /// By what the person says; for practice.
    case declared
  }

  /// Roles by id, in the order of the file.
  public let roles: [Role]
  /// Parties, in the order of the file.
  public let parties: [Party]
  /// Persons, in the order of the file.
  public let persons: [Person]
  /// How the system knows who acts.
  public let identity: Identity
  /// The file that says who has which role; nil when nobody knows.
  public let file: String?
  private let capacitiesOfRole: [String: Set<String>]

  /// The role of an id.
  public func role(_ id: String) -> Role? { roles.first { $0.id == id } }
  /// The title of a role, with the role that records for those who never log in.
  public func fullTitle(ofRole id: String) -> String {
    guard let role = role(id) else { return id }
    guard let through = role.through else { return role.title }
    return "\(role.title) (genom \(self.role(through)?.title ?? through))"
  }
  /// The person of an id.
  public func person(_ id: String) -> Person? { persons.first { $0.id == id } }

  /// All roles in which a person may act: their own, and those that reach people through one of theirs.
  public func capacities(of person: Person) -> Set<String> {
    if person.roles.count == 1, let capacities = capacitiesOfRole[person.roles[0]] {
      return capacities
    }
    return person.roles.reduce(into: []) { result, id in
      result.formUnion(capacitiesOfRole[id] ?? [id])
    }
  }

  /// A role with those that reach people through it.
  private static func capacities(of id: String, among roles: [Role]) -> Set<String> {
    var result: Set<String> = [id]
    var grew = true
    while grew {
      grew = false
      for role in roles {
        guard let through = role.through, result.contains(through) else { continue }
        if result.insert(role.id).inserted { grew = true }
      }
    }
    return result
  }

  /// Which protected values a person reads.
  public func reads(_ person: Person) -> Set<Protection> {
    person.roles.reduce(into: []) { result, id in result.formUnion(role(id)?.reads ?? []) }
  }

  /// Whether a person may read what is protected in these ways. Nothing else decides that, and whatever shows a value
  /// of a case to a person asks it.
  public func mayRead(_ protection: Set<Protection>, _ person: Person) -> Bool {
    guard !protection.isEmpty else { return true }
    let kinds = reads(person)
    return protection.allSatisfy { mark in
      if case .readers(let roles) = mark {
        !capacities(of: person).isDisjoint(with: roles)
      } else {
        kinds.contains(mark)
      }
    }
  }

  /// The roles whose holders may read what is protected in these ways.
  public func roles(reading protection: Set<Protection>) -> [Role] {
    roles.filter { role in
      mayRead(
        protection, Person(id: "", name: "", account: nil, roles: [role.id], party: nil))
    }
  }

  /// An organisation.
  public init(
    roles: [Role], parties: [Party], persons: [Person], identity: Identity, file: String? = nil
  ) {
    self.file = file
    self.roles = roles
    self.parties = parties
    self.persons = persons
    self.identity = identity
    capacitiesOfRole = Dictionary(
      roles.map { ($0.id, Self.capacities(of: $0.id, among: roles)) },
      uniquingKeysWith: { first, _ in first })
  }
}

extension Organisation {
  /// The roles whose work nobody sees: no person has them or one that they go through. Where the account decides who acts,
  /// a person without one sees nothing.
  public var rolesWithoutPeople: Set<String> {
    let present = persons.filter { identity == .declared || $0.account != nil }
    return present.reduce(into: Set(roles.map(\.id))) { $0.subtract(capacities(of: $1)) }
  }

  /// Whether a person holds one of some roles; everybody does where none is named.
  public func holds(_ roles: [String]?, _ person: Person) -> Bool {
    roles.map { !capacities(of: person).isDisjoint(with: $0) } ?? true
  }

  /// Whether a person may be responsible for cases of a workflow: in some role they have something to do in it (C17).
  public func canBeResponsible(_ person: Person, for workflow: Workflow) -> Bool {
    let roles = workflow.workingRoles
    return holds(roles.isEmpty ? nil : roles, person)
  }
}

extension Workflow {
  /// The roles that have tasks in it, in the order of the file.
  public var workingRoles: [String] {
    states.flatMap(\.tasks).reduce(into: []) { roles, task in
      if !roles.contains(task.role) { roles.append(task.role) }
    }
  }
}
