import Foundation
import GRDB
import Testing

@Suite("A database of an older form")
struct OlderFormTests {
  /// What the first form had.
  private static let tables = [
    "properties", "events", "protected_values", "serials", "notes", "definitions", "contents",
    "definition_files", "families", "cases", "case_states", "tasks", "coming", "escalations",
    "spendings", "meetings", "agenda",
  ]

  /// Takes what later versions brought out of a sandbox's database.
  private static func setBack(_ sandbox: Sandbox) throws {
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      let all = try String.fetchAll(db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      for table in all where !tables.contains(table) { try db.execute(sql: "DROP TABLE \(table)") }
      try db.execute(
        sql: """
          CREATE UNIQUE INDEX events_family ON events (family, version);
          ALTER TABLE events DROP COLUMN previous;
          ALTER TABLE families DROP COLUMN latest;
          PRAGMA user_version = 1
          """)
    }
    try queue.close()
  }

  private static func form(_ path: String) throws -> Int? {
    try DatabaseQueue(path: path).read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
  }

  @Test(
    "what is done first after an upgrade works: a copy, the status, verification",
    arguments: [
      ["säkerhetskopiera", "KOPIA"], ["status"], ["verifiera"], ["verifiera", "--räkna-om"],
    ])
  func first(_ arguments: [String]) throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let head = try sandbox.head()
    try Self.setBack(sandbox)
    let copy = sandbox.root + "/kopia"
    let done = try sandbox.call(arguments.map { $0 == "KOPIA" ? copy : $0 }, as: nil)
    #expect(done.status == 0, "\(done)")
    #expect(try sandbox.head() == head)
    #expect(try sandbox.verify().status == 0)
    if arguments.contains("KOPIA") {
      let folder = sandbox.root + "/annan"
      #expect(try sandbox.call(["återställ", copy, "--katalog", folder], as: nil).status == 0)
      #expect(try sandbox.call(["verifiera", "--katalog", folder], as: nil).status == 0)
    }
  }

  @Test("nothing is changed before there is a copy that was found good")
  func damaged() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    try Self.setBack(sandbox)
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: "DROP TRIGGER events_stay; UPDATE events SET body = x'00' WHERE seq = 1")
    }
    try queue.close()
    expectClear(
      try sandbox.call(["säkerhetskopiera", sandbox.root + "/kopia"], as: nil), status: [4],
      containing: "ingen säkerhetskopia har gjorts")
    #expect(try Self.form(sandbox.store) == 1)
  }
}
