import CivilTime
import FEEL

extension Value {
  /// The value as people read and write it: `ja`, `7,5`, `2017-02-01`, `6 månader`.
  var swedish: String {
    switch self {
    case .null: "–"
    case .boolean(let value): value ? "ja" : "nej"
    case .number(let number): number.swedish
    case .string(let text): text.printable
    case .date(let date): date.description
    case .time(let time): time.description
    case .dateTime(let moment): moment.description
    case .monthsDuration(let duration): Period.months(duration.totalMonths).swedish
    case .daysDuration(let duration):
      duration == DaysDuration(seconds: duration.days * 86_400)
        ? Period.days(duration.days).swedish : duration.description
    case .list(let items):
      items.isEmpty ? "–" : items.map(\.swedish).joined(separator: "; ")
    case .context(let context):
      context.entries.filter { !$0.value.isNull }
        .map { "\($0.key) \($0.value.swedish)" }.joined(separator: ", ")
    case .range, .function: feelText
    }
  }
}

extension Number {
  /// With a decimal comma.
  var swedish: String { String(description.map { $0 == "." ? "," : $0 }) }
}
