import CivilTime

/// Where a case stands, without its data: what an act that is taken back may have changed, and what is put back then.
///
/// It holds nothing protected, so that events can carry it as it is; data are put back one by one, each as protected as its
/// field.
public struct CaseStanding: Hashable, Sendable {
  /// How the case ended; nil while it is open.
  public let ending: Ending?
  /// The person responsible.
  public let responsible: String?
  /// The active states.
  public let active: [ActiveState]
  /// What history states remember.
  public let history: [String: [String]]
  /// Tasks.
  public let tasks: [TaskInstance]
  /// Date timers that have had their day.
  public let spentTimers: [TimerKey]
  /// Escalations.
  public let escalations: [Escalation]
  /// What could not be computed.
  public let faults: [Fault]
  /// The steps that were taken with escalations.
  public let milestones: [Milestone]
  /// The meetings at which it came up.
  public let treated: [Treatment]

  /// A standing as it was stored.
  public init(
    ending: Ending?, responsible: String?, active: [ActiveState], history: [String: [String]],
    tasks: [TaskInstance], spentTimers: [TimerKey], escalations: [Escalation], faults: [Fault],
    milestones: [Milestone] = [], treated: [Treatment] = []
  ) {
    self.milestones = milestones
    self.treated = treated
    self.ending = ending
    self.responsible = responsible
    self.active = active
    self.history = history
    self.tasks = tasks
    self.spentTimers = spentTimers
    self.escalations = escalations
    self.faults = faults
  }

  /// Where a case stands that was opened by something that is taken back: its number is used up, nothing else is left.
  static func takenBack(on date: CivilDate) -> CaseStanding {
    CaseStanding(
      ending: Ending(date: date, reason: .undone), responsible: nil, active: [], history: [:],
      tasks: [], spentTimers: [], escalations: [], faults: [])
  }
}

extension CaseState {
  /// Where the case stands.
  public var standing: CaseStanding {
    CaseStanding(
      ending: ending, responsible: responsible, active: active, history: history, tasks: tasks,
      spentTimers: spentTimers, escalations: escalations, faults: faults,
      milestones: milestones, treated: treated)
  }

  /// Puts the case where it stood. Serial numbers go on from the highest: none is given twice.
  mutating func restore(_ standing: CaseStanding) {
    ending = standing.ending
    responsible = standing.responsible
    active = standing.active
    history = standing.history
    tasks = standing.tasks
    spentTimers = standing.spentTimers
    escalations = standing.escalations
    faults = standing.faults
    milestones = standing.milestones
    treated = standing.treated
    // A standing that was written by hand may know of higher ones.
    counters.activations = max(counters.activations, active.map(\.activation).max() ?? 0)
    counters.tasks = max(counters.tasks, tasks.map(\.serial).max() ?? 0)
    counters.escalations = max(counters.escalations, escalations.map(\.serial).max() ?? 0)
  }
}
