import CaseStore
import GRDB

/// Why a file that is a store of ours is not replaced by a copy.
public enum BackupTargetError: Error, Hashable {
  /// It is the store that is to be copied, or the copy that is to be put in its place.
  case itself
  /// It is a store that somebody works in, or belongs to one: its log may hold what it does not.
  case inUse
}

extension SQLiteCaseStore {
  /// Copies the store, as it is at one moment, to a file of its own; others may read and write meanwhile.
  ///
  /// The copy is made beside its final name, checked by the caller, flushed, and only then given the name: a file with
  /// that name is always a whole copy that was found good. It is one file without a log beside it, readable by its owner
  /// alone, who is the owner of the folder when root makes it. It may lie on a network file system, where a store may not.
  /// A copy of a store of an older version is brought up to date, the store itself is not.
  ///
  /// - Parameters:
  ///   - target: the name of the copy.
  ///   - replacing: whether an earlier copy of that name may be replaced. Nothing else is: no store in write-ahead mode,
  ///     none with a log beside it, and no log.
  ///   - check: is given the copy to read; what it throws undoes everything.
  /// - Throws: `StoreError`, or what `check` throws. `.full`, `.readOnly`, `.exists` and `.foreign` are about the
  ///   copy; `BackupTargetError`.
  public func backUp(
    to target: String, replacing: Bool, check: (SQLiteCaseStore) throws -> Void
  ) throws {
    try backUp(to: target, replacing: replacing, flush: Files.flush, check: check)
  }

  /// - Parameter flush: what brings a file's bytes to the disk, for tests.
  package func backUp(
    to target: String, replacing: Bool, flush: (String) throws -> Void,
    check: (SQLiteCaseStore) throws -> Void
  ) throws {
    if Self.companions.contains(where: { target.hasSuffix($0) }) { throw BackupTargetError.inUse }
    if Files.exists(target) {
      guard replacing else { throw StoreError.exists(path: target) }
      try replaceable(target)
    }
    let draft = Self.draft(of: target)
    try Files.createPrivate(draft, for: target)
    defer { Self.removeDraft(draft) }
    try StoreError.mapping(path: target) {
      try copyPages(to: draft)
    }
    let copy = try SQLiteCaseStore(
      path: draft, readOnly: true, networkKind: { _ in nil })
    try check(copy)
    try copy.close()
    Files.giveToOwnerOfFolder(draft)
    try flush(draft)
    if replacing {
      // Asked again: the copy took its time, and somebody may have begun to work in what lies there.
      if Files.exists(target) { try replaceable(target) }
      try Files.replace(target, by: draft)
    } else {
      try Files.publish(draft, as: target)
    }
  }

  /// Whether a file is a copy that another may replace, or empty. A copy is in rollback mode and has nothing beside it.
  private func replaceable(_ target: String) throws {
    if Files.identity(target) == Files.identity(path) { throw BackupTargetError.itself }
    guard Files.isRegular(target) else { throw StoreError.foreign(path: target) }
    guard Files.isReadable(target) else { throw StoreError.unreadable(path: target) }
    switch Files.content(target, of: Self.applicationID) {
    case .other: throw StoreError.foreign(path: target)
    case .writeAhead: throw BackupTargetError.inUse
    case .empty, .rollback: break
    }
    if Self.companions.contains(where: { Files.exists(target + $0) }) {
      throw BackupTargetError.inUse
    }
  }

  private func copyPages(to draft: String) throws {
    let queue = try DatabaseQueue(path: draft, configuration: .modest)
    try readingConnection { source in
      // All pages in one step: with several, each write of another process would start the copy anew.
      try queue.writeWithoutTransaction { try source.backup(to: $0, pagesPerStep: -1) }
    }
    try queue.writeWithoutTransaction { db in
      // The copied header says that there is a write-ahead log. A copy is one file.
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
        throw StoreError.other("kopian går inte att göra till en enda fil")
      }
      try Self.bringUpToDate(db)
    }
    try queue.close()
  }

  /// What SQLite may keep beside a database.
  static let companions = ["-wal", "-shm", "-journal"]

  static func draft(of path: String) -> String { "\(path).ny-\(UInt32.random(in: 0...UInt32.max))" }

  /// The name that a draft is on the way to; nil for any other file.
  static func target(ofDraft name: String) -> String? {
    let digits = name.utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
    guard digits > 0, name.dropLast(digits).hasSuffix(".ny-") else { return nil }
    return String(name.dropLast(digits + ".ny-".count))
  }

  static func removeDraft(_ draft: String) {
    for suffix in [""] + companions { Files.remove(draft + suffix) }
  }
}
