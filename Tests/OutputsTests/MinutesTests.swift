import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Diagnostics
import Programme
import Testing

/// The minutes of meetings and what becomes of them, on one store and for several persons: sections M and L of
/// docs/semantics.md as the use cases keep them.
@Suite("Minutes")
struct MinutesTests {
  private let loaded: LoadedProgramme
  private let store = InMemoryCaseStore(practice: true)

  init() throws {
    loaded = try LoadedProgramme.load(
      Self.files.map { SourceFile(path: $0.key, text: $0.value) })
  }

  private func service(_ id: String = "anna") throws -> CaseService {
    CaseService(
      definitions: loaded, store: store,
      actor: try #require(loaded.programme.organisation.person(id)),
      clock: .init(today: try date("2017-06-01"), now: Moment(milliseconds: 0)))
  }

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate.parse(text)) }

  private func open(_ workflow: String, on day: String) throws -> String {
    try service().open(workflow, parent: nil, values: [:], date: try date(day)).number
  }

  /// Records minutes; what is wrong comes back by code.
  private func record(
    _ text: String, of day: String, on: String? = nil, series: String? = "möte",
    as person: String = "anna"
  ) throws -> (result: MinutesResult?, findings: [Diagnostic]) {
    var findings = Diagnostics()
    let file = try #require(
      MinutesFile(SourceFile(path: "p.yaml", text: text), diagnostics: &findings))
    guard !findings.hasErrors else { return (nil, findings.sorted) }
    let result = try service(person).recordMinutes(
      file, on: try date(day), series: series, date: try date(on ?? day), diagnostics: &findings)
    return (result, findings.sorted)
  }

  private func file(_ day: String, today: String? = nil, series: String? = nil) throws
    -> MeetingFile
  {
    try service().meeting(on: try date(day), series: series, today: try date(today ?? day))
  }

  /// The meeting of 22 February, called, waiting for its minutes.
  private func called() throws -> String {
    let day = try date("2017-02-22")
    let number = try service().openMeeting(on: day, series: "möte", date: try date("2017-02-13"))
      .number
    _ = try service().complete("kalla", of: number, values: [:], date: try date("2017-02-13"))
    return number
  }

  // MARK: Which case is meant

  @Test(
    "a number that several cases on the agenda end in is refused, whole numbers and years are not")
  func ambiguous() throws {
    // The first of two years.
    let cases = try ["2016-12-30", "2017-02-02"].map { try open("punkt", on: $0) }
    #expect(cases == ["T-2016-001", "T-2017-001"])
    let wrong = try record("punkter: {'1': {utfall: ja}}", of: "2017-02-22")
    #expect(wrong.findings.map(\.code) == ["ambiguous-case"])
    #expect(wrong.findings.first?.message == "`1` kan vara T-2016-001 eller T-2017-001")
    for text in ["punkter: {T-2017-001: {utfall: ja}}", "punkter: {'2016-1': {utfall: ja}}"] {
      let right = try record(text, of: "2017-02-22")
      #expect(right.findings.isEmpty && right.result?.results.count == 1, "\(text)")
    }
  }

  @Test("nothing that stands in the file is dropped without a word")
  func dropped() throws {
    _ = try open("punkt", on: "2017-02-02")
    _ = try called()
    for (text, code) in [
      ("punkter: 3", "minutes-not-a-mapping"), ("punkter: [T-2017-001]", "minutes-not-a-mapping"),
      ("punkter: [{T-2017-001: {utfall: ja}}]", "minutes-not-a-mapping"),
      ("punkter: {T-2017-001: {utfall: ja}, '1': {utfall: nej}}", "item-twice"),
      ("punkter: {T-2017-001: {}, '2017-1': {utfal: nej}}", "unknown-field"),
      ("möte: {närvar: alla}", "unknown-field"), ("möte: alla", "minutes-not-a-mapping"),
    ] {
      let (result, findings) = try record(text, of: "2017-02-22")
      #expect(result == nil, "\(text)")
      #expect(findings.map(\.code).contains(code), "\(text)")
    }
    // A series whose meetings are no cases has no minutes of its own; its items have.
    _ = try open("fråga", on: "2017-02-02")
    let alone = try record("möte: {närvaro: alla}", of: "2017-02-02", series: "råd")
    #expect(alone.findings.map(\.code) == ["no-minutes"])
    let empty = try record("punkter:\nmöte:\n", of: "2017-02-02", series: "råd")
    #expect(empty.findings.isEmpty && empty.result != nil)
  }

  // MARK: Two people, and going on

  @Test("whoever comes second records what is new, and is told of the rest")
  func second() throws {
    let items = try ["2017-02-02", "2017-02-03"].map { try open("punkt", on: $0) }
    let meeting = try called()
    let first = "punkter: {\(items[0]): {utfall: ja}}\nmöte: {närvaro: någon saknades}"
    #expect(try record(first, of: "2017-02-22").result?.results.count == 2)
    // The meeting waits for something else by now, and that is not what stands in the way.
    #expect(try service().view(meeting).tasks.map(\.task) == ["följ-upp"])
    let more = """
      punkter: {\(items[0]): {utfall: ja}, \(items[1]): {utfall: nej}}
      möte: {närvaro: alla}
      """
    let (result, findings) = try record(more, of: "2017-02-22", as: "bo")
    #expect(findings.isEmpty)
    #expect(result?.results.map(\.number) == [items[1]])
    #expect(result?.known.map(\.number) == [items[0]])
    #expect(
      result?.knownMinutes
        == MinutesRecord(number: meeting, date: try date("2017-02-22"), by: "anna"))
    let again = try record(more, of: "2017-02-22")
    #expect(again.findings.isEmpty && again.result?.results.isEmpty ?? false)
  }

  @Test("the help names what has to be done first, and nothing else")
  func help() throws {
    let text = "möte: {närvaro: alla}"
    let before = try record(text, of: "2017-02-22")
    #expect(before.findings.map(\.code) == ["minutes-not-open"])
    #expect(before.findings.first?.help?.contains("kallelse 2017-02-22") ?? false)
    #expect(before.findings.first?.help?.contains("klart: [kalla]") ?? false)
    let number = try service().openMeeting(
      on: try date("2017-02-22"), series: "möte", date: try date("2017-02-13")
    ).number
    let open = try record(text, of: "2017-02-22")
    #expect(open.findings.map(\.code) == ["minutes-not-open"])
    #expect(open.findings.first?.help?.contains("klart: [kalla]") ?? false)
    let wrong = try record("klart: [kala]\nmöte: {närvaro: alla}", of: "2017-02-22")
    #expect(wrong.findings.map(\.code) == ["unknown-task", "minutes-not-open"])
    let right = try record("klart: [kalla]\nmöte: {närvaro: alla}", of: "2017-02-22")
    #expect(right.findings.isEmpty && right.result?.opened == nil)
    #expect(right.result?.results.map(\.number) == [number, number])
  }

  @Test("when nobody has called, the first thing that a file records opens the meeting's case")
  func openedByFile() throws {
    let item = try open("punkt", on: "2017-02-02")
    // An unfilled file records nothing, whatever was written for it.
    let empty = try record("punkter:\nklart: [kalla]\nmöte:\n", of: "2017-02-22")
    #expect(empty.result?.opened == nil && empty.result?.results.isEmpty ?? false)
    let text = "punkter: {\(item): {utfall: ja}}\nklart: [kalla]\nmöte: {närvaro: alla}"
    // Who may not record leaves nothing opened behind.
    _ = try? record(text, of: "2017-02-22", as: "siv")
    #expect(try file("2017-02-22", series: "möte").view == nil)
    let (result, findings) = try record(text, of: "2017-02-22")
    #expect(findings.isEmpty)
    let meeting = try #require(result?.opened?.number)
    #expect(result?.results.map(\.number) == [item, meeting, meeting])
    #expect(try file("2017-02-22", series: "möte").minutes?.number == meeting)
    #expect(try file("2017-02-22", series: "möte").stepsBeforeMinutes.isEmpty)
  }

  @Test("an item without anything to write about it is marked as done in the file")
  func marked() throws {
    let number = try open("fråga", on: "2017-02-01")
    for text in ["klart: [\(number)]", "klart: '1'"] {
      let (result, findings) = try record(text, of: "2017-02-02", series: "råd")
      #expect(findings.isEmpty, "\(text)")
      #expect(result?.results.map(\.number) ?? [] == (text.contains(number) ? [number] : []))
    }
    // What has to be said of an item is asked for.
    _ = try open("punkt", on: "2017-02-02")
    let empty = try record("klart: ['2']", of: "2017-02-22")
    #expect(empty.findings.map(\.code) == ["missing-field"])
  }

  @Test("a day that does not exist, and a choice that is nearly right, are told as such")
  func objections() throws {
    let workflow = try #require(loaded.programme.workflow("sammanträde"))
    let (day, choice) = (workflow.fields[0], workflow.fields[2])
    #expect(day.objection(to: "2017-02-30").text == "är ingen dag som finns")
    #expect(day.objection(to: "30 februari").text == "går inte att läsa")
    #expect(choice.objection(to: "ala").help == "menade du `alla`?")
    #expect(!choice.objection(to: "qqqqqqqq").help.hasPrefix("menade"))
  }

  // MARK: The next meeting

  @Test("what waits to be put on an agenda is told with the next meeting, and not with later ones")
  func pending() throws {
    let number = try open("förslag", on: "2017-02-02")
    let next = try service().meetings(series: "möte", from: try date("2017-06-01"), count: 2)
    #expect(next.map(\.pending) == [[number], []])
    #expect(
      try service().meetings(series: "råd", from: try date("2017-06-01"), count: 1)[0].pending == []
    )
    _ = try service().complete("bered", of: number, values: [:], date: try date("2017-06-01"))
    let then = try service().meetings(series: "möte", from: try date("2017-06-01"), count: 1)
    #expect(then.map(\.pending) == [[]] && then.map(\.waiting) == [1])
  }

  @Test("what held meetings left over is counted with the next one")
  func leftOverCount() throws {
    _ = try open("punkt", on: "2017-02-02")
    let next = try service().meetings(series: "möte", from: try date("2017-06-01"), count: 2)
    #expect(next.map(\.waiting) == [0, 0] && next.map(\.leftOver) == [1, 0])
  }

  @Test(
    "those who call meetings are told of one that nobody has called, and by when the notice is to go out"
  )
  func uncalled() throws {
    // The workflow says that the notice goes out by the day of the meeting.
    let near = try service().today().meetings.first { $0.series == "möte" }
    let meeting = try #require(near)
    #expect(meeting.uncalled?.noticeDue == meeting.date && meeting.uncalled?.waiting == 0)
    #expect(try service("siv").today().meetings.first { $0.series == "möte" }?.uncalled == nil)
    // A series whose meetings are no cases is called by nobody.
    #expect(try service().today().meetings.first { $0.series == "råd" }?.uncalled == nil)
    _ = try service().openMeeting(on: meeting.date, series: "möte", date: try date("2017-06-01"))
    #expect(try service().today().meetings.first { $0.series == "möte" }?.uncalled == nil)
  }

  @Test("a workflow that wants every notice at once fills nobody's day")
  func everyNotice() throws {
    var files = Self.files
    files["möte.yaml"] = files["möte.yaml"]?.replacing(
      "role: worker, due: dag, done: kallad", with: "role: worker, due: entered, done: kallad")
    let loaded = try LoadedProgramme.load(files.map { SourceFile(path: $0.key, text: $0.value) })
    let anna = try service()
    let service = CaseService(
      definitions: loaded, store: store, actor: anna.actor, clock: anna.clock)
    let meetings = try service.today().meetings.filter { $0.series == "möte" }
    #expect((2...4).contains(meetings.count))
  }

  @Test("a preview of a change to a meeting says what would follow, and changes nothing")
  func preview() throws {
    let (day, to) = (try date("2017-06-07"), try date("2017-06-09"))
    let shown = try service().moveMeeting(
      on: day, series: "möte", to: to, reason: "x", date: try date("2017-06-01"), isPreview: true)
    #expect(try store.read { try $0.cases(CaseFilter()) }.isEmpty)
    let done = try service().moveMeeting(
      on: day, series: "möte", to: to, reason: "x", date: try date("2017-06-01"))
    #expect(done.number == shown.number && done.after.cases == shown.after.cases)
    // The former day says where the meeting went.
    let (anna, today) = (try service(), try date("2017-06-01"))
    do throws(ServiceError) {
      _ = try anna.openMeeting(on: day, series: "möte", date: today)
      Issue.record("was found")
    } catch {
      guard case .meeting(.moved(day, to, _)) = error else { throw error }
    }
  }

  // MARK: What is left over

  @Test("left over is what lies on meetings that have been held, not on those to come")
  func leftOver() throws {
    let number = try open("punkt", on: "2017-02-02")
    for (today, expected) in [
      ("2017-02-21", []), ("2017-02-22", [number]), ("2017-03-10", [number]),
    ] {
      let left = try file("2017-03-15", today: today, series: "möte").leftOver
      #expect(left.map(\.row.number) == expected)
    }
    #expect(try file("2017-02-22", today: "2017-03-10", series: "möte").leftOver.isEmpty)
  }

  @Test("what is left over comes up at the meeting whose minutes record it, once")
  func leftOverRecorded() throws {
    let number = try open("punkt", on: "2017-02-02")
    let text = "punkter: {\(number): {utfall: ja}}"
    let (result, findings) = try record(text, of: "2017-03-15")
    #expect(findings.isEmpty && result?.results.count == 1)
    let row = try #require(try file("2017-03-15", series: "möte").items.first?.row)
    let day = try date("2017-03-15")
    #expect(row.number == number && row.done == day)
    #expect(try file("2017-02-22", series: "möte").items.isEmpty)
    let again = try record(text, of: "2017-03-15")
    #expect(again.findings.isEmpty && again.result?.known.map(\.number) == [number])
  }

  // MARK: What is recorded stays where it is

  @Test("a meeting of which something is recorded is neither moved nor cancelled", arguments: 0...1)
  func kept(minutes: Int) throws {
    let number = try open("punkt", on: "2017-02-02")
    let meeting = try called()
    let day = try date("2017-02-22")
    _ = try record(
      minutes == 0 ? "punkter: {\(number): {utfall: ja}}" : "möte: {närvaro: någon saknades}",
      of: "2017-02-22")
    let refusal = Refusal(
      .meetingRecorded(series: "Möte", on: day, cases: [minutes == 0 ? number : meeting]))
    for act in [
      {
        try service().moveMeeting(
          on: day, series: "möte", to: try date("2017-02-24"), reason: "x", date: day)
      },
      { try service().cancelMeeting(on: day, series: "möte", reason: "x", date: day) },
      {
        try service().correct(
          meeting, values: ["dag": "2017-02-24"], reason: "x", date: day)
      },
    ] as [() throws -> CommandResult] {
      do {
        _ = try act()
        Issue.record("was not refused")
      } catch let error as ServiceError {
        guard case .refused(let found) = error, found == refusal else {
          Issue.record("\(error)")
          continue
        }
      }
    }
    // What was recorded by mistake is taken back, and then it can be.
    _ = try service().undo(minutes == 0 ? number : meeting, reason: "", date: day)
    _ = try service().cancelMeeting(on: day, series: "möte", reason: "x", date: day)
  }

  @Test("a move is not taken back once something is recorded at the new day")
  func undone() throws {
    let number = try open("punkt", on: "2017-02-02")
    let meeting = try called()
    _ = try service().moveMeeting(
      on: try date("2017-02-22"), series: "möte", to: try date("2017-02-24"), reason: "x",
      date: try date("2017-02-20"))
    _ = try record("punkter: {\(number): {utfall: ja}}", of: "2017-02-24")
    #expect(throws: ServiceError.self) {
      try service().undo(meeting, reason: "", date: try date("2017-02-24"))
    }
    _ = try service().undo(number, reason: "", date: try date("2017-02-24"))
    _ = try service().undo(meeting, reason: "", date: try date("2017-02-24"))
    #expect(try file("2017-02-22", series: "möte").items.map(\.row.number) == [number])
  }

  @Test("what is recorded is found on its day, also when the rules of the series give it no more")
  func vanished() throws {
    let number = try open("punkt", on: "2017-02-02")
    let held = try date("2017-02-22")
    _ = try service().complete(
      "ta-upp", of: number, values: ["utfall": "ja"], meeting: held, date: held)
    var files = Self.files
    files["meetings.yaml"] = Self.files["meetings.yaml"]?.replacing(
      "first: 2017-02-22", with: "first: 2017-03-01")
    let changed = try LoadedProgramme.load(
      files.map { SourceFile(path: $0.key, text: $0.value) })
    let service = CaseService(
      definitions: changed, store: store, actor: try service().actor, clock: try service().clock)
    let day = try date("2017-02-22")
    for series in [nil, "möte"] {
      let file = try service.meeting(on: day, series: series, today: day)
      #expect(file.items.map(\.row.number) == [number])
    }
    // But it is no meeting that anybody could call.
    #expect(throws: ServiceError.self) {
      try service.openMeeting(on: day, series: "möte", date: day)
    }
    #expect(throws: ServiceError.self) {
      try service.meeting(on: try date("2017-02-21"), series: "möte", today: day)
    }
  }

  // MARK: Refused attempts

  @Test("minutes by somebody who may not record them are refused, and noted with the cases")
  func denied() throws {
    let items = try ["2017-02-02", "2017-02-03"].map { try open("punkt", on: $0) }
    let text = "punkter: {\(items[0]): {utfall: ja}, \(items[1]): {utfall: nej}}"
    do {
      _ = try record(text, of: "2017-02-22", as: "siv")
      Issue.record("was not refused")
    } catch let error as ServiceError {
      guard case .refused(let refusal) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(
        refusal.reasons == [
          .notAllowed(what: "göra klart ”Ta upp”", roles: ["Handläggare"])
        ])
    }
    let log = try service("iris").accesses(of: nil, limit: 10)
    #expect(log.map(\.act) == ["minutes"] && log.map(\.code) == ["not-allowed"])
    #expect(log.first?.cases == items && log.first?.person == "siv")
  }

  @Test("whoever may not record is told so also when something is wrong with the file")
  func deniedFirst() throws {
    let items = try ["2017-02-02", "2017-02-03"].map { try open("punkt", on: $0) }
    let text = "punkter: {\(items[0]): {utfal: ja}, \(items[1]): {utfall: kanske}}"
    #expect(throws: ServiceError.self) { try record(text, of: "2017-02-22", as: "siv") }
    let log = try service("iris").accesses(of: nil, limit: 10)
    #expect(log.map(\.act) == ["minutes"] && log.first?.cases == items)
    // Whoever may is told what is wrong, and nothing is noted.
    let own = try record(text, of: "2017-02-22")
    #expect(own.findings.map(\.code) == ["missing-field", "unknown-field", "wrong-value"])
    #expect(try service("iris").accesses(of: nil, limit: 10).count == 1)
  }

  @Test("verification knows that a meeting that has been held stays on its day")
  func verified() throws {
    let number = try open("punkt", on: "2017-02-02")
    let meeting = try called()
    let day = try date("2017-02-22")
    _ = try record("punkter: {\(number): {utfall: ja}}", of: "2017-02-22")
    // Taken back and recorded again, which the chain shows and the present does not.
    _ = try service().undo(number, reason: "", date: day)
    _ = try service().moveMeeting(
      on: day, series: "möte", to: try date("2017-02-24"), reason: "x", date: day)
    _ = try service().moveMeeting(
      on: try date("2017-02-24"), series: "möte", to: day, reason: "x", date: day)
    _ = try record("punkter: {\(number): {utfall: ja}}", of: "2017-02-22")
    #expect(try store.recompute().findings.isEmpty)
    // What the engine was not told of when it decided comes to light.
    try store.write { transaction in
      let engine = try transaction.engine(loaded.programme)
      let family = try #require(try transaction.family(ofCase: meeting))
      let decision = try engine.decide(
        .send(case: meeting, event: "ställ-in", data: [:]), family: family,
        context: CommandContext(
          actor: "anna", date: day, recorded: Moment(milliseconds: 0),
          numbers: NumberSource(pattern: loaded.programme.numbers)))
      try transaction.append(
        decision.events, family: decision.family, previous: family.version,
        projection: try engine.project(decision.family), definitions: loaded.programme.hash)
    }
    let findings = try store.recompute().findings
    #expect(findings.count == 1 && findings.first?.family == meeting)
    guard case .refused(let refusal)? = findings.first?.problem else {
      Issue.record("\(findings)")
      return
    }
    #expect(refusal.reasons == [.meetingRecorded(series: "Möte", on: day, cases: [number])])
  }

  @Test("what is put off comes up at a meeting after the one that put it off, whatever the day")
  func putOff() throws {
    let number = try open("sak", on: "2017-02-02")
    // Left over from February, put off in March: by minutes recorded on the day, and before it is over.
    _ = try record("punkter: {\(number): {utfall: senare}}", of: "2017-03-15")
    #expect(try file("2017-03-15", series: "möte").items.map(\.row.done) == [date("2017-03-15")])
    let next = try file("2017-04-05", today: "2017-03-15", series: "möte").items
    #expect(next.map(\.row.number) == [number])
    #expect(next.first?.remarks == ["Fråga igen"])
    // It says so on the agenda, as long as it is so.
    _ = try service().complete("fråga", of: number, values: [:], date: try date("2017-03-16"))
    #expect(
      try file("2017-04-05", today: "2017-03-16", series: "möte").items.first?.remarks == [])
  }

  @Test("meetings of all series are shown within the same time, of each at least the next")
  func horizon() throws {
    func shown(_ series: String?, _ count: Int) throws -> [String] {
      try service().meetings(series: series, from: try date("2017-02-01"), count: count).map {
        "\($0.series.id) \($0.day)"
      }
    }
    #expect(
      try shown(nil, 2) == [
        "råd 2017-02-02", "möte 2017-02-22", "råd 2017-02-23", "års 2017-06-07",
      ])
    #expect(try shown("års", 2) == ["års 2017-06-07", "års 2018-06-06"])
  }

  @Test("names on an agenda are refused and noted")
  func names() throws {
    _ = try open("punkt", on: "2017-02-02")
    let day = try date("2017-02-22")
    #expect(throws: ServiceError.self) {
      try service("siv").meeting(on: day, series: "möte", today: day, named: true)
    }
    _ = try service("siv").meeting(on: day, series: "möte", today: day)
    _ = try service().meeting(on: day, series: "möte", today: day, named: true)
    let log = try service("iris").accesses(of: nil, limit: 10)
    #expect(log.map(\.act) == ["names"] && log.map(\.person) == ["siv"])
  }

  private static let files = [
    "programme.yaml": """
    programme: test
    title: Test
    numbers: T-{year}-{number}
    escalations: {sen: {title: Sen, overdue: ja}}
    """,
    "organisation.yaml": """
    organisation: test
    roles:
      worker: {title: Handläggare, reads: [personal, sensitive]}
      clerk: {title: Skrivare}
      keeper: {title: Ansvarig, reviews access: ja}
    """,
    "persons.yaml": """
    persons: test
    identity: declared
    people:
      anna: {name: Anna, account: anna, roles: [worker]}
      bo: {name: Bo, account: bo, roles: [worker]}
      siv: {name: Siv, account: siv, roles: [clerk]}
      iris: {name: Iris, account: iris, roles: [keeper]}
    """,
    "calendar.yaml": """
    calendar: test
    closed weekdays: [lördag, söndag]
    holidays: {nyårsdagen: {date: 01-01}}
    """,
    "meetings.yaml": """
    meetings: test
    series:
      möte: {title: Möte, every: 3 veckor, first: 2017-02-22}
      råd: {title: Råd, every: 3 veckor, first: 2017-02-02}
      års: {title: Årsmöte, every: 52 veckor, first: 2017-06-07}
    """,
    "möte.yaml": """
    workflow: sammanträde
    title: Sammanträde
    meeting: {series: möte, date: dag, extra: extra, cancelled: inställt, move: flytta, cancel: ställ-in, notice: kalla, minutes: protokoll}
    data:
      dag: {type: date, required: ja}
      extra: {type: boolean, required: ja}
      närvaro: {type: string, values: [alla, någon saknades]}
    events:
      flytta: {title: Flytta, form: {dag: required}}
      ställ-in: {title: Ställ in}
    initial: kommer
    on: {flytta: {}, ställ-in: inställt}
    states:
      kommer:
        tasks: {kalla: {title: Kalla, role: worker, due: dag, done: kallad}}
        on: {kallad: hålls}
      hålls:
        tasks: {protokoll: {title: Protokoll, role: worker, due: dag, form: {närvaro: required}, done: fört}}
        on:
          fört:
            - {target: klart, guard: närvaro = "alla"}
            - {target: uppföljning, guard: närvaro = "någon saknades"}
      uppföljning:
        tasks: {följ-upp: {title: Följ upp, role: worker, due: dag, done: uppföljt}}
        on: {uppföljt: klart}
      klart: {type: final}
      inställt: {type: final}
    """,
    "punkt.yaml": """
    workflow: punkt
    title: Punkt
    data:
      satt till: {type: date}
      utfall: {type: string, values: [ja, nej]}
    derived:
      dag: meeting held("möte", satt till)
    initial: väntar
    states:
      väntar:
        entry: [{set: {satt till: 'meeting on("möte", next meeting("möte", today()))'}}]
        requires: [satt till]
        agenda: {series: möte, date: dag, task: ta-upp}
        tasks: {ta-upp: {title: Ta upp, role: worker, due: dag, form: {utfall: required}, done: upptagen}}
        on: {upptagen: klar}
      klar: {type: final}
    """,
    "sak.yaml": """
    workflow: sak
    title: Sak
    data:
      satt till: {type: date}
      utfall: {type: string, values: [ja, senare]}
    derived:
      dag: meeting held("möte", satt till)
      uppe: came up at("möte")
    initial: väntar
    on: {frågad: {title: Frågad}}
    states:
      väntar:
        entry: [{set: {satt till: 'meeting on("möte", next meeting("möte", if uppe >= today() then uppe + duration("P1D") else today()))'}}]
        requires: [satt till]
        agenda: {series: möte, date: dag, task: ta-upp, remarks: [fråga]}
        tasks:
          ta-upp: {title: Ta upp, role: worker, due: dag, form: {utfall: required}, done: upptagen}
          fråga: {title: Fråga igen, role: worker, when: utfall = "senare", done: frågad}
        on: {upptagen: [{target: klar, guard: utfall = "ja"}, {target: väntar, guard: utfall = "senare"}]}
      klar: {type: final}
    """,
    "förslag.yaml": """
    workflow: förslag
    title: Förslag
    initial: bereds
    states:
      bereds:
        tasks: {bered: {title: Bered, role: worker, due: entered, done: berett}}
        on: {berett: på-dagordningen}
      på-dagordningen:
        agenda: {series: möte, date: 'next meeting("möte", entered)', task: avgör}
        tasks: {avgör: {title: Avgör, role: worker, due: entered, done: avgjort}}
        on: {avgjort: klar}
      klar: {type: final}
    """,
    "fråga.yaml": """
    workflow: fråga
    title: Fråga
    initial: väntar
    states:
      väntar:
        agenda: {series: råd, date: 'next meeting("råd", entered)', task: svara}
        tasks: {svara: {title: Svara, role: worker, due: 'next meeting("råd", entered)', done: svarad}}
        on: {svarad: klar}
      klar: {type: final}
    """,
  ]
}
