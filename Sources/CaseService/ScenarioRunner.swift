import CaseEngine
public import CaseStore
import CivilTime
public import Diagnostics
import FEEL
import Foundation
public import Programme
import Statechart

/// Runs examples against definitions, through the same use cases that people call, on a store of its own.
public struct ScenarioRunner {
  private let definitions: LoadedProgramme
  private let store: any CaseStore
  private var numbers: [String: String] = [:]
  private var current: String?
  /// What did not come out as it should.
  public private(set) var diagnostics = Diagnostics()

  /// What a step came to.
  public enum Outcome: Sendable {
    /// A command was carried out.
    case carriedOut(CommandResult)
    /// The daily run did something, or nothing.
    case ran(DailyRunReport)
    /// The step only looks, at this case.
    case looked(case: String?)
    /// The step was refused.
    case refused(ServiceError)
  }

  /// A runner.
  ///
  /// - Parameter store: an empty store made for practice.
  public init(definitions: LoadedProgramme, store: any CaseStore) {
    self.definitions = definitions
    self.store = store
  }

  /// Runs a scenario; what does not come out as it should becomes a finding at the place in the file. After a step that
  /// is refused unexpectedly no other is run: they rest on it.
  ///
  /// - Parameter after: called after each step, with who acted and what it came to.
  public mutating func run(
    _ scenario: Scenario, after: (Scenario.Step, Person, Outcome) throws -> Void = { _, _, _ in }
  ) rethrows {
    for step in scenario.steps {
      guard let (actor, outcome) = run(step, in: scenario) else { return }
      try after(step, actor, outcome)
      if case .refused = outcome, step.expectation.refused == nil { return }
    }
  }

  private mutating func run(_ step: Scenario.Step, in scenario: Scenario)
    -> (Person, Outcome)?
  {
    let people = definitions.programme.organisation
    guard let id = step.actor ?? scenario.actor ?? people.persons.first?.id,
      let actor = people.person(id)
    else {
      diagnostics.error(
        "unknown-person", "personen `\(step.actor ?? scenario.actor ?? "")` finns inte",
        at: step.span,
        help: help(for: step.actor ?? scenario.actor ?? "", among: people.persons.map(\.id)))
      return nil
    }
    let service = CaseService(
      definitions: definitions, store: store, actor: actor,
      clock: CaseService.Clock(today: step.date, now: Moment(milliseconds: 0)),
      behalf: step.behalf)
    let outcome: Outcome
    do throws(ServiceError) {
      outcome = try perform(step, service)
      if let refused = step.expectation.refused {
        diagnostics.error(
          "not-refused", "steget skulle ha avvisats, men gick igenom", at: refused.span)
      }
    } catch {
      check(refusal: error, step)
      outcome = .refused(error)
    }
    let isStopped = if case .refused = outcome { step.expectation.refused == nil } else { false }
    if case .lookAtMeeting = step.action {} else if !isStopped { check(step, service) }
    return (actor, outcome)
  }

  private mutating func perform(_ step: Scenario.Step, _ service: CaseService)
    throws(ServiceError) -> Outcome
  {
    if case .open(let workflow, let parent) = step.action {
      let result = try service.open(
        workflow, parent: try parent.map(number), values: step.values, date: step.date)
      current = result.number
      if let name = step.name { numbers[name] = result.number }
      return .carriedOut(result)
    }
    if let name = step.name { current = try number(name) }
    if case .dailyRun = step.action {
      let report = try service.dailyRun(through: step.date)
      for failure in report.failures { throw failure.error }
      return .ran(report)
    }
    if case .look = step.action { return .looked(case: current) }
    if case .lookAtMeeting(let day) = step.action {
      _ = try service.meeting(on: day, series: nil, today: step.date)
      return .looked(case: nil)
    }
    guard let number = current else { throw .unknownCase(step.name ?? "") }
    return .carriedOut(try command(step, number, service))
  }

  private func command(_ step: Scenario.Step, _ number: String, _ service: CaseService)
    throws(ServiceError) -> CommandResult
  {
    switch step.action {
    // Handled by the caller.
    case .open, .dailyRun, .look, .lookAtMeeting: throw .unknownCase(number)
    case .send(let event):
      return try service.record(event, to: number, values: step.values, date: step.date)
    case .complete(let task):
      return try service.complete(task, of: number, values: step.values, date: step.date)
    case .correct:
      return try service.correct(
        number, values: step.values, reason: step.reason, date: step.date)
    case .postpone(let task, let due):
      return try service.postpone(
        task, of: number, to: due, reason: step.reason, date: step.date)
    case .note(let text): return try service.note(number, text: text, date: step.date)
    case .contact(let kind):
      return try service.contact(number, kind: kind, values: step.values, date: step.date)
    case .undo: return try service.undo(number, reason: step.reason, date: step.date)
    case .assign(let person):
      return try service.assign(number, to: person, date: step.date)
    }
  }

  /// The number of a case by its name in the scenario: `d`, or `d/kvitto` for the newest case of that workflow that `d`
  /// has opened under itself.
  private func number(_ name: String) throws(ServiceError) -> String {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first, let number = numbers[first] else { throw .unknownCase(name) }
    guard let workflow = parts.dropFirst().first else { return number }
    let family: FamilyState?
    do { family = try store.read { try $0.family(ofCase: number) } } catch {
      throw .unknownCase(name)
    }
    let child = family?.cases.last { $0.parent == number && $0.workflow == workflow }
    guard let child else { throw .unknownCase(name) }
    return child.number
  }

  // MARK: Looking

  private mutating func check(refusal error: ServiceError, _ step: Scenario.Step) {
    let text = error.plainText
    guard let expected = step.expectation.refused else {
      diagnostics.error(
        "refused", "steget avvisades: \(text)", at: Self.place(of: error, in: step),
        notes: Self.reads(error),
        help: Self.advice(error))
      return
    }
    if !text.localizedCaseInsensitiveContains(expected.value) {
      diagnostics.error(
        "other-refusal", "steget avvisades av ett annat skäl: \(text)", at: expected.span,
        notes: Self.reads(error))
    }
  }

  /// Where the value stands that could not be used, else the name of what is done.
  private static func place(of error: ServiceError, in step: Scenario.Step) -> SourceSpan {
    guard case .value(let field, _, _) = error else { return step.actionPlace }
    return step.fields.first { $0.name == field }?.span ?? step.actionPlace
  }

  /// What the conditions read that refused a step. An example holds nothing that must be kept from whoever runs it.
  private static func reads(_ error: ServiceError) -> [Diagnostic.Note] {
    guard case .refused(let refusal) = error else { return [] }
    var told: [(name: String, value: Value)] = []
    for case .condition(let condition) in refusal.reasons {
      told += condition.inputs.compactMap { input in input.value.map { (input.name, $0) } }
      told += condition.unmet.flatMap(\.terms)
    }
    var names: Set<String> = []
    return told.filter { names.insert($0.name).inserted }.map {
      Diagnostic.Note("`\($0.name)` är `\($0.value.asWritten)`")
    }
  }

  /// The names that one might have meant.
  private static func advice(_ error: ServiceError) -> String? {
    guard case .refused(let refusal) = error else { return nil }
    for reason in refusal.reasons {
      switch reason {
      case .unknownTask(let id, let names), .unknownEvent(let id, let names),
        .unknownField(let id, let names), .unknownWorkflow(let id, let names),
        .unknownPerson(let id, let names):
        return help(for: id, among: names)
      default: break
      }
    }
    return nil
  }

  private mutating func check(_ step: Scenario.Step, _ service: CaseService) {
    guard let number = current else { return }
    let view: CaseView
    do throws(ServiceError) { view = try service.view(number) } catch {
      diagnostics.error("no-case", "ärendet gick inte att läsa: \(error.plainText)", at: step.span)
      return
    }
    let expectation = step.expectation
    if let expected = expectation.states { check(states: expected, view) }
    if let expected = expectation.tasks { check(tasks: expected, view) }
    if let expected = expectation.escalations { check(escalations: expected, view) }
    if let expected = expectation.isClosed, expected.value == view.state.isOpen {
      diagnostics.error(
        "wrong-ending", view.state.isOpen ? "ärendet är öppet" : "ärendet är avslutat",
        at: expected.span)
    }
    for datum in expectation.data { check(datum, view) }
  }

  private mutating func check(states expected: Scenario.Located<[String]>, _ view: CaseView) {
    let innermost = Set(view.innermostStates)
    let active = Set(view.row.states).union(innermost)
    let wanted = Set(expected.value)
    guard wanted.isSubset(of: active), innermost.isSubset(of: wanted) else {
      diagnostics.error(
        "wrong-states", "aktiva är \(innermost.sorted().joined(separator: ", "))", at: expected.span
      )
      return
    }
  }

  private mutating func check(
    tasks expected: Scenario.Located<[String: CivilDate?]>, _ view: CaseView
  ) {
    var found: [String: CivilDate?] = [:]
    for task in view.tasks { found[task.task] = .some(task.due) }
    guard found != expected.value else { return }
    let text = found.sorted { $0.key < $1.key }.map { entry in
      "\(entry.key): \(entry.value?.description ?? "null")"
    }
    diagnostics.error(
      "wrong-tasks", "öppna uppgifter är {\(text.joined(separator: ", "))}", at: expected.span)
  }

  private mutating func check(
    escalations expected: Scenario.Located<[String: [String]]>, _ view: CaseView
  ) {
    var found: [String: [String]] = [:]
    for escalation in view.escalations where escalation.closed == nil {
      found[escalation.kind, default: []].append(escalation.to)
    }
    found = found.mapValues { $0.sorted() }
    guard found != expected.value else { return }
    let text = found.sorted { $0.key < $1.key }.map { entry in
      "\(entry.key): \(entry.value.joined(separator: ", "))"
    }
    diagnostics.error(
      "wrong-escalations", "öppna eskaleringar är {\(text.joined(separator: "; "))}",
      at: expected.span)
  }

  private mutating func check(
    _ expected: (name: String, text: String, span: SourceSpan), _ view: CaseView
  ) {
    let value: Value
    let wanted: Value?
    if let index = view.workflow.field(named: expected.name) {
      value = view.state.data[expected.name] ?? .null
      wanted =
        expected.text == "null"
        ? .null : ValueReader.read(expected.text, as: view.workflow.fields[index].type)
    } else if let datum = view.data.first(where: { $0.name == expected.name }) {
      value = datum.value ?? .null
      wanted =
        expected.text == "null" ? .null : ValueReader.read(expected.text, as: FEELType(of: value))
    } else {
      diagnostics.error(
        "unknown-field", "uppgiften `\(expected.name)` finns inte", at: expected.span,
        help: help(for: expected.name, among: view.workflow.fields.map(\.name)))
      return
    }
    guard value != wanted else { return }
    diagnostics.error(
      "wrong-value", "`\(expected.name)` är `\(value.asWritten)`", at: expected.span)
  }
}

extension Value {
  /// As people write it in an example.
  fileprivate var asWritten: String {
    switch self {
    case .string(let text): text
    case .date(let date): date.description
    case .boolean(let truth): truth ? "ja" : "nej"
    default: feelText
    }
  }
}

extension Unmet {
  /// The values that it was about, but for those that the rule says itself.
  fileprivate var terms: [(name: String, value: Value)] {
    switch self {
    case .test(let shortfall): shortfall.terms
    case .missing(let field, _, _): [(field, .null)]
    case .anyOf(let groups): groups.joined().flatMap(\.terms)
    case .named(let shortfall, let reasons): shortfall.terms + reasons.flatMap(\.terms)
    }
  }
}

extension Shortfall {
  fileprivate var terms: [(name: String, value: Value)] {
    ([subject] + objects).filter { !$0.isConstant && $0.state == nil }.map { ($0.text, $0.value) }
  }
}

extension CaseView {
  /// The innermost active states; of an ended case, the final state it ended by.
  public var innermostStates: [String] {
    if case .final(let state)? = state.ending?.reason { return [state] }
    let chart = workflow.chart
    return row.states.filter { id in
      chart.state(named: id).map { chart.children(of: $0).isEmpty } ?? true
    }
  }
}
