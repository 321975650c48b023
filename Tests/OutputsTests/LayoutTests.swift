import CivilTime
import FEEL
import Testing

@testable import Outputs

@Suite("Text in columns")
struct LayoutTests {
  @Test(
    "width counts columns, not characters",
    arguments: [
      ("abc", 3), ("åäö", 3), ("a\u{30A}", 1), ("日本", 4), ("e\u{301}\u{302}", 1), ("", 0),
      ("👩‍👩‍👧", 2), ("\u{AD}", 0), ("ﾊ", 1), ("Ａ", 2),
    ])
  func width(_ text: String, _ columns: Int) {
    #expect(text.columns == columns)
  }

  @Test("text is clipped at a column, with an ellipsis")
  func clipping() {
    #expect("Anna Övning".clipped(to: 6) == "Anna…")
    #expect("Anna".clipped(to: 4) == "Anna")
    #expect("日本語".clipped(to: 4) == "日…")
    #expect("Anna".clipped(to: 1) == "…")
    #expect("Anna".clipped(to: 0) == "")
  }

  @Test("lines break at spaces, keep double spaces, and cut words that are too long")
  func wrapping() {
    #expect("ett två tre".lines(width: 7) == ["ett två", "tre"])
    #expect("ett  två".lines(width: 20) == ["ett  två"])
    #expect("abcdefghij".lines(width: 4) == ["abcd", "efgh", "ij"])
    #expect("".lines(width: 4) == [""])
  }

  @Test("no line of a table is wider than the terminal", arguments: [40, 60, 80, 120])
  func table(_ width: Int) {
    var table = Table(columns: [.init(), .init(rank: 1), .init(flexible: true), .init(rank: 2)])
    table.rows = [
      [
        .init("VK-2017-001"), .init("Ek"),
        .init("Samtala med personen och bedöm målgrupp och grupp"), .init("Anna Övning"),
      ]
    ]
    for line in table.render(Style(width: width)).split(separator: "\n") {
      #expect(String(line).columns <= width)
    }
  }

  @Test("an amount has the same form wherever it stands")
  func amounts() {
    func said(_ text: String) -> String? { Number(text)?.kronor }
    #expect(said("2000.5") == "2\u{A0}000,50\u{A0}kr")
    #expect(said("2000") == "2\u{A0}000\u{A0}kr")
    #expect(said("-12500.25") == "−12\u{A0}500,25\u{A0}kr")
    let (title, text) = Value.number(2_000).titled("Beviljat belopp (kr)")
    #expect(title == "Beviljat belopp" && text == "2\u{A0}000\u{A0}kr")
    #expect(Value.number(3).titled("Antal").text == "3")
  }

  @Test("what somebody stored cannot command the reader's terminal")
  func harmless() {
    #expect("a\u{1B}[2Jb".printable == "a\u{FFFD}[2Jb")
    #expect("a\nb\u{202E}c".printable == "a b\u{FFFD}c")
  }

  @Test("days are told as people say them")
  func relative() throws {
    let today = try #require(CivilDate.parse("2017-03-01"))
    func said(_ text: String) -> String? { CivilDate.parse(text)?.relative(to: today) }
    #expect(said("2017-03-01") == "i dag")
    #expect(said("2017-03-02") == "i morgon")
    #expect(said("2017-03-04") == "om 3 dagar")
    #expect(said("2017-02-28") == "1 dag sen")
    #expect(said("2017-02-01") == "28 dagar sen")
    #expect(DayReader.read("igår", today: today) == CivilDate.parse("2017-02-28"))
    #expect(DayReader.read("IDAG", today: today) == today)
    #expect(DayReader.read("2017-02-30", today: today) == nil)
  }
}
