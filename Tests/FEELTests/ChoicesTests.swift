import Diagnostics
import FEEL
import Testing

@Suite("Texts that can only be some of a few")
struct ChoicesTests {
  private func findings(_ text: String) -> [String] {
    var bench = Bench.person
    bench.environment.declare(choices: ["ja tack", "nej tack"], for: "utfall")
    bench.environment.register(
      function: HostFunction(
        name: "is open",
        parameters: [
          .init(
            "door", .string,
            choices: .init(code: "unknown-door", noun: "dörren", values: ["norra", "södra"]))
        ],
        result: .boolean, body: { _, _ in .null }))
    let (_, diagnostics) = bench.compile(text)
    return diagnostics.findings.map {
      "\($0.code) \($0.span?.text ?? ""): \($0.message), \($0.help ?? "")"
    }
  }

  @Test("a name is compared only with what it can be, wherever the text stands")
  func names() {
    let wrong = [
      #"unknown-value "ja tak": `utfall` kan aldrig vara `ja tak`, menade du `ja tack`?"#
    ]
    #expect(findings(#"utfall = "ja tak""#) == wrong)
    #expect(findings(#""ja tak" = utfall"#) == wrong)
    #expect(findings(#"utfall in ("ja tak", "nej tack")"#) == wrong)
    #expect(findings(#"utfall != "ja tak""#) == wrong)
    #expect(findings(#"utfall = "ja tack" or utfall in ("nej tack")"#) == [])
    #expect(findings("utfall = null") == [])
  }

  @Test("a text written out as an argument is one of those that the function takes")
  func arguments() {
    #expect(
      findings(#"is open("nora")"#) == [
        #"unknown-door "nora": dörren `nora` finns inte, menade du `norra`?"#
      ])
    #expect(findings(#"is open("norra")"#) == [])
    #expect(findings("is open(utfall)") == [])
  }
}
