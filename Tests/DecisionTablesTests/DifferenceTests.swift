import CivilTime
import DecisionTables
import Diagnostics
import FEEL
import TestSupport
import Testing

@Suite("Difference of tables")
struct DifferenceTests {
  private func context(_ slots: [Value] = []) throws -> EvaluationContext {
    let date = try #require(CivilDate.parse("2017-02-01"))
    return EvaluationContext(slots: slots, today: date, now: CivilDateTime(date: date))
  }

  private func lines(_ difference: TableDifference) -> [String] {
    difference.changes.map { change in
      let when = zip(difference.columns, change.region.tests).filter { $0.1 != "-" }
        .map { "\($0.0) \($0.1)" }
      return
        "\(when.joined(separator: ", ")): \(change.before.feelText) -> \(change.after.feelText)"
    }
  }

  @Test("a part is described by no more columns than its outcome needs")
  func readable() throws {
    let bench = TableBench([("ålder", .number), ("läge", .string), ("klar", .boolean)])
    var diagnostics = Diagnostics()
    let before = try #require(
      bench.table(
        .first,
        [
          ["< 18", "-", "-", "\"nej\""], ["-", "\"a\",\"b\"", "true", "\"ja\""],
          ["-", "-", "-", "\"vänta\""],
        ],
        &diagnostics))
    let after = try #require(
      bench.table(
        .first,
        [
          ["< 16", "-", "-", "\"nej\""], ["-", "\"a\"", "true", "\"ja\""],
          ["-", "-", "-", "\"vänta\""],
        ],
        &diagnostics))
    let found = lines(before.difference(to: after, try context()))
    #expect(
      found == [
        #"ålder [16..18), klar false: "nej" -> "vänta""#,
        #"ålder [16..18), läge "a", klar true: "nej" -> "ja""#,
        #"ålder [16..18), läge not("a"): "nej" -> "vänta""#,
        #"ålder >= 18, läge "b", klar true: "ja" -> "vänta""#,
      ], "\(found)")
  }

  @Test("outcomes with declared values come first; the reasons beside them do not cut their parts")
  func primary() throws {
    let bench = TableBench([("ålder", .number), ("klar", .boolean)])
    var diagnostics = Diagnostics()
    func table(_ limit: String, _ reason: String) throws -> DecisionTable {
      try #require(
        bench.table(
          .first,
          [
            ["< \(limit)", "true", "\"nej\"", "\"för ung\""],
            ["< \(limit)", "-", "\"nej\"", "\"\(reason)\""], ["-", "-", "\"ja\"", "\"bra\""],
          ], outputs: ["utfall", "skäl"], outputValues: ["\"nej\",\"ja\""], &diagnostics))
    }
    let difference = try table("18", "a").difference(to: table("20", "b"), try context())
    #expect(
      lines(difference) == [
        #"ålder [18..20): {utfall: "ja"} -> {utfall: "nej"}"#,
        #"ålder < 18, klar false: {utfall: "nej", skäl: "a"} -> {utfall: "nej", skäl: "b"}"#,
      ])
    #expect(difference.changes.map(\.isPrimary) == [true, false])
    #expect(difference.changes[0].rowsBefore == [2] && difference.changes[0].rowsAfter == [1])
  }

  @Test("a column that only one table has is any value in the other; so are outputs left out")
  func otherColumns() throws {
    let small = TableBench([("ålder", .number)])
    let large = TableBench([("läge", .string), ("ålder", .number)])
    var diagnostics = Diagnostics()
    let before = try #require(
      small.table(.first, [["< 18", "1"], ["-", "2"]], outputs: ["svar"], &diagnostics))
    let after = try #require(
      large.table(
        .first,
        [["\"x\"", "-", "3", "\"y\""], ["-", "< 18", "1", "\"z\""], ["-", "-", "2", "\"z\""]],
        outputs: ["svar", "skäl"], &diagnostics))
    let difference = before.difference(to: after, try context())
    #expect(difference.columns == ["ålder", "läge"])
    #expect(difference.outputsAfter == ["skäl"] && difference.outputsBefore.isEmpty)
    #expect(
      lines(difference) == [
        #"ålder < 18, läge "x": {svar: 1} -> {svar: 3}"#,
        #"ålder >= 18, läge "x": {svar: 2} -> {svar: 3}"#,
      ])
  }

  @Test("input outside the allowed values of one table has no result there")
  func allowedValues() throws {
    let bench = TableBench([("läge", .string)])
    var diagnostics = Diagnostics()
    let before = try #require(
      bench.table(.first, [["-", "1"]], values: ["\"a\",\"b\""], &diagnostics))
    let after = try #require(
      bench.table(.first, [["-", "1"]], values: ["\"a\",\"c\""], &diagnostics))
    #expect(
      lines(before.difference(to: after, try context())) == [
        #"läge "b": 1 -> null"#, #"läge "c": null -> 1"#,
      ])
  }

  @Test("guidelines of both sides count as they are on the day; cells with other names are named")
  func fixedNames() throws {
    func bench(_ limit: Int) -> TableBench {
      var bench = TableBench([("ålder", .number), ("gräns", .number)])
      bench.environment.bind(
        "riktlinje",
        .namespace([
          "lägsta": .computed(
            type: .number, nullable: false, references: References(),
            evaluate: { _ in .number(limit) })
        ]))
      return bench
    }
    var diagnostics = Diagnostics()
    let rows = [["< riktlinje.lägsta", "-", "1"], ["-", "> ålder", "2"], ["-", "-", "3"]]
    let before = try #require(bench(18).table(.first, rows, &diagnostics))
    let after = try #require(bench(16).table(.first, rows, &diagnostics))
    let difference = before.difference(
      to: after, try context(), isFixed: { $0.hasPrefix("riktlinje.") })
    #expect(difference.notAnalysedBefore == [TableAnalysis.Cell(row: 1, column: 1)])
    #expect(lines(difference) == ["ålder [16..18): 1 -> 2"])
  }

  @Test(
    "random tables: changes are exactly where evaluation differs, each with one outcome, none needless"
  )
  func property() throws {
    var generator = SeededGenerator(seed: testSeed(default: 1122))
    let bench = TableBench(
      [("a", .number), ("b", .string), ("c", .boolean)], nullable: false)
    func pick(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "-" }
    var cache: [String: CompiledUnaryTests] = [:]
    for round in 0..<60 {
      var diagnostics = Diagnostics()
      let policy = try #require(HitPolicy.allCases.randomElement(using: &generator))
      var allowed: [String] = []
      func table() -> DecisionTable? {
        let values = pick(["-", "\"x\",\"y\",\"z\"", "\"x\",\"y\""])
        allowed.append(values)
        let rows = (0..<Int.random(in: 0...6, using: &generator)).map { _ in
          [
            pick(["-", "-", "< 3", ">= 3", "[2..5)", "(1..4]", "3", "not(3)", "1,2,5"]),
            pick(["-", "-", "\"x\"", "\"x\",\"y\"", "not(\"x\")", "\"z\""]),
            pick(["-", "-", "true", "false"]), pick(["\"p\"", "\"q\"", "\"r\""]), pick(["1", "2"]),
          ]
        }
        return bench.table(
          policy, rows, values: [nil, values == "-" ? nil : values], outputs: ["u", "v"],
          outputValues: ["\"p\",\"q\",\"r\""],
          fallback: Bool.random(using: &generator) ? ["\"r\"", "9"] : [], &diagnostics)
      }
      // A cell may name a value that the column does not allow: such a table is refused.
      guard let before = table(), let after = table() else { continue }
      let difference = before.difference(to: after, try context(), limit: 10_000)
      #expect(difference.isComplete)
      var covered = Array(repeating: 0, count: difference.changes.count)
      for a in ["0", "1", "1.5", "2", "2.5", "3", "3.5", "4", "4.5", "5", "9"] {
        // A value that neither table allows is no input.
        for b in ["x", "y", "z", "w"]
        where allowed.contains(where: { $0 == "-" || $0.contains("\"\(b)\"") }) {
          for c in [true, false] {
            let number = try #require(Number(a))
            var frame = try context([.number(number), .string(b), .boolean(c)])
            let results = (before.evaluate(&frame).value, after.evaluate(&frame).value)
            let hits = difference.changes.indices.filter {
              contains(difference.changes[$0].region.tests, frame, bench, &cache)
            }
            let label = "seed \(generator.seed) round \(round) \(policy): \(a) \(b) \(c)"
            if results.0 != results.1 { #expect(!hits.isEmpty, "missing \(label)") }
            for hit in hits {
              let change = difference.changes[hit]
              let isRight = holds(change.before, results.0) && holds(change.after, results.1)
              #expect(isRight, "\(label): \(lines(difference)[hit])")
            }
            if hits.count == 1 { covered[hits[0]] += 1 }
          }
        }
      }
      // Each part has an input that no other part has.
      #expect(!covered.contains(0), "seed \(generator.seed) round \(round): \(lines(difference))")
    }
  }

  /// Whether a result is what a change says: all of it, or its primary outputs.
  private func holds(_ said: Value, _ result: Value) -> Bool {
    guard case .context(let said) = said, case .context(let result) = result else {
      return said == result
    }
    return said.entries.allSatisfy { result[$0.key] == $0.value }
  }

  private func contains(
    _ tests: [String], _ frame: EvaluationContext, _ bench: TableBench,
    _ cache: inout [String: CompiledUnaryTests]
  ) -> Bool {
    for (index, text) in tests.enumerated() {
      if cache[text] == nil {
        var diagnostics = Diagnostics()
        cache[text] = FEEL.compile(
          unaryTests: SourceText(text), input: TypeInfo(type: .any, nullable: false),
          environment: bench.environment, diagnostics: &diagnostics)
      }
      var frame = frame
      if cache[text]?.matches(frame.slots[index], &frame) != .yes { return false }
    }
    return true
  }
}
