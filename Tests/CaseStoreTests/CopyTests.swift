import CaseStore
import CaseStoreSQLite
import Foundation
import GRDB
import Testing

@Suite("Copies of a store")
struct CopyTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.database }
  private var copy: String { folder.url.appendingPathComponent("kopia.db").path }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
  }

  /// A store as the first version of the program leaves it.
  private func layFirstForm() throws {
    let old = try DatabaseQueue(path: path)
    try old.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA application_id = \(SQLiteCaseStore.applicationID)")
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: Migration.initial0001.sql)
      try db.execute(
        sql: """
          PRAGMA user_version = 1;
          INSERT INTO properties (id, practice) VALUES (1, 1);
          INSERT INTO serials (year, last) VALUES (2017, 41);
          """)
    }
    try old.close()
  }

  @Test("a store of an older version is copied as it is, and the copy is brought up to date")
  func olderForm() throws {
    try layFirstForm()
    #expect(throws: StoreError.readOnly(path: path)) {
      try SQLiteCaseStore(path: path, readOnly: true)
    }
    let store = try SQLiteCaseStore(toCopy: path)
    #expect(try store.read { try $0.note("directory") } == nil)
    var checked = false
    try store.backUp(to: copy, replacing: false) { (copy: SQLiteCaseStore) throws in
      #expect(try copy.read { try $0.nextSerial(year: 2017) } == 42)
      #expect(try copy.read { try $0.integrityProblems() } == [])
      #expect(try copy.pragma("user_version") == "\(Migration.all.count)")
      checked = true
    }
    #expect(checked)
    #expect(try store.pragma("user_version") == "1")
    try store.close()
    #expect(try names().filter { $0.hasPrefix("kopia.db") } == ["kopia.db"])
  }

  @Test("a copy that did not get to the disk gets no name")
  func flush() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let store = try SQLiteCaseStore(path: path)
    try store.write { try $0.save(try Sample.opened("A-1")) }
    try store.backUp(to: copy, replacing: false) { _ in }
    let before = FileManager.default.contents(atPath: copy)
    let all = try names()
    func broken(_: String) throws(StoreError) { throw .io("Input/output error") }
    for (target, replacing) in [(copy, true), (copy + "-2", false)] {
      #expect(throws: StoreError.io("Input/output error")) {
        try store.backUp(to: target, replacing: replacing, flush: broken) { _ in }
      }
    }
    for (target, replacing) in [(path + "-2", false), (path, true)] {
      if replacing { try store.close() }
      #expect(throws: StoreError.io("Input/output error")) {
        _ = try SQLiteCaseStore.restore(
          copy, to: target, replacing: replacing, stamp: "x", flush: broken
        ) { _ in }
      }
    }
    #expect(FileManager.default.contents(atPath: copy) == before)
    #expect(
      try names().filter { !$0.hasPrefix("cases.db-") } == all.filter { !$0.hasPrefix("cases.db-") }
    )
  }

  @Test(
    "of two restores into an empty folder, the slower leaves the store of the faster, and its log")
  func together() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let store = try SQLiteCaseStore(path: path)
    try store.write { try $0.save(try Sample.opened("A-1")) }
    try store.backUp(to: copy, replacing: false) { _ in }
    let target = folder.url.appendingPathComponent("ny.db").path
    // What an earlier store left, which is nobody's.
    try Data(repeating: 1, count: 4_000).write(to: URL(fileURLWithPath: target + "-wal"))
    var faster: SQLiteCaseStore?
    #expect(throws: StoreError.exists(path: target)) {
      _ = try SQLiteCaseStore.restore(copy, to: target, replacing: false, stamp: "x") { _ in
        _ = try SQLiteCaseStore.restore(copy, to: target, replacing: false, stamp: "x") { _ in }
        let opened = try SQLiteCaseStore(path: target)
        try opened.write { try $0.save(try Sample.opened("A-2")) }
        faster = opened
      }
    }
    // A kill would leave only what is on the disk; so does somebody else who reads.
    let beside = try SQLiteCaseStore(path: target, readOnly: true)
    #expect(try beside.read { try $0.head().sequence } == 2)
    #expect(try faster?.read { try $0.integrityProblems() } == [])
    #expect(try !names().contains { $0.contains(".ny-") })
  }
}
