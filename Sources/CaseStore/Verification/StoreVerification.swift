public import CaseEngine
public import Programme

/// What a check of a whole store found.
///
/// It recomputes the chain over the stored bytes, replays every family from its events and compares the result with the
/// snapshot that is kept, and projects the state and compares the rows that are kept. It goes on after a finding.
public struct StoreVerification: Hashable, Sendable {
  /// Something that is not as it should be.
  public enum Finding: Hashable, Sendable {
    /// A record is missing before this one.
    case gap(before: Int)
    /// The link of a record is not the hash of the link before it and its bytes: one of them was changed.
    case brokenLink(sequence: Int)
    /// The earlier head is nowhere in the chain: what it covered was changed, or its end was cut off.
    case headNotFound(String)
    /// The text that was given as an earlier head is none: 64 hexadecimal digits.
    case headMalformed(String)
    /// So many protected values of a record are not there, whose digests it holds.
    case protectedMissing(family: String, sequence: Int, count: Int)
    /// The events of a family do not follow on one another.
    case replayFailed(family: String, ReplayError)
    /// Something of a family's history cannot be read.
    case familyUnreadable(String, StoreError)
    /// A family has events and no state, or a state and no events, or its history lacks some of its events.
    case familyIncomplete(String)
    /// The state that is kept is not what the events give.
    case snapshotDiffers(family: String)
    /// The state that is kept cannot be read.
    case snapshotUnreadable(family: String, StoreError)
    /// The rows that lists are made of are not what the state gives.
    case projectionDiffers(family: String)
    /// The rows that lists are made of cannot be read.
    case projectionUnreadable(family: String, StoreError)
    /// The definitions do not fit the family, so its rows cannot be compared.
    case notProjected(family: String)
    /// So many rows of lists belong to no case, or to no family.
    case strayRows(Int)
    /// The definitions that events name by this hash are not kept.
    case definitionsMissing(hash: String)
    /// What is kept under this hash, which events name, are other files.
    case definitionsChanged(hash: String)
    /// The storage itself is damaged, in the words of the library underneath.
    case storage(String)
  }

  /// What was found, the chain first, then family by family, then the definitions; empty when all is well.
  public internal(set) var findings: [Finding] = []
  /// The head of the chain, as people keep it.
  public internal(set) var head: ChainLink
  /// How many records there are.
  public internal(set) var records = 0
  /// How many protected values are kept.
  public internal(set) var protectedValues = 0
  /// How many families were replayed.
  public internal(set) var families = 0
  /// Of them, those whose rows were not compared: they were made under definitions that cannot be used here.
  public internal(set) var notCompared = 0
  /// At which record the earlier head was found; nil when none was given or it was not found.
  public internal(set) var foundHead: Int?

  /// Whether all is well.
  public var isSound: Bool { findings.isEmpty }

  /// Whether the history is whole, and the file that it lies in. What is only kept beside it may differ: that can be made
  /// again from it.
  public var isHistorySound: Bool { findings.allSatisfy(\.isAboutCopies) }

  /// Whether something is wrong, and all of it is of a kind that ``StoreMending`` makes anew.
  public var canBeMended: Bool { !isSound && findings.allSatisfy(\.canBeMended) }

  /// Checks a store, as it is at one moment. Each family's rows are compared with what the definitions give that they were
  /// made under: those that the store keeps, or the given ones.
  ///
  /// - Parameters:
  ///   - earlierHead: the head of an earlier day, as 64 hexadecimal digits, which must be found in the chain.
  ///   - programme: definitions that need not be loaded again; nil for those of the store alone.
  /// - Throws: `StoreError`, when the store cannot be read at all.
  public static func run(
    _ store: any CaseStore, earlierHead: String? = nil, programme: Programme?
  ) throws -> StoreVerification {
    try store.read { session in
      var verifier = try StoreVerifier(session, earlierHead: earlierHead)
      try verifier.verify(programme: programme)
      return verifier.result
    }
  }

  /// Checks a store whose definitions are not kept in it: rows that were made under others than these are not compared.
  ///
  /// - Parameters:
  ///   - definitions: the hash of the definitions that `project` projects under.
  ///   - project: what lists show of a family; its errors become findings.
  /// - Throws: `StoreError`, when the store cannot be read at all.
  public static func run(
    _ store: any CaseStore, earlierHead: String? = nil, definitions: String,
    project: (FamilyState) throws -> Projection
  ) throws -> StoreVerification {
    try store.read { session in
      var verifier = try StoreVerifier(session, earlierHead: earlierHead)
      try verifier.walkFamilies { family, hash in hash == definitions ? try project(family) : nil }
      return verifier.result
    }
  }

  init(head: ChainLink) {
    self.head = head
  }
}

extension StoreVerification.Finding {
  /// Whether it is about snapshots or rows, which are copies of what the history gives.
  var isAboutCopies: Bool {
    switch self {
    case .snapshotDiffers, .snapshotUnreadable, .projectionDiffers, .projectionUnreadable,
      .notProjected, .strayRows:
      true
    case .gap, .brokenLink, .headNotFound, .headMalformed, .protectedMissing, .replayFailed,
      .familyUnreadable, .familyIncomplete, .definitionsMissing, .definitionsChanged, .storage:
      false
    }
  }

  /// Whether ``StoreMending`` may make it right. A family may lack its state alone: whether its history is whole is seen when
  /// it is read from the chain.
  var canBeMended: Bool {
    if case .familyIncomplete = self { true } else { isAboutCopies }
  }

  /// Whether the history itself lacks something or was changed: what that was, only a copy of the store holds.
  public var isLoss: Bool {
    switch self {
    case .headNotFound, .headMalformed: false
    default: !canBeMended
    }
  }

  /// The family whose state or rows are not as they should be.
  var copiedFamily: String? {
    switch self {
    case .snapshotDiffers(let family), .snapshotUnreadable(let family, _),
      .projectionDiffers(let family), .projectionUnreadable(let family, _),
      .notProjected(let family), .familyIncomplete(let family):
      family
    case .gap, .brokenLink, .headNotFound, .headMalformed, .protectedMissing, .replayFailed,
      .familyUnreadable, .strayRows, .definitionsMissing, .definitionsChanged, .storage:
      nil
    }
  }
}
