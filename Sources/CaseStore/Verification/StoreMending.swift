import CaseEngine
public import Programme

/// States and rows of lists that were made anew from the history, which they are copies of.
///
/// The history itself must be whole first: what is lost of it may live on in what is kept beside it, and must not be made
/// anew without it. Nothing is then changed.
public struct StoreMending: Sendable {
  /// The families whose state and rows were made anew, in the order in which they were found wrong.
  public let families: [String]
  /// What a check of the whole store found afterwards.
  public let verification: StoreVerification

  /// The history is not whole, so nothing was changed; with what was found.
  public struct HistoryIsDamaged: Error {
    /// What was found.
    public let verification: StoreVerification
  }

  /// Checks a store, makes anew what is not what the history gives, and checks it again, all at one moment: nobody works in
  /// the store meanwhile. A store that is sound is only read.
  ///
  /// - Parameters:
  ///   - earlierHead: as for `StoreVerification.run`.
  ///   - programme: as for `StoreVerification.run`; families whose own definitions cannot be used get rows of these.
  /// - Throws: ``HistoryIsDamaged``; `StoreError`, when the store cannot be read or written.
  public static func run(
    _ store: any CaseStore, earlierHead: String? = nil, programme: Programme?
  ) throws -> StoreMending {
    let found = try StoreVerification.run(store, earlierHead: earlierHead, programme: programme)
    if found.isSound { return StoreMending(families: [], verification: found) }
    guard found.canBeMended else { throw HistoryIsDamaged(verification: found) }
    return try store.write { session in
      var before = try StoreVerifier(session, earlierHead: earlierHead)
      try before.verify(programme: programme)
      guard before.result.isSound || before.result.canBeMended else {
        throw HistoryIsDamaged(verification: before.result)
      }
      let families = try mend(session, before, programme)
      try session.removeStrayRows()
      var after = try StoreVerifier(session, earlierHead: earlierHead)
      try after.verify(programme: programme)
      return StoreMending(families: families, verification: after.result)
    }
  }

  /// A family that cannot be mended is left as it is, and the others are mended: the check afterwards tells.
  private static func mend(
    _ session: any CaseStoreWriting, _ verifier: StoreVerifier, _ programme: Programme?
  ) throws -> [String] {
    var mended: [String] = []
    var seen: Set<String> = []
    for root in verifier.result.findings.compactMap(\.copiedFamily)
    where seen.insert(root).inserted {
      do {
        try session.attempt { try renew(root, session, verifier, programme) }
        mended.append(root)
      } catch StoreError.damaged, StoreError.other, StoreError.conflict {
        continue
      }
    }
    return mended
  }

  private static func renew(
    _ root: String, _ session: any CaseStoreWriting, _ verifier: StoreVerifier,
    _ programme: Programme?
  ) throws {
    // From the chain, for where a family's history ends is among what may be wrong.
    var events: [Event] = []
    for sequence in verifier.sequences[root] ?? [] {
      guard let record = try session.records(after: sequence - 1, limit: 1).first else { continue }
      events.append(
        try StoreError.coding { () throws(CodecError) in
          try EventCodec.decode(record.body, protected: record.protected)
        })
    }
    let state = try FamilyState.replay(events, of: root)
    guard state.version == events.count, let latest = verifier.sequences[root]?.last else {
      throw StoreError.damaged(root)
    }
    // Rows as they were: those that have come of age since are made anew by the next daily run.
    let rows = try? session.projection(ofFamily: root)
    for hash in [rows?.definitions, state.definitions, programme?.hash].compactMap({ $0 }) {
      guard let engine = try verifier.programmes?.engine(hash, in: session),
        let projection = try? engine.project(state)
      else { continue }
      try session.renew(state, latest: latest, projection: projection, definitions: hash)
      return
    }
    throw StoreError.damaged("inga regler passar \(root)")
  }
}
