import CaseEngine
import CaseStore
import CivilTime
import GRDB

extension Session {
  func renew(_ family: FamilyState, latest: Int, projection: Projection, definitions: String)
    throws
  {
    try noting {
      try Appending.check([], family: family, previous: family.version, projection: projection)
      forgetEarlier()
      let definitions = try definitionID(definitions)
      let known = try first("SELECT id, rows FROM families WHERE root = ?", [.text(family.root)]) {
        (id: try $0.id(0), rows: try $0.bytes(1))
      }
      let id = try known?.id ?? insert(family, definitions: definitions)
      let snapshot = try StoreError.coding { () throws(CodecError) in
        try SnapshotCodec.encode(family)
      }
      let rows = try rewrite(
        projection, family: id, root: family.root, listed: known.flatMap { try? KeptRows($0.rows) })
      let next = LoadedFamily(
        id: id, version: family.version, isOpen: family.isOpen,
        nextLook: projection.nextLook?.dayNumber, definitions: definitions, latest: latest,
        rows: rows)
      try put(family, from: nil, to: next, snapshot: snapshot)
    }
  }

  /// Makes a family's rows those of a projection, whatever they are by now.
  ///
  /// - Parameter listed: what is noted of the rows, where the numbers of cases are found whose rows are gone.
  func rewrite(_ projection: Projection, family: Int64, root: String, listed: KeptRows?) throws
    -> KeptRows
  {
    let numbers = Set(projection.cases.map(\.number))
    let own = try rows("SELECT id, number FROM cases WHERE family = ?", [.id(family)]) {
      (id: try $0.id(0), number: try $0.text(1))
    }
    for row in own where !numbers.contains(row.number) { try removeCase(row.id) }
    let ids = try places(of: projection.cases, listed)
    var result: [Int64] = []
    for (row, place) in zip(projection.cases, ids) {
      let serial = Argument.int(CaseNumber(row.number).serial)
      if let place { try clearRows(ofCase: place.id) }
      if let place, place.isTaken {
        try run(CaseColumns.renew, [.id(family), serial] + row.rowValues + [.id(place.id)])
        result.append(place.id)
      } else {
        let id = place.map { Argument.id($0.id) } ?? .null
        try run(
          CaseColumns.insertAs, [id, .id(family), .text(row.number), serial] + row.rowValues)
        result.append(db.lastInsertedRowID)
      }
    }
    var kept = KeptRows()
    for (row, id) in zip(projection.cases, result) {
      kept.cases.append(KeptRows.Case(id: id, hash: row.rowHash))
    }
    try write(projection, family: family, root: root, rows: &kept)
    return kept
  }

  private struct Place {
    let id: Int64
    /// Whether the case's row is there.
    let isTaken: Bool
  }

  /// The rows of cases, in the order of the family: lists show cases in the order of their rows' numbers, so these rise, and
  /// a row that is gone comes back where it was. Where that is not known, the whole family goes to the end.
  private func places(of cases: [CaseRow], _ listed: KeptRows?) throws -> [Place?] {
    var places: [Place?] = []
    for (index, row) in cases.enumerated() {
      let own = try first("SELECT id FROM cases WHERE number = ?", [.text(row.number)]) {
        try $0.id(0)
      }
      var place = own.map { Place(id: $0, isTaken: true) }
      if place == nil, let listed, listed.cases.indices.contains(index) {
        let id = listed.cases[index].id
        let isFree = try first("SELECT 1 FROM cases WHERE id = ?", [.id(id)]) { _ in true } == nil
        if isFree, id > 0 { place = Place(id: id, isTaken: false) }
      }
      places.append(place)
    }
    let known = places.compactMap { $0 }
    let isRising = zip(known, known.dropFirst()).allSatisfy { $0.id < $1.id }
    // Those without a number of their own get the next ones, which only the last may.
    let hasGap = places.prefix(known.count).contains { $0 == nil }
    guard !isRising || hasGap else { return places }
    for place in known where place.isTaken { try removeCase(place.id) }
    return places.map { _ in nil }
  }

  private func clearRows(ofCase id: Int64) throws {
    for table in RowTable.all { try run(table.clear, [.id(id)]) }
  }

  private func removeCase(_ id: Int64) throws {
    try clearRows(ofCase: id)
    try run("DELETE FROM cases WHERE id = ?", [.id(id)])
  }

  // MARK: Rows that belong to nothing

  private static let strayCases = "FROM cases WHERE family NOT IN (SELECT id FROM families)"

  func strayRows() throws -> Int {
    try mapped {
      try (["SELECT count(*) \(Self.strayCases)"] + RowTable.all.map(\.countStray)).reduce(0) {
        try $0 + (first($1, []) { try $0.int(0) } ?? 0)
      }
    }
  }

  func removeStrayRows() throws {
    try noting {
      for id in try rows("SELECT id \(Self.strayCases)", [], { try $0.id(0) }) {
        try removeCase(id)
      }
      for table in RowTable.all { try run(table.deleteStray, []) }
      forgetEarlier()
    }
  }
}
