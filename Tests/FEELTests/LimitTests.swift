import Diagnostics
import FEEL
import Testing

/// What expressions can build at run time is limited in depth and size: nothing that walks a value may be endless, and
/// nothing that recurses into one may run out of stack.
@Suite("Limits of what expressions build")
struct LimitTests {
  private let bench = Bench.person

  @Test(
    "values that lie too deeply in each other are left out with a reason",
    arguments: [
      "(for i in 1..100000 return if i = 1 then [] else [partial[-1]])[-1]",
      "(for i in 1..100000 return if i = 1 then {} else {a: partial[-1]})[-1] = 1",
      "count(for i in 1..100000 return if i = 1 then [] else append([], partial[-1]))",
      "for i in 1..100000 return if i = 1 then {} else context put({}, \"a\", partial[-1])",
      "for i in 1..100000 return if i = 1 then (< 1) else (< partial[-1])",
      "for i in 1..100000 return if i = 1 then function() 1 else function() partial[-1]()",
      "[1..2] in (for i in 1..100000 return if i = 1 then [] else [partial[-1]])",
    ])
  func depth(text: String) {
    let (value, notes) = bench.evaluate(text)
    #expect(notes.contains { $0.kind == .limit }, "\(notes.map(\.text))")
    _ = value.feelText
  }

  @Test(
    "values that share parts without end are null with a reason",
    arguments: [
      "string((for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1])",
      "flatten((for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])[-1])",
      "distinct values(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])",
      "for i in 1..20000 return partial",
      "for i in 1..60 return if i = 1 then {a: 1} else {a: partial[-1], b: partial[-1]}",
      "for i in 1..3000 return function() partial",
    ])
  func size(text: String) {
    let (value, notes) = bench.evaluate(text)
    #expect(value.isNull)
    #expect(notes.contains { $0.kind == .limit }, "\(notes.map(\.text))")
  }

  @Test(
    "going through long lists and texts again and again comes to an end with a reason",
    arguments: [
      "{l: for i in 1..2000 return i, n: count(for i in 1..900 return -i in l)}.n",
      "{l: for i in 1..2000 return i, m: for i in 1..2000 return i, n: count(for i in 1..900 return l = m)}.n",
      "{l: for i in 1..2000 return i, n: count(for i in 1..900 return l instance of list<number>)}.n",
    ])
  func walking(text: String) {
    // A hundredth of what there is: each time a hundred and more are taken, and without the lists it is enough.
    let (value, notes) = bench.evaluate(text, budget: EvaluationContext.defaultBudget / 100)
    #expect(value.isNull)
    #expect(notes.contains { $0.kind == .limit }, "\(notes.map(\.text))")
  }

  @Test("ordinary nesting is not limited")
  func ordinary() {
    #expect(
      bench.evaluate("count(for i in 1..2000 return {a: [i, [i + 1]], b: {c: i}})").value
        == .number(2_000))
    #expect(
      bench.evaluate("string((for i in 1..150 return if i = 1 then [] else [partial[-1]])[-1])")
        .value != .null)
    #expect(
      bench.evaluate("sum(for i in 1..20000 return count(partial))").value == .number(199_990_000))
  }
}

@Suite("Functions at their edges")
struct BuiltinEdgeTests {
  private let bench = Bench.person

  @Test(
    "the order of named arguments tells the forms of range functions apart",
    arguments: [
      ("before(range: [2..3], point: 4)", true), ("before(point: 4, range: [2..3])", false),
      ("after(range: [5..6], point: 4)", true), ("after(point: 4, range: [5..6])", false),
      ("before(range1: [1..2], range2: [3..4])", true),
    ])
  func namedRanges(text: String, expected: Bool) {
    #expect(bench.evaluate(text).value == .boolean(expected))
  }

  @Test(
    "distinct values of contexts and lists cost what they are, and clocks of two zones may be one")
  func distinct() {
    #expect(
      bench.evaluate("count(distinct values(for i in 1..20000 return {a: [i]}))").value
        == .number(20_000))
    #expect(
      bench.evaluate(
        "count(distinct values([[@\"10:00:00Z\"], [@\"11:00:00+01:00\"], {a: 1.0}, {a: 1}]))"
      ).value == .number(2))
  }

  @Test(
    "what is outside a function's domain gives null with a reason",
    arguments: [
      "all([false, \"x\"])", "any([true, 1])", "sort([1, 2], function(x) x)",
      "sort([1, \"a\"], function(x, y) x < y)",
    ])
  func domains(text: String) {
    let (value, notes) = bench.evaluate(text)
    #expect(value.isNull && !notes.isEmpty)
  }
}

@Suite("Mistakes that are helped")
struct MistakeTests {
  @Test(
    "the help says what would have been right",
    arguments: [
      ("1 => 2", ">="), ("1 == 2", "`=`"), ("utfall != 'b'", "dubbla citattecken"),
      ("samtycke && samtycke", "`and`"), ("2,5 + 1", "`2.5`"),
      ("samtycke = true och ålder > 1", "`and`"), ("samtycke eller samtycke", "`and`|`or`"),
      ("inte(samtycke)", "not(...)"), ("inte samtycke", "not(...)"),
      ("utfall = behörig", "`\"behörig\"`"), ("start < 2017-02-01", "@\"2017-02-01\""),
      ("samtycke = = false", "ett tecken"), ("ålder > sextiofem", "`65`"),
      ("ålder > 18 år", "P12M"), ("samtycke || samtycke", "`or`"),
    ])
  func help(text: String, expected: String) {
    let findings = Bench.person.compile(text).1.findings
    let helps = findings.compactMap(\.help).joined(separator: "\n")
    #expect(
      expected.split(separator: "|").contains { helps.contains($0) }, "\(text): \(findings)")
  }
}
