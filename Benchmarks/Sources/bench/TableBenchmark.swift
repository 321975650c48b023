import CYAML
import CivilTime
import DecisionTables
import Diagnostics
import FEEL
import Foundation

/// The decision table "bistand", a plain guard, and what it costs to read expressions.
struct TableBenchmark {
  /// A context, and the rule that the reference of `bistand.py` finds for it.
  struct Case: Decodable {
    let age: Int
    let resident: Bool
    let employed: Bool
    let kind: String
    let income: Int
    let urgency: String
    let rule: Int
  }

  static let names = ["age", "resident", "employed", "kind", "income", "urgency"]
  static let types: [FEELType] = [.number, .boolean, .boolean, .string, .number, .string]
  /// Six conditions and two outputs a row.
  static let rules: [[String]] = [
    ["-", "false", "-", "-", "-", #"not("acute")"#, #""avvisa""#, "14"],
    ["< 18", "-", "-", #""ekonomiskt""#, "-", "-", #""avvisa""#, "7"],
    ["-", "-", "-", "-", "-", #""acute""#, #""akut""#, "1"],
    ["[18..25)", "true", "false", #""ekonomiskt""#, "< 9000", "-", #""bevilja""#, "21"],
    ["[25..65)", "true", "false", #""ekonomiskt""#, "< 12000", "-", #""bevilja""#, "21"],
    ["[18..65)", "true", "true", #""ekonomiskt""#, "< 7000", "-", #""bevilja""#, "28"],
    [">= 65", "true", "-", #""hemtjanst""#, "-", #""high""#, #""bevilja""#, "7"],
    [">= 65", "true", "-", #""hemtjanst""#, "-", "-", #""utred""#, "14"],
    ["< 65", "true", "-", #""lss""#, "-", #""high", "normal""#, #""utred""#, "30"],
    [">= 80", "true", "-", "-", "-", "-", #""utred""#, "10"],
    ["[18..65)", "true", "-", #""ekonomiskt""#, ">= 30000", "-", #""avslag""#, "14"],
    ["-", "-", "-", "-", "-", "-", #""manuell""#, "60"],
  ]

  let cases: [Case]
  let today = CivilDate(year: 2026, month: 8, day: 1) ?? .earliest

  init(directory: String) throws {
    let path = directory + "/bistand.json"
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BenchmarkError(text: "no \(path): python3 bistand.py \(directory)")
    }
    cases = try JSONDecoder().decode([Case].self, from: data)
    guard cases.count == 1_000 else { throw BenchmarkError(text: "\(cases.count) contexts") }
  }

  func run(seconds: Double) throws -> [Figure] {
    [
      try table(seconds: seconds), try holdingGuard(seconds: seconds),
      try reading(seconds: seconds),
      try libyaml(seconds: seconds),
    ]
  }

  private func context(_ slots: [Value]) -> EvaluationContext {
    EvaluationContext(slots: slots, today: today, now: CivilDateTime(date: today))
  }

  private func table(seconds: Double) throws -> Figure {
    var environment = Environment()
    for (slot, name) in Self.names.enumerated() {
      environment.declare(slot: slot, name, Self.types[slot], nullable: false)
    }
    let definition = TableDefinition(
      hitPolicy: .first,
      inputs: zip(Self.names, Self.types).map {
        TableDefinition.Input(expression: SourceText($0), type: $1)
      },
      outputs: [
        TableDefinition.Output(name: "decision", type: .string),
        TableDefinition.Output(name: "days", type: .number),
      ],
      rules: Self.rules.map { row in
        let cells = row.map { $0 == "-" ? nil : SourceText($0) }
        return TableDefinition.Rule(inputs: Array(cells[..<6]), outputs: Array(cells[6...]))
      })
    var findings = Diagnostics()
    guard
      let table = DecisionTable.compile(
        definition, environment: environment, diagnostics: &findings)
    else { throw BenchmarkError(text: DiagnosticRenderer().render(findings)) }
    var contexts = cases.map { one in
      context([
        .number(one.age), .boolean(one.resident), .boolean(one.employed), .string(one.kind),
        .number(one.income), .string(one.urgency),
      ])
    }
    for (index, one) in cases.enumerated() {
      let result = table.evaluate(&contexts[index])
      let row = Self.rules[one.rule]
      guard result.matched == [one.rule],
        result.value.feelText == "{decision: \(row[6]), days: \(row[7])}"
      else { throw BenchmarkError(text: "context \(index): \(result.value.feelText)") }
    }
    var matched = 0
    let figure = rate(
      "table.bistand", unit: "evaluations/s", count: 1_000, seconds: seconds,
      note: "contexts already in memory; results with the rows that matched"
    ) {
      for index in contexts.indices { matched &+= table.evaluate(&contexts[index]).matched.count }
    }
    guard matched % 1_000 == 0, matched > 0 else { throw BenchmarkError(text: "rows went missing") }
    return figure
  }

  private func holdingGuard(seconds: Double) throws -> Figure {
    var environment = Environment()
    environment.declare(slot: 0, "ålder", .number, nullable: false)
    environment.declare(slot: 1, "samtycke", .boolean, nullable: false)
    var findings = Diagnostics()
    guard
      let condition = FEEL.compile(
        expression: SourceText("ålder >= 18 and samtycke"), environment: environment,
        options: .guard, diagnostics: &findings)
    else { throw BenchmarkError(text: DiagnosticRenderer().render(findings)) }
    var contexts = cases.map { context([.number($0.age), .boolean($0.resident)]) }
    let expected = cases.count { $0.age >= 18 && $0.resident }
    var rounds = 0
    var held = 0
    let figure = rate(
      "guard.age_and_consent", unit: "evaluations/s", count: 1_000, seconds: seconds,
      note: "ålder >= 18 and samtycke"
    ) {
      rounds += 1
      for index in contexts.indices where condition.holds(&contexts[index]) { held += 1 }
    }
    guard held == rounds * expected else { throw BenchmarkError(text: "the guard is wrong") }
    return figure
  }

  // MARK: Reading

  /// 1,000 expressions of the kinds that the shipped rules use, about 50 characters each.
  static let expressions: [String] = (0..<100).flatMap { number in
    [
      "ålder >= \(number) and samtycke",
      "if förlängd till != null then förlängd till else start + riktlinjer.längsta tid",
      #"utfall in ("behörig", "avråds", "nr \#(number)")"#,
      "years and months duration(födelsedatum, today()).years",
      "start + duration(\"P\(number + 1)D\") > riktlinjer.första dag",
      #"utfall = "behörig" and (skäl != null or ålder > \#(number))"#,
      "some s in samtycken satisfies s.part = utfall and (s.slut = null or s.slut >= today())",
      "samtycken[item.part != utfall]",
      "belopp * 1.25 + \(number) <= riktlinjer.tak",
      "not(samtycke) or contains(utfall, \"\(number)\")",
    ]
  }

  static let readingEnvironment: Environment = {
    var environment = Environment()
    let consent = FEELType.context([
      .init(name: "part", type: .string), .init(name: "slut", type: .date),
    ])
    let names: [(String, FEELType)] = [
      ("ålder", .number), ("samtycke", .boolean), ("utfall", .string), ("skäl", .string),
      ("start", .date), ("förlängd till", .date), ("födelsedatum", .date), ("belopp", .number),
      ("samtycken", .list(consent)),
    ]
    for (slot, name) in names.enumerated() {
      environment.declare(slot: slot, name.0, name.1, nullable: slot > 0)
    }
    environment.bind(
      "riktlinjer",
      .namespace([
        "längsta tid": .constant(.monthsDuration(MonthsDuration(months: 12))),
        "första dag": .constant(.date(CivilDate(year: 2017, month: 2, day: 1) ?? .earliest)),
        "tak": .constant(.number(50_000)),
      ]))
    return environment
  }()

  private func reading(seconds: Double) throws -> Figure {
    let sources = Self.expressions.map { SourceText($0) }
    let environment = Self.readingEnvironment
    return try rate(
      "expressions.parse_and_check", unit: "expressions/s", count: sources.count, seconds: seconds,
      note: "parsed, checked and compiled"
    ) {
      var findings = Diagnostics()
      for source in sources {
        guard
          FEEL.compile(expression: source, environment: environment, diagnostics: &findings) != nil
        else {
          throw BenchmarkError(text: DiagnosticRenderer().render(findings))
        }
      }
    }
  }

  /// The same texts as single-quoted scalars of a YAML list, read as events by libyaml.
  private func libyaml(seconds: Double) throws -> Figure {
    let lines = Self.expressions.map { "- '\($0)'\n" }.joined()
    let bytes = Array(lines.utf8)
    return try rate(
      "expressions.libyaml", unit: "expressions/s", count: Self.expressions.count, seconds: seconds,
      note: "events of a list of single-quoted scalars"
    ) {
      var parser = yaml_parser_t()
      guard yaml_parser_initialize(&parser) == 1 else { throw BenchmarkError(text: "no memory") }
      defer { yaml_parser_delete(&parser) }
      var scalars = 0
      try bytes.withUnsafeBufferPointer { buffer in
        yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
        while true {
          var event = yaml_event_t()
          guard yaml_parser_parse(&parser, &event) == 1 else {
            throw BenchmarkError(text: "libyaml refuses the list")
          }
          let type = event.type
          yaml_event_delete(&event)
          if type == YAML_SCALAR_EVENT { scalars += 1 }
          if type == YAML_STREAM_END_EVENT { break }
        }
      }
      guard scalars == Self.expressions.count else {
        throw BenchmarkError(text: "\(scalars) scalars")
      }
    }
  }
}
