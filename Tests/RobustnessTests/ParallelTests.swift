import Foundation
import GRDB
import JSONText
import Testing

@Suite("Several processes at once", .serialized)
struct ParallelTests {
  @Test("no number, task or reminder comes twice", arguments: [2, 4])
  func together(_ count: Int) throws {
    let sandbox = try Sandbox()
    var numbers: [String] = []
    for round in 0..<6 {
      let running = try (0..<count).map {
        try sandbox.start(Sandbox.opening("P\(round)-\($0)") + ["--json"])
      }
      for process in running {
        let outcome = process.wait()
        #expect(outcome.status == 0, "\(outcome)")
        numbers.append(try outcome.json()["case"]?.string ?? "?")
      }
    }
    #expect(Set(numbers).count == numbers.count, "\(numbers)")
    let expected = (1...(6 * count)).map { String(format: "VK-2017-%03d", $0) }
    #expect(numbers.sorted() == expected)

    // The same store, run by one process alone, tells what is right.
    let alone = try Sandbox()
    try FileManager.default.removeItem(atPath: alone.store)
    try FileManager.default.copyItem(atPath: sandbox.store, toPath: alone.store)
    for day in ["2017-03-02", "2017-03-06", "2017-03-07", "2017-04-30"] {
      let run = ["dagskörning", "--till", day, "--json"]
      let right = try Self.happened([alone.call(run)])
      let running = try (0..<count).map { _ in try sandbox.start(run) }
      let all = try Self.happened(running.map { $0.wait() })
      #expect(all == right, "\(day)")
    }
    for list in [["uppgifter"], ["eskaleringar", "--alla"], ["ärenden"]] {
      let one = try alone.call(list + ["--json", "--datum", "2017-04-30"])
      let many = try sandbox.call(list + ["--json", "--datum", "2017-04-30"])
      #expect(one.output == many.output)
      #expect(many.output.contains("VK-2017-001"))
    }
    #expect(try Self.events(alone) == Self.events(sandbox))
    let verified = try sandbox.verify()
    #expect(verified.status == 0, "\(verified)")
  }

  @Test("people who complete the same task at the same time complete it once")
  func sameTask() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Samma")).status == 0)
    let done = [
      "klar", "1", "bedöm-målgrupp", "behov av samverkan=ja", "pågående beroende=nej",
      "grav neuropsykiatrisk problematik=nej", "utvecklingsstörning=nej", "låg SGI=nej",
      "för sjuk för att arbeta=nej", "grupp=yrkesverksam ålder", "--datum", "2017-02-21",
    ]
    let running = try ["anna", "bo", "petra", "anna"].map { try sandbox.start(done, as: $0) }
    let statuses = running.map { $0.wait().status }
    #expect(statuses.filter { $0 == 0 }.count == 1, "\(statuses)")
    #expect(statuses.filter { $0 == 1 }.count == 3, "\(statuses)")
    #expect(try Self.events(sandbox) == 2)
    #expect(try sandbox.verify().status == 0)
  }

  /// What daily runs say they did, in order of case and date.
  private static func happened(_ outcomes: [Program.Outcome]) throws -> [String] {
    try outcomes.flatMap { outcome in
      #expect(outcome.status == 0, "\(outcome)")
      return try (outcome.json()["events"]?.array ?? []).map {
        var writer = JSONWriter()
        writer.value($0)
        return String(decoding: writer.bytes, as: UTF8.self)
      }
    }.sorted()
  }

  private static func events(_ sandbox: Sandbox) throws -> Int {
    try sandbox.reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM events") ?? -1 }
  }
}
