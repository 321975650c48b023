import CivilTime
import DecisionTables
import Diagnostics
import FEEL

/// What is done with an input: it is taken for an expression, for a cell, and, when it has several lines, for a table.
enum Attack {
  static let environment: Environment = {
    var environment = Environment()
    environment.declare(slot: 0, "ålder", .number)
    environment.declare(slot: 1, "samtycke", .boolean)
    environment.declare(slot: 2, "utfall", .string)
    environment.declare(slot: 3, "förlängd till", .date)
    return environment
  }()

  static var frame: EvaluationContext {
    let date = CivilDate(year: 2017, month: 2, day: 1) ?? .earliest
    return EvaluationContext(
      slots: [.number(20), .boolean(true), .string("behörig"), .date(date)], today: date,
      now: CivilDateTime(date: date), collectNotes: true, budget: 20_000)
  }

  static func run(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    var diagnostics = Diagnostics()
    expression(text, &diagnostics)
    cell(text, &diagnostics)
    if text.contains("\n") { table(text, &diagnostics) }
    _ = DiagnosticRenderer().render(diagnostics)
  }

  private static func expression(_ text: String, _ diagnostics: inout Diagnostics) {
    var own = Diagnostics()
    var frame = frame
    if let compiled = FEEL.compile(
      expression: SourceText(text), environment: environment, options: .lenient, diagnostics: &own)
    {
      _ = compiled.evaluate(&frame).feelText
    } else {
      precondition(own.hasErrors, "refused without a finding")
    }
    diagnostics.append(own)
  }

  private static func cell(_ text: String, _ diagnostics: inout Diagnostics) {
    var frame = frame
    for (type, value) in [
      (FEELType.number, Value.number(5)), (.string, .string("a")), (.any, .null),
    ] {
      let tests = FEEL.compile(
        unaryTests: SourceText(text), input: TypeInfo(type: type, nullable: true),
        environment: environment, options: .lenient, diagnostics: &diagnostics)
      _ = tests?.matches(value, &frame)
      _ = tests?.resolved(&frame)
    }
  }

  /// The first line picks the hit policy and gives the allowed outputs; each of the others is a cell, three to a row.
  private static func table(_ text: String, _ diagnostics: inout Diagnostics) {
    let lines = text.split(separator: "\n", maxSplits: 60, omittingEmptySubsequences: false)
    let head = lines.first.map(String.init) ?? ""
    let policies = HitPolicy.allCases
    let policy = policies[head.utf8.count % policies.count]
    let cells = lines.dropFirst().map { SourceText(String($0)) }
    var rules: [TableDefinition.Rule] = []
    for start in stride(from: 0, to: cells.count - 2, by: 3) {
      rules.append(
        TableDefinition.Rule(
          inputs: [cells[start], cells[start + 1]], outputs: [cells[start + 2]]))
    }
    let aggregation: Aggregation? =
      policy == .collect ? Aggregation.allCases[cells.count % Aggregation.allCases.count] : nil
    let definition = TableDefinition(
      hitPolicy: policy, aggregation: aggregation,
      inputs: [
        TableDefinition.Input(expression: SourceText("ålder")),
        TableDefinition.Input(expression: SourceText("utfall")),
      ],
      outputs: [
        TableDefinition.Output(name: nil, values: head.isEmpty ? nil : SourceText(head))
      ],
      rules: rules)
    guard
      let table = DecisionTable.compile(
        definition, environment: environment, options: .lenient, diagnostics: &diagnostics)
    else { return }
    var frame = frame
    _ = table.evaluate(&frame).value.feelText
    _ = table.explain(&frame)
    table.report(table.analyse(frame, effort: 100_000), to: &diagnostics)
    _ = table.difference(to: table, frame, effort: 100_000)
  }
}
