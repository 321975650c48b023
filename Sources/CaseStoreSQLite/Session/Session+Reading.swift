import CaseEngine
import CaseStore
import CivilTime
import Diagnostics
import GRDB

extension Session {
  func properties() throws -> StoreProperties {
    try mapped {
      let practice = try first("SELECT practice FROM properties", []) { try $0.flag(0) }
      let version = try first("PRAGMA user_version", []) { try $0.int(0) }
      guard let practice, let version else { throw StoreError.damaged("databasens egenskaper") }
      return StoreProperties(isPractice: practice, schemaVersion: version)
    }
  }

  func head() throws -> ChainLink {
    try mapped {
      try first("SELECT seq, link FROM events ORDER BY seq DESC LIMIT 1", []) { row in
        ChainLink(sequence: try row.int(0), link: try row.bytes(1))
      } ?? ChainLink(sequence: 0, link: Chain.start)
    }
  }

  private static let familyColumns =
    "f.id, f.version, f.open, f.next_look, f.definitions, f.rows, f.snapshot, f.root, f.latest"

  func family(ofCase number: String) throws -> FamilyState? {
    if let known = remembered(ofCase: number) { return known }
    return try mapped {
      try first(
        """
        SELECT \(Self.familyColumns) FROM cases c JOIN families f ON f.id = c.family
        WHERE c.number = ?
        """, [.text(number)], read
      ).map(state)
    }
  }

  func snapshot(ofFamily root: String) throws -> FamilyState? {
    try mapped {
      try first(
        "SELECT \(Self.familyColumns) FROM families f WHERE f.root = ?", [.text(root)], read
      ).map(state)
    }
  }

  /// A family's row without its state, to be appended to.
  func load(root: String) throws -> LoadedFamily? {
    try first(
      "SELECT \(Self.familyColumns) FROM families f WHERE f.root = ?", [.text(root)], loadedFamily)
  }

  private func read(_ row: ResultRow) throws -> (root: String, version: Int, bytes: [UInt8]) {
    let (root, family) = (try row.text(7), try loadedFamily(row))
    loaded[root] = family
    return (root, family.version, try row.bytes(6))
  }

  /// Another version of the program keeps states in another form; the events are in one that all of them read.
  private func state(_ kept: (root: String, version: Int, bytes: [UInt8])) throws -> FamilyState {
    do throws(CodecError) { return try SnapshotCodec.decode(kept.bytes) } catch {
      guard error == .otherForm else { throw StoreError(error) }
      return try replayed(kept.root, version: kept.version)
    }
  }

  private func loadedFamily(_ row: ResultRow) throws -> LoadedFamily {
    let bytes = try row.bytes(5)
    return LoadedFamily(
      id: try row.id(0), version: try row.int(1), isOpen: try row.flag(2),
      nextLook: try row.optionalInt(3), definitions: try row.id(4),
      latest: try row.optionalInt(8),
      rows: try keptRows(bytes))
  }

  /// - Returns: nil for one in another form.
  func keptRows(_ bytes: [UInt8]) throws(StoreError) -> KeptRows? {
    do throws(CodecError) { return try KeptRows(bytes) } catch {
      guard error == .otherForm else { throw StoreError(error) }
      return nil
    }
  }

  func responsibles() throws -> [String] {
    try mapped {
      try rows(
        """
        SELECT DISTINCT responsible FROM cases WHERE ended IS NULL AND responsible IS NOT NULL
        ORDER BY responsible
        """
      ) { try $0.text(0) }
    }
  }

  func caseNumbers(endingIn suffix: String) throws -> [String] {
    try mapped {
      guard let serial = CaseNumber(suffix).serial else {
        return try rows("SELECT number FROM cases WHERE number = ?", [.text(suffix)]) {
          try $0.text(0)
        }
      }
      return try rows(
        "SELECT number FROM cases WHERE serial = ? ORDER BY id", [.int(serial)]
      ) { try $0.text(0) }
      .filter { CaseNumber($0).endsIn(suffix) }
    }
  }

  /// The events of a family, from its last one back to the first. Those before are recorded before: where a damaged file says
  /// otherwise the list ends, and verification tells.
  private static let history = """
    WITH RECURSIVE history (seq, previous) AS (
      SELECT e.seq, e.previous FROM families f JOIN events e ON e.seq = f.latest WHERE f.root = ?
      UNION ALL
      SELECT e.seq, e.previous FROM history h JOIN events e ON e.seq = h.previous AND h.previous < h.seq)
    """

  func events(ofFamily root: String) throws -> [Event] {
    try mapped {
      let secrets = try protected(
        """
        \(Self.history) SELECT p.seq, p.position, p.salt, p.value FROM history h
        JOIN protected_values p ON p.seq = h.seq ORDER BY p.seq, p.position
        """, [.text(root)])
      return try rows(
        "\(Self.history) SELECT h.seq, e.body FROM history h JOIN events e ON e.seq = h.seq ORDER BY h.seq",
        [.text(root)]
      ) { row in
        let body = try row.bytes(1)
        let own = secrets[try row.int(0)] ?? []
        return try StoreError.coding { () throws(CodecError) in
          try EventCodec.decode(body, protected: own)
        }
      }
    }
  }

  func records(after sequence: Int, limit: Int) throws -> [StoredRecord] {
    try mapped {
      let records = try rows(
        "SELECT seq, family, body, link FROM events WHERE seq > ? ORDER BY seq LIMIT ?",
        [.int(sequence), .int(max(limit, 0))]
      ) { (try $0.int(0), try $0.text(1), try $0.bytes(2), try $0.bytes(3)) }
      guard let last = records.last else { return [] }
      let secrets = try protected(
        """
        SELECT seq, position, salt, value FROM protected_values WHERE seq > ? AND seq <= ?
        ORDER BY seq, position
        """, [.int(sequence), .int(last.0)])
      return records.map { record in
        StoredRecord(
          sequence: record.0, family: record.1, body: record.2,
          protected: secrets[record.0] ?? [], link: record.3)
      }
    }
  }

  private func protected(_ sql: String, _ arguments: [Argument]) throws
    -> [Int: [EventCodec.ProtectedValue]]
  {
    var result: [Int: [EventCodec.ProtectedValue]] = [:]
    _ = try rows(sql, arguments) { row in
      result[try row.int(0), default: []].append(
        EventCodec.ProtectedValue(
          position: try row.int(1), salt: try row.bytes(2), value: try row.bytes(3)))
    }
    return result
  }

  func nextSerial(year: Int) throws -> Int {
    try mapped {
      try first("SELECT last FROM serials WHERE year = ?", [.int(year)]) { try $0.int(0) + 1 } ?? 1
    }
  }

  func note(_ key: String) throws -> [UInt8]? {
    try mapped {
      try first("SELECT value FROM notes WHERE key = ?", [.text(key)]) { try $0.bytes(0) }
    }
  }

  func definitions(hash: String) throws -> [SourceFile]? {
    try mapped {
      let id = try first("SELECT id FROM definitions WHERE hash = ? AND kept = 1", [.text(hash)]) {
        try $0.id(0)
      }
      guard let id else { return nil }
      let files = try rows(
        """
        SELECT f.path, c.bytes FROM definition_files f JOIN contents c ON c.id = f.content
        WHERE f.definitions = ? ORDER BY f.position
        """, [.id(id)]
      ) { SourceFile(path: try $0.text(0), bytes: try $0.bytes(1)) }
      return try DefinitionFiles.checked(files, hash: hash)
    }
  }

  func integrityProblems() throws -> [String] {
    try mapped {
      let problems = try rows("PRAGMA integrity_check(20)") { try $0.text(0) }
      // Rows of lists are counted by themselves: they can be made anew.
      let orphans = try rows("PRAGMA foreign_key_check") { row -> String? in
        let parent = try row.text(2)
        guard parent != "cases", parent != "families" else { return nil }
        return "\(try row.text(0)): en rad hör inte till någon rad i \(parent)"
      }.compactMap { $0 }
      return try problems.filter { $0 != "ok" } + orphans.prefix(20) + contentProblems().prefix(20)
    }
  }
}
