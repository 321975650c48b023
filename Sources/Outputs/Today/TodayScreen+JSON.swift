import CaseEngine
import CaseService
import CivilTime
import FEEL
public import JSONText
import Programme

extension TodayScreen {
  /// The day for programs.
  public func json(for reader: Reader) -> JSONValue {
    .object([
      "date": JSONValue(date: view.today), "person": .string(reader.person.id),
      "away": substitution(view.away), "cases": .array(view.cases.map { json($0, reader) }),
      "tasks": .array(
        view.tasks.map { $0.json(labels: view.labels, reader, today: view.today) }),
      "later": JSONValue(view.later),
      "reminded": .array(
        view.reminded.map { $0.json(labels: view.labels, reader, today: view.today) }),
      "escalations": .array(view.escalations.map(\.json)),
      "meetings": .array(
        view.meetings.map {
          .object([
            "series": .string($0.series), "title": .string($0.title),
            "date": JSONValue(date: $0.date), "uncalled": .bool($0.uncalled != nil),
            "noticeDue": JSONValue(date: $0.uncalled?.noticeDue),
            "itemsWaiting": $0.uncalled.map { JSONValue($0.waiting) } ?? .null,
          ])
        }),
      "unattended": .array(view.unattended.map { .string($0.number) }),
    ])
  }

  private func json(_ line: TodayView.Line, _ reader: Reader) -> JSONValue {
    func task(_ row: TaskRow) -> JSONValue { row.json(labels: [:], reader, today: view.today) }
    return .object(
      JSONObject(
        line.row.members(reader) + [
          ("overview", .array(line.overview.map { json($0, reader) })),
          ("attention", .array(line.attention.map { json($0, reader) })),
          ("next", line.next.map(task) ?? .null),
          ("overdue", .array(line.overdue.map(task))),
          ("substitution", substitution(line.substitution)),
        ]))
  }

  private func json(_ glance: CaseGlance, _ reader: Reader) -> JSONValue {
    let value = reader.mayRead(glance.protection) ? glance.value : nil
    return .object([
      "title": .string(glance.title), "value": value.map { JSONValue(value: $0) } ?? .null,
      "protected": .bool(value == nil),
    ])
  }

  private func substitution(_ stand: Substitution?) -> JSONValue {
    guard let stand else { return .null }
    return .object([
      "for": .string(stand.person), "until": JSONValue(date: stand.until),
      "substitute": JSONValue(optional: stand.substitute),
    ])
  }
}
