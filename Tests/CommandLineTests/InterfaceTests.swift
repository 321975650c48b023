import Foundation
import Testing

@Suite("The command line as an interface")
struct InterfaceTests {
  static let participant = [
    "ärende", "nytt", "deltagare", "kortnamn=Hemligkort", "födelsedatum=1990-05-04",
    "bostadsort=Oskarshamn", "anmäld av=Försäkringskassan", "--som", "anna", "--datum",
    "2017-02-20",
  ]

  @Test("Swedish names work composed, decomposed and in a C locale, and so do the English ones")
  func names() throws {
    let workplace = try Workplace()
    for name in ["ärenden", "ärenden".decomposedStringWithCanonicalMapping, "cases"] {
      for locale in ["C", "C.UTF-8"] {
        let result = try workplace.call([name, "--som", "anna"], environment: ["LC_ALL": locale])
        #expect(result.status == 0, "\(name) \(locale): \(result.errors)")
        #expect(result.output == "Inga ärenden.\n")
      }
    }
  }

  @Test("common options may stand before the command")
  func order() throws {
    let workplace = try Workplace()
    let result = try workplace.call(["--som", "anna", "--json", "ärenden"])
    #expect(result.status == 0)
    #expect(result.output == "[]\n")
  }

  @Test("nothing is written when a command is refused or wrong")
  func refused() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(Self.participant).status == 0)
    let before = try workplace.call(["historik", "1", "--som", "anna", "--json"]).output
    for wrong in [
      ["registrera", "1", "insatsen-avslutas"], ["klar", "1", "bedöm-målgrupp"],
      ["klar", "1", "bedöm-målgrupp", "grupp=ingen"], ["rätta", "1", "kortnamm=X", "--skäl", "x"],
    ] {
      let result = try workplace.call(wrong + ["--som", "anna", "--datum", "2017-02-21"])
      #expect(result.status == 1 || result.status == 2)
      #expect(result.output == "")
      #expect(!result.errors.isEmpty)
    }
    #expect(try workplace.call(["historik", "1", "--som", "anna", "--json"]).output == before)
  }

  @Test("those whose role does not read them see no personal values, anywhere")
  func privacy() throws {
    let workplace = try Workplace()
    #expect(try workplace.call(Self.participant).status == 0)
    for command in [
      ["uppgifter"], ["ärenden"], ["ärende", "visa", "1"], ["historik", "1"], ["förklara", "1"],
      ["förklara", "1", "bedöm-målgrupp"], ["eskaleringar", "--alla"],
    ] {
      for json in [[], ["--json"]] {
        let seen = try workplace.call(command + json + ["--som", "siv", "--datum", "2017-02-21"])
        #expect(seen.status == 0, "\(command): \(seen.errors)")
        #expect(!seen.output.contains("Hemligkort"), "\(command)")
        #expect(!seen.output.contains("1990-05-04"), "\(command)")
      }
    }
    let run = try workplace.call(["dagskörning", "--till", "2017-06-01", "--som", "anna"])
    #expect(!run.output.contains("Hemligkort"))
  }

  @Test("future days are refused outside practice, and `--som` too")
  func real() throws {
    let root = NSTemporaryDirectory() + "vagknuten-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    #expect(try Workplace.run(["init", root]).status == 0)
    #expect(try Workplace.run(["init", root]).status == 2)
    let future = try Workplace.run(["dagskörning", "--till", "2999-01-01", "--katalog", root])
    #expect(future.status == 1)
    #expect(future.errors.contains("2999-01-01"))
    #expect(
      try Workplace.run(["ärenden", "--som", "projektledaren", "--katalog", root]).status == 2)
    #expect(try Workplace.run(["kontrollera", root]).status == 0)
    #expect(try Workplace.run(["scheman", "--kontrollera", "--katalog", root]).status == 0)
  }

  @Test("wrong definitions end with 3 and name file, line and column")
  func definitions() throws {
    let workplace = try Workplace()
    let file = workplace.root + "/Rules/vagknuten-2.0/riktlinjer/tider.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try text.replacingOccurrences(of: "title:", with: "titel:")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let result = try workplace.call(["kontrollera"])
    #expect(result.status == 3)
    #expect(result.output.contains("riktlinjer/tider.yaml:"))
    #expect(result.output.contains("menade du `title`?"))
    let list = try workplace.call(["kontrollera", "--json"])
    #expect(list.status == 3)
    #expect(list.output.contains("\"line\""))
    #expect(try workplace.call(["uppgifter", "--som", "anna"]).status == 3)
  }

  @Test("a store that is missing or not ours ends with 4 and one clear line")
  func store() throws {
    let workplace = try Workplace()
    let path = workplace.root + "/vagknuten.sqlite"
    try FileManager.default.removeItem(atPath: path)
    let missing = try workplace.call(["uppgifter", "--som", "anna"])
    #expect(missing.status == 4)
    #expect(missing.errors.contains("ingen databas"))
    try "inte en databas".write(toFile: path, atomically: true, encoding: .utf8)
    let foreign = try workplace.call(["uppgifter", "--som", "anna"])
    #expect(foreign.status == 4)
    #expect(foreign.errors.contains("inte en databas från vagknuten"))
  }

  @Test("the demonstration shows no personal values when its output is kept")
  func demo() throws {
    let result = try Workplace.run(["demo"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("reglerna ger samma utfall"))
    for name in ["Björk", "Kastanj", "Idegran", "1990-05-04", "Saknar egna medel"] {
      #expect(!result.output.contains(name), "\(name)")
    }
  }

  @Test("the demonstration's year can end on a day, for somebody to go on from")
  func demoThrough() throws {
    let workplace = try Workplace()
    let folder = workplace.root + "/halvt-år"
    let result = try Workplace.run(["demo", "--till", "2017-05-15", "--behåll", folder])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("Nyckeltal 2017-05-15"))
    let last = try Workplace.run([
      "dagskörning", "--katalog", folder, "--som", "anna", "--datum", "2017-05-16",
    ])
    #expect(last.status == 0, "\(last.errors)")
    let early = try Workplace.run(["demo", "--till", "2016-01-01"])
    #expect(early.status == 2)
    #expect(early.errors.contains("året börjar 2017-02-20"))
  }
}
