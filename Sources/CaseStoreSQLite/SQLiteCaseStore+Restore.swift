import CaseStore
import GRDB

extension SQLiteCaseStore {
  /// Puts a copy in the place of a store.
  ///
  /// The copy is itself never opened by SQLite and so stays as it is: its bytes are copied beside the final name, brought
  /// up to date when they are of an older version, and checked by the caller. Only then the store that may be there is
  /// set aside under another name, and the new one gets its name.
  ///
  /// Nobody may have the store open meanwhile. A process that opens it in the very moment of the change waits for the
  /// lock and then notices that the file is another (see `opened`).
  ///
  /// - Parameters:
  ///   - backup: the copy.
  ///   - target: the store's path.
  ///   - replacing: whether a store that is there may be replaced.
  ///   - stamp: what the name of the store of before ends with.
  ///   - check: is given the new store to read; what it throws undoes everything.
  /// - Returns: the path under which the store of before now lies; nil when there was none.
  /// - Throws: `StoreError`, or what `check` throws; `BackupTargetError.itself`. `.busy` when somebody has the store open; `.foreign`, `.newer`,
  ///   `.missing`, `.unreadable` and `.damaged` are about the copy; `.exists`, `.readOnly` and `.full` about the store.
  public static func restore(
    _ backup: String, to target: String, replacing: Bool, stamp: String,
    check: (SQLiteCaseStore) throws -> Void
  ) throws -> String? {
    try restore(
      backup, to: target, replacing: replacing, stamp: stamp, flush: Files.flush, check: check)
  }

  /// - Parameter flush: what brings a file's bytes to the disk, for tests.
  package static func restore(
    _ backup: String, to target: String, replacing: Bool, stamp: String,
    flush: (String) throws -> Void, check: (SQLiteCaseStore) throws -> Void
  ) throws -> String? {
    guard Files.exists(backup) else { throw Files.absence(backup) }
    guard Files.isRegular(backup) else { throw StoreError.foreign(path: backup) }
    if Files.identity(backup) == Files.identity(target) { throw BackupTargetError.itself }
    if let kind = FileSystem.networkKind(ofPath: Files.folder(of: target)) {
      throw StoreError.networkFileSystem(path: target, kind: kind)
    }
    let exists = Files.exists(target)
    if exists {
      guard replacing else { throw StoreError.exists(path: target) }
      guard Files.isRegular(target) else { throw StoreError.foreign(path: target) }
      // Asked before the work, and again when it counts: who is refused anyway need not wait.
      Files.closeDescriptor(try Files.lockExclusively(target))
    }
    let draft = draft(of: target)
    try Files.createPrivate(draft, for: target)
    defer { removeDraft(draft) }
    try Files.copy(backup, into: draft)
    // A copy that was made by other means may have its latest commits beside it.
    if Files.size(backup + "-wal") > 0 {
      try Files.createPrivate(draft + "-wal")
      try Files.copy(backup + "-wal", into: draft + "-wal")
    }
    do {
      let store = try SQLiteCaseStore(path: draft)
      try check(store)
      try store.close()
    } catch let error as StoreError {
      throw error.naming(backup)
    }
    Files.adopt(draft, from: exists ? target : Files.folder(of: target))
    try flush(draft)
    guard exists else {
      try name(draft, target)
      return nil
    }
    return try exchange(target, for: draft, stamp: stamp)
  }

  /// Gives a new store its name, with nothing beside it that an earlier one left: SQLite would take a log for its own.
  ///
  /// Of two that are made at the same time, the slower one must not take the log of the faster one's store for one that was
  /// left, so the folder is locked while it is asked whether there is a store.
  static func name(_ draft: String, _ target: String) throws(StoreError) {
    let lock = try Files.lockNames(in: Files.folder(of: target))
    defer { Files.closeDescriptor(lock) }
    if Files.exists(target) { throw .exists(path: target) }
    for suffix in companions { Files.remove(target + suffix) }
    try Files.publish(draft, as: target)
  }

  /// Ends a store's write-ahead log, so that the file alone is the store; that takes that nobody else has it open.
  ///
  /// - Throws: `.busy` only: one that cannot be read is what people restore from a copy for.
  private static func settle(_ path: String) throws(StoreError) {
    do {
      var configuration = Configuration.modest
      configuration.busyMode = .timeout(2)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      let mode = try queue.writeWithoutTransaction {
        try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE")
      }
      if mode == "wal" { throw StoreError.busy }
    } catch {
      if StoreError(error, path: path) == .busy { throw .busy }
    }
  }

  private static func exchange(_ target: String, for draft: String, stamp: String)
    throws(StoreError) -> String
  {
    try settle(target)
    let lock = try Files.lockExclusively(target)
    defer { Files.closeDescriptor(lock) }
    var aside = "\(target).\(stamp)"
    for number in 2..<100 where Files.exists(aside) { aside = "\(target).\(stamp)-\(number)" }
    // What is left of a log now belongs to a store that could not be read, and must not be taken for the new one's.
    for suffix in companions where Files.exists(target + suffix) {
      if Files.size(target + suffix) > 0, suffix != "-shm" {
        try Files.replace(aside + suffix, by: target + suffix)
      } else {
        Files.remove(target + suffix)
      }
    }
    try Files.setAside(target, as: aside)
    do throws(StoreError) {
      try Files.replace(target, by: draft)
    } catch {
      try? Files.replace(target, by: aside)
      throw error
    }
    return aside
  }
}

extension StoreError {
  /// The same about another file: what was found in a copy is said of what it was copied from.
  func naming(_ path: String) -> StoreError {
    switch self {
    case .foreign: .foreign(path: path)
    case .newer(_, let version): .newer(path: path, version: version)
    case .unreadable: .unreadable(path: path)
    default: self
    }
  }
}
