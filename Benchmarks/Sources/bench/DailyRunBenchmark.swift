import CaseService
import Foundation

/// The daily run over many open cases of which a thousand have something due, scattered over the store.
struct DailyRunBenchmark {
  let directory: String

  func run(cases: Int, due: Int, ticks: Int) throws -> [Figure] {
    let bench = try Workbench(directory: directory)
    defer { bench.remove() }
    // Multiplying by a large odd number scatters the cases of one day over all of the store.
    let days = max(cases / due, 1)
    let building = try milliseconds {
      try bench.seed(cases) { index in index &* 2_654_435_761 % cases % days }
    }
    var times: [Double] = []
    // A case's first reminder falls due 25 days after it was opened.
    for tick in 0..<min(ticks, days) {
      let date = try bench.day(25 + tick)
      let service = try bench.service(on: date)
      var changed = 0
      times.append(
        try milliseconds { changed = try service.dailyRun(through: date).familiesChanged })
      guard changed == due else { throw BenchmarkError(text: "\(changed) due on \(date)") }
    }
    return [
      Figure(
        name: "daily_run.\(due)_of_\(cases)", unit: "ms per run", values: times,
        note: "each family a durable transaction of its own"),
      Figure(name: "daily_run.seed_\(cases)", unit: "s", values: [building / 1_000]),
    ]
  }
}
