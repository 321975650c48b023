import CivilTime
import Programme
import Statechart

extension Decider {
  /// Handles everything due up to and including a day, each on its own day (rules D1–D4): changes of guidelines before
  /// the case's own items of the same day, items by date, then case, then document order.
  mutating func catchUp(through target: CivilDate) throws(Refusal) {
    var cursor = family.handled
    if family.definitions != programme.hash, !family.cases.isEmpty {
      begin(date: cursor, actor: nil)
      try end(.definitionsChanged, subject: family.root)
    }
    try catchUp(through: target, from: &cursor)
  }

  /// The same from a day on: after a command that was recorded late, only what it made due is left before `handled`.
  mutating func catchUp(through target: CivilDate, from cursor: inout CivilDate)
    throws(Refusal)
  {
    while family.isOpen {
      date = cursor
      actor = nil
      facts = [:]
      let item = try nextItem(from: cursor)
      let change = programme.nextGuidelineChange(after: cursor)
      if let change, change <= target, item.map({ change <= $0.date }) ?? true {
        cursor = change
        try countStep()
        begin(date: cursor, actor: nil)
        try end(.definitionsChanged, subject: family.root)
        continue
      }
      guard let item, item.date <= target else { return }
      cursor = item.date
      try countStep()
      try carryOut(item)
    }
  }

  private mutating func countStep() throws(Refusal) {
    automaticSteps += 1
    guard automaticSteps <= Engine.automaticStepLimit else {
      throw Refusal(.tooManySteps(limit: Engine.automaticStepLimit))
    }
  }

  /// One thing that fell due, as an event of its own.
  private mutating func carryOut(_ item: AgendaItem) throws(Refusal) {
    begin(date: item.date, actor: nil)
    let number = family.cases[item.caseIndex].number
    switch item.kind {
    case .timer(let key, let event):
      try fire(key, event: event, at: item.caseIndex)
      try end(.timer(state: key.state, index: key.index), subject: number)
    case .reminder(let task, let serial, let sent):
      try record(number, .reminded(serial: serial, sent))
      try end(.reminder(task: task), subject: number)
    case .overdue(let cause, let step):
      guard case .task(let task, _, _, _) = cause else { return }
      let serial = family.cases[item.caseIndex].counters.escalations + 1
      try record(
        number,
        .escalated(
          Escalation(serial: serial, kind: step.kind, to: step.to, cause: cause, raised: date)))
      try end(.overdue(task: task), subject: number)
    }
  }

  /// A timer's macrostep. The timer has had its day whatever comes of it: a guard that is false is recorded, and a step
  /// that cannot be taken is undone and becomes a fault that people see.
  private mutating func fire(_ key: TimerKey, event: String, at index: Int) throws(Refusal) {
    let number = family.cases[index].number
    try record(number, .timerSpent(key))
    let before = self
    do throws(Refusal) {
      _ = try macrostep(at: index, event: event)
      try deliverMessages()
      let missing = try missingRequirements()
      guard missing.isEmpty else { throw Refusal(missing) }
    } catch {
      self = before
      let what = "\(key.state) at \(key.index)"
      try record(
        number,
        .faulted(
          Fault(
            what: what, since: date,
            text: "övergången på datum kunde inte ske: \(error.summary)")))
    }
  }
}

extension Engine {
  /// The next day on which something of a family may happen by itself; nil when nothing will.
  ///
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func nextLook(_ family: FamilyState) throws(Refusal) -> CivilDate? {
    guard family.isOpen else { return nil }
    var decider = try Decider(engine: self, family: family, recorded: Moment(milliseconds: 0))
    let item = try decider.nextItem(from: family.handled)?.date
    let change = programme.nextGuidelineChange(after: family.handled)
    return [item, change].compactMap { $0 }.min()
  }
}
