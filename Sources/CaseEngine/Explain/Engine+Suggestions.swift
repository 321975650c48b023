public import CivilTime
public import FEEL
import Programme

extension Engine {
  /// What the definitions propose for a field of a case, with these answers given beside what the case holds; nil when
  /// they propose nothing. For a case that is not open yet, nothing is there but the answers.
  public func suggestion(
    for field: String, of number: String, in family: FamilyState, answers: [String: Value],
    today: CivilDate
  ) -> Value? {
    guard var state = family.caseState(number),
      let workflow = programme.workflow(state.workflow),
      let index = workflow.field(named: field), let suggestion = workflow.suggestions[index]
    else { return nil }
    for (name, value) in answers where workflow.field(named: name) != nil {
      state.data[name] = value == .null ? nil : value
    }
    var scope = scope(state, family, workflow, today)
    let value = scope.evaluate(suggestion)
    return value.isNull ? nil : value
  }
}
