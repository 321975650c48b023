import CaseEngine
import CivilTime
import FEEL
import GRDB

/// A table of rows that belong to cases, with their key within the case first among the columns.
struct RowTable {
  /// A row: its key and the columns after it.
  struct Content {
    let key: Int
    let columns: [DatabaseValue]

    var hash: UInt64 {
      var hash = RowHash()
      hash.combine(columns)
      return hash.value
    }
  }

  let insert: String
  let delete: String

  init(_ name: String, key: String, columns: [String]) {
    let names = (["case_id", key] + columns).joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")
    insert = "INSERT OR REPLACE INTO \(name) (\(names)) VALUES (\(marks))"
    delete = "DELETE FROM \(name) WHERE case_id = ? AND \(key) = ?"
  }

  /// The tables, in the order in which ``contents(of:in:)`` gives their rows.
  static let all = [
    RowTable("case_states", key: "position", columns: ["workflow", "state"]),
    RowTable(
      "tasks", key: "serial",
      columns: [
        "task", "title", "role", "assignee", "due", "opened", "by_hand", "proposed",
      ]),
    RowTable("coming", key: "position", columns: ["date", "title", "responsible"]),
    RowTable(
      "escalations", key: "serial",
      columns: [
        "kind", "kind_title", "to_role", "through", "raised", "reason", "acknowledged_by",
        "acknowledged", "closed", "closing_reason",
      ]),
    RowTable("spendings", key: "position", columns: ["budget", "date", "amount"]),
  ]

  /// The rows of each case of a projection, by table.
  static func contents(of projection: Projection) -> [[[Content]]] {
    var places: [String: Int] = [:]
    for (place, row) in projection.cases.enumerated() { places[row.number] = place }
    var result = projection.cases.map { row in
      [states(of: row)] + Array(repeating: [Content](), count: all.count - 1)
    }
    func add(_ number: String, _ table: Int, _ content: (Int) -> Content) {
      guard let place = places[number] else { return }
      result[place][table].append(content(result[place][table].count))
    }
    for row in projection.tasks { add(row.number, 1) { _ in content(row) } }
    for row in projection.coming { add(row.number, 2) { content(row, $0) } }
    for row in projection.escalations { add(row.number, 3) { _ in content(row) } }
    for row in projection.spendings { add(row.number, 4) { content(row, $0) } }
    return result
  }

  private static func states(of row: CaseRow) -> [Content] {
    guard row.ended == nil else { return [] }
    return row.states.enumerated().map { place, state in
      Content(key: place, columns: [.text(row.workflow), .text(state)])
    }
  }

  private static func content(_ row: TaskRow) -> Content {
    Content(
      key: row.serial,
      columns: [
        .text(row.task), .text(row.title), .text(row.role), .text(row.assignee),
        .int(row.due?.dayNumber ?? .max), .day(row.opened), .flag(row.isDueByHand),
        .flag(row.isProposed),
      ])
  }

  private static func content(_ row: ComingRow, _ place: Int) -> Content {
    Content(key: place, columns: [.day(row.date), .text(row.title), .text(row.responsible)])
  }

  private static func content(_ row: EscalationRow) -> Content {
    Content(
      key: row.serial,
      columns: [
        .text(row.kind), .text(row.kindTitle), .text(row.to), .text(row.through),
        .day(row.raised), .text(row.reason), .text(row.acknowledgedBy), .day(row.acknowledged),
        .day(row.closed), .text(row.closingReason?.rawValue),
      ])
  }

  private static func content(_ row: SpendingRow, _ place: Int) -> Content {
    Content(
      key: place,
      columns: [.text(row.budget), .day(row.date), .text(row.amount.description)])
  }
}
