import CaseEngine
import CivilTime
import Diagnostics
import FEEL

/// One call of a store in memory. Every change notes how it is taken back.
final class MemorySession: CaseStoreWriting {
  let storage: MemoryStorage
  /// What an appending call threw: then nothing may stay.
  private(set) var failure: (any Error)?
  private var undo: [(MemoryStorage) -> Void] = []

  init(_ storage: MemoryStorage) {
    self.storage = storage
  }

  func rollBack() { rollBack(to: 0) }

  private func rollBack(to mark: Int) {
    for step in undo[mark...].reversed() { step(storage) }
    undo.removeSubrange(mark...)
  }

  func attempt<Result>(_ body: () throws -> Result) throws -> Result {
    if let failure { throw failure }
    let mark = undo.count
    do {
      let result = try body()
      if let failure { throw failure }
      return result
    } catch {
      rollBack(to: mark)
      failure = nil
      throw error
    }
  }

  func append(
    _ events: [Event], family: FamilyState, previous: Int, projection: Projection,
    definitions: String
  ) throws {
    try noting {
      try Appending.check(events, family: family, previous: previous, projection: projection)
      let index = storage.familyIndex[family.root]
      guard (index.map { storage.families[$0].version } ?? 0) == previous else {
        throw StoreError.conflict(family: family.root)
      }
      var sequences = index.map { storage.families[$0].sequences } ?? []
      for event in events { sequences.append(try append(event)) }
      try openCases(projection.cases, family: index ?? storage.families.count, root: family.root)
      let entry = MemoryStorage.Family(
        root: family.root, version: family.version, isOpen: family.isOpen,
        snapshot: try StoreError.coding { () throws(CodecError) in
          try SnapshotCodec.encode(family)
        }, definitions: definitions,
        projection: projection, sequences: sequences)
      put(entry, at: index)
    }
  }

  func renew(_ family: FamilyState, latest: Int, projection: Projection, definitions: String)
    throws
  {
    try noting {
      try Appending.check(
        [], family: family, previous: family.version, projection: projection)
      guard let index = storage.familyIndex[family.root],
        storage.families[index].sequences.last == latest
      else { throw StoreError.damaged("historiken för \(family.root) saknas") }
      try openCases(projection.cases, family: index, root: family.root)
      let snapshot = try StoreError.coding { () throws(CodecError) in
        try SnapshotCodec.encode(family)
      }
      let entry = MemoryStorage.Family(
        root: family.root, version: family.version, isOpen: family.isOpen, snapshot: snapshot,
        definitions: definitions, projection: projection,
        sequences: storage.families[index].sequences)
      put(entry, at: index)
    }
  }

  /// Rows lie with their family here.
  func removeStrayRows() {}

  private func append(_ event: Event) throws -> Int {
    let encoded = try StoreError.coding { () throws(CodecError) in
      try EventCodec.encode(event, salt: Appending.salt)
    }
    let link = Chain.link(after: storage.records.last?.link ?? Chain.start, body: encoded.body)
    let sequence = storage.records.count + 1
    storage.records.append(
      StoredRecord(
        sequence: sequence, family: event.family, body: encoded.body,
        protected: encoded.protected, link: link))
    undo.append { $0.records.removeLast() }
    return sequence
  }

  private func openCases(_ rows: [CaseRow], family: Int, root: String) throws {
    for row in rows {
      if let known = storage.caseIndex[row.number] {
        guard storage.cases[known].family == family else {
          throw StoreError.conflict(family: root)
        }
        continue
      }
      storage.caseIndex[row.number] = storage.cases.count
      storage.cases.append((row.number, family))
      undo.append { storage in
        storage.caseIndex[row.number] = nil
        storage.cases.removeLast()
      }
    }
  }

  private func put(_ entry: MemoryStorage.Family, at index: Int?) {
    if let index {
      let before = storage.families[index]
      storage.families[index] = entry
      undo.append { $0.families[index] = before }
    } else {
      storage.familyIndex[entry.root] = storage.families.count
      storage.families.append(entry)
      undo.append { storage in
        storage.familyIndex[entry.root] = nil
        storage.families.removeLast()
      }
    }
  }

  func takeSerials(year: Int, count: Int) throws -> ClosedRange<Int> {
    try noting {
      let last = storage.serials[year] ?? 0
      guard count > 0 else { throw StoreError.other("minst ett löpnummer måste tas") }
      storage.serials[year] = last + count
      undo.append { $0.serials[year] = last == 0 ? nil : last }
      return last + 1...last + count
    }
  }

  func keepNote(_ key: String, _ bytes: [UInt8]) throws {
    let before = storage.notes[key]
    storage.notes[key] = bytes
    undo.append { $0.notes[key] = before }
  }

  func record(_ access: AccessEntry) throws {
    storage.accesses.append(access)
    undo.append { $0.accesses.removeLast() }
  }

  func keepDefinitions(hash: String, files: [SourceFile]) throws {
    guard storage.definitions[hash] == nil else { return }
    storage.definitions[hash] = files
    undo.append { $0.definitions[hash] = nil }
  }

  private func noting<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch {
      failure = failure ?? error
      throw error
    }
  }
}

extension MemorySession {
  func properties() -> StoreProperties {
    StoreProperties(isPractice: storage.isPractice, schemaVersion: 0)
  }

  func head() -> ChainLink {
    guard let last = storage.records.last else { return ChainLink(sequence: 0, link: Chain.start) }
    return ChainLink(sequence: last.sequence, link: last.link)
  }

  func family(ofCase number: String) throws -> FamilyState? {
    guard let index = storage.caseIndex[number] else { return nil }
    return try decode(storage.families[storage.cases[index].family])
  }

  func snapshot(ofFamily root: String) throws -> FamilyState? {
    try entry(root).map(decode)
  }

  private func decode(_ entry: MemoryStorage.Family) throws -> FamilyState {
    do throws(CodecError) { return try SnapshotCodec.decode(entry.snapshot) } catch {
      guard error == .otherForm else { throw StoreError(error) }
      return try replayed(entry.root, version: entry.version)
    }
  }

  func projection(ofFamily root: String) -> KeptProjection? {
    entry(root).map {
      KeptProjection(
        definitions: $0.definitions, projection: $0.projection, version: $0.version,
        isOpen: $0.isOpen)
    }
  }

  private func entry(_ root: String) -> MemoryStorage.Family? {
    storage.familyIndex[root].map { storage.families[$0] }
  }

  func responsibles() -> [String] {
    var open = CaseFilter()
    open.isOpen = true
    return Set(cases(open).compactMap(\.responsible)).sorted()
  }

  func caseNumbers(endingIn suffix: String) -> [String] {
    storage.cases.map(\.number).filter { CaseNumber($0).endsIn(suffix) }
  }

  func events(ofFamily root: String) throws -> [Event] {
    try (entry(root)?.sequences ?? []).map { sequence in
      let record = storage.records[sequence - 1]
      return try StoreError.coding { () throws(CodecError) in
        try EventCodec.decode(record.body, protected: record.protected)
      }
    }
  }

  func records(after sequence: Int, limit: Int) -> [StoredRecord] {
    Array(storage.records.dropFirst(max(sequence, 0)).prefix(max(limit, 0)))
  }

  func families(after root: String?, limit: Int) -> [String] {
    let start = root.map { (storage.familyIndex[$0] ?? storage.families.count) + 1 } ?? 0
    return storage.families.dropFirst(start).prefix(max(limit, 0)).map(\.root)
  }

  func nextSerial(year: Int) -> Int { (storage.serials[year] ?? 0) + 1 }

  func note(_ key: String) -> [UInt8]? { storage.notes[key] }

  func definitions(hash: String) throws -> [SourceFile]? {
    try storage.definitions[hash].map { files in
      try DefinitionFiles.checked(files, hash: hash)
    }
  }

  func accesses(ofCase number: String?, limit: Int) -> [AccessEntry] {
    storage.accesses.filter { entry in number.map(entry.cases.contains) ?? true }
      .suffix(max(limit, 0))
  }

  func strayRows() -> Int { 0 }

  func integrityProblems() -> [String] { [] }
}
