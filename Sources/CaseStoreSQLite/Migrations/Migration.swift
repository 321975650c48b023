/// One step in the form of the database, in SQL alone. Once released it is never changed: what is wrong with it is put
/// right by the next one.
package struct Migration: Sendable {
  /// The version of the form after it; SQLite's `user_version`.
  package let number: Int
  /// The statements.
  package let sql: String

  package init(number: Int, sql: String) {
    self.number = number
    self.sql = sql
  }

  /// All of them, in order, from 1.
  package static let all: [Migration] = [.initial0001, .accesses0002, .histories0003]
}
