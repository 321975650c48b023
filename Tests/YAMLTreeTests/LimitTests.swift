import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct LimitTests {
  func findings(_ bytes: [UInt8]) -> [Diagnostic] {
    var diagnostics = Diagnostics()
    _ = YAMLTree.parse(SourceFile(path: "f.yaml", bytes: bytes), diagnostics: &diagnostics)
    return diagnostics.findings
  }

  func only(_ bytes: [UInt8]) throws -> Diagnostic {
    let findings = findings(bytes)
    #expect(findings.count == 1)
    return try #require(findings.first)
  }

  @Test("bytes that are not UTF-8 are shown with their place")
  func notUTF8() throws {
    let finding = try only(Array("namn: Bj".utf8) + [0xF6] + Array("rn\n".utf8))
    #expect(finding.code == "yaml-not-utf8")
    #expect(finding.message == "filen är inte UTF-8")
    #expect(finding.span?.range == 8..<9)
    #expect(
      finding.help == "spara den som UTF-8; å, ä och ö från äldre program ger det här felet")
    for bad in [
      [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82], [0x80],
    ] {
      #expect(try only(bad.map { UInt8($0) }).code == "yaml-not-utf8")
    }
  }

  @Test("UTF-16 is named")
  func utf16() throws {
    let finding = try only([0xFF, 0xFE, 0x61, 0x00, 0x3A, 0x00])
    #expect(finding.code == "yaml-not-utf8")
    #expect(finding.message == "filen är sparad som UTF-16")
    #expect(finding.help == "spara den som UTF-8")
  }

  @Test("a file over 1 MiB is refused, one of 1 MiB is read")
  func size() throws {
    let line = Array("- abcdefghijklm\n".utf8)
    var bytes = Array([[UInt8]](repeating: line, count: (1 << 20) / line.count).joined())
    #expect(findings(bytes).isEmpty)
    bytes.append(0x0A)
    let finding = try only(bytes)
    #expect(finding.code == "yaml-too-large")
    #expect(finding.message == "filen är 1048577 byte; den får vara högst 1048576")
    #expect(finding.help == "dela upp den i flera filer")
  }

  @Test(
    "nesting over the limit is stopped at once",
    arguments: ["[", "{a: ", "- ", "? ", "[\n", "{", "[{a: "])
  func depth(piece: String) throws {
    try expectTooDeep(String(repeating: piece, count: 100_000))
    try expectTooDeep(String(repeating: piece, count: 65))
  }

  @Test("nesting by indentation is stopped at once, and one level too many is too many")
  func indentedDepth() throws {
    try expectTooDeep((0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined())
    try expectTooDeep(String(repeating: "[", count: 65) + String(repeating: "]", count: 65))
  }

  func expectTooDeep(_ text: String) throws {
    let finding = try only(Array(text.utf8))
    #expect(finding.code == "yaml-too-deep")
    #expect(finding.message == "mer än 64 nivåer i varandra")
    #expect(finding.help == "dela upp i flera delar, eller stäng de parenteser som öppnats")
  }

  @Test("aliases that grow are counted as what they stand for")
  func bomb() throws {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<10 {
      text +=
        "a\(level): &a\(level) ["
        + Array(repeating: "*a\(level - 1)", count: 9)
        .joined(separator: ", ") + "]\n"
    }
    let finding = try only(Array(text.utf8))
    #expect(finding.code == "yaml-alias-expansion")
    #expect(finding.message == "filens alias står tillsammans för mer än 10000 värden")
    #expect(finding.help == "skriv ut värdena i stället, eller dela upp filen")
    #expect(finding.notes.first?.message == "ankaret står här")
  }

  @Test("aliases do not nest deeper than the limit")
  func aliasDepth() throws {
    var text = "- &a0 [x]\n"
    for level in 1..<70 { text += "- &a\(level) [*a\(level - 1)]\n" }
    #expect(try only(Array(text.utf8)).code == "yaml-too-deep")
  }

  @Test("a file full of faults gives a hundred and says so")
  func manyFaults() throws {
    let found = findings(Array(String(repeating: "a:\n", count: 300_000).utf8))
    #expect(found.count == 101)
    #expect(found.last?.code == "yaml-too-many-faults")
    #expect(found.last?.message == "filen har fler än 100 fel; resten visas inte")
    #expect(found.last?.help == "rätta de första felen och kontrollera igen")
  }

  @Test("long words of the writer's are cut in messages")
  func longWords() throws {
    let key = String(repeating: "å", count: 500)
    let finding = try only(Array("\(key): 1\n\(key): 2\n".utf8))
    #expect(finding.message == "nyckeln `\(key.prefix(60))…` står två gånger")
    let long = String(repeating: "å", count: 1_025)
    #expect(try only(Array("\(long): 1\n".utf8)).message == "en nyckel får vara högst 1024 tecken")
  }

  @Test("directives by the thousand are not read")
  func directives() throws {
    let lines = (0..<40_000).map { "%TAG !a\($0)! tag:x\n" }.joined()
    #expect(try only(Array((lines + "--- a").utf8)).code == "yaml-directive")
    #expect(try only(Array(("\u{2028}" + lines).utf8)).code == "yaml-line-break")
    #expect(findings(Array(("\u{FEFF}" + lines).utf8)).last?.code == "yaml-directive")
    #expect(try only(Array(("a: 1\n...\n" + lines).utf8)).code == "yaml-several-documents")
    #expect(try only(Array(("a: 1\n" + lines).utf8)).code.hasPrefix("yaml-"))
  }

  @Test("large flat files of every shape are read in linear time")
  func flat() {
    let shapes = [
      "a, ", "[a], ", "{a: b}, ", "\"a\": b, ", "? a, ", ": a, ", "'', ", "&a b, ", "!x , ",
      "*a , ",
    ]
    for shape in shapes {
      _ = findings(Array(("[" + String(repeating: shape, count: 100_000 / shape.utf8.count)).utf8))
    }
    for line in [
      "a: b\n", "- - a\n", "\"\n", "|\n", "- |\n a\n", "'", "\\", "a ", "\t", ": ", "%", "#",
    ] {
      _ = findings(Array(String(repeating: line, count: 200_000 / line.utf8.count).utf8))
    }
  }
}
