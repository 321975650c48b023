import CaseEngine
import CivilTime
import FEEL
import GRDB

/// A table of rows that belong to cases, with their key within the case first among the columns.
struct RowTable: Sendable {
  let insert: String
  let delete: String
  /// Takes away all rows of a case.
  let clear: String
  /// Counts the rows that belong to no case.
  let countStray: String
  /// Takes them away.
  let deleteStray: String

  init(_ name: String, key: String, columns: [String]) {
    let names = (["case_id", key] + columns).joined(separator: ", ")
    let marks = Array(repeating: "?", count: columns.count + 2).joined(separator: ", ")
    insert = "INSERT OR REPLACE INTO \(name) (\(names)) VALUES (\(marks))"
    delete = "DELETE FROM \(name) WHERE case_id = ? AND \(key) = ?"
    clear = "DELETE FROM \(name) WHERE case_id = ?"
    let stray = "FROM \(name) WHERE case_id NOT IN (SELECT id FROM cases)"
    countStray = "SELECT count(*) \(stray)"
    deleteStray = "DELETE \(stray)"
  }

  static let states = RowTable("case_states", key: "position", columns: ["workflow", "state"])
  static let tasks = RowTable(
    "tasks", key: "serial",
    columns: ["task", "title", "role", "assignee", "due", "opened", "by_hand", "proposed"])
  static let coming = RowTable(
    "coming", key: "position", columns: ["date", "title", "responsible"])
  static let escalations = RowTable(
    "escalations", key: "serial",
    columns: [
      "kind", "kind_title", "to_role", "through", "raised", "reason", "task", "acknowledged_by",
      "acknowledged", "closed", "closing_reason", "answered",
    ])
  static let spendings = RowTable(
    "spendings", key: "position", columns: ["budget", "date", "amount"])
  static let meetings = RowTable(
    "meetings", key: "position", columns: ["series", "set_for", "extra", "held"])
  static let agenda = RowTable(
    "agenda", key: "position",
    columns: [
      "series", "date", "task", "title", "text", "first", "answer", "since", "done", "done_by",
    ])
}

extension RowTable {
  /// Every table of rows that belong to cases.
  static let all = [states, tasks, coming, escalations, spendings, meetings, agenda]
}

/// A state that an open case is in.
struct StateRow: Columns {
  let workflow: String
  let state: String

  /// The states of a case, by which open cases are counted.
  static func all(of row: CaseRow) -> [StateRow] {
    row.ended == nil ? row.states.map { StateRow(workflow: row.workflow, state: $0) } : []
  }

  func columns(_ sink: inout some ColumnSink) {
    sink.text(workflow)
    sink.text(state)
  }
}

extension TaskRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(task)
    sink.text(title)
    sink.text(role)
    sink.text(assignee)
    sink.int(due?.dayNumber ?? .max)
    sink.day(opened)
    sink.flag(isDueByHand)
    sink.flag(isProposed)
  }
}

extension ComingRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.day(date)
    sink.text(title)
    sink.text(responsible)
  }
}

extension EscalationRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(kind)
    sink.text(kindTitle)
    sink.text(to)
    sink.text(through)
    sink.day(raised)
    sink.text(reason)
    sink.int(task)
    sink.text(acknowledgedBy)
    sink.day(acknowledged)
    sink.day(closed)
    sink.text(closingReason?.rawValue)
    sink.day(answered)
  }
}

extension SpendingRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(budget)
    sink.day(date)
    sink.text(amount.description)
  }
}

extension MeetingRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(standing.series)
    sink.day(standing.set)
    sink.flag(standing.isExtra)
    sink.day(standing.held)
  }
}

extension AgendaRow: Columns {
  func columns(_ sink: inout some ColumnSink) {
    sink.text(series)
    sink.day(date)
    sink.text(task)
    sink.text(title)
    sink.text(text)
    sink.flag(isFirst)
    sink.flag(isAnswer)
    sink.day(since)
    sink.day(done)
    sink.text(doneBy)
  }
}
