import Diagnostics
import Foundation
import Programme
import Testing

@Suite("Proposals")
struct ProposalTests {
  @Test("everything marked as proposed in the shipped programme is listed once, where it stands")
  func all() throws {
    let files = try ShippedProgramme.files().filter { !$0.path.contains("/scenarier/") }
    var findings = Diagnostics()
    let programme = try #require(
      Loader.load(
        files.map { SourceFile(path: $0.path, text: $0.text) }, hash: "", diagnostics: &findings))
    #expect(DiagnosticRenderer().render(findings) == "")
    let marks = files.flatMap { $0.text.components(separatedBy: "\n") }.filter {
      !$0.trimmingCharacters(in: .whitespaces).hasPrefix("#")
    }.map { $0.components(separatedBy: "proposed: ja").count - 1 }.reduce(0, +)
    #expect(programme.proposals.count == marks)
    #expect(Set(programme.proposals).count == marks)
    for proposal in programme.proposals {
      #expect(!proposal.name.isEmpty && !proposal.name.hasSuffix(": "), "\(proposal)")
      #expect(!proposal.span.text.isEmpty, "\(proposal)")
    }
  }

  @Test("a proposal says what it is, what it is called, its value and its place")
  func words() throws {
    let files = try FaultSuite.programme()
    var findings = Diagnostics()
    let programme = try #require(
      Loader.load(
        files.map { SourceFile(path: $0.key, text: $0.value) }, hash: "", diagnostics: &findings))
    let lines = programme.proposals.map { proposal in
      "\(proposal.kind.swedish) \(proposal.name) = \(proposal.value ?? "-")"
        + " \(proposal.span.source.path):\(proposal.span.start.line)"
    }
    #expect(
      lines == [
        "arbetsflöde Ärende = - arende.yaml:1",
        "arbetsflöde Del av ett ärende = - del.yaml:1",
        "rad i en beslutstabell prövning, rad 2 = - provning.yaml:14",
        "riktlinje tid för svar = 10 arbetsdagar från 2017-01-01 riktlinjer.yaml:4",
        "riktlinje varsel = 14 dagar från 2017-01-01 riktlinjer.yaml:5",
      ])
  }
}
