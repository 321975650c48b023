import DecisionTables
import Diagnostics
import FEEL
import YAMLTree

extension DecisionDraft {
  /// The names that its inputs and cells mention, as far as they can be read by themselves.
  func references(in environment: Environment) -> References {
    var silent = Diagnostics()
    var result = References()
    func add(_ source: SourceText?) {
      guard let source,
        let expression = FEEL.compile(
          expression: source, environment: environment, options: .lenient, diagnostics: &silent)
      else { return }
      result.formUnion(expression.references)
    }
    for entry in root.entries("inputs") {
      add(entry.value["expression"]?.sourceTextForFEEL ?? SourceText(entry.name))
    }
    let anything = TypeInfo(type: .any, nullable: true)
    for rule in root.list("rules") {
      for cell in rule.entries("then") {
        guard let scalar = cell.value.scalar, scalar.text.hasPrefix("=") else { continue }
        add(SourceText(String(scalar.text.dropFirst())))
      }
      for cell in rule.entries("when") {
        // In a column with values a cell is bare text.
        let isChoice = root["inputs"]?[cell.name]?["values"] != nil
        if isChoice, let scalar = cell.value.scalar, !scalar.text.hasPrefix("=") { continue }
        guard let source = cell.value.sourceTextForFEEL,
          let tests = FEEL.compile(
            unaryTests: source, input: anything, environment: environment, options: .lenient,
            diagnostics: &silent)
        else { continue }
        result.formUnion(tests.references)
      }
    }
    return result
  }
}

extension Loader {
  /// Compiles a decision table in the scope of a workflow and binds its name there.
  mutating func compileDecision(_ draft: DecisionDraft, _ build: inout WorkflowBuild) -> Decision? {
    let root = draft.root
    let inputs = root.entries("inputs")
    let outputs = root.entries("outputs")
    let definition = TableDefinition(
      hitPolicy: root.text("hitPolicy").flatMap(HitPolicy.init) ?? .unique,
      aggregation: root.text("aggregation").flatMap(Aggregation.init),
      inputs: inputs.map { input($0, build) }, outputs: outputs.map { output($0) },
      rules: root.list("rules").map { rule($0, inputs, outputs) }, span: draft.nameSpan)
    let rows = root.list("rules").map { node in
      Decision.Row(
        basis: basis(node), mayMatchNull: mayMatchNull(node, inputs, build),
        text: node.text("text"), span: node.span)
    }
    guard
      let table = DecisionTable.compile(
        definition, environment: build.environment, diagnostics: &diagnostics)
    else {
      build.environment.bind(draft.name, .unknown)
      return nil
    }
    var references = table.references
    references.names.insert(draft.name)
    build.bind(draft.name, binding(table, outputs.map(\.name), references))
    for output in outputs where output.value["values"] != nil {
      build.environment.declare(
        choices: output.value.texts("values"), for: "\(draft.name).\(output.name)")
    }
    return Decision(
      name: draft.name, title: root.text("title") ?? draft.name, workflow: build.draft.id,
      table: table, inputs: inputs.map { $0.value.text("title") ?? $0.name },
      outputs: outputs.map(\.name), rows: rows, isIncomplete: root.flag("incomplete"),
      protection: build.protection(of: references),
      span: draft.nameSpan)
  }

  /// By column: whether the value may be missing, and the row asks nothing or for null.
  private func mayMatchNull(_ row: YAMLNode, _ inputs: [YAMLEntry], _ build: WorkflowBuild)
    -> [Bool]
  {
    inputs.map { column in
      let name = column.value.text("expression") ?? column.name
      guard build.environment.info(name)?.nullable ?? true else { return false }
      guard let cell = row["when"]?[column.name]?.sourceTextForFEEL?.text else { return true }
      return cell == "-" || cell.contains("null") || cell.contains("not(")
    }
  }

  /// What the table's name stands for. A single hit is a context with the outputs by name, also when there is only one
  /// (DMN 8.2.8 would give the bare value): so that adding an output changes no expression.
  private func binding(_ table: DecisionTable, _ outputs: [String], _ references: References)
    -> Binding
  {
    guard let only = outputs.first, outputs.count == 1, !table.hitPolicy.isMultiple else {
      return .computed(
        type: table.type, nullable: table.nullable, references: references,
        evaluate: { context in table.evaluate(&context).value })
    }
    let member = FEELType.Member(name: only, type: table.type, nullable: table.nullable)
    return .computed(
      type: .context([member]), nullable: false, references: references,
      evaluate: { context in .context(Context([(only, table.evaluate(&context).value)])) })
  }

  private mutating func input(_ entry: YAMLEntry, _ build: WorkflowBuild) -> TableDefinition.Input {
    let span = entry.key.span
    let expression =
      entry.value["expression"]?.sourceTextForFEEL ?? SourceText(entry.name) { _ in span }
    checkChoices(entry, expression.text, build)
    let values = entry.value["values"].map { literals($0.items?.compactMap(\.text) ?? [], $0.span) }
    return TableDefinition.Input(expression: expression, values: values)
  }

  /// The values of a column that asks for a field are among those of the field.
  private mutating func checkChoices(
    _ entry: YAMLEntry, _ expression: String, _ build: WorkflowBuild
  ) {
    guard let index = build.field(expression), let known = build.fields[index].values else {
      return
    }
    for item in entry.value.list("values") {
      guard let text = item.text, !known.contains(text) else { continue }
      diagnostics.error(
        "unknown-value", "`\(build.fields[index].name)` kan aldrig vara `\(text)`", at: item.span,
        notes: [.init("fältet står här", span: build.fields[index].span)],
        help: help(for: text, among: known))
    }
    let written = entry.value.texts("values")
    let missing = known.filter { !written.contains($0) }
    if let values = entry.value["values"], !missing.isEmpty {
      diagnostics.warning(
        "missing-choice",
        "kolumnen saknar \(missing.map { "`\($0)`" }.joined(separator: ", ")), som `\(build.fields[index].name)` kan vara",
        at: values.span, notes: [.init("fältet står här", span: build.fields[index].span)],
        help: "utan det får tabellen inget svar då")
    }
  }

  private mutating func output(_ entry: YAMLEntry) -> TableDefinition.Output {
    var type = FEELType.string
    if let source = entry.value["type"]?.sourceTextForFEEL {
      type = parseType(source) ?? .any
    }
    let values = entry.value["values"].map { literals($0.items?.compactMap(\.text) ?? [], $0.span) }
    return TableDefinition.Output(
      name: entry.name, type: type, values: type == .string ? values : nil,
      fallback: entry.value["default"].flatMap { conclusion($0, type) })
  }

  private mutating func rule(
    _ node: YAMLNode, _ inputs: [YAMLEntry], _ outputs: [YAMLEntry]
  ) -> TableDefinition.Rule {
    for (key, columns) in [("when", inputs), ("then", outputs)] {
      for entry in node.entries(key) where !columns.contains(where: { $0.name == entry.name }) {
        diagnostics.error(
          "unknown-column", "tabellen har ingen kolumn `\(entry.name)`", at: entry.key.span,
          help: help(for: entry.name, among: columns.map(\.name)))
      }
    }
    for column in outputs where node["then"]?.entries != nil && node["then"]?[column.name] == nil {
      diagnostics.warning(
        "missing-output", "raden svarar inget i kolumnen `\(column.name)`",
        at: node.keySpan("then"),
        help:
          "skriv `\(column.name): ...` under `then`, eller `\(column.name): '=null'` om den ska vara tom"
      )
    }
    let cells = inputs.map { column -> SourceText? in
      guard let cell = node["when"]?[column.name] else { return nil }
      guard let values = column.value["values"] else {
        var source = cell.sourceTextForFEEL
        source?.adviceOnTexts =
          "har kolumnen `values: [...]` skrivs texten som den är"
        return source
      }
      return choice(cell, values.items?.compactMap(\.text) ?? [])
    }
    let results = outputs.map { column -> SourceText? in
      guard let cell = node["then"]?[column.name] else { return nil }
      let isText = column.value["type"] == nil || column.value.text("type") == "string"
      let values = column.value.texts("values")
      if isText, !values.isEmpty, let text = cell.text, !text.hasPrefix("="), !values.contains(text)
      {
        diagnostics.error(
          "unknown-value", "`\(text)` är inget av värdena för `\(column.name)`", at: cell.span,
          notes: [.init("kolumnen står här", span: column.key.span)],
          help: help(for: text, among: values))
        return literals([values[0]], cell.span)
      }
      return conclusion(cell, isText ? .string : .any)
    }
    return TableDefinition.Rule(inputs: cells, outputs: results, span: node.span)
  }

  /// A cell of an input with declared values: bare texts with commas between, or FEEL after `=`.
  private mutating func choice(_ cell: YAMLNode, _ values: [String]) -> SourceText? {
    guard let scalar = cell.scalar else { return cell.sourceTextForFEEL }
    let text = scalar.text
    if text == "-" { return cell.sourceTextForFEEL }
    if text.hasPrefix("=") { return afterEquals(scalar) }
    let words = text.split(separator: ",").map { word in
      String(word.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
    for word in words where !values.contains(word) {
      diagnostics.error(
        "unknown-value", "`\(word)` är inget av kolumnens värden", at: cell.span,
        help: text.asNegation(isChoice: true).map { "skriv `\($0.singleQuoted)`" }
          ?? help(for: word, among: values) ?? "ett villkor i FEEL börjar med `=`")
    }
    guard words.allSatisfy(values.contains) else { return nil }
    return literals(words, cell.span)
  }

  /// An output cell: bare text, or FEEL after `=`; FEEL throughout for other types than text.
  private func conclusion(_ cell: YAMLNode, _ type: FEELType) -> SourceText? {
    guard type == .string, let scalar = cell.scalar else { return cell.sourceTextForFEEL }
    if scalar.style == .plain || scalar.style == .singleQuoted, scalar.text.hasPrefix("=") {
      return afterEquals(scalar)
    }
    return literals([scalar.text], cell.span)
  }

  private func afterEquals(_ scalar: YAMLScalar) -> SourceText {
    SourceText(String(scalar.text.dropFirst())) { range in
      scalar.sourceSpan(of: (range.lowerBound + 1)..<(range.upperBound + 1))
    }
  }

  /// Texts as FEEL literals that all stand where the cell stands.
  private func literals(_ texts: [String], _ span: SourceSpan) -> SourceText {
    let quoted = texts.map { text in
      var escaped = ""
      for character in text {
        if character == "\"" || character == "\\" { escaped.append("\\") }
        escaped.append(character)
      }
      return "\"\(escaped)\""
    }
    return SourceText(quoted.joined(separator: ", ")) { _ in span }
  }
}

extension Binding {
  /// What stands for something that could not be compiled: nothing that rests on it is reported.
  static var unknown: Binding {
    .computed(type: .any, nullable: false, references: References(), evaluate: { _ in .null })
  }
}
