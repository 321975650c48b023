public import CivilTime
public import DecisionTables
public import Diagnostics
public import FEEL
public import JSONText

/// A decision table with its tests, in the form of the public suite: `{"table": {...}, "tests": [{"id", "inputs",
/// "expected"?}]}`, with cells as text and values in the typed form.
public struct TableFile: Sendable {
  /// A test.
  public struct Test: Sendable {
    /// What it is called.
    public let id: JSONValue
    /// The names that the input expressions use.
    public let inputs: Context
    /// What should come out; nil when the file does not say.
    public let expected: Value?
  }

  /// Why a file can not be read.
  public struct Fault: Error, Sendable {
    /// What is wrong, in Swedish.
    public let message: String
    /// What would have been right.
    public let help: String?
  }

  /// The table.
  public let table: TableDefinition
  /// The tests in the order of the file.
  public let tests: [Test]

  /// Reads the text of a file.
  public init(_ text: String) throws(Fault) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue.parse(text)
    } catch {
      throw Fault(message: "filen är inte JSON: \(error)", help: nil)
    }
    guard let table = json["table"], table.object != nil else {
      throw Fault(
        message: "filen har ingen tabell", help: "tabellen står under `table`, proven under `tests`"
      )
    }
    self.table = try Self.definition(table)
    var tests: [Test] = []
    for (index, test) in (json["tests"]?.array ?? []).enumerated() {
      guard let inputs = TypedValue.read(entries: test["inputs"]?.object ?? JSONObject()) else {
        throw Fault(
          message: "prov \(index + 1) har ett värde som inte är i typad form",
          help: "skriv till exempel `{\"number\": \"20\"}`")
      }
      tests.append(
        Test(
          id: test["id"] ?? .null, inputs: inputs,
          expected: test["expected"].flatMap { TypedValue.read($0) }))
    }
    self.tests = tests
  }

  /// Evaluates the table for a test's inputs.
  ///
  /// - Parameters:
  ///   - today: what `today()` gives.
  ///   - now: what `now()` gives.
  public func run(_ test: Test, today: CivilDate, now: CivilDateTime) -> FeelAnswer {
    var environment = Environment()
    var slots: [Value] = []
    for entry in test.inputs.entries {
      environment.declare(slot: slots.count, entry.key, Self.type(of: entry.value), nullable: true)
      slots.append(entry.value)
    }
    var findings = Diagnostics()
    let compiled = DecisionTable.compile(
      table, environment: environment, options: .lenient, diagnostics: &findings)
    guard let compiled else {
      return FeelAnswer(id: test.id, value: .null, findings: findings, isEvaluated: false)
    }
    var frame = EvaluationContext(slots: slots, today: today, now: now, collectNotes: true)
    let value = compiled.evaluate(&frame).value
    return FeelAnswer(id: test.id, value: value, notes: frame.notes, findings: findings)
  }

  /// The type of an input as far as one value of it tells: nothing where it is null, and of a list or a context not what
  /// else could be in it.
  private static func type(of value: Value) -> FEELType {
    switch value {
    case .null, .list, .context: .any
    default: FEELType(of: value)
    }
  }

  /// The table by itself, its inputs of the types that the columns declare; nil when it cannot be read.
  public func compiled(_ diagnostics: inout Diagnostics) -> DecisionTable? {
    var environment = Environment()
    var names: Set<String> = []
    var slot = 0
    func declare(_ name: String, _ type: FEELType) {
      guard names.insert(name).inserted else { return }
      environment.declare(slot: slot, name, type, nullable: true)
      slot += 1
    }
    var known: [String: FEELType] = [:]
    for entry in tests.flatMap(\.inputs.entries) where !entry.value.isNull {
      known[entry.key] = known[entry.key] ?? FEELType(of: entry.value)
    }
    for input in table.inputs {
      let text = input.expression.text
      declare(text, input.type ?? known[text] ?? .any)
    }
    for (name, type) in known { declare(name, type) }
    return DecisionTable.compile(
      table, environment: environment, options: .lenient, diagnostics: &diagnostics)
  }

  /// The tests with their answers, for people.
  public static func text(_ results: [(test: Test, answer: FeelAnswer)], _ style: Style) -> String {
    var text = ""
    var failures = 0
    for (test, answer) in results {
      let agrees = test.expected.map { TypedValue.agree($0, answer.value) } ?? true
      if !agrees { failures += 1 }
      let word = style.paint(agrees ? "ok " : "fel", agrees ? .good : .late)
      text += "\(word)  \(test.id.string ?? test.id.text()): \(answer.value.feelText)"
      if !agrees, let expected = test.expected { text += ", väntat \(expected.feelText)" }
      text += "\n"
      if answer.value.isNull || !agrees { text += answer.remarks(style) }
    }
    let count = counted(results.count, "prov", "prov")
    return text + "\n\(count), \(failures == 0 ? "alla stämmer" : "\(failures) stämmer inte")\n"
  }
}

extension TableFile {
  private static func definition(_ json: JSONValue) throws(Fault) -> TableDefinition {
    let policies = HitPolicy.allCases.map(\.rawValue)
    guard let policy = json["hitPolicy"]?.string.flatMap(HitPolicy.init(rawValue:)) else {
      throw Fault(
        message: "tabellen har ingen känd träffregel",
        help: "`hitPolicy` är \(policies.map { "`\($0)`" }.joined(separator: ", "))")
    }
    let aggregation = json["aggregation"]?.string
    guard aggregation == nil || aggregation.flatMap(Aggregation.init(rawValue:)) != nil else {
      throw Fault(
        message: "tabellen har ingen känd sammanräkning",
        help: "`aggregation` är `SUM`, `MIN`, `MAX` eller `COUNT`")
    }
    var inputs: [TableDefinition.Input] = []
    for (index, input) in (json["inputs"]?.array ?? []).enumerated() {
      guard let expression = source(input["expression"], "kolumn \(index + 1)") else {
        throw Fault(message: "kolumn \(index + 1) har inget uttryck", help: nil)
      }
      inputs.append(
        TableDefinition.Input(
          expression: expression, type: try type(input["type"]),
          values: source(input["values"], "kolumn \(index + 1)")))
    }
    var outputs: [TableDefinition.Output] = []
    for (index, output) in (json["outputs"]?.array ?? []).enumerated() {
      let place = "utfall \(index + 1)"
      outputs.append(
        TableDefinition.Output(
          name: output["name"]?.string, type: try type(output["type"]),
          values: source(output["values"], place), fallback: source(output["default"], place)))
    }
    let rules = (json["rules"]?.array ?? []).enumerated().map { index, rule in
      TableDefinition.Rule(
        inputs: (rule["inputs"]?.array ?? []).map { cell in
          isAny(cell) ? nil : source(cell, "rad \(index + 1)")
        },
        outputs: (rule["outputs"]?.array ?? []).map { source($0, "rad \(index + 1)") })
    }
    return TableDefinition(
      hitPolicy: policy, aggregation: aggregation.flatMap(Aggregation.init(rawValue:)),
      inputs: inputs, outputs: outputs, rules: rules)
  }

  /// A cell that asks for nothing: `-`, or left empty.
  private static func isAny(_ cell: JSONValue) -> Bool {
    guard let text = cell.string else { return false }
    return text == "-" || text.allSatisfy(\.isWhitespace)
  }

  private static func source(_ json: JSONValue?, _ place: String) -> SourceText? {
    json?.string.map { SourceText($0, path: place) }
  }

  private static func type(_ json: JSONValue?) throws(Fault) -> FEELType? {
    guard let text = json?.string else { return nil }
    var findings = Diagnostics()
    guard let type = FEELType.parse(SourceText(text), diagnostics: &findings) else {
      throw Fault(message: "`\(text)` är ingen typ", help: findings.findings.first?.help)
    }
    return type
  }
}
