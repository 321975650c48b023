import CaseStore
import CivilTime
import Foundation
import GRDB

/// Columns read so that a file that is not what it should be gives an error: `row[...]` would end the process.
extension Row {
  func int(_ index: Int) throws -> Int { try decode(Int.self, atIndex: index) }
  func optionalInt(_ index: Int) throws -> Int? { try decode(Int?.self, atIndex: index) }
  func id(_ index: Int) throws -> Int64 { try decode(Int64.self, atIndex: index) }
  func text(_ index: Int) throws -> String { try decode(String.self, atIndex: index) }
  func optionalText(_ index: Int) throws -> String? { try decode(String?.self, atIndex: index) }
  func flag(_ index: Int) throws -> Bool { try int(index) != 0 }

  func bytes(_ index: Int) throws -> [UInt8] {
    try withUnsafeData(atIndex: index) { data in
      guard let data else { throw StoreError.damaged("byte saknas") }
      return [UInt8](data)
    }
  }

  func date(_ index: Int) throws -> CivilDate {
    guard let date = try optionalDate(index) else { throw StoreError.damaged("ett datum saknas") }
    return date
  }

  func optionalDate(_ index: Int) throws -> CivilDate? {
    guard let day = try optionalInt(index) else { return nil }
    guard let date = CivilDate(dayNumber: day) else { throw StoreError.damaged("inget datum") }
    return date
  }
}

extension DatabaseValue {
  static func text(_ text: String) -> DatabaseValue { text.databaseValue }
  static func text(_ text: String?) -> DatabaseValue { text?.databaseValue ?? .null }
  static func int(_ number: Int) -> DatabaseValue { Int64(number).databaseValue }
  static func int(_ number: Int?) -> DatabaseValue { number.map { int($0) } ?? .null }
  static func flag(_ flag: Bool) -> DatabaseValue { int(flag ? 1 : 0) }
  static func day(_ date: CivilDate) -> DatabaseValue { int(date.dayNumber) }
  static func day(_ date: CivilDate?) -> DatabaseValue { date.map { day($0) } ?? .null }
  static func bytes(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }
}

extension StatementArguments {
  /// Arguments by their places. GRDB's initialiser for values of one type makes a key path at each call, which costs more
  /// than binding them; the one for values of any type does not.
  static func values(_ values: [DatabaseValue]) -> StatementArguments {
    StatementArguments(values.map { value -> (any DatabaseValueConvertible)? in value })
  }
}
