import CaseEngine
import CaseStore
import GRDB

extension Session {
  /// Makes a family's rows those of a projection, touching only the ones that differ.
  func write(
    _ projection: Projection, family: Int64, root: String, rows: inout KeptRows
  ) throws {
    guard rows.cases.count <= projection.cases.count else {
      throw StoreError.damaged("radförteckningen för `\(root)`")
    }
    for (place, row) in projection.cases.enumerated() {
      try write(row, at: place, family: family, root: root, rows: &rows)
      let id = rows.cases[place].id
      let number = row.number
      try write(StateRow.all(of: row), to: .states, caseID: id, kept: &rows.cases[place].states)
      try write(
        projection.tasks.filter { $0.number == number }, to: .tasks, caseID: id,
        kept: &rows.cases[place].tasks
      ) { $0.serial }
      try write(
        projection.coming.filter { $0.number == number }, to: .coming, caseID: id,
        kept: &rows.cases[place].coming)
      try write(
        projection.escalations.filter { $0.number == number }, to: .escalations, caseID: id,
        kept: &rows.cases[place].escalations
      ) { $0.serial }
      try write(
        projection.spendings.filter { $0.number == number }, to: .spendings, caseID: id,
        kept: &rows.cases[place].spendings)
      try write(
        projection.meetings.filter { $0.number == number }, to: .meetings, caseID: id,
        kept: &rows.cases[place].meetings)
      try write(
        projection.agenda.filter { $0.number == number }, to: .agenda, caseID: id,
        kept: &rows.cases[place].agenda)
    }
  }

  private func write(
    _ row: CaseRow, at place: Int, family: Int64, root: String, rows: inout KeptRows
  ) throws {
    let hash = row.rowHash
    guard place < rows.cases.count else {
      let id = try insert(row, family: family, root: root)
      rows.cases.append(KeptRows.Case(id: id, hash: hash))
      return
    }
    guard rows.cases[place].hash != hash else { return }
    try run(CaseColumns.update, row.rowValues + [.id(rows.cases[place].id)])
    rows.cases[place].hash = hash
  }

  private func insert(_ row: CaseRow, family: Int64, root: String) throws -> Int64 {
    let head: [Argument] = [
      .id(family), .text(row.number), .int(CaseNumber(row.number).serial),
    ]
    do {
      try run(CaseColumns.insert, head + row.rowValues)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw StoreError.conflict(family: root)
    }
    return db.lastInsertedRowID
  }

  /// - Parameter key: the key of a row; its place when nil.
  private func write<Row: Columns>(
    _ rows: [Row], to table: RowTable, caseID: Int64, kept: inout [KeptRows.Entry],
    key: ((Row) -> Int)? = nil
  ) throws {
    let next = KeptRows.entries(rows) { key?($0) }
    guard next != kept else { return }
    for entry in kept where !next.contains(where: { $0.key == entry.key }) {
      try run(table.delete, [.id(caseID), .int(entry.key)])
    }
    for (row, entry) in zip(rows, next) where !kept.contains(entry) {
      try run(table.insert, [.id(caseID), .int(entry.key)] + row.rowValues)
    }
    kept = next
  }
}
