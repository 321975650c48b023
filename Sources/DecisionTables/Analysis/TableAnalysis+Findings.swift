public import Diagnostics
import FEEL

extension DecisionTable {
  /// What an analysis found, for people: gaps, overlaps and rows that never count are warnings at the row or, for gaps,
  /// at the table; cells that could not be analysed are one remark.
  public func report(_ analysis: TableAnalysis, to diagnostics: inout Diagnostics) {
    for finding in analysis.findings {
      switch finding {
      case .gap(let region):
        diagnostics.warning(
          "table-gap", "ingen rad passar när \(words(region.tests))", at: span,
          help: "till exempel \(example(region)); lägg till en rad, eller `default` för utfallet")
      case .overlap(let left, let right, let region):
        diagnostics.warning(
          "table-overlap",
          "rad \(left + 1) och rad \(right + 1) passar båda när \(words(region.tests))",
          at: rows[right].span ?? span,
          notes: [Diagnostic.Note("rad \(left + 1) står här", span: rows[left].span)],
          help: "till exempel \(example(region))")
      case .masked(let row, let others):
        let numbers = others.prefix(6).map { String($0 + 1) }.joined(separator: ", ")
        diagnostics.warning(
          "masked-row", "rad \(row + 1) avgör aldrig något: \(numbers) går alltid före",
          at: rows[row].span ?? span,
          notes: others.prefix(3).compactMap { other in
            rows[other].span.map { Diagnostic.Note("rad \(other + 1) går före", span: $0) }
          })
      case .impossible(let row, let column):
        diagnostics.warning(
          "impossible-row",
          "rad \(row + 1) kan aldrig passa: inget värde på `\(inputTexts[column])` klarar villkoret",
          at: rows[row].span ?? span)
      }
    }
    guard !analysis.notAnalysed.isEmpty else { return }
    let cells = analysis.notAnalysed.prefix(8).map {
      "rad \($0.row + 1) `\(inputTexts[$0.column])`"
    }
    diagnostics.report(
      Diagnostic(
        code: "not-analysed", severity: .note,
        "\(analysis.notAnalysed.count) villkor beror på mer än sin egen kolumn och är inte analyserade",
        span: span, notes: [Diagnostic.Note(cells.joined(separator: ", "))]))
  }

  /// `ålder` är `>= 65` och `läge` är `"c"`; a part without any limit is every input.
  private func words(_ tests: [String]) -> String {
    let parts = zip(inputTexts, tests).filter { $0.1 != "-" }.map { "`\($0.0)` är `\($0.1)`" }
    return parts.isEmpty ? "ingen av de andra gör det" : parts.joined(separator: " och ")
  }

  private func example(_ region: TableAnalysis.Region) -> String {
    zip(inputTexts, region.example).filter { !$0.1.isNull }.map { "\($0.0) = \($0.1.feelText)" }
      .joined(separator: ", ")
  }
}
