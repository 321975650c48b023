import Diagnostics
import Foundation
import Statechart

/// One file of the suite: a chart, the configuration it starts in, and events with the configuration after each. Only
/// atomic states are listed. Keys that the harness does not know fail the test, so that nothing passes unread.
struct ConformanceCase {
  let id: String
  let initialConfiguration: Set<String>
  private let chart: [String: Any]
  private let steps: [[String: Any]]

  init(_ data: Data) throws {
    let object = try JSONSerialization.jsonObject(with: data)
    guard let object = object as? [String: Any], let id = object["id"] as? String,
      let chart = object["chart"] as? [String: Any],
      let initial = object["initialConfiguration"] as? [String],
      let steps = object["steps"] as? [[String: Any]]
    else { throw MiniError(text: "not a test") }
    self.id = id
    self.chart = chart
    initialConfiguration = Set(initial)
    self.steps = steps
  }

  /// Nil when it passes, else what was wrong.
  func failure() throws -> String? {
    var reader = ChartReader()
    let root = try reader.node(chart)
    let events = steps.compactMap { $0["event"] as? String } + reader.raised
    var diagnostics = Diagnostics()
    guard let chart = Chart.compile(root, events: events, diagnostics: &diagnostics) else {
      return DiagnosticRenderer().render(diagnostics)
    }
    var model = TestDatamodel(chart: chart, reader: reader)
    var (state, macrostep) = try chart.start(&model)
    func check(_ expected: Set<String>, _ place: String) -> String? {
      let active = Set(chart.atomicStates(of: state.configuration).map(chart.name(of:)))
      guard active != expected else { return nil }
      return "\(place): expected \(expected.sorted()), is \(active.sorted())"
    }
    try deliver(&state, chart, &model)
    if let failure = check(initialConfiguration, "start") { return failure }
    for (index, step) in steps.enumerated() {
      if let extra = Set(step.keys).subtracting(["event", "configuration", "afterMilliseconds"])
        .first
      {
        throw MiniError(text: "unknown key \(extra)")
      }
      guard let event = step["event"] as? String,
        let expected = step["configuration"] as? [String]
      else { throw MiniError(text: "not a step") }
      model.clock += step["afterMilliseconds"] as? Double ?? 0
      try deliver(&state, chart, &model)
      let before = state.configuration
      macrostep = try chart.step(&state, chart.event(matching: event), &model)
      if macrostep.applied(to: before) != state.configuration {
        return "step \(index + 1): the record does not lead to the configuration"
      }
      try deliver(&state, chart, &model)
      if let failure = check(Set(expected), "step \(index + 1), \(event)") { return failure }
    }
    return nil
  }

  /// Sent events that are due, in order of time, then of sending.
  private func deliver(
    _ state: inout ChartState, _ chart: Chart, _ model: inout TestDatamodel
  ) throws {
    while let next = model.sent.indices.filter({ model.sent[$0].due <= model.clock })
      .min(by: { (model.sent[$0].due, $0) < (model.sent[$1].due, $1) })
    {
      let event = model.sent.remove(at: next).event
      _ = try chart.step(&state, chart.event(matching: event), &model)
    }
  }
}

enum TestAction {
  case raise(String)
  case send(String, after: Double)
  case assign(String, MiniExpression)
}

/// Turns the JSON of a chart into a description, numbering guards and actions as it meets them.
struct ChartReader {
  var guards: [MiniExpression] = []
  var actions: [TestAction] = []
  var data: [(String, MiniExpression)] = []
  var raised: [String] = []

  mutating func node(_ json: [String: Any]) throws -> StateNode {
    try check(
      json,
      [
        "id", "type", "history", "default", "defaultActions", "initial", "initialActions", "entry",
        "exit", "transitions", "states", "data",
      ])
    guard let id = json["id"] as? String else { throw MiniError(text: "a state without id") }
    let kind: StateNode.Kind
    switch (json["type"] as? String, json["history"] as? String) {
    case (nil, nil), ("compound", nil), ("atomic", nil): kind = .state
    case ("parallel", nil): kind = .parallel
    case ("final", nil): kind = .final
    case ("history", "deep"): kind = .deepHistory
    case ("history", _): kind = .shallowHistory
    default: throw MiniError(text: "unknown type of state \(id)")
    }
    for (name, value) in (json["data"] as? [String: Any] ?? [:]).sorted(by: { $0.key < $1.key }) {
      data.append((name, try expression(value)))
    }
    var node = StateNode(id, kind)
    node.initial = references(json["initial"])
    node.defaultTargets = references(json["default"])
    node.initialActions = try actionNumbers(json["initialActions"])
    node.defaultActions = try actionNumbers(json["defaultActions"])
    node.entry = try actionNumbers(json["entry"])
    node.exit = try actionNumbers(json["exit"])
    for transition in json["transitions"] as? [[String: Any]] ?? [] {
      node.transitions.append(try self.transition(transition))
    }
    for child in json["states"] as? [[String: Any]] ?? [] {
      node.children.append(try self.node(child))
    }
    return node
  }

  private mutating func transition(_ json: [String: Any]) throws -> TransitionNode {
    try check(json, ["events", "targets", "guard", "internal", "actions"])
    var number: Int?
    if let text = json["guard"] {
      number = guards.count
      guards.append(try guardExpression(text))
    }
    return TransitionNode(
      on: json["events"] as? [String] ?? [], guard: number, to: references(json["targets"]),
      isInternal: json["internal"] as? Bool ?? false,
      actions: try actionNumbers(json["actions"]))
  }

  /// FEEL text, or a value as JSON has it.
  private func expression(_ json: Any) throws -> MiniExpression {
    if let text = json as? String { return try MiniExpression(text) }
    if json is NSNull { return .literal(.null) }
    guard let number = json as? NSNumber else { throw MiniError(text: "unknown value \(json)") }
    return try MiniExpression("\(number)")
  }

  private func guardExpression(_ json: Any) throws -> MiniExpression {
    if let text = json as? String { return try MiniExpression(text) }
    if let truth = json as? Bool { return .literal(.bool(truth)) }
    if let object = json as? [String: String] {
      if let state = object["in"] { return .isActive(state) }
      if let state = object["not in"] { return .unary("not", .isActive(state)) }
    }
    throw MiniError(text: "unknown guard \(json)")
  }

  private mutating func actionNumbers(_ json: Any?) throws -> [Int] {
    try (json as? [[String: Any]] ?? []).map { action in
      try check(action, ["raise", "send", "afterMilliseconds", "assign", "expression"])
      if let event = action["raise"] as? String {
        raised.append(event)
        actions.append(.raise(event))
      } else if let event = action["send"] as? String {
        raised.append(event)
        actions.append(.send(event, after: action["afterMilliseconds"] as? Double ?? 0))
      } else if let name = action["assign"] as? String, let value = action["expression"] {
        actions.append(.assign(name, try expression(value)))
      } else {
        throw MiniError(text: "unknown action \(action)")
      }
      return actions.count - 1
    }
  }

  private func references(_ json: Any?) -> [StateReference] {
    (json as? [String] ?? []).map { StateReference($0) }
  }

  private func check(_ json: [String: Any], _ known: Set<String>) throws {
    for key in json.keys where !known.contains(key) { throw MiniError(text: "unknown key \(key)") }
  }
}

/// The data, clock and sent events of one running test.
struct TestDatamodel: Datamodel {
  let chart: Chart
  let guards: [MiniExpression]
  let actions: [TestAction]
  var data: [String: MiniValue] = [:]
  var clock = 0.0
  var sent: [(event: String, due: Double)] = []

  init(chart: Chart, reader: ChartReader) {
    self.chart = chart
    guards = reader.guards
    actions = reader.actions
    for (name, expression) in reader.data {
      data[name] = expression.value(data) { _ in false }
    }
  }

  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
    switch value(guards[id], configuration) {
    case .bool(true): .holds
    case .bool(false): .fails
    default: .undecided
    }
  }

  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
  ) throws {
    switch actions[id] {
    case .raise(let event): queue.raise(chart.event(matching: event))
    case .send(let event, let delay): sent.append((event, clock + delay))
    case .assign(let name, let expression): data[name] = value(expression, configuration)
    }
  }

  private func value(_ expression: MiniExpression, _ configuration: Configuration) -> MiniValue {
    expression.value(data) { chart.state(named: $0).map(configuration.contains) ?? false }
  }
}
