import CivilTime
import FEEL

/// What values start with.
private enum Tag: UInt8 {
  case null, no, yes, integer, decimal, string, date, time, dateTime, months, duration, list
  case context
}

extension ByteWriter {
  /// Deeper values cannot have come from a form, and reading them back must not exhaust the stack.
  static let maximumDepth = 64

  mutating func value(_ value: Value, depth: Int = 0) throws(CodecError) {
    guard depth < Self.maximumDepth else { throw .unstorable }
    switch value {
    case .null: tag(.null)
    case .boolean(let truth): tag(truth ? .yes : .no)
    case .number(let number):
      if let integer = number.exactInt {
        tag(.integer)
        int(integer)
      } else {
        text(.decimal, number.description)
      }
    case .string(let text): self.text(.string, text)
    case .date(let date):
      tag(.date)
      self.date(date)
    case .time(let time): text(.time, time.description)
    case .dateTime(let moment): text(.dateTime, moment.description)
    case .monthsDuration(let duration):
      tag(.months)
      int(duration.totalMonths)
    case .daysDuration(let duration): text(.duration, duration.description)
    case .list(let items):
      tag(.list)
      unsigned(UInt64(items.count))
      for item in items { try self.value(item, depth: depth + 1) }
    case .context(let context):
      tag(.context)
      unsigned(UInt64(context.count))
      for entry in context.entries {
        string(entry.key)
        try self.value(entry.value, depth: depth + 1)
      }
    case .range, .function: throw .unstorable
    }
  }

  private mutating func tag(_ tag: Tag) {
    byte(tag.rawValue)
  }

  private mutating func text(_ tag: Tag, _ text: String) {
    self.tag(tag)
    string(text)
  }
}

extension ByteReader {
  mutating func value(depth: Int = 0) throws(CodecError) -> Value {
    guard depth < ByteWriter.maximumDepth else { throw .malformed("för många nivåer") }
    guard let tag = Tag(rawValue: try byte()) else { throw .malformed("ett värde av okänt slag") }
    switch tag {
    case .null: return .null
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    case .integer: return .number(Number(try int()))
    case .decimal: return try parsed { Number($0).map { .number($0) } }
    case .string: return .string(try string())
    case .date: return .date(try date())
    case .time: return try parsed { ZonedTime.parse($0).map { .time($0) } }
    case .dateTime: return try parsed { CivilDateTime.parse($0).map { .dateTime($0) } }
    case .months: return .monthsDuration(MonthsDuration(months: try int()))
    case .duration: return try parsed { DaysDuration.parse($0).map { .daysDuration($0) } }
    case .list:
      return .list(
        try list { reader throws(CodecError) in try reader.value(depth: depth + 1) })
    case .context:
      var context = Context()
      for _ in 0..<(try count()) { context[try string()] = try value(depth: depth + 1) }
      return .context(context)
    }
  }

  private mutating func parsed(_ parse: (String) -> Value?) throws(CodecError) -> Value {
    guard let value = parse(try string()) else {
      throw .malformed("ett värde som inte går att läsa")
    }
    return value
  }
}
