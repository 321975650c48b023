import CaseEngine
import CivilTime
import FEEL
import Programme
import Testing

/// Section M of docs/semantics.md: cases that are meetings, and families that wait for them.
@Suite("Meetings")
struct MeetingTests {
  static let meeting = """
    workflow: sammanträde
    title: Sammanträde
    meeting: {series: möte, date: dag, extra: extra, cancelled: inställt, move: flytta, cancel: ställ-in}
    data:
      dag: {type: date, required: ja}
      extra: {type: boolean, required: ja}
    events:
      flytta: {title: Flytta, form: {dag: required}}
      ställ-in: {title: Ställ in}
    initial: kommer
    on: {flytta: {}, ställ-in: inställt}
    states:
      kommer: {}
      inställt: {type: final}
    """

  static let item = """
    workflow: punkt
    title: Punkt
    data:
      satt till: {type: date}
    derived:
      dag: meeting held("möte", satt till)
    initial: väntar
    states:
      väntar:
        entry: [{set: {satt till: 'meeting on("möte", next meeting("möte", today()))'}}]
        requires: [satt till]
        agenda: {series: möte, date: dag, task: ta-upp}
        at: [{date: 'dag - duration("P1D")', target: dagen-före}]
        tasks:
          ta-upp: {title: Ta upp, role: handläggare, due: dag, escalate: [{after: 1 dag, to: ledare}], done: upptagen}
        on: {upptagen: klar}
      dagen-före:
        requires: [satt till]
        agenda: {series: möte, date: dag, task: ta-upp-nu}
        tasks:
          ta-upp-nu: {title: Ta upp nu, role: handläggare, due: dag, escalate: [{after: 1 dag, to: ledare}], done: upptagen}
        on: {upptagen: klar}
      klar: {type: final}
    """

  static func programme() throws -> Programme {
    try World.programme(workflows: [meeting, item])
  }

  @Test(
    "a meeting that moves takes with it what waits for it, and one that is cancelled leads to the next"
  )
  func moves() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    #expect(try town.due("p", "ta-upp") == "2017-02-01")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    try town.move("m", to: "2017-02-03", on: "2017-01-20")
    #expect(try town.due("p", "ta-upp") == "2017-02-03")
    #expect(town.events["p"]?.last?.cause == .meetingsChanged(by: town.number("m")))
    // A second time, onto a day later than the next one's former day.
    try town.move("m", to: "2017-02-09", on: "2017-01-21")
    #expect(try town.due("p", "ta-upp") == "2017-02-09")
    try town.cancel("m", on: "2017-01-22")
    #expect(try town.due("p", "ta-upp") == "2017-02-22")
  }

  @Test("a meeting that moved onto another's former day is another meeting")
  func formerDay() throws {
    var town = Town(try Self.programme())
    try town.act("a", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    try town.move("m", to: "2017-02-03", on: "2017-01-13")
    try town.open("n", "2017-02-22", on: "2017-01-14")
    try town.move("n", to: "2017-02-01", on: "2017-01-14")
    // The item set for the first meeting goes with it; one that is set up now goes to the other.
    #expect(try town.due("a", "ta-upp") == "2017-02-03")
    try town.act("b", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-16")
    #expect(try town.due("b", "ta-upp") == "2017-02-01")
    try town.move("n", to: "2017-02-02", on: "2017-01-17")
    #expect(try town.due("b", "ta-upp") == "2017-02-02")
  }

  @Test("a series has one meeting a day")
  func taken() throws {
    var town = Town(try Self.programme())
    try town.open("m", "2017-02-01", on: "2017-01-13")
    #expect(throws: Refusal.self) { try town.move("m", to: "2017-02-22", on: "2017-01-14") }
    #expect(throws: Refusal.self) { try town.open("n", "2017-02-02", on: "2017-01-14") }
    #expect(throws: Refusal.self) { try town.open("n", "2017-02-01", on: "2017-01-14") }
    #expect(throws: Refusal.self) {
      try town.open("n", "2017-02-22", on: "2017-01-14", isExtra: true)
    }
    try town.open("x", "2017-02-02", on: "2017-01-14", isExtra: true)
    #expect(town.meetings.isHeld("möte", on: try town.day("2017-02-02")))
  }

  @Test("two meetings never bear the same name, however one of them comes back")
  func names() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    try town.cancel("m", on: "2017-01-14")
    try town.open("x", "2017-02-01", on: "2017-01-14", isExtra: true)
    try town.move("x", to: "2017-02-07", on: "2017-01-15")
    #expect(try town.due("p", "ta-upp") == "2017-02-07")
    let named = Refusal.Reason.meetingExists(
      series: "Möte", set: try town.day("2017-02-01"), held: try town.day("2017-02-07"),
      case: town.number("x"), field: "dag")
    #expect(throws: Refusal(named)) { try town.undo("m", on: "2017-01-16") }
    // The extra one cannot be made a regular one either: that one is there, though it is cancelled.
    let regular = Refusal.Reason.meetingExists(
      series: "Möte", set: try town.day("2017-02-01"), held: nil, case: town.number("m"),
      field: "dag")
    #expect(throws: Refusal(regular)) {
      try town.act(
        "x",
        .correct(case: town.number("x"), data: ["extra": .boolean(false)], reason: "fel"),
        on: "2017-01-16")
    }
    // Once nobody else bears the name, the meeting has it back.
    try town.cancel("x", on: "2017-01-17")
    try town.undo("m", on: "2017-01-17")
    #expect(try town.due("p", "ta-upp") == "2017-02-01")
    #expect(throws: Refusal.self) { try town.undo("x", on: "2017-01-18") }
  }

  @Test("a move is taken back also when the former day has passed")
  func takenBackLate() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    try town.move("m", to: "2017-02-03", on: "2017-01-30")
    try town.undo("m", on: "2017-02-02")
    #expect(try town.state("m").meeting?.held == (try town.day("2017-02-01")))
    #expect(try town.due("p", "ta-upp-nu") == "2017-02-01")
    // Moved there by hand it would be refused.
    #expect(throws: Refusal(.pastMeeting(try town.day("2017-02-01"), field: "dag"))) {
      try town.move("m", to: "2017-02-03", on: "2017-02-02")
      try town.move("m", to: "2017-02-01", on: "2017-02-02")
    }
  }

  @Test("what an earlier meeting left over comes up at the one whose minutes record it")
  func leftOver() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.run(to: "2017-02-20")
    func record(_ meeting: String?) throws {
      try town.act(
        "p",
        .complete(
          case: town.number("p"), task: "ta-upp-nu", data: [:], meeting: try meeting.map(town.day)),
        on: "2017-02-22")
    }
    for wrong in ["2017-02-21", "2017-01-11"] {
      #expect(throws: Refusal.self, "\(wrong)") { try record(wrong) }
    }
    try record("2017-02-22")
    #expect(try town.state("p").treated.map(\.meeting) == [try town.day("2017-02-22")])
    // And the history says the same when it is decided again.
    let event = try #require(town.events["p"]?.last)
    #expect(
      Command(event)
        == .complete(
          case: town.number("p"), task: "ta-upp-nu", data: [:], meeting: try town.day("2017-02-22"))
    )
  }

  @Test("calling a meeting for its own day changes nothing for anybody")
  func calling() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    #expect(town.events["p"]?.count == 1)
  }

  @Test(
    "a timer that moves to a day that has passed fires on the day of the change, and the history says why"
  )
  func firesAtOnce() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.open("m", "2017-02-01", on: "2017-01-13")
    try town.move("m", to: "2017-01-20", on: "2017-01-20")
    let state = try town.state("p")
    #expect(state.active.map(\.id) == ["dagen-före"])
    #expect(state.active.first?.entered == (try town.day("2017-01-20")))
  }

  @Test("what mentions meetings, or opens what does, depends on them")
  func dependents() throws {
    let frame = """
      workflow: ram
      title: Ram
      initial: a
      states:
        a: {at: [{date: 'entered + duration("P20D")', actions: [{open: {workflow: punkt}}]}]}
      """
    let other = "workflow: annat\ntitle: Annat\nstates: {a: {}}"
    let item = Self.item.replacing(
      "title: Punkt", with: "title: Punkt\nparent: {of: [ram], required: nej}")
    let programme = try World.programme(workflows: [Self.meeting, item, frame, other])
    #expect(programme.workflowsReadingMeetings == ["sammanträde", "punkt", "ram"])
  }

  @Test("what came up at a meeting is kept, with who recorded it")
  func treated() throws {
    var town = Town(try Self.programme())
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.run(to: "2017-01-31")
    try town.act(
      "p", .complete(case: town.number("p"), task: "ta-upp-nu", data: [:]), on: "2017-02-01")
    let treated = try #require(try town.state("p").treated.first)
    #expect(treated.meeting == (try town.day("2017-02-01")))
    #expect(treated.by == "anna")
  }

  @Test(
    "M8: an event that also says what came of an item does so on the meeting's day, not before, and not of itself"
  )
  func outcomes() throws {
    let item = """
      workflow: punkt
      title: Punkt
      events: {lås: {title: Lås}}
      initial: väntar
      states:
        väntar:
          agenda: {series: möte, date: 'next meeting("möte", entered)', task: ta-upp, outcomes: [lås, upptagen]}
          at: [{date: 'entered + duration("P60D")', target: låst}]
          tasks: {ta-upp: {title: Ta upp, role: handläggare, done: upptagen}}
          on: {upptagen: klar, lås: låst}
        låst: {}
        klar: {type: final}
      """
    let programme = try World.programme(workflows: [Self.meeting, item])
    for (day, meetings) in [("2017-01-31", []), ("2017-02-01", ["2017-02-01"])] {
      var town = Town(programme)
      try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
      try town.act("p", .send(case: town.number("p"), event: "lås", data: [:]), on: day)
      #expect(try town.state("p").treated.map(\.meeting.description) == meetings)
    }
    var town = Town(programme)
    try town.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try town.run(to: "2017-04-01")
    #expect(try town.state("p").active.map(\.id) == ["låst"])
    #expect(try town.state("p").treated.isEmpty)
    // The task says it once, though its event is among the outcomes.
    var other = Town(programme)
    try other.act("p", .open(workflow: "punkt", parent: nil, data: [:]), on: "2017-01-12")
    try other.act(
      "p", .complete(case: other.number("p"), task: "ta-upp", data: [:]), on: "2017-02-01")
    #expect(try other.state("p").treated.count == 1)
  }
}

/// Several families and the meetings among them, as a service holds them: what M3 and M4 say of more than one family.
struct Town {
  let programme: Programme
  private(set) var meetings: MeetingDates
  private(set) var families: [String: FamilyState] = [:]
  private(set) var events: [String: [Event]] = [:]
  /// The names in the order of opening.
  private var names: [String] = []
  private var serial = 1

  init(_ programme: Programme) {
    self.programme = programme
    meetings = programme.regularMeetings
  }

  func day(_ text: String) throws -> CivilDate { try #require(CivilDate.parse(text)) }
  func number(_ name: String) -> String { families[name]?.root ?? "" }
  func state(_ name: String) throws -> CaseState { try #require(families[name]?.cases.first) }
  func due(_ name: String, _ task: String) throws -> String? {
    try state(name).tasks.first { $0.task == task && $0.isOpen }?.due?.description
  }

  mutating func open(_ name: String, _ text: String, on date: String, isExtra: Bool = false) throws
  {
    try act(
      name,
      .open(
        workflow: "sammanträde", parent: nil,
        data: ["dag": .date(try day(text)), "extra": .boolean(isExtra)]), on: date)
  }
  mutating func move(_ name: String, to text: String, on date: String) throws {
    try act(
      name, .send(case: number(name), event: "flytta", data: ["dag": .date(try day(text))]),
      on: date)
  }
  mutating func cancel(_ name: String, on date: String) throws {
    try act(name, .send(case: number(name), event: "ställ-in", data: [:]), on: date)
  }

  mutating func undo(_ name: String, on date: String) throws {
    try act(name, .undo(case: number(name), reason: ""), on: date)
  }

  /// A command, with everything that follows for other families.
  mutating func act(_ name: String, _ command: Command, on text: String) throws {
    let date = try day(text)
    let engine = Engine(programme: programme, meetings: meetings)
    let context = CommandContext(
      actor: "anna", date: date, recorded: Moment(milliseconds: 0), numbers: numbers,
      history: events[name] ?? [])
    let decision = try engine.decide(command, family: families[name], context: context)
    let after = decision.standings.reduce(meetings) { $0.with($1.value, ofCase: $1.key) }
    let changes = !after.hasSameDates(as: meetings)
    if changes { for other in names where other != name { try advance(other, to: date) } }
    meetings = after
    take(name, decision)
    guard changes else { return }
    let cause = number(name)
    for other in names where other != name {
      guard let family = families[other], family.isOpen else { continue }
      take(
        other,
        try Engine(programme: programme, meetings: meetings).rederive(
          family, meetingsChangedBy: cause, on: date, recorded: Moment(milliseconds: 0),
          numbers: numbers))
    }
  }

  /// The daily run.
  mutating func run(to text: String) throws { try run(to: day(text)) }
  mutating func run(to date: CivilDate) throws {
    for name in names { try advance(name, to: date) }
  }

  private mutating func advance(_ name: String, to date: CivilDate) throws {
    guard let family = families[name], family.isOpen else { return }
    take(
      name,
      try Engine(programme: programme, meetings: meetings).advance(
        family, to: date, recorded: Moment(milliseconds: 0), numbers: numbers))
  }

  private var numbers: NumberSource {
    NumberSource(
      pattern: programme.numbers,
      next: Dictionary(uniqueKeysWithValues: (2017...2019).map { ($0, serial) }))
  }

  private mutating func take(_ name: String, _ decision: Engine.Decision) {
    if families[name] == nil { names.append(name) }
    families[name] = decision.family
    events[name, default: []] += decision.events
    serial += decision.numbers.taken.values.reduce(0, +)
  }
}
