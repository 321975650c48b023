import CaseEngine
import CaseStore
import GRDB

extension Session {
  /// Makes a family's rows those of a projection, touching only the ones that differ.
  func write(
    _ projection: Projection, family: Int64, root: String, rows: inout KeptRows
  ) throws {
    let contents = RowTable.contents(of: projection)
    guard rows.cases.count <= projection.cases.count else {
      throw StoreError.damaged("radförteckningen för `\(root)`")
    }
    for (place, row) in projection.cases.enumerated() {
      let values = CaseColumns.values(row)
      var hash = RowHash()
      hash.combine(values)
      if place < rows.cases.count {
        if rows.cases[place].hash != hash.value {
          try run(CaseColumns.update, values + [rows.cases[place].id.databaseValue])
          rows.cases[place].hash = hash.value
        }
      } else {
        let id = try insertCase(row, values, family: family, root: root)
        rows.cases.append(
          KeptRows.Case(
            id: id, hash: hash.value,
            tables: Array(repeating: [], count: RowTable.all.count)))
      }
      for (index, table) in RowTable.all.enumerated() {
        try write(
          contents[place][index], table: table, caseID: rows.cases[place].id,
          kept: &rows.cases[place].tables[index])
      }
    }
  }

  private func insertCase(
    _ row: CaseRow, _ values: [DatabaseValue], family: Int64, root: String
  ) throws -> Int64 {
    let head: [DatabaseValue] = [
      family.databaseValue, .text(row.number), .int(CaseNumber(row.number).serial),
    ]
    do {
      try run(CaseColumns.insert, head + values)
    } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
      throw StoreError.conflict(family: root)
    }
    return db.lastInsertedRowID
  }

  private func write(
    _ contents: [RowTable.Content], table: RowTable, caseID: Int64,
    kept: inout [KeptRows.Entry]
  ) throws {
    let next = contents.map { KeptRows.Entry(key: $0.key, hash: $0.hash) }
    guard next != kept else { return }
    for entry in kept where !next.contains(where: { $0.key == entry.key }) {
      try run(table.delete, [caseID.databaseValue, .int(entry.key)])
    }
    for (content, entry) in zip(contents, next) where !kept.contains(entry) {
      try run(table.insert, [caseID.databaseValue, .int(content.key)] + content.columns)
    }
    kept = next
  }
}
