public import CaseEngine
public import CaseStore
public import CivilTime
import FEEL
public import Programme

/// The use cases, as one person meets them on one day: what the command line and every other way in call.
///
/// It owns no state. Each call loads what it needs inside one transaction, decides with the pure engine, and appends.
public struct CaseService: Sendable {
  /// The definitions.
  public let definitions: LoadedProgramme
  /// The store.
  public let store: any CaseStore
  /// Who acts.
  public let actor: Person
  /// The id of the person for whom the actor records, when that is somebody else.
  public let behalf: String?
  /// What time it is.
  public let clock: Clock

  /// What time it is: read once for each use case.
  public struct Clock: Sendable {
    /// Today in the programme's time zone.
    public let today: CivilDate
    /// The moment, for the audit trail.
    public let now: Moment

    /// A time.
    public init(today: CivilDate, now: Moment) {
      self.today = today
      self.now = now
    }
  }

  /// The use cases of one person.
  public init(
    definitions: LoadedProgramme, store: any CaseStore, actor: Person, clock: Clock,
    behalf: String? = nil
  ) {
    self.behalf = behalf
    self.definitions = definitions
    self.store = store
    self.actor = actor
    self.clock = clock
  }

  /// The definitions, compiled.
  public var programme: Programme { definitions.programme }
}

/// What a command came to.
public struct CommandResult: Sendable {
  /// The case it was about; for an opened case its new number.
  public let number: String
  /// What happened, in order; what fell due before the command comes first.
  public let events: [Event]
  /// The family before; nil when the command began it.
  public let before: FamilyState?
  /// The family afterwards.
  public let after: FamilyState
  /// What lists show afterwards.
  public let projection: Projection
  /// What followed in other families, because meetings are held on other days.
  public internal(set) var dependents = DependentChanges()
  /// For a correction: what is derived and came out otherwise.
  public internal(set) var consequences: [Consequence] = []
  /// For a correction: the steps that were taken, and the values that they worked out, that would come out otherwise now.
  public internal(set) var undermined = Undermined(steps: [], values: [])
  /// For a correction: the budget years that it leaves with less than nothing.
  public internal(set) var overdrafts: [Overdraft] = []
}
