import CaseEngine
import CaseStore
import CaseStoreSQLite
import CivilTime
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("Two stores on one file")
struct ConcurrencyTests {
  @Test("give no number twice and lose no command")
  func twoWriters() throws {
    let folder = TemporaryFolder()
    try SQLiteCaseStore.create(at: folder.database, practice: false)
    let stores = [
      try SQLiteCaseStore(path: folder.database), try SQLiteCaseStore(path: folder.database),
    ]
    let problems = Mutex<[String]>([])
    let rounds = 200
    DispatchQueue.concurrentPerform(iterations: 2) { worker in
      for _ in 0..<rounds {
        do {
          try stores[worker].write { session in
            let number = try session.takeSerials(year: 2017, count: 1).lowerBound
            try session.save(try Sample.opened("A-2017-\(number)"))
            guard var shared = try session.family(ofCase: "A-2017-1") else { return }
            let before = shared.version
            let event = Event(
              family: shared.root, version: before + 1, subject: shared.root, cause: .assigned,
              date: shared.handled, recorded: Moment(milliseconds: 0), actor: nil,
              definitions: "d1", facts: [:],
              changes: [CaseChange(number: shared.root, change: .responsible("w\(worker)"))])
            shared = try FamilyState.evolve(shared, event)
            try session.append(
              [event], family: shared, previous: before, projection: Sample.project(shared),
              definitions: "d1")
          }
        } catch { problems.withLock { $0.append("\(error)") } }
      }
    }
    #expect(problems.withLock { $0 } == [])
    let numbers = try stores[0].read { try $0.cases(CaseFilter()) }.map(\.number)
    #expect(numbers == (1...2 * rounds).map { "A-2017-\($0)" })
    #expect(try stores[1].read { try $0.snapshot(ofFamily: "A-2017-1") }?.version == 2 * rounds + 1)
    let result = try StoreVerification.run(stores[1], definitions: "d1", project: Sample.project)
    #expect(result.findings == [])
    #expect(result.records == 4 * rounds)
  }

  @Test("never decide on what another has changed meanwhile")
  func remembered() throws {
    let folder = TemporaryFolder()
    try SQLiteCaseStore.create(at: folder.database, practice: false)
    let one = try SQLiteCaseStore(path: folder.database)
    let other = try SQLiteCaseStore(path: folder.database)
    var sample = try Sample.opened("A-1")
    try one.write { try $0.save(sample) }
    for round in 1...6 {
      try sample.happen([("A-1", .responsible("person \(round)"))])
      // Two in a row by each, so that each knows its own family and has to learn of the other's.
      let (writer, reader) = round % 4 < 2 ? (one, other) : (other, one)
      try writer.write { session throws in
        #expect(try session.family(ofCase: "A-1")?.version == round)
        try session.save(sample, from: round)
      }
      try reader.write { session throws in
        #expect(try session.family(ofCase: "A-1") == sample.state)
        #expect(try session.head().sequence == round + 1)
      }
    }
    let result = try StoreVerification.run(one, definitions: "d1", project: Sample.project)
    #expect(result.findings == [])
  }

  @Test("see only what has been committed")
  func isolation() throws {
    let folder = TemporaryFolder()
    try SQLiteCaseStore.create(at: folder.database, practice: false)
    let writer = try SQLiteCaseStore(path: folder.database)
    let reader = try SQLiteCaseStore(path: folder.database)
    try writer.write { session in
      try session.save(try Sample.opened("A-1"))
      #expect(try reader.read { try $0.families(after: nil, limit: 9) } == [])
    }
    try reader.read { session throws in
      #expect(try session.families(after: nil, limit: 9) == ["A-1"])
      try writer.write { try $0.save(try Sample.opened("A-2")) }
      #expect(try session.families(after: nil, limit: 9) == ["A-1"])
    }
    #expect(try reader.read { try $0.families(after: nil, limit: 9) } == ["A-1", "A-2"])
  }
}
