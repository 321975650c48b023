/// The members of a JSON object in the order in which they were written.
///
/// Two objects are equal when they hold the same members in the same order. Names are compared as Swift compares
/// text, that is by canonical equivalence, so `å` in its two Unicode forms is one name.
public struct JSONObject: Sendable, Hashable {
  /// One name and its value.
  public struct Member: Sendable, Hashable {
    /// The name.
    public let key: String
    /// The value.
    public var value: JSONValue

    /// A member.
    public init(key: String, value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  /// The members in written order.
  public private(set) var members: [Member] = []
  /// Where each name stands, kept only for objects that are too large to look through.
  private var places: [String: Int] = [:]

  /// Objects up to this size are looked through; larger ones keep a table.
  private static let smallSize = 12

  /// An empty object.
  public init() {}

  /// The number of members.
  public var count: Int { members.count }
  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }
  /// The names in written order.
  public var keys: [String] { members.map(\.key) }

  /// The value of a name. Setting a new name adds it last, setting nil removes it.
  public subscript(key: String) -> JSONValue? {
    get { place(of: key).map { members[$0].value } }
    set {
      guard let newValue else {
        guard let place = place(of: key) else { return }
        members.remove(at: place)
        places = [:]
        if members.count > Self.smallSize { indexAll() }
        return
      }
      if let place = place(of: key) {
        members[place].value = newValue
      } else {
        append(Member(key: key, value: newValue))
      }
    }
  }

  /// Adds a member unless the name is there already; says whether it was added.
  mutating func insertNew(_ key: String, _ value: JSONValue) -> Bool {
    guard place(of: key) == nil else { return false }
    append(Member(key: key, value: value))
    return true
  }

  private func place(of key: String) -> Int? {
    members.count > Self.smallSize ? places[key] : members.firstIndex { $0.key == key }
  }

  private mutating func append(_ member: Member) {
    members.append(member)
    if members.count == Self.smallSize + 1 {
      indexAll()
    } else if members.count > Self.smallSize {
      places[member.key] = members.count - 1
    }
  }

  private mutating func indexAll() {
    for (place, member) in members.enumerated() { places[member.key] = place }
  }

  /// The table follows from the members, so they alone are compared.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  /// Hashes what `==` compares.
  public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object; when a name is written twice the last value stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    for (key, value) in elements { self[key] = value }
  }
}

extension JSONObject: Sequence {
  /// The members in written order.
  public func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }
}
