import CaseService
import Foundation

/// One command at a time, each durable before the next: load the case, decide, append, project, commit.
struct DurableBenchmark {
  let directory: String

  func run(seconds: Double) throws -> [Figure] {
    let bench = try Workbench(directory: directory)
    defer { bench.remove() }
    let service = try bench.service(on: bench.start)
    let number = try service.open(
      "errand", parent: nil, values: ["name": "Person"], date: bench.start
    ).number
    return [
      try rate(
        "durable.command", unit: "commands/s", count: 10, seconds: seconds,
        note:
          "CaseService.record on one case: load, decide, append, project, commit; WAL, synchronous FULL"
      ) {
        for _ in 0..<10 {
          _ = try service.record(
            "step", to: number, values: ["note": "A note of some length"], date: bench.start)
        }
      }
    ]
  }
}
