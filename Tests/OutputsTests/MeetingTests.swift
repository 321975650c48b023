import CaseEngine
import CivilTime
import JSONText
import TestSupport
import Testing

@testable import CaseService
@testable import Outputs
@testable import Programme

@Suite("Meetings as people read them")
struct MeetingTests {
  static func series() throws -> Meeting {
    let rule = try #require(
      MeetingSeries(first: try ListTests.day("2017-03-01"), everyWeeks: 3))
    return Meeting(
      id: "möte", title: "Samordningsgruppen för lång text (SG)", series: rule, role: nil,
      basis: .none)
  }

  static func view(_ set: String, held: String?, isExtra: Bool = false, waiting: Int = 0) throws
    -> MeetingView
  {
    MeetingView(
      series: try series(), set: try ListTests.day(set), held: try held.map(ListTests.day),
      isExtra: isExtra, row: nil, waiting: waiting, recorded: 1)
  }

  static func item(
    _ number: Int, isFirst: Bool = false, isAnswer: Bool = false, done: String? = nil,
    text: String? = nil, label: String? = nil, date: String = "2017-03-22",
    remarks: [String] = []
  ) throws -> MeetingFile.Item {
    MeetingFile.Item(
      row: AgendaRow(
        number: "A-2017-00\(number)", series: "möte", date: try ListTests.day(date), task: "ta-upp",
        title: "Ett ärende med <tecken> & _annat_", text: text, isFirst: isFirst,
        isAnswer: isAnswer, since: try ListTests.day("2017-03-02"),
        done: try done.map(ListTests.day), doneBy: done.map { _ in "anna" }),
      label: label, details: [], remarks: remarks, task: nil, workflow: nil, kind: "Ärende")
  }

  static func papers() throws -> MeetingPapers {
    let file = MeetingFile(
      meeting: try view("2017-03-22", held: "2017-03-24", waiting: 3), view: nil, workflow: nil,
      items: [
        try item(1, isFirst: true), try item(2, done: "2017-03-24"),
        try item(
          3, text: "En ganska lång beskrivning av vad som har låst sig mellan parterna, utan namn"),
      ], answers: [try item(4, isAnswer: true, text: "Parterna delar på kostnaden")],
      leftOver: [try item(5, date: "2017-03-01")])
    return MeetingPapers(file, reader: try ListTests.reader("anna"))
  }

  static func dossiers() throws -> [EscalationDossier] {
    let row = EscalationRow(
      number: "A-2017-006", serial: 1, kind: "sen", kindTitle: "Försening", to: "board",
      through: "worker", raised: try ListTests.day("2017-02-20"),
      reason: "”Utred” skulle vara klar 2017-02-19", acknowledgedBy: nil, acknowledged: nil,
      closed: nil, closingReason: nil)
    return [
      EscalationDossier(
        roleTitle: "Nämnden", meetingTitle: "Nämnden", next: try ListTests.day("2017-03-29"),
        items: [try item(7, text: "Sammanställt")],
        groups: [.init(title: "Försening", rows: [row])])
    ]
  }

  @Test("the list of meetings fits the terminal", arguments: [60, 80])
  func list(width: Int) throws {
    let list = MeetingList(
      [
        try Self.view("2017-03-22", held: "2017-03-24", waiting: 3),
        try Self.view("2017-04-12", held: nil),
        try Self.view("2017-04-20", held: "2017-04-20", isExtra: true),
      ], today: try ListTests.day("2017-03-20"))
    let text = list.text(Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/meetings-\(width).txt") == nil)
    for line in text.split(separator: "\n") { #expect(String(line).columns <= width) }
  }

  @Test("what a meeting is prepared with fits the terminal", arguments: [60, 80])
  func preparation(width: Int) throws {
    let text = try Self.papers().preparation(Self.dossiers()).text(Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/preparation-\(width).txt") == nil)
    for line in text.split(separator: "\n") { #expect(String(line).columns <= width) }
  }

  @Test("the same as Markdown and as one page of HTML", arguments: ["markdown", "html"])
  func other(form: String) throws {
    let format = try #require(Paper.Format(rawValue: form))
    let text = try Self.papers().preparation(Self.dossiers()).render(format, Style())
    let file = form == "html" ? "preparation.html" : "preparation.md"
    #expect(Golden.difference(text, from: "Outputs/\(file)") == nil)
    #expect(!text.contains("<tecken>"))
  }

  @Test("what became of an escalation fits the terminal", arguments: [60, 80])
  func timeline(width: Int) throws {
    func day(_ text: String) throws -> CivilDate { try ListTests.day(text) }
    func step(_ id: String, _ date: String, meeting: String? = nil) throws -> EscalationView.Step {
      EscalationView.Step(
        number: "A-2017-002",
        milestone: Milestone(
          id: id, date: try day(date), by: "anna", meeting: try meeting.map(day)), title: id,
        meeting: try meeting.map(day))
    }
    func row(_ serial: Int, answered: String?) throws -> EscalationRow {
      EscalationRow(
        number: "A-2017-001", serial: serial, kind: "låst", kindTitle: "Låst ärende", to: "board",
        through: "worker", raised: try day("2017-02-20"), reason: "Ärendet går inte att lösa",
        acknowledgedBy: "anna", acknowledged: try day("2017-02-21"),
        closed: try answered.map { _ in try day("2017-03-29") },
        closingReason: answered.map { _ in .stateLeft }, answered: try answered.map(day))
    }
    let screen = EscalationTimeline(
      [
        EscalationView(
          row: try row(1, answered: "2017-04-12"),
          steps: [
            try step("Sammanställd", "2017-02-27"),
            try step("På dagordningen", "2017-02-27", meeting: "2017-03-29"),
            try step("Besvarad", "2017-04-12"),
          ], isAwaited: false),
        EscalationView(row: try row(2, answered: nil), steps: [], isAwaited: true),
      ], milestones: [MilestoneKind(id: "Sammanställd", title: "Sammanställd", isAnswer: false)],
      today: try day("2017-03-01"))
    let text = screen.text(for: try ListTests.reader("anna"), Style(width: width))
    #expect(Golden.difference(text, from: "Outputs/timeline-\(width).txt") == nil)
    for line in text.split(separator: "\n") { #expect(String(line).columns <= width) }
  }

  @Test("the time to an answer is the median of what was answered, and says of how many")
  func median() throws {
    func row(_ answered: Int?, through: String? = "worker") throws -> EscalationRow {
      let raised = try ListTests.day("2017-02-01")
      return EscalationRow(
        number: "A-2017-001", serial: 1, kind: "låst", kindTitle: "Låst", to: "board",
        through: through, raised: raised, reason: "", acknowledgedBy: nil, acknowledged: nil,
        closed: nil, closingReason: nil, answered: answered.flatMap { raised.adding(days: $0) })
    }
    #expect(
      AnswerTimes([try row(10), try row(21), try row(nil), try row(5, through: nil)]).lines == [
        "Låst: median 15,5 dagar från eskalering till svar (2 besvarade av 3, 1 väntar)"
      ])
    #expect(
      AnswerTimes([try row(nil)]).lines == ["Låst: inget svar än (0 besvarade av 1, 1 väntar)"])
    #expect(AnswerTimes([]).lines.isEmpty)
    // What the board has decided is answered when the answer has come back, and waits until then.
    let left = EscalationRow(
      number: "A-2017-001", serial: 1, kind: "låst", kindTitle: "Låst", to: "board",
      through: "worker", raised: try ListTests.day("2017-02-01"), reason: "", acknowledgedBy: nil,
      acknowledged: nil, closed: try ListTests.day("2017-02-20"), closingReason: .stateLeft)
    #expect(
      AnswerTimes([left], awaited: [left]).lines == [
        "Låst: inget svar än (0 besvarade av 1, 1 väntar)"
      ])
    #expect(
      AnswerTimes([left]).lines == ["Låst: inget svar än (0 besvarade av 1, 1 stängda utan svar)"])

    // Also when nothing is open any more, and for programs.
    let list = EscalationList(
      escalations: [], labels: [:], today: try ListTests.day("2017-03-01"),
      all: [try row(10), try row(21), try row(nil)])
    #expect(
      list.text(for: try ListTests.reader("anna"), Style(width: 200)) == """
        Inga eskaleringar.
        Låst: median 15,5 dagar från eskalering till svar (2 besvarade av 3, 1 väntar)

        """)
    #expect(
      list.answerTimesJSON.text() == """
        [{"kind":"låst","title":"Låst","medianDays":15.5,"answered":2,"waiting":1,\
        "closedUnanswered":0}]
        """)
  }
}
