import CaseEngine
import CivilTime
import JSONText

/// How long it takes from an escalation to its answer, kind by kind. Counted are escalations to those who answer at meetings,
/// that is to roles which others receive for.
struct AnswerTimes {
  private let kinds: [Kind]

  /// - Parameter awaited: of those that are closed, those to which an answer may still come.
  init(_ rows: [EscalationRow], awaited: [EscalationRow] = []) {
    let counted = rows.filter { $0.through != nil }
    var ids: [String] = []
    for row in counted where !ids.contains(row.kind) { ids.append(row.kind) }
    kinds = ids.map { id in Kind(id, counted.filter { $0.kind == id }, awaited) }
  }

  private struct Kind {
    let id: String
    let title: String
    let all: Int
    let answered: Int
    let closedUnanswered: Int
    /// Twice the median in days, which is always whole; nil while nothing is answered.
    let twiceMedian: Int?

    init(_ id: String, _ rows: [EscalationRow], _ awaited: [EscalationRow]) {
      self.id = id
      title = rows.first?.kindTitle ?? id
      all = rows.count
      let times = rows.compactMap { row in row.answered.map { row.raised.days(until: $0) } }
        .sorted()
      answered = times.count
      closedUnanswered = rows.count { row in
        row.answered == nil && row.closed != nil
          && !awaited.contains { $0.number == row.number && $0.serial == row.serial }
      }
      let middle = times.count / 2
      twiceMedian =
        times.isEmpty
        ? nil : times.count % 2 == 1 ? times[middle] * 2 : times[middle - 1] + times[middle]
    }

    var waiting: Int { all - answered - closedUnanswered }

    func median(half: String) -> String? {
      twiceMedian.map { $0 % 2 == 0 ? "\($0 / 2)" : "\($0 / 2)\(half)" }
    }

    var line: String {
      var parts = ["\(answered) besvarade av \(all)"]
      if waiting > 0 { parts.append("\(waiting) väntar") }
      if closedUnanswered > 0 { parts.append("\(closedUnanswered) stängda utan svar") }
      let time =
        median(half: ",5").map {
          "median \($0) \(twiceMedian == 2 ? "dag" : "dagar") från eskalering till svar"
        } ?? "inget svar än"
      return "\(title): \(time) (\(parts.joined(separator: ", ")))"
    }

    var json: JSONValue {
      .object([
        "kind": .string(id), "title": .string(title),
        "medianDays": median(half: ".5").map { .number($0) } ?? .null,
        "answered": JSONValue(answered), "waiting": JSONValue(waiting),
        "closedUnanswered": JSONValue(closedUnanswered),
      ])
    }
  }

  /// One line a kind.
  var lines: [String] { kinds.map(\.line) }

  /// The same for programs.
  var json: JSONValue { .array(kinds.map(\.json)) }
}
