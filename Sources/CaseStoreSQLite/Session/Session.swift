import CaseEngine
import CaseStore
import CivilTime
import Diagnostics
import GRDB

/// One transaction of a store in SQLite. It lives as long as the body that it is handed to.
final class Session: CaseStoreWriting {
  let db: Database
  let path: String
  /// What an appending call threw: then the transaction must not be committed.
  private(set) var failure: (any Error)?
  /// Families that have been loaded, so that appending need not look them up again.
  var loaded: [String: LoadedFamily] = [:]
  /// Families that were written, as they are now; nil for those whose writing was undone.
  private(set) var written: [String: StoreMemory.Family?] = [:]
  /// The end of the chain, where it is known.
  private(set) var lastLink: ChainLink?
  /// The definitions that this transaction knows.
  private(set) var definitions: StoreMemory.KnownDefinitions
  private let memory: StoreMemory

  /// - Parameter memory: what earlier transactions know; a reading one begins with nothing.
  init(_ db: Database, path: String, memory: StoreMemory = StoreMemory()) {
    self.db = db
    self.path = path
    self.memory = memory
    definitions = memory.definitions
    lastLink = memory.head
  }

  /// A family's row, without its snapshot.
  struct LoadedFamily {
    let id: Int64
    var version: Int
    var isOpen: Bool
    var nextLook: Int?
    var definitions: Int64
    /// Its last event; nil before the first.
    var latest: Int?
    /// What its rows hold; nil when that is kept in another form, so that they are to be written anew.
    var rows: KeptRows?
  }

  // MARK: Statements

  func run(_ sql: String, _ arguments: [Argument]) throws {
    _ = try rows(sql, arguments) { _ in }
  }

  func rows<Result>(
    _ sql: String, _ arguments: [Argument] = [], _ body: (ResultRow) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    try RunningStatement(db.cachedStatement(sql: sql), in: db).forEachRow(arguments) {
      results.append(try body($0))
    }
    return results
  }

  /// The first row of the one, or few, that there are.
  func first<Result>(
    _ sql: String, _ arguments: [Argument], _ body: (ResultRow) throws -> Result
  ) throws -> Result? {
    try rows(sql, arguments, body).first
  }

  func mapped<Result>(_ body: () throws -> Result) throws(StoreError) -> Result {
    try StoreError.mapping(path: path, body)
  }

  /// Notes what an appending call throws.
  func noting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      // After an error that ended the transaction by itself, statements would be committed one by one.
      guard db.isInsideTransaction else { throw StoreError.other("transaktionen är avbruten") }
      return try body()
    } catch {
      let error = StoreError(error, path: path)
      failure = failure ?? error
      throw error
    }
  }

  func attempt<Result>(_ body: () throws -> Result) throws -> Result {
    if let failure { throw failure }
    try mapped { try run("SAVEPOINT attempt", []) }
    do {
      let result = try body()
      if let failure { throw failure }
      try mapped { try run("RELEASE attempt", []) }
      return result
    } catch {
      // A full disk, say, has ended the whole transaction: then there is nothing to go back to, and nothing may follow.
      guard db.isInsideTransaction else { throw error }
      try mapped {
        try run("ROLLBACK TO attempt", [])
        try run("RELEASE attempt", [])
      }
      failure = nil
      loaded = [:]
      for root in written.keys { written[root] = .some(nil) }
      lastLink = nil
      definitions = memory.definitions
      throw error
    }
  }

  /// The family of a case as earlier transactions know it, unless this one has written it.
  func remembered(ofCase number: String) -> FamilyState? {
    guard let known = memory.family(ofCase: number), written[known.state.root] == nil else {
      return nil
    }
    loaded[known.state.root] = known.row
    return known.state
  }

  // MARK: Appending

  func append(
    _ events: [Event], family: FamilyState, previous: Int, projection: Projection,
    definitions: String
  ) throws {
    try noting {
      try Appending.check(events, family: family, previous: previous, projection: projection)
      let known = try loaded[family.root] ?? load(root: family.root)
      guard (known?.version ?? 0) == previous else {
        throw StoreError.conflict(family: family.root)
      }
      var latest = known?.latest
      for event in events { latest = try insert(event, after: latest) }
      let definitions = try definitionID(definitions)
      let snapshot = try StoreError.coding { () throws(CodecError) in
        try SnapshotCodec.encode(family)
      }
      var next = LoadedFamily(
        id: try known?.id ?? insert(family, definitions: definitions), version: family.version,
        isOpen: family.isOpen, nextLook: projection.nextLook?.dayNumber, definitions: definitions,
        latest: latest, rows: known.map(\.rows) ?? KeptRows())
      if var rows = next.rows {
        try write(projection, family: next.id, root: family.root, rows: &rows)
        next.rows = rows
      } else {
        next.rows = try rewrite(projection, family: next.id, root: family.root, listed: nil)
      }
      try put(family, from: known, to: next, snapshot: snapshot)
    }
  }

  /// Writes a family's row, and knows it from now on.
  func put(
    _ family: FamilyState, from known: LoadedFamily?, to next: LoadedFamily, snapshot: [UInt8]
  ) throws {
    try update(family, from: known, to: next, snapshot: snapshot)
    loaded[family.root] = next
    written[family.root] = StoreMemory.Family(row: next, state: family)
  }

  /// Forgets what earlier transactions have found out: rows may have changed hands.
  func forgetEarlier() {
    memory.forget()
    loaded = [:]
  }

  /// - Parameter previous: the event of the same family before it.
  /// - Returns: its number.
  private func insert(_ event: Event, after previous: Int?) throws -> Int {
    let encoded = try StoreError.coding { () throws(CodecError) in
      try EventCodec.encode(event, salt: Appending.salt)
    }
    let before = try lastLink ?? head()
    let link = Chain.link(after: before.link, body: encoded.body)
    let next = ChainLink(sequence: before.sequence + 1, link: link)
    try run(
      "INSERT INTO events (seq, family, version, body, link, previous) VALUES (?, ?, ?, ?, ?, ?)",
      [
        .int(next.sequence), .text(event.family), .int(event.version), .bytes(encoded.body),
        .bytes(link), .int(previous),
      ])
    for entry in encoded.protected {
      try run(
        "INSERT INTO protected_values (seq, position, salt, value) VALUES (?, ?, ?, ?)",
        [.int(next.sequence), .int(entry.position), .bytes(entry.salt), .bytes(entry.value)])
    }
    lastLink = next
    return next.sequence
  }

  func insert(_ family: FamilyState, definitions: Int64) throws -> Int64 {
    try run(
      """
      INSERT INTO families (root, version, handled, open, next_look, definitions, snapshot, rows)
      VALUES (?, 0, 0, 0, NULL, ?, x'', x'')
      """, [.text(family.root), .id(definitions)])
    return db.lastInsertedRowID
  }

  private func update(
    _ family: FamilyState, from known: LoadedFamily?, to next: LoadedFamily, snapshot: [UInt8]
  ) throws {
    let common: [Argument] = [
      .int(family.version), .day(family.handled), .bytes(snapshot),
      .bytes((next.rows ?? KeptRows()).bytes),
      .int(next.latest),
    ]
    // The indexes are touched only when what they hold changes.
    if let known, known.isOpen == next.isOpen, known.nextLook == next.nextLook,
      known.definitions == next.definitions
    {
      try run(
        "UPDATE families SET version = ?, handled = ?, snapshot = ?, rows = ?, latest = ? WHERE id = ?",
        common + [.id(next.id)])
    } else {
      try run(
        """
        UPDATE families SET version = ?, handled = ?, snapshot = ?, rows = ?, latest = ?, open = ?,
          next_look = ?, definitions = ? WHERE id = ?
        """,
        common + [
          .flag(next.isOpen), .int(next.nextLook), .id(next.definitions),
          .id(next.id),
        ])
    }
  }

  /// The number of a hash, given on first use.
  func definitionID(_ hash: String) throws -> Int64 {
    if let id = definitions.ids[hash] { return id }
    let known = try first("SELECT id FROM definitions WHERE hash = ?", [.text(hash)]) {
      try $0.id(0)
    }
    if known == nil {
      try run("INSERT INTO definitions (hash, kept) VALUES (?, 0)", [.text(hash)])
    }
    let id = known ?? db.lastInsertedRowID
    definitions.ids[hash] = id
    return id
  }

  func takeSerials(year: Int, count: Int) throws -> ClosedRange<Int> {
    try noting {
      guard count > 0 else { throw StoreError.other("minst ett löpnummer måste tas") }
      let last = try first(
        """
        INSERT INTO serials (year, last) VALUES (?1, ?2)
        ON CONFLICT (year) DO UPDATE SET last = last + ?2 RETURNING last
        """, [.int(year), .int(count)]
      ) { try $0.int(0) }
      guard let last, last >= count else { throw StoreError.damaged("löpnumret") }
      return last - count + 1...last
    }
  }

  func keepNote(_ key: String, _ bytes: [UInt8]) throws {
    try noting {
      try run(
        """
        INSERT INTO notes (key, value) VALUES (?, ?)
        ON CONFLICT (key) DO UPDATE SET value = excluded.value
        """, [.text(key), .bytes(bytes)])
    }
  }

  func keepDefinitions(hash: String, files: [SourceFile]) throws {
    guard !definitions.kept.contains(hash) else { return }
    try noting {
      let kept = try first("SELECT kept FROM definitions WHERE hash = ?", [.text(hash)]) {
        try $0.flag(0)
      }
      if kept != true { try keep(files, as: try definitionID(hash)) }
      definitions.kept.insert(hash)
    }
  }

  private func keep(_ files: [SourceFile], as id: Int64) throws {
    for (position, file) in files.enumerated() {
      try run(
        """
        INSERT INTO definition_files (definitions, position, path, content)
        VALUES (?, ?, ?, ?)
        """,
        [.id(id), .int(position), .text(file.path), .id(try contentID(file.bytes))])
    }
    try run("UPDATE definitions SET kept = 1 WHERE id = ?", [.id(id)])
  }

  /// Files that are the same in many versions are kept once.
  private func contentID(_ bytes: [UInt8]) throws -> Int64 {
    let digest = Argument.bytes(Chain.link(after: [], body: bytes))
    if let id = try first("SELECT id FROM contents WHERE digest = ?", [digest], { try $0.id(0) }) {
      return id
    }
    try run("INSERT INTO contents (digest, bytes) VALUES (?, ?)", [digest, .bytes(bytes)])
    return db.lastInsertedRowID
  }
}
