import CaseEngine
import CivilTime
import FEEL
import TestSupport

/// Histories of every kind of change, in any order that `evolve` accepts.
struct RandomFamilies {
  var generator: SeededGenerator

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &generator)
  }
  mutating func flag() -> Bool { Bool.random(using: &generator) }
  mutating func pick<Element>(_ items: [Element]) -> Element { items[number(0...items.count - 1)] }

  mutating func text() -> String {
    pick([
      "", "a", "kartlägg", "pågående beroende", "quote \" and \\ and \n", "e\u{301}", "👩‍👩‍👧‍👦",
      "a text that is longer than fits in a small string of Swift", "VK-2017-001",
    ])
  }

  mutating func date() -> CivilDate {
    pick([day(2017, 2, number(1...28)), day(1, 1, 1), day(-4000, 6, 30), day(99_999, 12, 31)])
  }

  mutating func value(depth: Int = 0) -> Value {
    switch number(0...(depth < 3 ? 14 : 11)) {
    case 0: .null
    case 1: .boolean(flag())
    case 2: .number(number(-1_000_000...1_000_000))
    case 3: .number(pick([.min, .max, 0, -1]))
    case 4:
      .number(
        Number(pick(["1.5", "-0.001", "9999999999999999999999999999999999", "1E+6000", "1e-6000"]))
          ?? .zero)
    case 5: .string(flag() ? text() : "a\0b")
    case 6: .date(date())
    case 7:
      ZonedTime.parse(pick(["10:30:00", "23:59:59.5+02:00", "00:00:00@Europe/Stockholm"]))
        .map { .time($0) } ?? .null
    case 8:
      CivilDateTime.parse(pick(["2017-02-01T10:30:00", "2017-02-01T10:30:00Z"]))
        .map { .dateTime($0) } ?? .null
    case 9: .monthsDuration(MonthsDuration(months: number(-100...100)))
    case 10: .daysDuration(DaysDuration(seconds: number(-1_000_000...1_000_000)))
    case 11: DaysDuration.parse("P1DT0.000000001S").map { .daysDuration($0) } ?? .null
    case 12, 13: .list((0..<number(0...3)).map { _ in value(depth: depth + 1) })
    default:
      .context(Context((0..<number(0...3)).map { ("key \($0)", value(depth: depth + 1)) }))
    }
  }

  mutating func family(_ root: String, events: Int) throws -> Sample {
    var sample = Sample(root)
    try sample.happen([(root, .opened(workflow: text(), parent: nil))], cause: .opened)
    for _ in 0..<events {
      sample.date = sample.date.adding(days: number(0...3)) ?? sample.date
      let changes = try (0..<number(1...4)).map { try change(in: sample, place: $0) }
      var facts: [String: Value] = [:]
      if flag() { facts[text()] = value() }
      try sample.happen(
        changes, cause: cause(), actor: flag() ? text() : nil, behalf: flag() ? text() : nil,
        facts: facts)
      if number(0...5) == 0 {
        let cases = try sample.state.cases.count
        let parent = flag() ? root : nil
        try sample.happen([("\(root)-\(cases)", .opened(workflow: text(), parent: parent))])
      }
    }
    return sample
  }

  private mutating func cause() -> Cause {
    switch number(0...13) {
    case 0: .opened
    case 1: .sent(event: text())
    case 2: .completed(task: text())
    case 3: .assigned
    case 4: .postponed(task: text())
    case 5: .corrected
    case 6: .acknowledged(escalation: number(1...5))
    case 7: .timer(state: text(), key: number(0...3))
    case 8: .reminder(task: text())
    case 9: .overdue(task: text())
    case 10: .noted
    case 11: .undone(version: number(1...9))
    case 12: .meetingsChanged(by: text())
    default: .definitionsChanged
    }
  }

  private mutating func change(in sample: Sample, place: Int) throws -> (String, Change) {
    let state = pick(try sample.state.cases)
    let serial = number(1...6)
    let due = flag() ? date() : nil
    let change: Change =
      switch number(0...24) {
      case 0: .macrostep(macrostep(state))
      case 1:
        .set(
          field: text(), value(),
          SetRecord(
            origin: pick([.input, .action, .standard, .correction, .undone]), isProtected: flag()))
      case 2: .reason(text())
      case 3: .responsible(flag() ? text() : nil)
      case 4:
        .timerSpent(
          TimerKey(
            state: text(), activation: state.active.last?.activation ?? 0, key: number(0...3)))
      case 5, 6, 7:
        .taskOpened(
          TaskInstance(
            serial: state.counters.tasks + 1 + place, task: text(), state: text(),
            activation: state.active.last?.activation ?? 0, round: number(1...3),
            opened: sample.date, due: due))
      case 8: .taskDue(serial: serial, due: due)
      case 9: .taskPostponed(serial: serial, due: due, isByHand: flag())
      case 10: .taskDone(serial: serial)
      case 11: .taskWithdrawn(serial: serial)
      case 12: .reminded(serial: serial, SentReminder(rung: number(0...3), due: date()))
      case 13, 14: .escalated(escalation(state, place: place, date: sample.date))
      case 15: .acknowledged(serial: serial)
      case 16: .escalationClosed(serial: serial, pick(Escalation.Reason.allCases))
      case 17:
        flag()
          ? .faulted(Fault(what: text(), since: sample.date, text: text()))
          : .faultCleared(what: text())
      case 18: .noted(text())
      case 19: .restored(try pick(sample.state.cases).standing)
      case 20:
        .meeting(
          MeetingStanding(
            series: text(), set: date(), isExtra: flag(), held: flag() ? date() : nil))
      case 21: .milestone(text(), meeting: due)
      case 22, 23:
        .treated(
          series: text(), meeting: date(), task: text(), isFirst: flag(), since: date())
      default: .ended(pick([.final(state: text()), .parentEnded, .undone]))
      }
    return (state.number, change)
  }

  private mutating func escalation(_ state: CaseState, place: Int, date: CivilDate) -> Escalation {
    Escalation(
      serial: state.counters.escalations + 1 + place, kind: text(), to: text(),
      cause: flag()
        ? .task(text(), serial: number(1...5), rung: number(0...2), due: self.date())
        : .state(activation: number(0...5), id: text()),
      raised: date)
  }

  private mutating func macrostep(_ state: CaseState) -> MacrostepRecord {
    var entries: [MacrostepRecord.Entry] = [.took(text())]
    if let active = state.active.last, flag() { entries.append(.left(active.id)) }
    entries.append(.entered(text()))
    if flag() { entries.append(.remembered(text(), (0..<number(0...2)).map { _ in text() })) }
    let guards = (0..<number(0...2)).map { _ in
      GuardEvaluation(
        transition: text(), outcome: pick([true, false, nil]),
        inputs: [
          GuardEvaluation.Input(name: text(), value: flag() ? value() : nil),
          GuardEvaluation.Input(name: text(), value: nil),
        ])
    }
    return MacrostepRecord(event: flag() ? text() : nil, entries: entries, guards: guards)
  }
}
