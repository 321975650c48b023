import CivilTime
import FEEL
public import JSONText

extension JSONValue {
  /// The text, or null.
  init(optional text: String?) { self = text.map { .string($0) } ?? .null }
  /// The date as text, or null.
  init(date: CivilDate?) { self.init(optional: date?.description) }
  /// Texts.
  init(texts: [String]) { self = .array(texts.map { .string($0) }) }
  /// A value: booleans, numbers and texts as such, everything else as text in the form that FEEL gives it.
  init(value: FEELValue) {
    switch value {
    case .null: self = .null
    case .boolean(let value): self = .bool(value)
    case .number(let number): self = .number(number.description)
    case .string(let text): self = .string(text)
    case .list(let items): self = .array(items.map { JSONValue(value: $0) })
    case .context(let context):
      self = .object(JSONObject(context.entries.map { ($0.key, JSONValue(value: $0.value)) }))
    case .date(let date): self = .string(date.description)
    case .time(let time): self = .string(time.description)
    case .dateTime(let moment): self = .string(moment.description)
    case .monthsDuration(let duration): self = .string(duration.description)
    case .daysDuration(let duration): self = .string(duration.description)
    case .range, .function: self = .string(value.feelText)
    }
  }

  /// The text that is printed: indented, with a final line break.
  public var printed: String { text(pretty: true) + "\n" }
}
