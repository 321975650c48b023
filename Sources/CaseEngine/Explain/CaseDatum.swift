public import CivilTime
public import FEEL
public import Programme

/// A value of a case with what is needed to show it to those who may read it.
public struct CaseDatum: Sendable {
  /// The name.
  public let name: String
  /// The title.
  public let title: String
  /// The value; null when there is none.
  public let value: Value
  /// Why it is kept apart; for derived values what they rest on.
  public let protection: Set<Protection>
  /// Whether it is derived.
  public let isDerived: Bool
}

extension Engine {
  /// The data of a case, then what is derived from them, in the order of the workflow; empty when the workflow is gone.
  public func data(of state: CaseState, in family: FamilyState, today: CivilDate) -> [CaseDatum] {
    guard let workflow = programme.workflow(state.workflow) else { return [] }
    var result = workflow.fields.map { field in
      CaseDatum(
        name: field.name, title: field.title, value: state.data[field.name] ?? .null,
        protection: field.protection, isDerived: false)
    }
    var scope = scope(state, family, workflow, today)
    for derived in workflow.derived {
      result.append(
        CaseDatum(
          name: derived.name, title: derived.name,
          value: derived.expression.evaluate(&scope.context), protection: derived.protection,
          isDerived: true))
    }
    return result
  }
}
