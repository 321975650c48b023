import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())
let seconds = arguments.firstIndex(of: "--seconds").flatMap { Double(arguments[$0 + 1]) } ?? 5
let wanted = arguments.first ?? "all"

do {
  let programme = try Definitions.load()
  if wanted == "all" || wanted == "statechart" {
    for figure in try StatechartBenchmark(programme).run(seconds: seconds) { figure.print() }
  }
} catch let error as BenchmarkError {
  FileHandle.standardError.write(Data("bench: \(error.text)\n".utf8))
  exit(1)
}
