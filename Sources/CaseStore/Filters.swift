public import CivilTime

/// Which cases a list shows; what is nil does not matter.
public struct CaseFilter: Hashable, Sendable {
  /// The phase's id.
  public var phase: String?
  /// Open or ended.
  public var isOpen: Bool?
  /// Whether something could not be computed.
  public var isFaulty: Bool?
  /// The workflow's id.
  public var workflow: String?
  /// The person responsible.
  public var responsible: String?
  /// The cases of these numbers.
  public var numbers: Set<String>?
  /// At most so many.
  public var limit: Int?

  /// Every case.
  public init() {}
}

/// Which tasks a list shows; what is nil does not matter.
public struct TaskFilter: Hashable, Sendable {
  /// Roles that do them.
  public var roles: Set<String>?
  /// The person who does them, or tasks of the roles in `roles` that nobody in particular does.
  public var assignee: String?
  /// Other persons whose tasks are shown too, beside those of `assignee`: whose work somebody does while they are away.
  public var others: Set<String> = []
  /// Persons who no longer hold a role, by role: their tasks of that role are shown too, beside those of `assignee`.
  public var formerHolders: [String: Set<String>] = [:]
  /// Due no later than this; those without a due date are shown too, unless `overdueOn` is set.
  public var through: CivilDate?
  /// Due before this day.
  public var overdueOn: CivilDate?
  /// The case.
  public var number: String?
  /// At most so many.
  public var limit: Int?

  /// Every task.
  public init() {}
}

/// Which escalations a list shows.
public struct EscalationFilter: Hashable, Sendable {
  /// The roles they go to.
  public var to: Set<String>?
  /// Only open ones.
  public var isOpen: Bool?
  /// The case.
  public var number: String?

  /// Every escalation.
  public init() {}
}

/// Which items on agendas a list shows; what is nil does not matter.
public struct AgendaFilter: Hashable, Sendable {
  /// The series.
  public var series: String?
  /// On meetings held from this day on.
  public var from: CivilDate?
  /// On meetings held no later than this day.
  public var through: CivilDate?
  /// Whether it has been recorded what came of them.
  public var isDone: Bool?

  /// Every item.
  public init() {}
}
