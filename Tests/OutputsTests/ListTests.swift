import CaseEngine
import CivilTime
import JSONText
import Programme
import TestSupport
import Testing

@testable import Outputs

@Suite("Lists as people read them")
struct ListTests {
  static let organisation = Organisation(
    roles: [
      Role(id: "worker", title: "Handläggare", reads: [.personal, .sensitive], through: nil),
      Role(id: "board", title: "Nämnden", reads: [], through: "worker"),
    ], parties: [],
    persons: [
      Person(id: "anna", name: "Anna Ek", account: "anna", roles: ["worker"], party: nil),
      Person(id: "siv", name: "Siv Al", account: "siv", roles: ["board"], party: nil),
    ], identity: .declared)

  static func reader(_ id: String) throws -> Reader {
    Reader(try #require(organisation.person(id)), organisation: organisation)
  }

  static func day(_ text: String) throws -> CivilDate { try #require(CivilDate.parse(text)) }

  static func tasks() throws -> TaskList {
    func task(
      _ number: Int, _ id: String, _ title: String, _ due: String?, assignee: String? = "anna",
      byHand: Bool = false, proposed: Bool = false
    ) throws -> TaskRow {
      TaskRow(
        number: "A-2017-00\(number)", serial: 1, task: id, title: title, role: "worker",
        assignee: assignee, due: try due.map(day), opened: try day("2017-02-01"),
        isDueByHand: byHand, isProposed: proposed)
    }
    return TaskList(
      tasks: [
        try task(
          1, "utred", "Utred vad som behövs, och skriv ned det så att andra förstår", "2017-02-20"),
        try task(2, "ring", "Ring", "2017-03-01", byHand: true),
        try task(3, "följ-upp", "Följ upp", "2017-03-04", assignee: nil, proposed: true),
        try task(1, "avsluta", "Avsluta", "2017-06-01"),
        try task(2, "tänk", "Tänk efter", nil),
      ],
      coming: [
        ComingRow(
          number: "A-2017-001", date: try day("2017-12-01"), title: "Tiden går ut",
          responsible: "anna")
      ],
      labels: ["A-2017-001": "Björk", "A-2017-002": "日本 med ett ganska långt kortnamn efter"],
      today: try day("2017-03-01"))
  }

  @Test("tasks fit the terminal and lie in sections", arguments: [40, 60, 80])
  func tasks(width: Int) throws {
    let text = try Self.tasks().text(for: Self.reader("anna"), Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/tasks-\(width).txt") == nil)
    for line in text.split(separator: "\n") { #expect(String(line).columns <= width) }
  }

  @Test("a leave is told with the work of one's own role, and not with another's")
  func leave() throws {
    let (from, to) = (try Self.day("2017-05-29"), try Self.day("2017-06-02"))
    let organisation = Organisation(
      roles: Self.organisation.roles + [
        Role(id: "head", title: "Chefen", reads: [], through: nil)
      ], parties: [],
      persons: [
        Person(
          id: "anna", name: "Anna Ek", account: "anna", roles: ["worker"], party: nil,
          leaves: [Leave(from: from, to: to, substitute: nil)])
      ], identity: .declared)
    let reader = Reader(try #require(organisation.person("anna")), organisation: organisation)
    #expect(
      reader.standIn(for: "anna", role: "worker", today: from)
        == "Handläggare för Anna Ek (ledig t.o.m. 2 juni)")
    #expect(reader.standIn(for: "anna", role: "head", today: from) == nil)
  }

  @Test("where there are no examples nobody is told that all of them are right")
  func noExamples() {
    let text = ScenarioList().text(Style())
    #expect(text.contains("inga exempel") && !text.contains("stämmer"))
  }

  @Test("short names are shown only to those whose role reads them")
  func names() throws {
    let list = try Self.tasks()
    let seen = try Self.reader("anna")
    #expect(list.text(for: seen, Style()).contains("Björk"))
    #expect(list.json(for: seen).text().contains("Björk"))
    let unseen = try Self.reader("siv")
    #expect(!list.text(for: unseen, Style()).contains("Björk"))
    #expect(!list.json(for: unseen).text().contains("Björk"))
    #expect(!list.text(for: seen.masked, Style()).contains("Björk"))
  }

  @Test("a task for programs has the promised keys")
  func json() throws {
    let text = try Self.tasks().json(for: Self.reader("anna")).text(pretty: true)
    #expect(Golden.difference(text, from: "Outputs/tasks.json") == nil)
  }

  @Test("colours are only used when asked for")
  func colours() throws {
    let list = try Self.tasks()
    let reader = try Self.reader("anna")
    #expect(!list.text(for: reader, Style()).contains("\u{1B}"))
    #expect(list.text(for: reader, Style(colour: true)).contains("\u{1B}[31m9 dagar sen"))
  }

  @Test("escalations fit the terminal", arguments: [60, 80])
  func escalations(width: Int) throws {
    func row(_ serial: Int, acknowledged: String?, closed: String?) throws -> EscalationRow {
      EscalationRow(
        number: "A-2017-001", serial: serial, kind: "sen", kindTitle: "Försening", to: "board",
        through: "worker", raised: try Self.day("2017-02-20"),
        reason: "”Utred” skulle vara klar 2017-02-19", task: 1,
        acknowledgedBy: acknowledged.map { _ in "anna" },
        acknowledged: try acknowledged.map(Self.day), closed: try closed.map(Self.day),
        closingReason: closed.map { _ in .doneInTime })
    }
    let list = EscalationList(
      escalations: [
        try row(1, acknowledged: nil, closed: nil),
        try row(2, acknowledged: "2017-02-21", closed: nil),
        try row(3, acknowledged: "2017-02-21", closed: "2017-02-22"),
      ], labels: ["A-2017-001": "Björk"], today: try Self.day("2017-03-01"))
    let text = list.text(for: try Self.reader("anna"), Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/escalations-\(width).txt") == nil)
    for line in text.split(separator: "\n") { #expect(String(line).columns <= width) }
  }
}
