import CaseEngine
import CaseStore
import CaseStoreSQLite
import CivilTime
import FEEL
import TestSupport
import Testing

@Suite("Verification of a store")
struct VerificationTests {
  private let store: SQLiteCaseStore

  init() throws {
    store = try SQLiteCaseStore.inMemory(practice: false)
    for number in 1...5 {
      var sample = try Sample.opened("A-\(number)", responsible: "anna")
      try sample.happen([("A-\(number)", .reason("secret"))])
      try store.write { try $0.save(sample) }
    }
  }

  private func verify(earlierHead: String? = nil) throws -> StoreVerification {
    try StoreVerification.run(
      store, earlierHead: earlierHead, definitions: "d1", project: Sample.project)
  }

  /// Changes what the store itself never changes.
  private func tamper(_ sql: String) throws {
    try store.execute("DROP TRIGGER IF EXISTS events_stay; DROP TRIGGER IF EXISTS events_remain")
    try store.execute("PRAGMA foreign_keys = OFF")
    try store.execute(sql)
  }

  @Test("finds nothing in a sound store, and counts what it saw")
  func sound() throws {
    let result = try verify()
    #expect(result.isSound)
    #expect(result.records == 10)
    #expect(result.families == 5)
    #expect(result.protectedValues == 5)
    #expect(result.projectedElsewhere == 0)
    #expect(result.head == (try store.read { try $0.head() }))
  }

  @Test("finds an earlier head, and says when there is none")
  func earlierHead() throws {
    let records = try store.read { try $0.records(after: 0, limit: 99) }
    let head = ChainLink(sequence: 4, link: records[3].link).text
    #expect(try verify(earlierHead: head).foundHead == 4)
    #expect(try verify(earlierHead: head.uppercased()).foundHead == 4)
    let start = ChainLink(sequence: 0, link: Chain.start).text
    #expect(try verify(earlierHead: start).foundHead == 0)
    let other = String(repeating: "ab", count: 32)
    #expect(try verify(earlierHead: other).findings == [.headNotFound(other)])
    #expect(try verify(earlierHead: "abc").findings == [.headMalformed("abc")])
  }

  @Test("finds a tail that was cut off, by an earlier head only")
  func cutTail() throws {
    let head = try store.read { try $0.head() }.text
    try tamper(
      """
      DELETE FROM protected_values WHERE seq > 8; DELETE FROM events WHERE seq > 8;
      DELETE FROM case_states WHERE case_id = 5; DELETE FROM tasks WHERE case_id = 5;
      DELETE FROM cases WHERE id = 5; DELETE FROM families WHERE id = 5
      """)
    #expect(try verify().findings == [])
    #expect(try verify(earlierHead: head).findings == [.headNotFound(head)])
  }

  @Test("finds a changed event, where it is")
  func changedEvent() throws {
    try tamper(
      """
      UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'order', 'other') AS BLOB)
      WHERE seq = 3
      """)
    let findings = try verify().findings
    #expect(findings.contains(.brokenLink(sequence: 3)))
    #expect(findings.contains(.snapshotDiffers(family: "A-2")))
    #expect(!findings.contains(.brokenLink(sequence: 4)))
  }

  @Test("finds an event that is gone from the middle")
  func missingEvent() throws {
    try tamper("DELETE FROM protected_values WHERE seq = 4; DELETE FROM events WHERE seq = 4")
    let findings = try verify().findings
    #expect(
      findings.starts(with: [.gap(before: 5), .brokenLink(sequence: 5)]), "\(findings)")
  }

  @Test("finds a changed protected value")
  func changedSecret() throws {
    try tamper("UPDATE protected_values SET value = x'227822' WHERE seq = 2")
    let findings = try verify().findings
    guard case .familyUnreadable("A-1", .damaged) = findings.first, findings.count == 1 else {
      Issue.record("\(findings)")
      return
    }
  }

  @Test(
    "finds a state, rows and a date to look again that are not what the events give",
    arguments: [
      ("UPDATE tasks SET title = 'x' WHERE case_id = 2", "rows"),
      ("DELETE FROM tasks WHERE case_id = 2", "rows"),
      ("UPDATE families SET next_look = next_look + 1 WHERE id = 2", "rows"),
      ("UPDATE cases SET responsible = 'eva' WHERE id = 2", "rows"),
      (
        "UPDATE families SET snapshot = (SELECT snapshot FROM families WHERE id = 1) WHERE id = 2",
        "state"
      ),
    ])
  func changedProjection(_ sql: String, _ kind: String) throws {
    try tamper(sql)
    let expected: StoreVerification.Finding =
      kind == "rows" ? .projectionDiffers(family: "A-2") : .snapshotDiffers(family: "A-2")
    #expect(try verify().findings == [expected])
  }

  @Test("finds rows of families that are not there")
  func orphans() throws {
    try tamper(
      """
      UPDATE families SET root = 'B-2' WHERE id = 2;
      INSERT INTO tasks SELECT 77, serial, task, title, role, assignee, due, opened, by_hand, proposed
      FROM tasks WHERE case_id = 1
      """)
    let findings = try verify().findings
    #expect(findings.contains(.familyIncomplete("A-2")))
    #expect(findings.contains(.familyIncomplete("B-2")))
    #expect(findings.contains { if case .storage = $0 { true } else { false } })
  }

  @Test("does not compare rows made under other definitions")
  func otherDefinitions() throws {
    let result = try StoreVerification.run(store, definitions: "d2") { _ in throw Missing() }
    #expect(result.isSound)
    #expect(result.projectedElsewhere == 5)
    let refused = try StoreVerification.run(store, definitions: "d1") { _ in throw Missing() }
    #expect(refused.findings == (1...5).map { .notProjected(family: "A-\($0)") })
  }
}
