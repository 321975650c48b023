import CivilTime
import Diagnostics

/// Each step of a ladder of escalations comes after those before it, whatever the guidelines say and are to say. The other
/// way round a matter would go down the ladder.
enum LaddersClimb {
  static func check(_ programme: Programme, _ diagnostics: inout Diagnostics) {
    for task in programme.workflows.flatMap({ $0.states.flatMap(\.tasks) }) {
      for (index, rung) in task.ladder.enumerated() {
        for before in task.ladder.prefix(index).reversed() {
          guard let pairs = programme.lengths(before.after, rung.after) else { continue }
          if let pair = pairs.first(where: { !($0.first.isShorter(than: $0.second)) }) {
            report(pair, before, rung, programme, &diagnostics)
          }
          break
        }
      }
    }
  }

  private static func report(
    _ pair: Programme.Lengths, _ before: TaskDefinition.Escalation,
    _ rung: TaskDefinition.Escalation, _ programme: Programme, _ diagnostics: inout Diagnostics
  ) {
    var notes: [Diagnostic.Note] = [.init("det tidigare steget står här", span: before.span)]
    for case .guideline(let index) in [before.after, rung.after] {
      guard let day = pair.day, let value = programme.guidelines[index].value(on: day) else {
        continue
      }
      notes.append(
        .init("riktlinjen `\(programme.guidelines[index].name)` står här", span: value.span))
    }
    let step = "steget till `\(rung.to)`"
    let start = pair.day.map { "från \($0) kommer \(step)" } ?? "\(step) kommer"
    diagnostics.warning(
      "ladder-descends",
      "\(start) efter \(pair.second.swedish), inte senare än steget före, till `\(before.to)` efter \(pair.first.swedish)",
      at: rung.span, notes: notes,
      help: "varje steg ska komma senare än det före: ändra tiderna, eller byt ordning")
  }
}

extension Programme {
  /// Two periods as they are from a day on; without a day when both are written out.
  fileprivate struct Lengths {
    let day: CivilDate?
    let first: Period
    let second: Period
  }

  /// Two periods under all values of the guidelines that they name; nil when their units can never be compared.
  fileprivate func lengths(_ first: PeriodSource, _ second: PeriodSource) -> [Lengths]? {
    let named = [first, second].compactMap { source in
      if case .guideline(let index) = source { guidelines[index] } else { nil }
    }
    var pairs: [Lengths] = []
    if named.isEmpty {
      if case .fixed(let first) = first, case .fixed(let second) = second {
        pairs.append(Lengths(day: nil, first: first, second: second))
      }
    } else {
      for day in Set(named.flatMap { $0.values.map(\.from) }).sorted() {
        guard let one = length(first, on: day), let other = length(second, on: day) else {
          continue
        }
        pairs.append(Lengths(day: day, first: one, second: other))
      }
    }
    pairs = pairs.filter { $0.first.unit == $0.second.unit }
    return pairs.isEmpty ? nil : pairs
  }

  private func length(_ source: PeriodSource, on day: CivilDate) -> Period? {
    switch source {
    case .fixed(let period): period
    case .guideline(let index): guidelines[index].value(on: day)?.period
    }
  }
}

extension Period {
  fileprivate enum Unit { case months, days, workingDays }

  /// What it is counted in: how a month or a working day compares with days depends on when it is.
  fileprivate var unit: Unit {
    switch self {
    case .months: .months
    case .weeks, .days: .days
    case .workingDays: .workingDays
    }
  }

  private var count: Int {
    switch self {
    // At most `bounds` weeks, which is far from overflowing.
    case .weeks(let weeks): weeks * 7
    case .months(let count), .days(let count), .workingDays(let count): count
    }
  }

  /// Of two of the same unit.
  fileprivate func isShorter(than other: Period) -> Bool { count < other.count }
}
