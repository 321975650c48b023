import CaseStore
import GRDB

extension StoreError {
  /// What SQLite says, as a store says it. GRDB's message holds no values; its arguments are left out.
  init(_ error: any Error, path: String) {
    guard let error = error as? DatabaseError else {
      self = (error as? StoreError) ?? .damaged(String(describing: type(of: error)))
      return
    }
    let message = error.message ?? error.resultCode.description
    switch error.resultCode {
    case .SQLITE_FULL: self = .full
    case .SQLITE_READONLY: self = .readOnly(path: path)
    case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy
    case .SQLITE_NOTADB: self = .foreign(path: path)
    case .SQLITE_CORRUPT: self = .damaged("sidorna i filen hänger inte ihop")
    case .SQLITE_CANTOPEN: self = Self.file(path, "filen går inte att öppna")
    case .SQLITE_IOERR: self = Self.file(path, Files.ioReason)
    default: self = .other(message)
    }
  }

  /// SQLite says no more than that a file cannot be opened, read or written; why is asked of the file system.
  private static func file(_ path: String, _ message: String) -> StoreError {
    if path == ":memory:" { return .other(message) }
    if !Files.exists(path) { return .missing(path: path) }
    if !Files.isReadable(path) { return .unreadable(path: path) }
    if Files.isDiskFull(path) { return .full }
    // Even to be read, a store needs a folder in which SQLite can make its log.
    return Files.isWritable(Files.folder(of: path)) ? .io(message) : .readOnly(path: path)
  }

  /// Runs what may throw anything of GRDB's.
  static func mapping<Result>(path: String, _ body: () throws -> Result) throws(StoreError)
    -> Result
  {
    do { return try body() } catch { throw StoreError(error, path: path) }
  }
}
