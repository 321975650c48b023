import CivilTime

/// What is bound to a parameter of a statement.
enum Argument {
  case null
  case integer(Int64)
  case string(String)
  case blob([UInt8])

  static func text(_ text: String) -> Argument { .string(text) }
  static func text(_ text: String?) -> Argument { text.map { .string($0) } ?? .null }
  static func int(_ number: Int) -> Argument { .integer(Int64(number)) }
  static func int(_ number: Int?) -> Argument { number.map { int($0) } ?? .null }
  static func id(_ id: Int64) -> Argument { .integer(id) }
  static func flag(_ flag: Bool) -> Argument { .integer(flag ? 1 : 0) }
  static func day(_ date: CivilDate) -> Argument { int(date.dayNumber) }
  static func day(_ date: CivilDate?) -> Argument { int(date?.dayNumber) }
  static func bytes(_ bytes: [UInt8]) -> Argument { .blob(bytes) }
}
