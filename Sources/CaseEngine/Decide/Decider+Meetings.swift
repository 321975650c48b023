public import CivilTime
import FEEL
import Programme
import Statechart

extension Decider {
  /// Records what the cases say of the meetings that they are, where that has changed, and refuses what two meetings cannot
  /// both be, and that one which has been held leaves its day (rules M1, M5, M6 and M9). Only after what people did: a day that
  /// passes changes no meeting.
  ///
  /// - Parameter cause: why, once it is known.
  mutating func settleMeetings(by cause: Cause? = nil) throws(Refusal) {
    guard actor != nil else { return }
    for index in family.cases.indices {
      let state = family.cases[index]
      guard let workflow = programme.workflow(state.workflow), let declared = workflow.meeting,
        let standing = Optional(standing(of: state, workflow, declared)), standing != state.meeting
      else { continue }
      try checkHeld(leftBy: state, for: standing)
      if let standing {
        try checkName(of: standing, of: state, in: declared)
        try checkDay(of: standing, of: state, in: declared, isTakingBack: cause?.isUndoing ?? false)
      }
      try record(state.number, .meeting(standing))
      meetings = meetings.with(standing, ofCase: state.number)
    }
  }

  private func standing(
    of state: CaseState, _ workflow: Workflow, _ declared: MeetingDeclaration
  ) -> MeetingStanding? {
    // What was opened by mistake and taken back is no meeting.
    if case .undone? = state.ending?.reason { return nil }
    guard case .date(let date)? = state.data[workflow.fields[declared.date].name] else {
      return nil
    }
    let isExtra = declared.extra.map { state.data[workflow.fields[$0].name] == .boolean(true) }
    let isCancelled = declared.cancelled.contains { id in
      state.activeState(id) != nil || state.finalState == id
    }
    return MeetingStanding(
      series: declared.series, set: state.meeting?.set ?? date, isExtra: isExtra ?? false,
      held: isCancelled ? nil : date)
  }

  /// M9: a meeting of which something is recorded has been held, and stays on its day: nobody would find it there again.
  private func checkHeld(leftBy state: CaseState, for standing: MeetingStanding?) throws(Refusal) {
    guard let before = state.meeting, let held = before.held,
      let cases = minutes[MeetingDay(before.series, held)], !cases.isEmpty,
      !meetings.with(standing, ofCase: state.number).isHeld(before.series, on: held)
    else { return }
    throw Refusal(
      .meetingRecorded(
        series: programme.meetings[before.series]?.title ?? before.series, on: held, cases: cases))
  }

  /// M6: refuses a meeting under a name that another one has, whenever it comes to be held: when it is opened, and when what
  /// had cancelled it is taken back or corrected.
  private func checkName(
    of standing: MeetingStanding, of state: CaseState, in declared: MeetingDeclaration
  ) throws(Refusal) {
    let isNew = state.meeting == nil
    let changesKind = state.meeting.map { $0.isExtra != standing.isExtra } ?? true
    let comesBack = !isNew && state.meeting?.held == nil
    guard isNew || standing.held != nil && (changesKind || comesBack) else { return }
    let title = programme.meetings[declared.series]?.title ?? declared.series
    let others = meetings.with(nil, ofCase: state.number)
    // The same meeting twice, or an extra one that would be taken for one that has moved. What is cancelled gives its
    // name to an extra meeting, and takes it back when that is cancelled in turn.
    let namesake = others.standings.sorted(by: { $0.key < $1.key }).first {
      $0.value.series == standing.series && $0.value.set == standing.set
        && ($0.value.held != nil || changesKind && !standing.isExtra)
    }
    if let (number, other) = namesake {
      throw Refusal(
        .meetingExists(
          series: title, set: standing.set, held: other.held, case: number,
          field: try workflow(of: state).fields[declared.date].name))
    }
    if changesKind, !standing.isExtra, !others.isRegular(standing.series, standing.set) {
      throw Refusal(
        .noMeeting(
          series: title, on: standing.set,
          nearest: others.nearest(standing.series, to: standing.set)))
    }
  }

  /// Refuses a meeting on a day that has passed, or on which the series has another.
  private func checkDay(
    of standing: MeetingStanding, of state: CaseState, in declared: MeetingDeclaration,
    isTakingBack: Bool
  ) throws(Refusal) {
    guard let held = standing.held, held != state.meeting?.held else { return }
    let field = try workflow(of: state).fields[declared.date].name
    // What the rule gives may be recorded afterwards, when the meeting has been held; and what is taken back was never so.
    let isByRule = state.meeting == nil && !standing.isExtra
    guard held >= date || isByRule || isTakingBack else {
      throw Refusal(.pastMeeting(held, field: field))
    }
    let others = meetings.with(nil, ofCase: state.number)
    // A regular meeting is not in its own way.
    let rest =
      standing.isExtra
      ? others
      : others.with(
        MeetingStanding(series: standing.series, set: standing.set, isExtra: false, held: nil),
        ofCase: state.number)
    guard rest.isHeld(standing.series, on: held) else { return }
    throw Refusal(
      .meetingTaken(
        series: programme.meetings[declared.series]?.title ?? declared.series, on: held,
        case: rest.standing(standing.series, heldOn: held)?.number, field: field))
  }

  /// Records that a case came up at a meeting, when a task is the one that says what came of it (rule M8).
  ///
  /// - Parameter meeting: the day of the meeting; nil for the one on whose agenda it is.
  mutating func treat(task id: String, at index: Int, in workflow: Workflow, meeting: CivilDate?)
    throws(Refusal)
  {
    guard let definition = workflow.agendaState(task: id), let item = definition.agenda,
      let since = family.cases[index].activeState(definition.id)?.entered
    else { return }
    var scope = scope(at: index, workflow: workflow)
    guard let own = scope.date(item.date) else { return }
    let day = meeting ?? own
    // What an earlier meeting left over comes up at a later one.
    guard day == own || day > own && meetings.isHeld(item.series, on: day) else {
      throw Refusal(
        .noMeeting(
          series: programme.meetings[item.series]?.title ?? item.series, on: day,
          nearest: meetings.nearest(item.series, to: day)))
    }
    let isFirst = item.first.map { scope.holds($0) ?? false } ?? false
    try record(
      family.cases[index].number,
      .treated(series: item.series, meeting: day, task: id, isFirst: isFirst, since: since))
  }

  /// The same for an event that also says what came of an item, when the meeting's day has come. Nobody is at a meeting by
  /// themselves, so what a day brings says nothing.
  mutating func treat(event: String, at index: Int, in workflow: Workflow) throws(Refusal) {
    guard actor != nil else { return }
    let state = family.cases[index]
    for active in state.active {
      guard let number = workflow.chart.state(named: active.id),
        let item = workflow.states[number].agenda, item.outcomes.contains(event),
        state.tasks.contains(where: { $0.task == item.task && $0.isOpen })
      else { continue }
      var scope = scope(at: index, workflow: workflow)
      guard let day = scope.date(item.date), day <= date else { continue }
      try treat(task: item.task, at: index, in: workflow, meeting: day)
    }
  }

  /// Records the steps that entering states takes.
  mutating func noteMilestones(
    entered record: MacrostepRecord, at index: Int, in workflow: Workflow
  ) throws(Refusal) {
    for entry in record.entries {
      guard case .entered(let id) = entry, let number = workflow.chart.state(named: id),
        let milestone = workflow.states[number].milestone
      else { continue }
      var scope = scope(at: index, workflow: workflow)
      let day = workflow.states[number].agenda.flatMap { scope.date($0.date) }
      try self.record(family.cases[index].number, .milestone(milestone, meeting: day))
    }
  }

  /// Derives everything anew because meetings are held on other days, and handles what that makes due (rules M3 and M4).
  mutating func rederive(meetingsChangedBy number: String, on day: CivilDate) throws(Refusal) {
    let day = max(day, family.handled)
    begin(date: day, actor: nil)
    let cause = Cause.meetingsChanged(by: number)
    try reconcile()
    if changes.isEmpty {
      // Where only timers moved nothing is there to record, unless one of them is due at once: then the history says why.
      guard let item = try nextItem(from: day), item.date <= day else { return }
    }
    close(cause, subject: family.root)
    try catchUp(through: day, from: day)
  }
}

extension Engine {
  /// What follows for a family from meetings being held on other days than before; the engine knows the new days.
  ///
  /// - Parameters:
  ///   - family: a family that has been brought up to the day with the former days.
  ///   - number: the case that changed the meetings.
  ///   - date: the day on which they changed.
  public func rederive(
    _ family: FamilyState, meetingsChangedBy number: String, on date: CivilDate, recorded: Moment,
    numbers: NumberSource
  ) throws(Refusal) -> Decision {
    var decider = Decider(engine: self, family: family, recorded: recorded, numbers: numbers)
    try decider.rederive(meetingsChangedBy: number, on: date)
    return decider.decision
  }
}

extension Engine.Decision {
  /// The standings of meetings that it records, by case: the last one of each.
  public var standings: [String: MeetingStanding?] { Self.standings(in: events) }

  /// The standings of meetings that events record, by case: the last one of each.
  public static func standings(in events: [Event]) -> [String: MeetingStanding?] {
    var result: [String: MeetingStanding?] = [:]
    for event in events {
      for change in event.changes {
        if case .meeting(let standing) = change.change {
          result.updateValue(standing, forKey: change.number)
        }
      }
    }
    return result
  }
}
