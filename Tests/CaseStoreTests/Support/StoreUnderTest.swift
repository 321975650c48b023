import CaseEngine
import CaseStore
import CaseStoreSQLite
import Foundation
import Testing

/// The implementations that pass the suite.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
  case memory = "in memory"
  case file = "SQLite file"
  case sqliteMemory = "SQLite in memory"

  var testDescription: String { rawValue }

  func make(practice: Bool = false) throws -> StoreUnderTest {
    switch self {
    case .memory:
      let store = InMemoryCaseStore(practice: practice)
      return StoreUnderTest(store: store) { try store.eraseProtectedValues(ofFamily: $0) }
    case .file:
      let folder = TemporaryFolder()
      try SQLiteCaseStore.create(at: folder.database, practice: practice)
      return .sqlite(try SQLiteCaseStore(path: folder.database), folder: folder)
    case .sqliteMemory:
      return .sqlite(try SQLiteCaseStore.inMemory(practice: practice), folder: nil)
    }
  }
}

/// A store and what its suite needs beside it.
struct StoreUnderTest {
  let store: any CaseStore
  let erase: (String) throws -> Void
  var folder: TemporaryFolder?

  init(store: any CaseStore, erase: @escaping (String) throws -> Void) {
    self.store = store
    self.erase = erase
  }

  static func sqlite(_ store: SQLiteCaseStore, folder: TemporaryFolder?) -> StoreUnderTest {
    var result = StoreUnderTest(store: store) { root in
      try store.execute(
        """
        DELETE FROM protected_values WHERE seq IN (SELECT seq FROM events WHERE family = '\(root)')
        """)
    }
    result.folder = folder
    return result
  }

  /// Appends the events of a sample that the store does not have yet.
  func save(_ sample: Sample, from version: Int = 0) throws {
    try store.write { try $0.save(sample, from: version) }
  }
}

extension CaseStoreWriting {
  func save(_ sample: Sample, from version: Int = 0) throws {
    let state = try sample.state
    try append(
      sample.events.filter { $0.version > version }, family: state, previous: version,
      projection: Sample.project(state), definitions: sample.definitions)
  }
}

/// A folder that goes when its last user goes.
final class TemporaryFolder {
  let url: URL

  init() {
    url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try? FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  var database: String { url.appendingPathComponent("cases.db").path }
}
