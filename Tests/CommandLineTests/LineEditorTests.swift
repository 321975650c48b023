import TestSupport
import Testing

@testable import vagknuten

@Suite("A line under somebody's hands")
struct LineEditorTests {
  /// What comes of typing these bytes in a line, with the cursor as `|`.
  static func typed(_ text: String, _ kind: EditedLine.Kind = .line) -> String {
    var (keys, line) = (KeyReader(), EditedLine(kind))
    for key in keys.read(text.utf8) { _ = line.take(key) }
    return line.before + "|" + line.after
  }

  @Test(
    "keys do what they do everywhere",
    arguments: [
      ("abc\u{1B}[D\u{1B}[DX", "aX|bc"), ("abc\u{02}\u{1B}OD\u{06}X", "abX|c"),
      ("abc\u{01}X\u{05}Y", "XabcY|"), ("abc\u{1B}[HX\u{1B}[FY", "XabcY|"),
      ("abc\u{1B}[1~\u{1B}[3~", "|bc"), ("abc\u{7F}\u{08}", "a|"), ("ab\u{1B}[D\u{04}", "a|"),
      ("en två\u{17}tre", "en tre|"), ("en två\u{15}tre", "tre|"),
      ("en två\u{1B}b\u{0B}tre", "en tre|"), ("en två\u{1B}[1;5D\u{1B}[1;5D\u{1B}fX", "enX| två"),
      ("\u{1B}[A\u{1B}[B\u{1B}OP\u{1B}[15~\u{1B}[[Aa\u{1B}[<0;1;2Mb\u{1B}]0;x\u{07}c", "abc|"),
      ("a\u{00}\u{03}\u{07}\u{1A}b", "ab|"), ("a\tb", "a b|"),
    ])
  func keys(_ bytes: String, _ expected: String) {
    #expect(Self.typed(bytes) == expected)
  }

  @Test("editing goes by what people see as one character")
  func characters() {
    let chair = "👩‍🦽"
    #expect(Self.typed("a\(chair)\u{7F}") == "a|")
    #expect(Self.typed("\(chair)b\u{1B}[D\u{1B}[DX") == "X|\(chair)b")
    #expect(Self.typed("e\u{301}x\u{7F}\u{7F}") == "|")
    // A mark that is put in before the rest of the line belongs to what stands before it.
    #expect(Self.typed("ex\u{1B}[D\u{301}") == "e\u{301}|x")
    // Two halves of a flag that come together are one.
    #expect(Self.typed("🇸x🇪\u{1B}[D\u{7F}\u{7F}") == "|")
  }

  @Test("what is no text is left out, and what is no UTF-8 can be seen")
  func foreign() {
    var keys = KeyReader()
    #expect(
      keys.read([0x61, 0xC5, 0x6B]) == [.character("a"), .character("\u{FFFD}"), .character("k")])
    #expect(keys.read([0xFF, 0xC3]) == [.character("\u{FFFD}")])
    #expect(keys.read([0xA5]) == [.character("å")])
    #expect(keys.read(Array("\u{85}\u{202E}\u{2066}\u{FEFF}".utf8)) == [])
    #expect(keys.read([0x1B]) == [])
    #expect(keys.isUndecided)
    keys.giveUp()
    #expect(keys.read([0x41]) == [.character("A")])
  }

  @Test("a paste is one answer: spaces for line ends in a line, lines in a block")
  func paste() {
    let paste = "\u{1B}[200~Mötte hen.\r\rRing\r\npsykiatrin\u{1B}[D\u{03}\n\u{1B}[201~"
    #expect(Self.typed(paste) == "Mötte hen.  Ring psykiatrin|")
    #expect(Self.typed(paste, .block) == "Mötte hen.\n\nRing\npsykiatrin\n|")
    #expect(Self.typed("a\u{1B}[D\(paste)") == "Mötte hen.  Ring psykiatrin|a")
  }

  @Test("Enter ends a line; an empty last line ends a block, unless more comes at once")
  func ends() {
    var line = EditedLine(.line, text: "a")
    #expect(line.take(.enter) == .done)
    var block = EditedLine(.block, text: "a")
    #expect(block.take(.enter) == .editing)
    #expect(block.take(.enter, isFollowed: true) == .editing)
    #expect(block.take(.character("b")) == .editing)
    #expect(block.take(.endOfInput) == .refused)
    #expect(block.take(.enter) == .editing)
    #expect(block.take(.enter) == .done)
    #expect(block.answer == "a\n\nb")
    #expect(block.take(.endOfInput) == .endOfInput)
    // From within a word it still ends the line.
    var middle = EditedLine(.block, text: "Ring upp")
    #expect(middle.take(.left) == .editing)
    #expect(middle.take(.enter) == .editing)
    #expect(middle.take(.enter) == .done)
    #expect(middle.answer == "Ring upp")
    var empty = EditedLine(.line)
    #expect(empty.take(.endOfInput) == .endOfInput)
  }

  @Test("no line grows without end")
  func limit() {
    var line = EditedLine(.line, text: String(repeating: "a", count: EditedLine.limit - 1))
    #expect(line.take(.paste("bc")) == .refused)
    #expect(line.take(.character("b")) == .editing)
    #expect(line.take(.character("c")) == .refused)
    #expect(line.text.utf8.count == EditedLine.limit)
  }

  @Test("rows never fill the last column, and wide characters are not cut")
  func layout() {
    let line = EditedLine(.line, text: "abcde漢字")
    let layout = LineLayout(prompt: "> ", line, width: 10)
    #expect(layout.rows == ["> abcde漢", "字"])
    #expect(layout.cursor == .init(row: 1, column: 2))
    let narrow = LineLayout(prompt: "> ", line, width: 9)
    #expect(narrow.rows == ["> abcde", "漢字"])
    let block = LineLayout(prompt: "", EditedLine(.block, text: "ab\n\nc"), width: 80)
    #expect(block.rows == ["ab", "", "c"])
    #expect(block.position(rowsDown: -1) == 3)
    #expect(block.position(rowsDown: 1) == nil)
  }

  @Test("whatever is sent, the line holds no control characters and the cursor stands on it")
  func arbitrary() {
    for seed in 0..<200 as Range<UInt64> {
      var random = SeededGenerator(seed: seed)
      var (keys, line) = (KeyReader(), EditedLine(seed % 2 == 0 ? .line : .block))
      let pieces: [[UInt8]] = [
        [0x1B, 0x5B], [0x1B], Array("\u{1B}[200~".utf8), Array("\u{1B}[201~".utf8), [0x0D], [0x7F],
        Array("🇸🇪👩‍🦽e\u{301}漢".utf8), [0xF0, 0x9F], Array("\u{1B}[D\u{1B}[A".utf8), [0x17],
      ]
      for _ in 0..<120 {
        let bytes =
          Bool.random(using: &random)
          ? pieces.randomElement(using: &random) ?? []
          : [UInt8.random(in: 0...255, using: &random)]
        for key in keys.read(bytes) {
          _ = line.take(key) { line, rows in
            let layout = LineLayout(prompt: "> ", line, width: 12)
            guard let place = layout.position(rowsDown: rows) else { return false }
            line.place(at: place)
            return true
          }
        }
      }
      #expect(
        line.text.unicodeScalars.allSatisfy { scalar in
          scalar == "\n" && line.kind == .block || scalar.properties.generalCategory != .control
        }, "seed \(seed): \(line.text.debugDescription)")
      #expect(line.before.count + line.after.count == line.text.count, "seed \(seed)")
      let layout = LineLayout(prompt: "> ", line, width: 12)
      #expect(layout.rows.indices.contains(layout.cursor.row), "seed \(seed)")
    }
  }
}
