import Foundation
import JSONText
import Synchronization
import TestSupport
import Testing

@Suite("Bad input")
struct BadInputTests {
  @Test("a wrong field, date, event, role, number or value is told, and nothing is written")
  func wrong() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let before = try sandbox.head()
    let day = ["--datum", "2017-03-01"]
    let opening = Sandbox.opening("E")
    let cases: [([String], Set<Int32>, String)] = [
      (["registrera", "1", "hittepå"] + day, [2], "händelsen `hittepå` finns inte"),
      (["registrera", "1", "insatsen-avslutas"] + day, [1], ""),
      (["registrera", "1", "bedöm-målgrupp"] + day, [2], "är en uppgift"),
      (["klar", "1", "bedöm-målgurpp"] + day, [2], "menade du `bedöm-målgrupp`?"),
      (["klar", "1", "bedöm-målgrupp"] + day, [1], "saknas"),
      (["klar", "1", "bedöm-målgrupp", "låg sgi=ja"] + day, [2], "menade du `låg SGI`?"),
      (["klar", "1", "bedöm-målgrupp", "låg SGI=kanske"] + day, [2], "skriv ja eller nej"),
      (["klar", "1", "bedöm-målgrupp", "grupp=ingen"] + day, [2], "nollplacerad"),
      (["klar", "1", "bedöm-målgrupp", "grupp"] + day, [2], "inte fält=värde"),
      (["klar", "1", "bedöm-målgrupp", "grupp"] + day, [2], "kortnamn=värde"),
      (["klar", "1", "bedöm-målgrupp", "=ja"] + day, [2], "inte fält=värde"),
      (["klar", "1", "bedöm-målgrupp", "grupp=a", "grupp=b"] + day, [2], "två gånger"),
      (["klar", "99", "bedöm-målgrupp"] + day, [2], "ärendet `99` finns inte"),
      (["rätta", "1", "kortnamm=X", "--skäl", "x"] + day, [2], "menade du `kortnamn`?"),
      (["rätta", "1", "omfattning i procent=1e99999", "--skäl", "x"] + day, [2], "skriv ett tal"),
      (["rätta", "1", "kortnamn=X"] + day, [2], "--skäl"),
      (["rätta", "1", "födelsedatum=20170-01-01", "--skäl", "x"] + day, [2], "skriv ett datum"),
      (["tilldela", "1", "ingen"] + day, [2], "personen `ingen` finns inte"),
      (["tilldela", "1", "bo", "--datum", "999999999-12-31"], [2], "är inget datum"),
      (["tilldela", "1", "bo", "--datum=-999999999-12-31"], [2], "är inget datum"),
      (["tilldela", "1", "bo", "--datum", "0217-03-01"], [2], "är inget datum"),
      (["tilldela", "1", "bo", "--datum", "2017-02-30"], [2], "är inget datum"),
      (["tilldela", "1", "bo", "--datum", "2016-02-01"], [1], ""),
      (["skjut-upp", "1", "bedöm-målgrupp", "i övermorgon", "--skäl", "x"] + day, [2], "datum"),
      (["skjut-upp", "1", "bedöm-målgrupp", "99999-01-01", "--skäl", "x"] + day, [2], "datum"),
      (["eskalering", "1/99999999999999999999", "ta-emot"] + day, [2], "finns inte"),
      (["eskalering", "1/1", "ta-emot"] + day, [2], "ingen öppen eskalering"),
      (["eskalering", "1/+1", "ta-emot"] + day, [2], "`1/+1` finns inte"),
      (["eskaleringar", "1/+1"], [2], "`1/+1` finns inte"),
      (["dagskörning", "--till", "x"], [2], "är inget datum"),
      (["dagskörning", "--till", ""], [2], "är inget datum"),
      (["uppgifter", "--roll", "kung"], [2], "rollen `kung` finns inte"),
      (["uppgifter", "--som", "ingen"], [2], "personen `ingen` finns inte"),
      (["ärenden", "--fas", "fas 9"], [2], "fasen `fas 9` finns inte"),
      (["ärende", "visa", "../../etc"], [2], "finns inte"),
      (["ärende", "visa", "%s%n%99999d"], [2], "finns inte"),
      (["ärende", "visa", "99999999999999999999999"], [2], "finns inte"),
      (["ärende", "visa", String(repeating: "1", count: 120_000)], [2], "ärendet"),
      (["ärende", "nytt", "deltagere"] + day, [2], "menade du `deltagare`?"),
      (["ärende", "nytt", "tolk", "språk=x", "tolkdag=2017-04-01"] + day, [1, 2], ""),
      (opening.map { $0 == "bostadsort=Oskarshamn" ? "bostadsort=Kalmar" : $0 }, [2], "Högsby"),
      (opening.filter { !$0.hasPrefix("kortnamn") }, [1], "`kortnamn`"),
      (opening + ["--förälder", "1"], [1, 2], ""),
      (["ärende", "nytt", "deltagare", "--fil", "/dev/zero"] + day, [2], "går inte att läsa"),
      (["ärende", "nytt", "deltagare", "--fil", "finns-inte"] + day, [2], "går inte att läsa"),
      (["ärende", "nytt", "deltagare", "--fil", "."] + day, [2], "går inte att läsa"),
      (["uppgiftr"], [2], "menade du `uppgifter`?"),
      (["uppgifter", "--rol", "x"], [2], "--roll"),
      (["uppgifter", "--katalog", ""], [2], "mappens namn är tomt"),
      (["init", ""], [2], "mappens namn är tomt"),
      (["kontrollera", ""], [2], "mappens namn är tomt"),
      (["init", sandbox.root], [2], "innehåller redan"),
      (["init", "/dev/null/a"], [4], "går inte att skriva"),
      (["verifiera", "--huvud", "abc"], [2], "är inget huvud"),
      (["verifiera", "--huvud", String(repeating: "1", count: 64)], [4], ""),
    ]
    for (arguments, status, words) in cases {
      let short = arguments.map { $0.prefix(60) }.joined(separator: " ")
      let acts =
        !["verifiera", "init", "kontrollera"].contains(arguments[0])
        && !arguments.contains("--som")
      let outcome = try sandbox.call(arguments, as: acts ? "anna" : nil)
      if arguments[0] == "verifiera", status == [4] {
        #expect(outcome.status == 4, "\(outcome)")
        continue
      }
      expectClear(outcome, status: status, containing: words, short)
      #expect(outcome.errors.utf8.count < 8_000, "\(short): a book")
      #expect(try sandbox.head() == before, "\(short)")
    }
    // Nobody is told to be acting, and the account is nobody's.
    expectClear(try sandbox.call(["uppgifter"], as: nil), status: [1], containing: "kontot")
    // Whoever has no role for it.
    expectClear(
      try sandbox.call(["klar", "1", "bedöm-målgrupp"] + day, as: "siv"), status: [1])
    expectClear(
      try sandbox.call(["registrera", "1", "deltagaren-har-avlidit"] + day, as: "siv"),
      status: [1], containing: "Siv")
    expectClear(try sandbox.call(opening, as: "siv"), status: [1])
    #expect(try sandbox.head() == before)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("a form file that is wrong is told without the values that stand in it")
  func formFile() throws {
    let sandbox = try Sandbox()
    let file = sandbox.root + "/formulär.yaml"
    let before = try sandbox.head()
    for (text, words) in [
      ("kortnamn: NÅLNAMN\nkortnamn: NÅLNAMN\n", "går inte att använda"),
      ("kortnamn: {a: NÅLNAMN}\n", "går inte att använda"), ("- NÅLNAMN\n", "går inte att använda"),
      ("kortnamn: \"NÅLNAMN\n", "går inte att använda"), ("kortnamn:\tNÅLNAMN\n\tx: y\n", ""),
      ("kortnamn: &a NÅLNAMN\nx: *b\n", "går inte att använda"),
      ("kortnamn: NÅLNAMN\nfödelsedatum: NÅLNAMN\n", ""), ("", ""), ("kortnam: NÅLNAMN\n", ""),
      ("kortnamn: " + String(repeating: "NÅLNAMN", count: 200_000), "går inte att använda"),
    ] {
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      for json in [[], ["--json"]] {
        let outcome = try sandbox.call(
          ["ärende", "nytt", "deltagare", "--fil", file, "--datum", "2017-02-20"] + json)
        #expect([1, 2].contains(outcome.status), "\(text.prefix(60)): \(outcome)")
        #expect(!outcome.errors.contains("NÅLNAMN"), "\(text.prefix(60)): \(outcome)")
        let read = outcome.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.isEmpty || read.contains(words), "\(text.prefix(60)): \(outcome)")
      }
    }
    #expect(try sandbox.head() == before)
  }

  @Test("values that are long, hold line breaks or command a terminal are kept and shown tame")
  func strangeValues() throws {
    let sandbox = try Sandbox()
    let file = sandbox.root + "/stor.yaml"
    let long = String(repeating: "å", count: 20_000)
    let rest = "födelsedatum: 1990-05-04\nbostadsort: Oskarshamn\nanmäld av: projektet\n"
    let opening = ["ärende", "nytt", "deltagare", "--fil", file, "--datum", "2017-02-20"]
    try "kortnamn: \(long)å\n\(rest)".write(toFile: file, atomically: true, encoding: .utf8)
    expectClear(try sandbox.call(opening), status: [2], containing: "högst 20000 tecken")
    try "kortnamn: \(long)\n\(rest)".write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try sandbox.call(opening).status == 0)
    let wild = "rad 1\nrad 2\u{1B}[2J\u{7}\u{202E}e\u{301}\u{1F469}\u{200D}\u{1F680} %s'\"\\"
    let correction = ["rätta", "1", "anmälan=\(wild)", "--skäl", wild, "--datum", "2017-02-21"]
    #expect(try sandbox.call(correction).status == 0)
    for command in [
      ["ärende", "visa", "1"], ["historik", "1"], ["förklara", "1"], ["uppgifter"], ["ärenden"],
      ["dagskörning", "--till", "2017-04-01"], ["ärende", "visa", "1", "--json"],
      ["historik", "1", "--json"],
    ] {
      let outcome = try sandbox.call(command + ["--datum", "2017-04-01"])
      #expect(outcome.status == 0, "\(command): \(outcome)")
      let tame = outcome.output.unicodeScalars.allSatisfy {
        $0 == "\n" || ($0.value >= 0x20 && $0.value != 0x7F && $0.value != 0x202E)
      }
      #expect(tame || command.contains("--json"), "\(command)")
      #expect(!outcome.output.unicodeScalars.contains("\u{1B}"), "\(command)")
    }
    let shown = try sandbox.call(["ärende", "visa", "1", "--json"]).json()
    #expect(shown["data"]?["kortnamn"]?.string == long)
    #expect(shown["data"]?["anmälan"]?.string == wild.precomposedStringWithCanonicalMapping)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("any arguments end with a documented exit code, and a failure writes nothing")
  func fuzz() throws {
    let seed = testSeed(default: 42)
    let workers = 2
    let runs = 120
    let problems = Mutex<[String]>([])
    let counts = Mutex<[Int32: Int]>([:])
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      do {
        let sandbox = try Sandbox()
        var random = SeededGenerator(seed: seed &+ UInt64(worker))
        _ = try sandbox.call(Sandbox.opening("Ek"))
        var head = try sandbox.head()
        for run in 0..<runs {
          let arguments = Self.arguments(&random)
          let outcome = try Program.run(arguments, in: sandbox.root)
          let after = try sandbox.head()
          let status = outcome.status ?? -1
          counts.withLock { $0[status, default: 0] += 1 }
          let what = "worker \(worker) run \(run) \(arguments.map { $0.prefix(80) })"
          if !(0...4).contains(status) { problems.withLock { $0.append("\(what): \(outcome)") } }
          if status != 0, status != 4, after != head {
            problems.withLock { $0.append("\(what) wrote: \(outcome)") }
          }
          if status != 0, outcome.errors.isEmpty, outcome.output.isEmpty {
            problems.withLock { $0.append("\(what) said nothing: \(outcome)") }
          }
          head = after
        }
        let verified = try sandbox.verify()
        if verified.status != 0 { problems.withLock { $0.append("\(verified)") } }
      } catch {
        problems.withLock { $0.append("\(error)") }
      }
    }
    let found = problems.withLock { $0 }
    #expect(found == [], "seed \(seed)")
    print(
      "arguments: \(workers * runs) runs, exit codes \(counts.withLock { $0 }.sorted { $0.key < $1.key })"
    )
  }

  @Test("arguments that are no UTF-8 end like others")
  func bytes() throws {
    let sandbox = try Sandbox()
    for command in ["ärende visa", "ärenden --fas", "uppgifter --datum", "", "rätta 1 --skäl x"] {
      let wrapper = [
        "sh", "-c", "exec \"$0\" \(command) \"$(printf '\\377\\303a\\200=\\355')\" \"$@\"",
      ]
      let outcome = try sandbox.call([], wrapper: wrapper)
      expectClear(outcome, status: [2], containing: "inte UTF-8", command)
    }
  }

  // MARK: Random arguments

  /// No command that lays out files: where it would put them is as random as all else here.
  private static let commands = [
    ["uppgifter"], ["ärenden"], ["ärende", "visa"], ["ärende", "nytt"], ["historik"], ["förklara"],
    ["registrera"], ["klar"], ["rätta"], ["tilldela"], ["skjut-upp"], ["eskaleringar"],
    ["eskalering"], ["dagskörning"], ["verifiera"], ["ärende"], ["help"], [], ["case", "new"],
  ]
  private static let words = [
    "1", "VK-2017-001", "vk-2017-1", "2", "0", "-1", "99999999999999999999", "1/1", "deltagare",
    "tolk",
    "bedöm-målgrupp", "sekretessamtycke-lämnas", "insatsen-avslutas", "anna", "bo", "kung",
    "kortnamn=Å", "kortnamn=", "=", "==", "låg SGI=ja", "grupp=nollplacerad", "ålder=3", "--skäl",
    "--datum", "--till", "--json", "--mina", "--fas", "--roll", "--läge", "alla", "--fil", ".",
    "--förälder", "--huvud", "--räkna-om", "--katalog", "../../etc", "--", "-", "---", "--=x", "-x",
    "--help", "--version", "2017-03-01", "2017-02-30", "9999-12-31", "0000-01-01", "igår",
    "-999999999-01-01", "2017-03-01T10:00", "ta-emot", "", " ", "\n", "\t", "%s%n", "$(id)", "'",
    "\"", "\\", "\u{1B}[31m", "\u{7F}", "\u{202E}", "\u{FEFF}", "\u{1F9D1}\u{200D}\u{1F9AF}",
    "e\u{301}\u{301}\u{301}", "a\u{30A}renden", "null", "true", "NaN", "1e400", "0x10", "--som",
  ]

  private static func arguments(_ random: inout SeededGenerator) -> [String] {
    var list = commands.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...7, using: &random) {
      var word = words.randomElement(using: &random) ?? ""
      switch Int.random(in: 0..<12, using: &random) {
      case 0: word += "=" + (words.randomElement(using: &random) ?? "")
      case 1: word = word.decomposedStringWithCanonicalMapping
      case 2: word = String(repeating: word, count: Int.random(in: 0...3_000, using: &random))
      case 3:
        word += String(
          String.UnicodeScalarView(
            (0..<20).compactMap { _ in Unicode.Scalar(UInt32.random(in: 1...0x2FFF, using: &random))
            }))
      default: break
      }
      list.append(String(word.prefix(20_000)))
    }
    if Int.random(in: 0..<5, using: &random) > 0 { list += ["--som", "anna"] }
    if Int.random(in: 0..<2, using: &random) == 0 { list += ["--datum", "2017-03-01"] }
    if Int.random(in: 0..<10, using: &random) == 0 { list.shuffle(using: &random) }
    return list
  }
}
