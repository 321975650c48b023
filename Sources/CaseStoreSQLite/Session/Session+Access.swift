import CaseEngine
import CaseStore
import CivilTime
import GRDB

extension Session {
  func record(_ access: AccessEntry) throws {
    try noting {
      try run(
        """
        INSERT INTO accesses (moment, date, person, kind, act, code) VALUES (?, ?, ?, ?, ?, ?)
        """,
        [
          .integer(access.moment.milliseconds), .day(access.date), .text(access.person),
          .text(access.kind.rawValue), .text(access.act), .text(access.code),
        ])
      let id = db.lastInsertedRowID
      for (position, number) in access.cases.enumerated() {
        try run(
          "INSERT INTO access_cases (access, position, number) VALUES (?, ?, ?)",
          [.id(id), .int(position), .text(number)])
      }
    }
  }

  func accesses(ofCase number: String?, limit: Int) throws -> [AccessEntry] {
    try mapped {
      let columns = "id, moment, date, person, kind, act, code"
      let only =
        number == nil
        ? "" : " WHERE id IN (SELECT access FROM access_cases WHERE number = ?)"
      let found = try rows(
        "SELECT \(columns) FROM accesses\(only) ORDER BY id DESC LIMIT ?",
        (number.map { [.text($0)] } ?? []) + [.int(max(limit, 0))]
      ) { row in
        guard let kind = AccessEntry.Kind(rawValue: try row.text(4)) else {
          throw StoreError.damaged("slaget i loggen över åtkomst")
        }
        return (
          id: try row.id(0), moment: Moment(milliseconds: try row.id(1)), date: try row.date(2),
          person: try row.text(3), kind: kind, act: try row.text(5),
          code: try row.optionalText(6)
        )
      }
      return try found.reversed().map { entry in
        let cases = try rows(
          "SELECT number FROM access_cases WHERE access = ? ORDER BY position", [.id(entry.id)]
        ) { try $0.text(0) }
        return AccessEntry(
          moment: entry.moment, date: entry.date, person: entry.person, kind: entry.kind,
          act: entry.act, cases: cases, code: entry.code)
      }
    }
  }
}
