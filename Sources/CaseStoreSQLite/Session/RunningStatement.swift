import CaseStore
import GRDB
import GRDBSQLite

/// A statement being run: arguments bound, rows read one after another, left ready for the next time.
///
/// GRDB prepares, keeps and closes it. Binding and reading go to SQLite directly, as GRDB's own way takes values through
/// Foundation's `Data` and through existentials: a sixth of the instructions of a whole command.
struct RunningStatement {
  private let handle: SQLiteStatement
  private let db: Database

  init(_ statement: Statement, in db: Database) {
    handle = statement.sqliteStatement
    self.db = db
  }

  /// Runs it to its end.
  ///
  /// - Throws: `DatabaseError`, and what `body` throws.
  func forEachRow(_ arguments: [Argument], _ body: (ResultRow) throws -> Void) throws {
    // A statement that is not at its end holds its locks and its snapshot.
    defer {
      sqlite3_reset(handle)
      sqlite3_clear_bindings(handle)
    }
    guard Int(sqlite3_bind_parameter_count(handle)) == arguments.count else {
      throw DatabaseError(resultCode: .SQLITE_MISUSE, message: "fel antal argument")
    }
    for (place, argument) in arguments.enumerated() {
      try check(bind(argument, at: Int32(place + 1)))
    }
    while true {
      switch sqlite3_step(handle) {
      case SQLITE_ROW: try body(ResultRow(handle: handle))
      case SQLITE_DONE: return
      case let code: try check(code)
      }
    }
  }

  private func bind(_ argument: Argument, at place: Int32) -> Int32 {
    // SQLITE_TRANSIENT, a macro with a cast that Swift does not import: SQLite copies the bytes, which are gone before the
    // statement has run.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch argument {
    case .null: return sqlite3_bind_null(handle, place)
    case .integer(let number): return sqlite3_bind_int64(handle, place, number)
    case .string(var text):
      return text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) { chars in
          sqlite3_bind_text64(
            handle, place, chars.baseAddress, UInt64(chars.count), copied, UInt8(SQLITE_UTF8))
        }
      }
    case .blob(let bytes):
      // A null pointer would bind NULL.
      guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, place, 0) }
      return bytes.withUnsafeBytes {
        sqlite3_bind_blob64(handle, place, $0.baseAddress, UInt64($0.count), copied)
      }
    }
  }

  private func check(_ code: Int32) throws {
    guard code != SQLITE_OK else { return }
    throw DatabaseError(
      resultCode: ResultCode(rawValue: code),
      message: String(cString: sqlite3_errmsg(db.sqliteConnection)))
  }
}
