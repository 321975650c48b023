import CivilTime
import Diagnostics
import FEEL
import Testing

/// What the tests of expressions share: names as rules have them.
struct Bench {
  var environment = Environment()
  var slots: [Value] = []
  var nextSlot: Int { slots.count }

  init() {}

  /// A person with an age, perhaps an outcome and dates.
  static var person: Bench {
    var bench = Bench()
    bench.declare("ålder", .number, .number(20), nullable: false)
    bench.declare("samtycke", .boolean, .boolean(true))
    bench.declare("utfall", .string, .null)
    bench.declare("start", .date, CivilDate.parse("2017-02-01").map { .date($0) } ?? .null)
    bench.declare("förlängd till", .date, .null)
    bench.environment.bind(
      "riktlinjer",
      .namespace([
        "längsta tid": .constant(.monthsDuration(MonthsDuration(months: 12))),
        "lägsta ålder": .constant(.number(18)),
      ]))
    return bench
  }

  mutating func declare(
    _ name: String, _ type: FEELType, _ value: Value, nullable: Bool = true
  ) {
    environment.declare(slot: slots.count, name, type, nullable: nullable)
    slots.append(value)
  }

  func compile(
    _ text: String, expected: FEELType? = nil, options: FEEL.Options = FEEL.Options()
  ) -> (CompiledExpression?, Diagnostics) {
    var diagnostics = Diagnostics()
    let compiled = FEEL.compile(
      expression: SourceText(text), environment: environment, expected: expected,
      options: options, diagnostics: &diagnostics)
    return (compiled, diagnostics)
  }

  /// The value and the notes of an expression without errors.
  func evaluate(
    _ text: String, options: FEEL.Options = .lenient,
    budget: Int = EvaluationContext.defaultBudget, _ location: SourceLocation = #_sourceLocation
  ) -> (value: Value, notes: [EvaluationNote]) {
    let (compiled, diagnostics) = compile(text, options: options)
    guard let compiled, var frame = EvaluationContext(testDate: "2017-02-01", slots: slots) else {
      Issue.record("\(text): \(diagnostics.findings.map(\.message))", sourceLocation: location)
      return (.null, [])
    }
    frame.budget = budget
    return (compiled.evaluate(&frame), frame.notes)
  }

  /// The one finding of an expression, as `code «marked text» help`.
  func finding(
    _ text: String, expected: FEELType? = nil, options: FEEL.Options = FEEL.Options()
  ) -> String? {
    let findings = compile(text, expected: expected, options: options).1.findings
    guard let first = findings.first else { return nil }
    return "\(first.code) «\(first.span?.text ?? "")» \(first.help ?? "-")"
  }
}
