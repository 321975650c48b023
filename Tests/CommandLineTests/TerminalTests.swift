import Foundation
import TestSupport
import Testing

/// What transcripts of one terminal cannot show.
@Suite("At terminals")
struct TerminalTests {
  static let opening = [
    "ärende", "nytt", "deltagare", "kortnamn=Hemligkort", "födelsedatum=1990-05-04",
    "bostadsort=Oskarshamn", "anmäld av=Försäkringskassan", "--som", "anna", "--datum",
    "2017-02-20",
  ]

  @Test("a terminal gets colours and nothing else that it obeys; with NO_COLOR or TERM=dumb none")
  func colours() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(Self.opening).status == 0)
    for command in [
      ["idag"], ["uppgifter"], ["möten"], ["registrera", "1", "insatsen-avslutas"],
    ] {
      let words = command + ["--som", "anna", "--datum", "2017-03-07"]
      let painted = try workplace.terminal(words)
      _ = try painted.end()
      for environment in [["NO_COLOR": "1"], ["TERM": "dumb"]].prefix(command == ["idag"] ? 2 : 1) {
        let plain = try workplace.terminal(words, environment: environment)
        _ = try plain.end()
        #expect(!plain.raw.contains("\u{1B}"), "\(words) \(environment)")
        #expect(plain.screen == painted.screen, "colours take no room: \(words)")
      }
      #expect(!painted.screen.contains("⟨"), "\(painted.screen)")
    }
    let screen = try workplace.terminal(["uppgifter", "--som", "anna", "--datum", "2017-03-07"])
    _ = try screen.end()
    #expect(screen.raw.contains("\u{1B}[31m"), "what is late is red")
  }

  @Test("a terminal and a pipe are told the same, where there is nothing to ask or to hide")
  func pipe() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(Self.opening).status == 0)
    for command in [
      ["idag"], ["uppgifter"], ["ärenden"], ["ärende", "visa", "1"], ["historik", "1"], ["möten"],
      ["förklara", "1"], ["möten", "--help"], ["finns-inte"],
    ] {
      let words = command + ["--som", "anna", "--datum", "2017-02-21"]
      let piped = try workplace.call(words)
      let terminal = try workplace.terminal(words)
      #expect(try terminal.end() == .status(piped.status))
      #expect(terminal.screen == piped.output + piped.errors, "\(words)")
    }
  }

  @Test("what is no UTF-8 is asked for again, not kept as something that nobody typed")
  func foreign() throws {
    let workplace = try Workplace()
    let terminal = try workplace.terminal(["ärende", "nytt", "deltagare", "--som", "anna"])
    try terminal.wait(for: "  en text: ")
    terminal.type(bytes: [0xC5, 0x6B, 0x65])
    try terminal.wait(forText: "Det går inte att läsa; skriv en text.\n")
    try terminal.wait(for: "  en text: ")
    terminal.press(.endOfInput)
    #expect(try terminal.end() == .status(2))
    #expect(try workplace.call(["ärenden", "--som", "anna"]).output == "Inga ärenden.\n")
  }

  @Test("two people who record the same minutes at two terminals record each item once")
  func together() throws {
    let workplace = try Workplace()
    for number in 1...3 {
      let opened = try workplace.call([
        "ärende", "nytt", "konsultation", "frågan kommer från=Högsby kommun", "fråga=Hur?",
        "utan identitet=ja", "--som", "anna", "--datum", "2017-03-06",
      ])
      #expect(opened.status == 0, "\(opened.errors)")
      let placed = try workplace.call([
        "klar", "\(number)", "sätt-upp-konsultation", "--som", "petra", "--datum", "2017-03-06",
      ])
      #expect(placed.status == 0, "\(placed.errors)")
    }
    for paper in ["kallelse", "dagordning"] {
      let sent = try workplace.call([
        paper, "2017-03-22", "--klar", "--som", "petra", "--datum", "2017-03-17",
      ])
      #expect(sent.status == 0, "\(sent.errors)")
    }

    let words = ["protokoll", "2017-03-22", "--som", "petra", "--datum", "2017-03-22"]
    let item = "Föra in vad det blev av punkten? [J/n] "
    let choice = "  ett nummer ur listan, eller ordet: "
    let text = "  en text: "
    let sure = "Registrera? [J/n] "
    let second = try workplace.terminal(words)
    try second.wait(for: item)
    // Whoever comes to the programme meanwhile has a name there too.
    let persons = workplace.root + "/Rules/vagknuten-2.0/personer.yaml"
    let known = try String(contentsOfFile: persons, encoding: .utf8)
    try
      (known
      + "  pia: {name: Pia Övning, account: pia, roles: [projektledare], party: övning}\n").write(
        toFile: persons, atomically: true, encoding: .utf8)
    let first = try workplace.terminal(words.map { $0 == "petra" ? "pia" : $0 })
    try first.wait(for: item)

    // The first item: both have it before them, and one is ready before the other begins.
    first.type("j")
    try first.wait(for: choice)
    first.type("råd")
    try first.wait(for: text)
    first.type("Börja om")
    try first.wait(for: sure)
    first.type("")
    try first.wait(for: item)
    second.type("j")
    // The second item: both fill in the form, and the one who began first is ready last.
    try second.wait(for: item)
    second.type("j")
    try second.wait(for: choice)
    first.type("j")
    try first.wait(for: choice)
    first.type("bordläggs")
    try first.wait(for: text)
    first.type("")
    try first.wait(for: sure)
    first.type("")
    try first.wait(for: item)
    second.type("råd")
    try second.wait(for: text)
    second.type("Vänta")
    // The third item: one leaves it to the other, and goes on to who attended; so does the other.
    try second.wait(for: item)
    second.type("nej")
    let minutes = "Föra in närvaro och protokoll? [J/n] "
    try second.wait(for: minutes)
    first.type("j")
    try first.wait(for: choice)
    first.type("leder")
    try first.wait(for: text)
    first.type("")
    try first.wait(for: sure)
    first.type("")
    try first.wait(for: minutes)
    // Both fill in who attended.
    for terminal in [first, second] {
      terminal.type("")
      try terminal.wait(for: choice)
    }
    for terminal in [first, second] {
      for _ in 1...5 {
        try terminal.wait(for: choice)
        terminal.type("1")
      }
      try terminal.wait(for: text)
      terminal.type("")
      try terminal.wait(for: text)
      terminal.type(terminal === first ? "Pärmen" : "Hyllan")
      if terminal === first {
        try terminal.wait(for: sure)
        terminal.type("")
      }
      #expect(try terminal.end() == .status(0))
    }

    let history = try workplace.call(["historik", "2", "--som", "petra"]).output
    #expect(!history.contains("Vänta"))
    let screens = [first, second].map { TranscriptTests.stable($0.screen, workplace.root) }
    let kept =
      "# Två för samma protokoll i var sin terminal: varje punkt förs in en gång\n"
      + zip(["den första", "den andra"], screens).map { "# I \($0) terminalen\n\($1)\n" }.joined()
      + (try workplace.call(["dagordning", "2017-03-22", "--som", "petra"]).output)
      + TranscriptTests.stable(
        try workplace.call(["verifiera", "--räkna-om"]).output, workplace.root)
    #expect(Golden.difference(kept, from: "CommandLine/tva-for-protokoll.txt") == nil)
  }
}
