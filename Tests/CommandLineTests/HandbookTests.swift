import Foundation
import TestSupport
import Testing

/// The screens in the handbook are what the program answers: a line `$ vagknuten ...` in a fence is typed, what follows is
/// what was seen, and `<!-- $ vagknuten ... -->` is typed without being shown. `RECORD=1` writes the pages anew. A fence with
/// a line `...` is an excerpt: its lines have to come in the answer, in their order, and are not written anew.
@Suite("The handbook's screens")
struct HandbookTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/handbok")

  @Test(
    "a page shows what the program answers",
    arguments: ["moten", "projektledare", "styrgrupp", "vagledare"])
  func page(_ name: String) throws {
    let file = Self.folder.appendingPathComponent("\(name).md")
    let text = try String(contentsOf: file, encoding: .utf8)
    let screens = try Screens(text)
    #expect(screens.problems == [])
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try screens.page.write(to: file, atomically: true, encoding: .utf8)
    } else {
      #expect(screens.page == text, "write the page anew with RECORD=1")
    }
  }

  /// A page with its commands run, one after another in a folder of its own.
  struct Screens {
    var page = ""
    var problems: [String] = []

    init(_ text: String) throws {
      let workplace = try Workplace()
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
        } else if line.hasPrefix("<!-- $ vagknuten "), line.hasSuffix(" -->") {
          let words = TranscriptTests.words(line.dropFirst("<!-- $ vagknuten".count).dropLast(4))
          let answer = try workplace.call(words)
          if answer.status != 0 { problems.append("\(line)\n\(answer.errors)") }
        } else if isInFence, line.hasPrefix("$ vagknuten ") {
          let answer = try workplace.call(
            TranscriptTests.words(line.dropFirst("$ vagknuten".count)))
          var shown: [String] = []
          while index < lines.count, !lines[index].hasPrefix("```"), !lines[index].hasPrefix("$ ") {
            shown.append(lines[index])
            index += 1
          }
          let seen = Self.lines(answer.output + answer.errors)
          if shown.contains("...") {
            check(shown, in: seen, of: line)
            result += shown
          } else {
            result += seen
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
