import CaseStore
import CivilTime
import GRDB
import GRDBSQLite

/// The row that a statement is at. A column that is not what it should be gives an error: the file may hold anything.
struct ResultRow {
  let handle: SQLiteStatement

  func int(_ index: Int) throws -> Int { try number(index, else: "ett tal") }
  func id(_ index: Int) throws -> Int64 { Int64(try number(index, else: "ett löpnummer")) }
  func flag(_ index: Int) throws -> Bool { try int(index) != 0 }

  func optionalInt(_ index: Int) throws -> Int? { try isNull(index) ? nil : int(index) }

  func text(_ index: Int) throws -> String {
    try expect(SQLITE_TEXT, index, "en text")
    let place = Int32(index)
    guard let start = sqlite3_column_text(handle, place) else { throw Self.missing("en text") }
    let count = Int(sqlite3_column_bytes(handle, place))
    // Invalid UTF-8 is mended rather than refused: the chain tells whether the bytes are those that were written.
    return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }

  func optionalText(_ index: Int) throws -> String? { try isNull(index) ? nil : text(index) }

  func bytes(_ index: Int) throws -> [UInt8] {
    try expect(SQLITE_BLOB, index, "byte")
    let place = Int32(index)
    guard let start = sqlite3_column_blob(handle, place) else { return [] }
    let count = Int(sqlite3_column_bytes(handle, place))
    return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  }

  func date(_ index: Int) throws -> CivilDate {
    guard let date = CivilDate(dayNumber: try number(index, else: "ett datum")) else {
      throw Self.missing("ett datum")
    }
    return date
  }

  func optionalDate(_ index: Int) throws -> CivilDate? { try isNull(index) ? nil : date(index) }

  private func number(_ index: Int, else what: String) throws -> Int {
    try expect(SQLITE_INTEGER, index, what)
    return Int(sqlite3_column_int64(handle, Int32(index)))
  }

  private func isNull(_ index: Int) -> Bool {
    sqlite3_column_type(handle, Int32(index)) == SQLITE_NULL
  }

  private func expect(_ type: Int32, _ index: Int, _ what: String) throws {
    guard sqlite3_column_type(handle, Int32(index)) == type else { throw Self.missing(what) }
  }

  private static func missing(_ what: String) -> StoreError { .damaged("\(what) saknas") }
}
