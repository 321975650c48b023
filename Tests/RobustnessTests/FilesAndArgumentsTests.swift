import Foundation
import GRDB
import JSONText
import Testing

@Suite("Files and arguments from outside")
struct FilesAndArgumentsTests {
  /// A folder for what is written, that goes away with the test.
  private final class Place {
    let path = NSTemporaryDirectory() + "vagknuten-plats-" + UUID().uuidString
    init() { mkdir(path, 0o700) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String, _ data: Data = Data(), daysOld days: Int = 0) -> String {
      let file = "\(path)/\(name)"
      _ = FileManager.default.createFile(atPath: file, contents: data)
      let then = time(nil) - days * 86_400 - 60
      var times = [timeval(tv_sec: then, tv_usec: 0), timeval(tv_sec: then, tv_usec: 0)]
      utimes(file, &times)
      return file
    }

    func names() -> Set<String> {
      Set((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [])
    }
  }

  private static func mode(_ path: String) -> mode_t {
    var status = stat()
    return lstat(path, &status) == 0 ? status.st_mode : 0
  }

  private static func prepare(_ target: String, _ more: [String] = ["--ersätt"]) -> [String] {
    ["inför", "2017-03-22", "--format", "text", "--till", target, "--datum", "2017-03-20"] + more
  }

  @Test("what a meeting is prepared with is a private file in a folder that is there")
  func dossier() throws {
    let sandbox = try MeetingTests.sandbox(1)
    let place = Place()
    let page = place.path + "/oh.txt"
    let written = try sandbox.call(Self.prepare(page, []), as: "petra")
    #expect(written.status == 0, "\(written)")
    #expect(Self.mode(page) == S_IFREG | 0o600)
    expectClear(
      try sandbox.call(Self.prepare(page, []), as: "petra"), status: [2],
      containing: "finns redan")
    chmod(page, 0o644)
    #expect(try sandbox.call(Self.prepare(page), as: "petra").status == 0)
    #expect(Self.mode(page) == S_IFREG | 0o600)
    #expect(place.names() == ["oh.txt"])
    expectClear(
      try sandbox.call(Self.prepare(place.path + "/nope/mapp/oh.txt"), as: "petra"), status: [2],
      containing: "finns inte")
    #expect(place.names() == ["oh.txt"])
  }

  @Test("no database, device, pipe or folder is replaced by what a meeting is prepared with")
  func dossierTargets() throws {
    let sandbox = try MeetingTests.sandbox(1)
    let place = Place()
    let copy = place.path + "/kopia"
    #expect(try sandbox.call(["säkerhetskopiera", copy], as: nil).status == 0)
    let pipe = place.path + "/rör"
    mkfifo(pipe, 0o600)
    symlink(sandbox.store, place.path + "/länk")
    let head = try sandbox.head()
    let before = FileManager.default.contents(atPath: copy)
    for (target, words) in [
      (sandbox.store, "är en databas"), (sandbox.store + "-wal", "hör till en"),
      (place.path + "/länk", "är en databas"), (copy, "är en databas"),
      (copy + "-journal", "hör till en"), (pipe, "ingen vanlig fil"),
      ("/dev/null", "ingen vanlig fil"), (place.path, "är en mapp"), ("", "filens namn är tomt"),
    ] {
      expectClear(
        try sandbox.call(Self.prepare(target), as: "petra"), status: [2], containing: words, target)
    }
    #expect(try sandbox.head() == head)
    #expect(FileManager.default.contents(atPath: copy) == before)
    #expect(Self.mode(pipe) & S_IFMT == S_IFIFO && Self.mode("/dev/null") & S_IFMT == S_IFCHR)
    #expect(Self.mode(place.path + "/länk") & S_IFMT == S_IFLNK)
    #expect(try sandbox.verify().status == 0)
  }

  @Test("an argument that is no UTF-8 is refused before anything is kept of it")
  func latin1() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    let head = try sandbox.head()
    for command in ["anteckning 1", "sök", "rätta 1 kortnamn=F --skäl"] {
      let wrapper = ["sh", "-c", "exec \"$0\" \(command) \"$(printf 'sk\\344l')\" \"$@\""]
      expectClear(
        try sandbox.call(["--datum", "2017-03-01"], wrapper: wrapper), status: [2],
        containing: "inte UTF-8", command)
    }
    #expect(try sandbox.head() == head)
  }

  @Test("a name that is empty names no place")
  func emptyNames() throws {
    let sandbox = try Sandbox()
    for arguments in [
      ["demo", "--behåll", ""], ["återställ", ""], ["protokoll", "2017-03-22", "--fil", ""],
      ["ärende", "nytt", "deltagare", "--fil", ""],
    ] {
      let acts = !["demo", "återställ"].contains(arguments[0])
      expectClear(
        try sandbox.call(arguments, as: acts ? "petra" : nil), status: [2],
        containing: "namn är tomt", arguments.joined(separator: " "))
    }
  }

  @Test("an account that nobody can have lays out no folder")
  func account() throws {
    let place = Place()
    let root = place.path + "/mapp"
    for (account, words) in [
      ("", "tomt"), (" ", "tomt"), ("\u{2060}", "tomt"), ("\u{1B}[31mhej", "går att se"),
    ] {
      expectClear(
        try Program.run(["init", root, "--konto", account], in: place.path), status: [2],
        containing: words)
      #expect(place.names() == [])
    }
  }

  @Test("a name that cannot be seen, and a text longer than a note, are no values")
  func values() throws {
    let sandbox = try Sandbox()
    for name in ["\u{AD}\u{2060}", "\u{FEFF}", "\u{200B}\u{2800}"] {
      expectClear(
        try sandbox.call(Sandbox.opening(name)), status: [2], containing: "som syns")
    }
    // What joins signs that are seen is theirs.
    #expect(try sandbox.call(Sandbox.opening("\u{1F9D1}\u{200D}\u{1F9AF}")).status == 0)
    func question(_ length: Int) throws -> Program.Outcome {
      try sandbox.call([
        "ärende", "nytt", "konsultation", "frågan kommer från=Högsby kommun",
        "fråga=" + String(repeating: "å", count: length), "utan identitet=ja", "--datum",
        "2017-03-06",
      ])
    }
    expectClear(try question(20_001), status: [2], containing: "högst 20000 tecken")
    #expect(try question(20_000).status == 0)
  }

  @Test("a note takes `--ja`, and does not keep it")
  func note() throws {
    let sandbox = try Sandbox()
    #expect(try sandbox.call(Sandbox.opening("Ek")).status == 0)
    for words in [["Hej", "--ja"], ["--ja", "-hej", "och", "hå"]] {
      let noted = try sandbox.call(["anteckning", "1"] + words + ["--datum", "2017-03-01"])
      #expect(noted.status == 0, "\(noted)")
    }
    let notes = try sandbox.call(["ärende", "visa", "1", "--json"]).json()["notes"]?.array
    #expect(notes?.compactMap { $0["text"]?.string } == ["Hej", "-hej och hå"])
  }

  @Test("a meeting more than a year ahead is refused in a pipe, and taken with `--ja`")
  func farMeetings() throws {
    let sandbox = try Sandbox()
    func call(_ words: String...) throws -> Program.Outcome {
      try sandbox.call(["möte"] + words + ["--skäl", "x", "--datum", "2017-03-20"], as: "petra")
    }
    let head = try sandbox.head()
    for day in ["2107-10-05", "9999-12-31", "2018-03-21"] {
      expectClear(
        try call("lägg-till", "oh", day), status: [1], containing: "mer än ett år fram", day)
      expectClear(
        try call("flytta", "oh", "2017-03-22", day), status: [1],
        containing: "mer än ett år fram", day)
    }
    #expect(try sandbox.head() == head)
    let added = try call("lägg-till", "oh", "2018-03-21", "--ja")
    #expect(added.status == 0, "\(added)")
  }

  @Test("what a kill left on the way to a copy goes with the next copy there, a day later")
  func drafts() throws {
    let sandbox = try Sandbox()
    let place = Place()
    let kept = [
      place.file("kopia.bak.ny-3", daysOld: 0), place.file("annan.bak.ny-4", daysOld: 2),
      place.file("kopia.bak.ny-", daysOld: 2), place.file("kopia.bak.ny-x1", daysOld: 2),
    ]
    for name in ["kopia.bak.ny-1", "kopia.bak.ny-1-journal", "kopia.bak.ny-2-wal"] {
      _ = place.file(name, daysOld: 2)
    }
    let copy = place.path + "/kopia.bak"
    #expect(try sandbox.call(["säkerhetskopiera", copy], as: nil).status == 0)
    let names = Set(kept.map { String($0.dropFirst(place.path.count + 1)) })
    #expect(place.names() == names.union(["kopia.bak"]))

    // In a folder of copies those of any name go, when they are copies.
    let data = try #require(FileManager.default.contents(atPath: copy))
    _ = place.file("kopia.bak.ny-5", data, daysOld: 2)
    _ = place.file("vagknuten-2025-01-01.sqlite.ny-6", daysOld: 2)
    #expect(try sandbox.call(["säkerhetskopiera", place.path], as: nil).status == 0)
    #expect(
      place.names().filter { !$0.hasSuffix(".sqlite") } == names.union(["kopia.bak"]))
  }

  @Test("a copy where no file can be, or of a name that is too long, is told so in Swedish")
  func copyTargets() throws {
    let sandbox = try Sandbox()
    let place = Place()
    let long = place.path + "/" + String(repeating: "n", count: 245)
    expectClear(
      try sandbox.call(["säkerhetskopiera", long], as: nil), status: [2],
      containing: "namnet är för långt")
    #expect(place.names() == [])
    expectClear(
      try sandbox.call(["säkerhetskopiera", "/proc/vagknuten-prov"], as: nil), status: [4],
      containing: "/proc går inte att skriva till")
  }

  @Test("an empty database, or a folder in its place, leads to the latest copy")
  func lostDatabase() throws {
    let sandbox = try Sandbox()
    let place = Place()
    let copy = place.path + "/kopia"
    #expect(try sandbox.call(["säkerhetskopiera", copy], as: nil).status == 0)
    for suffix in ["", "-wal", "-shm"] { unlink(sandbox.store + suffix) }
    mkdir(sandbox.store, 0o700)
    expectClear(
      try sandbox.call(["status"], as: nil), status: [4],
      containing: "återställ den senaste säkerhetskopian", "folder")
    expectClear(
      try sandbox.call(["återställ", copy, "--ersätt"], as: nil), status: [4],
      containing: "flytta undan", "folder")
    rmdir(sandbox.store)
    _ = FileManager.default.createFile(atPath: sandbox.store, contents: Data())
    expectClear(
      try sandbox.call(["idag"]), status: [4],
      containing: "återställ den senaste säkerhetskopian", "empty")
    #expect(try sandbox.call(["återställ", copy, "--ersätt"], as: nil).status == 0)
    #expect(try sandbox.verify().status == 0)
  }
}
