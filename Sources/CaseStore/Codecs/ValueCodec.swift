import CivilTime
import FEEL
import JSONText

/// FEEL values as JSON that says of what type they are: text, numbers and booleans as themselves, the rest as an object
/// with one key, `{"date": "2017-02-01"}`.
enum ValueCodec {
  static func write(_ value: Value, to writer: inout JSONWriter) throws(CodecError) {
    switch value {
    case .null: writer.null()
    case .boolean(let value): writer.bool(value)
    case .number(let value): write("number", value.description, to: &writer)
    case .string(let text): writer.string(text)
    case .date(let date): write("date", date.description, to: &writer)
    case .time(let time): write("time", time.description, to: &writer)
    case .dateTime(let moment): write("date and time", moment.description, to: &writer)
    case .monthsDuration(let duration): write("months", duration.description, to: &writer)
    case .daysDuration(let duration): write("duration", duration.description, to: &writer)
    case .list(let items):
      writer.beginArray()
      for item in items { try write(item, to: &writer) }
      writer.endArray()
    case .context(let context):
      writer.beginObject()
      writer.key("context")
      writer.beginObject()
      for entry in context.entries {
        writer.key(entry.key)
        try write(entry.value, to: &writer)
      }
      writer.endObject()
      writer.endObject()
    case .range, .function: throw .unstorable
    }
  }

  private static func write(_ kind: String, _ text: String, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key(kind)
    writer.string(text)
    writer.endObject()
  }

  static func read(_ json: JSONValue) throws(CodecError) -> Value {
    switch json {
    case .null: return .null
    case .bool(let value): return .boolean(value)
    case .string(let text): return .string(text)
    case .array(let items):
      var values: [Value] = []
      for item in items { values.append(try read(item)) }
      return .list(values)
    case .object(let object): return try read(object)
    case .number: throw .malformed("ett tal utan typ")
    }
  }

  private static func read(_ object: JSONObject) throws(CodecError) -> Value {
    guard object.count == 1, let member = object.members.first else {
      throw .malformed("ett värde av okänt slag")
    }
    if member.key == "context", let entries = member.value.object {
      var context = Context()
      for entry in entries.members { context[entry.key] = try read(entry.value) }
      return .context(context)
    }
    guard let text = member.value.string, let value = read(member.key, text) else {
      throw .malformed("ett värde av slaget `\(member.key)`")
    }
    return value
  }

  private static func read(_ kind: String, _ text: String) -> Value? {
    switch kind {
    case "number": Number(text).map { .number($0) }
    case "date": CivilDate.parse(text).map { .date($0) }
    case "time": ZonedTime.parse(text).map { .time($0) }
    case "date and time": CivilDateTime.parse(text).map { .dateTime($0) }
    case "months": MonthsDuration.parse(text).map { .monthsDuration($0) }
    case "duration": DaysDuration.parse(text).map { .daysDuration($0) }
    default: nil
    }
  }
}

/// Why a stored record cannot be written or read.
public enum CodecError: Error, Hashable, Sendable {
  /// A value that has no form outside an evaluation: a range or a function.
  case unstorable
  /// The bytes are not what was written; the text says what was met.
  case malformed(String)
  /// A protected value is not the one that was recorded.
  case wrongDigest
  /// The bytes are of another version of the form: what they copy is made again from the events.
  case otherForm
}
