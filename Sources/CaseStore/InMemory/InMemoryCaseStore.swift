package import CaseEngine
import Diagnostics
import Synchronization

/// A store in memory, for tests and trial runs. It keeps the same bytes in the same chain as a store on disk.
///
/// `@unchecked Sendable`: everything that changes is reached only while the lock is held.
public final class InMemoryCaseStore: CaseStore, @unchecked Sendable {
  private let lock = Mutex<Void>(())
  private let storage: MemoryStorage

  /// An empty store.
  public init(practice: Bool = false) {
    storage = MemoryStorage(isPractice: practice)
  }

  /// See ``CaseStore/write(_:)``.
  public func write<Result>(_ body: (any CaseStoreWriting) throws -> Result) throws -> Result {
    try locked {
      let session = MemorySession(storage)
      do {
        let result = try body(session)
        if let failure = session.failure { throw failure }
        return result
      } catch {
        session.rollBack()
        throw error
      }
    }
  }

  /// See ``CaseStore/read(_:)``.
  public func read<Result>(_ body: (any CaseStoreReading) throws -> Result) throws -> Result {
    try locked { try body(MemorySession(storage)) }
  }

  /// Forgets the protected values of a family's events: a stand-in in tests for what a store on disk does by deleting
  /// rows.
  package func eraseProtectedValues(ofFamily root: String) throws {
    try locked {
      for (index, record) in storage.records.enumerated() where record.family == root {
        storage.records[index] = StoredRecord(
          sequence: record.sequence, family: root, body: record.body, protected: [],
          link: record.link)
      }
    }
  }

  /// Changes what is kept of a family beside its events: a stand-in in tests for damage.
  package func damage(
    family root: String, snapshot change: (inout [UInt8]) -> Void = { _ in },
    rows: (Projection) -> Projection = { $0 }
  ) throws {
    try locked {
      guard let index = storage.familyIndex[root] else { return }
      change(&storage.families[index].snapshot)
      storage.families[index].projection = rows(storage.families[index].projection)
    }
  }

  private func locked<Result>(_ body: () throws -> Result) throws -> Result {
    var result: Swift.Result<Result, any Error>?
    lock.withLock { _ in result = Swift.Result { try body() } }
    // The lock has run its body.
    guard let result else { throw StoreError.other("låset öppnades inte") }
    return try result.get()
  }
}

/// What a store in memory holds.
final class MemoryStorage {
  let isPractice: Bool
  var records: [StoredRecord] = []
  /// In the order of opening.
  var families: [Family] = []
  var familyIndex: [String: Int] = [:]
  /// The numbers of the cases in the order of opening, and the place of each.
  var cases: [(number: String, family: Int)] = []
  var caseIndex: [String: Int] = [:]
  var serials: [Int: Int] = [:]
  var definitions: [String: [SourceFile]] = [:]
  var notes: [String: [UInt8]] = [:]
  var accesses: [AccessEntry] = []

  init(isPractice: Bool) {
    self.isPractice = isPractice
  }

  struct Family {
    let root: String
    var version: Int
    var isOpen: Bool
    var snapshot: [UInt8]
    var definitions: String
    var projection: Projection
    var sequences: [Int]
  }
}
