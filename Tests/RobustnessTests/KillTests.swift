import Foundation
import GRDB
import JSONText
import Synchronization
import TestSupport
import Testing

@Suite("Killed at any moment", .serialized)
struct KillTests {
  /// What one worker was told to be done.
  private struct Ledger {
    var kills = 0
    var attempts = 0
    /// Cases whose number was printed.
    var opened: [String] = []
    var openings = 0
    /// The worker's own case: how often something was printed to be done to it, and how often it was tried.
    var own: String?
    var done: [String: Int] = [:]
    var tried: [String: Int] = [:]
    /// Heads that a daily run printed.
    var heads: [String] = []
    var problems: [String] = []
  }

  @Test("at least 200 kills lose no acknowledged command and leave the database valid")
  func kills() throws {
    let seed = testSeed(default: 2017)
    let sandbox = try Sandbox()
    let workers = 3
    let target = 67
    let ledgers = Mutex(Array(repeating: Ledger(), count: workers))
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      var ledger = Ledger()
      do {
        try Self.work(&ledger, worker, sandbox, target: target, seed: seed &+ UInt64(worker))
      } catch {
        ledger.problems.append("\(error)")
      }
      ledgers.withLock { $0[worker] = ledger }
    }
    let all = ledgers.withLock { $0 }
    let kills = all.reduce(0) { $0 + $1.kills }
    #expect(all.flatMap(\.problems) == [], "seed \(seed)")
    #expect(kills >= 200)

    let whole = try sandbox.reading { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    #expect(whole == "ok", "seed \(seed)")
    let verified = try sandbox.verify()
    #expect(verified.status == 0, "seed \(seed): \(verified)")
    for head in all.compactMap(\.heads.last) {
      let verified = try sandbox.call(["verifiera", "--huvud", head], as: nil)
      #expect(verified.status == 0, "seed \(seed): \(verified)")
    }

    let list = try sandbox.call(["ärenden", "--läge", "alla", "--json"]).json().array ?? []
    let numbers = list.compactMap { $0["case"]?.string }
    let opened = all.flatMap(\.opened)
    #expect(Set(numbers).count == numbers.count)
    #expect(Set(opened).count == opened.count, "a number was given twice, seed \(seed)")
    #expect(Set(opened).isSubset(of: numbers), "an acknowledged case is missing, seed \(seed)")
    #expect(numbers.count <= all.reduce(0) { $0 + $1.openings })
    let expected = (1...max(1, numbers.count)).map { String(format: "VK-2017-%03d", $0) }
    #expect(numbers.sorted() == expected, "numbers run without gaps, seed \(seed)")

    for ledger in all {
      guard let own = ledger.own else { continue }
      let history = try sandbox.call(["historik", own, "--json"]).json()
      let titles = (history["events"]?.array ?? []).compactMap { $0["title"]?.string }
      for (what, count) in ledger.done {
        let found = titles.filter { $0 == what }.count
        #expect(found >= count, "\(own) \(what): \(found) of \(count), seed \(seed)")
        #expect(found <= ledger.tried[what, default: 0], "\(own) \(what) twice, seed \(seed)")
      }
    }
    let unseen = numbers.count - opened.count
    print(
      "kill -9: \(kills) of \(all.reduce(0) { $0 + $1.attempts }) processes killed, "
        + "\(opened.count) cases and \(all.flatMap(\.done.values).reduce(0, +)) changes acknowledged, "
        + "\(unseen) cases written but killed before they could say so")
  }

  private static func work(
    _ ledger: inout Ledger, _ worker: Int, _ sandbox: Sandbox, target: Int, seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    // How long a command takes when nothing ends it: the kills spread over that.
    var usual = Duration.milliseconds(150)
    while ledger.kills < target, ledger.attempts < target * 12, ledger.problems.isEmpty {
      ledger.attempts += 1
      let command = command(&ledger, worker, &random)
      let mark = size(sandbox.store + "-wal")
      let started = ContinuousClock.now
      let process = try sandbox.start(command.arguments)
      let style = Int.random(in: 0..<10, using: &random)
      switch style {
      case 0...1: break  // left to finish
      case 2...4:
        // At any moment of its life.
        let share = Double.random(in: 0...1.1, using: &random)
        wait(for: process, until: started + usual * share) { false }
        process.kill()
      default:
        // While it, or another one, is just writing.
        let more = Duration.microseconds(Int.random(in: 0...4_000, using: &random))
        wait(for: process, until: started + .seconds(5)) { size(sandbox.store + "-wal") != mark }
        wait(for: process, until: .now + more) { false }
        process.kill()
      }
      let outcome = process.wait()
      if outcome.signal == SIGKILL { ledger.kills += 1 }
      if outcome.signal == nil { usual = (usual * 3 + (ContinuousClock.now - started)) / 4 }
      note(outcome, command, &ledger)
    }
  }

  private struct Command {
    let arguments: [String]
    /// What the history calls it; nil for what is not counted there.
    let title: String?
  }

  private static func command(
    _ ledger: inout Ledger, _ worker: Int, _ random: inout SeededGenerator
  ) -> Command {
    let day = "2017-03-\(String(format: "%02d", Int.random(in: 1...28, using: &random)))"
    let choice = Int.random(in: 0..<10, using: &random)
    guard let own = ledger.own, choice >= 4 else {
      ledger.openings += 1
      return Command(arguments: Sandbox.opening("K\(worker)-\(ledger.openings)"), title: nil)
    }
    let attempt = "\(ledger.attempts)"
    let command =
      switch choice {
      case 4, 5:
        Command(
          arguments: [
            "registrera", own, "sekretessamtycke-lämnas",
            "samtyckets myndighet=Försäkringskassan", "samtyckets omfattning=\(attempt)",
            "--datum", "2017-03-28",
          ], title: "Deltagaren samtycker till att sekretessen hävs hos en myndighet")
      case 6, 7:
        Command(
          arguments: ["rätta", own, "kortnamn=R\(attempt)", "--skäl", attempt, "--datum", day],
          title: "Rättelse")
      case 8:
        Command(
          arguments: [
            "klar", own, "bedöm-målgrupp", "behov av samverkan=ja", "pågående beroende=nej",
            "grav neuropsykiatrisk problematik=nej", "utvecklingsstörning=nej", "låg SGI=nej",
            "för sjuk för att arbeta=nej", "grupp=yrkesverksam ålder", "--datum", "2017-03-28",
          ], title: nil)
      default: Command(arguments: ["dagskörning", "--till", day], title: nil)
      }
    if let title = command.title { ledger.tried[title, default: 0] += 1 }
    return command
  }

  /// What was printed is acknowledged, however the process ended.
  private static func note(_ outcome: Program.Outcome, _ command: Command, _ ledger: inout Ledger) {
    let words = outcome.output.split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init)
    let number = words.first { $0.hasPrefix("VK-") && $0.count == 11 }
    switch command.arguments.first {
    case "ärende":
      if let number, outcome.output.contains("\(number) är öppnat") {
        ledger.opened.append(number)
        ledger.own = ledger.own ?? number
      }
    case "dagskörning":
      if let head = words.last, head.count == 64 { ledger.heads.append(head) }
    default:
      if let title = command.title, number != nil { ledger.done[title, default: 0] += 1 }
    }
    if let status = outcome.status, status != 0, command.arguments.first != "klar" {
      ledger.problems.append("\(command.arguments): \(outcome)")
    }
    if let signal = outcome.signal, signal != SIGKILL {
      ledger.problems.append("\(command.arguments): \(outcome)")
    }
  }

  private static func wait(
    for process: Program.Running, until end: ContinuousClock.Instant, or happened: () -> Bool
  ) {
    // Looking all the time would take the processor from those that are looked at.
    while !happened(), ContinuousClock.now < end, !process.hasEnded { usleep(100) }
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : -1
  }
}
