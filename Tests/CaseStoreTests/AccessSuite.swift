import CaseEngine
import CaseStore
import CaseStoreSQLite
import CivilTime
import Testing

/// The log of accesses, in every store.
@Suite("The log of accesses")
struct AccessSuite {
  private func entry(_ person: String, _ cases: [String], code: String? = nil) -> AccessEntry {
    AccessEntry(
      moment: Moment(milliseconds: 1_485_907_200_123), date: day(2017, 2, 1), person: person,
      kind: code == nil ? .search : .refused, act: "search", cases: cases, code: code)
  }

  @Test(
    "gives back what was recorded, the oldest first, of a case or all",
    arguments: StoreKind.allCases)
  func reading(_ kind: StoreKind) throws {
    let store = try kind.make().store
    let entries = [
      entry("anna", ["A-2", "A-1"]), entry("👩‍👧 e\u{301}", []), entry("bo", ["A-1"], code: "no"),
    ]
    try store.write { session in for entry in entries { try session.record(entry) } }
    try store.read { session throws in
      #expect(try session.accesses(ofCase: nil, limit: 10) == entries)
      #expect(try session.accesses(ofCase: nil, limit: 2) == Array(entries.suffix(2)))
      #expect(try session.accesses(ofCase: "A-1", limit: 10) == [entries[0], entries[2]])
      #expect(try session.accesses(ofCase: "A-1", limit: 1) == [entries[2]])
      #expect(try session.accesses(ofCase: "A-9", limit: 10) == [])
    }
  }

  @Test("is undone with the rest of a call that throws", arguments: StoreKind.allCases)
  func rollBack(_ kind: StoreKind) throws {
    struct Stop: Error {}
    let store = try kind.make().store
    #expect(throws: Stop.self) {
      try store.write { session in
        try session.record(entry("anna", ["A-1"]))
        throw Stop()
      }
    }
    #expect(try store.read { try $0.accesses(ofCase: nil, limit: 10) } == [])
  }

  @Test("cannot be changed or thinned out in the database")
  func append() throws {
    let store = try SQLiteCaseStore.inMemory(practice: true)
    try store.write { try $0.record(entry("anna", ["A-1"])) }
    for sql in [
      "UPDATE accesses SET person = 'bo'", "DELETE FROM accesses",
      "UPDATE access_cases SET number = 'A-2'", "DELETE FROM access_cases",
    ] {
      #expect(throws: StoreError.self) { try store.execute(sql) }
    }
  }
}
