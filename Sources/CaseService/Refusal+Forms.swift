public import CaseEngine
import FEEL
public import Programme
import Statechart

extension Refusal {
  /// What of it no answer to a form can change; nil when all of it might be otherwise.
  ///
  /// - Parameter mayRead: what a condition lacks is only gone by where it may be read.
  public func beyond(_ form: Form, of workflow: Workflow, mayRead: (Set<Protection>) -> Bool)
    -> Refusal?
  {
    let asked = Set(form.entries.map { workflow.fields[$0.field].name })
    let isFilledIn = reasons.allSatisfy { reason in
      if case .missingField(let name) = reason { !asked.contains(name) } else { true }
    }
    let conditions = reasons.compactMap { reason in
      if case .condition(let condition) = reason { condition } else { nil }
    }
    // Ways that hang on what is not filled in yet are not told of, so the others need not be all.
    let mayJudge = isFilledIn || conditions.count == 1 && workflow.isOnlyWay(conditions[0])
    let isClosed =
      mayJudge
      && conditions.allSatisfy { condition in
        mayRead(condition.protection)
          && condition.unmet.contains { $0.isBeyond(asked) }
      }
    let fixed = reasons.filter { reason in
      switch reason {
      case .condition: isClosed
      case .missingField(let name), .wrongValue(let name, _), .notAllowedValue(let name, _, _),
        .needed(let name), .missingRequirement(let name, _), .namesSomebody(let name),
        .pastMeeting(_, let name), .meetingExists(_, _, _, _, let name),
        .meetingTaken(_, _, _, let name):
        !asked.contains(name)
      case .failedAction, .endless, .tooManySteps: false
      default: true
      }
    }
    return fixed.isEmpty ? nil : Refusal(fixed)
  }

  /// Whether it is for nothing but conditions that may be read.
  public func isOfConditions(mayRead: (Set<Protection>) -> Bool) -> Bool {
    reasons.allSatisfy { reason in
      if case .condition(let condition) = reason { mayRead(condition.protection) } else { false }
    }
  }

  /// Whether a field may be what is missing: where it cannot be told, it may.
  public func mayNeed(_ field: String, mayRead: (Set<Protection>) -> Bool) -> Bool {
    fields(mayRead: mayRead).contains(field)
      || reasons.contains { reason in
        if case .condition(let condition) = reason { !mayRead(condition.protection) } else { false }
      }
  }

  /// The fields that the conditions rest on, beside those of a form.
  public func fields(beside form: Form, of workflow: Workflow) -> Set<String> {
    let asked = Set(form.entries.map { workflow.fields[$0.field].name })
    return reasons.reduce(into: []) { result, reason in
      guard case .condition(let condition) = reason else { return }
      for unmet in condition.unmet {
        result.formUnion(unmet.names.filter { workflow.field(named: $0) != nil }.subtracting(asked))
      }
    }
  }
}

extension Unmet {
  /// Whether it rests on none of these fields, as far as that can be said.
  fileprivate func isBeyond(_ asked: Set<String>) -> Bool {
    switch self {
    case .missing(let field, _, _): return !asked.contains(field)
    case .anyOf(let groups):
      return groups.allSatisfy { $0.contains { $0.isBeyond(asked) } }
    case .named(_, let reasons) where !reasons.isEmpty:
      return reasons.contains { $0.isBeyond(asked) }
    case .test(let shortfall), .named(let shortfall, _):
      return shortfall.names.isDisjoint(with: asked)
    }
  }

  fileprivate var names: Set<String> {
    switch self {
    case .missing(let field, _, _): return [field]
    case .anyOf(let groups): return groups.joined().reduce(into: []) { $0.formUnion($1.names) }
    case .named(let shortfall, let reasons):
      return reasons.reduce(into: shortfall.names) { $0.formUnion($1.names) }
    case .test(let shortfall): return shortfall.names
    }
  }
}

extension Workflow {
  /// The fields of a form that only some answers to its other fields call for. They stand beside such an answer as the other way
  /// out (`choice = proposal or reason != null`), or, when they are no texts of one's own, behind a yes (`done = true and
  /// how far > 0`). What may be told in any case is not among them.
  ///
  /// - Parameter event: the event that the form's act sends; nil for the opening.
  public func dependentFields(of form: Form, on event: String?) -> Set<String> {
    let names = Set(form.entries.map { fields[$0.field].name })
    let conditions: [ScopedExpression]
    if let event {
      guard let number = chart.event(named: event) else { return [] }
      conditions = chart.transitions.compactMap { transition in
        transition.events.contains(number) ? transition.guard.map { guards[$0] } : nil
      }
    } else {
      conditions = [opening.condition].compactMap { $0 }
    }
    let clauses = conditions.map { clause(of: $0) }
    return Set(
      form.entries.filter { !$0.required }.map { fields[$0.field] }.filter { field in
        let isText = field.type == .string && field.values == nil
        let isGate = { (clause: Clause) -> Bool in
          guard !isText, case .test(let test) = clause,
            let index = self.field(named: test.subject.text)
          else { return false }
          return self.fields[index].type == .boolean && names.contains(test.subject.text)
        }
        let others = names.subtracting([field.name])
        return clauses.contains { $0.reads([field.name]) }
          && clauses.allSatisfy { $0.isBehind(others, field.name, isGate) }
      }.map(\.name))
  }

  /// Whether a condition is that of the opening, to which there is no other way.
  fileprivate func isOnlyWay(_ condition: Refusal.Condition) -> Bool {
    condition.leadsTo.isEmpty
      && opening.condition.map { $0.expression.text == condition.text } ?? false
  }

  /// The events that people send and that give one of these fields a value: those that do so without conditions, if there are any.
  public func events(giving fields: Set<String>) -> [EventDefinition] {
    var free: [EventDefinition] = []
    var conditional: [EventDefinition] = []
    for event in events {
      guard let number = chart.event(named: event.id) else { continue }
      let isFilledIn = event.form.entries.contains { fields.contains(self.fields[$0.field].name) }
      let ways = chart.transitions.filter { transition in
        transition.events.contains(number)
          && (isFilledIn
            || transition.actions.contains { action in
              guard case .set(let field, _) = actions[action] else { return false }
              return fields.contains(self.fields[field].name)
            })
      }
      if ways.contains(where: { $0.guard == nil }) {
        free.append(event)
      } else if !ways.isEmpty {
        conditional.append(event)
      }
    }
    return free.isEmpty ? conditional : free
  }
}

extension Clause {
  fileprivate func reads(_ names: Set<String>) -> Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.contains { $0.reads(names) }
    case .test(let test), .named(let test, _):
      !test.whole.expression.references.names.isDisjoint(with: names)
    }
  }

  /// Whether all that asks for a field stands beside an answer to one of the others, or behind a gate.
  fileprivate func isBehind(
    _ others: Set<String>, _ field: String, _ isGate: (Clause) -> Bool, already: Bool = false
  ) -> Bool {
    switch self {
    case .all(let parts):
      let already = already || parts.contains(where: isGate)
      return parts.allSatisfy { $0.isBehind(others, field, isGate, already: already) }
    case .any(let parts):
      let already = already || parts.contains { !$0.reads([field]) && $0.reads(others) }
      return parts.allSatisfy { $0.isBehind(others, field, isGate, already: already) }
    case .named(_, let inner) where inner.reads([field]):
      return inner.isBehind(others, field, isGate, already: already)
    case .test, .named: return already || !reads([field])
    }
  }
}
