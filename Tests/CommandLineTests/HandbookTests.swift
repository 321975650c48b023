import Foundation
import TestSupport
import Testing

/// The screens in the handbook are what the program answers: a line `$ vagknuten ...` in a fence is typed, what follows is
/// what was seen, and `<!-- $ vagknuten ... -->` is typed without being shown. `RECORD=1` writes the pages anew. A fence with
/// a line `...` is an excerpt: its lines have to come in the answer, in their order, and are not written anew. A fence below
/// `<!-- Tests/Golden/... -->` shows a part of that transcript, line for line: what is asked and answered at a terminal.
@Suite("The handbook's screens")
struct HandbookTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/handbok")

  @Test(
    "a page shows what the program answers",
    arguments: ["moten", "projektledare", "styrgrupp", "vagledare"])
  func page(_ name: String) throws {
    let workplace = try Workplace()
    try compare(name) { text in
      try Screens(text) {
        try workplace.call($0.arguments, environment: $0.environment)
      }
    }
  }

  @Test("the page for operation shows what the program answers on a machine with the package")
  func operation() throws {
    let machine = Machine()
    try compare("it") { try Screens($0, screen: machine.screen, call: machine.call) }
  }

  @Test(
    "what a page shows of a transcript stands there",
    arguments: ["moten", "projektledare", "styrgrupp", "vagledare"])
  func transcripts(_ name: String) throws {
    let page = try String(
      contentsOf: Self.folder.appendingPathComponent("\(name).md"), encoding: .utf8)
    let root = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
    for part in page.components(separatedBy: "<!-- Tests/Golden/").dropFirst() {
      let path = "Tests/Golden/" + part.prefix { $0 != " " }
      let transcript = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      let fence = part.components(separatedBy: "```\n")
      #expect(fence.count > 2 && fence[0] == part.prefix { $0 != "\n" } + "\n", "\(path): no fence")
      guard fence.count > 2 else { continue }
      #expect(("\n" + transcript).contains("\n" + fence[1]), "\(path) has no longer:\n\(fence[1])")
    }
  }

  private func compare(_ name: String, _ read: (String) throws -> Screens) throws {
    let file = Self.folder.appendingPathComponent("\(name).md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let screens = try read(text)
    #expect(screens.problems == [])
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try screens.page.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(screens.page == text, "write the page anew with RECORD=1")
    }
  }

  /// A page with its commands run, one after another.
  struct Screens {
    var page = ""
    var problems: [String] = []

    /// - Parameters:
    ///   - screen: what the page shall show, of what it shows and what was seen.
    ///   - call: types a command.
    init(
      _ text: String, screen: ([String], [String]) -> [String] = { $1 },
      call: (TypedCommand) throws -> Workplace.Result
    ) throws {
      let lines = text.components(separatedBy: "\n")
      var result: [String] = []
      var index = 0
      var isInFence = false
      while index < lines.count {
        let line = lines[index]
        index += 1
        result.append(line)
        if line.hasPrefix("```") {
          isInFence.toggle()
        } else if line.hasPrefix("<!-- $ "), line.hasSuffix(" -->"),
          let typed = TypedCommand(line.dropFirst(7).dropLast(4))
        {
          let answer = try call(typed)
          if answer.status != 0 { problems.append("\(line)\n\(answer.errors)") }
        } else if isInFence, line.hasPrefix("$ "), let typed = TypedCommand(line.dropFirst(2)) {
          let answer = try call(typed)
          var shown: [String] = []
          while index < lines.count, !lines[index].hasPrefix("```"), !lines[index].hasPrefix("$ ") {
            shown.append(lines[index])
            index += 1
          }
          let seen = Self.lines((typed.isQuiet ? "" : answer.output) + answer.errors)
          if shown.contains("...") {
            check(shown, in: seen, of: line)
            result += shown
          } else {
            result += screen(shown, seen)
          }
        }
      }
      page = result.joined(separator: "\n")
    }

    private static func lines(_ answer: String) -> [String] {
      var lines = answer.components(separatedBy: "\n")
      while lines.last == "" { lines.removeLast() }
      return lines
    }

    private mutating func check(_ excerpt: [String], in seen: [String], of command: String) {
      var rest = seen[...]
      for line in excerpt where line != "..." {
        guard let place = rest.firstIndex(of: line) else {
          problems.append("\(command): no line “\(line)” in its place")
          continue
        }
        rest = rest[(place + 1)...]
      }
    }
  }
}
