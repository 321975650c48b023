public import CivilTime
public import FEEL
public import Programme
import Statechart

/// Something that whoever fills in a form should know before they answer: what decides which way the answers lead.
public struct Consideration: Sendable {
  /// What it is called.
  public let title: String
  /// What it is.
  public let value: Value
  /// Whether it is an amount in kronor.
  public let isMoney: Bool
  /// Why it is kept apart: only for those who may read it.
  public let protection: Set<Protection>
}

extension Engine {
  /// What the conditions on an event go by, and what the proposals for a form go by, as far as it does not come with the
  /// form itself: facts, derived values, and what the rules have noted. Texts, numbers and dates; what else there is does
  /// not fit in a line.
  ///
  /// - Parameter facts: the facts that the conditions may read.
  public func considerations(
    on event: String, form: Form, of number: String, in family: FamilyState,
    facts: [String: Value], today: CivilDate
  ) -> [Consideration] {
    guard let state = family.caseState(number), let workflow = programme.workflow(state.workflow),
      let listening = workflow.chart.event(named: event)
    else { return [] }
    var read = form.entries.flatMap { workflow.suggestions[$0.field]?.inputs ?? [] }
    for transition in workflow.chart.transitions where transition.events.contains(listening) {
      guard let condition = transition.guard,
        transition.source == 0
          || state.activeState(workflow.states[transition.source].id) != nil
      else { continue }
      read += workflow.guards[condition].inputs
    }
    let asked = Set(form.entries.map { workflow.fields[$0.field].name })
    var scope = scope(state, family, workflow, today, facts: facts)
    var told: Set<String> = []
    return read.compactMap { input in
      guard !asked.contains(input.name), told.insert(input.name).inserted,
        let (title, isMoney) = name(of: input.name, in: workflow)
      else { return nil }
      let value = input.expression.evaluate(&scope.context)
      switch value {
      case .string, .number, .date:
        return Consideration(
          title: title, value: value, isMoney: isMoney, protection: input.protection)
      default: return nil
      }
    }
  }

  /// What a task shows of the cases that it names: the summary of its own case, or of the latest one under it that has
  /// something to show.
  public func shown(
    by task: TaskDefinition, of number: String, in family: FamilyState, today: CivilDate
  ) -> [Consideration] {
    task.shows.flatMap { workflow in
      family.cases.reversed().lazy.filter { state in
        state.workflow == workflow && (state.number == number || state.parent == number)
      }.compactMap { desk(of: $0, in: family, today: today)?.summary }.first { !$0.isEmpty } ?? []
    }.map {
      Consideration(title: $0.title, value: $0.value, isMoney: false, protection: $0.protection)
    }
  }

  /// What something that is read is called, and whether it is money; nil for what belongs to no case: guidelines, tables.
  private func name(of input: String, in workflow: Workflow) -> (title: String, isMoney: Bool)? {
    if let field = workflow.field(named: input) {
      return (workflow.fields[field].title, false)
    }
    if workflow.derived.contains(where: { $0.name == input }) {
      return (input.sentenceStart, false)
    }
    guard let fact = programme.facts.first(where: { "fakta." + $0.name == input }) else {
      return nil
    }
    if case .budgetLeft = fact.source { return (fact.name.sentenceStart, true) }
    return (fact.name.sentenceStart, false)
  }
}

extension Workflow {
  /// The names that the conditions on an event read: a form's field among them may be needed though it is optional.
  public func namesRead(on event: String) -> Set<String> {
    guards(on: event).reduce(into: []) { $0.formUnion($1.expression.references.names) }
  }
}

extension Refusal {
  /// The fields that stand in the way: empty, wrong, or asked for by a condition.
  ///
  /// - Parameter mayRead: what a condition lacks is only gone by where it may be read.
  public func fields(mayRead: (Set<Protection>) -> Bool) -> Set<String> {
    reasons.reduce(into: []) { result, reason in
      if let field = reason.field { result.insert(field) }
      guard case .condition(let condition) = reason else { return }
      for unmet in condition.unmet { result.formUnion(unmet.names(mayRead: mayRead)) }
    }
  }

  /// The fields by whose values the conditions that do not hold were chosen: another choice is another way out.
  public func choices(mayRead: (Set<Protection>) -> Bool) -> Set<String> {
    reasons.reduce(into: []) { result, reason in
      guard case .condition(let condition) = reason, mayRead(condition.protection) else { return }
      result.formUnion(condition.choices.keys)
    }
  }
}

extension Unmet {
  fileprivate func names(mayRead: (Set<Protection>) -> Bool) -> Set<String> {
    guard mayRead(protection) else { return [] }
    switch self {
    case .test(let shortfall): return shortfall.names
    case .missing(let field, _, _): return [field]
    case .anyOf(let groups):
      return groups.joined().reduce(into: []) { $0.formUnion($1.names(mayRead: mayRead)) }
    case .named(let shortfall, let reasons):
      return reasons.reduce(into: shortfall.names) { $0.formUnion($1.names(mayRead: mayRead)) }
    }
  }
}

extension String {
  fileprivate var sentenceStart: String { prefix(1).uppercased() + dropFirst() }
}
