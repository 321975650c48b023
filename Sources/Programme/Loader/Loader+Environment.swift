import CivilTime
import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  /// The data of a workflow.
  mutating func readFields(_ draft: WorkflowDraft) -> [Field] {
    let seed = WorkflowBuild(
      draft: draft, layout: FrameLayout(fieldCount: 0, parentFields: [], facts: []), fields: [],
      environment: Environment(), protections: [:])
    return draft.root.entries("data").compactMap { entry in
      let node = entry.value
      guard let source = node["type"]?.sourceTextForFEEL,
        let type = FEELType.parse(source, diagnostics: &diagnostics)
      else { return nil }
      _ = basis(node)
      var protection: Set<Protection> = []
      if node.flag("personal") { protection.insert(.personal) }
      if node.flag("sensitive") { protection.insert(.sensitive) }
      let standard = compile(
        node["default"], ExpressionPlace(use: .other, state: nil, certain: []), expected: type,
        in: seed)
      return Field(
        name: entry.name, title: node.text("title") ?? entry.name, type: type,
        values: node["values"] == nil ? nil : node.texts("values"), required: node.flag("required"),
        defaultValue: standard?.expression, protection: protection,
        readers: roles(node, "readers"), text: node.text("text"), span: entry.key.span)
    }
  }

  /// The parent's fields that a workflow may read: those of every workflow it is opened under.
  private mutating func parentFields(_ draft: WorkflowDraft) -> [Field] {
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
      for field in silent.readFields(parent)
      where !result.contains(where: { $0.name == field.name }) {
        result.append(field)
      }
    }
    return result
  }

  /// What the expressions of a workflow see, before derived values and decision tables.
  mutating func build(_ draft: WorkflowDraft) -> WorkflowBuild {
    let fields = readFields(draft)
    let parents = parentFields(draft)
    let layout = FrameLayout(
      fieldCount: fields.count, parentFields: parents.map(\.name), facts: facts.map(\.name))
    var environment = Environment()
    var protections: [String: Set<Protection>] = [:]
    for (slot, field) in fields.enumerated() {
      environment.declare(slot: slot, field.name, field.type, nullable: !field.required)
      protections[field.name] = field.protection
    }
    environment.declare(slot: layout.entered, "entered", .date, nullable: false)
    environment.declare(slot: layout.opened, "opened", .date, nullable: false)
    if !parents.isEmpty {
      let isCertain = draft.root["parent"]?["required"].flatMap(\.text).flatMap(parseBoolean) ?? true
      var members: [String: Binding] = [:]
      for (offset, field) in parents.enumerated() {
        members[field.name] = .slot(
          layout.parent + offset, type: field.type, nullable: !(field.required && isCertain))
        protections["parent.\(field.name)"] = field.protection
      }
      environment.bind("parent", .namespace(members))
    }
    var facts: [String: Binding] = [:]
    for (offset, fact) in self.facts.enumerated() {
      facts[fact.name] = .slot(layout.fact + offset, type: .number, nullable: false)
    }
    environment.bind("fakta", .namespace(facts))
    environment.bind("riktlinjer", .namespace(guidelineBindings(fields, layout)))
    for function in HostFunctions.all(calendar: calendar, meetings: meetings) {
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
