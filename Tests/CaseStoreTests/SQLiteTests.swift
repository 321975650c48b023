import CaseEngine
import CaseStore
import CaseStoreSQLite
import CivilTime
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("The store in SQLite")
struct SQLiteTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.database }

  @Test("flushes every commit to the disk, in the write-ahead log")
  func pragmas() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let store = try SQLiteCaseStore(path: path)
    #expect(try store.pragma("journal_mode") == "wal")
    #expect(try store.pragma("synchronous") == "2")
    #expect(try store.pragma("secure_delete") == "1")
    #expect(try store.pragma("foreign_keys") == "1")
    #expect(try store.pragma("busy_timeout") == "10000")
    #expect(try store.pragma("user_version") == "\(Self.newest)")
    try store.write { try $0.save(try Sample.opened("A-1")) }
    #expect(try store.pragma("synchronous") == "2")
  }

  @Test("keeps what was written when it is closed and opened")
  func reopen() throws {
    try SQLiteCaseStore.create(at: path, practice: true)
    let sample = try Sample.opened("A-1")
    let store = try SQLiteCaseStore(path: path)
    try store.write { try $0.save(sample) }
    try store.close()
    let again = try SQLiteCaseStore(path: path)
    #expect(try again.read { try $0.family(ofCase: "A-1") } == sample.state)
    #expect(
      try again.read { try $0.properties() }
        == StoreProperties(isPractice: true, schemaVersion: Self.newest))
  }

  @Test("is readable by its owner alone, and leaves nothing else behind when made")
  func permissions() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["cases.db"])
    let store = try SQLiteCaseStore(path: path)
    try store.write { try $0.save(try Sample.opened("A-1")) }
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.url.path) {
      let file = try FileManager.default.attributesOfItem(
        atPath: folder.url.appendingPathComponent(name).path)
      #expect((file[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
  }

  @Test("is not made over something that is there, nor in a folder that is not")
  func creation() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    #expect(throws: StoreError.exists(path: path)) {
      try SQLiteCaseStore.create(at: path, practice: false)
    }
    let nowhere = folder.url.appendingPathComponent("none/cases.db").path
    #expect(throws: StoreError.missing(path: folder.url.appendingPathComponent("none").path)) {
      try SQLiteCaseStore.create(at: nowhere, practice: false)
    }
    #expect(throws: StoreError.missing(path: nowhere)) { try SQLiteCaseStore(path: nowhere) }
  }

  @Test("refuses files that are not ours, and leaves them as they were")
  func foreign() throws {
    let other = try DatabaseQueue(path: path)
    try other.write { try $0.execute(sql: "CREATE TABLE t (x); PRAGMA user_version = 1") }
    try other.close()
    let before = try Data(contentsOf: folder.url.appendingPathComponent("cases.db"))
    #expect(throws: StoreError.foreign(path: path)) { try SQLiteCaseStore(path: path) }
    #expect(try Data(contentsOf: folder.url.appendingPathComponent("cases.db")) == before)
    for text in ["", "not a database at all, but a text of some length that says so itself ......"]
    {
      try Data(text.utf8).write(to: folder.url.appendingPathComponent("text.db"))
      let textPath = folder.url.appendingPathComponent("text.db").path
      #expect(throws: StoreError.foreign(path: textPath)) { try SQLiteCaseStore(path: textPath) }
    }
    #expect(throws: StoreError.self) { try SQLiteCaseStore(path: folder.url.path) }
  }

  @Test("refuses a file of a newer version")
  func newer() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    try SQLiteCaseStore(path: path).execute("PRAGMA user_version = 99")
    #expect(throws: StoreError.newer(path: path, version: 99)) { try SQLiteCaseStore(path: path) }
  }

  private static var newest: Int { Migration.all.count }

  @Test("brings a file of an older version up to date, with what it holds")
  func migration() throws {
    // A file as the first version leaves it, written by SQL alone.
    let old = try DatabaseQueue(path: path)
    try old.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          PRAGMA application_id = \(SQLiteCaseStore.applicationID);
          PRAGMA user_version = 1;
          """)
      try db.execute(sql: Migration.initial0001.sql)
      try db.execute(
        sql: """
          INSERT INTO properties (id, practice) VALUES (1, 1);
          INSERT INTO serials (year, last) VALUES (2017, 41);
          """)
    }
    try old.close()
    let next = Migration(
      number: Self.newest + 1, sql: "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;")
    let migrations = Migration.all + [next]
    #expect(throws: StoreError.readOnly(path: path)) {
      try SQLiteCaseStore(
        path: path, readOnly: true, networkKind: { _ in nil }, migrations: migrations)
    }
    for _ in 0..<2 {
      let store = try SQLiteCaseStore(
        path: path, readOnly: false, networkKind: { _ in nil }, migrations: migrations)
      #expect(try store.pragma("user_version") == "\(Self.newest + 1)")
      #expect(try store.read { try $0.nextSerial(year: 2017) } == 42)
      #expect(try store.read { try $0.integrityProblems() } == [])
      try store.close()
    }
    #expect(throws: StoreError.newer(path: path, version: Self.newest + 1)) {
      try SQLiteCaseStore(path: path)
    }
  }

  @Test("leaves a file as it was when bringing it up to date fails")
  func failedMigration() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let bad = Migration(
      number: Self.newest + 1, sql: "CREATE TABLE more (id INTEGER); INSERT INTO none VALUES (1)")
    #expect(throws: StoreError.self) {
      try SQLiteCaseStore(
        path: path, readOnly: false, networkKind: { _ in nil }, migrations: Migration.all + [bad])
    }
    let store = try SQLiteCaseStore(path: path)
    #expect(try store.pragma("user_version") == "\(Self.newest)")
    try store.execute("CREATE TABLE more (id INTEGER)")
  }

  @Test("numbers its migrations from 1, without gaps")
  func migrationNumbers() {
    #expect(Migration.all.map(\.number) == Array(1...Migration.all.count))
  }

  @Test("refuses a network file system, with its kind")
  func network() throws {
    #expect(throws: StoreError.networkFileSystem(path: path, kind: "nfs")) {
      try SQLiteCaseStore.create(at: path, practice: false, networkKind: { _ in "nfs" })
    }
    #expect(!FileManager.default.fileExists(atPath: path))
    try SQLiteCaseStore.create(at: path, practice: false)
    #expect(throws: StoreError.networkFileSystem(path: path, kind: "smb2")) {
      try SQLiteCaseStore(path: path, readOnly: true, networkKind: { _ in "smb2" })
    }
    #expect(FileSystem.networkKind(ofPath: path) == nil)
    #expect(FileSystem.networkKind(magic: 0x6969) == "nfs")
    #expect(FileSystem.networkKind(magic: 0xFF53_4D42) == "cifs")
    #expect(FileSystem.networkKind(magic: 0xFE53_4D42) == "smb2")
    #expect(FileSystem.networkKind(magic: 0x0102_1997) == "9p")
    for local: UInt32 in [0xEF53, 0x9123_683E, 0x5846_5342, 0x0102_1994, 0x6573_5546] {
      #expect(FileSystem.networkKind(magic: local) == nil)
    }
  }

  @Test("opened to be read, reads and refuses to write")
  func readOnly() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let writer = try SQLiteCaseStore(path: path)
    try writer.write { try $0.save(try Sample.opened("A-1")) }
    let reader = try SQLiteCaseStore(path: path, readOnly: true)
    #expect(try reader.read { try $0.cases(CaseFilter()) }.map(\.number) == ["A-1"])
    #expect(throws: StoreError.readOnly(path: path)) {
      try reader.write { try $0.save(try Sample.opened("A-2")) }
    }
    try writer.write { try $0.save(try Sample.opened("A-3")) }
    #expect(try reader.read { try $0.cases(CaseFilter()) }.count == 2)
  }

  @Test("says that the disk is full, and keeps nothing of the call")
  func full() throws {
    try SQLiteCaseStore.create(at: path, practice: false)
    let store = try SQLiteCaseStore(path: path)
    try store.write { try $0.save(try Sample.opened("A-0")) }
    try store.execute("PRAGMA max_page_count = \(try store.pragma("page_count") ?? "1")")
    var kept = 1
    #expect(throws: StoreError.full) {
      for number in 1...500 {
        try store.write { try $0.save(try Sample.opened("A-\(number)")) }
        kept += 1
      }
    }
    try store.execute("PRAGMA max_page_count = 100000")
    #expect(try store.read { try $0.head().sequence } == kept)
    try store.write { try $0.save(try Sample.opened("B-1")) }
    #expect(try StoreVerification.run(store, definitions: "d1", project: Sample.project).isSound)
  }

  @Test("gives errors, not traps, for a damaged file")
  func damaged() throws {
    let seed = testSeed(default: 21)
    var generator = SeededGenerator(seed: seed)
    try SQLiteCaseStore.create(at: path, practice: false)
    let store = try SQLiteCaseStore(path: path)
    for number in 1...30 { try store.write { try $0.save(try Sample.opened("A-\(number)")) } }
    try store.close()
    let whole = try Data(contentsOf: folder.url.appendingPathComponent("cases.db"))
    for attempt in 0..<60 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...60, using: &generator) {
        // The first page says what the file is.
        bytes[Int.random(in: 100..<bytes.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      let url = folder.url.appendingPathComponent("damaged-\(attempt).db")
      try bytes.write(to: url)
      guard let store = try? SQLiteCaseStore(path: url.path) else { continue }
      _ = try? StoreVerification.run(store, definitions: "d1", project: Sample.project)
      _ = try? store.read { session in
        _ = try? session.tasks(TaskFilter())
        _ = try? session.cases(CaseFilter())
        _ = try? session.families(after: nil, limit: 100)
      }
      _ = try? store.write { try $0.save(try Sample.opened("B-1")) }
      try? FileManager.default.removeItem(at: url)
    }
  }

  @Test("never changes or deletes an event")
  func immutable() throws {
    let store = try SQLiteCaseStore.inMemory(practice: false)
    try store.write { try $0.save(try Sample.opened("A-1")) }
    #expect(throws: StoreError.self) { try store.execute("UPDATE events SET version = 2") }
    #expect(throws: StoreError.self) { try store.execute("DELETE FROM events") }
  }

  @Test(
    "finds lists by their indexes",
    arguments: [
      (
        "SELECT root FROM families WHERE open = 1 AND next_look = 1 AND id > 1 ORDER BY id",
        "families_due"
      ),
      (
        "SELECT root FROM families WHERE open = 1 AND next_look > 1 AND next_look <= 9 ORDER BY next_look, id",
        "families_due"
      ),
      (
        "SELECT id FROM families WHERE open = 1 AND definitions = 1 AND id > 1 ORDER BY id",
        "families_definitions"
      ),
      (
        "SELECT t.due FROM tasks t CROSS JOIN cases c ON c.id = t.case_id WHERE t.assignee = 'a' ORDER BY t.due, t.case_id, t.serial",
        "tasks_assignee"
      ),
      (
        "SELECT t.due FROM tasks t CROSS JOIN cases c ON c.id = t.case_id WHERE t.role = 'a' AND t.assignee IS NULL ORDER BY t.due, t.case_id, t.serial",
        "tasks_unassigned"
      ),
      (
        "SELECT t.date FROM coming t CROSS JOIN cases c ON c.id = t.case_id WHERE t.responsible = 'a' ORDER BY t.date, t.case_id, t.position",
        "coming_responsible"
      ),
      ("SELECT number FROM cases WHERE serial = 14 ORDER BY id", "cases_serial"),
      (
        "SELECT amount FROM spendings WHERE budget = 'a' AND date >= 1 AND date < 2",
        "spendings_budget"
      ),
      (
        "SELECT count(*) FROM case_states WHERE state = 'a' AND workflow = 'b'", "case_states_state"
      ),
      ("SELECT count(*) FROM cases WHERE workflow = 'b' AND ended IS NULL", "cases_workflow"),
      (
        "SELECT t.raised FROM escalations t CROSS JOIN cases c ON c.id = t.case_id WHERE t.closed IS NULL AND t.to_role = 'a' ORDER BY t.raised, t.case_id, t.serial",
        "escalations_open"
      ),
    ])
  func plans(_ sql: String, _ index: String) throws {
    let queue = try DatabaseQueue()
    let plan = try queue.writeWithoutTransaction { db in
      try db.execute(sql: Migration.initial0001.sql)
      return try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { "\($0[3] ?? "")" }
    }
    #expect(plan.contains { $0.contains("SEARCH") && $0.contains("INDEX \(index) ") }, "\(plan)")
    #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
  }
}
