import CaseEngine
import CaseService
import CaseStore
import CaseStoreSQLite
import CivilTime
import Foundation
import Programme

/// A store on the disk with one person at work.
struct Workbench {
  let folder: URL
  let store: SQLiteCaseStore
  let definitions: LoadedProgramme
  let start: CivilDate

  /// - Parameter directory: a folder on the disk to be measured.
  init(directory: String) throws {
    let name = "bench-\(UUID().uuidString)"
    try self.init(workspace: URL(fileURLWithPath: directory).appendingPathComponent(name))
  }

  /// - Parameter workspace: the folder, as the command line has it: definitions, and the store beside them.
  init(workspace: URL) throws {
    folder = workspace
    let rules = folder.appendingPathComponent("Rules/benchmark")
    try FileManager.default.createDirectory(at: rules, withIntermediateDirectories: true)
    for file in try Definitions.files() {
      try Data(file.bytes).write(to: rules.appendingPathComponent(file.path))
    }
    let workspace = Workspace(root: folder.path)
    try SQLiteCaseStore.create(at: workspace.storePath, practice: true)
    store = try SQLiteCaseStore(path: workspace.storePath)
    definitions = try LoadedProgramme.load(workspace.files())
    let directory = Directory(
      definitions.programme, fingerprint: try workspace.fingerprint())
    try store.write { try directory.keep($0) }
    guard let date = CivilDate(year: 2017, month: 1, day: 2) else {
      throw BenchmarkError(text: "no start")
    }
    start = date
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func service(on date: CivilDate) throws -> CaseService {
    guard let actor = definitions.programme.organisation.person("p0") else {
      throw BenchmarkError(text: "no actor")
    }
    return CaseService(
      definitions: definitions, store: store, actor: actor,
      clock: CaseService.Clock(today: date, now: Moment(milliseconds: 1_785_000_000_000)))
  }

  func day(_ offset: Int) throws -> CivilDate {
    guard let date = start.adding(days: offset) else { throw BenchmarkError(text: "no date") }
    return date
  }

  /// Opens many cases, a thousand to a transaction, each on the day that `opened` gives, by the person that `actor` gives.
  func seed(
    _ count: Int, actor: (Int) -> String = { _ in "p0" }, opened: (Int) -> Int
  ) throws {
    let engine = Engine(programme: definitions.programme)
    let hash = definitions.programme.hash
    for first in stride(from: 0, to: count, by: 1_000) {
      try store.write { transaction in
        try transaction.keepDefinitions(hash: hash, files: definitions.files)
        for index in first..<min(first + 1_000, count) {
          let date = try day(opened(index))
          let numbers = NumberSource(
            pattern: definitions.programme.numbers,
            next: [date.year: try transaction.nextSerial(year: date.year)])
          let context = CommandContext(
            actor: actor(index), date: date, recorded: Moment(milliseconds: 0), numbers: numbers)
          let decision = try engine.decide(
            .open(workflow: "errand", parent: nil, data: ["name": .string("Person \(index)")]),
            family: nil, context: context)
          _ = try transaction.takeSerials(year: date.year, count: 1)
          try transaction.append(
            decision.events, family: decision.family, previous: 0,
            projection: try engine.project(decision.family), definitions: hash)
        }
      }
    }
  }
}
