import Diagnostics
import FEEL
import Statechart
import YAMLTree

extension Loader {
  /// Compiles a workflow; nil when it cannot be made sense of, which has been reported.
  mutating func compile(
    _ draft: WorkflowDraft, _ decisionDrafts: [DecisionDraft], _ decisions: inout [Decision]
  ) -> Workflow? {
    let root = draft.root
    var build = build(draft)
    compileDerived(&build, decisionDrafts, &decisions)
    checkRequiredFields(build)
    readEvents(&build)
    checkEvents(build)
    let opening = readOpening(build)
    let spendings = readSpendings(build)
    var node = StateNode(draft.id, span: draft.idSpan)
    node.initial = initial(root)
    node.transitions = readTransitions(root, state: 0, id: draft.id, certain: [], in: &build)
    node.children = root.entries("states").map { entry in
      readState(entry, phase: nil, certain: [], in: &build)
    }
    var events = build.events.map(\.id)
    events += Set(draft.raised.keys).union(draft.done.keys).sorted()
    // Without states there is nothing to compile, and the shape's check has said so.
    guard root["states"]?.entries != nil else { return nil }
    guard let chart = Chart.compile(node, events: events, diagnostics: &diagnostics) else {
      return nil
    }
    let label = root["label"].flatMap { node in field(node, in: build) }
    if let label, build.fields[label].type != .string, build.fields[label].type != .any {
      diagnostics.error(
        "wrong-label",
        "`label` ska vara en text, men `\(build.fields[label].name)` är \(build.fields[label].type.swedish)",
        at: root["label"]?.span,
        notes: [.init("fältet står här", span: build.fields[label].span)],
        help: "välj ett fält med `type: string`")
    }
    if let label { checkLabel(build.fields[label], root["label"]) }
    checkParentKeys(build)
    checkOrder(root)
    let meeting = readMeeting(of: build)
    let takesUp = readTakesUp(in: build)
    var silent = self
    let parents = silent.parentFields(draft)
    let suggestions = readSuggestions(build)
    return Workflow(
      id: draft.id, title: root.text("title") ?? draft.id, label: label,
      parents: draft.parents.compactMap(\.text),
      parentRequired: root["parent"]?.text("required").flatMap(parseBoolean) ?? true,
      continuesAfterParent: root.text("onParentEnd") == "continue", opening: opening,
      fields: build.fields, derived: build.derived, spendings: spendings,
      desk: readDesk(build), events: build.events,
      chart: chart, states: build.states.map { $0 ?? .chart(draft.id) },
      transitions: build.transitions.flatMap { $0 }, guards: build.guards, actions: build.actions,
      layout: build.layout, basis: basis(root), span: draft.idSpan,
      clauses: ClauseReader(build, self, parents: parents), suggestions: suggestions,
      meeting: meeting, takesUp: takesUp, readsMeetings: readsMeetings(draft, decisionDrafts))
  }

  /// The short name stands in every list, where only one thing is asked of the reader: to read what identifies.
  private mutating func checkLabel(_ field: Field, _ node: YAMLNode?) {
    guard !field.protection.isSubset(of: [.personal]) else { return }
    let marks = field.protection.subtracting([.personal]).map(\.text).sorted()
    diagnostics.error(
      "protected-label",
      "`label` visas för alla som läser personuppgifter, men `\(field.name)` har `\(marks.joined(separator: ", "))`",
      at: node?.span, notes: [.init("fältet står här", span: field.span)],
      help: "välj ett fält som bara har `personal: ja`")
  }

  /// What is proposed for fields: expressions that may rest on derived values and tables.
  private mutating func readSuggestions(_ build: WorkflowBuild) -> [Int: ScopedExpression] {
    var result: [Int: ScopedExpression] = [:]
    for (index, entry) in build.draft.root.entries("data").enumerated()
    where build.fields.indices.contains(index) {
      let field = build.fields[index]
      let place = ExpressionPlace(use: .other, state: nil, certain: [])
      if let value = compile(entry.value["suggest"], place, expected: field.type, in: build) {
        checkConstant(value, field, build)
        result[index] = value
      }
    }
    return result
  }

  // MARK: Around the chart

  private func initial(_ node: YAMLNode) -> [StateReference] {
    guard let target = node["initial"], let id = target.text else { return [] }
    return [StateReference(id, span: target.span)]
  }

  /// The index of a field that a node names.
  mutating func field(_ node: YAMLNode, _ name: String? = nil, in build: WorkflowBuild) -> Int? {
    guard let name = name ?? node.text else { return nil }
    if let index = build.field(name) { return index }
    diagnostics.error(
      "unknown-field", "fältet `\(name)` finns inte i `\(build.draft.id)`", at: node.span,
      help: help(for: name, among: build.fields.map(\.name)))
    return nil
  }

  mutating func form(_ node: YAMLNode?, in build: WorkflowBuild) -> Form {
    Form(
      entries: (node?.entries ?? []).compactMap { entry in
        guard let index = field(entry.key, entry.name, in: build) else { return nil }
        if build.fields[index].isCalculated {
          diagnostics.error(
            "calculated-in-form", "`\(entry.name)` räknas ut av reglerna och fylls inte i",
            at: entry.key.span,
            notes: [.init("fältet står här", span: build.fields[index].span)],
            help: "ta bort fältet ur formuläret, eller `calculated` från fältet")
        }
        return Form.Entry(field: index, required: entry.value.text == "required")
      })
  }

  private mutating func readOpening(_ build: WorkflowBuild) -> Opening {
    guard let node = build.draft.root["open"] else {
      return Opening(by: nil, form: .all(build.fields), condition: nil, basis: .none)
    }
    let place = ExpressionPlace(use: .sentGuard, state: nil, certain: [])
    return Opening(
      by: roles(node, "by"),
      form: node["form"] == nil ? .all(build.fields) : form(node["form"], in: build),
      condition: compile(node["guard"], place, expected: .boolean, in: build, isGuard: true),
      basis: basis(node))
  }

  private mutating func readSpendings(_ build: WorkflowBuild) -> [Spending] {
    build.draft.root.list("spends").compactMap { node in
      guard let budgetNode = node["budget"], let budget = budgetNode.text else { return nil }
      if !budgets.contains(where: { $0.name == budget }) {
        diagnostics.error(
          "unknown-budget", "budgetposten `\(budget)` finns inte", at: budgetNode.span,
          help: help(for: budget, among: budgets.map(\.name)))
      }
      let place = ExpressionPlace(use: .agenda("spends"), state: nil, certain: [])
      guard let amount = compile(node["amount"], place, expected: .number, in: build),
        let date = compile(node["date"], place, expected: .date, in: build)
      else { return nil }
      return Spending(budget: budget, amount: amount, date: date)
    }
  }

  private mutating func readEvents(_ build: inout WorkflowBuild) {
    for entry in build.draft.root.entries("events") {
      build.events.append(
        EventDefinition(
          id: entry.name, title: entry.value.text("title") ?? entry.name,
          by: roles(entry.value, "by"), form: form(entry.value["form"], in: build),
          text: entry.value.text("text"), basis: basis(entry.value), span: entry.key.span))
    }
  }

  private mutating func checkRequiredFields(_ build: WorkflowBuild) {
    guard let form = build.draft.root["open"]?["form"] else { return }
    for field in build.fields where field.required && field.defaultValue == nil {
      guard form[field.name] == nil else { continue }
      diagnostics.error(
        "unfillable-field", "`\(field.name)` måste finnas när ärendet öppnas, men frågas inte då",
        at: field.span, notes: [.init("formuläret står här", span: form.span)],
        help: "lägg till `\(field.name): required` i formuläret")
    }
  }
}

extension Form {
  /// Every field; those that a case cannot do without must be filled in.
  static func all(_ fields: [Field]) -> Form {
    Form(
      entries: fields.enumerated().filter { !$0.element.isCalculated }.map {
        Entry(field: $0.offset, required: $0.element.required && $0.element.defaultValue == nil)
      })
  }
}

extension StateDefinition {
  /// What stands for the chart itself in the list of states.
  static func chart(_ id: String) -> StateDefinition {
    StateDefinition(
      id: id, title: id, phase: nil, requires: [], tasks: [], timers: [], escalations: [],
      agenda: nil, milestone: nil, basis: .none, span: nil)
  }
}
