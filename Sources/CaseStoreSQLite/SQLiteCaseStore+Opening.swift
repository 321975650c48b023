public import CaseStore
import Dispatch
import GRDB

extension SQLiteCaseStore {
  /// How our files are known: SQLite's `application_id`, "VKnt".
  package static let applicationID: Int32 = 0x564B_6E74
  /// After how many pages of 4 KiB the log is copied into the file.
  static let checkpointPages = 2000
  /// How much of the file is kept in memory, in KiB: the upper levels of the trees of a large store.
  static let cacheSize = 16_000
  /// How long to wait for another process, in seconds.
  static let busyTimeout: Double = 10

  /// Makes a new store at a path, readable by its owner alone.
  ///
  /// It is built beside the path and then given its name, so that a kill leaves a whole store or none.
  ///
  /// - Throws: `StoreError.exists`, `.networkFileSystem`, `.full`, `.readOnly`, `.missing` for a folder that is not there.
  public static func create(at path: String, practice: Bool) throws(StoreError) {
    try create(at: path, practice: practice, networkKind: FileSystem.networkKind(ofPath:))
  }

  package static func create(
    at path: String, practice: Bool, networkKind: (String) -> String?
  ) throws(StoreError) {
    if let kind = networkKind(Files.folder(of: path)) {
      throw .networkFileSystem(path: path, kind: kind)
    }
    if Files.exists(path) { throw .exists(path: path) }
    let draft = draft(of: path)
    try Files.createPrivate(draft, for: path)
    defer { removeDraft(draft) }
    try StoreError.mapping(path: path) {
      let queue = try DatabaseQueue(path: draft, configuration: configuration(readOnly: false))
      try queue.writeWithoutTransaction { db in
        try writeAhead(db)
        try lay(db, practice: practice)
      }
      try queue.close()
    }
    try name(draft, path)
  }

  /// Opens a store, and brings one of an older version up to date unless it is only to be read.
  ///
  /// - Throws: `StoreError.missing`, `.foreign`, `.newer`, `.networkFileSystem`, `.damaged`, `.busy`; `.readOnly` for one
  ///   of an older version that is only to be read.
  public convenience init(path: String, readOnly: Bool = false) throws(StoreError) {
    try self.init(path: path, readOnly: readOnly, networkKind: FileSystem.networkKind(ofPath:))
  }

  /// Opens a store only to be read and copied (`backUp`), as it is: one of an older version stays of that version, for
  /// nothing may happen to a store before there is a copy of it. Of such a store only notes may be read.
  ///
  /// - Throws: `StoreError`, as the other way to open one.
  public convenience init(toCopy path: String) throws(StoreError) {
    try self.init(
      path: path, readOnly: true, networkKind: FileSystem.networkKind(ofPath:), anyVersion: true)
  }

  package convenience init(
    path: String, readOnly: Bool, networkKind: (String) -> String?,
    migrations: [Migration] = Migration.all, anyVersion: Bool = false
  ) throws(StoreError) {
    guard Files.exists(path) else { throw Files.absence(path) }
    // Opening a pipe would wait for somebody to write into it.
    guard Files.isRegular(path) else { throw .foreign(path: path) }
    if let kind = networkKind(path) { throw .networkFileSystem(path: path, kind: kind) }
    let queue = try Self.opened(path, readOnly: readOnly) { db in
      try Self.prepare(
        db, path: path, readOnly: readOnly, migrations: migrations, anyVersion: anyVersion)
    }
    self.init(queue: queue, path: path)
  }

  /// A connection to the file that has the name *now*. One that was just replaced by a copy (see `restore`) has another
  /// name by the time its lock is free; what was written to it would be lost. After the first read, which waits for the
  /// lock, a connection in write-ahead mode keeps a lock that replacing is refused by.
  private static func opened(
    _ path: String, readOnly: Bool, prepare: (Database) throws -> Void
  ) throws(StoreError) -> DatabaseQueue {
    for _ in 0..<3 {
      let identity = Files.identity(path)
      let queue = try StoreError.mapping(path: path) {
        let queue = try DatabaseQueue(
          path: path, configuration: configuration(readOnly: readOnly))
        try queue.writeWithoutTransaction(prepare)
        return queue
      }
      if Files.identity(path) == identity { return queue }
      try? queue.close()
    }
    throw .busy
  }

  /// A store in SQLite's memory, for tests.
  public static func inMemory(practice: Bool) throws(StoreError) -> SQLiteCaseStore {
    let queue = try StoreError.mapping(path: ":memory:") {
      let queue = try DatabaseQueue(configuration: configuration(readOnly: false))
      try queue.writeWithoutTransaction { try lay($0, practice: practice) }
      return queue
    }
    return SQLiteCaseStore(queue: queue, path: ":memory:")
  }

  private static func configuration(readOnly: Bool) -> Configuration {
    var configuration = Configuration.modest
    configuration.readonly = readOnly
    configuration.busyMode = .timeout(busyTimeout)
    configuration.label = "vagknuten"
    configuration.prepareDatabase { db in
      // For each connection: SQLite does not keep it with the file. Deleted values are overwritten with zeros.
      _ = try Int.fetchOne(db, sql: "PRAGMA secure_delete = ON")
      try db.execute(sql: "PRAGMA cache_size = -\(cacheSize)")
    }
    return configuration
  }

  private static func lay(_ db: Database, practice: Bool) throws {
    try db.inTransaction(.immediate) {
      try db.execute(sql: "PRAGMA application_id = \(applicationID)")
      try migrate(db, from: 0, migrations: Migration.all)
      try db.execute(
        sql: "INSERT INTO properties (id, practice) VALUES (1, ?)", arguments: [practice ? 1 : 0])
      return .commit
    }
  }

  private static func migrate(_ db: Database, from version: Int, migrations: [Migration]) throws {
    for migration in migrations where migration.number > version {
      try db.execute(sql: migration.sql)
      try db.execute(sql: "PRAGMA user_version = \(migration.number)")
    }
  }

  private static func prepare(
    _ db: Database, path: String, readOnly: Bool, migrations: [Migration], anyVersion: Bool
  ) throws {
    guard try number("application_id", db) == Int(applicationID) else {
      throw StoreError.foreign(path: path)
    }
    let newest = migrations.last?.number ?? 0
    let version = try number("user_version", db)
    guard version <= newest else { throw StoreError.newer(path: path, version: version) }
    if !readOnly {
      try writeAhead(db)
    }
    guard version < newest, !anyVersion else { return }
    guard !readOnly else { throw StoreError.readOnly(path: path) }
    try bringUpToDate(db, migrations: migrations)
  }

  static func bringUpToDate(_ db: Database, migrations: [Migration] = Migration.all) throws {
    try db.inTransaction(.immediate) {
      // Another process may have done it since.
      try migrate(db, from: try number("user_version", db), migrations: migrations)
      return .commit
    }
  }

  /// GRDB's own setting for the write-ahead log would lower `synchronous` to NORMAL, after all statements of ours, and
  /// write to the file whenever it is opened.
  private static func writeAhead(_ db: Database) throws {
    guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
      throw StoreError.other("filsystemet klarar inte SQLites skrivlogg")
    }
    try db.execute(sql: "PRAGMA synchronous = FULL")
    // Copying the log into the file flushes twice; a longer log writes pages that change all the time less often.
    try db.execute(sql: "PRAGMA wal_autocheckpoint = \(checkpointPages)")
  }

  private static func number(_ pragma: String, _ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA \(pragma)") ?? 0
  }
}

extension Configuration {
  /// What a connection begins with. GRDB asks for more of the processor than others have, which only root is given: the system's
  /// log would tell of that with every command.
  static var modest: Configuration {
    var configuration = Configuration()
    configuration.qos = .default
    return configuration
  }
}
