import Foundation
import GRDB
import JSONText
import Testing

@Suite("Status")
struct StatusTests {
  /// A store that is not for practice, with a case that was opened today.
  private static func real() throws -> (root: String, call: ([String]) throws -> Program.Outcome) {
    let root = NSTemporaryDirectory() + "vagknuten-lage-" + UUID().uuidString
    let made = try Program.run(["init", root], in: NSTemporaryDirectory())
    #expect(made.status == 0, "\(made)")
    let people = root + "/Rules/vagknuten-2.0/medarbetare.yaml"
    let text = try String(contentsOfFile: people, encoding: .utf8)
    try (text + "  vera: {name: Vera Ek, account: vera, roles: [vägledare]}\n")
      .write(toFile: people, atomically: true, encoding: .utf8)
    return (root, { try Program.run($0, in: root) })
  }

  private static func codes(_ outcome: Program.Outcome) throws -> [String] {
    try (outcome.json()["warnings"]?.array ?? []).compactMap { $0["code"]?.string }
  }

  @Test("a new folder is well; a case without a daily run is told; a run makes it well again")
  func dailyRun() throws {
    let (root, call) = try Self.real()
    defer { try? FileManager.default.removeItem(atPath: root) }
    let new = try call(["status", "--json"])
    #expect(new.status == 0, "\(new)")
    #expect(try new.json()["definitions"]?["state"]?.string == "unused")
    let opened = try call(Array(Sandbox.opening("Ek").dropLast(2)))
    #expect(opened.status == 0, "\(opened)")
    let never = try call(["status", "--json"])
    #expect(never.status == 5, "\(never)")
    #expect(try Self.codes(never) == ["daily-run-never"])
    #expect(try call(["dagskörning"]).status == 0)
    let well = try call(["status", "--json"])
    #expect(well.status == 0, "\(well)")
    let json = try well.json()
    #expect(json["dailyRun"]?["failures"]?.array == [])
    #expect(json["cases"]?["open"]?.int == 1)
    #expect(json["definitions"]?["state"]?.string == "same")
    #expect(json["database"]?["path"]?.string?.hasPrefix("/") == true)

    // A run that is more than a day old.
    let queue = try DatabaseQueue(path: root + "/vagknuten.sqlite")
    try queue.writeWithoutTransaction { db in
      let note = try String.fetchOne(
        db, sql: "SELECT CAST(value AS TEXT) FROM notes WHERE key = 'daily-run'")
      let day = try #require(json["dailyRun"]?["through"]?.string)
      let old = try #require(note).replacingOccurrences(of: day, with: "2020-01-01")
      try db.execute(
        sql: "UPDATE notes SET value = CAST(? AS BLOB) WHERE key = 'daily-run'", arguments: [old])
    }
    try queue.close()
    let late = try call(["status"])
    #expect(late.status == 5)
    #expect(late.output.contains("dagskörningen har inte gått sedan 2020-01-01"))
    // A day that ran before does not bring the record back.
    #expect(try call(["dagskörning"]).status == 0)
    #expect(try call(["dagskörning", "--till", "2019-01-01"]).status == 0)
    #expect(try call(["status"]).status == 0)
  }

  @Test(
    "cases of somebody who has other duties by now, or is named no more, are told and can be taken over"
  )
  func unattended() throws {
    for (change, name) in [
      ("roles: [vägledare]", "roles: [personuppgiftsansvarig]"), ("\n  anna:", "\n  hanna:"),
    ] {
      let sandbox = try Sandbox()
      #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
      let before = try sandbox.call(["status"], as: nil)
      #expect(before.status == 0, "\(before)")
      let path = sandbox.root + "/Rules/vagknuten-2.0/personer.yaml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let place = try #require(text.range(of: "\n  anna:"))
      let range = try #require(text.range(of: change, range: place.lowerBound..<text.endIndex))
      try text.replacingCharacters(in: range, with: name)
        .write(toFile: path, atomically: true, encoding: .utf8)
      let after = try sandbox.call(["status", "--json"], as: nil)
      #expect(try Self.codes(after) == ["cases-unattended"], "\(name): \(after)")
      let day = try sandbox.call(["idag"], as: "bo")
      #expect(day.output.contains("VK-2017-001"), "\(name): \(day)")
      let moved = try sandbox.call(["tilldela", "--alla", "--från", "anna", "bo"], as: "bo")
      #expect(moved.status == 0, "\(name): \(moved)")
      #expect(try sandbox.call(["status"], as: nil).status == 0)
    }
  }

  @Test("a role that nobody has is told as long as something waits for it")
  func unfilled() throws {
    let (root, call) = try Self.real()
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(try call(Array(Sandbox.opening("Ek").dropLast(2))).status == 0)
    #expect(try call(["dagskörning"]).status == 0)
    #expect(try call(["status"]).status == 0)
    let people = root + "/Rules/vagknuten-2.0/medarbetare.yaml"
    let text = try String(contentsOfFile: people, encoding: .utf8)
    // Somebody without an account sees nothing.
    try text.replacingOccurrences(of: "account: vera, ", with: "")
      .write(toFile: people, atomically: true, encoding: .utf8)
    let after = try call(["status", "--json"])
    #expect(after.status == 5, "\(after)")
    #expect(try Self.codes(after) == ["roles-unfilled"])
    let told = try call(["status"]).output
    #expect(told.contains("”Vägledare”"), "\(told)")
    let found = try call(["kontrollera"])
    #expect(found.status == 0, "\(found)")
    #expect(found.output.contains("varning[role-without-people]"), "\(found)")
  }

  @Test("rules that changed, are wrong or are gone are told, and the rest is shown all the same")
  func definitions() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let file = sandbox.rules + "/riktlinjer/tider.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try (text + "\n# en anmärkning\n").write(toFile: file, atomically: true, encoding: .utf8)
    let changed = try sandbox.call(["status", "--json"], as: nil)
    #expect(changed.status == 0, "\(changed)")
    let definitions = try changed.json()["definitions"]
    #expect(definitions?["state"]?.string == "changed")
    #expect(definitions?["changed"]?.array == ["Rules/vagknuten-2.0/riktlinjer/tider.yaml"])
    #expect(definitions?["hash"]?.string != definitions?["lastUsed"]?.string)

    try text.replacingOccurrences(of: "title:", with: "titel:")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let wrong = try sandbox.call(["status", "--json"], as: nil)
    #expect(wrong.status == 5)
    #expect(try Self.codes(wrong) == ["definitions-wrong"])
    #expect(try wrong.json()["cases"]?["open"]?.int == 1)

    try FileManager.default.removeItem(atPath: sandbox.root + "/Rules")
    let gone = try sandbox.call(["status"], as: nil)
    #expect(gone.status == 5)
    #expect(gone.output.contains("reglerna går inte att läsa"))
  }

  @Test("backups are remembered, and missed when they stop")
  func backups() throws {
    let sandbox = try Sandbox()
    let copy = sandbox.root + "/kopia"
    #expect(try sandbox.call(["säkerhetskopiera", copy], as: nil).status == 0)
    let well = try sandbox.call(["status", "--json"], as: nil)
    #expect(well.status == 0)
    #expect(try well.json()["backup"]?["head"]?.string?.count == 64)
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.writeWithoutTransaction {
      try $0.execute(
        sql: """
          UPDATE notes SET value = CAST('{"made":1000,"head":"x"}' AS BLOB) WHERE key = 'backup'
          """)
    }
    try queue.close()
    let old = try sandbox.call(["status", "--json"], as: nil)
    #expect(old.status == 5)
    #expect(try Self.codes(old) == ["backup-old"])
  }

  @Test("it shows nobody's values, whoever asks, and needs nobody")
  func privacy() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Nålnamn")).status == 0)
    for arguments in [["status"], ["status", "--json"]] {
      let outcome = try sandbox.call(arguments, as: nil)
      #expect(outcome.status == 0)
      #expect(!outcome.output.contains("Nålnamn") && !outcome.output.contains("1990"))
    }
    unlink(sandbox.store)
    expectClear(try sandbox.call(["status"], as: nil), status: [4], containing: "ingen databas")
  }
}
