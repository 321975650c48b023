import CaseEngine
import CivilTime
import Programme

/// A check of a store in the making: first the chain, then the families, then the definitions that they name.
struct StoreVerifier {
  private(set) var result: StoreVerification
  /// By family: the sequence numbers of its records, in order.
  private(set) var sequences: [String: [Int]] = [:]
  /// The definitions that rows are compared by; there once ``verify(programme:)`` has run.
  private(set) var programmes: KeptProgrammes?
  /// What the cases say of meetings after the last record.
  private var standings: [String: MeetingStanding] = [:]
  /// The hashes that events name.
  private var named: Set<String> = []
  private let session: any CaseStoreReading

  private static let pageSize = 500

  /// Walks the chain.
  init(_ session: any CaseStoreReading, earlierHead: String? = nil) throws {
    self.session = session
    result = StoreVerification(head: try session.head())
    for problem in try session.integrityProblems() { result.findings.append(.storage(problem)) }
    try walkChain(earlierHead: earlierHead)
  }

  /// Goes on with everything else.
  mutating func verify(programme: Programme?) throws {
    let programmes = KeptProgrammes(given: programme, standings: standings)
    self.programmes = programmes
    let session = session
    try walkFamilies { family, hash in
      try programmes.engine(hash, in: session).map { try $0.project(family) }
    }
    try checkDefinitions()
  }

  /// - Parameter project: what lists show of a family under the definitions of a hash; nil when that cannot be told.
  mutating func walkFamilies(project: (FamilyState, String) throws -> Projection?) throws {
    var missing = Set(sequences.keys)
    var cursor: String?
    while true {
      let page = try session.families(after: cursor, limit: Self.pageSize)
      guard let last = page.last else { break }
      cursor = last
      for root in page {
        missing.remove(root)
        result.families += 1
        do {
          try check(root, project: project)
        } catch let error as StoreError {
          find(.familyUnreadable(root, error))
        } catch let error as ReplayError {
          find(.replayFailed(family: root, error))
        }
      }
    }
    for root in missing.sorted() { find(.familyIncomplete(root)) }
    let stray = try session.strayRows()
    if stray > 0 { find(.strayRows(stray)) }
  }

  private mutating func find(_ finding: StoreVerification.Finding) {
    result.findings.append(finding)
  }
}

extension StoreVerifier {
  /// Recomputes every link; notes which records each family has, and what they say of meetings.
  private mutating func walkChain(earlierHead: String?) throws {
    let wanted = earlierHead.map { $0.lowercased() }
    if let wanted, ChainLink.bytes(wanted) == nil { find(.headMalformed(wanted)) }
    let mark = Array("\"kind\":\"meeting\"".utf8)
    var link = Chain.start
    var last = 0
    if wanted == link.hex { result.foundHead = 0 }
    while true {
      let page = try session.records(after: last, limit: Self.pageSize)
      guard !page.isEmpty else { break }
      for record in page {
        if record.sequence != last + 1 { find(.gap(before: record.sequence)) }
        if Chain.link(after: link, body: record.body) != record.link {
          find(.brokenLink(sequence: record.sequence))
        }
        // Going on from the link that is kept shows each broken place once.
        link = record.link
        last = record.sequence
        if let wanted, wanted == link.hex { result.foundHead = record.sequence }
        result.records += 1
        result.protectedValues += record.protected.count
        sequences[record.family, default: []].append(record.sequence)
        if record.body.contains(mark: mark) { noteMeetings(record) }
      }
    }
    if let wanted, result.foundHead == nil, ChainLink.bytes(wanted) != nil {
      find(.headNotFound(wanted))
    }
  }

  /// What cannot be read is found when its family is.
  private mutating func noteMeetings(_ record: StoredRecord) {
    guard let event = try? EventCodec.decode(record.body, protected: []) else { return }
    for (number, standing) in Engine.Decision.standings(in: [event]) {
      standings[number] = standing
    }
  }

  private mutating func check(
    _ root: String, project: (FamilyState, String) throws -> Projection?
  ) throws {
    let recorded = sequences[root] ?? []
    var state: FamilyState?
    let events = try session.events(ofFamily: root)
    for (place, event) in events.enumerated() {
      named.insert(event.definitions)
      if event.absentValues > 0 {
        let sequence = recorded.indices.contains(place) ? recorded[place] : 0
        find(.protectedMissing(family: root, sequence: sequence, count: event.absentValues))
      }
      state = try FamilyState.evolve(state, event)
    }
    guard events.count == recorded.count, let state else {
      find(.familyIncomplete(root))
      return
    }
    do {
      if try session.snapshot(ofFamily: root) != state { find(.snapshotDiffers(family: root)) }
    } catch let error as StoreError {
      guard case .damaged = error else { throw error }
      find(.snapshotUnreadable(family: root, error))
    }
    do {
      try compareRows(of: root, with: state, project: project)
    } catch let error as StoreError {
      guard case .damaged = error else { throw error }
      find(.projectionUnreadable(family: root, error))
    }
  }

  private mutating func compareRows(
    of root: String, with state: FamilyState,
    project: (FamilyState, String) throws -> Projection?
  ) throws {
    guard let kept = try session.projection(ofFamily: root) else {
      throw StoreError.damaged("listorna för \(root)")
    }
    let agrees = kept.isConsistent && kept.version == state.version && kept.isOpen == state.isOpen
    let expected: Projection?
    do { expected = try project(state, kept.definitions) } catch let error as StoreError {
      throw error
    } catch {
      find(.notProjected(family: root))
      return
    }
    if expected == nil { result.notCompared += 1 }
    if !agrees || expected.map({ $0.inOrder != kept.projection.inOrder }) ?? false {
      find(.projectionDiffers(family: root))
    }
  }

  /// The chain covers the hashes of definitions: the files must be there, and be those.
  private mutating func checkDefinitions() throws {
    for hash in named.sorted() {
      do {
        if try session.definitions(hash: hash) == nil { find(.definitionsMissing(hash: hash)) }
      } catch StoreError.damaged {
        find(.definitionsChanged(hash: hash))
      }
    }
  }
}
