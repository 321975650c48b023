import CivilTime
public import Diagnostics
import YAMLTree

extension Scenario {
  /// Reads a scenario's file; nil when it cannot be made sense of, which is reported.
  public static func read(_ source: SourceFile, diagnostics: inout Diagnostics) -> Scenario? {
    guard let document = YAMLTree.parse(source, diagnostics: &diagnostics) else { return nil }
    var checker = ShapeChecker(FileKind.scenario.shape)
    _ = checker.check(document.root)
    diagnostics.append(checker.diagnostics)
    guard !checker.diagnostics.hasErrors, let title = document.root["scenario"] else { return nil }
    var steps: [Step] = []
    for node in document.root.list("steps") {
      guard let step = Step(node, diagnostics: &diagnostics) else { return nil }
      steps.append(step)
    }
    return Scenario(
      title: title.text ?? "", steps: steps, span: title.span, actor: document.root.text("as"),
      actorSpan: document.root["as"]?.span)
  }
}

extension Scenario.Step {
  fileprivate init?(_ node: YAMLNode, diagnostics: inout Diagnostics) {
    guard let date = node.date("date") else { return nil }
    let verbs = [
      "open", "send", "done", "correct", "postpone", "assign", "run", "note", "contact", "undo",
      "meeting",
    ]
    let used = verbs.filter { node[$0] != nil }
    guard used.count <= 1 else {
      diagnostics.error(
        "several-actions", "steget gör flera saker: \(used.listed)", at: node.span,
        help: "skriv ett steg för varje")
      return nil
    }
    var values: [String: String] = [:]
    let filledIn = node.entries("with") + node.entries("correct")
    for entry in filledIn {
      values[entry.name] = entry.value.scalar?.text ?? entry.value.sourceText
    }
    self.init(
      date: date, actor: node.text("as"), behalf: node.text("for"), name: node.text("case"),
      action: Self.action(node),
      values: values, reason: node.text("reason") ?? "",
      expectation: Scenario.Expectation(node["expect"]), span: node.span,
      places: (node.entries ?? []).reduce(into: [:]) { $0[$1.name] = $1.value.span },
      fields: filledIn.map { ($0.name, $0.key.span) })
  }

  private static func action(_ node: YAMLNode) -> Action {
    if let workflow = node.text("open") {
      return .open(workflow: workflow, parent: node.text("parent"))
    }
    if let event = node.text("send") { return .send(event: event) }
    if let task = node.text("done") { return .complete(task: task) }
    if node["correct"] != nil { return .correct }
    if let task = node.text("postpone") { return .postpone(task: task, to: node.date("to")) }
    if let person = node.text("assign") { return .assign(person: person) }
    if let day = node.date("meeting") { return .lookAtMeeting(day) }
    if let text = node.text("note") { return .note(text) }
    if let kind = node.text("contact") { return .contact(kind: kind) }
    if node.flag("undo") { return .undo }
    return node["run"] == nil ? .look : .dailyRun
  }
}

extension Scenario.Expectation {
  fileprivate init(_ node: YAMLNode?) {
    refused = node?["refused"].flatMap { item in
      item.text.map { Scenario.Located(value: $0, span: item.span) }
    }
    states = node?["states"].map { item in
      Scenario.Located(value: (item.items ?? [item]).compactMap(\.text), span: item.span)
    }
    tasks = node?["tasks"].map { item in
      var dates: [String: CivilDate?] = [:]
      for entry in item.entries ?? [] {
        dates[entry.name] = .some(entry.value.text.flatMap(CivilDate.parse))
      }
      return Scenario.Located(value: dates, span: item.span)
    }
    escalations = node?["escalations"].map { item in
      var roles: [String: [String]] = [:]
      for entry in item.entries ?? [] {
        roles[entry.name] = (entry.value.items ?? [entry.value]).compactMap(\.text).sorted()
      }
      return Scenario.Located(value: roles, span: item.span)
    }
    data = (node?.entries("data") ?? []).map { entry in
      (entry.name, entry.value.scalar?.text ?? entry.value.sourceText, entry.value.span)
    }
    isClosed = node?["closed"].flatMap { item in
      item.text.flatMap(parseBoolean).map { Scenario.Located(value: $0, span: item.span) }
    }
  }
}

extension [String] {
  fileprivate var listed: String { map { "`\($0)`" }.joined(separator: ", ") }
}
