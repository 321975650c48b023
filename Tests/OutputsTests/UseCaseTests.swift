import CaseEngine
import CaseService
import CaseStore
import CivilTime
import Diagnostics
import FEEL
import Foundation
import Programme
import Testing

@testable import Outputs

/// People at work: what the use cases do for several persons on one store.
@Suite("People at work")
struct UseCaseTests {
  private let loaded: LoadedProgramme
  private let store = InMemoryCaseStore(practice: true)

  init() throws {
    loaded = try LoadedProgramme.load(
      Self.files.map { SourceFile(path: $0.key, text: $0.value) })
  }

  private func service(_ id: String, _ day: String = "2017-02-01", for behalf: String? = nil)
    throws -> CaseService
  {
    CaseService(
      definitions: loaded, store: store,
      actor: try #require(loaded.programme.organisation.person(id)),
      clock: .init(today: try date(day), now: Moment(milliseconds: 0)), behalf: behalf)
  }

  private func date(_ text: String) throws -> CivilDate { try #require(CivilDate.parse(text)) }

  private func open(_ name: String, by person: String = "anna") throws -> String {
    try service(person).open(
      "köp", parent: nil, values: ["namn": name], date: try date("2017-02-01")
    ).number
  }

  @Test("a day that has not come is refused before anything is asked for")
  func future() throws {
    let real = InMemoryCaseStore(practice: false)
    let service = CaseService(
      definitions: loaded, store: real,
      actor: try #require(loaded.programme.organisation.person("anna")),
      clock: .init(today: try date("2017-02-01"), now: Moment(milliseconds: 0)))
    let number = try service.open(
      "köp", parent: nil, values: ["namn": "Ek"], date: try date("2017-02-01")
    ).number
    let later = try date("2017-03-01")
    let error = #expect(throws: ServiceError.self) {
      try service.refusal(of: .event("sluta"), on: number, values: [:], date: later)
    }
    guard case .future(later, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test("thousands are not taken for decimals")
  func thousands() throws {
    let field = try #require(
      loaded.programme.workflows.lazy.flatMap(\.fields).first { $0.type == .number })
    for text in ["50.000", "1.500 kr", "1.000.000"] {
      #expect(throws: ServiceError.self) { try ValueReader.read(text, for: field) }
    }
    for (text, number) in [("50 000", "50000"), ("1,500", "1.5"), ("1.5", "1.5"), ("0.25", "0.25")]
    {
      #expect(try ValueReader.read(text, for: field) == Number(number).map { .number($0) })
    }
    #expect(field.objection(to: "1.500").text == "kan läsas på två sätt")
  }

  @Test("a search finds what is meant, records what it found and not what was asked")
  func search() throws {
    let first = try open("Åsa É 👩‍👧")
    let second = try open("Asa\u{30A}")
    #expect(try service("anna").search("asa").map(\.number) == [first, second])
    #expect(try service("anna").search("ÅSA e\u{301}").map(\.number) == [first])
    #expect(try service("anna").search("👩‍👧").map(\.number) == [first])
    #expect(try service("anna").search("👩").isEmpty)
    #expect(throws: ServiceError.self) { try service("siv").search("asa") }
    let log = try service("iris").accesses(of: nil, limit: 10)
    #expect(log.map(\.kind) == [.search, .search, .search, .search, .refused])
    #expect(log.map(\.cases) == [[first, second], [first], [first], [], []])
    #expect(log.last?.code == "not-allowed" && log.last?.person == "siv")
    #expect(try service("iris").accesses(of: second, limit: 10).count == 1)
    #expect(throws: ServiceError.self) { try service("anna").accesses(of: nil, limit: 10) }
  }

  @Test("whoever shows an agenda with names records it through the same log")
  func agenda() throws {
    let number = try open("Ek")
    try service("anna").recordReading(.agenda, of: [number])
    #expect(try service("iris").accesses(of: number, limit: 10).map(\.kind) == [.agenda])
  }

  @Test("what is refused for want of a right or by a rule is recorded; a slip of the finger is not")
  func refusals() throws {
    let number = try open("Ek")
    let day = try date("2017-02-02")
    for (person, event, values) in [
      ("siv", "besluta", ["belopp": "1"]), ("anna", "besluta", ["belopp": "5000"]),
      ("anna", "beslut", [:]), ("anna", "besluta", [:]),
    ] {
      #expect(throws: ServiceError.self) {
        try service(person).record(event, to: number, values: values, date: day)
      }
    }
    let log = try service("iris").accesses(of: number, limit: 10)
    #expect(log.map(\.code) == ["not-allowed", "condition"])
    #expect(log.map(\.act) == ["send", "send"])
  }

  @Test("a decision that rests on money keeps what it rests on from being undone")
  func undoneMoney() throws {
    let day = try date("2017-02-02")
    let (first, second, third) = (try open("A"), try open("B"), try open("C"))
    _ = try service("anna").record("besluta", to: first, values: ["belopp": "600"], date: day)
    // Nobody has read it yet.
    _ = try service("anna").undo(first, reason: "fel belopp", date: day)
    _ = try service("anna").record("besluta", to: first, values: ["belopp": "400"], date: day)
    _ = try service("anna").note(second, text: "hej", date: day)
    _ = try service("bo").record("besluta", to: third, values: ["belopp": "500"], date: day)
    let anna = try service("anna")
    do throws(ServiceError) {
      _ = try anna.undo(first, reason: "", date: day)
      Issue.record("was undone")
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      #expect(refusal.reasons == [.cannotUndo(.readElsewhere(third, on: day))])
    }
    // The last of them can be undone, and then the first can.
    _ = try service("bo").undo(third, reason: "", date: day)
    #expect(try store.recompute().findings.isEmpty)
  }

  @Test("notes are shown to those who read them, and one that is undone is not")
  func notes() throws {
    let number = try open("Ek")
    let day = try date("2017-02-02")
    _ = try service("anna").note(number, text: " en\r\ntvå\u{1B}[31m\u{0} ", date: day)
    #expect(try service("bo").notes(number).map(\.text) == ["en\ntvå[31m"])
    #expect(try service("siv").notes(number).map(\.text) == [nil])
    _ = try service("anna").undo(number, reason: "", date: day)
    #expect(try service("anna").notes(number).isEmpty)
    // Neither the note nor the name of an opening that is undone stands in what the chain covers.
    _ = try service("anna").note(number, text: "hemligt", date: day)
    _ = try service("anna").undo(number, reason: "hemligt skäl", date: day)
    _ = try service("anna").undo(number, reason: "", date: day)
    for record in try store.read({ try $0.records(after: 0, limit: 100) }) {
      let body = String(decoding: record.body, as: UTF8.self)
      #expect(!body.contains("hemligt") && !body.contains("Ek"), "\(body)")
    }
    #expect(try store.recompute().findings.isEmpty)
    let again = try open("Ek")
    #expect(try service("anna").search("ek", includesEnded: true).map(\.number) == [again])
    for text in ["", " \n ", String(repeating: "a", count: CaseService.noteLimit + 1)] {
      #expect(throws: ServiceError.self) { try service("anna").note(again, text: text, date: day) }
    }
    #expect(throws: ServiceError.self) { try service("siv").note(again, text: "a", date: day) }
  }

  @Test("what is filled in as a note stands among the notes, each beside those before it")
  func formNotes() throws {
    let number = try open("Ek")
    let day = try date("2017-02-02")
    for text in ["först", "sedan"] {
      _ = try service("anna").record("ring", to: number, values: ["minne": text], date: day)
    }
    _ = try service("anna").record("ring", to: number, values: [:], date: day)
    _ = try service("bo").note(number, text: "mellan", date: day)
    #expect(try service("anna").notes(number).map(\.text) == ["först", "sedan", "mellan"])
    #expect(try service("siv").notes(number).map(\.text) == [nil, nil, nil])
    // A correction is one of the latest; what is emptied is no note.
    let correct = { (text: String) in
      _ = try service("anna").correct(number, values: ["minne": text], reason: "x", date: day)
    }
    try correct("sedan, rättat")
    #expect(try service("anna").notes(number).map(\.text) == ["först", "sedan, rättat", "mellan"])
    try correct("")
    #expect(try service("anna").notes(number).map(\.text) == ["först", "mellan"])
  }

  @Test("all that is wrong with what was filled in is told at once")
  func severalWrong() throws {
    let number = try open("Ek")
    let day = try date("2017-02-02")
    let anna = try service("anna")
    do throws(ServiceError) {
      _ = try anna.correct(
        number, values: ["antal": "många", "belopp": "-1", "dag": "snart", "nam": "x"], reason: "x",
        date: day)
      Issue.record("was not refused")
    } catch {
      guard case .refused(let refusal) = error else { throw error }
      #expect(refusal.reasons.count == 4)
      let text = Failure(error, .init(style: Style())).text(Style())
      for part in ["`antal`", "`belopp`", "`dag`", "`nam`", "menade du `namn`?"] {
        #expect(text.contains(part), "\(text)")
      }
    }
  }

  @Test("a correction tells of the steps that it leaves, though they would come out otherwise")
  func undermined() throws {
    let day = try date("2017-02-02")
    func steps(_ number: String, _ values: [String: String]) throws -> [String] {
      let seen = try service("anna").previewCorrection(
        number, values: values, reason: "x", date: day)
      let result = try service("anna").correct(number, values: values, reason: "x", date: day)
      #expect(seen.undermined == result.undermined)
      return result.undermined.steps.map { "\($0.state) \($0.instead ?? "-") \($0.unmet.count)" }
    }
    let first = try open("A")
    _ = try service("anna").record("välj", to: first, values: ["belopp": "5"], date: day)
    // What the step did not rest on, and what it still rests on.
    #expect(try steps(first, ["namn": "B"]).isEmpty)
    #expect(try steps(first, ["belopp": "6"]).isEmpty)
    // Emptied, it no longer rests on anything; that is told once.
    #expect(try steps(first, ["belopp": ""]) == ["Liten - 1"])
    #expect(try steps(first, ["namn": "C"]).isEmpty)
    // Another way would have come first.
    let second = try open("B")
    _ = try service("anna").record("välj", to: second, values: ["belopp": "5"], date: day)
    #expect(try steps(second, ["belopp": "500"]) == ["Liten Stor 0"])
    #expect(try steps(second, ["belopp": "7"]).isEmpty)
    let text = CommandScreen(
      try service("anna").correct(second, values: ["belopp": "900"], reason: "x", date: day),
      programme: loaded.programme, today: day
    ).text(for: try ListTests.reader("anna"), Style())
    #expect(text.contains("hade det blivit ”Stor” i stället för ”Liten”"))
    #expect(text.contains("En rättelse flyttar inte ärendet"))
  }

  @Test("a correction of a case that has ended says that it stays so, and how to go on")
  func correctedAfterTheEnd() throws {
    let day = try date("2017-02-02")
    let number = try open("A")
    _ = try service("anna").record("prova", to: number, values: ["belopp": "5"], date: day)
    #expect(try service("anna").view(number).row.ended != nil)
    func text(_ person: String, _ sum: String = "200") throws -> String {
      CommandScreen(
        try service("anna").previewCorrection(
          number, values: ["belopp": sum], reason: "x", date: day),
        programme: loaded.programme, today: day
      ).text(for: try ListTests.reader(person), Style(width: 200))
    }
    let told = try text("anna")
    for part in [
      "Förslaget: hade nu blivit stort (står kvar som litet)",
      "\(number) är avslutat, och en rättelse öppnar det inte igen",
      "`vagknuten ärende nytt köp`",
    ] {
      #expect(told.contains(part), "\(told)")
    }
    #expect(!told.contains("En rättelse flyttar inte ärendet"))
    #expect(
      try text("anna", "500").contains(
        "Med det här hade det blivit ”Stor” i stället för ”Prövat” den 2017-02-02"))
    // What came of the sum is not told to whoever may not read it.
    #expect(!(try text("siv").contains("hade nu blivit")))
    let explained = try service("anna").explain(number)
    let screen = ExplanationScreen(
      explained, view: try service("anna").view(number), programme: loaded.programme, today: day)
    let why = screen.text(for: try ListTests.reader("anna"), Style(width: 200))
    for part in [
      "Det här har tabellerna föreslagit", "Förslaget: litet",
      "räknades fram 2017-02-02: Pröva · Anna", "tabellen ”Storlek”, rad 1 stämmer",
      "belopp = 5",
    ] {
      #expect(why.contains(part), "\(why)")
    }
    #expect(!screen.text(for: try ListTests.reader("siv"), Style()).contains("litet"))
  }

  @Test("a caseload moves as a whole")
  func caseload() throws {
    let numbers = [try open("A"), try open("B"), try open("C", by: "bo")]
    let day = try date("2017-02-02")
    #expect(throws: ServiceError.self) {
      try service("anna").assignAll(from: "anna", to: "nobody", date: day)
    }
    let results = try service("anna").assignAll(from: "anna", to: "bo", date: day)
    #expect(results.map(\.number) == Array(numbers.prefix(2)))
    #expect(try service("anna").caseload(of: "anna").isEmpty)
    #expect(try service("anna").caseload(of: "bo").map(\.number) == numbers)
    #expect(try service("anna").assignAll(from: "anna", to: "bo", date: day).isEmpty)
  }

  @Test("what is open under a case that has ended moves along, too")
  func orphan() throws {
    let above = try open("A")
    let day = try date("2017-02-02")
    let below = try service("anna").open("kvitto", parent: above, values: [:], date: day).number
    #expect(try service("anna").caseload(of: "anna").map(\.number) == [above])
    _ = try service("anna").record("avbryt", to: above, values: [:], date: day)
    #expect(try service("anna").caseload(of: "anna").map(\.number) == [below])
    _ = try service("anna").assignAll(from: "anna", to: "bo", date: day)
    #expect(try service("bo").caseload(of: "bo").map(\.number) == [below])
  }

  @Test("the work of somebody who no longer has the role falls to those who have it")
  func withoutRole() throws {
    let number = try open("A")
    let without = try LoadedProgramme.load(
      Self.files.map { name, text in
        SourceFile(
          path: name,
          text: text.replacingOccurrences(
            of: "account: anna, roles: [worker]", with: "account: anna, roles: []"))
      })
    func today(_ person: String, _ later: LoadedProgramme? = nil) throws -> TodayView {
      let later = later ?? without
      return try CaseService(
        definitions: later, store: store,
        actor: try #require(later.programme.organisation.person(person)),
        clock: .init(today: try date("2017-02-04"), now: Moment(milliseconds: 0))
      ).today()
    }
    #expect(try service("bo", "2017-02-04").today().tasks.isEmpty)
    #expect(try today("bo").tasks.map(\.number) == [number])
    #expect(try today("bo").unattended.map(\.number) == [number])
    #expect(try today("siv").tasks.isEmpty)
    #expect(try today("bo", loaded).unattended.isEmpty)
    let keeper = try today("iris")
    #expect(keeper.tasks.isEmpty && keeper.unattended.isEmpty)
  }

  @Test("work follows to the substitute and comes back, through chains and not through circles")
  func leave() throws {
    _ = try open("A")
    func tasks(_ person: String, _ day: String) throws -> Int {
      let list = Worklist(loaded.programme.organisation, today: try date(day))
      var filter = TaskFilter()
      filter.assignee = person
      filter.roles = loaded.programme.organisation.capacities(
        of: try #require(loaded.programme.organisation.person(person)))
      return try store.read { try list.tasks(filter, in: $0) }.count
    }
    // 1–10 July: anna is away; 5–6 July bo is too, and eva stands in for him; 9–10 July they stand in for each other.
    for (day, anna, bo, eva) in [
      ("2017-06-30", 1, 0, 0), ("2017-07-01", 0, 1, 0), ("2017-07-05", 0, 0, 1),
      ("2017-07-07", 0, 1, 0), ("2017-07-09", 1, 1, 1), ("2017-07-11", 1, 0, 0),
    ] {
      #expect(try tasks("anna", day) == anna, "anna \(day)")
      #expect(try tasks("bo", day) == bo, "bo \(day)")
      #expect(try tasks("eva", day) == eva, "eva \(day)")
    }
    #expect(try service("bo", "2017-07-02").today().cases.map(\.substitution?.person) == ["anna"])
    #expect(try service("anna", "2017-07-02").today().cases.isEmpty)
    #expect(try service("anna", "2017-07-02").today().away?.substitute == "bo")
    #expect(try service("anna", "2017-07-11").today().cases.count == 1)
  }

  @Test("what is shown at a glance honours protection and readers")
  func glance() throws {
    let number = try open("A")
    _ = try service("anna").assign(number, to: "siv", date: try date("2017-02-01"))
    let seen = try #require(try service("siv", "2017-03-01").today().cases.first)
    #expect(seen.overview.map { $0.value.map { "\($0)" } ?? "-" } == ["-", "number(29)"])
    #expect(seen.attention.map(\.title) == ["Gammal"])
    _ = try service("anna").assign(number, to: "anna", date: try date("2017-02-01"))
    let own = try #require(try service("anna", "2017-03-01").today().cases.first)
    #expect(
      own.overview.map { $0.value.map { "\($0)" } ?? "-" } == ["string(\"A\")", "number(29)"])
    #expect(own.attention.map(\.title) == ["Gammal", "Heter A"])
  }

  private static let files = [
    "programme.yaml": """
    programme: test
    title: Test
    numbers: T-{year}-{number}
    escalations: {sen: {title: Sen, overdue: ja}}
    facts: {kvar: {budget: resor}}
    """,
    "budget.yaml": """
    budgets: test
    year starts: 01-01
    pots: {resor: {title: Resor, values: {2017-01-01: {value: 1000}}}}
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
      anna: {name: Anna, account: anna, roles: [worker], leave: [{from: 2017-07-01, to: 2017-07-10, substitute: bo}]}
      bo:
        name: Bo
        account: bo
        roles: [worker]
        leave: [{from: 2017-07-05, to: 2017-07-06, substitute: eva}, {from: 2017-07-09, to: 2017-07-10, substitute: anna}]
      eva: {name: Eva, account: eva, roles: [worker]}
      siv: {name: Siv, account: siv, roles: [clerk]}
      iris: {name: Iris, account: iris, roles: [keeper]}
    """,
    "köp.yaml": """
    workflow: köp
    title: Köp
    label: namn
    data:
      namn: {type: string, personal: ja, required: ja}
      belopp: {type: number, allowed: '>= 0'}
      antal: {type: number}
      dag: {type: date}
      förslag: {title: Förslaget, type: string, calculated: ja, sensitive: ja}
      minne: {type: string, sensitive: ja, note: ja}
    overview:
      - {title: Namn, value: namn}
      - {title: Dagar, value: (today() - opened).days + 1}
    attention:
      - {title: Gammal, when: 'today() > opened + duration("P5D")'}
      - {title: Heter A, when: namn = "A"}
    spends: [{budget: resor, amount: belopp, date: dag}]
    events:
      besluta: {title: Besluta, by: [worker], form: {belopp: required}}
      välj: {title: Välj, by: [worker], form: {belopp: required}}
      ring: {title: Ring, by: [worker], form: {minne: optional}}
      avbryt: {title: Avbryt, by: [worker]}
      prova: {title: Pröva, by: [worker], form: {belopp: required}}
    on: {ring: {title: Samtal}}
    states:
      väntar:
        on:
          avbryt: avbrutet
          prova:
            - {target: stor, guard: belopp > 400}
            - {target: prövat, actions: [{set: {förslag: storlek.slag}}]}
          välj: [{target: stor, guard: belopp > 100}, {target: liten, guard: belopp > 0}]
          besluta: {target: klart, guard: belopp <= fakta.kvar, actions: [{set: {dag: today()}}]}
        tasks: {tänk: {title: Tänk, role: worker, due: 'opened + duration("P3D")'}}
      stor: {title: Stor}
      liten: {title: Liten}
      klart: {title: Klart, tasks: {arkivera: {title: Arkivera, role: clerk}}}
      avbrutet: {type: final}
      prövat: {type: final, title: Prövat}
    """,
    "storlek.yaml": """
    decision: storlek
    title: Storlek
    for: [köp]
    hitPolicy: UNIQUE
    inputs: {belopp: {}}
    outputs: {slag: {}}
    rules:
      - {when: {belopp: '< 100'}, then: {slag: litet}}
      - {when: {belopp: '>= 100'}, then: {slag: stort}}
    """,
    "kvitto.yaml": """
    workflow: kvitto
    title: Kvitto
    parent: [köp]
    onParentEnd: continue
    states:
      väntar: {tasks: {spara: {title: Spara, role: worker}}}
    """,
  ]
}
