import CaseEngine
import CaseStore
import CivilTime
import GRDB

extension Session {
  func families(after root: String?, limit: Int) throws -> [String] {
    try mapped {
      guard let after = try place(root) else { return [] }
      return try rows(
        "SELECT root FROM families WHERE id > ? ORDER BY id LIMIT ?",
        [.id(after), .int(max(limit, 0))]
      ) { try $0.text(0) }
    }
  }

  func dueFamilies(
    through date: CivilDate, definitions: String, after cursor: DueFamily?, limit: Int
  ) throws -> [DueFamily] {
    try mapped {
      let limit = max(limit, 0)
      guard let after = try place(cursor?.root) else { return [] }
      var found: [DueFamily] = []
      if cursor == nil || cursor?.date != nil {
        found = try due(through: date, after: cursor?.date, id: after, limit: limit)
      }
      guard found.count < limit else { return found }
      let start = cursor.map { $0.date == nil ? after : 0 } ?? 0
      return found
        + (try stale(
          through: date, definitions: definitions, after: start, limit: limit - found.count))
    }
  }

  /// The number of a family; 0, which comes before all, for nil; nil for one that is not there.
  private func place(_ root: String?) throws -> Int64? {
    guard let root else { return 0 }
    return try first("SELECT id FROM families WHERE root = ?", [.text(root)]) { try $0.id(0) }
  }

  /// Two ranges of one index: the rest of the cursor's day, and the days after it.
  private func due(through date: CivilDate, after day: CivilDate?, id: Int64, limit: Int) throws
    -> [DueFamily]
  {
    var found: [DueFamily] = []
    if let day {
      found = try rows(
        """
        SELECT next_look, root FROM families
        WHERE open = 1 AND next_look = ? AND id > ? ORDER BY id LIMIT ?
        """, [.day(day), .id(id), .int(limit)], dueFamily)
    }
    guard found.count < limit else { return found }
    return found
      + (try rows(
        """
        SELECT next_look, root FROM families
        WHERE open = 1 AND next_look > ? AND next_look <= ? ORDER BY next_look, id LIMIT ?
        """, [.int(day?.dayNumber ?? .min), .day(date), .int(limit - found.count)], dueFamily))
  }

  private func dueFamily(_ row: ResultRow) throws -> DueFamily {
    DueFamily(date: try row.date(0), root: try row.text(1))
  }

  /// Definitions are few, so their families are found one version at a time, each by the index, and merged.
  private func stale(through date: CivilDate, definitions: String, after id: Int64, limit: Int)
    throws -> [DueFamily]
  {
    let versions = try rows(
      """
      SELECT id FROM definitions d WHERE hash <> ?
        AND EXISTS (SELECT 1 FROM families f WHERE f.open = 1 AND f.definitions = d.id)
      """, [.text(definitions)]
    ) { try $0.id(0) }
    var found: [(id: Int64, root: String)] = []
    for version in versions {
      found += try rows(
        """
        SELECT id, root FROM families WHERE open = 1 AND definitions = ? AND id > ?
          AND (next_look IS NULL OR next_look > ?) ORDER BY id LIMIT ?
        """, [.id(version), .id(id), .day(date), .int(limit)]
      ) { (try $0.id(0), try $0.text(1)) }
    }
    return found.sorted { $0.id < $1.id }.prefix(limit).map { DueFamily(date: nil, root: $0.root) }
  }
}
