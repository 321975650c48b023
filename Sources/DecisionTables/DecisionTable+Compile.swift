public import Diagnostics
public import FEEL

extension DecisionTable {
  /// Checks and compiles a table; nil when there are errors. The findings are added to `diagnostics`.
  public static func compile(
    _ definition: TableDefinition, environment: Environment,
    options: FEEL.Options = FEEL.Options(), diagnostics: inout Diagnostics
  ) -> DecisionTable? {
    var compiler = TableCompiler(
      definition: definition, environment: environment, options: options)
    let table = compiler.compile()
    diagnostics.append(compiler.diagnostics)
    return table
  }
}

/// From a definition to a table.
private struct TableCompiler {
  let definition: TableDefinition
  let environment: Environment
  let options: FEEL.Options
  var diagnostics = Diagnostics()
  var references = References()
  var failed = false

  init(definition: TableDefinition, environment: Environment, options: FEEL.Options) {
    self.definition = definition
    self.environment = environment
    self.options = options
  }

  mutating func compile() -> DecisionTable? {
    checkShape()
    guard checkSize() else { return nil }
    let columns = definition.inputs.map { column($0) }
    let outputs = definition.outputs.map { output($0) }
    var rows: [DecisionTable.Row] = []
    var types = definition.outputs.map { TypeInfo(type: $0.type ?? .null, nullable: false) }
    for rule in definition.rules {
      guard rule.inputs.count == columns.count, rule.outputs.count == outputs.count else {
        failed = true
        diagnostics.error(
          "wrong-cells",
          "raden har \(rule.inputs.count) villkor och \(rule.outputs.count) utfall, tabellen \(columns.count) och \(outputs.count)",
          at: rule.span ?? definition.span)
        continue
      }
      let cells = zip(rule.inputs, columns).map { cell($0, $1) }
      var results: [CompiledExpression?] = []
      for (index, source) in rule.outputs.enumerated() {
        let compiled = source.flatMap { conclusion($0, definition.outputs[index], outputs[index]) }
        types[index] = TypeInfo(
          type: types[index].type.union(compiled?.type ?? .null),
          nullable: types[index].nullable || compiled?.nullable ?? true)
        results.append(compiled)
      }
      let constants = results.compactMap { $0?.constant }
      let constant =
        constants.count == results.count ? DecisionTable.named(constants, outputs) : nil
      rows.append(
        DecisionTable.Row(cells: cells, outputs: results, constant: constant, span: rule.span))
    }
    let compiledColumns = columns.compactMap { $0 }
    guard !failed, compiledColumns.count == columns.count else { return nil }
    for (index, output) in outputs.enumerated() {
      if let fallback = output.fallback {
        types[index] = TypeInfo(
          type: types[index].type.union(fallback.type),
          nullable: types[index].nullable || fallback.nullable)
      }
    }
    let (type, nullable) = resultType(types, outputs, rows)
    return DecisionTable(
      hitPolicy: definition.hitPolicy, aggregation: definition.aggregation, type: type,
      nullable: nullable, references: references, columns: compiledColumns, outputs: outputs,
      rows: rows, span: definition.span)
  }

  private mutating func checkShape() {
    if definition.outputs.isEmpty {
      fail("no-outputs", "tabellen har inget utfall", help: "skriv minst ett namn under `outputs`")
    }
    if definition.outputs.count > 1, definition.outputs.contains(where: { $0.name == nil }) {
      fail("unnamed-output", "med flera utfall måste alla ha namn")
    }
    if definition.aggregation != nil, definition.hitPolicy != .collect {
      fail("wrong-aggregation", "bara `COLLECT` kan summera eller räkna")
    }
    let ordered = definition.hitPolicy == .priority || definition.hitPolicy == .outputOrder
    if ordered, !definition.outputs.contains(where: { $0.values != nil }) {
      fail(
        "no-priorities", "`\(definition.hitPolicy.rawValue)` behöver utfall med ordnade `values`",
        help: "räkna upp de tillåtna värdena, det viktigaste först")
    }
  }

  /// The analysis goes as deep as there are columns, and compares each row with each other.
  private mutating func checkSize() -> Bool {
    for (count, limit, what) in [
      (max(definition.inputs.count, definition.outputs.count), 100, "kolumner"),
      (definition.rules.count, 2_000, "rader"),
    ] where count > limit {
      fail(
        "table-too-large", "tabellen har \(count) \(what), och fler än \(limit) läses inte",
        help: "dela upp den i flera tabeller")
      return false
    }
    return true
  }

  private mutating func fail(_ code: String, _ message: String, help: String? = nil) {
    failed = true
    diagnostics.error(code, message, at: definition.span, help: help)
  }

  private mutating func column(_ input: TableDefinition.Input) -> DecisionTable.Column? {
    guard
      let expression = FEEL.compile(
        expression: input.expression, environment: environment, expected: input.type,
        options: options, diagnostics: &diagnostics)
    else {
      failed = true
      return nil
    }
    references.formUnion(expression.references)
    let info = TypeInfo(type: expression.type, nullable: expression.nullable)
    let allowed = input.values.flatMap { tests($0, info) }
    return DecisionTable.Column(
      expression: expression, allowed: allowed,
      domain: environment.choices(of: input.expression.text))
  }

  private mutating func tests(_ source: SourceText, _ info: TypeInfo) -> CompiledUnaryTests? {
    let tests = FEEL.compile(
      unaryTests: source, input: info, environment: environment, options: options,
      diagnostics: &diagnostics)
    if let tests { references.formUnion(tests.references) } else { failed = true }
    return tests
  }

  private mutating func cell(_ source: SourceText?, _ column: DecisionTable.Column?) -> Cell {
    guard let source else { return .any }
    let info = TypeInfo(
      type: column?.expression.type ?? .any, nullable: column?.expression.nullable ?? true)
    guard let tests = tests(source, info) else { return .any }
    if let allowed = column?.allowed { check(tests, allowed) }
    return Cell(tests)
  }

  /// A cell that tests for a value which the column never has is a slip of the pen.
  private mutating func check(_ tests: CompiledUnaryTests, _ allowed: CompiledUnaryTests) {
    guard let constants = tests.constants, let known = allowed.constants else { return }
    let names = known.compactMap { test -> String? in
      if case .value(let value) = test { value.feelText } else { nil }
    }
    guard names.count == known.count else { return }
    for constant in constants {
      guard case .value(let value) = constant, !names.contains(value.feelText) else { continue }
      switch value {
      case .string, .boolean, .number:
        diagnostics.error(
          "value-not-allowed", "`\(value.feelText)` är inget av kolumnens värden",
          at: tests.source.fullSpan, help: help(for: value.feelText, among: names))
        if !options.lenient { failed = true }
      default: break
      }
    }
  }

  private mutating func output(_ output: TableDefinition.Output) -> DecisionTable.Output {
    let info = TypeInfo(type: output.type ?? .any, nullable: true)
    let allowed = output.values.flatMap { tests($0, info) }
    let order = (allowed?.constants ?? []).compactMap { test -> Value? in
      if case .value(let value) = test { value } else { nil }
    }
    let fallback = output.fallback.flatMap { source in
      FEEL.compile(
        expression: source, environment: environment, expected: output.type, options: options,
        diagnostics: &diagnostics)
    }
    if output.fallback != nil, fallback == nil { failed = true }
    if let fallback { references.formUnion(fallback.references) }
    return DecisionTable.Output(
      name: output.name, order: order, allowed: allowed, fallback: fallback)
  }

  private mutating func conclusion(
    _ source: SourceText, _ output: TableDefinition.Output, _ compiled: DecisionTable.Output
  ) -> CompiledExpression? {
    guard
      let expression = FEEL.compile(
        expression: source, environment: environment, expected: output.type, options: options,
        diagnostics: &diagnostics)
    else {
      failed = true
      return nil
    }
    references.formUnion(expression.references)
    if let value = expression.constant, !value.isNull, !compiled.order.isEmpty,
      !compiled.order.contains(where: { value.isIn($0) == .yes })
    {
      diagnostics.error(
        "value-not-allowed", "`\(value.feelText)` är inget av utfallets värden",
        at: source.fullSpan, help: help(for: value.feelText, among: compiled.order.map(\.feelText)))
      if !options.lenient { failed = true }
    }
    return expression
  }

  private func resultType(
    _ types: [TypeInfo], _ outputs: [DecisionTable.Output], _ rows: [DecisionTable.Row]
  ) -> (FEELType, nullable: Bool) {
    let single: FEELType
    let mayBeNull: Bool
    if types.count == 1 {
      single = types.first?.type ?? .any
      mayBeNull = types.first?.nullable ?? true
    } else {
      single = .context(
        zip(outputs, types).map {
          FEELType.Member(name: $0.name ?? "", type: $1.type, nullable: $1.nullable)
        })
      mayBeNull = false
    }
    let always = rows.contains { $0.cells.allSatisfy(\.isAny) }
    let limited = definition.inputs.contains { $0.values != nil }
    if definition.hitPolicy.isMultiple {
      let several: FEELType =
        switch definition.aggregation {
        case nil: .list(single)
        case .count: .number
        default: single
        }
      let aggregated = definition.aggregation.map { $0 != .count } ?? false
      let hasDefault = outputs.contains { $0.fallback != nil }
      // A default is the result itself, no list of one (10.3.2.10).
      return (
        hasDefault && !always ? several.union(single) : several, !always || limited || aggregated
      )
    }
    let complete = always || outputs.allSatisfy { $0.fallback != nil }
    let certain =
      complete && (definition.hitPolicy == .first || definition.hitPolicy == .priority)
    // An input outside its allowed values has no result.
    return (single, mayBeNull || !certain || limited)
  }
}
