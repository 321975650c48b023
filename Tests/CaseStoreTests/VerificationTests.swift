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
    #expect(result.notCompared == 0)
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
    #expect(findings.contains(.strayRows(1)))
  }

  @Test("finds a protected value that is gone, and says that the history is not whole")
  func missingSecret() throws {
    try tamper("DELETE FROM protected_values WHERE seq = 4")
    let result = try verify()
    #expect(result.findings == [.protectedMissing(family: "A-2", sequence: 4, count: 1)])
    #expect(!result.isHistorySound)
    #expect(!result.canBeMended)
  }

  /// What may become of a family's state and rows while its history stays.
  static let damages = [
    "DELETE FROM tasks", "DELETE FROM tasks WHERE case_id = 2", "DELETE FROM case_states",
    "UPDATE tasks SET title = 'x'", "UPDATE families SET next_look = NULL",
    "UPDATE families SET open = 0 WHERE id = 2", "UPDATE families SET version = 9 WHERE id = 2",
    "UPDATE families SET latest = 1", "UPDATE families SET latest = NULL WHERE id = 3",
    "UPDATE families SET snapshot = x''", "UPDATE families SET snapshot = x'01', rows = x'01'",
    "UPDATE families SET rows = x''", "UPDATE families SET rows = x'0100'",
    "UPDATE families SET rows = (SELECT rows FROM families WHERE id = 1) WHERE id = 2",
    "UPDATE families SET snapshot = (SELECT snapshot FROM families WHERE id = 1) WHERE id = 2",
    "UPDATE cases SET family = 1 WHERE id = 2", "UPDATE cases SET states = 'x' WHERE id = 2",
    "DELETE FROM cases WHERE id = 2", "DELETE FROM cases",
    "DELETE FROM cases; UPDATE families SET rows = x''", "DELETE FROM families WHERE id = 2",
    "UPDATE cases SET number = 'B-9' WHERE id = 3",
    "UPDATE tasks SET case_id = 88 WHERE case_id = 4",
  ]

  @Test(
    "whatever becomes of states and rows is found, and made anew from the events",
    arguments: damages)
  func renewal(_ sql: String) throws {
    let before = try store.read { try $0.tasks(TaskFilter()) }
    let numbers = try store.read { try $0.cases(CaseFilter()) }.map(\.number)
    try tamper(sql)
    try store.execute("PRAGMA foreign_keys = ON")
    let found = try verify()
    #expect(found.canBeMended, "\(sql): \(found.findings)")
    try store.write { session in
      for number in 1...5 {
        var sample = try Sample.opened("A-\(number)", responsible: "anna")
        try sample.happen([("A-\(number)", .reason("secret"))])
        let state = try sample.state
        try session.renew(
          state, latest: 2 * number, projection: Sample.project(state), definitions: "d1")
      }
      try session.removeStrayRows()
    }
    #expect(try verify().findings == [], "\(sql)")
    #expect(try store.read { try $0.cases(CaseFilter()) }.map(\.number) == numbers, "\(sql)")
    #expect(try store.read { try $0.tasks(TaskFilter()) } == before, "\(sql)")
  }

  @Test("a list of rows in another form is written anew with the next event")
  func otherListForm() throws {
    try tamper("UPDATE families SET rows = CAST(x'63' || substr(rows, 2) AS BLOB) WHERE id = 2")
    try tamper("DELETE FROM tasks WHERE case_id = 2")
    var sample = try Sample.opened("A-2", responsible: "anna")
    try sample.happen([("A-2", .reason("secret"))])
    try sample.happen([("A-2", .responsible("bo"))])
    try store.write { try $0.save(sample, from: 2) }
    #expect(try verify().findings == [])
  }

  @Test("does not compare rows made under other definitions")
  func otherDefinitions() throws {
    let result = try StoreVerification.run(store, definitions: "d2") { _ in throw Missing() }
    #expect(result.isSound)
    #expect(result.notCompared == 5)
    let refused = try StoreVerification.run(store, definitions: "d1") { _ in throw Missing() }
    #expect(refused.findings == (1...5).map { .notProjected(family: "A-\($0)") })
  }
}
