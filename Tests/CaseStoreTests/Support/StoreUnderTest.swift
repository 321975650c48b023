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
      var test = StoreUnderTest(store: store) { try store.eraseProtectedValues(ofFamily: $0) }
      test.loseRows = { root in try store.damage(family: root, rows: { $0.withoutRows }) }
      test.changeForm = { root in try store.damage(family: root, snapshot: { $0[0] = 99 }) }
      return test
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
  /// Loses the tasks of a family, and the day on which to look at it.
  var loseRows: (String) throws -> Void = { _ in }
  /// Makes a family's state one of another form.
  var changeForm: (String) throws -> Void = { _ in }
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
    result.loseRows = { root in
      try store.execute(
        """
        DELETE FROM tasks WHERE case_id IN (
          SELECT c.id FROM cases c JOIN families f ON f.id = c.family WHERE f.root = '\(root)');
        UPDATE families SET next_look = NULL WHERE root = '\(root)'
        """)
    }
    result.changeForm = { root in
      try store.execute(
        """
        UPDATE families SET snapshot = CAST(x'63' || substr(snapshot, 2) AS BLOB)
        WHERE root = '\(root)'
        """)
    }
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

extension Projection {
  /// The same without tasks and without a day on which to look again.
  fileprivate var withoutRows: Projection {
    Projection(
      nextLook: nil, cases: cases, tasks: [], coming: coming, escalations: escalations,
      spendings: spendings, meetings: meetings, agenda: agenda)
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
