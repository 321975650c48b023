import Diagnostics
import Testing

@Suite("Diagnostics are shown with their place")
struct RendererTests {
  @Test("a finding shows place, code, message, underlined line and help")
  func rendering() {
    let source = SourceFile(path: "a.yaml", text: "states:\r\n  mål: {target: snabspår}\r\n")
    let start = Array("states:\r\n  mål: {target: ".utf8).count
    let span = SourceSpan(source: source, range: start..<(start + Array("snabspår".utf8).count))
    let finding = Diagnostic(
      code: "unknown-state", "tillståndet `snabspår` finns inte", span: span,
      help: help(for: "snabspår", among: ["snabbspår", "insats"]))
    #expect(
      DiagnosticRenderer().render(finding) == """
        a.yaml:2:17: fel[unknown-state]: tillståndet `snabspår` finns inte
            2 |   mål: {target: snabspår}
              |                 ^^^^^^^^
               = hjälp: menade du `snabbspår`?

        """)
  }

  @Test("control characters of a file never reach the terminal")
  func controlCharacters() {
    let source = SourceFile(path: "a.yaml", text: "x: \u{1B}[2Jy")
    let finding = Diagnostic(
      code: "c", "m", span: SourceSpan(source: source, range: 0..<source.bytes.count))
    #expect(!DiagnosticRenderer().render(finding).contains("\u{1B}"))
  }

  @Test("on a terminal messages and help are broken between words, and in a pipe they are not")
  func wrapping() {
    let words = Array(repeating: "ordet", count: 30).joined(separator: " ")
    let finding = Diagnostic(
      code: "c", words, span: nil, notes: [.init(words)], help: words)
    let shown = DiagnosticRenderer(colour: true, width: 60, wraps: true).render(finding)
    let plain = shown.replacing("\u{1B}[31m", with: "").replacing("\u{1B}[0m", with: "")
    #expect(shown != plain)
    #expect(plain.split(separator: "\n").allSatisfy { $0.count <= 60 })
    #expect(plain.split(separator: "\n").count >= 12)
    let unbroken = DiagnosticRenderer(width: 60).render(finding)
    #expect(unbroken.split(separator: "\n").count == 3)
    #expect(
      plain.split(whereSeparator: \.isWhitespace) == unbroken.split(whereSeparator: \.isWhitespace))
  }

  @Test("a span outside its file is shown without a trap")
  func outOfRange() {
    let source = SourceFile(path: "a.yaml", text: "")
    let finding = Diagnostic(code: "c", "m", span: SourceSpan(source: source, range: 5..<9))
    #expect(DiagnosticRenderer().render(finding).hasPrefix("a.yaml:1:1"))
  }
}

@Suite("Suggestions name the likely slip")
struct SuggestionTests {
  @Test("a name typed without å, ä, ö is found")
  func withoutMarks() {
    #expect(
      suggest("langsta insatstid", among: ["längsta insatstid", "lägsta ålder"])
        == "längsta insatstid")
  }

  @Test("swapped neighbours are found, strangers are not")
  func distance() {
    #expect(suggest("insast", among: ["insats", "avslut"]) == "insats")
    #expect(suggest("kaffe", among: ["insats", "avslut"]) == nil)
  }

  @Test("without a near name the help lists what there is")
  func list() {
    #expect(help(for: "kaffe", among: ["b", "a"]) == "det finns `a`, `b`")
    #expect(help(for: "kaffe", among: [String]()) == nil)
  }
}
