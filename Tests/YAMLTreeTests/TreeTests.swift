import Diagnostics
import Testing
import YAMLTree

/// Reads a text that must be without findings.
func tree(_ text: String) throws -> YAMLNode { try document(text).root }

func document(_ text: String) throws -> YAMLDocument {
  var diagnostics = Diagnostics()
  let source = SourceFile(path: "f.yaml", text: text)
  let document = YAMLTree.parse(source, diagnostics: &diagnostics)
  #expect(diagnostics.isEmpty, "\(text.debugDescription) \(diagnostics.findings.map(\.message))")
  return try #require(document)
}

@Suite struct TreeTests {
  @Test("a tree keeps order, style and text without types")
  func structure() throws {
    let root = try tree(
      """
      # först
      ---
      nej: no
      tid: 12:30
      lista:
      - 2017-02-01
      - "a\\tb"
      - 'it''s'
      mapp: {u: 1, "v": [x, y]}
      tomt:
      text: |
        rad ett
        rad två
      vikt: >-
        ett
        två
      """)
    #expect(root.entries?.map(\.name) == ["nej", "tid", "lista", "mapp", "tomt", "text", "vikt"])
    #expect(root["nej"]?.scalar?.text == "no")
    #expect(root["tid"]?.scalar?.text == "12:30")
    #expect(root["lista"]?.items?.compactMap(\.scalar?.text) == ["2017-02-01", "a\tb", "it's"])
    #expect(
      root["lista"]?.items?.compactMap(\.scalar?.style) == [.plain, .doubleQuoted, .singleQuoted])
    #expect(root["mapp"]?.isFlow == true)
    #expect(root["mapp"]?["v"]?.sourceText == "[x, y]")
    #expect(root["tomt"]?.isEmpty == true)
    #expect(root["text"]?.scalar?.text == "rad ett\nrad två\n")
    #expect(root["text"]?.scalar?.style == .literal)
    #expect(root["vikt"]?.scalar?.text == "ett två")
    #expect(root["finns inte"] == nil)
  }

  @Test("every span is the node's own text, also after å, ä, ö and before comments and empty lines")
  func spans() throws {
    let text = """
      å:   # kommentar
        - {ö: "ä", b}  # slut
        -   [1,
             2 ]

        - k: |
            ett 😀

            två

          # efter

      sist: &x !t värde   # kommentar
      a: *x
      """
    let root = try tree(text)
    #expect(root.sourceText == text)
    let list = try #require(root["å"])
    #expect(list.sourceText.hasPrefix("- {ö"))
    #expect(list.sourceText.hasSuffix("två"))
    #expect(list.items?[0].sourceText == #"{ö: "ä", b}"#)
    #expect(list.items?[0]["ö"]?.sourceText == #""ä""#)
    #expect(list.items?[1].sourceText == "[1,\n       2 ]")
    #expect(list.items?[2].sourceText == "k: |\n      ett 😀\n\n      två")
    #expect(list.items?[2]["k"]?.sourceText == "|\n      ett 😀\n\n      två")
    #expect(root["sist"]?.sourceText == "värde")
    #expect(root["sist"]?.tag == "!t")
    #expect(root["sist"]?.tagSpan?.text == "!t")
    #expect(root["sist"]?.anchor == "x")
    #expect(root["a"]?.sourceText == "*x")
    #expect(root["a"]?.isAlias == true)
    #expect(root["a"]?.scalar?.text == "värde")
  }

  @Test("the same with CRLF and with a lone CR")
  func lineEnds() throws {
    for end in ["\r\n", "\r"] {
      let lines = ["ä:", "  - |", "    x", "", "  - \"a", "    b\"", "b: c", ""]
      let root = try tree(lines.joined(separator: end))
      #expect(root["ä"]?.items?[0].sourceText == "|\(end)    x")
      #expect(root["ä"]?.items?[0].scalar?.text == "x\n")
      #expect(root["ä"]?.items?[1].scalar?.text == "a b")
      #expect(root["b"]?.sourceText == "c")
    }
  }

  @Test("properties on collections do not belong to their text")
  func properties() throws {
    let root = try tree(
      """
      a: &x  # kommentar
        k: 1
      b: !l
      - 1
      - 2
      c: &y [1]
      d: !m {e: 1}
      e: !=3
      f: &z
      """)
    #expect(root["a"]?.sourceText == "k: 1")
    #expect(root["b"]?.sourceText == "- 1\n- 2")
    #expect(root["b"]?.tag == "!l")
    #expect(root["c"]?.sourceText == "[1]")
    #expect(root["d"]?.sourceText == "{e: 1}")
    #expect(root["e"]?.tag == "!=3")
    #expect(root["e"]?.isEmpty == true)
    #expect(try tree("x: != 3")["x"]?.tag == "!=")
    #expect(try tree("x: != 3")["x"]?.scalar?.text == "3")
  }

  @Test("a key without a colon is told from a key without a value")
  func keysWithoutValue() throws {
    let entries = try #require(try tree(#"{u: "hög","normal", v: , w: 1}"#).entries)
    #expect(entries.map(\.name) == ["u", "normal", "v", "w"])
    #expect(entries.map(\.hasColon) == [true, false, true, true])
    #expect(entries.map(\.hasValue) == [true, false, false, true])
  }

  @Test("a pair inside a list is a mapping with its own span")
  func pairs() throws {
    let root = try tree("[a: b , c]")
    #expect(root.items?[0].sourceText == "a: b")
    #expect(root.items?[0].isFlow == true)
    #expect(root.items?.count == 2)
  }

  @Test("keys are compared and found in NFC, texts are kept as they are")
  func canonicalNames() throws {
    let root = try tree("a\u{30A}: o\u{308}\n")
    #expect(root.entries?[0].name.unicodeScalars.count == 1)
    #expect(root["å"]?.scalar?.text.unicodeScalars.count == 2)
  }

  @Test("nesting up to the limit is read")
  func depth() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try tree(deep)
  }

  @Test("aliases stand for what the anchor names")
  func aliases() throws {
    let root = try tree("a: &m {x: 1}\nb: *m\nc: [*m, *m]\n")
    #expect(root["b"]?["x"]?.scalar?.text == "1")
    #expect(root["b"]?.span.text == "*m")
    #expect(root["c"]?.items?.count == 2)
  }
}
