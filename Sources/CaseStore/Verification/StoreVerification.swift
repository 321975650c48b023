public import CaseEngine

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
    /// The events of a family do not follow on one another.
    case replayFailed(family: String, ReplayError)
    /// Something of a family cannot be read.
    case familyUnreadable(String, StoreError)
    /// A family has events and no state, or a state and no events, or its history lacks some of its events.
    case familyIncomplete(String)
    /// The state that is kept is not what the events give.
    case snapshotDiffers(family: String)
    /// The rows that lists are made of are not what the state gives.
    case projectionDiffers(family: String)
    /// The definitions do not fit the family, so its rows cannot be compared.
    case notProjected(family: String)
    /// The storage itself is damaged, in the words of the library underneath.
    case storage(String)
  }

  /// What was found, the chain first, then family by family; empty when all is well.
  public internal(set) var findings: [Finding] = []
  /// The head of the chain, as people keep it.
  public internal(set) var head: ChainLink
  /// How many records there are.
  public internal(set) var records = 0
  /// How many protected values are kept.
  public internal(set) var protectedValues = 0
  /// How many families were replayed.
  public internal(set) var families = 0
  /// Of them, those whose rows were made under other definitions than the given ones and were not compared.
  public internal(set) var projectedElsewhere = 0
  /// At which record the earlier head was found; nil when none was given or it was not found.
  public internal(set) var foundHead: Int?

  /// Whether all is well.
  public var isSound: Bool { findings.isEmpty }

  /// Whether the history is whole, and the file that it lies in. What is only kept beside it may differ: that can be made
  /// again from it.
  public var isHistorySound: Bool { findings.allSatisfy(\.isAboutCopies) }

  /// Checks a store, as it is at one moment.
  ///
  /// - Parameters:
  ///   - earlierHead: the head of an earlier day, as 64 hexadecimal digits, which must be found in the chain.
  ///   - definitions: the hash of the definitions that `project` projects under.
  ///   - project: what lists show of a family; its errors become findings.
  /// - Throws: `StoreError`, when the store cannot be read at all.
  public static func run(
    _ store: any CaseStore, earlierHead: String? = nil, definitions: String,
    project: (FamilyState) throws -> Projection
  ) throws -> StoreVerification {
    try run(store, earlierHead: earlierHead, definitions: definitions) { _, family in
      try project(family)
    }
  }

  /// The same, where what lists show also depends on what else the store holds at that moment.
  static func run(
    _ store: any CaseStore, earlierHead: String?, definitions: String,
    projecting: (any CaseStoreReading, FamilyState) throws -> Projection
  ) throws -> StoreVerification {
    try store.read { session in
      func project(_ family: FamilyState) throws -> Projection { try projecting(session, family) }
      var result = StoreVerification(head: try session.head())
      for problem in try session.integrityProblems() { result.findings.append(.storage(problem)) }
      let versions = try result.walkChain(session, earlierHead: earlierHead)
      try result.walkFamilies(
        session, versions: versions, definitions: definitions, project: project)
      return result
    }
  }

  init(head: ChainLink) {
    self.head = head
  }

  static let pageSize = 500
}

extension StoreVerification.Finding {
  /// Whether it is about snapshots or rows, which are copies of what the history gives.
  var isAboutCopies: Bool {
    switch self {
    case .snapshotDiffers, .projectionDiffers, .notProjected: true
    case .gap, .brokenLink, .headNotFound, .headMalformed, .replayFailed, .familyUnreadable,
      .familyIncomplete, .storage:
      false
    }
  }
}

extension StoreVerification {
  /// Recomputes every link; gives how many events each family has.
  private mutating func walkChain(_ session: any CaseStoreReading, earlierHead: String?) throws
    -> [String: Int]
  {
    let wanted = earlierHead.map { $0.lowercased() }
    if let wanted, ChainLink.bytes(wanted) == nil { findings.append(.headMalformed(wanted)) }
    var link = Chain.start
    var last = 0
    var counts: [String: Int] = [:]
    if wanted == link.hex { foundHead = 0 }
    while true {
      let page = try session.records(after: last, limit: Self.pageSize)
      guard !page.isEmpty else { break }
      for record in page {
        if record.sequence != last + 1 { findings.append(.gap(before: record.sequence)) }
        if Chain.link(after: link, body: record.body) != record.link {
          findings.append(.brokenLink(sequence: record.sequence))
        }
        // Going on from the link that is kept shows each broken place once.
        link = record.link
        last = record.sequence
        if let wanted, wanted == link.hex { foundHead = record.sequence }
        records += 1
        protectedValues += record.protected.count
        counts[record.family, default: 0] += 1
      }
    }
    if let wanted, foundHead == nil, ChainLink.bytes(wanted) != nil {
      findings.append(.headNotFound(wanted))
    }
    return counts
  }

  private mutating func walkFamilies(
    _ session: any CaseStoreReading, versions: [String: Int], definitions: String,
    project: (FamilyState) throws -> Projection
  ) throws {
    var missing = versions
    var cursor: String?
    while true {
      let page = try session.families(after: cursor, limit: Self.pageSize)
      guard let last = page.last else { break }
      cursor = last
      for root in page {
        let recorded = missing.removeValue(forKey: root) ?? 0
        families += 1
        do {
          try check(
            root, session, recorded: recorded, definitions: definitions, project: project)
        } catch let error as StoreError {
          findings.append(.familyUnreadable(root, error))
        } catch let error as ReplayError {
          findings.append(.replayFailed(family: root, error))
        }
      }
    }
    for root in missing.keys.sorted() { findings.append(.familyIncomplete(root)) }
  }

  /// - Parameter recorded: how many records of the chain are the family's.
  private mutating func check(
    _ root: String, _ session: any CaseStoreReading, recorded: Int, definitions: String,
    project: (FamilyState) throws -> Projection
  ) throws {
    var replayed: FamilyState?
    let events = try session.events(ofFamily: root)
    for event in events { replayed = try FamilyState.evolve(replayed, event) }
    guard events.count == recorded, let replayed, let kept = try session.snapshot(ofFamily: root),
      let rows = try session.projection(ofFamily: root)
    else {
      findings.append(.familyIncomplete(root))
      return
    }
    if kept != replayed { findings.append(.snapshotDiffers(family: root)) }
    guard rows.definitions == definitions else {
      projectedElsewhere += 1
      return
    }
    guard let expected = try? project(replayed) else {
      findings.append(.notProjected(family: root))
      return
    }
    if rows.projection.inOrder != expected.inOrder {
      findings.append(.projectionDiffers(family: root))
    }
  }
}

extension Projection {
  /// The same with its rows in the order in which a store gives them: by case, tasks and escalations by serial number.
  var inOrder: Projection {
    var places: [String: Int] = [:]
    for (place, row) in cases.enumerated() { places[row.number] = place }
    func sorted<Row>(_ rows: [Row], _ key: (Row, Int) -> (String, Int)) -> [Row] {
      rows.enumerated().map { place, row in
        let (number, serial) = key(row, place)
        return ((places[number] ?? .max, serial), row)
      }
      .sorted { $0.0 < $1.0 }.map(\.1)
    }
    return Projection(
      nextLook: nextLook, cases: cases, tasks: sorted(tasks) { row, _ in (row.number, row.serial) },
      coming: sorted(coming) { row, place in (row.number, place) },
      escalations: sorted(escalations) { row, _ in (row.number, row.serial) },
      spendings: sorted(spendings) { row, place in (row.number, place) },
      meetings: sorted(meetings) { row, place in (row.number, place) },
      agenda: sorted(agenda) { row, place in (row.number, place) })
  }
}

extension ChainLink {
  /// The bytes of a link as people keep it; nil for what is not 64 hexadecimal digits.
  static func bytes(_ text: String) -> [UInt8]? {
    guard text.utf8.count == 64 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for unit in text.utf8 {
      guard let digit = Character(UnicodeScalar(unit)).hexDigitValue else { return nil }
      if let first = high {
        bytes.append(first << 4 | UInt8(truncatingIfNeeded: digit))
        high = nil
      } else {
        high = UInt8(truncatingIfNeeded: digit)
      }
    }
    return bytes
  }
}
