import CivilTime
import Diagnostics
import YAMLTree

/// A pot has an amount for each budget year of the programme: in a year without one there is no money, and nobody says why.
extension Loader {
  mutating func adviseOnBudgets() {
    guard let begins, let root = all(.budgets).first?.root,
      let start = root.text("year starts").flatMap({ MonthDay.parse($0) })
    else { return }
    for pot in root.entries("pots") {
      let rows = pot.value.entries("values").compactMap { entry in
        CivilDate.parse(entry.name).map { (from: $0, span: entry.key.span) }
      }
      if let ends {
        for row in rows where row.from > ends {
          diagnostics.warning(
            "value-after-end", "budgetåret börjar \(row.from), men programmet slutar \(ends)",
            at: row.span, help: "är årtalet rätt?")
        }
      }
      // Without a last day the rows themselves say how far it goes.
      let end = ends ?? rows.map(\.from).max() ?? begins
      let missing = Self.years(starting: start, from: begins, through: end).filter { year in
        !rows.contains { $0.from == year }
      }
      guard let first = missing.first else { continue }
      let others = missing.count - 1
      let more = others == 0 ? "" : others == 1 ? " och ett år till" : " och \(others) år till"
      diagnostics.warning(
        "missing-budget-year",
        "potten `\(pot.name)` har inget belopp för budgetåret från \(first)\(more)",
        at: pot.key.span,
        help: "lägg till `\(first): {value: ...}`, med `0` om det inte finns några pengar det året")
    }
  }

  /// The first days of the budget years that a period touches.
  private static func years(
    starting start: MonthDay, from begins: CivilDate, through ends: CivilDate
  ) -> [CivilDate] {
    guard begins <= ends else { return [] }
    return (begins.year - 1...ends.year).compactMap { year in
      guard let from = CivilDate(year: year, month: start.month, day: start.day), from <= ends,
        let next = from.adding(months: 12), next > begins
      else { return nil }
      return from
    }
  }
}
