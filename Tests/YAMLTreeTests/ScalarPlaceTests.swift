import Diagnostics
import TestSupport
import Testing

@testable import YAMLTree

@Suite struct ScalarPlaceTests {
  func found(_ text: String, _ part: String) throws -> String {
    let scalar = try #require(try tree(text)["x"]?.scalar)
    let range = try #require(scalar.text.firstRange(of: part))
    let utf8 = scalar.text.utf8
    let lower = utf8.distance(from: utf8.startIndex, to: range.lowerBound)
    let upper = utf8.distance(from: utf8.startIndex, to: range.upperBound)
    return scalar.sourceSpan(of: lower..<upper).text
  }

  @Test("a place in the text is the place in the file")
  func places() throws {
    #expect(try found("x: ålder > 18", "> 18") == "> 18")
    #expect(try found("x: 'it''s här'", "här") == "här")
    #expect(try found("x: 'it''s här'", "t's") == "t''s")
    #expect(try found(#"x: "a \"b\" \u00e5 c""#, "\"b\"") == #"\"b\""#)
    #expect(try found(#"x: "a \"b\" \u00e5 c""#, "å c") == #"\u00e5 c"#)
    #expect(try found("x: |\n    ett\n    två\n", "två") == "två")
    #expect(try found("x: |\n    ett\n      två\n    tre\n", "tre") == "tre")
    #expect(try found("x: >\n  ett\n  två\n\n  tre\n", "två\ntre") == "två\n\n  tre")
    #expect(try found("x: ett\n   två\n", "ett två") == "ett\n   två")
    #expect(try found("x: |2\n    ett\n   två\n", " två") == " två")
    #expect(try found("x: \"a\\\n   b\"", "ab") == "a\\\n   b")
  }

  @Test("ends and empty ranges stay inside the scalar")
  func ends() throws {
    let scalar = try #require(try tree("x: 'ab'")["x"]?.scalar)
    #expect(scalar.sourceSpan(of: 2..<2).range == 6..<6)
    #expect(scalar.sourceSpan(of: 0..<0).range == 4..<4)
    #expect(scalar.sourceSpan(of: -5..<99).text == "ab")
    let block = try #require(try tree("x: |+\n  a\n\n\ny: 1\n")["x"]?.scalar)
    #expect(block.text == "a\n\n\n")
    #expect(block.sourceSpan(of: 0..<1).text == "a")
  }

  /// Every character of the text must be found again where the map says, whatever the style: pieces that are the same
  /// in the file are compared byte for byte.
  @Test("random scalars in every style map back to what was written")
  func randomScalars() throws {
    var generator = SeededGenerator(seed: testSeed(default: 11))
    let words = ["a", "å", "  b", "😀", "x y", "c  ", "\"", "'", "\\", "- d", "\t", "1 > 2"]
    for round in 0..<4_000 {
      let lines = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
          words.randomElement(using: &generator) ?? ""
        }.joined()
      }
      let end = ["\n", "\r\n", "\u{2028}"][round % 17 == 0 ? 2 : round % 2]
      let body: String
      switch Int.random(in: 0..<5, using: &generator) {
      case 0: body = "\"" + lines.joined(separator: end + "   ") + "\""
      case 1: body = "'" + lines.joined(separator: end + "  ") + "'"
      case 2: body = "|" + end + lines.map { "   " + $0 + end }.joined()
      case 3: body = ">-" + end + lines.map { "  " + $0 + end }.joined()
      default: body = lines.joined(separator: end + "  ")
      }
      var diagnostics = Diagnostics()
      let source = SourceFile(path: "f", text: "x: " + body)
      guard let scalar = YAMLTree.parse(source, diagnostics: &diagnostics)?.root["x"]?.scalar else {
        continue
      }
      var offset = 0
      for character in scalar.text.unicodeScalars {
        let length = String(character).utf8.count
        let place = scalar.sourceSpan(of: offset..<offset + length)
        offset += length
        let isWhite = character.properties.isWhitespace
        if isWhite || scalar.style == .doubleQuoted { continue }
        let expected = scalar.style == .singleQuoted && character == "'" ? "''" : String(character)
        #expect(
          place.text == expected, "seed \(generator.seed) \(source.text(0..<999).debugDescription)")
      }
      // The reading here must go libyaml's way to the end; else whole spans are given for parts.
      #expect(
        ScalarMap(scalar).textLength == scalar.text.utf8.count,
        "seed \(generator.seed) \(source.text(0..<999).debugDescription)")
    }
  }
}
