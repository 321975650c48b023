import CivilTime
import Diagnostics
import FEEL
import Testing

@Suite("Static checks")
struct CheckerTests {
  let bench = Bench.person

  @Test("types and null are known statically")
  func types() {
    func info(_ text: String) -> String {
      let (compiled, diagnostics) = bench.compile(text)
      guard let compiled else { return diagnostics.findings.map(\.message).joined() }
      return "\(compiled.type)\(compiled.nullable ? "?" : "")"
    }
    #expect(info("ålder + 1") == "number")
    #expect(info("ålder >= riktlinjer.lägsta ålder") == "boolean")
    #expect(info("förlängd till") == "date?")
    #expect(info("ålder / 2") == "number")
    #expect(info("1 / ålder") == "number?")
    #expect(
      info("if förlängd till != null then förlängd till else start + riktlinjer.längsta tid")
        == "date?")
    #expect(info(#"if förlängd till != null then förlängd till else @"2017-02-01""#) == "date")
    #expect(info("if förlängd till = null then today() else förlängd till") == "date")
    #expect(info("förlängd till != null and förlängd till > today()") == "boolean")
    #expect(info("förlängd till > today()") == "boolean?")
    #expect(info("förlängd till = null or förlängd till > today()") == "boolean")
    #expect(info("not(förlängd till = null) and förlängd till > today()") == "boolean")
    #expect(info("string(ålder)") == "string")
    #expect(info(#"date("2017-02-01").year"#) == "number")
    #expect(info("years and months duration(start, today()).years") == "number?")
    #expect(info("[{a: 1}, {a: 2}].a") == "list<number>")
    #expect(info("for i in [1, 2] return i * 2") == "list<number>")
    #expect(info("max([1, 2])") == "number")
    #expect(info("count([1, ålder])") == "number")
  }

  @Test("a name assumed not null is not null")
  func assuming() {
    var diagnostics = Diagnostics()
    let compiled = FEEL.compile(
      expression: SourceText("start + riktlinjer.längsta tid"),
      environment: bench.environment.assuming(nonNull: ["start"]), expected: .date,
      diagnostics: &diagnostics)
    #expect(compiled?.nullable == false)
    #expect(diagnostics.isEmpty)
  }

  @Test("references name what an expression depends on, through computed names too")
  func references() {
    var environment = bench.environment
    environment.bind(
      "slut",
      .computed(
        type: .date, nullable: true,
        references: References(names: ["start", "riktlinjer.längsta tid"], usesToday: true)
      ) { _ in .null })
    var diagnostics = Diagnostics()
    let compiled = FEEL.compile(
      expression: SourceText("slut > start and ålder > riktlinjer.lägsta ålder"),
      environment: environment, diagnostics: &diagnostics)
    #expect(
      compiled?.references.names == [
        "slut", "start", "riktlinjer.längsta tid", "ålder", "riktlinjer.lägsta ålder",
      ])
    #expect(compiled?.references.usesClock == true)
    #expect(compiled?.references.usesNow == false)
  }

  @Test("findings say what would have been right")
  func findings() {
    #expect(bench.finding("åldr >= 18") == "unknown-name «åldr» menade du `ålder`?")
    #expect(
      bench.finding("utfall = ej behörig")
        == #"unknown-name «ej behörig» om det är en text skrivs den mellan citattecken: `"ej behörig"`"#
    )
    #expect(
      bench.finding("riktlinjer.längsta tiden")
        == "unknown-name «längsta tiden» menade du `längsta tid`?")
    #expect(
      bench.finding("riktlinjer.lägsta")
        == "unknown-name «lägsta» det finns `lägsta ålder`, `längsta tid`"
    )
    #expect(
      bench.finding("ålder == 18") == "unknown-operator «==» likhet skrivs med ett tecken: `=`")
    #expect(
      bench.finding("ålder => 18") == "unknown-operator «=>» större än eller lika med skrivs `>=`")
    #expect(
      bench.finding("ålder > 18 && samtycke") == "unknown-operator «&&» båda villkoren skrivs `and`"
    )
    #expect(
      bench.finding("samtycke || ålder > 18")
        == "unknown-operator «||» det ena eller det andra skrivs `or`")
    #expect(
      bench.finding("ålder > 18 och samtycke")
        == "swedish-operator «och» båda villkoren skrivs `and`")
    #expect(
      bench.finding("ålder > 18 eller samtycke")
        == "swedish-operator «eller» det ena eller det andra skrivs `or`")
    #expect(
      bench.finding("inte samtycke")?.hasPrefix("swedish-operator «inte»") == true)
    #expect(bench.finding("ålder > 1,5") == "decimal-comma «1,5» skriv `1.5`")
    #expect(bench.finding("utfall = 'behörig'")?.hasPrefix("single-quotes «'»") == true)
    #expect(bench.finding("start > 2017-02-01") == "bare-date «2017-02-01» skriv `@\"2017-02-01\"`")
    #expect(bench.finding("start + 12 månader")?.hasPrefix("bare-duration «månader»") == true)
    #expect(bench.finding("utfall = ”behörig”")?.hasPrefix("unknown-character «”»") == true)
    #expect(
      bench.finding(#"start > "2017-02-01""#)
        == #"always-null «start > "2017-02-01"» ett datum skrivs `@"2017-02-01"`"#)
    #expect(bench.finding("ålder + samtycke")?.hasPrefix("wrong-type") == true)
    #expect(bench.finding("start + 20")?.hasSuffix("`@\"P12M\"` för 12 månader") == true)
    #expect(bench.finding("today(1)")?.hasPrefix("wrong-arguments") == true)
    #expect(bench.finding("sqrt(utfall)") == "wrong-argument «utfall» där väntas ett tal")
    #expect(bench.finding("sqr(4)") == "unknown-function «sqr» menade du `sqrt`?")
    #expect(bench.finding(#"date("2017-02-31")"#)?.hasPrefix("always-null") == true)
    #expect(bench.finding("ålder", expected: .date)?.hasPrefix("wrong-result «ålder»") == true)
    #expect(bench.finding("riktlinjer")?.hasPrefix("namespace-as-value") == true)
    #expect(bench.finding("start.yeer") == "unknown-member «yeer» menade du `year`?")
    #expect(bench.finding("ålder >") == "unexpected-end «>» -")
    #expect(bench.finding("(ålder > 18")?.hasPrefix("unexpected-end") == true)
    #expect(bench.finding("") != nil)
    #expect(bench.finding("if ålder then 1 else 2")?.hasPrefix("not-a-condition «ålder»") == true)
  }

  @Test("what is wrong in an expression that has a value all the same is a warning")
  func valuesInSpite() {
    func severities(_ text: String, _ options: FEEL.Options = FEEL.Options()) -> Set<String> {
      let (compiled, diagnostics) = bench.compile(text, options: options)
      #expect((compiled == nil) == (diagnostics.hasErrors && !options.lenient), "\(text)")
      return Set(diagnostics.findings.map(\.severity.rawValue))
    }
    for text in [
      #"if "a" then 1 else 2"#, #"if 1 = "a" then 1 else 2"#, #"false and (1 < "a")"#,
      #"[1, 2][item = "a"]"#, "(1/0) = null", "[1/0]", #"date("2018-13-01") = null"#,
      #"1 in ("a", 1)"#, #"{a: "x" + 1, b: 2}.b"#, "{a: 1}.b = null",
    ] {
      #expect(severities(text) == ["warning"], "\(text)")
      #expect(severities(text, .lenient) == ["warning"], "\(text)")
    }
    // What has no value, depends on something, or names what does not exist.
    for text in [
      #"1 = "a""#, "1/0", #"date("2018-13-01")"#, #"1 in ("a", "b") and null"#,
      #"if ålder = "a" then 1 else 2"#, #"false and (ålder < "a")"#, "[ålder + samtycke]",
      #"if today() = 1 then 1 else 2"#, "okänt = null", "okänt(1) = null",
      "(1 instance of okänt) = null", "riktlinjer = null",
    ] {
      #expect(severities(text) == ["error"], "\(text)")
    }
  }

  @Test("a list may be in a list of lists, whatever is in it")
  func listsInLists() {
    for text in ["[] in [[1, 2]]", #"["a"] in [[1, 2]]"#, #"["a"] in ([1, 2], [3])"#] {
      #expect(bench.finding(text) == nil, "\(text)")
      #expect(bench.evaluate(text).value == .boolean(false), "\(text)")
    }
    var lists = bench
    lists.declare("val", .list(.string), .list([.string("a")]))
    #expect(lists.finding("val in [[1, 2]]") == nil)
    #expect(lists.finding("val in (1, 2)")?.hasPrefix("always-null") == true)
    #expect(lists.finding(#"ålder in ["a"]"#)?.hasPrefix("always-null") == true)
  }

  @Test("null in an entry fits its type, and a list of lists of one is no element")
  func fits() {
    let named = FEELType.context([.init(name: "a", type: .number)])
    #expect(bench.finding("{a: null}", expected: named) == nil)
    #expect(bench.finding("[{a: null}]", expected: .list(named)) == nil)
    #expect(bench.finding("{a: 1, b: 2}", expected: named)?.hasPrefix("unknown-entry") == true)
    #expect(bench.finding("{a: 1, b: 2}", expected: named, options: .lenient) == nil)
    #expect(bench.finding(#"{a: "x"}"#, expected: named)?.hasPrefix("wrong-result") == true)
    #expect(bench.finding("[[ålder]]", expected: .number)?.hasPrefix("wrong-result") == true)
    #expect(bench.finding("[ålder]", expected: .number) == nil)
    #expect(bench.finding("ålder", expected: .list(.number)) == nil)
    #expect(bench.finding("not([samtycke])") == nil)
    #expect(bench.finding("not([ålder])")?.hasPrefix("not-a-condition") == true)
  }

  @Test("negative guards that null slips through are warned of")
  func guards() {
    func codes(_ text: String) -> [String] {
      bench.compile(text, options: .guard).1.findings.map(\.code)
    }
    #expect(codes(#"utfall != "nej""#) == ["null-passes"])
    #expect(codes(#"not(utfall = "nej")"#) == ["null-passes"])
    #expect(codes(#"not(utfall in ("nej", "kanske"))"#) == ["null-passes"])
    #expect(codes(#"utfall != null and utfall != "nej""#).isEmpty)
    #expect(codes(#"utfall != "nej" and utfall != null"#).isEmpty)
    #expect(codes(#"utfall = null or utfall != "nej""#).isEmpty)
    #expect(codes(#"utfall = "ja""#).isEmpty)
    #expect(codes(#"utfall in ("ja", "kanske")"#).isEmpty)
    #expect(codes("ålder != 18").isEmpty)
    #expect(codes(#"if utfall != "nej" then true else false"#).isEmpty)
    #expect(bench.compile(#"utfall != "nej""#).1.isEmpty)
  }

  @Test("spans are those of the file, also when offsets do not agree with it")
  func spans() {
    let file = SourceFile(path: "regler.yaml", text: "guard: \"utfall = \\\"a\\\" or åldr > 1\"\n")
    // The scalar's text, and the offset in the file of each of its bytes.
    let text = #"utfall = "a" or åldr > 1"#
    let bytes = Array(file.bytes)
    var offsets: [Int] = []
    var index = 8
    while index < bytes.count - 2 {
      if bytes[index] == UInt8(ascii: "\\") { index += 1 }
      offsets.append(index)
      index += 1
    }
    offsets.append(index)
    let source = SourceText(text) { [offsets] range in
      SourceSpan(source: file, range: offsets[range.lowerBound]..<offsets[range.upperBound])
    }
    var diagnostics = Diagnostics()
    _ = FEEL.compile(
      expression: source, environment: bench.environment, diagnostics: &diagnostics)
    #expect(diagnostics.findings.first?.span?.text == "åldr")
  }

  @Test("names are compared in their canonical form")
  func canonical() {
    #expect(bench.evaluate("a\u{30A}lder + 1", options: FEEL.Options()).value == .number(21))
    #expect(bench.evaluate("fo\u{308}rla\u{308}ngd  till = null").value == .boolean(true))
  }
}
