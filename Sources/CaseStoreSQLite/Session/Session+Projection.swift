import CaseEngine
import CaseStore
import CivilTime
import GRDB

extension Session {
  func projection(ofFamily root: String) throws -> KeptProjection? {
    try mapped {
      let family = try first(
        """
        SELECT f.id, f.next_look, d.hash, f.version, f.open, f.rows
        FROM families f JOIN definitions d ON d.id = f.definitions WHERE f.root = ?
        """, [.text(root)]
      ) {
        (
          try $0.id(0), try $0.optionalDate(1), try $0.text(2), try $0.int(3), try $0.flag(4),
          try $0.bytes(5)
        )
      }
      guard let (id, nextLook, definitions, version, isOpen, listed) = family else { return nil }
      let projection = Projection(
        nextLook: nextLook,
        cases: try rows(
          "SELECT \(CaseColumns.select) FROM cases WHERE family = ? ORDER BY id",
          [.id(id)], CaseColumns.row),
        tasks: try children(
          "tasks", "serial",
          "c.number, t.serial, t.task, t.title, t.role, t.assignee, t.due, t.opened, t.by_hand, t.proposed",
          id, keptTask),
        coming: try children("coming", "position", "c.number, t.date, t.title, t.responsible", id) {
          ComingRow(
            number: try $0.text(0), date: try $0.date(1), title: try $0.text(2),
            responsible: try $0.optionalText(3))
        },
        escalations: try children("escalations", "serial", Self.escalationColumns, id, escalation),
        spendings: try children("spendings", "position", "t.amount, c.number, t.budget, t.date", id)
        {
          SpendingRow(
            number: try $0.text(1), budget: try $0.text(2), date: try $0.date(3),
            amount: try amount($0))
        },
        meetings: try children("meetings", "position", Self.meetingColumns, id, meeting),
        agenda: try children("agenda", "position", Self.agendaColumns, id, agendaItem))
      return KeptProjection(
        definitions: definitions, projection: projection, version: version, isOpen: isOpen,
        isConsistent: try agree(projection, listed, family: id))
    }
  }

  /// Whether the states by which cases are counted, and the list of what rows hold, agree with the rows. One in another form
  /// is not asked: it is written anew with the next event.
  private func agree(_ projection: Projection, _ listed: [UInt8], family: Int64) throws -> Bool {
    let counted = try children("case_states", "position", "c.number, t.workflow, t.state", family) {
      [try $0.text(0), try $0.text(1), try $0.text(2)]
    }
    let states = projection.cases.flatMap { row in
      StateRow.all(of: row).map { [row.number, $0.workflow, $0.state] }
    }
    guard counted == states else { return false }
    let ids = try rows("SELECT id FROM cases WHERE family = ? ORDER BY id", [.id(family)]) {
      try $0.id(0)
    }
    return try keptRows(listed).map { $0.inOrder == KeptRows(projection, ids: ids).inOrder } ?? true
  }

  private func children<Result>(
    _ table: String, _ key: String, _ columns: String, _ family: Int64,
    _ body: (ResultRow) throws -> Result
  ) throws -> [Result] {
    try rows(
      """
      SELECT \(columns) FROM cases c JOIN \(table) t ON t.case_id = c.id
      WHERE c.family = ? ORDER BY c.id, t.\(key)
      """, [.id(family)], body)
  }

  private func keptTask(_ row: ResultRow) throws -> TaskRow {
    TaskRow(
      number: try row.text(0), serial: try row.int(1), task: try row.text(2),
      title: try row.text(3), role: try row.text(4), assignee: try row.optionalText(5),
      due: try row.int(6) == .max ? nil : try row.date(6), opened: try row.date(7),
      isDueByHand: try row.flag(8), isProposed: try row.flag(9))
  }
}
