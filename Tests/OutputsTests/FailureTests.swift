import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Diagnostics
import JSONText
import Testing

@testable import Outputs

@Suite("Failures")
struct FailureTests {
  @Test(
    "the argument parser's messages are Swedish",
    arguments: [
      (
        "Unknown option '--minna'. Did you mean '--mina'?", "alternativet `--minna` finns inte",
        "menade du `--mina`?"
      ),
      ("Unknown option '--x'", "alternativet `--x` finns inte", nil),
      ("Missing value for '--till <dag>'", "värdet saknas för `--till <dag>`", nil),
      ("Missing expected argument '<nr>'", "argumentet `<nr>` saknas", nil),
      ("Unexpected argument 'hej'", "argumentet `hej` var inte väntat", nil),
      ("2 unexpected arguments: 'a', 'b'", "argumenten 'a', 'b' var inte väntade", nil),
      (
        "The option '--mina' does not take any value, but 'x' was specified.",
        "alternativet `--mina` tar inget värde", nil
      ),
      ("The value 'x' is invalid for '<n>'", "värdet `x` går inte för `<n>`", nil),
    ] as [(String, String, String?)])
  func parser(_ english: String, _ swedish: String, _ help: String?) {
    let result = SwedishUsage.error(english)
    #expect(result.text == swedish)
    #expect(result.help == help)
  }

  @Test("every failure of the command line has the documented exit code")
  func codes() throws {
    func status(_ error: ServiceError) -> Outputs.ExitStatus {
      Failure(error, .init(style: Style())).status
    }
    let day = try #require(CivilDate.parse("2017-03-01"))
    #expect(status(.unknownCase("9")) == .usage)
    #expect(status(.date("x")) == .usage)
    #expect(status(.value(field: "f", text: "x", expected: "ett tal")) == .usage)
    #expect(status(.unknownPerson("x", available: [])) == .usage)
    #expect(status(.noProgramme(folder: "/x")) == .usage)
    #expect(status(.future(day, today: day)) == .refused)
    #expect(status(.refused(.init(.notAllowed(what: "x", roles: ["A"])))) == .refused)
    #expect(status(.refused(.init(.missingField("x")))) == .refused)
    #expect(status(.refused(.init(.unknownField("x", available: ["y"])))) == .usage)
    #expect(status(.definitions(.init())) == .definitions)
    #expect(status(.store(.full)) == .store)
    #expect(status(.unwritable(path: "/x", reason: "")) == .store)
  }

  @Test("of many fields those like what was written are told, and where the others stand")
  func fields() {
    let names = (1...20).map { "fält \($0)" } + ["samtycke till deltagande", "kontaktsätt"]
    func help(_ name: String) -> String? {
      Failure(
        ServiceError.refused(.init(.unknownField(name, available: names))), .init(style: Style())
      ).help
    }
    let rest = "alla namn visas av `vagknuten ärende visa NR --fält`"
    #expect(help("samtycke") == "menade du `samtycke till deltagande`? \(rest)")
    #expect(help("kontaktsatt") == "menade du `kontaktsätt`? \(rest)")
    #expect(help("zzz") == rest)
  }

  @Test("what somebody typed is repeated only at their own terminal")
  func typed() {
    let error = ServiceError.value(field: "född", text: "Hemligt", expected: "ett datum")
    let pipe = Style()
    #expect(!Failure(error, .init(style: pipe)).text(pipe).contains("Hemligt"))
    #expect(!Failure(error, .init(style: pipe)).json.text().contains("Hemligt"))
    let terminal = Style(isTerminal: true)
    #expect(Failure(error, .init(style: terminal)).text(terminal).contains("Hemligt"))
  }
}
