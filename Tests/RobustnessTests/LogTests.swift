import Foundation
import JSONText
import Testing

@Suite("The log")
struct LogTests {
  static let needles = ["Nålkort", "1991-07-08", "Nålskäl", "Oskarshamn", "Försäkringskassan"]

  /// Everything that somebody may log while working, with values that are easy to find.
  private static func work(_ sandbox: Sandbox, _ wrapper: [String]) throws -> String {
    var log = ""
    for arguments in [
      [
        "ärende", "nytt", "deltagare", "kortnamn=Nålkort", "födelsedatum=1991-07-08",
        "bostadsort=Oskarshamn", "anmäld av=Försäkringskassan", "--datum", "2017-02-20",
      ],
      ["rätta", "1", "kortnamn=Nålkort två", "--skäl", "Nålskäl", "--datum", "2017-02-21"],
      ["rätta", "1", "födelsedatum=Nålkort", "--skäl", "Nålskäl"], ["klar", "1", "bedöm-målgrupp"],
      ["registrera", "1", "Nålkort"], ["ärende", "visa", "Nålkort"], ["ärende", "visa", "1"],
      ["dagskörning", "--till", "2018-06-01"], ["verifiera", "--huvud", "Nålskäl"], ["verifiera"],
      ["status"], ["säkerhetskopiera", sandbox.root + "/k"],
      ["säkerhetskopiera", sandbox.root + "/k"],
      ["återställ", sandbox.root + "/k"], ["återställ", sandbox.root + "/k", "--ersätt"],
    ] {
      let person =
        ["verifiera", "status", "säkerhetskopiera", "återställ"].contains(arguments[0])
        ? nil : "anna"
      log += try sandbox.call(arguments, as: person, wrapper: wrapper).errors
    }
    return log
  }

  @Test("no personal value reaches it, at any level, whatever succeeds or fails")
  func privacy() throws {
    let sandbox = try Sandbox()
    let log = try Self.work(sandbox, ["env", "VAGKNUTEN_LOG=trace"])
    for message in [
      "info: dagskörningen är klar", "info: databasen är hel", "info: säkerhetskopian är gjord",
      "info: en säkerhetskopia är återställd", "error: ",
    ] {
      #expect(log.contains(message), "\(message) is not in \(log)")
    }
    // The failures' own lines on standard error are for the person; the log's are those with a level.
    for line in log.split(separator: "\n") where line.contains("slutkod=") || line.hasPrefix("info")
    {
      for needle in Self.needles { #expect(!line.contains(needle), "\(line)") }
    }
  }

  @Test("in the journal each entry has its priority, and failures are one entry")
  func journal() throws {
    let sandbox = try Sandbox()
    // The wrapper names its own standard error as the journal, as systemd does.
    let journal = [
      "sh", "-c", "JOURNAL_STREAM=$(stat -L -c %d:%i /dev/stderr) exec \"$0\" \"$@\"",
    ]
    let log = try Self.work(sandbox, journal)
    let lines = log.split(separator: "\n")
    #expect(lines.count > 8)
    for line in lines {
      #expect(line.wholeMatch(of: /<[2-7]>.+/) != nil, "\(line)")
      for needle in Self.needles { #expect(!line.contains(needle), "\(line)") }
    }
    #expect(log.contains("<6>dagskörningen är klar"))
    #expect(log.contains("<3>"))
    // The variable of somebody else's journal says nothing of ours.
    let other = try sandbox.call(
      ["ärende", "visa", "77"], wrapper: ["env", "JOURNAL_STREAM=1:1"])
    #expect(other.errors.hasPrefix("fel: "))
  }

  @Test("it is silent without being asked")
  func silent() throws {
    let sandbox = try Sandbox()
    for arguments in [["dagskörning", "--till", "2017-06-01"], ["verifiera"], ["status"]] {
      #expect(
        try sandbox.call(arguments, as: arguments[0] == "dagskörning" ? "anna" : nil).errors == "")
    }
  }

  @Test("the daily run needs nobody's account, and shows the one that has none nothing")
  func nobody() throws {
    let root = NSTemporaryDirectory() + "vagknuten-konto-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(
      try Program.run(["init", root, "--konto", "petra"], in: NSTemporaryDirectory()).status == 0)
    let run = try Program.run(["dagskörning"], in: root)
    #expect(run.status == 0, "\(run)")
    let list = try Program.run(["uppgifter"], in: root)
    #expect(list.status == 1 && list.errors.contains("hör inte till någon person"), "\(list)")
  }
}
