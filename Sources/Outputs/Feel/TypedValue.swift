import CivilTime
import Diagnostics
public import FEEL
public import JSONText

/// Values with their kinds spelled out, so that nothing is guessed from the look of a text: `{"number": "1.5"}`,
/// `{"date": "2017-02-01"}`, `{"list": [{"null": true}]}`.
///
/// Kinds: `null` (always `true`), `boolean`, `number` (decimal text), `string`, `date`, `time`, `date and time`,
/// `duration` (of either kind), `list`, `context` (an object), and, where no other kind fits, `range` and `function`.
public enum TypedValue {
  /// The value in the typed form.
  public static func json(_ value: Value) -> JSONValue {
    switch value {
    case .null: ["null": true]
    case .boolean(let value): ["boolean": .bool(value)]
    case .number(let number): ["number": .string(number.description)]
    case .string(let text): ["string": .string(text)]
    case .date(let date): ["date": .string(date.description)]
    case .time(let time): ["time": .string(time.description)]
    case .dateTime(let value): ["date and time": .string(value.description)]
    // The suites write durations of nothing like this, where FEEL's `string` gives `P0M` and `PT0S`.
    case .monthsDuration(let duration):
      [
        "duration": .string(
          duration.months == 0 && duration.years == 0 ? "P0Y" : duration.description)
      ]
    case .daysDuration(let duration):
      ["duration": .string(duration == .zero ? "P0D" : duration.description)]
    case .list(let elements): ["list": .array(elements.map(json))]
    case .context(let context):
      ["context": .object(JSONObject(context.entries.map { ($0.key, json($0.value)) }))]
    case .range(let range): ["range": .string(range.feelText)]
    case .function: ["function": .string(value.feelText)]
    }
  }

  /// Reads the typed form; nil for anything else, and for functions, which have no text to come back from.
  public static func read(_ json: JSONValue) -> Value? {
    guard let member = json.object?.members.first, json.object?.count == 1 else { return nil }
    switch (member.key, member.value) {
    case ("null", _): return .null
    case ("boolean", .bool(let value)): return .boolean(value)
    case ("number", .string(let text)), ("number", .number(let text)):
      return Number(text).map { .number($0) }
    case ("string", .string(let text)): return .string(text)
    case ("list", .array(let elements)):
      let values = elements.compactMap(read)
      return values.count == elements.count ? .list(values) : nil
    case ("context", .object(let members)): return read(entries: members).map { .context($0) }
    case ("range", .string(let text)):
      guard case .range(let range)? = constant(text) else { return nil }
      return .range(range)
    case (let kind, .string(let text)): return literal(kind, text)
    default: return nil
    }
  }

  /// Reads names with values in the typed form, in written order.
  public static func read(entries members: JSONObject) -> Context? {
    var context = Context()
    for member in members {
      guard let value = read(member.value) else { return nil }
      context[member.key] = value
    }
    return context
  }

  /// Whether two values are the same as the public suites compare: numbers within 1e-8, everything else exactly.
  public static func agree(_ left: Value, _ right: Value) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)):
      guard let limit = Number("0.00000001"), let distance = left.subtracting(right)?.magnitude
      else { return left == right }
      return distance < limit
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { agree($0, $1) }
    case (.context(let left), .context(let right)):
      return left.count == right.count
        && left.entries.allSatisfy { entry in
          right[entry.key].map { agree(entry.value, $0) } ?? false
        }
    default: return left == right
    }
  }

  /// Texts of the temporal kinds are those of `@"..."` (grammar rule 66).
  private static func literal(_ kind: String, _ text: String) -> Value? {
    guard !text.contains(where: { $0 == "\"" || $0 == "\\" }),
      let value = constant("@\"\(text)\"")
    else { return nil }
    switch (kind, value) {
    case ("date", .date), ("time", .time), ("date and time", .dateTime),
      ("duration", .monthsDuration), ("duration", .daysDuration),
      ("years and months duration", .monthsDuration), ("days and time duration", .daysDuration):
      return value
    default: return nil
    }
  }

  private static func constant(_ text: String) -> Value? {
    var diagnostics = Diagnostics()
    return FEEL.compile(
      expression: SourceText(text), environment: Environment(), diagnostics: &diagnostics)?.constant
  }
}
