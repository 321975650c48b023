import Foundation

/// One figure, printed as one line of JSON: the median of several slices of a run, with the smallest and the largest.
struct Figure {
  let name: String
  let unit: String
  let values: [Double]
  var note = ""

  var median: Double { values.sorted()[values.count / 2] }

  func print() {
    let sorted = values.sorted()
    let fields: [(String, String)] = [
      ("figure", "\"\(name)\""), ("unit", "\"\(unit)\""), ("median", format(median)),
      ("min", format(sorted.first ?? 0)), ("max", format(sorted.last ?? 0)),
      ("runs", String(values.count)), ("note", "\"\(note)\""),
    ]
    Swift.print("{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}")
  }

  private func format(_ value: Double) -> String { String(format: "%.4g", value) }
}

/// How often something happens in a second: `body` does `count` of them; slices of equal length.
func rate(
  _ name: String, unit: String, count: Int, seconds: Double, note: String, _ body: () throws -> Void
)
  rethrows -> Figure
{
  let slices = 9
  try body()
  var values: [Double] = []
  for _ in 0..<slices {
    var done = 0
    let start = DispatchTime.now().uptimeNanoseconds
    var elapsed = 0.0
    repeat {
      try body()
      done += count
      elapsed = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    } while elapsed < seconds / Double(slices)
    values.append(Double(done) / elapsed)
  }
  return Figure(name: name, unit: unit, values: values, note: note)
}

/// How many milliseconds something takes.
func milliseconds(_ body: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) / 1e6
}

/// What a benchmark found wrong with what it was about to measure.
struct BenchmarkError: Error {
  let text: String
}
