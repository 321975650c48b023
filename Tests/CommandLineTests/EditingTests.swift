import Foundation
import TestSupport
import Testing

/// What a person's keys do at the real program's prompts.
@Suite("Editing at a terminal")
struct EditingTests {
  static let words = ["anteckning", "1", "--som", "anna", "--datum", "2017-02-21"]

  private static func note(_ workplace: borrowing Workplace) throws -> String {
    let history = try workplace.call(["historik", "1", "--som", "anna", "--json"])
    return history.output
  }

  @Test("arrow keys move, and leave nothing in what is recorded")
  func arrows() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(TerminalTests.opening).status == 0)
    let terminal = try workplace.terminal(Self.words)
    try terminal.waitForEditing()
    terminal.send(keys: "Hon vile inte\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[Dl 👩‍🦽\u{7F}")
    terminal.send(keys: "\u{1B}[A\u{1B}[5~\u{05} verkligen\r\r")
    #expect(try terminal.end() == .status(0))
    #expect(try Self.note(workplace).contains("\"Hon vill e inte verkligen\""))
  }

  @Test("a paste with empty lines is one note, also where the terminal does not mark it")
  func paste() throws {
    let text = "Mötte hen i dag.\r\rMår dåligt.\rRing psykiatrin"
    for (begin, end) in [("\u{1B}[200~", "\u{1B}[201~"), ("", "")] {
      let workplace = try Workplace()
      #expect(try workplace.call(TerminalTests.opening).status == 0)
      let terminal = try workplace.terminal(Self.words)
      try terminal.waitForEditing()
      terminal.send(keys: begin + text + end)
      try terminal.wait(forDrawn: "psykiatrin")
      // What is drawn after the first line end says that it was read; an Enter that comes together with more ends nothing.
      terminal.send(keys: "\rx")
      try terminal.wait(forDrawn: "x")
      terminal.send(keys: "\u{7F}\r")
      #expect(try terminal.end() == .status(0))
      #expect(
        try Self.note(workplace).contains("\"Mötte hen i dag.  Mår dåligt. Ring psykiatrin\""))
    }
  }

  @Test("a line longer than a terminal's own lines, and than the screen, is kept whole")
  func long() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(TerminalTests.opening).status == 0)
    let terminal = try workplace.terminal(Self.words, columns: 40)
    try terminal.waitForEditing()
    let text = (0..<900).map { "ord\($0)" }.joined(separator: " ")
    terminal.send(keys: "\u{1B}[200~\(text)\u{1B}[201~")
    try terminal.wait(forDrawn: "ord899")
    terminal.send(keys: "\r\r")
    #expect(try terminal.end() == .status(0))
    #expect(try Self.note(workplace).contains("\"\(text)\""))
  }

  @Test(
    "whatever ends the program, the terminal is as it was, and nothing is recorded",
    arguments: [SIGINT, SIGTERM, SIGHUP])
  func signals(_ signal: Int32) throws {
    let workplace = try Workplace()
    #expect(try workplace.call(TerminalTests.opening).status == 0)
    let before = try Self.note(workplace)
    let terminal = try workplace.terminal(Self.words)
    try terminal.waitForEditing()
    #expect(!terminal.makesLines)
    terminal.send(keys: "Hemligt")
    try terminal.wait(forDrawn: "Hemligt")
    if signal == SIGINT {
      terminal.press(.interrupt)
    } else {
      terminal.signal(signal)
    }
    try terminal.wait(forDrawn: "\u{1B}[?2004l")
    let end = try terminal.end()
    #expect(end == .signal(signal))
    #expect(terminal.makesLines)
    #expect(try Self.note(workplace) == before)
  }

  @Test("with TERM=dumb lines are the terminal's own, and no escape sequence gets into a value")
  func dumb() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(TerminalTests.opening).status == 0)
    let terminal = try workplace.terminal(Self.words, environment: ["TERM": "dumb"])
    try terminal.wait(forText: "avbryter.\n")
    terminal.type("Hon ville\u{1B}[D inte")
    terminal.type("")
    #expect(try terminal.end() == .status(0))
    #expect(!terminal.raw.contains("\u{1B}[?2004"))
    #expect(!(try Self.note(workplace)).contains("[D"))
  }
}
