import CivilTime
import Diagnostics
import FEEL
import JSONText
import Statechart

/// A file that is not a test, or says what the harness does not know.
struct CaseError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// One file of the suite: a chart, the configuration it starts in, and events with the configuration after each. Only
/// atomic states are listed. Keys that the harness does not know fail the test, so that nothing passes unread. Conditions
/// and assignments are FEEL, and evaluated as such.
struct ConformanceCase {
  let id: String
  let initialConfiguration: Set<String>
  private let chart: JSONObject
  private let steps: [JSONValue]

  init(_ bytes: some Collection<UInt8>) throws {
    let json = try JSONValue.parse(bytes)
    guard let id = json["id"]?.string, let chart = json["chart"]?.object,
      let initial = json["initialConfiguration"]?.array, let steps = json["steps"]?.array
    else { throw CaseError("not a test") }
    self.id = id
    self.chart = chart
    initialConfiguration = Set(initial.compactMap(\.string))
    self.steps = steps
  }

  /// Nil when it passes, else what was wrong.
  func failure() throws -> String? {
    var reader = ChartReader(chart)
    let root = try reader.node(chart)
    let events = steps.compactMap { $0["event"]?.string } + reader.raised
    var diagnostics = Diagnostics()
    guard let chart = Chart.compile(root, events: events, diagnostics: &diagnostics) else {
      return DiagnosticRenderer().render(diagnostics)
    }
    var model = try TestDatamodel(chart: chart, reader: reader)
    var (state, macrostep) = try chart.start(&model)
    func check(_ expected: Set<String>, _ place: String) -> String? {
      let active = Set(chart.atomicStates(of: state.configuration).map(chart.name(of:)))
      guard active != expected else { return nil }
      return "\(place): expected \(expected.sorted()), is \(active.sorted())"
    }
    try deliver(&state, chart, &model)
    if let failure = check(initialConfiguration, "start") { return failure }
    for (index, step) in steps.enumerated() {
      guard let event = step["event"]?.string, let expected = step["configuration"]?.array else {
        throw CaseError("not a step")
      }
      for key in step.object?.keys ?? []
      where !["event", "configuration", "afterMilliseconds"].contains(key) {
        throw CaseError("unknown key \(key)")
      }
      model.clock += try ChartReader.milliseconds(step["afterMilliseconds"])
      try deliver(&state, chart, &model)
      let before = state.configuration
      macrostep = try chart.step(&state, chart.event(matching: event), &model)
      if macrostep.applied(to: before) != state.configuration {
        return "step \(index + 1): the record does not lead to the configuration"
      }
      try deliver(&state, chart, &model)
      if let failure = check(Set(expected.compactMap(\.string)), "step \(index + 1), \(event)") {
        return failure
      }
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
  case assign(slot: Int, CompiledExpression)
}

enum TestGuard {
  case condition(CompiledExpression)
  case isActive(String)
  case isNotActive(String)
}

/// Turns the JSON of a chart into a description, numbering guards and actions as it meets them.
struct ChartReader {
  var guards: [TestGuard] = []
  var actions: [TestAction] = []
  /// The values that data begin with, in the order of the file.
  var data: [(slot: Int, CompiledExpression)] = []
  var raised: [String] = []
  /// What the chart has data for, or assigns to: names may be used before the place that declares them.
  let names: [String]
  private var environment = Environment()

  init(_ chart: JSONObject) {
    var names: [String] = []
    Self.collectNames(.object(chart), into: &names)
    self.names = names
    for (slot, name) in names.enumerated() { environment.declare(slot: slot, name, .any) }
  }

  private static func collectNames(_ json: JSONValue, into names: inout [String]) {
    for member in json.object?.members ?? [] {
      switch (member.key, member.value) {
      case ("data", .object(let data)): names += data.keys.filter { !names.contains($0) }
      case ("assign", .string(let name)): if !names.contains(name) { names.append(name) }
      default: collectNames(member.value, into: &names)
      }
    }
    for element in json.array ?? [] { collectNames(element, into: &names) }
  }

  mutating func node(_ json: JSONObject) throws -> StateNode {
    try check(
      json,
      [
        "id", "type", "history", "default", "defaultActions", "initial", "initialActions", "entry",
        "exit", "transitions", "states", "data",
      ])
    guard let id = json["id"]?.string else { throw CaseError("a state without id") }
    let kind: StateNode.Kind
    switch (json["type"]?.string, json["history"]?.string) {
    case (nil, nil), ("compound", nil), ("atomic", nil): kind = .state
    case ("parallel", nil): kind = .parallel
    case ("final", nil): kind = .final
    case ("history", "deep"): kind = .deepHistory
    case ("history", _): kind = .shallowHistory
    default: throw CaseError("unknown type of state \(id)")
    }
    for member in json["data"]?.object?.members ?? [] {
      data.append((try slot(member.key), try expression(member.value)))
    }
    var node = StateNode(id, kind)
    node.initial = references(json["initial"])
    node.defaultTargets = references(json["default"])
    node.initialActions = try actionNumbers(json["initialActions"])
    node.defaultActions = try actionNumbers(json["defaultActions"])
    node.entry = try actionNumbers(json["entry"])
    node.exit = try actionNumbers(json["exit"])
    for transition in try objects(json["transitions"]) {
      node.transitions.append(try self.transition(transition))
    }
    for child in try objects(json["states"]) { node.children.append(try self.node(child)) }
    return node
  }

  private mutating func transition(_ json: JSONObject) throws -> TransitionNode {
    try check(json, ["events", "targets", "guard", "internal", "actions"])
    var number: Int?
    if let text = json["guard"], !text.isNull {
      number = guards.count
      guards.append(try guardExpression(text))
    }
    return TransitionNode(
      on: (json["events"]?.array ?? []).compactMap(\.string), guard: number,
      to: references(json["targets"]), isInternal: json["internal"]?.bool ?? false,
      actions: try actionNumbers(json["actions"]))
  }

  /// FEEL text, or a value as JSON has it.
  private func expression(_ json: JSONValue) throws -> CompiledExpression {
    if let text = json.string { return try compiled(text) }
    return try compiled(json.text())
  }

  private func compiled(_ text: String) throws -> CompiledExpression {
    var diagnostics = Diagnostics()
    guard
      let compiled = FEEL.compile(
        expression: SourceText(text), environment: environment, options: .lenient,
        diagnostics: &diagnostics)
    else { throw CaseError(DiagnosticRenderer().render(diagnostics)) }
    return compiled
  }

  private func guardExpression(_ json: JSONValue) throws -> TestGuard {
    switch json {
    case .string, .bool: return .condition(try expression(json))
    case .object(let object) where object.count == 1:
      if let state = object["in"]?.string { return .isActive(state) }
      if let state = object["not in"]?.string { return .isNotActive(state) }
    default: break
    }
    throw CaseError("unknown guard \(json.text())")
  }

  private mutating func actionNumbers(_ json: JSONValue?) throws -> [Int] {
    try objects(json).map { action in
      try check(action, ["raise", "send", "afterMilliseconds", "assign", "expression"])
      if let event = action["raise"]?.string {
        raised.append(event)
        actions.append(.raise(event))
      } else if let event = action["send"]?.string {
        raised.append(event)
        let delay = try Self.milliseconds(action["afterMilliseconds"])
        actions.append(.send(event, after: delay))
      } else if let name = action["assign"]?.string, let value = action["expression"] {
        actions.append(.assign(slot: try slot(name), try expression(value)))
      } else {
        throw CaseError("unknown action \(JSONValue.object(action).text())")
      }
      return actions.count - 1
    }
  }

  static func milliseconds(_ json: JSONValue?) throws -> Double {
    guard let json, !json.isNull else { return 0 }
    guard let value = json.number.flatMap(Double.init) else {
      throw CaseError("\(json.text()) is no time")
    }
    return value
  }

  private func slot(_ name: String) throws -> Int {
    guard let slot = names.firstIndex(of: name) else { throw CaseError("no data \(name)") }
    return slot
  }

  private func references(_ json: JSONValue?) -> [StateReference] {
    (json?.array ?? []).compactMap(\.string).map { StateReference($0) }
  }

  private func objects(_ json: JSONValue?) throws -> [JSONObject] {
    try (json?.array ?? []).map { element in
      guard let object = element.object else { throw CaseError("\(element.text()) is no object") }
      return object
    }
  }

  private func check(_ json: JSONObject, _ known: Set<String>) throws {
    for key in json.keys where !known.contains(key) { throw CaseError("unknown key \(key)") }
  }
}

/// The data, clock and sent events of one running test.
struct TestDatamodel: Datamodel {
  let chart: Chart
  let guards: [TestGuard]
  let actions: [TestAction]
  var frame: EvaluationContext
  var clock = 0.0
  var sent: [(event: String, due: Double)] = []

  init(chart: Chart, reader: ChartReader) throws {
    self.chart = chart
    guards = reader.guards
    actions = reader.actions
    guard let date = CivilDate.parse("2017-02-01") else { throw CaseError("no date") }
    frame = EvaluationContext(
      slots: Array(repeating: .null, count: reader.names.count), today: date,
      now: CivilDateTime(date: date))
    for (slot, expression) in reader.data { frame.slots[slot] = expression.evaluate(&frame) }
  }

  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome {
    func isActive(_ state: String) -> Bool {
      chart.state(named: state).map(configuration.contains) ?? false
    }
    switch guards[id] {
    case .isActive(let state): return isActive(state) ? .holds : .fails
    case .isNotActive(let state): return isActive(state) ? .fails : .holds
    case .condition(let condition):
      switch condition.truth(&frame) {
      case .yes: return .holds
      case .no: return .fails
      case .undecided: return .undecided
      }
    }
  }

  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue
  ) throws {
    switch actions[id] {
    case .raise(let event): queue.raise(chart.event(matching: event))
    case .send(let event, let delay): sent.append((event, clock + delay))
    case .assign(let slot, let expression): frame.slots[slot] = expression.evaluate(&frame)
    }
  }
}
