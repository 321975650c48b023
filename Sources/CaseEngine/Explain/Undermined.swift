public import CivilTime
public import FEEL
public import Programme
import Statechart

/// A step that a case has taken and that comes out otherwise with corrected data: the case stays where it is, for a correction
/// leaves the steps that were taken as they are (rule C11).
public struct UnderminedStep: Sendable, Hashable {
  /// The case.
  public let number: String
  /// The title of the state that the step led to; of the workflow, when it is the opening.
  public let state: String
  /// The day of the step.
  public let date: CivilDate
  /// Whether it is the opening of the case.
  public let isOpening: Bool
  /// The title of the state that it would have led to; nil when only what it rested on is gone.
  public let instead: String?
  /// What it rested on and what does not hold; empty when another way would have come first.
  public let unmet: [Unmet]
  /// Protection inherited from what was asked.
  public let protection: Set<Protection>
}

/// A value that a step worked out and that comes out otherwise with corrected data. It stands as it was.
public struct OutdatedValue: Sendable, Hashable {
  /// The case.
  public let number: String
  /// The title of the field.
  public let title: String
  /// What stands.
  public let stands: Value
  /// What it would have been.
  public let instead: Value
  /// Why it is kept apart: as the field is, and what it was worked out from.
  public let protection: Set<Protection>
}

/// What no longer rests on what it rested on.
public struct Undermined: Sendable, Hashable {
  /// Steps, the newest first.
  public let steps: [UnderminedStep]
  /// Values that steps worked out.
  public let values: [OutdatedValue]

  /// What was found.
  public init(steps: [UnderminedStep], values: [OutdatedValue]) {
    self.steps = steps
    self.values = values
  }
}

extension Engine {
  /// What a correction leaves as it was though it would have come out otherwise: the steps of the cases that go on, and of the
  /// corrected one also when it has ended, as far as nothing has taken their place; and the values that they worked out.
  ///
  /// Each step is looked at as it was taken: on its day, with what the case held then, and with the corrected values where
  /// those stood already. What it would have worked out goes on to the steps after it.
  ///
  /// - Parameters:
  ///   - events: what the correction came to, with what fell due before it.
  ///   - history: the family's events before these.
  public func undermined(by events: [Event], after history: [Event]) -> Undermined {
    guard
      let index = events.lastIndex(where: { event in
        if case .corrected = event.cause { true } else { false }
      })
    else { return Undermined(steps: [], values: []) }
    let past = (history + events[..<index]).standing
    guard let retrospect = Retrospect(self, past, correctedBy: events[index]) else {
      return Undermined(steps: [], values: [])
    }
    return retrospect.result
  }
}

/// A family's history gone through once more, as it was and as it would have been.
private struct Retrospect {
  /// A field of a case.
  struct Key: Hashable {
    let number: String
    let field: String
  }

  /// A value as it was, and as it would have been.
  struct Difference {
    let was: Value
    let instead: Value
    var protection: Set<Protection> = []
  }

  /// A step that comes out otherwise.
  struct Found {
    let step: UnderminedStep
    /// The state that it left, when its case being there again would take its place.
    let source: String?
    /// How many macrosteps of the family had been taken by then.
    let position: Int
  }

  private let engine: Engine
  private let subject: String
  /// The corrected fields, as they were just before and as they are.
  private var corrected: [Key: Difference] = [:]
  /// Where in the history the corrected values came from: the event and the change; nil for what was always empty.
  private var origins: [Key: (event: Int, change: Int)] = [:]
  /// The family as it was.
  private var family: FamilyState
  /// What is other than it was, where the history has come to.
  private var other: [Key: Difference] = [:]
  private var found: [Found] = []
  private var position = 0
  private var entered: [Key: Int] = [:]

  init?(_ engine: Engine, _ past: [Event], correctedBy event: Event) {
    guard let first = past.first else { return nil }
    self.engine = engine
    subject = event.subject
    let empty = FamilyState(
      root: first.family, version: 0, handled: first.date, cases: [],
      definitions: first.definitions)
    family = empty
    for change in event.changes {
      guard case .set(let field, let value, let record) = change.change,
        record.origin == .correction
      else { continue }
      corrected[Key(number: change.number, field: field)] = Difference(was: .null, instead: value)
    }
    for (position, event) in past.enumerated() {
      for (index, change) in event.changes.enumerated() {
        guard (try? family.apply(change, date: event.date, actor: event.actor)) != nil else {
          return nil
        }
        // What was corrected before is still what came then.
        guard case .set(let field, _, let record) = change.change, record.origin != .correction
        else { continue }
        let key = Key(number: change.number, field: field)
        if corrected[key] != nil { origins[key] = (position, index) }
      }
    }
    for (key, difference) in corrected {
      let was = family.caseState(key.number)?.data[key.field] ?? .null
      corrected[key] =
        was == difference.instead ? nil : Difference(was: was, instead: difference.instead)
    }
    guard !corrected.isEmpty else { return nil }
    let last = family
    family = empty
    for key in corrected.keys where origins[key] == nil { other[key] = corrected[key] }
    for (position, event) in past.enumerated() {
      for (index, change) in event.changes.enumerated() {
        if case .macrostep(let record) = change.change { look(record, change.number, event) }
        guard (try? family.apply(change, date: event.date, actor: event.actor)) != nil else {
          return nil
        }
        note(change, at: (position, index))
      }
    }
    family = last
  }

  var result: Undermined {
    func tells(_ number: String) -> Bool {
      number == subject || family.caseState(number)?.isOpen ?? false
    }
    var steps: [UnderminedStep] = []
    for found in found.reversed() where tells(found.step.number) {
      let step = found.step
      if let source = found.source,
        let again = entered[Key(number: step.number, field: source)], again > found.position
      {
        continue
      }
      let isKnown = steps.contains {
        $0.number == step.number && $0.state == step.state && $0.instead == step.instead
      }
      if !isKnown { steps.append(step) }
    }
    var values: [OutdatedValue] = []
    for state in family.cases where tells(state.number) {
      guard let workflow = engine.programme.workflow(state.workflow) else { continue }
      for field in workflow.fields {
        let key = Key(number: state.number, field: field.name)
        guard corrected[key] == nil, let difference = other[key],
          state.data[field.name] ?? .null == difference.was
        else { continue }
        values.append(
          OutdatedValue(
            number: state.number, title: field.title, stands: difference.was,
            instead: difference.instead, protection: field.protection.union(difference.protection)))
      }
    }
    return Undermined(steps: steps, values: values)
  }

  /// Follows which values are other than they were.
  private mutating func note(_ change: CaseChange, at place: (event: Int, change: Int)) {
    guard case .set(let field, let value, let record) = change.change, record.origin != .correction
    else { return }
    let key = Key(number: change.number, field: field)
    // What a step has just worked out is known already; what somebody filled in is what it is.
    if record.origin != .action || other[key]?.was != value { other[key] = nil }
    if let origin = origins[key], origin == place { other[key] = corrected[key] }
  }

  /// The family as it was before the correction, or as it would have been with it, where the history has come to.
  private func family(instead isInstead: Bool) -> FamilyState {
    var result = family
    for index in result.cases.indices {
      let number = result.cases[index].number
      for (key, difference) in corrected where key.number == number && other[key] == nil {
        guard let known = result.cases[index].data[key.field],
          let list = known.list(with: difference, instead: isInstead)
        else { continue }
        result.cases[index].data[key.field] = list
      }
      for (key, difference) in other where key.number == number {
        let value = isInstead ? difference.instead : difference.was
        result.cases[index].data[key.field] = value == .null ? nil : value
      }
    }
    return result
  }

  /// Looks at a macrostep that comes now.
  private mutating func look(_ record: MacrostepRecord, _ number: String, _ event: Event) {
    position += 1
    for entry in record.entries {
      if case .entered(let id) = entry { entered[Key(number: number, field: id)] = position }
    }
    let (before, after) = (family(instead: false), family(instead: true))
    guard let old = before.caseState(number), let new = after.caseState(number),
      old.data != new.data
        || old.parent.flatMap(before.caseState)?.data
          != new.parent.flatMap(after.caseState)?.data,
      let workflow = engine.programme.workflow(old.workflow)
    else { return }
    var was = engine.scope(then: event, old, before, workflow)
    var instead = engine.scope(then: event, new, after, workflow)
    if record.event == nil, let condition = workflow.opening.condition,
      let unmet = gone(condition, &was, &instead)
    {
      found.append(
        Found(
          step: UnderminedStep(
            number: number, state: workflow.title, date: event.date, isOpening: true, instead: nil,
            unmet: unmet, protection: condition.protection), source: nil, position: position))
    }
    for index in record.taken(in: workflow) {
      guard let step = step(index, of: number, on: event.date, workflow, &was, &instead) else {
        continue
      }
      let source = workflow.chart.transitions[index].source
      found.append(
        Found(
          step: step, source: source == 0 ? nil : workflow.states[source].id, position: position))
    }
    guard let stored = engine.assignments(of: record, in: event, by: number, before),
      let changed = engine.assignments(of: record, in: event, by: number, after)
    else { return }
    for assignment in stored {
      let key = Key(number: number, field: workflow.fields[assignment.field].name)
      guard corrected[key] == nil,
        let final = stored.last(where: { $0.field == assignment.field }),
        let instead = changed.last(where: { $0.field == assignment.field })
      else { continue }
      other[key] =
        final.value == instead.value
        ? nil
        : Difference(
          was: final.value, instead: instead.value,
          protection: final.expression?.protection ?? [])
    }
  }

  private func step(
    _ index: Int, of number: String, on date: CivilDate, _ workflow: Workflow,
    _ was: inout CaseScope, _ instead: inout CaseScope
  ) -> UnderminedStep? {
    let chart = workflow.chart
    let taken = chart.transitions[index]
    guard let target = taken.targets.first else { return nil }
    func step(_ other: Int?, _ unmet: [Unmet], _ protection: Set<Protection>) -> UnderminedStep {
      UnderminedStep(
        number: number, state: workflow.states[target].title, date: date, isOpening: false,
        instead: other.map { workflow.states[$0].title }, unmet: unmet, protection: protection)
    }
    func ways(_ indices: some Sequence<Int>) -> [(to: Int, condition: ScopedExpression?)] {
      indices.compactMap { other in
        let way = chart.transitions[other]
        guard way.source == taken.source, way.events == taken.events, let to = way.targets.first
        else { return nil }
        return (to, way.guard.map { workflow.guards[$0] })
      }
    }
    // The first in document order whose condition holds is taken (SCXML, appendix D, selectTransitions).
    for way in ways(chart.transitions.indices.prefix(index)) {
      guard let condition = way.condition, was.holds(condition) != true,
        instead.holds(condition) == true
      else { continue }
      return step(way.to, [], condition.protection)
    }
    guard let condition = taken.guard.map({ workflow.guards[$0] }),
      let unmet = gone(condition, &was, &instead)
    else { return nil }
    for way in ways(chart.transitions.indices.dropFirst(index + 1)) {
      guard let other = way.condition else { return step(way.to, unmet, condition.protection) }
      guard instead.holds(other) == true else { continue }
      return step(way.to, unmet, condition.protection.union(other.protection))
    }
    return step(nil, unmet, condition.protection)
  }

  /// What a condition lacks that it did not lack; nil for nothing.
  private func gone(
    _ condition: ScopedExpression, _ was: inout CaseScope, _ instead: inout CaseScope
  ) -> [Unmet]? {
    let known = was.unmet(condition).map(\.question)
    let gone = instead.unmet(condition).filter { !known.contains($0.question) }
    return gone.isEmpty ? nil : gone
  }
}

extension Value {
  /// A list of former days with what a correction took out of it, or put in its place, on one side; nil for what is no list, and
  /// when it held nothing of that.
  fileprivate func list(with difference: Retrospect.Difference, instead isInstead: Bool) -> Value? {
    guard case .list(let items) = self, case .list(let before) = difference.was else { return nil }
    var after: [Value] = []
    if case .list(let list) = difference.instead { after = list }
    let removed = before.filter { !after.contains($0) }
    let kept = items.filter { !removed.contains($0) }
    guard kept.count != items.count else { return nil }
    return isInstead ? .list(kept + after.filter { !before.contains($0) }) : self
  }
}

extension MacrostepRecord {
  /// The transitions that were taken, as far as the definitions still have them.
  fileprivate func taken(in workflow: Workflow) -> [Int] {
    entries.compactMap { entry in
      guard case .took(let key) = entry else { return nil }
      return workflow.transitions.firstIndex { $0.key == key }
    }
  }
}

extension Unmet {
  /// What is asked, whatever the answer.
  fileprivate var question: [String] {
    switch self {
    case .test(let shortfall), .named(let shortfall, _): [shortfall.text]
    case .missing(let field, _, let state): [field, state]
    case .anyOf(let groups): groups.flatMap { $0.flatMap(\.question) }
    }
  }
}
