import CaseEngine
import CaseStore
import CivilTime
import GRDB
import JSONText

extension Session {
  static let meetingColumns = "c.number, t.series, t.set_for, t.extra, t.held"
  static let agendaColumns =
    """
    c.number, t.series, t.date, t.task, t.title, t.text, t.first, t.answer, t.since, t.done, t.done_by
    """

  func meetings() throws -> [MeetingRow] {
    try mapped {
      try rows(
        """
        SELECT \(Self.meetingColumns) FROM meetings t CROSS JOIN cases c ON c.id = t.case_id
        ORDER BY t.case_id, t.position
        """, [], meeting)
    }
  }

  func meeting(_ row: ResultRow) throws -> MeetingRow {
    MeetingRow(
      number: try row.text(0),
      standing: MeetingStanding(
        series: try row.text(1), set: try row.date(2), isExtra: try row.flag(3),
        held: try row.optionalDate(4)))
  }

  func agenda(_ filter: AgendaFilter) throws -> [AgendaRow] {
    try mapped {
      var texts: [String] = []
      var arguments: [Argument] = []
      func add(_ text: String, _ argument: Argument) {
        texts.append(text)
        arguments.append(argument)
      }
      if let series = filter.series { add("t.series = ?", .text(series)) }
      if let from = filter.from { add("t.date >= ?", .day(from)) }
      if let through = filter.through { add("t.date <= ?", .day(through)) }
      if let isDone = filter.isDone { texts.append("t.done IS \(isDone ? "NOT " : "")NULL") }
      let clause = texts.isEmpty ? "" : " WHERE " + texts.joined(separator: " AND ")
      return try rows(
        """
        SELECT \(Self.agendaColumns) FROM agenda t CROSS JOIN cases c ON c.id = t.case_id\(clause)
        ORDER BY t.date, t.case_id, t.position
        """, arguments, agendaItem)
    }
  }

  func agendaItem(_ row: ResultRow) throws -> AgendaRow {
    AgendaRow(
      number: try row.text(0), series: try row.text(1), date: try row.date(2),
      task: try row.text(3), title: try row.text(4), text: try row.optionalText(5),
      isFirst: try row.flag(6), isAnswer: try row.flag(7), since: try row.date(8),
      done: try row.optionalDate(9), doneBy: try row.optionalText(10))
  }

  func openFamilies(withAny workflows: Set<String>) throws -> [String] {
    try mapped {
      let list = JSONValue.array(workflows.sorted().map { .string($0) }).text()
      return try rows(
        """
        SELECT root FROM families WHERE open = 1 AND id IN (
          SELECT family FROM cases WHERE ended IS NULL
            AND workflow IN (SELECT value FROM json_each(?)))
        ORDER BY id
        """, [.text(list)]
      ) { try $0.text(0) }
    }
  }
}
