import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Diagnostics
import Programme
import Testing

@testable import Outputs

/// What is escalated to those who answer at meetings, from the day it is raised to the answer.
@Suite("Answers")
struct AnswerTests {
  private let loaded: LoadedProgramme
  private let store = InMemoryCaseStore(practice: true)

  init() throws {
    loaded = try LoadedProgramme.load(
      Self.files.map { SourceFile(path: $0.key, text: $0.value) })
  }

  private func service(_ day: String) throws -> CaseService {
    CaseService(
      definitions: loaded, store: store,
      actor: try #require(loaded.programme.organisation.person("anna")),
      clock: .init(today: try ListTests.day(day), now: Moment(milliseconds: 0)))
  }

  private func timeline(_ number: String, _ day: String) throws -> String {
    EscalationTimeline(
      try service(day).escalations(of: number, serial: nil),
      milestones: loaded.programme.milestones, today: try ListTests.day(day)
    ).text(for: try ListTests.reader("anna"), Style(width: 200))
  }

  private func times(_ number: String, _ day: String) throws -> [String] {
    let rows = try service(day).escalations(of: number, serial: nil).map(\.row)
    return AnswerTimes(rows, awaited: try service(day).awaited(rows)).lines
  }

  @Test(
    "a decision is told with the meeting in whose minutes it stands, and both lists say whether it is awaited"
  )
  func decided() throws {
    func day(_ text: String) throws -> CivilDate { try ListTests.day(text) }
    let number = try service("2017-02-01").open(
      "sak", parent: nil, values: [:], date: try day("2017-02-01")
    ).number
    #expect(
      try times(number, "2017-02-01") == ["Låst: inget svar än (0 besvarade av 1, 1 väntar)"])
    let question = try service("2017-02-02").open(
      "fråga", parent: number, values: [:], date: try day("2017-02-02")
    ).number
    // What is left behind while a question is on its way is still awaited, and by both.
    _ = try service("2017-02-03").record(
      "lös", to: number, values: [:], date: try day("2017-02-03"))
    #expect(
      try times(number, "2017-02-03") == ["Låst: inget svar än (0 besvarade av 1, 1 väntar)"])
    #expect(try timeline(number, "2017-02-03").contains("Väntar på: beslutad"))
    // Recorded on the day after the meeting.
    _ = try service("2017-02-09").complete(
      "avgör", of: question, values: [:], meeting: try day("2017-02-08"),
      date: try day("2017-02-09"))
    let decided = try timeline(number, "2017-02-09")
    #expect(decided.contains("2017-02-09  Beslutad, mötet 2017-02-08"), "\(decided)")
    #expect(decided.contains("Väntar på: återkopplad"))
    // Nothing comes of it any more.
    _ = try service("2017-02-10").record(
      "återta", to: question, values: [:], date: try day("2017-02-10"))
    #expect(try timeline(number, "2017-02-10").contains("Stängd utan svar."))
    #expect(
      try times(number, "2017-02-10")
        == ["Låst: inget svar än (0 besvarade av 1, 1 stängda utan svar)"])
  }

  private static let files = [
    "programme.yaml": """
    programme: test
    title: Test
    numbers: T-{year}-{number}
    escalations: {sen: {title: Sen, overdue: ja}, låst: {title: Låst}}
    milestones: {beslutad: {title: Beslutad}, återkopplad: {title: Återkopplad, answer: ja}}
    """,
    "organisation.yaml": """
    organisation: test
    roles:
      worker: {title: Handläggare, reads: [personal, sensitive]}
      board: {title: Nämnden, through: worker}
    """,
    "persons.yaml": """
    persons: test
    identity: declared
    people:
      anna: {name: Anna, account: anna, roles: [worker]}
    """,
    "meetings.yaml": """
    meetings: test
    series: {nämnd: {title: Nämnden, every: 3 veckor, first: 2017-02-08, role: board}}
    """,
    "sak.yaml": """
    workflow: sak
    title: Sak
    events: {lös: {title: Lös, by: [worker]}}
    states:
      låst:
        escalations: {l: {kind: låst, to: board, reason: Går inte}}
        on: {lös: löst}
      löst: {tasks: {spara: {title: Spara, role: worker}}}
    """,
    "fråga.yaml": """
    workflow: fråga
    title: Fråga
    parent: [sak]
    onParentEnd: continue
    takesUp: {kinds: [låst]}
    events: {återta: {title: Återta, by: [worker]}}
    states:
      hos-nämnden:
        agenda: {series: nämnd, date: 'next meeting("nämnd", entered)', task: avgör}
        tasks: {avgör: {title: Avgör, role: worker, done: avgjort, milestone: beslutad}}
        on: {avgjort: verkställs, återta: slut}
      verkställs:
        tasks: {gör: {title: Gör, role: worker, done: gjort, milestone: återkopplad}}
        on: {återta: slut, gjort: slut}
      slut: {type: final}
    """,
  ]
}
