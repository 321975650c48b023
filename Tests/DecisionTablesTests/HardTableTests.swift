import CivilTime
import DecisionTables
import Diagnostics
import FEEL
import TestSupport
import Testing

/// Tables that are made to be hard to analyse: whatever they are, the analysis ends, and says when it did not see all.
@Suite("Hard tables")
struct HardTableTests {
  /// A part of what an analysis may take: enough to see that the purse holds.
  private let effort = DecisionTable.defaultEffort / 10

  private func analyse(_ name: String, _ columns: [FEELType], _ rows: [[String]]) throws {
    let bench = TableBench(
      columns.enumerated().map { ("x\($0.offset)", $0.element) }, nullable: false)
    let date = try #require(CivilDate.parse("2017-02-01"))
    let context = EvaluationContext(today: date, now: CivilDateTime(date: date))
    let clock = ContinuousClock()
    var text = "\(name):"
    for policy in [HitPolicy.first, .unique] {
      var diagnostics = Diagnostics()
      let table = try #require(bench.table(policy, rows, &diagnostics), "\(diagnostics.findings)")
      let other = try #require(
        bench.table(
          policy, rows.enumerated().filter { $0.offset % 7 != 3 }.map(\.element), &diagnostics))
      var analysis: TableAnalysis?
      var difference: TableDifference?
      let first = clock.measure { analysis = table.analyse(context, effort: effort) }
      let second = clock.measure {
        difference = table.difference(to: other, context, effort: effort)
      }
      text +=
        " \(policy.rawValue) \(first.rounded)\(analysis?.isComplete == true ? "" : " (not all)")"
        + ", difference \(second.rounded)\(difference?.isComplete == true ? "" : " (not all)")"
    }
    print(text)
  }

  private func random(
    _ generator: inout SeededGenerator, rows: Int, columns: Int, anyShare: Double, width: Int
  ) -> [[String]] {
    (0..<rows).map { row in
      (0..<columns).map { _ -> String in
        if Double.random(in: 0..<1, using: &generator) < anyShare { return "-" }
        let low = Int.random(in: 0..<1_000, using: &generator)
        return "[\(low)..\(low + Int.random(in: 1...width, using: &generator)))"
      } + ["\(row)"]
    }
  }

  @Test("200 rows of 10 overlapping ranges, from sparse to dense")
  func ranges() throws {
    var generator = SeededGenerator(seed: testSeed(default: 7))
    for (share, width) in [(0.9, 400), (0.7, 400), (0.3, 800), (0.0, 990)] {
      try analyse(
        "200 x 10, \(Int(share * 100)) % any, width \(width)", Array(repeating: .number, count: 10),
        random(&generator, rows: 200, columns: 10, anyShare: share, width: width))
    }
  }

  @Test("a parity of twenty booleans, a chain of pigeons, and many values in one cell")
  func puzzles() throws {
    // Rows that ask for pairs of neighbours: the cover is as hard as a coloring.
    var pairs: [[String]] = []
    for left in 0..<19 {
      for value in ["true", "false"] {
        var row = Array(repeating: "-", count: 20)
        row[left] = value
        row[(left * 7 + 3) % 20] = value == "true" ? "false" : "true"
        pairs.append(row + ["1"])
      }
    }
    try analyse("pairs of 20 booleans", Array(repeating: .boolean, count: 20), pairs)
    // Each row: pigeons i and j in the same hole h.
    var pigeons: [[String]] = []
    for hole in 0..<7 {
      for first in 0..<8 {
        for second in (first + 1)..<8 {
          var row = Array(repeating: "-", count: 8)
          row[first] = "\"\(hole)\""
          row[second] = "\"\(hole)\""
          pigeons.append(row + ["1"])
        }
      }
    }
    try analyse("8 pigeons in 7 holes", Array(repeating: .string, count: 8), pigeons)
    let many = (0..<60).map { row in
      [(0..<300).map { String(($0 * 7 + row * 13) % 5_000) }.joined(separator: ","), "-", "\(row)"]
    }
    try analyse("300 values in a cell", [.number, .number], many)
  }
}

extension Duration {
  fileprivate var rounded: String {
    let (seconds, fraction) = components
    return "\(Double(seconds * 1_000 + fraction / 1_000_000_000_000_000) / 1_000) s"
  }
}
