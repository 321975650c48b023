public import CaseEngine
public import CivilTime

/// What a store is.
public struct StoreProperties: Hashable, Sendable {
  /// Whether it was made for practice: dates in the future are allowed.
  public let isPractice: Bool
  /// The version of its form.
  public let schemaVersion: Int

  /// Properties.
  public init(isPractice: Bool, schemaVersion: Int) {
    self.isPractice = isPractice
    self.schemaVersion = schemaVersion
  }
}

/// A place in the order of families to look at.
public struct DueFamily: Hashable, Sendable {
  /// The day on which to look; nil for a family that is looked at only because definitions changed.
  public let date: CivilDate?
  /// The family.
  public let root: String

  /// A place.
  public init(date: CivilDate?, root: String) {
    self.date = date
    self.root = root
  }
}

/// An event as it is kept.
public struct StoredRecord: Hashable, Sendable {
  /// The order of recording, from 1.
  public let sequence: Int
  /// The family.
  public let family: String
  /// The bytes that the chain covers.
  public let body: [UInt8]
  /// What is kept beside them, except what has been erased or was lost.
  public let protected: [EventCodec.ProtectedValue]
  /// The link of the chain.
  public let link: [UInt8]

  /// A record.
  public init(
    sequence: Int, family: String, body: [UInt8], protected: [EventCodec.ProtectedValue],
    link: [UInt8]
  ) {
    self.sequence = sequence
    self.family = family
    self.body = body
    self.protected = protected
    self.link = link
  }
}

/// A projection with what it was made under, and what the store itself knows of the family beside it.
public struct KeptProjection: Hashable, Sendable {
  /// The hash of the definitions.
  public let definitions: String
  /// What lists show.
  public let projection: Projection
  /// The family's version, on which the next events are decided.
  public let version: Int
  /// Whether the store takes the family for open, and so looks at it when something is due.
  public let isOpen: Bool
  /// Whether what the store counts by, and what it notes of its rows, agree with the rows.
  public let isConsistent: Bool

  /// A projection as it is kept.
  public init(
    definitions: String, projection: Projection, version: Int, isOpen: Bool,
    isConsistent: Bool = true
  ) {
    self.definitions = definitions
    self.projection = projection
    self.version = version
    self.isOpen = isOpen
    self.isConsistent = isConsistent
  }
}
