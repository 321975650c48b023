public import CivilTime
public import DecisionTables
import FEEL
public import Programme

/// What changes for whom when tables are replaced: the tables of one programme beside those of another, or two tables by
/// themselves.
public struct TableComparison: Sendable {
  /// A table that both have.
  struct Pair: Sendable {
    let name: String
    let title: String
    let workflow: String?
    /// The titles of the columns, by their expressions.
    let columns: [String: String]
    /// The only output of tables that give a bare value.
    let output: String?
    /// The difference on the first day, and on each later one that makes it another.
    let days: [(from: CivilDate?, difference: TableDifference)]

    var isSame: Bool { days.allSatisfy { $0.difference.isSame } }
    var isCertain: Bool {
      days.allSatisfy {
        $0.difference.isComplete && $0.difference.notAnalysedBefore.isEmpty
          && $0.difference.notAnalysedAfter.isEmpty
      }
    }
  }

  let pairs: [Pair]
  let onlyBefore: [String]
  let onlyAfter: [String]
  let date: CivilDate

  /// Two tables by themselves.
  public init(_ before: DecisionTable, _ after: DecisionTable, date: CivilDate) {
    let context = EvaluationContext(today: date, now: CivilDateTime(date: date))
    let difference = before.difference(to: after, context)
    pairs = [
      Pair(
        name: "", title: "Tabellen", workflow: nil, columns: [:], output: nil,
        days: [(nil, difference)])
    ]
    (onlyBefore, onlyAfter, self.date) = ([], [], date)
  }

  /// The tables of two programmes.
  ///
  /// - Parameters:
  ///   - name: the only table that is wanted; nil for all.
  ///   - date: the day from which guidelines count.
  public init(_ before: Programme, _ after: Programme, name: String?, date: CivilDate) {
    var pairs: [Pair] = []
    func key(_ decision: Decision) -> String { "\(decision.name) \(decision.workflow)" }
    let wanted = { (decision: Decision) in name.map { $0 == decision.name } ?? true }
    let (old, new) = (before.decisions.filter(wanted), after.decisions.filter(wanted))
    for decision in old {
      guard let other = new.first(where: { key($0) == key(decision) }) else { continue }
      pairs.append(Self.pair((before, decision), (after, other), date))
    }
    self.pairs = pairs
    func names(_ list: [Decision], without others: [Decision]) -> [String] {
      list.filter { own in !others.contains { key($0) == key(own) } }
        .map { "\($0.title) (\($0.workflow))" }
    }
    onlyBefore = names(old, without: new)
    onlyAfter = names(new, without: old)
    self.date = date
  }

  /// Whether the tables give the same for every input that could be looked at.
  public var isSame: Bool { pairs.allSatisfy(\.isSame) && onlyBefore.isEmpty && onlyAfter.isEmpty }

  private static func pair(
    _ before: (programme: Programme, decision: Decision),
    _ after: (programme: Programme, decision: Decision), _ date: CivilDate
  ) -> Pair {
    var changes: Set<CivilDate> = []
    for side in [before, after] {
      for guideline in side.programme.guidelines
      where side.decision.table.references.names.contains("riktlinjer.\(guideline.name)") {
        changes.formUnion(guideline.values.map(\.from).filter { $0 > date })
      }
    }
    var days: [(from: CivilDate?, difference: TableDifference)] = []
    for day in [date] + changes.sorted() {
      let difference = before.decision.table.difference(
        to: after.decision.table, frame(before, day), after: frame(after, day),
        effort: DecisionTable.defaultEffort / (1 + changes.count)
      ) { $0.hasPrefix("riktlinjer.") }
      if let last = days.last, last.difference.changes == difference.changes { continue }
      days.append((day == date ? nil : day, difference))
    }
    var columns: [String: String] = [:]
    for side in [after, before] {
      for (text, title) in zip(side.decision.table.inputTexts, side.decision.inputs) {
        columns[text] = title
      }
    }
    let output = before.decision.outputs.count == 1 ? before.decision.outputs.first : nil
    return Pair(
      name: before.decision.name, title: after.decision.title,
      workflow: before.programme.workflow(before.decision.workflow)?.title
        ?? before.decision.workflow,
      columns: columns, output: output, days: days)
  }

  private static func frame(
    _ side: (programme: Programme, decision: Decision), _ day: CivilDate
  ) -> EvaluationContext {
    let count = side.programme.workflow(side.decision.workflow)?.layout.count ?? 0
    return EvaluationContext(
      slots: Array(repeating: .null, count: count), today: day, now: CivilDateTime(date: day))
  }
}

extension TableDifference {
  /// Whether nothing was found.
  var isSame: Bool { changes.isEmpty && outputsBefore.isEmpty && outputsAfter.isEmpty }
}
