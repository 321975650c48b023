import CaseEngine
import CaseStore
import CivilTime
import Diagnostics
import FEEL
import Foundation
import TestSupport
import Testing

/// What every store does, whatever it is made of.
@Suite("Every case store")
struct CaseStoreSuite {
  @Test("gives back what was appended", arguments: StoreKind.allCases)
  func appendAndReload(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-2017-001")
    try test.save(sample)
    try sample.happen([("A-2017-001", .taskDone(serial: 1))], cause: .completed(task: "call"))
    try sample.happen([("A-2017-002", .opened(workflow: "extra", parent: "A-2017-001"))])
    try test.save(sample, from: 1)
    let state = try sample.state
    try test.store.read { session throws in
      #expect(try session.family(ofCase: "A-2017-001") == state)
      #expect(try session.family(ofCase: "A-2017-002") == state)
      #expect(try session.snapshot(ofFamily: "A-2017-001") == state)
      #expect(try session.snapshot(ofFamily: "A-2017-002") == nil)
      #expect(try session.family(ofCase: "A-2017-003") == nil)
      #expect(try session.events(ofFamily: "A-2017-001") == sample.events)
      #expect(try session.events(ofFamily: "A-2017-002") == [])
      let kept = try session.projection(ofFamily: "A-2017-001")
      #expect(
        kept
          == KeptProjection(
            definitions: "d1", projection: Sample.project(state), version: 3, isOpen: true))
      #expect(try session.head().sequence == 3)
    }
  }

  @Test("sees within a call what the call has appended", arguments: StoreKind.allCases)
  func readsOwnWrites(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try test.store.write { session throws in
      try session.save(sample)
      #expect(try session.family(ofCase: "A-1") == sample.state)
      try sample.happen([("A-1", .responsible("bo"))], cause: .assigned)
      try session.save(sample, from: 1)
      #expect(try session.family(ofCase: "A-1") == sample.state)
      #expect(try session.events(ofFamily: "A-1").count == 2)
    }
    #expect(try test.store.read { try $0.tasks(TaskFilter()) }.map(\.assignee) == ["bo"])
  }

  @Test("refuses to append to a family that has moved on", arguments: StoreKind.allCases)
  func conflict(_ kind: StoreKind) throws {
    let test = try kind.make()
    var first = try Sample.opened("A-1")
    try test.save(first)
    var second = first
    try first.happen([("A-1", .responsible("bo"))])
    try second.happen([("A-1", .responsible("eva"))])
    try test.save(first, from: 1)
    #expect(throws: StoreError.conflict(family: "A-1")) { try test.save(second, from: 1) }
    let again = try Sample.opened("A-1")
    #expect(throws: StoreError.conflict(family: "A-1")) { try test.save(again) }
    #expect(try test.store.read { try $0.family(ofCase: "A-1") } == first.state)
    #expect(try test.store.read { try $0.head().sequence } == 2)
  }

  @Test("refuses a case number that another family has", arguments: StoreKind.allCases)
  func takenNumber(_ kind: StoreKind) throws {
    let test = try kind.make()
    try test.save(try Sample.opened("A-1"))
    var other = try Sample.opened("A-2")
    try other.happen([("A-1", .opened(workflow: "extra", parent: "A-2"))])
    #expect(throws: StoreError.conflict(family: "A-2")) { try test.save(other) }
    #expect(try test.store.read { try $0.cases(CaseFilter()) }.map(\.number) == ["A-1"])
    #expect(try test.store.read { try $0.head().sequence } == 1)
  }

  @Test(
    "refuses events, states and rows that do not belong together", arguments: StoreKind.allCases)
  func mismatch(_ kind: StoreKind) throws {
    let test = try kind.make()
    let sample = try Sample.opened("A-1")
    let other = try Sample.opened("A-2")
    for (events, state, rows) in [
      ([], sample, sample), (other.events, sample, sample), (sample.events, sample, other),
    ] {
      #expect(throws: StoreError.self) {
        try test.store.write { session throws in
          try session.append(
            events, family: try state.state, previous: 0,
            projection: Sample.project(try rows.state), definitions: "d1")
        }
      }
    }
    #expect(try test.store.read { try $0.head().sequence } == 0)
  }

  @Test(
    "refuses a NUL in what lists show, which SQLite would cut off there",
    arguments: StoreKind.allCases)
  func nul(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try sample.happen([("A-1", .set(field: "name", .string("An\0na"), protected))])
    #expect(throws: StoreError.self) { try test.save(sample) }
    #expect(try test.store.read { try $0.head().sequence } == 0)
  }

  @Test("keeps nothing of a call that throws", arguments: StoreKind.allCases)
  func allOrNothing(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try test.save(sample)
    let before = sample
    try sample.happen([("A-1", .set(field: "budget", .number(7), protected))])
    try sample.happen([("A-9", .opened(workflow: "extra", parent: "A-1"))])
    #expect(throws: Stop.self) {
      try test.store.write { session throws in
        try session.save(sample, from: 1)
        try session.save(try Sample.opened("A-2"))
        _ = try session.takeSerials(year: 2017, count: 3)
        try session.keepDefinitions(hash: "h", files: [SourceFile(path: "a", text: "b")])
        throw Stop()
      }
    }
    try test.store.read { session throws in
      #expect(try session.family(ofCase: "A-1") == before.state)
      #expect(try session.family(ofCase: "A-2") == nil)
      #expect(try session.family(ofCase: "A-9") == nil)
      #expect(try session.head().sequence == 1)
      #expect(try session.records(after: 0, limit: 10).count == 1)
      #expect(try session.definitions(hash: "h") == nil)
      #expect(try session.cases(CaseFilter()).map(\.number) == ["A-1"])
      #expect(try session.families(after: nil, limit: 9) == ["A-1"])
      #expect(try session.tasks(TaskFilter()).count == 1)
    }
    #expect(try test.store.write { try $0.takeSerials(year: 2017, count: 1) } == 1...1)
    try test.save(sample, from: 1)
    #expect(try verify(test).isSound)
  }

  @Test(
    "keeps nothing when an appending call has thrown and the body goes on",
    arguments: StoreKind.allCases)
  func swallowedError(_ kind: StoreKind) throws {
    let test = try kind.make()
    try test.save(try Sample.opened("A-1"))
    #expect(throws: StoreError.conflict(family: "A-1")) {
      try test.store.write { session throws in
        try session.save(try Sample.opened("A-2"))
        try? session.save(try Sample.opened("A-1"))
      }
    }
    #expect(try test.store.read { try $0.head().sequence } == 1)
  }

  @Test("remembers nothing of what was undone", arguments: StoreKind.allCases)
  func undoneMemory(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try test.save(sample)
    let first = try sample.state
    try sample.happen([("A-1", .responsible("bo"))])
    #expect(throws: Stop.self) {
      try test.store.write { session throws in
        try session.save(sample, from: 1)
        throw Stop()
      }
    }
    try test.store.write { session throws in
      #expect(try session.family(ofCase: "A-1") == first)
      try session.save(sample, from: 1)
      #expect(throws: Stop.self) {
        try session.attempt {
          try sample.happen([("A-1", .responsible("eva"))])
          try session.save(sample, from: 2)
          throw Stop()
        }
      }
      #expect(try session.family(ofCase: "A-1")?.version == 2)
    }
    try test.store.write { session throws in
      #expect(try session.family(ofCase: "A-1")?.version == 2)
      #expect(try session.family(ofCase: "A-1")?.cases.first?.responsible == "bo")
      #expect(try session.head().sequence == 2)
      try session.save(try Sample.opened("A-2"))
    }
    #expect(try verify(test).isSound)
  }

  @Test(
    "undoes an attempt by itself, and keeps what came before and after",
    arguments: StoreKind.allCases)
  func attempts(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    // `#expect(throws:)` with a closure, inside a closure with further closures, makes the compiler (6.3.1) run the wrong
    // one: so errors are noted here.
    var errors: [any Error] = []
    let noting = { (body: () throws -> Void) in do { try body() } catch { errors.append(error) } }
    try test.store.write { session in
      try session.save(sample)
      noting {
        try session.attempt {
          try session.save(try Sample.opened("A-2"))
          _ = try session.takeSerials(year: 2017, count: 1)
          throw Stop()
        }
      }
      noting { try session.attempt { try session.save(try Sample.opened("A-1")) } }
      noting {
        try session.attempt {
          try session.save(try Sample.opened("A-2"))
          try? session.save(try Sample.opened("A-1"))
        }
      }
      try session.attempt { try session.save(try Sample.opened("A-3")) }
      try sample.happen([("A-1", .responsible("bo"))])
      try session.save(sample, from: 1)
    }
    #expect(errors.count == 3)
    #expect(errors.first is Stop)
    #expect(errors.dropFirst().allSatisfy { $0 as? StoreError == .conflict(family: "A-1") })
    try test.store.read { session throws in
      #expect(try session.families(after: nil, limit: 9) == ["A-1", "A-3"])
      #expect(try session.nextSerial(year: 2017) == 1)
      #expect(try session.head().sequence == 3)
    }
    #expect(try verify(test).findings == [])
  }

  @Test(
    "attempts nothing after an appending call has thrown outside", arguments: StoreKind.allCases)
  func attemptAfterFailure(_ kind: StoreKind) throws {
    let test = try kind.make()
    try test.save(try Sample.opened("A-1"))
    #expect(throws: StoreError.conflict(family: "A-1")) {
      try test.store.write { session in
        try? session.save(try Sample.opened("A-1"))
        try? session.attempt { try session.save(try Sample.opened("A-2")) }
      }
    }
    #expect(try test.store.read { try $0.head().sequence } == 1)
  }

  @Test("links every record to the one before it", arguments: StoreKind.allCases)
  func chain(_ kind: StoreKind) throws {
    let test = try kind.make()
    #expect(try test.store.read { try $0.head() } == ChainLink(sequence: 0, link: Chain.start))
    for number in 1...7 { try test.save(try Sample.opened("A-\(number)")) }
    try test.store.read { session throws in
      var seen: [StoredRecord] = []
      while true {
        let page = try session.records(after: seen.count, limit: 3)
        if page.isEmpty { break }
        #expect(page.count <= 3)
        seen += page
      }
      #expect(seen.map(\.sequence) == Array(1...7))
      #expect(seen.map(\.family) == (1...7).map { "A-\($0)" })
      var link = Chain.start
      for record in seen {
        link = Chain.link(after: link, body: record.body)
        #expect(record.link == link)
      }
      #expect(try session.head() == ChainLink(sequence: 7, link: link))
    }
  }

  @Test("gives every serial number of a year once", arguments: StoreKind.allCases)
  func serials(_ kind: StoreKind) throws {
    let test = try kind.make()
    let take = { (year: Int, count: Int) in
      try test.store.write { try $0.takeSerials(year: year, count: count) }
    }
    #expect(try take(2017, 1) == 1...1)
    #expect(try take(2017, 3) == 2...4)
    #expect(try take(2018, 2) == 1...2)
    #expect(try take(2017, 1) == 5...5)
    #expect(throws: StoreError.self) { try take(2017, 0) }
    #expect(try test.store.read { try $0.nextSerial(year: 2017) } == 6)
    #expect(try test.store.read { try $0.nextSerial(year: 2019) } == 1)
    #expect(try take(2017, 1) == 6...6)
  }

  @Test("keeps notes, the latest under each key", arguments: StoreKind.allCases)
  func notes(_ kind: StoreKind) throws {
    let test = try kind.make()
    try test.store.write { session throws in
      try session.keepNote("a", [1])
      try session.keepNote("b", [])
      try session.keepNote("a", [2, 0, 3])
    }
    #expect(throws: Stop.self) {
      try test.store.write { session in
        try session.keepNote("a", [9])
        throw Stop()
      }
    }
    try test.store.read { session throws in
      #expect(try session.note("a") == [2, 0, 3])
      #expect(try session.note("b") == [])
      #expect(try session.note("c") == nil)
    }
  }

  @Test("keeps definitions once", arguments: StoreKind.allCases)
  func definitions(_ kind: StoreKind) throws {
    let test = try kind.make()
    let files = [
      SourceFile(path: "a.yaml", text: "å: 1\r\n"), SourceFile(path: "b.yaml", text: ""),
    ]
    let others = [files[0], SourceFile(path: "b.yaml", text: "c")]
    let (h1, h2) = (DefinitionFiles.hash(of: files), DefinitionFiles.hash(of: others))
    try test.save(try Sample.opened("A-1", definitions: h1))
    #expect(try test.store.read { try $0.definitions(hash: h1) } == nil)
    for _ in 0..<2 { try test.store.write { try $0.keepDefinitions(hash: h1, files: files) } }
    try test.store.write { try $0.keepDefinitions(hash: h2, files: others) }
    let kept = try require(try test.store.read { try $0.definitions(hash: h1) })
    #expect(kept.map(\.path) == ["a.yaml", "b.yaml"])
    #expect(kept.map(\.bytes) == files.map(\.bytes))
    let second = try require(try test.store.read { try $0.definitions(hash: h2) })
    #expect(second.map(\.bytes) == [files[0].bytes, Array("c".utf8)])
    #expect(try test.store.read { try $0.definitions(hash: "h3") } == nil)
  }

  @Test(
    "gives out no files under a hash that is not theirs", arguments: StoreKind.allCases)
  func otherDefinitions(_ kind: StoreKind) throws {
    let test = try kind.make()
    let files = [SourceFile(path: "a.yaml", text: "limit: 99")]
    let hash = DefinitionFiles.hash(of: [SourceFile(path: "a.yaml", text: "limit: 12")])
    try test.store.write { try $0.keepDefinitions(hash: hash, files: files) }
    #expect(throws: StoreError.self) { try test.store.read { try $0.definitions(hash: hash) } }
  }

  @Test(
    "makes a family's rows anew from what is known of it, and touches no other",
    arguments: StoreKind.allCases)
  func renewal(_ kind: StoreKind) throws {
    let test = try kind.make()
    for root in ["A-1", "A-2", "A-3"] { try test.save(try Sample.opened(root)) }
    var sample = try Sample.opened("A-4")
    try sample.happen([("A-5", .opened(workflow: "extra", parent: "A-4"))])
    try test.save(sample)
    let before = try lists(test)
    try test.loseRows("A-4")
    #expect(try verify(test).findings == [.projectionDiffers(family: "A-4")])
    // What is written now leans on what is noted of the rows, and does not bring back what was lost.
    try sample.happen([("A-4", .set(field: "name", .string("x"), protected))])
    try test.save(sample, from: 2)
    if kind != .memory { #expect(try verify(test).findings != []) }
    let state = try sample.state
    try test.store.write {
      try $0.renew(
        state, latest: 6, projection: Sample.project(state), definitions: "d1")
    }
    #expect(try verify(test).findings == [])
    #expect(try lists(test).tasks == before.tasks)
    #expect(try lists(test).cases.map(\.number) == before.cases.map(\.number))
    #expect(try test.store.read { try $0.head().sequence } == 6)
    // And the family goes on from there.
    try sample.happen([("A-4", .taskDone(serial: 1))], cause: .completed(task: "call"))
    try test.save(sample, from: 3)
    #expect(try verify(test).findings == [])
  }

  @Test("undoes a renewal with what it is part of", arguments: StoreKind.allCases)
  func undoneRenewal(_ kind: StoreKind) throws {
    let test = try kind.make()
    let sample = try Sample.opened("A-1")
    try test.save(sample)
    try test.loseRows("A-1")
    let state = try sample.state
    #expect(throws: Stop.self) {
      try test.store.write { session in
        try session.renew(state, latest: 1, projection: Sample.project(state), definitions: "d1")
        throw Stop()
      }
    }
    #expect(try verify(test).findings == [.projectionDiffers(family: "A-1")])
  }

  private func lists(_ test: StoreUnderTest) throws -> (cases: [CaseRow], tasks: [TaskRow]) {
    try test.store.read { (try $0.cases(CaseFilter()), try $0.tasks(TaskFilter())) }
  }

  @Test(
    "makes a state of another form again from the events", arguments: StoreKind.allCases)
  func otherForm(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try sample.happen([("A-1", .set(field: "name", .string("x"), protected))])
    try test.save(sample)
    try test.changeForm("A-1")
    let state = try sample.state
    #expect(try test.store.read { try $0.family(ofCase: "A-1") } == state)
    #expect(try test.store.read { try $0.snapshot(ofFamily: "A-1") } == state)
    #expect(try verify(test).findings == [])
    try sample.happen([("A-1", .responsible("bo"))])
    try test.store.write { session in
      #expect(try session.family(ofCase: "A-1") == state)
      try session.save(sample, from: 2)
    }
    #expect(try verify(test).findings == [])
    // Never without a value that only the state still holds.
    try test.changeForm("A-1")
    try test.erase("A-1")
    #expect(throws: StoreError.self) { try test.store.read { try $0.family(ofCase: "A-1") } }
  }

  @Test("says what it is", arguments: StoreKind.allCases)
  func properties(_ kind: StoreKind) throws {
    #expect(try kind.make(practice: true).store.read { try $0.properties() }.isPractice)
    #expect(try kind.make().store.read { try $0.properties() }.isPractice == false)
  }

  @Test(
    "keeps protected values out of the events, and may lose them", arguments: StoreKind.allCases)
  func protectedValues(_ kind: StoreKind) throws {
    let test = try kind.make()
    var sample = try Sample.opened("A-1")
    try sample.happen(
      [
        ("A-1", .set(field: "name", .string("Hemlighetsson"), protected)),
        (
          "A-1",
          .set(field: "city", .string("Öppenstad"), SetRecord(origin: .input, isProtected: false))
        ),
        ("A-1", .reason("Grannlåtsskäl")),
      ], cause: .corrected)
    try test.save(sample)
    try test.save(try Sample.opened("A-2"))
    let head = try test.store.read { try $0.head() }
    let check = { (isErased: Bool) in
      try test.store.read { session throws in
        let records = try session.records(after: 0, limit: 10)
        let bodies = String(decoding: records.flatMap(\.body), as: UTF8.self)
        #expect(bodies.contains("Öppenstad"))
        #expect(!bodies.contains("Hemlighetsson"))
        #expect(!bodies.contains("Grannlåtsskäl"))
        #expect(records.map(\.protected.count) == (isErased ? [0, 0, 0] : [0, 2, 0]))
        var link = Chain.start
        for record in records { link = Chain.link(after: link, body: record.body) }
        #expect(try session.head() == head)
        #expect(link == head.link)
        let changes = try session.events(ofFamily: "A-1")[1].changes.map(\.change)
        #expect(
          try session.events(ofFamily: "A-1")[1].changes.map(\.isAbsent)
            == [isErased, false, isErased])
        let name: Value = isErased ? .null : .string("Hemlighetsson")
        #expect(changes[0] == .set(field: "name", name, protected))
        #expect(changes[2] == .reason(isErased ? "" : "Grannlåtsskäl"))
      }
    }
    try check(false)
    try test.erase("A-1")
    try check(true)
    let findings = try verify(test, earlierHead: head.text).findings
    // The chain is as it was, and the absence is told. The state still holds what its events no longer give.
    #expect(
      findings == [
        .protectedMissing(family: "A-1", sequence: 2, count: 2), .snapshotDiffers(family: "A-1"),
        .projectionDiffers(family: "A-1"),
      ])
  }

  @Test("gives equal values different digests", arguments: StoreKind.allCases)
  func salts(_ kind: StoreKind) throws {
    let test = try kind.make()
    for root in ["A-1", "A-2"] {
      var sample = try Sample.opened(root)
      try sample.happen([(root, .reason("same"))])
      try test.save(sample)
    }
    let salts = try test.store.read { try $0.records(after: 0, limit: 9) }.flatMap(\.protected)
      .map(\.salt)
    #expect(salts.count == 2)
    #expect(Set(salts).count == 2)
    #expect(salts.allSatisfy { $0.count == 16 })
  }

  @Test("holds any history, and agrees with its replay", arguments: StoreKind.allCases)
  func randomHistories(_ kind: StoreKind) throws {
    let seed = testSeed(default: 20_170_201)
    var families = RandomFamilies(seed: seed)
    let test = try kind.make()
    for index in 0..<25 {
      let root = "R-\(index)"
      let sample = try families.family(root, events: families.number(0...25))
      // In steps, as it would be written, so that rows change, come and go.
      var partial = Sample(root)
      for event in sample.events {
        let before = partial.version
        partial.events.append(event)
        partial.family = try FamilyState.evolve(partial.family, event)
        if families.flag() || event.version == sample.version {
          try test.save(partial, from: partial.saved)
          partial.saved = event.version
        }
        #expect(before + 1 == event.version)
      }
      let events = try test.store.read { try $0.events(ofFamily: root) }
      #expect(events == sample.events, "seed \(seed), family \(index)")
    }
    let findings = try verify(test).findings
    #expect(findings == [], "seed \(seed)")
  }

  func verify(_ test: StoreUnderTest, earlierHead: String? = nil) throws -> StoreVerification {
    try StoreVerification.run(
      test.store, earlierHead: earlierHead, definitions: "d1", project: Sample.project)
  }

  let protected = SetRecord(origin: .input, isProtected: true)
  struct Stop: Error {}
}
