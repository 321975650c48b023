import Diagnostics
import Testing
import YAMLTree

/// What a text gives: code, underlined text, message and help.
struct Fault: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  let underlined: String
  let message: String
  let help: String

  init(
    _ text: String, _ code: String, _ underlined: String, _ message: String, help: String
  ) {
    self.text = text
    self.code = code
    self.underlined = underlined
    self.message = message
    self.help = help
  }

  var testDescription: String { "\(code) \(text.debugDescription)" }
}

@Suite struct FaultTests {
  @Test(
    "a fault is named where it is, with what would have been right",
    arguments: Fault.structure + Fault.values + Fault.marks)
  func faults(fault: Fault) throws {
    var diagnostics = Diagnostics()
    _ = YAMLTree.parse(SourceFile(path: "f.yaml", text: fault.text), diagnostics: &diagnostics)
    let finding = try #require(
      diagnostics.findings.first { $0.code == fault.code && $0.message == fault.message },
      "\(diagnostics.findings)")
    #expect(finding.span?.text == fault.underlined)
    #expect(finding.help == fault.help)
    let others = diagnostics.findings.count { $0.severity == .error && $0 != finding }
    #expect(others == (fault.text.hasPrefix("<<") ? 1 : 0))
  }

  @Test("both places of a key that stands twice are shown, the first value stays")
  func duplicateKey() throws {
    var diagnostics = Diagnostics()
    let document = YAMLTree.parse(
      SourceFile(path: "f.yaml", text: "å: 1\nb: 2\nå: 3\n"), diagnostics: &diagnostics)
    let finding = try #require(diagnostics.findings.first)
    #expect(finding.span?.start.line == 3)
    #expect(finding.notes.first?.message == "första gången här")
    #expect(finding.notes.first?.span?.start.line == 1)
    #expect(document?.root["å"]?.scalar?.text == "1")
  }
}
