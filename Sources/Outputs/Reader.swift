import FEEL
public import Programme

/// The one who reads a screen: what they may see, and what people and roles are called.
public struct Reader: Sendable {
  /// The person.
  public let person: Person
  /// Roles and persons.
  public let organisation: Organisation
  /// Whether protected values are left out whoever reads.
  private let isMasked: Bool

  /// A reader.
  public init(_ person: Person, organisation: Organisation) {
    self.init(person, organisation, isMasked: false)
  }

  private init(_ person: Person, _ organisation: Organisation, isMasked: Bool) {
    self.person = person
    self.organisation = organisation
    self.isMasked = isMasked
  }

  /// The same person, who reads no protected values: for output that goes to a file.
  public var masked: Reader { Reader(person, organisation, isMasked: true) }

  /// Whether the person may read what is protected in a way.
  public func mayRead(_ protection: Set<Protection>) -> Bool {
    protection.isEmpty || !isMasked && organisation.mayRead(protection, person)
  }
  /// Whether the person's role reads what is protected in a way, wherever it would be shown: then rules about it can be told
  /// also where its values are left out.
  func roleReads(_ protection: Set<Protection>) -> Bool {
    organisation.mayRead(protection, person)
  }
  /// A short name, which is personal; nil when the person may not read it.
  func label(_ label: String?) -> String? { mayRead([.personal]) ? label : nil }
  /// The name of a person.
  func name(_ id: String) -> String { organisation.person(id)?.name ?? id }
  /// The title of a role.
  func title(role: String) -> String { organisation.role(role)?.title ?? role }
  /// A value, or a remark in its place.
  func text(_ value: Value, _ protection: Set<Protection>) -> String {
    mayRead(protection) ? value.swedish : Self.hidden
  }

  /// What stands in place of a value that the reader may not see.
  static let hidden = "(skyddat)"
  /// What stands in place of a value that the reader may see, but only at a terminal of their own.
  static let hiddenHere = "(skyddat, visas bara i en terminal)"
}
