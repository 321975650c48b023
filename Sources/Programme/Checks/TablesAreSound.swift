import CivilTime
import DecisionTables
import Diagnostics
import FEEL

/// Rows that contradict each other, input that no row answers for, rows that nothing can reach or that always stand in
/// the shadow of others, under every value that the guidelines have had or are to have.
///
/// A gap is a fault where one row has to decide: nobody gets an answer there, and what waits for it waits for ever. It is
/// none where an output has a default, and where the table says `incomplete: ja`. Input that is missing is no gap: null
/// decides nothing, on purpose.
enum TablesAreSound {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for decision in programme.decisions {
      guard let workflow = programme.workflow(decision.workflow) else { continue }
      var check = TableCheck(decision, days: days(of: decision.table, programme.guidelines))
      check.run(slots: workflow.layout.count)
      check.report(&diagnostics)
    }
  }

  /// The days on which a guideline that the table reads changes, from the first on which all of them have a value.
  static func days(of table: DecisionTable, _ guidelines: [Guideline]) -> [CivilDate] {
    let read = guidelines.filter { table.references.names.contains("riktlinjer.\($0.name)") }
    let start = read.compactMap { $0.values.first?.from }.max() ?? .earliest
    return [start]
      + Set(read.flatMap { $0.values.map(\.from) }).filter { $0 > start }.sorted()
  }
}

/// One table on all its days.
private struct TableCheck {
  let decision: Decision
  let days: [CivilDate]
  /// Each finding with the days on which it holds, as places in `days`, in order of appearance.
  private var found: [(finding: TableAnalysis.Finding, days: [Int])] = []
  private var places: [TableAnalysis.Finding: Int] = [:]
  private var notAnalysed: [TableAnalysis.Cell] = []
  private var isComplete = true
  private var hasGaps = false

  /// More gaps or overlaps than these say no more.
  private static let limit = 5
  /// More days than these are not looked at.
  private static let maximumDays = 50
  /// As many cells are prepared at most, on all days together.
  private static let maximumCells = 100_000

  init(_ decision: Decision, days: [CivilDate]) {
    self.decision = decision
    // Each day is an analysis of its own. The latest matter most.
    let cells = max(1, decision.rows.count * decision.inputs.count)
    let most = max(1, min(Self.maximumDays, Self.maximumCells / cells))
    self.days = Array(days.suffix(most))
    isComplete = days.count <= most
  }

  mutating func run(slots: Int) {
    for (place, day) in days.enumerated() {
      let context = EvaluationContext(
        slots: Array(repeating: .null, count: slots), today: day, now: CivilDateTime(date: day))
      // Many days share what one may take.
      let analysis = decision.table.analyse(
        context, limit: 20, effort: DecisionTable.defaultEffort / days.count
      ) { $0.hasPrefix("riktlinjer.") }
      for finding in analysis.findings { add(finding, on: place) }
      for cell in analysis.notAnalysed where !notAnalysed.contains(cell) {
        notAnalysed.append(cell)
      }
      isComplete = isComplete && analysis.isComplete
    }
  }

  private mutating func add(_ finding: TableAnalysis.Finding, on day: Int) {
    var finding = finding
    switch finding {
    case .masked(let row, let others):
      if decidesForNull(row, beside: others) { return }
      // By which rows may differ from day to day.
      finding = .masked(row: row, by: [])
    case .gap:
      hasGaps = true
      if decision.isIncomplete { return }
    case .overlap, .impossible: break
    }
    if let place = places[finding] {
      found[place].days.append(day)
    } else {
      places[finding] = found.count
      found.append((finding, [day]))
    }
  }

  /// The analysis does not look at inputs that are missing: a row that asks nothing where those before it do may be the
  /// row for them.
  private func decidesForNull(_ row: Int, beside others: [Int]) -> Bool {
    guard decision.rows.indices.contains(row) else { return true }
    return decision.rows[row].mayMatchNull.enumerated().contains { column, open in
      open
        && others.contains {
          decision.rows.indices.contains($0) && !decision.rows[$0].mayMatchNull[column]
        }
    }
  }

  // MARK: Findings

  func report(_ diagnostics: inout Diagnostics) {
    var gaps = 0
    for (finding, places) in found {
      switch finding {
      case .gap(let region):
        gaps += 1
        if gaps <= Self.limit { report(gap: region, places, &diagnostics) }
      case .overlap(let first, let second, let region):
        report(overlapOf: first, second, region, places, &diagnostics)
      case .masked(let row, _):
        // A row that decides on the last day has its time yet; one that no longer does is to be taken out.
        guard places.last == days.count - 1 else { continue }
        diagnostics.warning(
          "masked-row",
          "rad \(row + 1) får aldrig avgöra\(period(places)), för raderna före tar allt som den passar på",
          at: decision.rows[row].span, help: "flytta den uppåt, eller ta bort den")
      case .impossible(let row, let column):
        guard places.last == days.count - 1 else { continue }
        diagnostics.warning(
          "impossible-row",
          "rad \(row + 1) passar aldrig\(period(places)), för inget värde i kolumnen `\(decision.inputs[column])` uppfyller villkoret",
          at: decision.rows[row].span, help: "ändra villkoret, eller ta bort raden")
      }
    }
    if gaps > Self.limit {
      diagnostics.report(
        Diagnostic(
          code: "more-gaps", severity: .note,
          "tabellen har fler luckor än de \(Self.limit) som visas", span: decision.span))
    }
    if decision.isIncomplete, !hasGaps, isComplete, notAnalysed.isEmpty {
      diagnostics.warning(
        "unneeded-incomplete",
        "`incomplete: ja` behövs inte, för tabellen svarar för alla indata", at: decision.span,
        help: "ta bort raden")
    }
    reportLimits(&diagnostics)
  }

  private func report(
    gap region: TableAnalysis.Region, _ places: [Int], _ diagnostics: inout Diagnostics
  ) {
    diagnostics.warning(
      "table-gap", "ingen rad passar \(when(region))\(period(places))", at: decision.span,
      notes: [.init("till exempel \(example(region))")],
      help:
        "lägg till en rad, skriv `default` för utfallet, eller `incomplete: ja` om inget svar är meningen"
    )
  }

  private func report(
    overlapOf first: Int, _ second: Int, _ region: TableAnalysis.Region, _ places: [Int],
    _ diagnostics: inout Diagnostics
  ) {
    guard decision.rows.indices.contains(first), decision.rows.indices.contains(second) else {
      return
    }
    diagnostics.warning(
      "table-overlap",
      "raderna \(first + 1) och \(second + 1) passar båda \(when(region))\(period(places))",
      at: decision.rows[second].span,
      notes: [
        .init("rad \(first + 1)", span: decision.rows[first].span),
        .init("till exempel \(example(region))"),
      ],
      help: "gör villkoren skarpare, eller skriv `hitPolicy: FIRST` om den första raden ska gälla")
  }

  private func reportLimits(_ diagnostics: inout Diagnostics) {
    for isUndivided in [false, true] {
      let notAnalysed = notAnalysed.filter { $0.isUndivided == isUndivided }
      if notAnalysed.isEmpty { continue }
      let why =
        isUndivided
        ? "står i en kolumn med för många olika värden" : "beror på mer än sin egen kolumn"
      let cells = notAnalysed.prefix(8).map { "rad \($0.row + 1) `\(decision.inputs[$0.column])`" }
      let rest = notAnalysed.count > cells.count ? " med flera" : ""
      let subject =
        notAnalysed.count == 1
        ? "1 villkor \(why) och är inte prövat"
        : "\(notAnalysed.count) villkor \(why) och är inte prövade"
      diagnostics.report(
        Diagnostic(
          code: "not-analysed", severity: .note,
          "\(subject) mot de andra raderna", span: decision.span,
          notes: [.init(cells.joined(separator: ", ") + rest)]))
    }
    if !isComplete {
      diagnostics.report(
        Diagnostic(
          code: "analysis-incomplete", severity: .note,
          "tabellen är för stor för att prövas helt: det kan finnas fler luckor eller överflödiga rader",
          span: decision.span, help: "dela upp den i flera tabeller"))
    }
  }

  private func when(_ region: TableAnalysis.Region) -> String {
    let conditions = zip(decision.inputs, region.tests).filter { $0.1 != "-" }.map {
      "\($0.0) är `\($0.1)`"
    }
    return conditions.isEmpty ? "alltid" : "när \(conditions.joined(separator: " och "))"
  }

  private func example(_ region: TableAnalysis.Region) -> String {
    zip(decision.inputs, region.example).filter { !$0.1.isNull }
      .map { "\($0.0) = `\($0.1.feelText)`" }.joined(separator: ", ")
  }

  /// ` från 2018-01-01`, when the finding does not hold on all days.
  private func period(_ places: [Int]) -> String {
    guard places.count < days.count, let first = places.first, let last = places.last else {
      return ""
    }
    let start = first > 0 ? " från \(days[first])" : ""
    let isLast = last == days.count - 1
    return start + (isLast ? "" : " före \(days[last + 1])")
  }
}
