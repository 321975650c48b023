import Foundation
import GRDB
import JSONText
import Testing

@Suite("What is made anew from the history")
struct RepairTests {
  private static func used() throws -> Sandbox {
    let sandbox = try Sandbox()
    for name in ["Ek", "Alm"] { #expect(try sandbox.call(Sandbox.opening(name)).status == 0) }
    let note = ["anteckning", "1", "ringt", "och", "talat", "--datum", "2017-03-01"]
    let noted = try sandbox.call(note)
    #expect(noted.status == 0, "\(noted)")
    #expect(try sandbox.call(["dagskörning", "--till", "2017-04-01"]).status == 0)
    return sandbox
  }

  private static func tamper(_ sandbox: Sandbox, _ sql: String) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: sandbox.store, configuration: configuration)
    try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    try queue.close()
  }

  private static let lists = [
    ["uppgifter", "--alla", "--json", "--datum", "2017-04-01"], ["ärenden", "--json"],
    ["ärende", "visa", "1", "--json", "--datum", "2017-04-01"],
    ["historik", "1", "--json"],
  ]

  private static func shown(_ sandbox: Sandbox) throws -> [String] {
    try lists.map { try sandbox.call($0).output }
  }

  @Test(
    "lists that were lost are found and come back, and the case goes on",
    arguments: [
      "DELETE FROM tasks", "UPDATE families SET next_look = 99999", "DELETE FROM cases",
      "DELETE FROM case_states", "UPDATE families SET snapshot = x'', rows = x''",
      "DELETE FROM families WHERE id = 1",
    ])
  func lostRows(_ sql: String) throws {
    let sandbox = try Self.used()
    let before = try Self.shown(sandbox)
    let head = try sandbox.head()
    try Self.tamper(sandbox, sql)
    let found = try sandbox.call(["verifiera"], as: nil)
    #expect(found.status == 4, "\(sql): \(found)")
    #expect(found.output.words.contains("`vagknuten verifiera --laga`"), "\(found)")
    let mended = try sandbox.call(["verifiera", "--laga", "--json"], as: nil)
    #expect(mended.status == 0, "\(sql): \(mended)")
    #expect((try mended.json()["mended"]?.int ?? 0) > 0, "\(mended)")
    #expect(try mended.json()["sound"]?.bool == true)
    #expect(try sandbox.head() == head, "\(sql)")
    #expect(try sandbox.verify().status == 0, "\(sql)")
    #expect(try Self.shown(sandbox) == before, "\(sql)")
    let again = try sandbox.call(["verify", "--repair"], as: nil)
    #expect(again.status == 0 && again.output.contains("Inget behövde lagas"), "\(again)")
    #expect(try sandbox.call(["dagskörning", "--till", "2017-06-01"]).status == 0)
    #expect(try sandbox.verify().status == 0, "\(sql)")
  }

  @Test("a state that another version kept in another form is made again from the events")
  func otherForm() throws {
    let sandbox = try Self.used()
    let before = try Self.shown(sandbox)
    try Self.tamper(
      sandbox,
      "UPDATE families SET snapshot = CAST(x'63' || substr(snapshot, 2) AS BLOB), "
        + "rows = CAST(x'63' || substr(rows, 2) AS BLOB)")
    #expect(try Self.shown(sandbox) == before)
    #expect(try sandbox.call(["dagskörning", "--till", "2017-06-01"]).status == 0)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("nothing is made anew while the history lacks something, which is told as lost")
  func lostValues() throws {
    let sandbox = try Self.used()
    try Self.tamper(
      sandbox,
      """
      DELETE FROM protected_values WHERE seq IN (
        SELECT seq FROM events WHERE family = 'VK-2017-001' AND version <= 2);
      DELETE FROM tasks
      """)
    let state = try sandbox.reading { try Data.fetchAll($0, sql: "SELECT snapshot FROM families") }
    let found = try sandbox.call(["verifiera"], as: nil)
    #expect(found.status == 4, "\(found)")
    #expect(found.output.words.contains("är raderade eller förlorade"), "\(found)")
    #expect(found.output.words.contains("`vagknuten återställ`"), "\(found)")
    expectClear(
      try sandbox.call(["verifiera", "--laga"], as: nil), status: [4],
      containing: "inget har lagats")
    #expect(
      try sandbox.reading { try Data.fetchAll($0, sql: "SELECT snapshot FROM families") } == state)
    expectClear(
      try sandbox.call(["säkerhetskopiera", sandbox.root + "/kopia"], as: nil), status: [4],
      containing: "ingen säkerhetskopia har gjorts")
    // Nobody emptied what is lost.
    let history = try sandbox.call(["historik", "1"]).output.words
    #expect(history.contains("Kortnamn: raderad eller förlorad"), "\(history)")
    #expect(!history.contains("tömd"), "\(history)")
    let recomputed = try sandbox.verify()
    #expect(recomputed.output.words.contains("går inte att räkna om"), "\(recomputed)")
  }

  @Test("a lost note is told as lost, and what it rested beside is not taken back without it")
  func lostNote() throws {
    let sandbox = try Self.used()
    let correct = ["rätta", "1", "kortnamn=Bok", "--skäl", "fel", "--datum", "2017-04-01"]
    let corrected = try sandbox.call(correct)
    #expect(corrected.status == 0, "\(corrected)")
    try Self.tamper(
      sandbox,
      """
      DELETE FROM protected_values WHERE seq IN (
        SELECT seq FROM events WHERE family = 'VK-2017-001'
          AND CAST(body AS TEXT) LIKE '%"cause":{"kind":"noted"}%');
      DELETE FROM protected_values WHERE seq = 1
      """)
    #expect(try sandbox.call(["verifiera"], as: nil).status == 4)
    let shown = try sandbox.call(["ärende", "visa", "1"])
    #expect(shown.output.contains("(raderad eller förlorad)"), "\(shown)")
    expectClear(
      try sandbox.call(["rätta", "1", "--ångra", "--skäl", "fel", "--datum", "2017-04-01"]),
      status: [1],
      containing: "raderade eller förlorade")
  }

  @Test("lists are compared with the rules that they were made by, also when others count now")
  func otherRules() throws {
    let sandbox = try Self.used()
    let file = sandbox.rules + "/programme.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try (text + "\n# en kommentar\n").write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try sandbox.call(["verifiera"], as: nil).status == 0)
    try Self.tamper(sandbox, "DELETE FROM tasks")
    let found = try sandbox.call(["verifiera", "--json"], as: nil)
    #expect(found.status == 4, "\(found)")
    #expect(try found.json()["sound"]?.bool == false)
    #expect(try sandbox.call(["verifiera", "--laga"], as: nil).status == 0)
    #expect(
      try sandbox.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM tasks") } ?? 0 > 0)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("rules that events name and that are not kept are told, with what was not compared")
  func missingRules() throws {
    let sandbox = try Self.used()
    let file = sandbox.rules + "/programme.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try (text + "\n# en kommentar\n").write(toFile: file, atomically: true, encoding: .utf8)
    try Self.tamper(sandbox, "UPDATE definitions SET kept = 0")
    let found = try sandbox.call(["verifiera", "--json"], as: nil)
    #expect(found.status == 4, "\(found)")
    #expect(found.output.contains("finns inte sparade"), "\(found)")
    #expect((try found.json()["notCompared"]?.int ?? 0) == 2, "\(found)")
  }
}

extension String {
  /// Its words with one space between them, however the lines were broken.
  var words: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
