import CaseStore
import GRDB

extension SQLiteCaseStore {
  /// Copies the store, as it is at one moment, to a file of its own; others may read and write meanwhile.
  ///
  /// The copy is made beside its final name, checked by the caller, flushed, and only then given the name: a file with
  /// that name is always a whole copy that was found good. It is one file without a log beside it, readable by its owner
  /// alone, who is the owner of the folder when root makes it. It may lie on a network file system, where a store may not.
  ///
  /// - Parameters:
  ///   - target: the name of the copy.
  ///   - replacing: whether an earlier copy of that name may be replaced. What is no store is never replaced.
  ///   - check: is given the copy to read; what it throws undoes everything.
  /// - Throws: `StoreError`, or what `check` throws. `.full`, `.readOnly` and `.exists` are about the copy.
  public func backUp(
    to target: String, replacing: Bool, check: (SQLiteCaseStore) throws -> Void
  ) throws {
    if Files.exists(target) {
      guard replacing else { throw StoreError.exists(path: target) }
      guard Files.isReadable(target) else { throw StoreError.unreadable(path: target) }
      guard Files.isRegular(target), Files.isEmptyOrDatabase(target, of: Self.applicationID),
        Files.identity(target) != Files.identity(path)
      else { throw StoreError.foreign(path: target) }
    }
    let draft = Self.draft(of: target)
    try Files.createPrivate(draft)
    defer { Self.removeDraft(draft) }
    try StoreError.mapping(path: target) {
      try copyPages(to: draft)
    }
    let copy = try SQLiteCaseStore(
      path: draft, readOnly: true, networkKind: { _ in nil })
    try check(copy)
    try copy.close()
    Files.giveToOwnerOfFolder(draft)
    Files.flush(draft)
    if replacing {
      // A log that belonged to the file of before would be taken for this one's.
      for suffix in Self.companions { Files.remove(target + suffix) }
      try Files.replace(target, by: draft)
    } else {
      try Files.publish(draft, as: target)
    }
  }

  private func copyPages(to draft: String) throws {
    let queue = try DatabaseQueue(path: draft)
    try readingConnection { source in
      // All pages in one step: with several, each write of another process would start the copy anew.
      try queue.writeWithoutTransaction { try source.backup(to: $0, pagesPerStep: -1) }
    }
    try queue.writeWithoutTransaction { db in
      // The copied header says that there is a write-ahead log. A copy is one file.
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = DELETE") == "delete" else {
        throw StoreError.other("kopian går inte att göra till en enda fil")
      }
    }
    try queue.close()
  }

  /// What SQLite may keep beside a database.
  static let companions = ["-wal", "-shm", "-journal"]

  static func draft(of path: String) -> String { "\(path).ny-\(UInt32.random(in: 0...UInt32.max))" }

  static func removeDraft(_ draft: String) {
    for suffix in [""] + companions { Files.remove(draft + suffix) }
  }
}
