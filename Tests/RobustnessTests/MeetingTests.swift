import Foundation
import GRDB
import JSONText
import Testing

@Suite("Meetings in a rough world", .serialized)
struct MeetingTests {
  /// A folder with consultations on the agenda of the meeting on 22 March.
  static func sandbox(_ count: Int) throws -> Sandbox {
    let sandbox = try Sandbox()
    for number in 1...count {
      let opened = try sandbox.call([
        "ärende", "nytt", "konsultation", "frågan kommer från=Högsby kommun", "fråga=Hur?",
        "utan identitet=ja", "--datum", "2017-03-06",
      ])
      #expect(opened.status == 0, "\(opened)")
      let placed = try sandbox.call(
        ["klar", "\(number)", "sätt-upp-konsultation", "--datum", "2017-03-06"], as: "petra")
      #expect(placed.status == 0, "\(placed)")
    }
    return sandbox
  }

  static func minutes(_ items: [Int: String], in sandbox: Sandbox) throws -> String {
    let path = sandbox.root + "/protokoll.yaml"
    var text = "punkter:\n"
    for (number, outcome) in items.sorted(by: { $0.key < $1.key }) {
      text += "  VK-2017-00\(number): {utfall i OH: \(outcome), råd från OH: Börja om}\n"
    }
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  static func record(_ path: String) -> [String] {
    ["protokoll", "2017-03-22", "--fil", path, "--datum", "2017-03-22"]
  }

  @Test("minutes from a file are recorded as a whole, and what is recorded is not recorded twice")
  func minutes() throws {
    let sandbox = try Self.sandbox(3)
    let head = try sandbox.head()
    let wrong = try sandbox.call(
      Self.record(try Self.minutes([1: "råd", 2: "rådd"], in: sandbox)), as: "petra")
    #expect(wrong.status == 2, "\(wrong)")
    #expect(wrong.errors.contains("protokoll.yaml:3:"), "\(wrong)")
    #expect(try sandbox.head() == head)
    let right = try sandbox.call(
      Self.record(try Self.minutes([1: "råd", 2: "bordläggs"], in: sandbox)), as: "petra")
    #expect(right.status == 0, "\(right)")
    // Broken off, and gone on with the next day by somebody who took the same file along.
    let rest = try sandbox.call(
      Self.record(try Self.minutes([1: "råd", 2: "bordläggs", 3: "råd"], in: sandbox)),
      as: "petra")
    #expect(rest.status == 0, "\(rest)")
    #expect(rest.output.contains("VK-2017-001 är redan infört 2017-03-22 av Petra"), "\(rest)")
    let again = try sandbox.head()
    let nothing = try sandbox.call(Self.record(sandbox.root + "/protokoll.yaml"), as: "petra")
    #expect(nothing.output.contains("Inget nytt att föra in"), "\(nothing)")
    #expect(try sandbox.head() == again)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("two people who record the same minutes at the same time record them once")
  func together() throws {
    let sandbox = try Self.sandbox(3)
    let path = try Self.minutes([1: "råd", 2: "råd", 3: "råd"], in: sandbox)
    for command in ["kallelse", "dagordning"] {
      let sent = try sandbox.call(
        [command, "2017-03-22", "--klar", "--datum", "2017-03-20"], as: "petra")
      #expect(sent.status == 0, "\(sent)")
    }
    let attendance = """
      möte: {Arbetsförmedlingen: saknades, Försäkringskassan: ordinarie, psykiatrin: ordinarie,
        primärvården: ordinarie, vägledarna: ordinarie, protokollet: Pärm 3}

      """
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try (text + attendance).write(toFile: path, atomically: true, encoding: .utf8)
    let running = try (0..<4).map { _ in try sandbox.start(Self.record(path), as: "petra") }
    let outcomes = running.map { $0.wait() }
    for outcome in outcomes { #expect(outcome.status == 0, "\(outcome)") }
    let done = try sandbox.reading { db in
      try Int.fetchOne(
        db,
        sql: "SELECT count(*) FROM events WHERE CAST(body AS TEXT) LIKE '%\"kind\":\"treated\"%'")
    }
    #expect(done == 3)
    // Whoever comes later is told so of everything, also of the meeting itself.
    let late = try sandbox.call(Self.record(path), as: "petra")
    #expect(late.status == 0, "\(late)")
    #expect(late.output.contains("Närvaro och protokoll är redan införda 2017-03-22"), "\(late)")
    #expect(try sandbox.verify().status == 0)
  }

  @Test("a file that is no minutes is told, whatever it is")
  func files() throws {
    let sandbox = try Self.sandbox(1)
    for text in [
      "", "[]", "punkter: []", "punkter: [VK-2017-001]", "punkter: VK-2017-001",
      "punkter: {VK-2017-001: {utfall i OH: råd}, '1': {utfall i OH: bordläggs}}", "a",
      "punkter: 3", "punkter: {VK-2017-001: [1, 2]}", "möte: {x: {y: z}}", "\t",
      "punkter: {VK-2017-001: {utfall i OH: {a: b}}}", "fråga: 1", "punkter: {14: {a: b}}",
      "punkter: &a {VK-2017-001: *a}",
    ] {
      let path = sandbox.root + "/p.yaml"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let head = try sandbox.head()
      let outcome = try sandbox.call(Self.record(path), as: "petra")
      #expect(outcome.status == 2, "\(text): \(outcome)")
      #expect(try sandbox.head() == head)
    }
    expectClear(
      try sandbox.call(Self.record(sandbox.root + "/finns-inte.yaml"), as: "petra"), status: [2],
      containing: "går inte att läsa")
  }

  @Test("minutes that are wrong are told without the values that stand in them")
  func secrets() throws {
    let sandbox = try Self.sandbox(1)
    let path = sandbox.root + "/p.yaml"
    let head = try sandbox.head()
    for text in [
      "punkter:\n  VK-2017-001: {utfall i OH: råd, råd från OH: NÅLNAMN, fråga: NÅLNAMN}\n",
      "punkter:\n  VK-2017-001: {utfall i OH: NÅLNAMN}\n",
      "punkter:\n  VK-2017-001: {råd från OH: NÅLNAMN}\n",
      "punkter:\n  VK-2017-009: {råd från OH: NÅLNAMN}\n",
      "punkter:\n  VK-2017-001: {utfall i OH: leder till deltagande, råd från OH: {a: NÅLNAMN}}\n",
      "punkter:\n  VK-2017-001: NÅLNAMN\n", "punkter: NÅLNAMN\n", "möte: [NÅLNAMN]\n",
      "möte: {närvarande: NÅLNAMN}\n", "punkter: {VK-2017-001: {råd från OH: \"NÅLNAMN}}\n",
      "punkter:\n\tVK-2017-001: NÅLNAMN\n", "punkter: &a NÅLNAMN\nmöte: *b\n",
      "punkter:\n  VK-2017-001: {utfall i OH: råd}\n  '1': {råd från OH: NÅLNAMN}\n",
      "punkter:\n  VK-2017-001: {råd från OH: *NÅLNAMN ska till vården*}\n",
      "punkter:\n  VK-2017-001: {råd från OH: !NÅLNAMN ja}\n",
      "punkter:\n  NÅLNAMN: {råd från OH: ja}\n", "NÅLNAMN: {råd från OH: ja}\n",
      "punkter:\n  VK-2017-001:\n    utfall i OH: råd\nhon sa NÅLNAMN: är problemet\n",
    ] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      for json in [[], ["--json"]] {
        let outcome = try sandbox.call(Self.record(path) + json, as: "petra")
        #expect(outcome.status == 2, "\(text): \(outcome)")
        #expect(!outcome.errors.contains("NÅLNAMN"), "\(text): \(outcome)")
        #expect(outcome.errors.contains("p.yaml"), "\(text): \(outcome)")
      }
    }
    #expect(try sandbox.head() == head)
  }

  @Test("minutes by somebody who may not record them are refused, and noted")
  func denied() throws {
    let sandbox = try Self.sandbox(2)
    let path = try Self.minutes([1: "råd", 2: "råd"], in: sandbox)
    expectClear(
      try sandbox.call(Self.record(path), as: "anna"), status: [1], containing: "du får inte")
    expectClear(
      try sandbox.call(["dagordning", "2017-03-22", "--med-namn"], as: "siv"), status: [1],
      containing: "får inte läsa")
    let noted = try sandbox.reading { db in
      try String.fetchAll(db, sql: "SELECT person || ' ' || act || ' ' || code FROM accesses")
    }
    #expect(noted == ["anna minutes not-allowed", "siv names not-allowed"])
  }

  @Test("a meeting that comes back does not take the name of the one that replaced it")
  func names() throws {
    let sandbox = try Self.sandbox(1)
    func call(_ words: String...) throws -> Program.Outcome {
      try sandbox.call(words + ["--datum", "2017-03-20"], as: "petra")
    }
    #expect(try call("möte", "ställ-in", "oh", "2017-04-12", "--skäl", "x").status == 0)
    #expect(try call("möte", "lägg-till", "oh", "2017-04-12", "--skäl", "x").status == 0)
    #expect(
      try call("möte", "flytta", "oh", "2017-04-12", "2017-04-18", "--skäl", "x").status == 0)
    expectClear(
      try call("rätta", "2", "--ångra"), status: [1], containing: "hålls 2017-04-18")
    #expect(try sandbox.verify().status == 0)
    // Yesterday is a day, not a series.
    let yesterday = try call("möte", "flytta", "igår", "2017-04-20", "--skäl", "x")
    #expect(!yesterday.errors.contains("mötesserien"), "\(yesterday)")
  }

  @Test("what a meeting that has been held no longer takes is not offered either")
  func held() throws {
    let sandbox = try Self.sandbox(1)
    func call(_ words: String...) throws -> Program.Outcome {
      try sandbox.call(words + ["--datum", "2017-03-22"], as: "petra")
    }
    #expect(try call("kallelse", "2017-03-22", "--klar").status == 0)
    #expect(try call("ärende", "visa", "2").output.contains("mötet-flyttas"))
    #expect(try call("förklara", "2", "mötet-ställs-in").output.contains("Går att göra"))
    let minutes = try Self.minutes([1: "råd"], in: sandbox)
    #expect(try sandbox.call(Self.record(minutes), as: "petra").status == 0)
    #expect(!(try call("ärende", "visa", "2").output.contains("mötet-flyttas")))
    let explained = try call("förklara", "2", "mötet-ställs-in")
    #expect(explained.output.contains("Går inte: mötet 2017-03-22"), "\(explained)")
    #expect(explained.status == 0)
  }

  @Test("a family that cannot follow is told of, and the others follow")
  func damaged() throws {
    let sandbox = try Self.sandbox(3)
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.write { db in
      try db.execute(sql: "UPDATE families SET snapshot = x'0107' WHERE root = 'VK-2017-002'")
    }
    try queue.close()
    let moved = try sandbox.call(
      [
        "möte", "flytta", "oh", "2017-03-22", "2017-03-24", "--skäl", "Sjuka", "--datum",
        "2017-03-20",
      ], as: "petra")
    #expect(moved.status == 4, "\(moved)")
    #expect(moved.output.contains("VK-2017-002 följde inte med"), "\(moved)")
    #expect(moved.output.contains("VK-2017-001: ”Ta upp frågan"), "\(moved)")
    #expect(moved.output.contains("VK-2017-003: ”Ta upp frågan"), "\(moved)")
  }

  @Test("days that are no meetings, series that do not exist, and people who may not")
  func mistakes() throws {
    let sandbox = try Self.sandbox(1)
    func call(_ words: String..., as person: String = "petra") throws -> Program.Outcome {
      try sandbox.call(words + ["--datum", "2017-03-20"], as: person)
    }
    expectClear(try call("dagordning", "2017-03-21"), status: [2], containing: "närmaste är")
    expectClear(try call("dagordning", "2017-13-21"), status: [2])
    expectClear(try call("dagordning", "1900-01-01"), status: [2])
    expectClear(try call("dagordning", "9999-12-31"), status: [2])
    expectClear(try call("möten", "--serie", "o"), status: [2])
    expectClear(try call("möten", "--antal", "0"), status: [2])
    expectClear(
      try call("möte", "lägg-till", "oh", "2017-03-17", "--skäl", "x"), status: [1],
      containing: "har redan varit")
    expectClear(
      try call("möte", "lägg-till", "oh", "2017-03-27", "--skäl", "x", as: "anna"), status: [1],
      containing: "Projektledare")
    expectClear(
      try call("möte", "flytta", "oh", "2017-03-22", "2017-04-12", "--skäl", "x"), status: [1],
      containing: "har redan ett möte")
    expectClear(
      try call("dagordning", "2017-03-22", "--med-namn", as: "siv"), status: [1],
      containing: "får inte läsa")
    expectClear(try call("protokoll", "2017-03-22"), status: [2], containing: "--mall")
    #expect(try call("möte", "ställ-in", "oh", "2017-03-22", "--skäl", "x").status == 0)
    expectClear(try call("kallelse", "2017-03-22"), status: [1], containing: "inställt")
    expectClear(
      try call("möte", "flytta", "oh", "2017-03-22", "2017-03-23", "--skäl", "x"), status: [1],
      containing: "inställt")
    // A name in every language, on the way to a page of HTML.
    let page = try call("inför", "2017-04-12", "--format", "html")
    #expect(page.status == 0 && page.output.hasSuffix("</html>\n"), "\(page)")
    #expect(!page.output.contains("Hur?"))
  }
}
