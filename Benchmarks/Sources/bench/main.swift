import Foundation

/// `bench [NAME] [--seconds S] [--dir DIR]`: one line of JSON a figure.
let arguments = Array(CommandLine.arguments.dropFirst())

func option(_ name: String) -> String? {
  guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
  return arguments[index + 1]
}

let seconds = option("--seconds").flatMap(Double.init) ?? 5
let directory = option("--dir") ?? FileManager.default.currentDirectoryPath + "/data"
let wanted = arguments.first.flatMap { $0.hasPrefix("--") ? nil : $0 } ?? "all"

do {
  let programme = try Definitions.load()
  if ["all", "statechart"].contains(wanted) {
    for figure in try StatechartBenchmark(programme).run(seconds: seconds) { figure.print() }
  }
  if ["all", "durable"].contains(wanted) {
    for figure in try DurableBenchmark(directory: directory).run(seconds: seconds) {
      figure.print()
    }
  }
  if ["all", "daily"].contains(wanted) {
    let daily = DailyRunBenchmark(directory: directory)
    for figure in try daily.run(cases: 100_000, due: 1_000, ticks: 15) { figure.print() }
  }
  if ["all", "tables"].contains(wanted) {
    for figure in try TableBenchmark(directory: directory).run(seconds: seconds) { figure.print() }
  }
  if wanted == "seed" {
    let bench = try Workbench(workspace: URL(fileURLWithPath: directory))
    try bench.seed(10_000, actor: { "p\($0 % 200)" }) { $0 % 90 }
  }
  if wanted == "large" {
    let daily = DailyRunBenchmark(directory: directory)
    for figure in try daily.run(cases: 100_000, due: 1_000, ticks: 15) { figure.print() }
    for figure in try daily.run(cases: 1_000_000, due: 1_000, ticks: 15) { figure.print() }
  }
} catch let error as BenchmarkError {
  FileHandle.standardError.write(Data("bench: \(error.text)\n".utf8))
  exit(1)
}
