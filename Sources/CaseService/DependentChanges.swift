public import CaseEngine
import CaseStore
import CivilTime
import Programme

/// What followed in other families because meetings are held on other days (rules M3 and M4).
public struct DependentChanges: Sendable {
  /// What happened there, in the order in which it was handled.
  public internal(set) var events: [Event] = []
  /// The cases of the families in which something happened, as they are afterwards, by number.
  public internal(set) var cases: [String: CaseState] = [:]
  /// Families that could not be handled; they were left as they were.
  public internal(set) var failures: [DailyRunReport.Failure] = []
  /// The families that may depend on the meetings, except those that could not be handled.
  var roots: [String] = []

  mutating func note(_ events: [Event], of family: FamilyState?) {
    guard !events.isEmpty else { return }
    self.events += events
    for state in family?.cases ?? [] { cases[state.number] = state }
  }
}

extension CaseService {
  /// The meetings as they are held after a decision; nil when they are held on the same days as before.
  func meetings(changedBy decision: Engine.Decision, _ engine: Engine) -> MeetingDates? {
    let standings = decision.standings
    guard !standings.isEmpty else { return nil }
    let after = standings.reduce(engine.meetings) { $0.with($1.value, ofCase: $1.key) }
    return after.hasSameDates(as: engine.meetings) ? nil : after
  }

  /// Brings every other family that may depend on meetings up to a day, with the meetings as they were.
  func bringUp(
    for decision: Engine.Decision, on date: CivilDate, _ engine: Engine, except root: String?,
    in transaction: any CaseStoreWriting
  ) throws -> DependentChanges {
    try transaction.keepDefinitions(hash: programme.hash, files: definitions.files)
    var result = DependentChanges()
    let own = root ?? decision.family.root
    for root in try transaction.openFamilies(withAny: programme.workflowsReadingMeetings)
    where root != own {
      try attempt(root, &result, in: transaction) {
        try advance(root, through: date, engine, in: transaction)
      }
    }
    return result
  }

  /// Derives them anew with the meetings as they are now.
  func rederive(
    _ result: inout DependentChanges, by number: String, on date: CivilDate, _ engine: Engine,
    in transaction: any CaseStoreWriting
  ) throws {
    let roots = result.roots
    result.roots = []
    for root in roots {
      try attempt(root, &result, in: transaction) {
        guard let family = try transaction.family(ofCase: root) else { return [] }
        let decision = try engine.rederive(
          family, meetingsChangedBy: number, on: date, recorded: clock.now,
          numbers: try numbers(from: family.handled, through: date, in: transaction))
        try transaction.take(decision.numbers)
        // Also where nothing happened: dates to come and items on agendas are others now.
        try transaction.append(
          decision.events, family: decision.family, previous: family.version,
          projection: try engine.project(decision.family), definitions: programme.hash)
        return decision.events
      }
    }
  }

  private func attempt(
    _ root: String, _ result: inout DependentChanges, in transaction: any CaseStoreWriting,
    _ body: () throws -> [Event]
  ) throws {
    guard let events = try attempt(root, noting: &result.failures, in: transaction, body) else {
      return
    }
    result.note(events, of: try transaction.family(ofCase: root))
    result.roots.append(root)
  }
}
