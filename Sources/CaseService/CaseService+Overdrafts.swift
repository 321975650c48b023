import CaseEngine
import CaseStore
public import CivilTime
public import FEEL
import Programme

/// A budget year of which more is used than there was.
public struct Overdraft: Sendable, Hashable {
  /// What the budget is called.
  public let title: String
  /// The first day of the year.
  public let from: CivilDate
  /// What is used beyond the year's amount, in kronor.
  public let excess: Number
}

extension CaseService {
  /// The budget years that are overdrawn and of which a family uses otherwise than it did. No guard is asked when data are
  /// corrected: what the case should never have used is used nevertheless, so it is told instead of refused.
  func overdrafts(
    from before: FamilyState, to projection: Projection, in reader: any CaseStoreReading
  ) throws -> [Overdraft] {
    let known = Set(try reader.engine(programme).project(before).spendings)
    var result: [Overdraft] = []
    for row in projection.spendings where !known.contains(row) {
      guard let budget = programme.budget(row.budget), let year = budget.year(of: row.date),
        let excess = try reader.spent(budget: row.budget, from: year.from, to: year.to)
          .subtracting(year.amount), excess > Number(0)
      else { continue }
      let overdraft = Overdraft(title: budget.title, from: year.from, excess: excess)
      if !result.contains(overdraft) { result.append(overdraft) }
    }
    return result
  }
}
