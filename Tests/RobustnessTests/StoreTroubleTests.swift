import Foundation
import GRDB
import TestSupport
import Testing

@Suite("A store that cannot be used")
struct StoreTroubleTests {
  static let reading = [
    ["uppgifter"], ["ärenden"], ["ärende", "visa", "1"], ["historik", "1"], ["förklara", "1"],
  ]
  static let writing = [
    Sandbox.opening("E"), ["dagskörning", "--till", "2017-06-01"],
    ["rätta", "1", "kortnamn=F", "--skäl", "s", "--datum", "2017-03-01"],
  ]

  private static func used() throws -> Sandbox {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    for suffix in ["-wal", "-shm"] { unlink(sandbox.store + suffix) }
    return sandbox
  }

  @Test("a database that is not ours, or none, is left as it is and named in one line")
  func foreign() throws {
    let sandbox = try Sandbox()
    let other = NSTemporaryDirectory() + "vagknuten-annan-" + UUID().uuidString
    defer { unlink(other) }
    let queue = try DatabaseQueue(path: other)
    try queue.write { try $0.execute(sql: "CREATE TABLE a (b)") }
    try queue.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
    let kinds: [(String, String, () throws -> Void)] = [
      ("text", "inte en databas från vagknuten", { try Self.put(Data("hej\n".utf8), sandbox) }),
      ("tom", "inte en databas från vagknuten", { try Self.put(Data(), sandbox) }),
      (
        "annan SQLite", "inte en databas från vagknuten",
        { try Self.put(Data(contentsOf: URL(fileURLWithPath: other)), sandbox) }
      ),
      ("avkortad", "databasen är skadad", { try Self.put(whole.prefix(5_000), sandbox) }),
      ("huvudet bara", "databasen är skadad", { try Self.put(whole.prefix(100), sandbox) }),
      (
        "nyare", "gjord av en nyare version",
        {
          try Self.put(whole, sandbox)
          try DatabaseQueue(path: sandbox.store).writeWithoutTransaction {
            try $0.execute(sql: "PRAGMA user_version = 99")
          }
        }
      ),
      ("rör", "inte en databas från vagknuten", { mkfifo(sandbox.store, 0o600) }),
      ("mapp", "inte en databas från vagknuten", { mkdir(sandbox.store, 0o700) }),
      ("ingen", "det finns ingen databas", {}),
      ("slinga", "det finns ingen databas", { symlink(sandbox.store, sandbox.store) }),
    ]
    for (kind, words, make) in kinds {
      for suffix in ["", "-wal", "-shm"] {
        try? FileManager.default.removeItem(atPath: sandbox.store + suffix)
      }
      try make()
      let before = FileManager.default.contents(atPath: kind == "rör" ? "/" : sandbox.store)
      for command in [Self.reading[0], Self.reading[2], Self.writing[0], Self.writing[1]] {
        expectClear(
          try sandbox.call(command), status: [4], containing: words, "\(kind) \(command[0])")
      }
      expectClear(try sandbox.verify(), status: [4], containing: words, kind)
      if kind != "rör" {
        #expect(FileManager.default.contents(atPath: sandbox.store) == before, "\(kind)")
      }
    }
  }

  private static func put(_ data: Data, _ sandbox: Sandbox) throws {
    try data.write(to: URL(fileURLWithPath: sandbox.store))
  }

  @Test("bytes that have changed are found, and never end the program by a trap")
  func garbage() throws {
    let sandbox = try Self.used()
    #expect(try sandbox.call(["dagskörning", "--till", "2017-04-01"]).status == 0)
    let whole = try Data(contentsOf: URL(fileURLWithPath: sandbox.store))
    var random = SeededGenerator(seed: testSeed(default: 7))
    for round in 0..<15 {
      var bytes = [UInt8](whole)
      // Few enough that most reach what we decode ourselves, and not only SQLite's own structures.
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        let place = Int.random(in: 24_576..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      try Self.put(Data(bytes), sandbox)
      for suffix in ["-wal", "-shm"] { unlink(sandbox.store + suffix) }
      let commands = [
        ["verifiera", "--räkna-om", "--json"], Self.reading.randomElement(using: &random) ?? [],
        Self.writing.randomElement(using: &random) ?? [],
      ]
      for command in commands {
        let outcome = try sandbox.call(command, as: command[0] == "verifiera" ? nil : "anna")
        #expect(
          outcome.status.map { [0, 1, 2, 4].contains($0) } ?? false,
          "round \(round) seed \(random.seed) \(command): \(outcome)")
      }
    }
  }

  @Test("recomputing goes on past a family that cannot be replayed")
  func gap() throws {
    let sandbox = try Sandbox()
    for name in ["Ek", "Al"] {
      #expect(try sandbox.call(Sandbox.opening(name)).status == 0)
    }
    for number in ["1", "2"] {
      for kind in ["lämnas", "återkallas"] {
        let sent = try sandbox.call([
          "registrera", number, "uppföljningssamtycke-\(kind)", "--datum", "2017-02-21",
        ])
        #expect(sent.status == 0, "\(sent)")
      }
    }
    // The second event of the first family is gone; its third follows on nothing.
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          DROP TRIGGER events_remain;
          DELETE FROM protected_values WHERE seq =
            (SELECT seq FROM events WHERE family = 'VK-2017-001' AND version = 2);
          DELETE FROM events WHERE family = 'VK-2017-001' AND version = 2;
          """)
    }
    try queue.close()
    let found = try sandbox.verify()
    #expect(found.status == 4, "\(found)")
    let text = (found.output + found.errors).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ")
    #expect(text.contains("VK-2017-001, händelse 3: följer inte på den före"), "\(text)")
    #expect(!text.contains("VK-2017-002, händelse"), "\(text)")
  }

  @Test("a full disk writes nothing by half, and says so")
  func fullDisk() throws {
    let folder = NSTemporaryDirectory() + "vagknuten-skiva-" + UUID().uuidString
    mkdir(folder, 0o700)
    defer { rmdir(folder) }
    guard
      try Self.tool(["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", folder]) == 0
    else {
      print("skipped: no small file system can be mounted here")
      return
    }
    defer { _ = try? Self.tool(["umount", folder]) }
    #expect(try Program.run(["init", folder, "--övning"], in: folder).status == 0)
    func call(_ arguments: [String]) throws -> Program.Outcome {
      try Program.run(arguments + ["--som", "anna"], in: folder)
    }
    for name in 0..<4 { #expect(try call(Sandbox.opening("\(name)")).status == 0) }
    // All that is left is taken.
    _ = try Self.tool(["dd", "if=/dev/zero", "of=\(folder)/fyllning", "bs=4096", "count=2000"])
    for command in [Self.reading[0]] + Self.writing {
      expectClear(try call(command), status: [4], containing: "disken är full", command[0])
    }
    expectClear(
      try call(["init", folder + "/ny"]), status: [4], containing: "disken är full", "init")
    // With a little room, a daily run comes as far as it comes.
    truncate(folder + "/fyllning", max(0, Self.size(folder + "/fyllning") - 49_152))
    expectClear(
      try call(["dagskörning", "--till", "2018-06-01"]), status: [4], containing: "disken är full",
      "dagskörning")
    unlink(folder + "/fyllning")
    let verified = try Program.run(["verifiera", "--räkna-om"], in: folder)
    #expect(verified.status == 0, "\(verified)")
    #expect(try call(["dagskörning", "--till", "2018-06-01"]).status == 0)
    #expect(try call(Sandbox.opening("efter", on: "2018-06-01")).status == 0)
    #expect(try Program.run(["verifiera", "--räkna-om"], in: folder).status == 0)
  }

  @Test("a file that may not grow is told, not a signal")
  func fileSizeLimit() throws {
    let sandbox = try Self.used()
    let before = try sandbox.head()
    let limited = ["sh", "-c", "ulimit -f 2; exec \"$0\" \"$@\""]
    for command in Self.writing {
      expectClear(
        try sandbox.call(command, wrapper: limited), status: [4],
        containing: "databasen går inte att läsa eller skriva", command[0])
    }
    let folder = try Program.run(
      ["init", sandbox.root + "/ny", "--övning"], in: sandbox.root, wrapper: limited)
    expectClear(folder, status: [4], containing: "filen får inte bli större", "init")
    #expect(try sandbox.head() == before)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("an output that cannot be written is told, and a reader who goes away is no failure")
  func output() throws {
    let sandbox = try Self.used()
    let full = ["sh", "-c", "exec \"$0\" \"$@\" > /dev/full"]
    let outcome = try sandbox.call(["ärenden"], wrapper: full)
    expectClear(outcome, status: [4], containing: "svaret går inte att skriva")
    let gone = ["sh", "-c", "(\"$0\" \"$@\"; echo $? >&2) | true"]
    let quiet = try sandbox.call(["historik", "1"], wrapper: gone)
    #expect(quiet.errors == "0\n", "\(quiet)")
    let closed = ["sh", "-c", "exec \"$0\" \"$@\" <&- >&- 2>&-"]
    #expect(try sandbox.call(["ärenden"], wrapper: closed).status == 4)
  }

  /// Whoever may not write: permissions do not bind root, so another account tries.
  private static func nobody() throws -> [String]? {
    guard getuid() == 0 else { return [] }
    let wrapper = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    let path = try Program.path.get()
    return try tool(wrapper + ["test", "-x", path]) == 0 ? wrapper : nil
  }

  @Test("a file or folder that may only be read is told in one line, and stays as it is")
  func readOnly() throws {
    guard let nobody = try Self.nobody() else {
      print("skipped: the program cannot be run by another account here")
      return
    }
    let sandbox = try Self.used()
    let before = try sandbox.head()
    for suffix in ["-wal", "-shm"] { unlink(sandbox.store + suffix) }
    chmod(sandbox.root, 0o755)
    // Nothing may be written at all.
    chmod(sandbox.store, 0o444)
    chmod(sandbox.root, 0o555)
    for command in Self.writing {
      expectClear(
        try sandbox.call(command, wrapper: nobody), status: [4],
        containing: "går inte att skriva till", command[0])
    }
    // Reading works, or says why not.
    let list = try sandbox.call(["uppgifter"], wrapper: nobody)
    if list.status != 0 { expectClear(list, status: [4], containing: "går inte att skriva till") }
    // The file may be written, the folder not.
    chmod(sandbox.store, 0o666)
    for command in Self.writing {
      expectClear(
        try sandbox.call(command, wrapper: nobody), status: [4],
        containing: "går inte att skriva till", command[0])
    }
    // The folder may be written, the file not.
    chmod(sandbox.root, 0o777)
    chmod(sandbox.store, 0o444)
    for command in Self.writing {
      expectClear(
        try sandbox.call(command, wrapper: nobody), status: [4],
        containing: "går inte att skriva till", command[0])
    }
    let status = try sandbox.call(["status", "--json"], as: nil, wrapper: nobody)
    #expect(status.status == 5, "\(status)")
    #expect(status.output.contains("\"not-writable\""), "\(status)")
    for suffix in ["-wal", "-shm"] { unlink(sandbox.store + suffix) }
    // The file may not even be read.
    chmod(sandbox.store, 0o000)
    for command in [Self.reading[0], Self.writing[0]] {
      expectClear(
        try sandbox.call(command, wrapper: nobody), status: [4], containing: "får inte läsas",
        command[0])
    }
    chmod(sandbox.root, 0o700)
    chmod(sandbox.store, 0o600)
    #expect(try sandbox.head() == before)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("definitions that may not be read are named")
  func unreadableDefinitions() throws {
    guard let nobody = try Self.nobody() else {
      print("skipped: the program cannot be run by another account here")
      return
    }
    let sandbox = try Self.used()
    chmod(sandbox.root, 0o777)
    chmod(sandbox.store, 0o666)
    for (path, mode) in [
      (sandbox.workflows, mode_t(0o755)), (sandbox.workflows + "/tolk.yaml", 0o644),
      (sandbox.rules + "/riktlinjer", 0o755), (sandbox.root + "/Rules", 0o755),
    ] {
      chmod(path, 0)
      for command in [Sandbox.opening("E"), ["kontrollera"], ["dagskörning"]] {
        expectClear(
          try sandbox.call(command, wrapper: nobody), status: [3], containing: "går inte att läsa",
          "\(path) \(command[0])")
      }
      chmod(path, mode)
    }
    #expect(try sandbox.head().hasPrefix("1 "))
  }

  private static func tool(_ words: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  private static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}
