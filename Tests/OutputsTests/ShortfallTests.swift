import CaseService
import CivilTime
import FEEL
import Programme
import Testing

@testable import CaseEngine
@testable import Outputs

@Suite("What is missing, in words")
struct ShortfallTests {
  static func term(
    _ title: String?, _ value: Value, constant: Bool = false, money: Bool = false,
    _ protection: Set<Protection> = []
  ) -> Shortfall.Term {
    Shortfall.Term(
      text: title ?? "text", title: title, value: value, protection: protection, isMoney: money,
      isConstant: constant, names: title.map { [$0] } ?? [])
  }

  static func shortfall(
    _ subject: Shortfall.Term, _ relation: Clause.Relation, _ objects: [Shortfall.Term],
    undecided: Bool = false
  ) -> Unmet {
    .test(
      Shortfall(
        relation: relation, subject: subject, objects: objects, text: "a > b",
        protection: objects.reduce(into: subject.protection) { $0.formUnion($1.protection) },
        isUndecided: undecided))
  }

  func words(_ unmet: Unmet, _ person: String = "anna", shows: Bool = true) throws -> String {
    ShortfallWords(reader: try ListTests.reader(person), showsProtected: shows).brief(
      [unmet], of: unmet.protection)
  }

  @Test("whether a case is in a state is said with the state's title, and never as an expression")
  func states() throws {
    var subject = Self.term(nil, .boolean(false))
    subject.state = "Avslutat"
    #expect(try words(Self.shortfall(subject, .holds, [])) == "ärendet är inte i ”Avslutat”")
    #expect(try words(Self.shortfall(subject, .holdsNot, [])) == "ärendet är i ”Avslutat”")
    #expect(
      try words(Self.shortfall(Self.term("sen", .boolean(true)), .holdsNot, []))
        == "”sen” stämmer, men får inte göra det")
    #expect(
      try words(Self.shortfall(Self.term(nil, .boolean(false)), .holds, []))
        == "ett villkor i reglerna gäller inte: `a > b`")
  }

  @Test(
    "a table that gives no answer is told with the rows that are at odds, or that none fits, and with what it read"
  )
  func silentTables() throws {
    func words(_ rows: [Int], isUnique: Bool) throws -> String {
      var shortfall = Shortfall(
        relation: .equal, subject: Self.term(nil, .null),
        objects: [Self.term(nil, .string("ja"), constant: true)], text: "tab.utfall = \"ja\"",
        protection: [], isUndecided: false)
      shortfall.tables = [
        SilentTable(
          title: "Tabellen", rows: rows, isUnique: isUnique,
          inputs: [.init(title: "ålder", value: .number(15)), .init(title: "ort", value: .null)])
      ]
      return try self.words(.test(shortfall))
    }
    let read = "den läste: ålder = 15; ort saknas"
    #expect(
      try words([0, 1], isUnique: true)
        == "tabellen ”Tabellen” ger inget svar: rad 1 och 2 passar samtidigt, och bara en får göra det \(read)"
    )
    #expect(
      try words([0, 2], isUnique: false)
        == "tabellen ”Tabellen” ger inget svar: rad 1 och 3 passar samtidigt men svarar olika \(read)"
    )
    #expect(
      try words([], isUnique: true)
        == "tabellen ”Tabellen” ger inget svar: ingen rad passar \(read)")
  }

  @Test("a refusal shows what stands behind it, and what can be chosen, to those who may read it")
  func behind() throws {
    var shortfall = Shortfall(
      relation: .equal, subject: Self.term("Förslaget", .string("nej"), [.sensitive]),
      objects: [Self.term(nil, .string("ja"), constant: true)], text: "förslag = \"ja\"",
      protection: [.sensitive], isUndecided: false)
    shortfall.reads = [
      Self.term("Skälet", .string("för få"), [.sensitive]), Self.term("Parter", .list([])),
    ]
    var condition = Refusal.Condition(
      text: "beslut = \"ja\" and förslag = \"ja\"", isUndecided: false, inputs: [], place: "a:1",
      basis: nil, leadsTo: [], protection: [.sensitive], unmet: [.test(shortfall)], choices: [:])
    condition.alternatives = [
      .init(field: "beslut", value: .string("nej"), protection: [.sensitive]),
      .init(field: "beslut", value: .string("inte än"), protection: [.sensitive]),
    ]
    func text(_ person: String, isTerminal: Bool = true) throws -> String {
      let style = Style(width: 200, isTerminal: isTerminal)
      return Failure(
        .refused(Refusal(.condition(condition))),
        .init(reader: try ListTests.reader(person), style: style)
      ).text(style)
    }
    let anna = try text("anna")
    for part in [
      "Skälet: för få", "Parter: saknas",
      "det som går att välja nu är `beslut=nej` eller `'beslut=inte än'`",
    ] {
      #expect(anna.contains(part), "\(anna)")
    }
    for masked in [try text("siv"), try text("anna", isTerminal: false)] {
      #expect(!masked.contains("för få") && !masked.contains("beslut=nej"), "\(masked)")
    }
  }

  @Test("dates, amounts, texts and booleans read as people write them")
  func values() throws {
    let day = Value.date(try ListTests.day("2017-06-01"))
    let limit = Value.date(try ListTests.day("2017-05-11"))
    #expect(
      try words(
        Self.shortfall(Self.term("Slutdatum", day), .lessOrEqual, [Self.term(nil, limit)]))
        == "”Slutdatum” behöver vara senast 2017-05-11, är 2017-06-01")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Kvar", .number(1_250)), .greaterOrEqual,
          [Self.term("Kostnad", .number(12_500), money: true)]))
        == "”Kvar” behöver vara minst 12\u{A0}500\u{A0}kr (Kostnad), är 1\u{A0}250\u{A0}kr")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Samtycke", .boolean(false)), .equal,
          [Self.term(nil, .boolean(true), constant: true)]))
        == "”Samtycke” stämmer inte")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Slag", .string("x")), .among,
          [
            Self.term(nil, .string("a"), constant: true),
            Self.term(nil, .string("b"), constant: true),
          ])) == "”Slag” behöver vara a eller b, är x")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Skäl", .null), .notEqual, [Self.term(nil, .null, constant: true)]))
        == "”Skäl” saknas")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Ålder", .null), .greaterOrEqual,
          [Self.term(nil, .number(18), constant: true)], undecided: true))
        == "”Ålder” saknas; behöver vara minst 18")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Ålder", .number(1)), .less, [Self.term("Gränsen", .null)], undecided: true))
        == "”Ålder” kan inte jämföras, för ”Gränsen” saknas")
    // Only the rule's own null asks for nothing: a field that is empty is what is missing.
    #expect(
      try words(
        Self.shortfall(
          Self.term("Förslaget", .string("kort")), .equal, [Self.term("Spår", .null)]))
        == "”Spår” saknas; behöver vara som ”Förslaget” (kort)")
    #expect(
      try words(
        Self.shortfall(
          Self.term("Spår", .string("kort")), .equal, [Self.term(nil, .null, constant: true)]))
        == "”Spår” ska vara tomt, är kort")
  }

  @Test("what the reader may not read is not told, and in a failure only at a terminal")
  func protected() throws {
    let secret = Self.shortfall(
      Self.term("Diagnos", .string("hemligt"), [.sensitive]), .equal,
      [Self.term(nil, .string("b"), constant: true)])
    #expect(try words(secret) == "”Diagnos” behöver vara b, är hemligt")
    // Where the value is left out, so is the sentence that tells what it is not.
    #expect(
      try words(secret, shows: false)
        == "villkoret rör skyddade uppgifter; kör i en terminal för att se vilka")
    let masked = try words(secret, "siv")
    #expect(!masked.contains("Diagnos") && !masked.contains("hemligt"))
    // Nor is it told by saying nothing: the same is said when that part of the condition holds.
    let siv = ShortfallWords(reader: try ListTests.reader("siv"))
    #expect(siv.brief([], of: [.sensitive]) == masked)
  }

  @Test("only the roles that a value names read it, whatever else they read")
  func readers() throws {
    let anna = try ListTests.reader("anna")
    let siv = try ListTests.reader("siv")
    #expect(!anna.mayRead([.readers(["board2"])]))
    #expect(anna.mayRead([.sensitive, .readers(["worker"])]))
    // Anna acts for the board, which reaches people through her role.
    #expect(anna.mayRead([.readers(["board"])]))
    #expect(!siv.mayRead([.sensitive, .readers(["board"])]))
    #expect(siv.mayRead([.readers(["board"])]))
    #expect(!anna.masked.mayRead([.readers(["worker"])]))
    #expect(anna.masked.mayRead([]))
  }

  @Test("nothing but our own colours reaches a terminal")
  func terminal() {
    #expect("a\u{1B}[31mröd\u{1B}[0m\n".forTerminal == "a\u{1B}[31mröd\u{1B}[0m\n")
    #expect("a\u{1B}]0;titel\u{07}b".forTerminal == "a\u{FFFD}]0;titel\u{FFFD}b")
    #expect("a\u{1B}[2Jb".forTerminal == "a\u{FFFD}[2Jb")
    #expect("a\u{9B}2Jb\r".forTerminal == "a\u{FFFD}2Jb\u{FFFD}")
    #expect("å\n".forTerminal == "å\n")
    #expect("\u{1B}".forTerminal == "\u{FFFD}")
    #expect("\u{1B}[".forTerminal == "\u{FFFD}[")
  }

  @Test("limits are told as what to write")
  func limits() throws {
    let low = Value.date(try ListTests.day("2017-02-01"))
    #expect([ConstantTest.compare(">=", low)].swedish == "en dag tidigast 2017-02-01")
    #expect([ConstantTest.compare(">", .number(0))].swedish == "mer än 0")
    #expect(
      [
        ConstantTest.value(
          .range(
            RangeValue(start: .number(0), startIncluded: true, end: .number(100), endIncluded: true)
          )
        )
      ].swedish == "något från 0 till 100")
  }
}
