import Foundation
import TestSupport
import Testing

@Suite("Definitions that cannot be used")
struct DefinitionsTests {
  @Test("folders that are no programme, loops and files without end are told")
  func folders() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let before = try sandbox.head()
    let manager = FileManager.default
    let riktlinjer = sandbox.rules + "/riktlinjer"
    let kinds: [(String, Set<Int32>, String, () throws -> Void)] = [
      ("pipe", [3], "går inte att läsa", { mkfifo(riktlinjer + "/r.yaml", 0o600) }),
      ("device", [3], "går inte att läsa", { symlink("/dev/zero", riktlinjer + "/r.yaml") }),
      ("loop", [3], "går inte att läsa", { symlink("r.yaml", riktlinjer + "/r.yaml") }),
      ("dangling", [3], "går inte att läsa", { symlink("finns-inte", riktlinjer + "/r.yaml") }),
      ("folder", [3], "går inte att läsa", { mkdir(riktlinjer + "/r.yaml", 0o700) }),
      (
        "sparse", [3], "går inte att läsa",
        {
          _ = manager.createFile(atPath: riktlinjer + "/r.yaml", contents: nil)
          truncate(riktlinjer + "/r.yaml", 1 << 40)
        }
      ),
    ]
    for (kind, status, words, make) in kinds {
      try make()
      for command in [["uppgifter"], Sandbox.opening("E"), ["kontrollera"]] {
        expectClear(
          try sandbox.call(command), status: status, containing: words, "\(kind) \(command[0])")
      }
      try manager.removeItem(atPath: riktlinjer + "/r.yaml")
    }
    // A folder that leads back to itself is no way to go.
    symlink("..", riktlinjer + "/upp")
    #expect(try sandbox.call(["kontrollera"], as: nil).status == 0)
    #expect(try sandbox.call(["uppgifter"]).status == 0)
    try manager.removeItem(atPath: riktlinjer + "/upp")

    try "a: b\n".write(toFile: sandbox.rules + "/extra.yaml", atomically: true, encoding: .utf8)
    #expect(try sandbox.call(["kontrollera"], as: nil).status == 3)
    expectFindings(try sandbox.call(Sandbox.opening("E")))
    try Data(repeating: 0x61, count: 2 << 20).write(
      to: URL(fileURLWithPath: sandbox.rules + "/extra.yaml"))
    expectFindings(try sandbox.call(Sandbox.opening("E")))
    try manager.removeItem(atPath: sandbox.rules + "/extra.yaml")

    mkdir(sandbox.root + "/Rules/annat", 0o700)
    expectClear(try sandbox.call(["uppgifter"]), status: [2], containing: "flera program")
    rmdir(sandbox.root + "/Rules/annat")
    try manager.moveItem(atPath: sandbox.root + "/Rules", toPath: sandbox.root + "/R")
    expectClear(try sandbox.call(["uppgifter"]), status: [2], containing: "inget program")
    _ = manager.createFile(atPath: sandbox.root + "/Rules", contents: Data("x".utf8))
    expectClear(try sandbox.call(["uppgifter"]), status: [2], containing: "inget program")
    unlink(sandbox.root + "/Rules")
    symlink("Rules", sandbox.root + "/Rules")
    expectClear(try sandbox.call(["uppgifter"]), status: [2], containing: "inget program")
    unlink(sandbox.root + "/Rules")
    mkdir(sandbox.root + "/Rules", 0o700)
    expectClear(try sandbox.call(["uppgifter"]), status: [2], containing: "inget program")
    mkdir(sandbox.root + "/Rules/tom", 0o700)
    #expect(try [2, 3].contains(sandbox.call(["uppgifter"]).status))
    #expect(try sandbox.head() == before)
  }

  @Test(
    "a state that open cases are in and the rules have lost is told before anybody works by them")
  func vanished() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let file = sandbox.workflows + "/deltagare.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: "anmäld", with: "inkommen").write(
      toFile: file, atomically: true, encoding: .utf8)
    let checked = try sandbox.call(["kontrollera"], as: nil)
    #expect(checked.status == 3)
    #expect(checked.output.contains("fel[vanished-state]: `anmäld` i arbetsflödet `deltagare`"))
    let refused = try sandbox.call(["registrera", "1", "kontakt-tagen"])
    expectClear(refused, status: [3], containing: "`identifiering/anmäld`")
    #expect(refused.errors.contains("arbetsflödet `deltagare`"))
  }

  @Test("an organisation without persons, roles or accounts leaves nobody who may act")
  func organisations() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let before = try sandbox.head()
    let persons = sandbox.rules + "/personer.yaml"
    for (text, who, status) in [
      (nil, "anna", [1, 2, 3]), ("", "anna", [3]), ("persons: p\n", "anna", [1, 2, 3]),
      ("persons: p\nidentity: declared\npeople: {}\n", "anna", [1, 2, 3]),
      (
        "persons: p\nidentity: account\npeople:\n  a: {name: A, account: finns-inte-x, roles: [vägledare]}\n",
        "a", [2]
      ),
      (
        "persons: p\nidentity: account\npeople:\n  a: {name: A, account: finns-inte-x, roles: [vägledare]}\n",
        nil, [1]
      ),
      (
        "persons: p\nidentity: declared\npeople:\n  a: {name: A, account: a, roles: [kung]}\n", "a",
        [3]
      ),
      (
        "persons: p\nidentity: declared\npeople:\n  a: {name: A, account: a, roles: []}\n", "a", [1]
      ),
      (
        "persons: p\nidentity: declared\npeople:\n  a: {name: '', account: '', roles: []}\n", "a",
        [1, 3]
      ),
      ("persons: p\nidentity: kanske\npeople: {}\n", "a", [3]),
    ] as [(String?, String?, [Int32])] {
      if let text {
        try text.write(toFile: persons, atomically: true, encoding: .utf8)
      } else {
        unlink(persons)
      }
      let outcome = try sandbox.call(Sandbox.opening("E"), as: who)
      #expect(outcome.status.map { status.contains($0) } ?? false, "\(text ?? "-"): \(outcome)")
      let list = try sandbox.call(["uppgifter"], as: who)
      #expect(list.status.map { (0...3).contains($0) } ?? false, "\(text ?? "-"): \(list)")
      #expect(!list.output.contains("Ek"), "\(text ?? "-"): \(list)")
    }
    #expect(try sandbox.head() == before)
  }

  @Test("the history is verified also when the rules cannot be used")
  func verified() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    try "title: [".write(
      toFile: sandbox.workflows + "/tolk.yaml", atomically: true, encoding: .utf8)
    let verified = try sandbox.call(["verifiera"], as: nil)
    #expect(verified.status == 3, "\(verified)")
    #expect(verified.output.contains("Kedjan håller"), "\(verified)")
    #expect(verified.errors.contains("reglerna går inte att använda"), "\(verified)")
  }

  @Test("definitions that change without consequence leave the state what the history gives")
  func unchanged() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("A")).status == 0)
    #expect(try sandbox.call(Sandbox.opening("B", on: "2017-03-10")).status == 0)
    for day in ["2017-03-10", "2017-03-10", "2017-03-11"] {
      let file = try #require(FileHandle(forWritingAtPath: sandbox.rules + "/kalender.yaml"))
      try file.seekToEnd()
      try file.write(contentsOf: Data("# en anmärkning\n".utf8))
      try file.close()
      #expect(try sandbox.verify().status == 0)
      #expect(try sandbox.call(["dagskörning", "--till", day]).status == 0)
      let verified = try sandbox.verify()
      #expect(verified.status == 0, "\(verified)")
    }
    #expect(try sandbox.call(["tilldela", "2", "bo", "--datum", "2017-03-11"]).status == 0)
    let verified = try sandbox.verify()
    #expect(verified.status == 0, "\(verified)")
  }

  @Test("mutated definitions are checked or run, and never end the program by a trap")
  func mutations() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    var random = SeededGenerator(seed: testSeed(default: 11))
    let files = (FileManager.default.enumerator(atPath: sandbox.root)?.allObjects ?? [])
      .compactMap { $0 as? String }
      .filter { $0.hasSuffix(".yaml") && !$0.contains("scenarier") && !$0.contains("demo") }
      .sorted()
    var usable = 0
    for round in 0..<40 {
      let path = sandbox.root + "/" + (files.randomElement(using: &random) ?? "")
      let url = URL(fileURLWithPath: path)
      let original = try Data(contentsOf: url)
      var bytes = [UInt8](original)
      for _ in 0..<Int.random(in: 1...3, using: &random) { Self.mutate(&bytes, &random) }
      try Data(bytes).write(to: url)
      let seen = "round \(round) seed \(random.seed) \(path)"
      let checked = try sandbox.call(["kontrollera"], as: nil)
      #expect(checked.status == 0 || checked.status == 3, "\(seen): \(checked)")
      if checked.status == 0 {
        usable += 1
        for command in [
          ["ärende", "visa", "1"], ["förklara", "1"], ["dagskörning", "--till", "2017-03-10"],
          Sandbox.opening("M", on: "2017-03-10"),
        ] {
          let outcome = try sandbox.call(command)
          #expect(
            outcome.status.map { (0...4).contains($0) } ?? false, "\(seen) \(command): \(outcome)")
        }
      }
      try original.write(to: url)
    }
    let verified = try sandbox.verify()
    #expect(verified.status == 0, "\(verified)")
    print("definitions: 40 mutations, \(usable) of them usable")
  }

  private static func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    let line = Int.random(in: 0..<lines.count, using: &random)
    switch Int.random(in: 0..<9, using: &random) {
    case 0: lines.remove(at: line)
    case 1: lines.insert(lines[line], at: line)
    case 2: lines.swapAt(line, Int.random(in: 0..<lines.count, using: &random))
    case 3: lines[line].insert(contentsOf: [0x20, 0x20], at: 0)
    case 4: lines[line].insert(0x09, at: 0)
    case 5: lines = Array(lines[...line])
    case 6:
      let place = Int.random(in: 0...lines[line].count, using: &random)
      let marks = Array("{}[]:,#&*!|>'\"%@`-=<>()0é\u{0}\r".utf8)
      lines[line].insert(marks.randomElement(using: &random) ?? 0, at: place)
    case 7:
      if !lines[line].isEmpty {
        lines[line][Int.random(in: 0..<lines[line].count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
    default:
      // A number becomes a large one.
      lines[line] = lines[line].flatMap {
        (0x31...0x39).contains($0) ? Array("99999999999".utf8) : [$0]
      }
    }
    bytes = Array(lines.joined(separator: [0x0A]))
  }

  private func expectFindings(_ outcome: Program.Outcome) {
    #expect(outcome.status == 3, "\(outcome)")
    #expect(outcome.output == "", "\(outcome)")
    #expect(outcome.errors.contains("fel: reglerna går inte att använda"), "\(outcome)")
  }
}
