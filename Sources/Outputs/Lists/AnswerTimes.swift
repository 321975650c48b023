import CaseEngine
import CivilTime

/// How long it takes from an escalation to its answer, kind by kind. Counted are escalations to those who answer at meetings,
/// that is to roles which others receive for.
struct AnswerTimes {
  private let rows: [EscalationRow]

  init(_ rows: [EscalationRow]) {
    self.rows = rows.filter { $0.through != nil }
  }

  /// One line a kind.
  var lines: [String] {
    var kinds: [String] = []
    for row in rows where !kinds.contains(row.kind) { kinds.append(row.kind) }
    return kinds.map(line)
  }

  private func line(_ kind: String) -> String {
    let own = rows.filter { $0.kind == kind }
    let times = own.compactMap { row in row.answered.map { row.raised.days(until: $0) } }
    let silent = own.count { $0.answered == nil && $0.closed != nil }
    let waiting = own.count - times.count - silent
    var parts = ["\(times.count) besvarade av \(own.count)"]
    if waiting > 0 { parts.append("\(waiting) väntar") }
    if silent > 0 { parts.append("\(silent) stängda utan svar") }
    let title = own.first?.kindTitle ?? kind
    return "\(title): \(Self.median(times)) (\(parts.joined(separator: ", ")))"
  }

  private static func median(_ times: [Int]) -> String {
    guard !times.isEmpty else { return "inget svar än" }
    let sorted = times.sorted()
    let middle = sorted.count / 2
    let twice =
      sorted.count % 2 == 1 ? sorted[middle] * 2 : sorted[middle - 1] + sorted[middle]
    let text = twice % 2 == 0 ? "\(twice / 2)" : "\(twice / 2),5"
    return "median \(text) \(twice == 2 ? "dag" : "dagar") från eskalering till svar"
  }
}
