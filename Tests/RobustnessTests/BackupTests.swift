import Foundation
import GRDB
import JSONText
import TestSupport
import Testing

@Suite("Backup and restore", .serialized)
struct BackupTests {
  /// A store with some history, and a place beside it for copies.
  private final class Used {
    let sandbox: Sandbox
    let copies: String
    var copy: String { copies + "/kopia.sqlite" }

    init() throws {
      sandbox = try Sandbox()
      copies = NSTemporaryDirectory() + "vagknuten-kopior-" + UUID().uuidString
      mkdir(copies, 0o700)
      for name in ["Ek", "Alm"] { #expect(try sandbox.call(Sandbox.opening(name)).status == 0) }
      #expect(try sandbox.call(["dagskörning", "--till", "2017-04-01"]).status == 0)
    }

    deinit { try? FileManager.default.removeItem(atPath: copies) }

    func call(_ arguments: [String], wrapper: [String] = []) throws -> Program.Outcome {
      try sandbox.call(arguments, as: nil, wrapper: wrapper)
    }

    func names() -> [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: copies)) ?? []).sorted()
    }
  }

  private static func bytes(_ path: String) -> Data? { FileManager.default.contents(atPath: path) }

  @Test("a copy is one private file that holds everything, and is refused over another")
  func copy() throws {
    let used = try Used()
    let made = try used.call(["säkerhetskopiera", used.copy, "--json"])
    #expect(made.status == 0, "\(made)")
    #expect(used.names() == ["kopia.sqlite"])
    let mode = try FileManager.default.attributesOfItem(atPath: used.copy)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
    let head = try made.json()["head"]?.string ?? "?"
    #expect(try used.sandbox.head().lowercased().hasSuffix(head))

    let before = Self.bytes(used.copy)
    expectClear(
      try used.call(["säkerhetskopiera", used.copy]), status: [2], containing: "finns redan")
    #expect(Self.bytes(used.copy) == before)
    #expect(try used.sandbox.call(Sandbox.opening("Lind")).status == 0)
    #expect(try used.call(["backup", used.copy, "--ersätt"]).status == 0)
    #expect(Self.bytes(used.copy) != before)
    #expect(used.names() == ["kopia.sqlite"])

    for (target, words) in [
      (used.sandbox.store, "är databasen själv"), (used.copies + "/ingen/k", "finns inte"),
      (used.sandbox.rules + "/programme.yaml", "är ingen säkerhetskopia"),
      ("/dev/null", "är ingen säkerhetskopia"), ("", "tomt"),
    ] {
      expectClear(
        try used.call(["säkerhetskopiera", target, "--ersätt"]), status: [2], containing: words,
        target)
    }
    #expect(try used.sandbox.verify().status == 0)
  }

  @Test("copies in a folder are named by their day, and only older copies go")
  func rotation() throws {
    let used = try Used()
    for name in [
      "vagknuten-2025-01-01.sqlite", "vagknuten-2025-01-02.sqlite", "brev.txt",
      "vagknuten-annat.sqlite",
    ] {
      _ = FileManager.default.createFile(atPath: "\(used.copies)/\(name)", contents: Data())
    }
    let made = try used.call(["säkerhetskopiera", used.copies, "--behåll", "2"])
    #expect(made.status == 0, "\(made)")
    #expect(
      used.names().filter { !$0.hasPrefix("vagknuten-20") } == [
        "brev.txt", "vagknuten-annat.sqlite",
      ])
    #expect(used.names().contains("vagknuten-2025-01-02.sqlite"))
    #expect(!used.names().contains("vagknuten-2025-01-01.sqlite"))
    #expect(used.names().count == 4)
    expectClear(
      try used.call(["säkerhetskopiera", used.copies, "--behåll", "2"]), status: [2],
      containing: "finns redan")
    #expect(
      try used.call(["säkerhetskopiera", used.copies, "--behåll", "1", "--ersätt"]).status == 0)
    #expect(used.names().count == 3)
    for wrong in [["--behåll", "0"], ["--behåll", "x"]] {
      expectClear(try used.call(["säkerhetskopiera", used.copies] + wrong), status: [2])
    }
    expectClear(
      try used.call(["säkerhetskopiera", used.copy, "--behåll", "3"]), status: [2])
  }

  @Test("a store that somebody works in is never replaced by a copy, nor what belongs to it")
  func liveTarget() throws {
    let used = try Used()
    let other = try Sandbox()
    #expect(try other.call(Sandbox.opening("Lind")).status == 0)
    let queue = try DatabaseQueue(path: other.store)
    try queue.writeWithoutTransaction { db in
      _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM events")
      for target in [other.store, other.store + "-wal", used.copies + "/ny-wal"] {
        expectClear(
          try used.call(["säkerhetskopiera", target, "--ersätt"]), status: [2],
          containing: "databas i bruk", target)
      }
    }
    try queue.close()
    expectClear(
      try used.call(["säkerhetskopiera", other.store, "--ersätt"]), status: [2],
      containing: "databas i bruk", "closed")
    #expect(try other.verify().status == 0)
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    for suffix in ["-wal", "-shm", "-journal"] {
      _ = FileManager.default.createFile(atPath: used.copy + suffix, contents: Data())
      expectClear(
        try used.call(["säkerhetskopiera", used.copy, "--ersätt"]), status: [2],
        containing: "databas i bruk", suffix)
      unlink(used.copy + suffix)
    }
    #expect(try used.call(["säkerhetskopiera", used.copy, "--ersätt"]).status == 0)
  }

  @Test("a copy that bears a later day never makes the new one go, and is told of")
  func laterDay() throws {
    let used = try Used()
    let later = "\(used.copies)/vagknuten-2099-01-01.sqlite"
    _ = FileManager.default.createFile(atPath: later, contents: Data())
    for _ in 0..<2 {
      let made = try used.call(
        ["säkerhetskopiera", used.copies, "--behåll", "1", "--ersätt", "--json"])
      #expect(made.status == 0, "\(made)")
      let path = try #require(try made.json()["path"]?.string)
      #expect((Self.bytes(path)?.count ?? 0) > 0)
      #expect(try made.json()["later"]?.array == [.string(later)])
      #expect(used.names().count == 2)
    }
    let told = try used.call(["säkerhetskopiera", used.copies, "--behåll", "1", "--ersätt"])
    #expect(told.output.contains("senare datum än idag"), "\(told)")
  }

  @Test("copies made while others write are whole, and nobody is held up")
  func concurrent() throws {
    let used = try Used()
    var writers: [Program.Running] = []
    for round in 0..<6 {
      writers.append(try used.sandbox.start(Sandbox.opening("S\(round)")))
      let copy = "\(used.copies)/\(round).sqlite"
      let made = try used.call(["säkerhetskopiera", copy])
      #expect(made.status == 0, "\(made)")
      let other = used.copies + "/mapp-\(round)"
      let restored = try used.call(["återställ", copy, "--katalog", other])
      #expect(restored.status == 0, "\(restored)")
      #expect(try used.call(["verifiera", "--räkna-om", "--katalog", other]).status == 0)
    }
    for writer in writers { #expect(writer.wait().status == 0) }
    #expect(try used.sandbox.verify().status == 0)
  }

  @Test("a lost machine is restored with its rules, and the work goes on")
  func lostMachine() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let other = used.copies + "/ny-dator"
    let restored = try used.call(["återställ", used.copy, "--katalog", other])
    #expect(restored.status == 0, "\(restored)")
    let head = try used.sandbox.head().lowercased().split(separator: " ").last ?? "?"
    #expect(restored.output.filter { !$0.isWhitespace }.contains(head))
    #expect(try used.call(["kontrollera", other]).status == 0)
    // What the files' first lines point at is there too.
    #expect(try used.call(["scheman", "--kontrollera", "--katalog", other]).status == 0)
    let list = ["uppgifter", "--json", "--datum", "2017-04-01", "--som", "anna"]
    #expect(
      try used.call(list + ["--katalog", other]).output == used.call(list).output)
    let run = ["dagskörning", "--till", "2017-06-01", "--som", "anna", "--katalog", other]
    #expect(try used.call(run).status == 0)
    #expect(try used.call(["verifiera", "--räkna-om", "--katalog", other]).status == 0)
  }

  @Test("an existing database is replaced only when asked, and is set aside")
  func replacing() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    #expect(try used.sandbox.call(Sandbox.opening("Senare")).status == 0)
    let later = try used.sandbox.head()
    expectClear(try used.call(["återställ", used.copy]), status: [2], containing: "--ersätt")
    #expect(try used.sandbox.head() == later)
    chmod(used.sandbox.store, 0o660)
    let copyBytes = Self.bytes(used.copy)

    let restored = try used.call(["återställ", used.copy, "--ersätt", "--json"])
    #expect(restored.status == 0, "\(restored)")
    #expect(Self.bytes(used.copy) == copyBytes)
    #expect(try used.sandbox.head() != later)
    #expect(try used.sandbox.verify().status == 0)
    let mode = try FileManager.default.attributesOfItem(atPath: used.sandbox.store)
    #expect((mode[.posixPermissions] as? NSNumber)?.intValue == 0o660, "the rights stay")

    // What was there is whole, and can be taken back.
    let aside = try #require(try restored.json()["setAside"]?.string)
    #expect(try used.call(["återställ", aside, "--ersätt"]).status == 0)
    #expect(try used.sandbox.head() == later)
    #expect(try used.sandbox.verify().status == 0)
  }

  @Test("a database that somebody has open is not replaced")
  func running() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let before = try used.sandbox.head()
    // Another connection that does nothing, as of a command that waits for a person's answer.
    for mode in ["SELECT count(*) FROM events", "BEGIN IMMEDIATE", "BEGIN; SELECT 1 FROM events"] {
      let queue = try DatabaseQueue(path: used.sandbox.store)
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: mode)
        expectClear(
          try used.call(["återställ", used.copy, "--ersätt"]), status: [4],
          containing: "databasen används", mode)
        if db.isInsideTransaction { try db.rollback() }
      }
      try queue.close()
    }
    #expect(try used.sandbox.head() == before)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: used.sandbox.root).filter {
        $0.contains("ersatt") || $0.contains(".ny-")
      }.isEmpty)
    #expect(try used.call(["återställ", used.copy, "--ersätt"]).status == 0)
  }

  @Test("commands beside a restore work before it or after it, never on what was set aside")
  func race() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    for round in 0..<4 {
      let writers = try (0..<3).map {
        try used.sandbox.start(Sandbox.opening("R\(round)-\($0)") + ["--json"])
      }
      let restored = try used.call(["återställ", used.copy, "--ersätt"])
      #expect(restored.status == 0 || restored.status == 4, "\(restored)")
      for writer in writers {
        let outcome = writer.wait()
        #expect(outcome.status == 0 || outcome.status == 4, "\(outcome)")
      }
      #expect(try used.sandbox.verify().status == 0)
    }
  }

  @Test("a kill at any moment leaves the database of before or the restored one, and whole copies")
  func kills() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let saved = try used.sandbox.head()
    var random = SeededGenerator(seed: testSeed(default: 5))
    var kills = 0
    for round in 0..<20 {
      #expect(try used.sandbox.call(Sandbox.opening("D\(round)")).status == 0)
      let later = try used.sandbox.head()
      let running = try used.sandbox.start(
        round.isMultiple(of: 2)
          ? ["återställ", used.copy, "--ersätt"]
          : ["säkerhetskopiera", used.copies + "/nattens.sqlite", "--ersätt"], as: nil)
      // Another process is to be killed at some moment of its own, which nothing here can see; no time is asserted.
      usleep(UInt32.random(in: 0..<90_000, using: &random))
      running.kill()
      if running.wait().signal != nil { kills += 1 }
      let head = try used.sandbox.head()
      #expect(head == later || head == saved, "round \(round) seed \(random.seed)")
      #expect(try used.sandbox.verify().status == 0, "round \(round) seed \(random.seed)")
      for name in used.names()
      where name.hasSuffix(".sqlite") && !round.isMultiple(of: 2) {
        let folder = "\(used.copies)/prov-\(round)"
        let whole = try used.call(["återställ", "\(used.copies)/\(name)", "--katalog", folder])
        #expect(whole.status == 0, "round \(round) seed \(random.seed) \(name): \(whole)")
        try? FileManager.default.removeItem(atPath: folder)
      }
    }
    #expect(kills > 2, "\(kills)")
  }

  @Test("a damaged database is replaced, with what was left of it kept")
  func damagedTarget() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let head = try used.sandbox.head()
    let whole = try #require(Self.bytes(used.sandbox.store))
    for (kind, rest) in [
      ("text", Data("skräp".utf8)), ("avkortad", whole.prefix(5_000)), ("tom", Data()),
      ("huvudet skadat", Data(repeating: 7, count: 200) + whole.dropFirst(200)),
    ] {
      for suffix in ["-wal", "-shm"] { unlink(used.sandbox.store + suffix) }
      try rest.write(to: URL(fileURLWithPath: used.sandbox.store))
      // A log of before must not be taken for the new database's.
      try Data(repeating: 1, count: 4_000).write(
        to: URL(fileURLWithPath: used.sandbox.store + "-wal"))
      let restored = try used.call(["återställ", used.copy, "--ersätt"])
      #expect(restored.status == 0, "\(kind): \(restored)")
      #expect(try used.sandbox.head() == head, "\(kind)")
      #expect(try used.sandbox.verify().status == 0, "\(kind)")
    }
  }

  @Test("a backup that is damaged, or none of ours, is refused in one line and changes nothing")
  func damagedBackup() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let whole = try #require(Self.bytes(used.copy))
    #expect(try used.sandbox.call(Sandbox.opening("Senare")).status == 0)
    let head = try used.sandbox.head()
    let other = try #require(try Self.otherDatabase())
    let kinds: [(String, String, Data?)] = [
      ("tom", "ingen säkerhetskopia", Data()), ("text", "ingen säkerhetskopia", Data("hej\n".utf8)),
      ("annan", "ingen säkerhetskopia", other), ("ingen", "finns inte", nil),
      ("halv", "är skadad", whole.prefix(whole.count / 2)),
      ("en sida för lite", "är skadad", whole.dropLast(1_024)),
      ("bara huvudet", "är skadad", whole.prefix(100)),
      ("nyare", "nyare version", Self.patched(whole, at: 60, [0, 0, 0, 99])),
      ("slutet nollat", "är skadad", whole.dropLast(20_000) + Data(count: 20_000)),
    ]
    let names = try FileManager.default.contentsOfDirectory(atPath: used.sandbox.root).sorted()
    for (kind, words, data) in kinds {
      let path = "\(used.copies)/\(UUID().uuidString).sqlite"
      try data?.write(to: URL(fileURLWithPath: path))
      let outcome = try used.call(["återställ", path, "--ersätt"])
      expectClear(outcome, status: [2, 4], containing: words, kind)
      #expect(Self.bytes(path) == data, "\(kind)")
      #expect(!outcome.errors.contains("malformed"), "\(kind): \(outcome)")
      // A folder that was made for it goes again.
      let folder = "\(used.copies)/mapp"
      expectClear(try used.call(["återställ", path, "--katalog", folder]), status: [2, 4], kind)
      #expect(!FileManager.default.fileExists(atPath: folder), "\(kind)")
    }
    expectClear(
      try used.call(["återställ", used.copies, "--ersätt"]), status: [4],
      containing: "ingen säkerhetskopia")
    expectClear(
      try used.call(["återställ", used.sandbox.store, "--ersätt"]), status: [2],
      containing: "är databasen själv")
    #expect(try used.sandbox.head() == head)
    let after = try FileManager.default.contentsOfDirectory(atPath: used.sandbox.root).sorted()
    #expect(after.filter { !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") } == names)
    #expect(try used.sandbox.verify().status == 0)
  }

  @Test("bits that flipped in a backup are found, or what is restored is what was saved")
  func flips() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let whole = [UInt8](try #require(Self.bytes(used.copy)))
    var random = SeededGenerator(seed: testSeed(default: 11))
    var refused = 0
    for round in 0..<30 {
      var bytes = whole
      for _ in 0..<(round % 3 + 1) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      }
      let path = "\(used.copies)/flip-\(round).sqlite"
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let folder = "\(used.copies)/mapp-\(round)"
      let outcome = try used.call(["återställ", path, "--katalog", folder])
      let why = "round \(round) seed \(random.seed): \(outcome)"
      if outcome.status == 0 || outcome.status == 5 {
        #expect(
          try used.call(["historik", "1", "--json", "--som", "anna", "--katalog", folder]).output
            == used.call(["historik", "1", "--json", "--som", "anna"]).output, "\(why)")
        // What is only a copy of the history comes back from it.
        if outcome.status == 5 {
          let mended = try used.call(["verifiera", "--laga", "--katalog", folder])
          #expect(mended.status == 0, "\(why) \(mended)")
        }
        #expect(try used.call(["verifiera", "--katalog", folder]).status == 0, "\(why)")
      } else {
        refused += 1
        expectClear(outcome, status: [4], "\(why)")
        #expect(!FileManager.default.fileExists(atPath: folder + "/vagknuten.sqlite"), "\(why)")
      }
    }
    #expect(refused > 10, "\(refused) of 30")
  }

  @Test("a full disk leaves the earlier copy and the database as they were")
  func fullDisk() throws {
    let used = try Used()
    let disk = used.copies + "/skiva"
    mkdir(disk, 0o700)
    guard try Self.tool(["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk]) == 0 else {
      print("skipped: no small file system can be mounted here")
      return
    }
    defer { _ = try? Self.tool(["umount", disk]) }
    #expect(try used.call(["säkerhetskopiera", disk + "/k.sqlite"]).status == 0)
    let before = Self.bytes(disk + "/k.sqlite")
    _ = try Self.tool(["dd", "if=/dev/zero", "of=\(disk)/fyllning", "bs=4096", "count=500"])
    for arguments in [[disk + "/k.sqlite", "--ersätt"], [disk + "/ny.sqlite"], [disk]] {
      expectClear(
        try used.call(["säkerhetskopiera"] + arguments), status: [4], containing: "full",
        "\(arguments)")
    }
    #expect(Self.bytes(disk + "/k.sqlite") == before)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: disk).sorted() == [
        "fyllning", "k.sqlite",
      ])
    expectClear(
      try used.call(["återställ", used.copies + "/skiva/k.sqlite", "--katalog", disk]), status: [4],
      containing: "disken är full")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: disk).sorted() == [
        "fyllning", "k.sqlite",
      ])
    #expect(try used.sandbox.verify().status == 0)
  }

  @Test("a damaged database gives no backup")
  func damagedSource() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let before = Self.bytes(used.copy)
    let queue = try DatabaseQueue(path: used.sandbox.store)
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: "DROP TRIGGER events_stay; UPDATE events SET body = x'00' WHERE seq = 2")
    }
    try queue.close()
    expectClear(
      try used.call(["säkerhetskopiera", used.copy, "--ersätt"]), status: [4],
      containing: "ingen säkerhetskopia har gjorts")
    #expect(Self.bytes(used.copy) == before)
    #expect(used.names() == ["kopia.sqlite"])
  }

  @Test("lists that differ from the history are told, and are no reason to be without a copy")
  func differingRows() throws {
    let used = try Used()
    let queue = try DatabaseQueue(path: used.sandbox.store)
    try queue.writeWithoutTransaction {
      try $0.execute(sql: "UPDATE tasks SET title = 'fel' WHERE case_id = 1")
    }
    try queue.close()
    #expect(try used.call(["verifiera"]).status == 4)
    let made = try used.call(["säkerhetskopiera", used.copy])
    #expect(made.status == 5, "\(made)")
    #expect(made.output.contains("listorna visar inte det som historiken ger"), "\(made)")
    #expect(made.output.contains("gjord och kontrollerad"))
    let json = try used.call(["säkerhetskopiera", used.copy, "--ersätt", "--json"])
    #expect(json.status == 5)
    #expect(try json.json()["findings"]?.array?.count == 1)
    #expect(try used.call(["status", "--json"]).json()["backup"]?.isNull == false)
    // And such a copy is of use.
    let folder = used.copies + "/mapp"
    let restored = try used.call(["återställ", used.copy, "--katalog", folder])
    #expect(restored.status == 5, "\(restored)")
    #expect(restored.output.contains("listorna visar inte"), "\(restored)")
    let history = ["historik", "1", "--json", "--som", "anna"]
    #expect(try used.call(history + ["--katalog", folder]).output == used.call(history).output)
    #expect(restored.output.words.contains("`vagknuten verifiera --laga`"), "\(restored)")
    #expect(try used.call(["verifiera", "--laga", "--katalog", folder]).status == 0)
    #expect(try used.call(["verifiera", "--katalog", folder]).status == 0)

    // Until they are mended, the status does not say that all is well.
    let told = try used.call(["status", "--json"])
    #expect(told.status == 5)
    #expect(told.output.contains("lists-differ"), "\(told)")
    #expect(try used.call(["verifiera", "--laga"]).status == 0)
    #expect(!(try used.call(["status", "--json"]).output.contains("lists-differ")))
  }

  @Test("rules are laid out whole or not at all")
  func halfRules() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    // A file cannot lie in a file: as on a disk that is full, writing comes to an end half-way.
    try Self.makeUpRules(in: used.sandbox) { paths in paths[9] = paths[3] + "/a.yaml" }
    let broken = used.copies + "/bruten.sqlite"
    #expect(try used.call(["säkerhetskopiera", broken]).status == 0)
    let folder = used.copies + "/mapp"
    expectClear(
      try used.call(["återställ", broken, "--katalog", folder]), status: [4],
      containing: "databasen är återställd, men inte reglerna")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder).filter {
        !$0.hasPrefix("vagknuten.sqlite")
      } == [])
    let again = try used.call(["återställ", used.copy, "--katalog", folder, "--ersätt"])
    #expect(again.status == 0, "\(again)")
    #expect(again.output.contains("utlagda"))
    #expect(try used.call(["kontrollera", folder]).status == 0)
  }

  @Test("rules that a backup carries are laid out only below their own folders")
  func traversal() throws {
    let used = try Used()
    try Self.makeUpRules(in: used.sandbox) { paths in
      paths[0] = "Rules/../../fel.yaml"
      paths[1] = "/tmp/fel.yaml"
    }
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    let folder = used.copies + "/inre/mapp"
    mkdir(used.copies + "/inre", 0o700)
    #expect(try used.call(["återställ", used.copy, "--katalog", folder]).status == 0)
    #expect(!FileManager.default.fileExists(atPath: used.copies + "/inre/fel.yaml"))
    #expect(!FileManager.default.fileExists(atPath: "/tmp/fel.yaml"))
    #expect(FileManager.default.fileExists(atPath: folder + "/Rules"))
  }

  @Test("rules that were changed in a database, or in a copy of it, are found and never laid out")
  func changedRules() throws {
    let used = try Used()
    #expect(try used.call(["säkerhetskopiera", used.copy]).status == 0)
    for store in [used.sandbox.store, used.copy] {
      let queue = try DatabaseQueue(path: store)
      try queue.writeWithoutTransaction { db in
        // Whoever changes a file changes what SQLite can be asked about it too.
        let row = try Row.fetchOne(
          db,
          sql: """
            SELECT id, bytes FROM contents WHERE CAST(bytes AS TEXT) LIKE '%12 månader%' LIMIT 1
            """)
        let id: Int64 = try #require(row?["id"])
        let bytes: Data = try #require(row?["bytes"])
        let text = String(decoding: bytes, as: UTF8.self).replacingOccurrences(
          of: "12 månader", with: "99 månader")
        let digits = Array(try Self.digest(Data(text.utf8)))
        let digest = Data(
          stride(from: 0, to: digits.count, by: 2).compactMap { place in
            UInt8(String(digits[place..<(place + 2)]), radix: 16)
          })
        try db.execute(
          sql: "UPDATE contents SET bytes = ?, digest = ? WHERE id = ?",
          arguments: [Data(text.utf8), digest, id])
      }
      try queue.close()
    }
    for more in [[], ["--räkna-om"]] {
      let found = try used.call(["verifiera"] + more)
      #expect(found.status == 4, "\(found)")
      #expect(found.output.words.contains("är inte de som historiken nämner"), "\(found)")
    }
    expectClear(
      try used.call(["säkerhetskopiera", used.copies + "/ny.sqlite"]), status: [4],
      containing: "är inte de som historiken nämner")
    let folder = used.copies + "/mapp"
    expectClear(
      try used.call(["återställ", used.copy, "--katalog", folder]), status: [4],
      containing: "är inte de som historiken nämner")
    #expect(!FileManager.default.fileExists(atPath: folder))
    expectClear(
      try used.call(["verifiera", "--laga"]), status: [4], containing: "inget har lagats")
  }

  // MARK: Tools

  /// Gives the rules that a store last worked under other paths, as a store could that was made up: under a hash that is
  /// theirs.
  private static func makeUpRules(in sandbox: Sandbox, _ change: (inout [String]) -> Void) throws {
    let queue = try DatabaseQueue(path: sandbox.store)
    try queue.writeWithoutTransaction { db in
      let old = try #require(
        try String.fetchOne(
          db,
          sql: """
            SELECT json_extract(CAST(value AS TEXT), '$.definitions') FROM notes
            WHERE key = 'daily-run'
            """))
      let files = try Row.fetchAll(
        db,
        sql: """
          SELECT f.path, f.content, c.bytes FROM definition_files f
          JOIN contents c ON c.id = f.content JOIN definitions d ON d.id = f.definitions
          WHERE d.hash = ? ORDER BY f.position
          """, arguments: [old])
      var paths: [String] = files.map { $0[0] }
      change(&paths)
      var whole = Data()
      for (path, file) in zip(paths, files).sorted(by: { $0.0 < $1.0 }) {
        let bytes: Data = file[2]
        whole += Data("\(path)\u{0}\(bytes.count)\u{0}".utf8) + bytes
      }
      let hash = try digest(whole)
      try db.execute(sql: "INSERT INTO definitions (hash, kept) VALUES (?, 1)", arguments: [hash])
      let id = db.lastInsertedRowID
      for (position, (path, file)) in zip(paths, files).enumerated() {
        let content: Int64 = file[1]
        try db.execute(
          sql: """
            INSERT INTO definition_files (definitions, position, path, content)
            VALUES (?, ?, ?, ?)
            """, arguments: [id, position, path, content])
      }
      try db.execute(
        sql: """
          UPDATE notes SET value = CAST(replace(CAST(value AS TEXT), ?, ?) AS BLOB)
          WHERE key = 'daily-run'
          """, arguments: [old, hash])
    }
    try queue.close()
  }

  /// SHA-256, as 64 hexadecimal digits.
  private static func digest(_ data: Data) throws -> String {
    let path = NSTemporaryDirectory() + "vagknuten-summa-" + UUID().uuidString
    defer { unlink(path) }
    try data.write(to: URL(fileURLWithPath: path))
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["sha256sum", path]
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: output, as: UTF8.self).prefix(64))
  }

  private static func patched(_ data: Data, at place: Int, _ bytes: [UInt8]) -> Data {
    var result = data
    result.replaceSubrange(place..<(place + bytes.count), with: bytes)
    return result
  }

  private static func otherDatabase() throws -> Data? {
    let path = NSTemporaryDirectory() + "vagknuten-annan-" + UUID().uuidString
    defer { unlink(path) }
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(sql: "CREATE TABLE events (seq); PRAGMA application_id = 7")
    }
    try queue.close()
    return bytes(path)
  }

  private static func tool(_ words: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
