import CivilTime
import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  /// The data of a workflow.
  mutating func readFields(_ draft: WorkflowDraft) -> [Field] {
    let seed = WorkflowBuild(
      draft: draft, layout: FrameLayout(fields: [], parentFields: [], facts: []), fields: [],
      environment: Environment(), protections: [:])
    return draft.root.entries("data").compactMap { entry in
      let node = entry.value
      // A field whose type cannot be read is still there: what uses it is not to blame.
      let type =
        node["type"]?.sourceTextForFEEL.flatMap { parseType($0) } ?? .any
      _ = basis(node)
      var protection: Set<Protection> = []
      if node.flag("personal") { protection.insert(.personal) }
      if node.flag("sensitive") { protection.insert(.sensitive) }
      if let readers = roles(node, "readers") { protection.insert(.readers(Set(readers))) }
      let standard = compile(
        node["default"], ExpressionPlace(use: .other, state: nil, certain: []), expected: type,
        in: seed)
      checkValues(node, type, standard)
      let allowed = readAllowed(node, type)
      return Field(
        name: entry.name, title: node.text("title") ?? entry.name, type: type,
        values: node["values"] == nil ? nil : node.texts("values"), required: node.flag("required"),
        defaultValue: standard?.expression, allowed: allowed,
        isCalculated: node.flag("calculated"),
        isAnonymous: node.flag("anonymous"), isNote: isNote(node, type), protection: protection,
        text: node.text("text"), span: entry.key.span)
    }
  }

  private mutating func isNote(_ node: YAMLNode, _ type: FEELType) -> Bool {
    guard node.flag("note") else { return false }
    if type != .string, type != .any {
      diagnostics.error(
        "wrong-note", "en anteckning är en text", at: node["note"]?.span,
        help: "skriv `type: string`, eller ta bort `note`")
    }
    return true
  }

  /// What may stand in a field beside what its type says: it reads nothing of the case, so that it can be told at once
  /// to the one who fills it in.
  private mutating func readAllowed(_ node: YAMLNode, _ type: FEELType) -> CompiledUnaryTests? {
    guard let source = node["allowed"]?.sourceTextForFEEL else { return nil }
    let tests = FEEL.compile(
      unaryTests: source, input: TypeInfo(type: type, nullable: false),
      environment: Environment(), diagnostics: &diagnostics)
    if let tests, !tests.references.functions.isEmpty || tests.references.usesNow {
      diagnostics.error(
        "wrong-allowed", "`allowed` får bara läsa dagens datum", at: node["allowed"]?.span)
    }
    return tests
  }

  /// A FEEL type; a Swedish word for one is told what it is called.
  mutating func parseType(_ source: SourceText) -> FEELType? {
    var found = Diagnostics()
    if let type = FEELType.parse(source, diagnostics: &found) { return type }
    let words = [
      "tal": "number", "belopp": "number", "siffra": "number", "text": "string", "sträng": "string",
      "datum": "date", "dag": "date", "ja/nej": "boolean", "sant": "boolean", "tid": "time",
      "klockslag": "time", "lista": "list<string>",
    ]
    for finding in found.findings {
      let isVague = finding.code == "unknown-type" && !(finding.help ?? "").hasPrefix("menade")
      let help =
        words[source.text.lowercased()].map { "skriv `\($0)`" }
        ?? "de vanligaste är `string` (text), `number` (tal), `boolean` (ja eller nej) och `date` (datum)"
      diagnostics.report(
        isVague
          ? Diagnostic(code: finding.code, finding.message, span: finding.span, help: help)
          : finding)
    }
    return nil
  }

  /// The values that a field declares are texts, each once, and its default is one of them.
  private mutating func checkValues(
    _ node: YAMLNode, _ type: FEELType, _ standard: ScopedExpression?
  ) {
    guard let values = node["values"] else { return }
    let texts = node.texts("values")
    switch type {
    case .string, .list(.string), .any: break
    default:
      diagnostics.error(
        "values-of-type", "bara texter kan ha `values`, och det här är \(type.swedish)",
        at: values.span, help: "skriv `type: string`, eller ta bort `values`")
      return
    }
    for (index, item) in node.list("values").enumerated()
    where item.text.map({ texts.prefix(index).contains($0) }) ?? false {
      diagnostics.error("duplicate-value", "`\(item.text ?? "")` står två gånger", at: item.span)
    }
    guard let standard, case .string(let text)? = standard.expression.constant,
      !texts.contains(text)
    else { return }
    diagnostics.error(
      "unknown-value", "`\(text)` är inget av värdena under `values`", at: standard.expression.span,
      help: help(for: text, among: texts))
  }

  /// The parent's fields that a workflow may read: those of every workflow it is opened under.
  mutating func parentFields(_ draft: WorkflowDraft) -> [Field] {
    var result: [Field] = []
    for node in draft.parents {
      guard let id = node.text else { continue }
      guard let parent = drafts.first(where: { $0.id == id }) else {
        diagnostics.error(
          "unknown-workflow", "arbetsflödet `\(id)` finns inte", at: node.span,
          help: help(for: id, among: drafts.map(\.id)))
        continue
      }
      var silent = self
      for field in silent.readFields(parent) {
        guard let known = result.firstIndex(where: { $0.name == field.name }) else {
          result.append(field)
          continue
        }
        // A type that could not be read is no other type.
        let isRead = result[known].type != .any && field.type != .any
        if isRead, result[known].type != field.type {
          diagnostics.error(
            "different-types",
            "`parent.\(field.name)` är av olika typ i de överordnade arbetsflödena",
            at: node.span,
            notes: [
              .init("den ena står här", span: result[known].span),
              .init("den andra står här", span: field.span),
            ])
        }
        result[known] = result[known].shared(with: field)
      }
    }
    return result
  }

  /// What the expressions of a workflow see, before derived values and decision tables.
  mutating func build(_ draft: WorkflowDraft) -> WorkflowBuild {
    let fields = readFields(draft)
    for field in fields { checkName(field.name, at: field.span) }
    let parents = parentFields(draft)
    let layout = FrameLayout(
      fields: fields.map(\.name), parentFields: parents.map(\.name), facts: facts.map(\.name))
    var environment = Environment()
    var protections: [String: Set<Protection>] = [:]
    for (slot, field) in fields.enumerated() {
      environment.declare(slot: slot, field.name, field.type, nullable: !field.required)
      protections[field.name] = field.protection
      if let values = field.values { environment.declare(choices: values, for: field.name) }
    }
    environment.declare(slot: layout.entered, "entered", .date, nullable: false)
    environment.declare(slot: layout.opened, "opened", .date, nullable: false)
    if !hasKnownParents(draft) {
      environment.bind("parent", .unknown)
    } else if !parents.isEmpty {
      let isCertain =
        draft.root["parent"]?["required"].flatMap(\.text).flatMap(parseBoolean) ?? true
      var members: [String: Binding] = [:]
      for (offset, field) in parents.enumerated() {
        members[field.name] = .slot(
          layout.parent + offset, type: field.type, nullable: !(field.required && isCertain))
        protections["parent.\(field.name)"] = field.protection
        if let values = field.values {
          environment.declare(choices: values, for: "parent.\(field.name)")
        }
      }
      environment.bind("parent", .namespace(members))
    }
    var facts: [String: Binding] = [:]
    for (offset, fact) in self.facts.enumerated() {
      facts[fact.name] = .slot(layout.fact + offset, type: .number, nullable: false)
    }
    for name in vagueFacts { facts[name] = .unknown }
    environment.bind("fakta", .namespace(facts))
    environment.bind("riktlinjer", .namespace(guidelineBindings(fields, layout)))
    let parentStates = drafts.filter { draft.parents.compactMap(\.text).contains($0.id) }
      .reduce(into: Set<String>()) { $0.formUnion($1.stateIDs) }
    for function in HostFunctions.all(
      calendar: calendar, meetings: meetings, vagueMeetings: vagueMeetings, states: draft.stateIDs,
      parentStates: hasKnownParents(draft) ? parentStates : nil)
    {
      environment.register(function: function)
    }
    return WorkflowBuild(
      draft: draft, layout: layout, fields: fields, environment: environment,
      protections: protections)
  }

  /// Guidelines as names: each the value in force on the day that counts for the case.
  private func guidelineBindings(_ fields: [Field], _ layout: FrameLayout) -> [String: Binding] {
    var members: [String: Binding] = [:]
    for guideline in guidelines {
      let slot = layout.slot(of: guideline.applies, in: fields)
      members[guideline.name] = .computed(
        type: guideline.type.feelType, nullable: false, references: References(),
        evaluate: { context in
          var date = context.today
          if let slot, case .date(let fixed) = context.slots[slot] { date = fixed }
          guard let dated = guideline.value(on: date) else {
            context.note(.noEntry, "riktlinjen `\(guideline.name)` har inget värde \(date)")
            return .null
          }
          return dated.value
        })
    }
    for name in vagueGuidelines { members[name] = .unknown }
    return members
  }
}

extension FrameLayout {
  /// The slot whose date decides which value of a guideline applies; nil when it is today's date. A sub-case goes by
  /// its parent's field when it has none of its own.
  public func slot(of applies: Guideline.Applies, in fields: [Field]) -> Int? {
    guard case .fixedAt(let name) = applies else { return nil }
    if let own = fields.firstIndex(where: { $0.name == name }) { return own }
    return parentFields.firstIndex(of: name).map { parent + $0 }
  }
}

extension Field {
  /// The field as it is seen through either of two parents: as protected as the more protected, certain only if both
  /// are.
  fileprivate func shared(with other: Field) -> Field {
    Field(
      name: name, title: title, type: type, values: values == other.values ? values : nil,
      required: required && other.required, defaultValue: nil,
      allowed: nil, isCalculated: isCalculated && other.isCalculated,
      isAnonymous: isAnonymous || other.isAnonymous, isNote: isNote && other.isNote,
      protection: protection.union(other.protection), text: text, span: span)
  }
}
