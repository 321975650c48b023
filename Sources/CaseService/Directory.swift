public import CaseStore
import CivilTime
import Foundation
import JSONText
public import Programme

/// Who there is and what they may read, kept in the store beside what it came from: so that lists need not read any
/// definitions to know who looks at them.
public struct Directory: Sendable {
  /// The programme's id.
  public let programme: String
  /// The programme's title.
  public let title: String
  /// Its roles and persons.
  public let organisation: Organisation
  /// The time zone in which its dates are meant.
  public let timeZone: String
  /// The ids of its phases, in order.
  public let phases: [String]
  /// What the files looked like when this was made.
  public let fingerprint: String

  /// A directory of definitions that were read.
  public init(_ definitions: ReadDefinitions) {
    self.init(definitions.loaded.programme, fingerprint: definitions.fingerprint)
  }

  /// A directory of definitions.
  public init(_ programme: Programme, fingerprint: String) {
    self.programme = programme.id
    title = programme.title
    organisation = programme.organisation
    timeZone = programme.timeZone
    phases = programme.phases.map(\.id)
    self.fingerprint = fingerprint
  }

  private static let key = "directory"
  /// The form of the note: one that an earlier version of the program has written knows less, and is made again.
  private static let form = 2

  /// The directory that a store holds; nil when it has none, or one of another form.
  public static func read(_ reader: any CaseStoreReading) throws -> Directory? {
    guard let bytes = try reader.note(key), let json = try? JSONValue.parse(bytes) else {
      return nil
    }
    return Directory(json)
  }

  /// Puts it into a store.
  public func keep(_ writer: any CaseStoreWriting) throws {
    try writer.keepNote(Self.key, Array(json.text().utf8))
  }

  // MARK: JSON

  private init?(_ json: JSONValue) {
    guard json["form"]?.int == Self.form, let programme = json["programme"]?.string,
      let title = json["title"]?.string,
      let fingerprint = json["fingerprint"]?.string, let timeZone = json["timezone"]?.string,
      let phases = json["phases"]?.array?.compactMap(\.string),
      let identity = json["identity"]?.string.flatMap(Organisation.Identity.init)
    else { return nil }
    let roles = (json["roles"]?.array ?? []).compactMap { role -> Role? in
      guard let id = role["id"]?.string, let title = role["title"]?.string else { return nil }
      let reads = (role["reads"]?.array ?? []).compactMap { $0.string.flatMap { Protection($0) } }
      return Role(
        id: id, title: title, reads: Set(reads), through: role["through"]?.string,
        reviewsAccess: role["reviews access"]?.bool ?? false)
    }
    let persons = (json["persons"]?.array ?? []).compactMap { person -> Person? in
      guard let id = person["id"]?.string, let name = person["name"]?.string else { return nil }
      return Person(
        id: id, name: name, account: person["account"]?.string,
        roles: (person["roles"]?.array ?? []).compactMap(\.string), party: person["party"]?.string,
        leaves: (person["leave"]?.array ?? []).compactMap(Self.leave))
    }
    self.programme = programme
    self.title = title
    self.fingerprint = fingerprint
    self.timeZone = timeZone
    self.phases = phases
    organisation = Organisation(
      roles: roles, parties: [], persons: persons, identity: identity,
      file: json["file"]?.string)
  }

  private var json: JSONValue {
    func optional(_ key: String, _ text: String?) -> [(String, JSONValue)] {
      text.map { [(key, .string($0))] } ?? []
    }
    let roles = organisation.roles.map { role in
      JSONValue.object(
        JSONObject(
          [
            ("id", .string(role.id)), ("title", .string(role.title)),
            ("reads", .array(role.reads.compactMap(\.word).sorted().map { .string($0) })),
            ("reviews access", .bool(role.reviewsAccess)),
          ] + optional("through", role.through)))
    }
    let persons = organisation.persons.map { person in
      JSONValue.object(
        JSONObject(
          [
            ("id", .string(person.id)), ("name", .string(person.name)),
            ("roles", .array(person.roles.map { .string($0) })),
            ("leave", .array(person.leaves.map(Self.json))),
          ] + optional("account", person.account) + optional("party", person.party)))
    }
    return .object(
      JSONObject(
        [
          ("form", JSONValue(Self.form)),
          ("programme", .string(programme)), ("title", .string(title)),
          ("identity", .string(organisation.identity.rawValue)),
          ("timezone", .string(timeZone)), ("phases", .array(phases.map { .string($0) })),
          ("fingerprint", .string(fingerprint)), ("roles", .array(roles)),
          ("persons", .array(persons)),
        ] + optional("file", organisation.file)))
  }

  private static func leave(_ json: JSONValue) -> Leave? {
    guard let from = json["from"]?.string.flatMap(CivilDate.parse),
      let to = json["to"]?.string.flatMap(CivilDate.parse)
    else { return nil }
    return Leave(from: from, to: to, substitute: json["substitute"]?.string)
  }

  private static func json(_ leave: Leave) -> JSONValue {
    let substitute = leave.substitute.map { [("substitute", JSONValue.string($0))] } ?? []
    return .object(
      JSONObject(
        [
          ("from", .string(leave.from.description)), ("to", .string(leave.to.description)),
        ] + substitute))
  }
}

extension Organisation {
  /// The person who acts: by the account, or by what the person says where that is allowed.
  ///
  /// - Parameters:
  ///   - account: the operating system's account.
  ///   - declared: who the person claims to be.
  /// - Throws: `ServiceError` when nobody can be meant.
  public func actor(account: String, declared: String?) throws(ServiceError) -> Person {
    if let declared {
      guard identity == .declared else { throw .identityNotDeclared }
      if let person = person(declared) { return person }
      throw .unknownPerson(declared, available: persons.map(\.id))
    }
    if let person = persons.first(where: { $0.account == account }) { return person }
    throw .unknownAccount(account)
  }
}
