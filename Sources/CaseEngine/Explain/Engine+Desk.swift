public import CivilTime
public import FEEL
public import Programme

/// Something that is shown of a case, with what is needed to show it to those who may read it.
public struct DeskValue: Sendable {
  /// What it is called.
  public let title: String
  /// What is shown; null when nothing is known.
  public let value: Value
  /// Why it is kept from some.
  public let protection: Set<Protection>
}

/// What is shown of a case at a glance, on a day.
public struct DeskView: Sendable {
  /// What is shown of every case of its workflow.
  public let overview: [DeskValue]
  /// What people are made aware of now.
  public let attention: [DeskValue]
  /// What the case above shows of it: what is known.
  public let summary: [DeskValue]
}

extension Engine {
  /// What is shown of a case at a glance on a day; nil when its workflow is gone.
  public func desk(of state: CaseState, in family: FamilyState, today: CivilDate) -> DeskView? {
    guard let workflow = programme.workflow(state.workflow) else { return nil }
    var scope = scope(state, family, workflow, today)
    func shown(_ item: DeskItem, _ value: Value) -> DeskValue {
      DeskValue(title: item.title, value: value, protection: item.protection)
    }
    let overview = workflow.desk.overview.map { item in
      shown(item, item.value.map { scope.evaluate($0) } ?? .null)
    }
    var attention: [DeskValue] = []
    for item in workflow.desk.attention {
      guard let condition = item.condition, scope.holds(condition) == true else { continue }
      attention.append(shown(item, item.value.map { scope.evaluate($0) } ?? .null))
    }
    let summary = workflow.desk.summary.compactMap { item -> DeskValue? in
      let value = item.value.map { scope.evaluate($0) } ?? .null
      return value.isNull ? nil : shown(item, value)
    }
    return DeskView(overview: overview, attention: attention, summary: summary)
  }
}
