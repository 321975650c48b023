public import Diagnostics

extension Scenario {
  /// Reports the names in an example that its programme does not have: of persons, workflows, cases, events, tasks,
  /// fields and states. Run, each would be followed by refusals that are only consequences.
  ///
  /// In a step that should be refused nothing is looked at: the name may be why.
  public func checkNames(in programme: Programme, diagnostics: inout Diagnostics) {
    var check = NameCheck(programme: programme)
    check.visit(self)
    diagnostics.append(check.diagnostics)
  }
}

/// One look at an example. The workflow of each case is known from the step that opens it.
private struct NameCheck {
  let programme: Programme
  var diagnostics = Diagnostics()
  /// Workflow by the name of the case; nil when it is not known.
  private var cases: [String: Workflow?] = [:]
  private var current: Workflow?
  private var told: Set<String> = []

  init(programme: Programme) { self.programme = programme }

  mutating func visit(_ scenario: Scenario) {
    if let actor = scenario.actor { person(actor, at: scenario.actorSpan) }
    for step in scenario.steps {
      if step.expectation.refused == nil, let actor = step.actor {
        person(actor, at: step.places["as"])
      }
      visit(step)
    }
  }

  private mutating func visit(_ step: Scenario.Step) {
    let isSilent = step.expectation.refused != nil
    let known = diagnostics
    defer { if isSilent { diagnostics = known } }
    switch step.action {
    case .open(let id, let parent):
      if let parent { _ = workflow(ofCase: parent, at: step.places["parent"]) }
      current = programme.workflows.first { $0.id == id }
      if current == nil {
        unknown(
          "workflow", "arbetsflödet", id, among: programme.workflows.map(\.id), at: step.actionPlace
        )
      }
      if let name = step.name { cases[name] = .some(current) }
    case .lookAtMeeting: return
    default:
      if let name = step.name { current = workflow(ofCase: name, at: step.places["case"]) }
    }
    guard let workflow = current else { return }
    let tasks = workflow.states.flatMap(\.tasks).map(\.id)
    switch step.action {
    case .send(let id):
      let events = workflow.events.map(\.id)
      if !events.contains(id) {
        unknown(
          "event", "händelsen", id, among: events, at: step.actionPlace, of: workflow,
          instead: tasks.contains(id) ? "det är en uppgift: skriv `done: \(id)`" : nil)
      }
    case .complete(let id), .postpone(let id, _):
      if !tasks.contains(id) {
        let isEvent = workflow.events.contains { $0.id == id }
        unknown(
          "task", "uppgiften", id, among: tasks, at: step.actionPlace, of: workflow,
          instead: isEvent ? "det är en händelse: skriv `send: \(id)`" : nil)
        return
      }
    default: break
    }
    let fields = workflow.fields.map(\.name)
    for field in step.fields where !fields.contains(field.name) {
      unknown("field", "fältet", field.name, among: fields, at: field.span, of: workflow)
    }
    visit(step.expectation, workflow, tasks)
  }

  private mutating func visit(
    _ expected: Scenario.Expectation, _ workflow: Workflow, _ tasks: [String]
  ) {
    let states = workflow.states.map(\.id)
    for id in expected.states?.value ?? [] where !states.contains(id) {
      unknown("state", "tillståndet", id, among: states, at: expected.states?.span, of: workflow)
    }
    for id in (expected.tasks?.value.keys).map(Array.init) ?? [] where !tasks.contains(id) {
      unknown("task", "uppgiften", id, among: tasks, at: expected.tasks?.span, of: workflow)
    }
    let kinds = programme.escalationKinds.map(\.id)
    for id in (expected.escalations?.value.keys).map(Array.init) ?? [] where !kinds.contains(id) {
      unknown(
        "escalation", "slaget av eskalering", id, among: kinds, at: expected.escalations?.span)
    }
    let names = workflow.fields.map(\.name) + workflow.derived.map(\.name)
    for datum in expected.data where !names.contains(datum.name) {
      unknown("field", "uppgiften", datum.name, among: names, at: datum.span, of: workflow)
    }
  }

  /// The workflow of a case by its name in the example: `d`, or `d/delärende` for one under it.
  private mutating func workflow(ofCase name: String, at span: SourceSpan?) -> Workflow? {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let known = cases[first] else {
      unknown(
        "case", "ärendet", parts.first ?? name, among: Array(cases.keys), at: span,
        instead: cases.isEmpty ? "inget ärende har öppnats: skriv `open:` med `case:`" : nil)
      return nil
    }
    guard let inner = parts.dropFirst().first else { return known }
    let workflow = programme.workflows.first { $0.id == inner }
    if workflow == nil {
      unknown("workflow", "arbetsflödet", inner, among: programme.workflows.map(\.id), at: span)
    }
    return workflow
  }

  private mutating func person(_ id: String, at span: SourceSpan?) {
    let people = programme.organisation.persons.map(\.id)
    guard !people.contains(id), told.insert(id).inserted else { return }
    unknown("person", "personen", id, among: people, at: span)
  }

  private mutating func unknown(
    _ code: String, _ what: String, _ id: String, among names: [String], at span: SourceSpan?,
    of workflow: Workflow? = nil, instead: String? = nil
  ) {
    let place = workflow.map { " i `\($0.id)`" } ?? ""
    diagnostics.error(
      "unknown-\(code)", "\(what) `\(id)` finns inte\(place)", at: span,
      help: instead ?? help(for: id, among: names))
  }
}
