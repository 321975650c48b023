import Testing

/// How a page of the handbook is written anew, where the program answers with what the tests say.
@Suite("Writing a page of the handbook")
struct HandbookPageTests {
  /// Answers each command with its own words and two lines; refuses `nej`.
  private struct Place: HandbookPlace {
    func call(_ typed: TypedCommand, answers: [String]?) -> Workplace.Result {
      let lines = ["svar: \(typed.arguments.joined(separator: " "))", "", "två", "tre"]
      return Workplace.Result(
        status: typed.arguments == ["nej"] ? 1 : 0,
        output: (lines + (answers ?? [])).joined(separator: "\n") + "\n", errors: "")
    }

    func screen(_ shown: [String], seen: [String]) -> [String] { seen }
    func lines(of file: String) -> [String] { ["a", "  b", "c", ""] }
  }

  private static func page(_ lines: String...) -> HandbookPage {
    HandbookPage(lines.joined(separator: "\n"), at: Place())
  }

  @Test("a screen that is stale is written anew, and what stands around it is kept")
  func stale() {
    let page = Self.page(
      "Före", "```", "vagknuten x", "$ vagknuten y", "gammalt", "$ vagknuten z >/dev/null", "```",
      "efter", "")
    #expect(page.problems == [])
    #expect(
      page.text.split(separator: "\n", omittingEmptySubsequences: false)
        == [
          "Före", "```", "vagknuten x", "$ vagknuten y", "svar: y", "", "två", "tre",
          "$ vagknuten z >/dev/null", "```", "efter", "",
        ])
  }

  @Test(
    "an excerpt is cut from the answer, and says where something is left out",
    arguments: [
      (#""svar""#, "svar: y\n..."), (#""svar" to """#, "svar: y\n..."),
      (#""två" to end"#, "...\ntvå\ntre"),
      (#""svar" "tre""#, "svar: y\n...\ntre"), (#""svar" to "tv""#, "svar: y\n\ntvå\n..."),
    ])
  func excerpt(_ said: String, _ shown: String) {
    let page = Self.page("<!-- excerpt \(said) -->", "```", "$ vagknuten y", "gammalt", "```")
    #expect(page.problems == [])
    #expect(page.text == "<!-- excerpt \(said) -->\n```\n$ vagknuten y\n\(shown)\n```")
  }

  @Test("what is asked at a terminal is answered, and what stands in a file is shown")
  func answersAndFiles() {
    let page = Self.page(
      "<!-- answers ja \"\" -->", "```", "$ vagknuten y", "```", "<!-- file F a c -->", "```yaml",
      "x", "```")
    #expect(page.problems == [])
    #expect(page.text.contains("tre\nja\n```"))
    #expect(page.text.hasSuffix("```yaml\na\n...\nc\n```"))
  }

  @Test(
    "what cannot be done as the page says is told, and the page stays",
    arguments: [
      "<!-- excerpt fyra -->\n```\n$ vagknuten y\ngammalt\n```",
      "```\n$ vagknuten nej\ngammalt\n```",
      "<!-- refused -->\n```\n$ vagknuten y\ngammalt\n```",
      "<!-- $ vagknuten nej -->", "<!-- demo 2017-02-20 -->", "<!-- exerpt två -->",
      "<!-- excerpt två -->\nutan skärm", "<!-- file F d -->\n```\nx\n```",
    ])
  func problems(_ text: String) {
    let page = Self.page(text)
    #expect(page.problems.count == 1)
    #expect(page.text == text)
  }
}
