import CivilTime
import DecisionTables
import Diagnostics
import FEEL

/// Rows that contradict each other, that nothing can reach, or that always stand in the shadow of others, under every value
/// that the guidelines have had or are to have.
enum TablesAreSound {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for decision in programme.decisions {
      guard let workflow = programme.workflow(decision.workflow) else { continue }
      let read = programme.guidelines.filter {
        decision.table.references.names.contains("riktlinjer.\($0.name)")
      }
      let changes = Set(read.flatMap { $0.values.map(\.from) }).sorted()
      let days = changes.isEmpty ? [.earliest] : changes
      // A row that is in the shadow on one day only is none.
      var always: [Set<TableAnalysis.Finding>] = []
      for day in days {
        let context = EvaluationContext(
          slots: Array(repeating: .null, count: workflow.layout.count), today: day,
          now: CivilDateTime(date: day))
        let found = decision.table.analyse(context) { $0.hasPrefix("riktlinjer.") }.findings
        for case .overlap(let first, let second, let region) in found {
          report(overlapOf: first, second, region, decision, &diagnostics)
        }
        always.append(
          Set(
            found.compactMap { finding in
              switch finding {
              case .masked(let row, let others)
              where !decidesForNull(row, beside: others, decision.rows): .masked(row: row, by: [])
              case .impossible(let row, let column): .impossible(row: row, column: column)
              case .masked, .gap, .overlap: nil
              }
            }))
      }
      let common = always.dropFirst().reduce(always.first ?? []) { $0.intersection($1) }
      for finding in common { report(finding, decision, &diagnostics) }
    }
  }

  /// The analysis does not look at inputs that are missing: a row that asks nothing where those before it do may be the
  /// row for them.
  private static func decidesForNull(_ row: Int, beside others: [Int], _ rows: [Decision.Row])
    -> Bool
  {
    guard rows.indices.contains(row) else { return true }
    return rows[row].mayMatchNull.enumerated().contains { column, open in
      open && others.contains { rows.indices.contains($0) && !rows[$0].mayMatchNull[column] }
    }
  }

  private static func report(
    overlapOf first: Int, _ second: Int, _ region: TableAnalysis.Region, _ decision: Decision,
    _ diagnostics: inout Diagnostics
  ) {
    guard decision.rows.indices.contains(first), decision.rows.indices.contains(second) else {
      return
    }
    let conditions = zip(decision.inputs, region.tests).filter { $0.1 != "-" }.map {
      "\($0.0) är `\($0.1)`"
    }
    let when = conditions.isEmpty ? "alltid" : "när \(conditions.joined(separator: " och "))"
    diagnostics.warning(
      "table-overlap", "raderna \(first + 1) och \(second + 1) passar båda \(when)",
      at: decision.rows[second].span,
      notes: [.init("rad \(first + 1)", span: decision.rows[first].span)],
      help: "gör villkoren skarpare, eller skriv `hitPolicy: FIRST` om den första raden ska gälla")
  }

  private static func report(
    _ finding: TableAnalysis.Finding, _ decision: Decision, _ diagnostics: inout Diagnostics
  ) {
    switch finding {
    case .masked(let row, _) where decision.rows.indices.contains(row):
      diagnostics.warning(
        "masked-row",
        "rad \(row + 1) får aldrig avgöra, för raderna före tar allt som den passar på",
        at: decision.rows[row].span, help: "flytta den uppåt, eller ta bort den")
    case .impossible(let row, let column) where decision.rows.indices.contains(row):
      diagnostics.warning(
        "impossible-row",
        "rad \(row + 1) passar aldrig, för inget värde i kolumnen `\(decision.inputs[column])` uppfyller villkoret",
        at: decision.rows[row].span, help: "ändra villkoret, eller ta bort raden")
    default: break
    }
  }
}
