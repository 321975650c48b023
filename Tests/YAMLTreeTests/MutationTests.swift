import Diagnostics
import TestSupport
import Testing
import YAMLTree

@Suite struct MutationTests {
  static let seeds = [
    "a: &x {b: [1, \"två\", 'tre'], c: !t d}\nlista:\n  - k: |\n      rad\n      två\n    l: >-\n      a\n\n      b\n  - *x\n",
    "å: \"\\u00e5 \\\n   b\"\r\n# kommentar\r\nö:\r\n- {\"hög\",\"normal\"}\r\n- [18..33]\r\n? x\r\n: y\r\n",
    "---\nx: != 3\ny: > 18\nz: - 5\nw: @\"2017\"\n...\n", "{a: {b: {c: [[[]]]}}, d: , e}\n",
    "%TAG ! x\n--- !a &b\n<<: *b\n\t- x\n'a\n b': |2-\n   c\n",
  ]
  static let pieces = [
    "\n", "\r\n", "\r", " ", "  ", "\t", "- ", ": ", ":", "? ", "[", "]", "{", "}", ",", "\"", "'",
    "|",
    ">", "&a ", "*a", "!", "!!", "%", "@", "`", "#", " #", "\\", "---\n", "...\n", "å", "😀",
    "\u{2028}",
    "\u{85}", "\u{FEFF}", "\u{0}", "|2\n", ">+\n", "<<: ", "\\x", "\\u", "a: ", "a",
  ]

  /// What must hold of any tree: spans inside the file and inside their parents, in order, and every scalar's places
  /// inside its span.
  static func check(_ node: YAMLNode, within parent: Range<Int>, _ context: String) {
    let range = node.span.range
    #expect(
      range.lowerBound >= parent.lowerBound && range.upperBound <= parent.upperBound, "\(context)")
    if node.isAlias { return }
    switch node.kind {
    case .scalar(let scalar):
      let count = scalar.text.utf8.count
      let places = scalar.places()
      for part in [0..<count, 0..<0, count..<count, (count / 2)..<count, 0..<(count / 2)] {
        let place = places.sourceSpan(of: part).range
        #expect(
          place.lowerBound >= range.lowerBound && place.upperBound <= range.upperBound, "\(context)"
        )
      }
    case .sequence(let items):
      for item in items { check(item, within: range, context) }
    case .mapping(let entries):
      for entry in entries {
        check(entry.key, within: range, context)
        check(entry.value, within: range, context)
      }
    }
  }

  @Test("no bytes make reading trap or hang, and every tree holds together")
  func mutations() {
    var generator = SeededGenerator(seed: testSeed(default: 5))
    for _ in 0..<6_000 {
      var bytes = Array((Self.seeds.randomElement(using: &generator) ?? "").utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0...bytes.count, using: &generator)
        switch Int.random(in: 0..<5, using: &generator) {
        case 0 where place < bytes.count: bytes.remove(at: place)
        case 1 where place < bytes.count:
          bytes[place] = UInt8.random(in: 0...255, using: &generator)
        case 2:
          let end = min(bytes.count, place + 12)
          bytes.insert(contentsOf: bytes[place..<end], at: bytes.count / 2)
        case 3 where place < bytes.count: bytes.removeSubrange(place..<min(bytes.count, place + 9))
        default:
          let piece = Self.pieces.randomElement(using: &generator) ?? ""
          bytes.insert(contentsOf: piece.utf8, at: place)
        }
      }
      var diagnostics = Diagnostics()
      let source = SourceFile(path: "f", bytes: bytes)
      let document = YAMLTree.parse(source, diagnostics: &diagnostics)
      let context =
        "seed \(generator.seed) \(String(decoding: bytes, as: UTF8.self).debugDescription)"
      #expect(document != nil || diagnostics.hasErrors, "\(context)")
      if let document { Self.check(document.root, within: 0..<bytes.count, context) }
      for finding in diagnostics.findings {
        #expect(finding.help?.isEmpty == false || finding.severity != .error, "\(context)")
        let range = finding.span?.range ?? 0..<0
        #expect(range.lowerBound >= 0 && range.upperBound <= bytes.count + 1, "\(context)")
      }
      _ = DiagnosticRenderer().render(diagnostics)
    }
  }
}
