public import CivilTime
import Programme
import Statechart

extension Decider {
  /// Handles everything due up to and including a day, each on its own day (rules D2–D5): changes of guidelines before
  /// the case's own items of the same day, items by date, then case, then document order.
  mutating func catchUp(through target: CivilDate) throws(Refusal) {
    try catchUp(through: target, from: family.handled)
  }

  /// The same from a day on: after a command that was recorded late, what it made due is handled from its day on.
  mutating func catchUp(through target: CivilDate, from start: CivilDate) throws(Refusal) {
    var cursor = start
    while try automaticStep(through: target, from: &cursor) {}
  }

  /// The next thing that is due, if anything is; `cursor` follows the days.
  mutating func automaticStep(through target: CivilDate, from cursor: inout CivilDate)
    throws(Refusal) -> Bool
  {
    guard family.isOpen else { return false }
    if family.definitions != programme.hash, !isRederived {
      // When nothing follows from it there is no event, and the state stays what the events give: to the hash.
      isRederived = true
      try rederive(on: family.handled)
      return true
    }
    date = cursor
    actor = nil
    facts = [:]
    let item = try nextItem(from: cursor)
    if let change = programme.nextGuidelineChange(after: cursor), change <= target,
      item.map({ change <= $0.date }) ?? true
    {
      cursor = change
      try rederive(on: cursor)
      return true
    }
    guard let item, item.date <= target else { return false }
    cursor = item.date
    try countStep()
    try carryOut(item)
    return true
  }

  /// Derives everything anew: definitions, or a guideline in force, have changed.
  fileprivate mutating func rederive(on date: CivilDate) throws(Refusal) {
    try countStep()
    begin(date: date, actor: nil)
    try end(.definitionsChanged, subject: family.root)
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
      try end(.timer(state: key.state, key: key.key), subject: number)
    case .reminder(let task, let serial, let sent):
      try record(number, .reminded(serial: serial, sent))
      try end(.reminder(task: task), subject: number)
    case .overdue(let cause, let step):
      guard case .task(let task, let instance, _, _) = cause else { return }
      // One task is escalated to one place at a time: a higher rung takes over from the lower.
      if let known = family.cases[item.caseIndex].tasks.first(where: { $0.serial == instance }) {
        try closeEscalations(of: known, .wentOn, at: item.caseIndex)
      }
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
    let missing = try missingRequirements()
    let before = self
    do throws(Refusal) {
      _ = try macrostep(at: index, event: event)
      try deliverMessages()
      try refuseMissing(beside: missing)
    } catch {
      self = before
      try record(
        number,
        .faulted(
          Fault(
            what: key.faultName, since: date,
            text: "övergången på datum kunde inte ske: \(error.summary)")))
    }
  }
}

extension Engine {
  /// The next day on which something of a family may happen by itself; nil when nothing will.
  ///
  /// - Throws: `Refusal` when the definitions no longer fit the family.
  public func nextLook(_ family: FamilyState) throws(Refusal) -> CivilDate? {
    var decider = Decider(asking: self, family)
    return try decider.nextLook()
  }
}

extension Decider {
  /// The next day on which something of the family may happen by itself. The decider is used up by it.
  mutating func nextLook() throws(Refusal) -> CivilDate? {
    guard family.isOpen else { return nil }
    var cursor = family.handled
    while true {
      begin(date: cursor, actor: nil)
      let item = try nextItem(from: cursor)?.date
      guard let change = programme.nextGuidelineChange(after: cursor),
        item.map({ change <= $0 }) ?? true
      else { return item }
      // A change from which nothing follows for this family is no reason to look at it.
      var copy = self
      try copy.rederive(on: change)
      guard copy.events.isEmpty else { return change }
      cursor = change
    }
  }
}

extension TimerKey {
  /// What a fault of the timer is called.
  var faultName: String { "\(state) at \(key)" }
}
