import Foundation
import GRDB
import JSONText
import Testing

/// Needles are put into every protected field there is, and looked for in everything that is written.
@Suite("Personal and sensitive values stay where they belong", .serialized)
struct PrivacyTests {
  /// What is personal or sensitive, as it is typed.
  static let needles = [
    "Nålkortnamn", "1971-03-07", "Nålanmälan", "Nålomfattning", "Nålfråga", "Nålsvar", "Nålöverens",
    "Nålliv", "Nålresurs", "Nålmål", "Nåldelmål", "Nåltidplan", "Nåluppföljning", "Nålansvar",
    "Nålskäl", "Nålrättat", "Nålinnehåll", "Nålhändelse", "Nålspråk", "Nålanteckning", "Nålbehov",
    "Nålsynpunkt", "Nålgruppskäl",
  ]

  private static let steps: [(String, String, [String])] = [
    (
      "2017-02-20", "anna",
      [
        "ärende", "nytt", "deltagare", "kortnamn=Nålkortnamn", "födelsedatum=1971-03-07",
        "bostadsort=Oskarshamn", "anmäld av=Försäkringskassan", "anmälan=Nålanmälan",
        "tolkbehov=ja",
      ]
    ),
    (
      "2017-02-21", "anna",
      [
        "klar", "1", "bedöm-målgrupp", "behov av samverkan=ja", "pågående beroende=nej",
        "grav neuropsykiatrisk problematik=nej", "utvecklingsstörning=nej", "låg SGI=ja",
        "för sjuk för att arbeta=nej", "grupp=yrkesverksam ålder",
      ]
    ),
    (
      "2017-02-22", "anna",
      ["klar", "1", "besluta-om-målgrupp", "målgruppsbeslut=går vidare"]
    ),
    (
      "2017-02-23", "anna",
      [
        "registrera", "1", "sekretessamtycke-lämnas", "samtyckets myndighet=Försäkringskassan",
        "samtyckets omfattning=Nålomfattning",
      ]
    ),
    ("2017-02-23", "anna", ["registrera", "1", "samtycke-till-deltagande-lämnas"]),
    (
      "2017-02-24", "anna",
      [
        "ärende", "nytt", "oh-ärende", "--förälder", "1", "lyfts av=Försäkringskassan",
        "frågeställning=Nålfråga",
      ]
    ),
    ("2017-02-27", "petra", ["klar", "2", "sätt-upp", "plats=ordinarie"]),
    (
      "2017-03-01", "petra",
      [
        "klar", "2", "för-in-svar", "utfall i OH=tillstyrks", "svar från OH=Nålsvar",
        "överenskommelse=Nålöverens",
      ]
    ),
    ("2017-03-06", "anna", ["klar", "1", "skriv-in", "kön=kvinna"]),
    (
      "2017-03-20", "anna",
      [
        "klar", "1", "kartlägg", "livssituation=Nålliv", "egna resurser=Nålresurs",
        "avstånd till målet=långt", "behov av utredning=nej", "sista insats återstår=nej",
      ]
    ),
    (
      "2017-03-27", "anna",
      [
        "klar", "1", "upprätta-plan", "mål=Nålmål", "delmål=Nåldelmål", "tidplan=Nåltidplan",
        "planens uppföljning=Nåluppföljning", "ansvarsfördelning=Nålansvar",
      ]
    ),
    (
      "2017-03-28", "anna",
      ["rätta", "1", "livssituation=Nålrättat", "--skäl", "Nålskäl"]
    ),
    (
      "2017-03-28", "anna",
      ["skjut-upp", "1", "välj-spår", "2017-04-20", "--skäl", "Nålskäl"]
    ),
    (
      "2017-03-29", "anna",
      [
        "registrera", "1", "aktivitet-registreras", "aktivitetsslag=grupp",
        "aktivitetens innehåll=Nålinnehåll",
      ]
    ),
    (
      "2017-03-29", "anna",
      [
        "ärende", "nytt", "tolk", "--förälder", "1", "språk=Nålspråk", "tolkdag=2017-04-10",
        "beräknad kostnad=900",
      ]
    ),
    (
      "2017-03-30", "anna",
      [
        "ärende", "nytt", "konsultation", "fråga=Nålfråga", "frågan kommer från=Försäkringskassan",
        "utan identitet=ja",
      ]
    ),
  ]

  private static let screens = [
    ["uppgifter"], ["uppgifter", "--till", "2018-01-01"], ["ärenden", "--läge", "alla"],
    ["ärende", "visa", "1"], ["ärende", "visa", "2"], ["ärende", "visa", "3"], ["historik", "1"],
    ["historik", "2"], ["historik", "3"], ["förklara", "1"], ["förklara", "2"],
    ["förklara", "1", "insatsen-avslutas"], ["förklara", "1", "välj-spår"],
    ["eskaleringar", "--alla"],
  ]

  @Test("that a state is active does not tell how a condition on protected values came out")
  func conditions() throws {
    let sandbox = try Sandbox()
    for (date, person, command) in Self.steps.prefix(3) {
      let outcome = try sandbox.call(
        command + ["--datum", date], as: person)
      #expect(outcome.status == 0, "\(outcome)")
    }
    for json in [[], ["--json"]] {
      let command = ["förklara", "1", "--datum", "2017-02-22"] + json
      let anna = try sandbox.call(command, as: "anna")
      #expect(
        anna.output.contains("föreslaget utfall") || anna.output.contains("Tabellens förslag"))
      let siv = try sandbox.call(command, as: "siv")
      #expect(siv.status == 0, "\(siv)")
      for word in ["föreslaget utfall", "Tabellens förslag", "målgruppsprövning"] {
        #expect(!siv.output.contains(word), "\(command)")
      }
    }
  }

  @Test("a field's own readers are the only ones who see it, and what is derived from it")
  func readers() throws {
    let sandbox = try Sandbox()
    let path = sandbox.workflows + "/deltagare.yaml"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let marked = text.replacingOccurrences(
      of: "anmälan: {title: Anmälan i korthet, type: string, sensitive: ja}",
      with: "anmälan: {title: Anmälan i korthet, type: string, readers: [projektledare]}"
    ).replacingOccurrences(
      of: "derived:\n",
      with: "derived:\n  anmälan i stort: if anmälan = null then null else anmälan\n"
    ).replacingOccurrences(
      of: "guard: myndigheten har ett samtycke att återkalla",
      with: "guard: 'myndigheten har ett samtycke att återkalla and anmälan i stort = \"x\"'")
    #expect(marked != text)
    try marked.write(toFile: path, atomically: true, encoding: .utf8)
    let opened = try sandbox.call(
      Sandbox.opening("Ek") + ["anmälan=Nålanmälan"], as: "anna")
    #expect(opened.status == 0, "\(opened)")
    var leader = ""
    for screen in [
      ["ärende", "visa", "1"], ["historik", "1"], ["förklara", "1"],
      ["förklara", "1", "sekretessamtycke-återkallas"], ["uppgifter"], ["ärenden"],
      ["rätta", "1", "anmälan=Annat", "--skäl", "fel"],
      ["registrera", "1", "sekretessamtycke-återkallas", "samtyckets myndighet=Försäkringskassan"],
    ] {
      for json in [[], ["--json"]] {
        let command = screen + json + ["--datum", "2017-02-21"]
        let anna = try sandbox.call(command, as: "anna")
        #expect(!(anna.output + anna.errors).contains("Nålanmälan"), "\(command)")
        guard screen[0] != "rätta" else { continue }
        leader += try sandbox.call(command, as: "petra").output
      }
    }
    #expect(leader.contains("Nålanmälan"))
    // It lies apart from the history, like every protected value.
    let verified = try sandbox.verify()
    #expect(verified.status == 0, "\(verified)")
  }

  @Test(
    "only those whose role reads them see them; events, lists of others, errors and file names do not hold them"
  )
  func needlesEverywhere() throws {
    let sandbox = try Sandbox()
    var typed = Set<String>()
    for (day, person, words) in Self.steps {
      let outcome = try sandbox.call(words + ["--datum", day], as: person)
      // The programme's own rules may change; what matters here is that enough was stored.
      if outcome.status == 0 {
        typed.formUnion(Self.needles.filter { needle in words.contains { $0.contains(needle) } })
      } else {
        print("privacy: refused: \(words.prefix(3)): \(outcome.errors.prefix(300))")
        Self.expectNone(outcome.errors, "\(words)")
      }
    }
    #expect(typed.count >= 15, "\(typed)")

    // The daily run names cases by number only, whoever runs it, for its output is kept.
    for day in ["2017-04-30", "2017-06-01", "2018-06-01"] {
      for (person, json) in [("anna", []), ("petra", ["--json"])] {
        let run = try sandbox.call(["dagskörning", "--till", day] + json, as: person)
        #expect(run.status == 0, "\(run)")
        Self.expectNone(run.output + run.errors, "dagskörning")
      }
    }

    // Siv reads nothing protected; Anna reads all.
    var seen = ""
    for screen in Self.screens {
      for json in [[], ["--json"]] {
        let command = screen + json + ["--datum", "2017-04-01"]
        let siv = try sandbox.call(command, as: "siv")
        Self.expectNone(siv.output + siv.errors, "siv \(command)")
        if siv.status == 0, !json.isEmpty, let data = try siv.json()["data"]?.object {
          for name in ["pågående beroende", "låg SGI", "ålder", "tolkbehov", "kortnamn"] {
            #expect(data[name] == nil, "siv \(command): \(name)")
          }
        }
        seen += try sandbox.call(command, as: "anna").output
      }
    }
    for needle in typed { #expect(seen.contains(needle), "\(needle) is nowhere to be read") }

    // What is refused is told without them where somebody may keep it.
    for person in ["anna", "siv"] {
      for wrong in [
        ["registrera", "1", "ny-bedömning"], ["klar", "1", "välj-spår", "spår=Nålmål"],
        ["rätta", "1", "födelsedatum=Nålmål", "--skäl", "Nålskäl"], ["klar", "1", "välj-spår"],
        ["rätta", "1", "kortnamm=Nålkortnamn", "--skäl", "Nålskäl"],
        ["registrera", "1", "lyft", "Nålmål"],
        ["ärende", "nytt", "deltagare", "kortnamn=Nålkortnamn"],
        ["skjut-upp", "1", "välj-spår", "2017", "--skäl", "Nålskäl"],
      ] {
        for json in [[], ["--json"]] {
          let outcome = try sandbox.call(wrong + json + ["--datum", "2018-06-01"], as: person)
          #expect(outcome.status == 1 || outcome.status == 2, "\(wrong): \(outcome)")
          Self.expectNone(outcome.output + outcome.errors, "\(person) \(wrong)")
        }
      }
    }

    let verified = try sandbox.verify(["--json"])
    #expect(verified.status == 0, "\(verified)")
    Self.expectNone(verified.output + verified.errors, "verifiera")
    Self.expectNone(try sandbox.verify().output, "verifiera")
    for path in FileManager.default.enumerator(atPath: sandbox.root)?.allObjects ?? [] {
      Self.expectNone("\(path)", "file name")
    }
    try Self.expectInTables(sandbox.store, needles: Self.needles)
  }

  @Test("the demonstration leaves its people's values nowhere but where they belong")
  func demonstration() throws {
    let sandbox = try Sandbox()
    let folder = sandbox.root + "/demo"
    let demo = try Program.run(["demo", "--behåll", folder], in: sandbox.root)
    #expect(demo.status == 0, "\(demo)")
    let needles = try Self.demoValues(workflows: folder + "/Workflows")
    #expect(needles.count > 30, "\(needles)")
    for needle in needles {
      #expect(!demo.output.contains(needle), "the demonstration prints `\(needle)`")
      #expect(!demo.errors.contains(needle))
    }
    for path in FileManager.default.enumerator(atPath: folder)?.allObjects ?? [] {
      for needle in needles { #expect(!"\(path)".contains(needle)) }
    }
    try Self.expectInTables(folder + "/vagknuten.sqlite", needles: needles)
    for (person, date) in [("anna", "2018-02-01"), ("petra", "2018-02-01")] {
      let run = try Program.run(
        ["dagskörning", "--till", date, "--som", person, "--json"], in: folder)
      #expect(run.status == 0, "\(run)")
      for needle in needles { #expect(!run.output.contains(needle), "\(needle)") }
    }
  }

  private static func expectNone(
    _ text: String, _ what: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for needle in needles {
      #expect(!text.contains(needle), "\(what) holds \(needle)", sourceLocation: sourceLocation)
    }
  }

  /// The columns that may hold protected values: the values themselves, the present state, and the short names in lists.
  /// They are what erasing a value rewrites.
  private static let places: Set<String> = [
    "protected_values.value", "families.snapshot", "families.rows", "cases.label",
  ]

  /// Looks through every column of every table.
  private static func expectInTables(_ path: String, needles: [String]) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.read { db in
      let tables = try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table'")
      #expect(tables.contains("events"))
      var found = Set<String>()
      for table in tables {
        let columns = try db.columns(in: table).map(\.name)
        let cursor = try Row.fetchCursor(db, sql: "SELECT * FROM \"\(table)\"")
        while let row = try cursor.next() {
          for (index, column) in columns.enumerated() {
            // The shipped files hold made-up values of their own: in the scenarios, not in what the store keeps.
            let bytes: Data
            switch row[index] as DatabaseValue? {
            case let value?:
              switch value.storage {
              case .string(let text): bytes = Data(text.utf8)
              case .blob(let data): bytes = data
              default: continue
              }
            case nil: continue
            }
            for needle in needles where bytes.range(of: Data(needle.utf8)) != nil {
              let place = "\(table).\(column)"
              found.insert(place)
              #expect(places.contains(place), "\(place) holds \(needle)")
            }
          }
        }
      }
      #expect(found.contains("protected_values.value"))
    }
  }

  /// The values that the demonstration's script fills into protected fields: those that are told from ordinary words.
  private static func demoValues(workflows: String) throws -> [String] {
    var fields = Set<String>()
    var definitions = ""
    for case let path as String in FileManager.default.enumerator(atPath: workflows) ?? .init() {
      guard path.hasSuffix(".yaml") else { continue }
      let text = try String(contentsOfFile: "\(workflows)/\(path)", encoding: .utf8)
      definitions += text
      for line in text.split(separator: "\n")
      where line.contains("personal: ja") || line.contains("sensitive: ja") {
        if let colon = line.firstIndex(of: ":") {
          fields.insert(line[..<colon].trimmingCharacters(in: .whitespaces))
        }
      }
    }
    #expect(fields.contains("kortnamn") && fields.contains("livssituation"))
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Rules/vagknuten-2.0/demo/ett-ar.yaml")
    let text = try String(contentsOf: script, encoding: .utf8)
    var values = Set<String>()
    for field in fields {
      let pattern =
        "(?:\\{|, )\(NSRegularExpression.escapedPattern(for: field)): (?:'([^']*)'|\"([^\"]*)\"|([^,}\\n]*))"
      let expression = try NSRegularExpression(pattern: pattern)
      for match in expression.matches(in: text, range: NSRange(text.startIndex..., in: text)) {
        for group in 1...3 {
          guard let range = Range(match.range(at: group), in: text) else { continue }
          let value = text[range].trimmingCharacters(in: .whitespaces)
          // Words of the programme itself (`egen begäran`, `ja`) say nothing about anybody by being printed.
          let isShort = value.count < (field == "kortnamn" ? 4 : 8)
          if !isShort, !definitions.contains(value) { values.insert(value) }
        }
      }
    }
    return values.sorted()
  }
}
