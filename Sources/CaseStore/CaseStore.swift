public import CaseEngine
public import CivilTime
public import Diagnostics
public import FEEL

/// Where cases are kept: an append-only history, and projections of it for lists. Implementations pass the same suite.
///
/// One command is one call of ``write(_:)``: load, decide and append happen inside it, so that nobody else can come
/// between; what throws leaves no trace.
public protocol CaseStore: Sendable {
  /// Runs a body that may append, alone; commits when it returns, durably.
  ///
  /// - Throws: `StoreError`, or what the body throws.
  func write<Result>(_ body: (any CaseStoreWriting) throws -> Result) throws -> Result

  /// Runs a body that reads one state of the store.
  ///
  /// - Throws: `StoreError`, or what the body throws.
  func read<Result>(_ body: (any CaseStoreReading) throws -> Result) throws -> Result
}

/// What can be read from a store. Every method throws `StoreError`.
public protocol CaseStoreReading {
  /// What the store itself is.
  func properties() throws -> StoreProperties
  /// The last link of the chain.
  func head() throws -> ChainLink
  /// The family that a case belongs to; nil for an unknown number.
  func family(ofCase number: String) throws -> FamilyState?
  /// The case numbers that end in a text, after the separator of the number's last part, in order.
  func caseNumbers(endingIn suffix: String) throws -> [String]
  /// The events of a family, in order.
  func events(ofFamily root: String) throws -> [Event]
  /// Events as they are kept, in order of recording, those after a sequence number, at most `limit`.
  func records(after sequence: Int, limit: Int) throws -> [StoredRecord]
  /// The roots of families to look at: those with something due by a day, and open ones last decided or projected under
  /// other definitions; in order of that day, then number; at most `limit`, those after `cursor`.
  func dueFamilies(through date: CivilDate, definitions: String, after cursor: DueFamily?, limit: Int)
    throws -> [DueFamily]
  /// All families' roots after one, in order, at most `limit`.
  func families(after root: String?, limit: Int) throws -> [String]
  /// Cases in a list.
  func cases(_ filter: CaseFilter) throws -> [CaseRow]
  /// Open tasks in a list: those without a due date last, else by due date, then number.
  func tasks(_ filter: TaskFilter) throws -> [TaskRow]
  /// Dates that will come, by date.
  func coming(_ filter: TaskFilter) throws -> [ComingRow]
  /// Escalations in a list, by the day they were raised, then number.
  func escalations(_ filter: EscalationFilter) throws -> [EscalationRow]
  /// The money used of a budget from a day up to and excluding another.
  func spent(budget: String, from: CivilDate, to: CivilDate) throws -> Number
  /// How many open cases of a workflow there are, or are in a state.
  func count(workflow: String, state: String?) throws -> Int
  /// The projection of a family as it is kept, to be compared with what replay gives.
  func projection(ofFamily root: String) throws -> Projection?
  /// The state of a family as it is kept, to be compared with what replay gives.
  func snapshot(ofFamily root: String) throws -> FamilyState?
  /// The next serial number of a year that nobody has taken.
  func nextSerial(year: Int) throws -> Int
  /// A note that the service keeps about the store, under a key.
  func note(_ key: String) throws -> [UInt8]?
  /// The files of definitions that were once in force.
  func definitions(hash: String) throws -> [SourceFile]?
}

/// What can be changed in a store, inside ``CaseStore/write(_:)``.
public protocol CaseStoreWriting: CaseStoreReading {
  /// Appends events of one family and puts its new state and projection in place.
  ///
  /// - Parameters:
  ///   - events: may be empty: then only the projection is renewed.
  ///   - family: the state after the events.
  ///   - previous: the version on which the events were decided; 0 for a new family.
  ///   - projection: of the new state, under the definitions of this hash.
  /// - Throws: `StoreError.conflict` when the family is no longer at `previous`.
  func append(
    _ events: [Event], family: FamilyState, previous: Int, projection: Projection,
    definitions: String) throws
  /// Takes the next serial numbers of a year.
  func takeSerials(year: Int, count: Int) throws -> ClosedRange<Int>
  /// Keeps a note in place of an earlier one under the same key.
  func keepNote(_ key: String, _ bytes: [UInt8]) throws
  /// Keeps files under their hash; nothing happens when they are kept already.
  func keepDefinitions(hash: String, files: [SourceFile]) throws
}

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
  /// What is kept beside them, except what has been erased.
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

/// Which cases a list shows; what is nil does not matter.
public struct CaseFilter: Hashable, Sendable {
  /// The phase's id.
  public var phase: String?
  /// Open or ended.
  public var isOpen: Bool?
  /// Whether something could not be computed.
  public var isFaulty: Bool?
  /// The workflow's id.
  public var workflow: String?
  /// The person responsible.
  public var responsible: String?
  /// At most so many.
  public var limit: Int?

  /// Every case.
  public init() {}
}

/// Which tasks a list shows; what is nil does not matter.
public struct TaskFilter: Hashable, Sendable {
  /// Roles that do them.
  public var roles: Set<String>?
  /// The person who does them, or tasks of the roles in `roles` that nobody in particular does.
  public var assignee: String?
  /// Due no later than this; those without a due date are shown unless `overdueOn` is set.
  public var through: CivilDate?
  /// Due before this day.
  public var overdueOn: CivilDate?
  /// The case.
  public var number: String?

  /// Every task.
  public init() {}
}

/// Which escalations a list shows.
public struct EscalationFilter: Hashable, Sendable {
  /// The roles they go to.
  public var to: Set<String>?
  /// Only open ones.
  public var isOpen: Bool?
  /// The case.
  public var number: String?

  /// Every escalation.
  public init() {}
}

/// Why a store cannot do what it was asked.
public enum StoreError: Error, Hashable, Sendable {
  /// Somebody else changed the family in between.
  case conflict(family: String)
  /// There is no store at the place.
  case missing(path: String)
  /// There is already something at the place.
  case exists(path: String)
  /// The file is not a store of ours.
  case foreign(path: String)
  /// The store was written by a newer version.
  case newer(path: String, version: Int)
  /// The store lies on a network file system, of this kind, where its locks do not hold.
  case networkFileSystem(path: String, kind: String)
  /// The disk is full.
  case full
  /// The file cannot be written.
  case readOnly(path: String)
  /// Another process kept the store for too long.
  case busy
  /// The file is damaged.
  case damaged(String)
  /// Anything else, in the words of the library underneath.
  case other(String)
}
