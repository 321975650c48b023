import Foundation
import Testing

/// What somebody meets who writes rules and examples of their own.
@Suite("Writing rules")
struct RuleWriterTests {
  private static let sound = """
    scenario: Prov
    as: anna
    steps:
      - {date: 2017-02-20, open: deltagare, case: d, with: {kortnamn: Ek, födelsedatum: 1990-05-04, bostadsort: Oskarshamn, anmäld av: projektet}}
      - {date: 2017-02-21, done: bedöm-målgrupp, with: {behov av samverkan: ja, pågående beroende: nej, grav neuropsykiatrisk problematik: nej, utvecklingsstörning: nej, låg SGI: nej, för sjuk för att arbeta: nej, grupp: yrkesverksam ålder}}

    """

  /// What a command says of one example with a change.
  private func findings(
    _ command: String, _ old: String, _ new: String, in workplace: borrowing Workplace
  ) throws -> Workplace.Result {
    let text = Self.sound.replacingOccurrences(of: old, with: new)
    #expect(text != Self.sound || old == new)
    try text.write(
      toFile: workplace.root + "/Rules/vagknuten-2.0/scenarier/prov.yaml", atomically: true,
      encoding: .utf8)
    return try workplace.call([command] + (command == "testa" ? ["prov.yaml"] : []))
  }

  private func count(_ text: String) -> Int { text.components(separatedBy: "fel[").count - 1 }

  @Test("kontrollera reads the examples, without running them")
  func examplesAreChecked() throws {
    let workplace = try Workplace()
    for (old, new, words) in [
      ("steps:", "stes:", "menade du `steps`?"), ("2017-02-20", "2017-02-30", "kalendern"),
      ("open: deltagare", "open: deltagar", "menade du `deltagare`?"),
    ] {
      let seen = try findings("kontrollera", old, new, in: workplace)
      #expect(seen.status == 3, "\(new)")
      #expect(seen.output.contains("prov.yaml:"), "\(seen.output.prefix(600))")
      #expect(seen.output.contains(words), "\(seen.output.prefix(600))")
      #expect(count(seen.output) == 1, "\(seen.output.prefix(900))")
    }
  }

  @Test("a name that is not there gives one finding, at the name, with the one that was meant")
  func namesInExamples() throws {
    let workplace = try Workplace()
    for (old, new, words) in [
      ("done: bedöm-målgrupp", "done: bedöm-malgrup", "menade du `bedöm-målgrupp`?"),
      ("as: anna", "as: ana", "menade du `anna`?"),
      ("låg SGI", "lågg SGI", "menade du `låg SGI`?"),
      ("done: bedöm-målgrupp", "case: e, done: bedöm-målgrupp", "menade du `d`?"),
      (
        "yrkesverksam ålder}", "yrkesverksam ålder}, expect: {states: [insatss]}",
        "menade du `insats`?"
      ),
    ] {
      let seen = try findings("testa", old, new, in: workplace)
      #expect(seen.status == 3, "\(new)")
      #expect(count(seen.output) == 1, "\(seen.output)")
      #expect(seen.output.contains(words), "\(seen.output)")
    }
  }

  @Test("after a step that is refused the example stops, and says what the rule read")
  func refusals() throws {
    let workplace = try Workplace()
    let file =
      workplace.root + "/Rules/vagknuten-2.0/scenarier/02b-inskrivning-kraver-samtycke.yaml"
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let changed = text.replacingOccurrences(
      of: ", expect: {refused: samtycke till deltagande}", with: "")
    #expect(changed != text)
    try changed.write(toFile: file, atomically: true, encoding: .utf8)
    let seen = try workplace.call(["testa", "02b-inskrivning"])
    #expect(count(seen.output) == 1, "\(seen.output)")
    #expect(seen.output.contains("`samtycke till deltagande` är `null`"), "\(seen.output)")
  }

  @Test("what came out otherwise is told as people write it, and a wrong value at its field")
  func values() throws {
    let workplace = try Workplace()
    let date = try findings(
      "testa", "yrkesverksam ålder}",
      "yrkesverksam ålder}, expect: {data: {födelsedatum: 1990-05-05}}", in: workplace)
    #expect(date.output.contains("`födelsedatum` är `1990-05-04`"), "\(date.output)")
    let value = try findings("testa", "låg SGI: nej", "låg SGI: hej", in: workplace)
    #expect(value.output.contains("^^^^^^^\n"), "\(value.output)")
    #expect(count(value.output) == 1, "\(value.output)")
  }

  @Test(
    "init in a folder with rules of one's own makes the store and the schemas, and names a person of theirs"
  )
  func ownRules() throws {
    let workplace = try Workplace()
    let root = workplace.root
    let persons = root + "/Rules/vagknuten-2.0/personer.yaml"
    let text = try String(contentsOfFile: persons, encoding: .utf8)
    let own = text.replacingOccurrences(of: "  anna:\n", with: "  zoe:\n")
    try own.write(toFile: persons, atomically: true, encoding: .utf8)
    for name in ["vagknuten.sqlite", "Schemas"] {
      try FileManager.default.removeItem(atPath: "\(root)/\(name)")
    }
    let made = try Workplace.run(["init", root, "--övning"])
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("--som zoe"), "\(made.output)")
    #expect(try String(contentsOfFile: persons, encoding: .utf8) == own)
    #expect(FileManager.default.fileExists(atPath: root + "/Schemas/workflow.schema.json"))
    #expect(try workplace.call(["uppgifter", "--som", "zoe"]).status == 0)
    #expect(try Workplace.run(["init", root]).status == 2)
  }

  @Test("init answers programs in JSON, and says what is missing when the shipped rules are")
  func shippedRules() throws {
    let root = NSTemporaryDirectory() + "vagknuten-test-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: root) }
    let missing = try Workplace.run(
      ["init", root], environment: ["VAGKNUTEN_SHARE": NSTemporaryDirectory() + "finns-inte"])
    #expect(missing.status == 2)
    #expect(missing.errors.contains("VAGKNUTEN_SHARE"), "\(missing.errors)")
    #expect(!missing.errors.contains("init MAPP"), "\(missing.errors)")
    let made = try Workplace.run(["init", root, "--övning", "--json"])
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(made.output.utf8)) as? [String: Any])
    #expect(json["created"] as? [String] == ["Rules", "Workflows", "Schemas", "vagknuten.sqlite"])
  }

  @Test("feel knows the functions of the rules in a folder that is named")
  func functions() throws {
    let workplace = try Workplace()
    let seen = try Workplace.run([
      "feel", #"add working days(date("2017-04-12"), 3)"#, "--katalog", workplace.root,
    ])
    #expect(seen.output == "@\"2017-04-19\"\n", "\(seen.errors)")
    let json = try Workplace.run([
      "feel", #"next working day(date("2017-04-14"))"#, "--katalog", workplace.root, "--json",
    ])
    #expect(json.output.contains("2017-04-18"), "\(json.output)")
  }

  @Test("an unknown option is answered with one that is near, the Swedish ones first")
  func options() throws {
    let workplace = try Workplace()
    let far = try workplace.call(["uppgifter", "--nope"])
    #expect(far.status == 2)
    #expect(!far.errors.contains("menade du"), "\(far.errors)")
    for (wrong, right) in [("--rol", "--roll"), ("--rolee", "--role")] {
      let near = try workplace.call(["uppgifter", wrong])
      #expect(near.errors.contains("menade du `\(right)`?"), "\(near.errors)")
    }
  }
}
