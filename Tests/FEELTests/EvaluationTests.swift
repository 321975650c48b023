import CivilTime
import Diagnostics
import FEEL
import Testing

@Suite("Evaluation")
struct EvaluationTests {
  let bench = Bench.person

  @Test("every null from an error says why and where")
  func notes() {
    func note(_ text: String) -> String? {
      let (value, notes) = bench.evaluate(text)
      #expect(value.isNull, "\(text)")
      return notes.first.map { "\($0.kind.rawValue) «\($0.span?.text ?? "")»" }
    }
    #expect(note("1 / (ålder - 20)") == "arithmetic «1 / (ålder - 20)»")
    #expect(note("[1, 2][ålder]") == "no-entry «[1, 2][ålder]»")
    #expect(note(#"date(string join(["2017", "13", "01"], "-"))"#)?.hasPrefix("format") == true)
    #expect(note("förlängd till.year") == "wrong-types «year»")
    #expect(note("ålder > utfall")?.hasPrefix("wrong-types") == true)
    #expect(note("okänt") == "unknown-name «okänt»")
    #expect(note(#"get value({a: 1}, "b")"#)?.hasPrefix("no-entry") == true)
    #expect(note("9e6144 * ålder")?.hasPrefix("arithmetic") == true)
    #expect(note(#"matches("a", "(")"#)?.hasPrefix("format") == true)
    #expect(note("sqrt(-ålder)")?.hasPrefix("arithmetic «sqrt(-ålder)»") == true)
  }

  @Test("expressions of the kind that rules are made of")
  func rules() {
    func value(_ text: String) -> String { bench.evaluate(text).value.feelText }
    #expect(value("ålder >= 18 and samtycke") == "true")
    #expect(value(#"utfall in ("behörig", "avråds")"#) == "false")
    #expect(value("start + riktlinjer.längsta tid") == "@\"2018-02-01\"")
    #expect(value("(start + riktlinjer.längsta tid) - @\"P20D\"") == "@\"2018-01-12\"")
    #expect(value("years and months duration(start, @\"2018-01-31\").months") == "11")
    #expect(value("@\"2017-01-31\" + @\"P1M\"") == "@\"2017-02-28\"")
    #expect(value("if ålder < 18 then \"ung\" else \"vuxen\"") == "\"vuxen\"")
    #expect(value("count([1, 2, 3][item > 1])") == "2")
    #expect(value("some x in [1, 2] satisfies x > ålder") == "false")
    #expect(value("every x in [1, 2] satisfies x < ålder") == "true")
    #expect(value("[{namn: \"a\", x: 1}, {namn: \"b\", x: 2}][x > 1].namn") == "[\"b\"]")
    #expect(value("for x in 1..3 return x * x") == "[1, 4, 9]")
    #expect(
      value("for x in 1..4 return if x < 3 then 1 else partial[-1] + partial[-2]") == "[1, 1, 2, 3]"
    )
    #expect(value("{a: function(x) x + ålder, b: a(2)}.b") == "22")
    #expect(value("sum([0.1, 0.2])") == "0.3")
    #expect(value("1/3") == "0.3333333333333333333333333333333333")
    #expect(value("\"a\" + string(1.50)") == "\"a1.5\"")
    #expect(value("split(\"a;b;;\", \";\")") == "[\"a\", \"b\", \"\", \"\"]")
    #expect(value("replace(\"abracadabra\", \"a(.)\", \"a$1$1\")") == "\"abbraccaddabbra\"")
    #expect(value("substring(\"foobar\", -2, 1)") == "\"a\"")
    #expect(value("number(\"1 500,50\", \" \", \",\")") == "1500.5")
    #expect(value("today()") == "@\"2017-02-01\"")
    #expect(value("after(@\"2017-02-02\", start)") == "true")
    #expect(value("sort([3, 1, 2], function(a, b) a > b)") == "[3, 2, 1]")
  }

  @Test("an escape is a whole number of hexadecimal digits, and nothing else (rule 64)")
  func escapes() {
    func length(_ text: String) -> String {
      bench.evaluate("string length(\"\(text)\")").value.feelText
    }
    #expect(length("\\u0041") == "1")
    #expect(length("\\U01F40E") == "1")
    #expect(length("\\uD83D\\uDC0E") == "1")
    for text in ["\\u+041", "\\u-041", "\\u 041", "\\u004g", "\\u004"] {
      #expect(length(text) == "\(text.count)", "\(text)")
    }
    for text in ["\\U+1F40E", "\\U-00041", "\\U01F40"] {
      #expect(length(text) == "\(text.count)", "\(text)")
    }
  }

  @Test("`number` reads what is a numeric literal (10.3.4.1, grammar rule 37)")
  func numericLiterals() {
    func value(_ text: String) -> String {
      bench.evaluate("number(\"\(text)\", null, null)").value.feelText
    }
    #expect(value("-5") == "-5")
    #expect(value(".5") == "0.5")
    for text in ["+5", "5.", "-.", "--5", "5,0", "", "+"] {
      #expect(value(text) == "null", "\(text)")
    }
  }

  @Test("host functions get converted arguments, and null only where they take it")
  func hostFunctions() {
    var bench = bench
    bench.environment.register(
      function: HostFunction(
        name: "add days",
        parameters: [
          .init("date", .date), .init("n", .number), .init("back", .boolean, optional: true),
        ],
        result: .date
      ) { context, values in
        guard case .date(let date) = values[0], case .number(let number) = values[1],
          let days = number.exactInt, let result = date.adding(days: days)
        else {
          context.note(.arithmetic, "inget sådant datum")
          return .null
        }
        return .date(result)
      })
    #expect(bench.evaluate("add days(start, 3)").value.feelText == "@\"2017-02-04\"")
    #expect(bench.evaluate("add days(n: 3, date: start)").value.feelText == "@\"2017-02-04\"")
    #expect(bench.evaluate("add days(förlängd till, 3)").value.isNull)
    #expect(bench.finding("add days(3, start)")?.hasPrefix("wrong-argument «3»") == true)
    #expect(bench.finding("add dayz(start, 3)")?.contains("`add days`") == true)
    let (_, notes) = bench.evaluate("add days(start, 9e30)")
    #expect(notes.first?.span?.text == "add days(start, 9e30)")
  }

  @Test("unary tests of cells")
  func unaryTests() throws {
    func truth(_ text: String, _ input: Value, _ type: FEELType) -> Truth? {
      var diagnostics = Diagnostics()
      let tests = FEEL.compile(
        unaryTests: SourceText(text), input: TypeInfo(type: type, nullable: true),
        environment: bench.environment, diagnostics: &diagnostics)
      guard let tests, var frame = EvaluationContext(testDate: "2017-02-01", slots: bench.slots)
      else { return nil }
      return tests.matches(input, &frame)
    }
    #expect(truth("-", .null, .number) == .yes)
    #expect(truth(">= 18", .number(18), .number) == .yes)
    #expect(truth("< riktlinjer.lägsta ålder", .number(17), .number) == .yes)
    #expect(truth("[18..33]", .number(34), .number) == .no)
    #expect(truth("[18..33]", .null, .number) == .undecided)
    #expect(truth(#""a","b""#, .string("b"), .string) == .yes)
    #expect(truth(#"not("a","b")"#, .string("b"), .string) == .no)
    #expect(truth(#"not("a")"#, .null, .string) == .yes)
    #expect(truth("? > ålder and ? < 30", .number(25), .number) == .yes)
    #expect(truth(#"contains(?, "x")"#, .string("axb"), .string) == .yes)
    #expect(truth("null", .null, .string) == .yes)
    #expect(truth("> start", .date(try #require(CivilDate.parse("2017-03-01"))), .date) == .yes)
    #expect(truth(#"< "a""#, .number(1), .number) == nil)
  }

  @Test("every built-in function's example is without findings and has a value")
  func examples() {
    for builtin in BuiltinDescription.all {
      let (compiled, diagnostics) = bench.compile(builtin.example)
      #expect(diagnostics.isEmpty, "\(builtin.example): \(diagnostics.findings.map(\.message))")
      #expect(!bench.evaluate(builtin.example).value.isNull, "\(builtin.example)")
      #expect(compiled != nil && builtin.clause.hasPrefix("10.3.4."))
    }
  }

  @Test("the standard's own words: 10.3.2.15 and 10.3.4")
  func standard() {
    func value(_ text: String) -> String { bench.evaluate(text).value.feelText }
    #expect(value(#"time("23:59:00z") + duration("PT2M") = time("00:01:00@Etc/UTC")"#) == "true")
    #expect(value(#"@"2017-01-01T10:00:00" < @"2017-01-01T11:00:00Z""#) == "true")
    #expect(value(#"@"2017-01-01T10:00:00" = @"2017-01-01T10:00:00Z""#) == "null")
    #expect(value(#"substring("foobar", 10)"#) == "null")
    #expect(value(#"substring("foobar", 3, 9)"#) == "null")
    #expect(value("123 instance of list") == "null")
    #expect(value("null instance of Null") == "true")
    #expect(value("null[true]") == "null")
    #expect(value("{a: b + 1, b: 2}") == "{a: 3, b: 2}")
    #expect(
      value("{isPositive: function(x) x > 0, other: function(x) isPositive(x + 1), r: other(0)}.r")
        == "true")
    #expect(value("(function(a, b) a)(a: 1)") == "1")
    #expect(value(#"time("10:30:00.5").second"#) == "0.5")
    #expect(value("overlaps before([1..5), (1..5])") == "true")
    #expect(value("finishes([5..10), [1..10])") == "false")
    #expect(value("includes([1..10], (1..10))") == "true")
    #expect(value("starts((1..5], [1..10])") == "false")
    #expect(value("week of year(date(2005, 1, 1))") == "53")
    #expect(value(#"context put({x: 1, y: 0, z: 0}, "y", 2)"#) == "{x: 1, y: 2, z: 0}")
  }

  @Test("an element that is null takes nothing from the others: 10.3.2.5")
  func pathsOverNull() {
    func value(_ text: String) -> String { bench.evaluate(text).value.feelText }
    #expect(value("[{a: 1}, null].a") == "[1, null]")
    #expect(value("[{a: {b: 1}}, {a: null}].a.b") == "[1, null]")
    #expect(value("[{a: 1}, {b: 2}].a") == "[1, null]")
    #expect(value("[{a: 1}, 2].a") == "null")
  }

  @Test("a list of one is taken for its element once: 10.3.2.9.4")
  func singletonLists() {
    func value(_ text: String) -> String { bench.evaluate(text).value.feelText }
    #expect(value("not([true])") == "false")
    #expect(value("not(negand: [false])") == "true")
    #expect(value("not([true, false])") == "null")
    #expect(value("not([[true]])") == "null")
    #expect(value("{x: [samtycke], y: not(x)}.y") == "false")
    #expect(value(#"upper case(["a"])"#) == #""A""#)
    #expect(value(#"upper case([["a"]])"#) == "null")
    #expect(value(#"(function(a: string) a)([["a"]])"#) == "null")
    #expect(value(#"(function(a: list<number>) a)([[1, 2]])"#) == "[1, 2]")
    #expect(value(#"(function(a: list<list<number>>) a)([1, 2])"#) == "[[1, 2]]")
    #expect(value(#"(function(a: list<list<number>>) a)(1)"#) == "null")
    let (_, notes) = bench.evaluate(#"{x: [samtycke, ålder], y: not(x)}.y"#)
    #expect(notes.first?.kind == .wrongTypes && notes.first?.span?.text == "x")
  }

  @Test("a result is converted to its declared type once: 10.3.2.9.4")
  func declaredTypes() {
    func value(_ text: String, _ type: FEELType) -> String {
      let (compiled, _) = bench.compile(text, expected: type, options: .lenient)
      guard let compiled, var frame = EvaluationContext(testDate: "2017-02-01", slots: bench.slots)
      else { return "-" }
      return compiled.evaluate(&frame).feelText
    }
    let named = FEELType.context([.init(name: "a", type: .number)])
    #expect(value("[1]", .number) == "1")
    #expect(value("[ålder]", .number) == "20")
    #expect(value(#"[["a"]]"#, .string) == "null")
    #expect(value("[[ålder]]", .number) == "null")
    #expect(value("1", .list(.number)) == "[1]")
    #expect(value("[1, [2]]", .list(.number)) == "null")
    #expect(value("[ålder, [ålder]]", .list(.number)) == "null")
    #expect(value("[[1, 2]]", .list(.number)) == "[1, 2]")
    #expect(value("[1, null]", .list(.number)) == "[1, null]")
    #expect(value("{a: null}", named) == "{a: null}")
    #expect(value("[{a: null}]", .list(named)) == "[{a: null}]")
    #expect(value("{b: 1}", named) == "null")
    #expect(
      value(#"[@"2017-02-01"]"#, .list(.dateTime)) == #"[@"2017-02-01T00:00:00Z"]"#)
  }

  @Test("texts are compared in their canonical form, and counted as they are written")
  func canonicalTexts() {
    func value(_ text: String) -> String { bench.evaluate(text).value.feelText }
    #expect(value(#""\u00e5" = "a\u030a""#) == "true")
    #expect(value(#""\u00e5" < "a\u030a""#) == "false")
    #expect(value(#"count(distinct values(["\u00e5", "a\u030a"]))"#) == "1")
    #expect(value(#"get value({"\u00e5": 1}, "a\u030a")"#) == "1")
    #expect(value(#"string length("a\u030a")"#) == "2")
  }

  @Test("a pattern that explodes elsewhere is stopped")
  func patterns() {
    let (value, notes) = bench.evaluate(
      #"matches("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$")"#)
    #expect(value.isNull)
    #expect(notes.first?.kind == .limit)
  }
}
