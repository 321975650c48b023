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
  /// corrected, or what something cost in the end is told: what is used is used, so it is told instead of refused.
  ///
  /// - Parameter before: the family before the command; nil for a case that was opened alone.
  func overdrafts(
    from before: FamilyState?, to projection: Projection, in reader: any CaseStoreReading
  ) throws -> [Overdraft] {
    guard !projection.spendings.isEmpty else { return [] }
    let known = Set(
      try before.map { try reader.engine(programme).project($0).spendings } ?? [])
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
