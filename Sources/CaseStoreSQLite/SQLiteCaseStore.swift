public import CaseStore
import GRDB

/// A store in an SQLite database.
///
/// One connection, used by one thread at a time; other processes, and other stores on the same file, may work beside it.
/// `write` takes the database's one write lock before its body reads anything (BEGIN IMMEDIATE), waits for it up to ten
/// seconds, and returns when the commit is on the disk (write-ahead log, `synchronous = FULL`).
public final class SQLiteCaseStore: CaseStore {
  private let queue: DatabaseQueue
  let path: String
  /// What committed transactions know. Unsafe only by name: it is used inside the queue alone, one at a time.
  private nonisolated(unsafe) let memory = StoreMemory()

  init(queue: DatabaseQueue, path: String) {
    self.queue = queue
    self.path = path
  }

  /// See `CaseStore.write`.
  public func write<Result>(_ body: (any CaseStoreWriting) throws -> Result) throws -> Result {
    try queue.writeWithoutTransaction { db in
      try run("BEGIN IMMEDIATE TRANSACTION", db)
      do {
        memory.refresh(dataVersion: try dataVersion(db))
        let session = Session(db, path: path, memory: memory)
        let result = try body(session)
        if let failure = session.failure { throw failure }
        try run("COMMIT TRANSACTION", db)
        memory.keep(session)
        return result
      } catch {
        try rollBack(db)
        throw error
      }
    }
  }

  /// See `CaseStore.read`.
  public func read<Result>(_ body: (any CaseStoreReading) throws -> Result) throws -> Result {
    try queue.writeWithoutTransaction { db in
      try run("BEGIN DEFERRED TRANSACTION", db)
      do {
        let result = try body(Session(db, path: path))
        try run("COMMIT TRANSACTION", db)
        return result
      } catch {
        try rollBack(db)
        throw error
      }
    }
  }

  /// Closes the connection; the store cannot be used afterwards.
  public func close() throws(StoreError) {
    try StoreError.mapping(path: path) { try queue.close() }
  }

  /// The connection itself, for what is no business of a session.
  func readingConnection(_ body: (Database) throws -> Void) throws {
    try queue.writeWithoutTransaction(body)
  }

  /// A setting of the store's own connection, for tests.
  package func pragma(_ name: String) throws(StoreError) -> String? {
    try StoreError.mapping(path: path) {
      try queue.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
    }
  }

  /// Runs SQL of a test's own on the store's connection.
  package func execute(_ sql: String) throws(StoreError) {
    try StoreError.mapping(path: path) {
      try queue.writeWithoutTransaction { db in
        memory.forget()
        try db.execute(sql: sql)
      }
    }
  }

  private func run(_ sql: String, _ db: Database) throws(StoreError) {
    try StoreError.mapping(path: path) {
      try RunningStatement(db.cachedStatement(sql: sql), in: db).forEachRow([]) { _ in }
    }
  }

  /// What changes with every commit of another connection.
  private func dataVersion(_ db: Database) throws(StoreError) -> Int {
    try StoreError.mapping(path: path) {
      var version = 0
      try RunningStatement(db.cachedStatement(sql: "PRAGMA data_version"), in: db)
        .forEachRow([]) { version = try $0.int(0) }
      return version
    }
  }

  /// Some errors end the transaction by themselves, so it may be over; anything else here must not hide the first error.
  private func rollBack(_ db: Database) throws {
    guard db.isInsideTransaction else { return }
    try StoreError.mapping(path: path) { try db.rollback() }
  }
}
