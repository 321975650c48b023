public import Diagnostics

/// What a state of a compiled chart is.
public enum StateKind: Sendable, Hashable {
  /// No children.
  case atomic
  /// Exactly one child is active while it is.
  case compound
  /// All children are active while it is.
  case parallel
  /// `<final>`.
  case final
  /// `<history type="shallow">`.
  case shallowHistory
  /// `<history type="deep">`.
  case deepHistory
}

/// The compiled chart: everything an interpreter looks up, by number. States are numbered in document order (preorder),
/// so the descendants of `s` are exactly `s + 1 ... last[s]`. The chart itself is state 0, is never in a configuration,
/// and plays the `<scxml>` element.
@usableFromInline
struct ChartTables: Sendable {
  // By state.
  @usableFromInline var ids: [String] = []
  @usableFromInline var kinds: [StateKind] = []
  @usableFromInline var parent: [StateID] = []
  @usableFromInline var last: [StateID] = []
  @usableFromInline var depth: [Int] = []
  /// Children without history states.
  @usableFromInline var children: [[StateID]] = []
  @usableFromInline var histories: [[StateID]] = []
  @usableFromInline var initialTargets: [[StateID]] = []
  @usableFromInline var defaultTargets: [[StateID]] = []
  @usableFromInline var entryActions: [[Int]] = []
  @usableFromInline var exitActions: [[Int]] = []
  @usableFromInline var initialActions: [[Int]] = []
  @usableFromInline var defaultActions: [[Int]] = []
  @usableFromInline var spans: [SourceSpan?] = []
  /// Where in `ChartState.history` a history state's value is; -1 for other states.
  @usableFromInline var historySlot: [Int] = []
  @usableFromInline var historyCount = 0
  /// `done.state.ID`; -1 where no final state can be entered below.
  @usableFromInline var doneEvent: [EventID] = []
  /// Proper descendants and proper ancestors (without the chart itself), history states left out.
  @usableFromInline var descendants: [Configuration] = []
  @usableFromInline var ancestors: [Configuration] = []

  // Sets of states.
  /// `isAtomicState`: atomic and final.
  @usableFromInline var atomic = Configuration()
  @usableFromInline var withHistories = Configuration()
  @usableFromInline var withExitActions = Configuration()
  /// States whose entry needs more than a bit: actions, or being final.
  @usableFromInline var withEntryWork = Configuration()

  // Transitions, in document order of their sources and then of themselves.
  @usableFromInline var transitions: [Transition] = []
  /// By state, one more than there are: where its transitions begin.
  @usableFromInline var transitionOffsets: [TransitionID] = []
  @usableFromInline var plans: [TransitionPlan] = []
  @usableFromInline var start = EntrySet()

  // Events.
  @usableFromInline var events = EventTable()
  /// By column (each event, then eventless): the states that have a transition to try.
  @usableFromInline var listeners: [Configuration] = []
  /// By column and state: where in `candidates` its transitions begin; they end where the next begins.
  @usableFromInline var candidateOffsets: [Int32] = []
  @usableFromInline var candidates: [Int32] = []

  @usableFromInline var eventlessColumn: Int { events.count }

  @inlinable
  func isDescendant(_ state: StateID, of ancestor: StateID) -> Bool {
    state > ancestor && state <= last[ancestor]
  }

  @inlinable
  func isHistory(_ state: StateID) -> Bool { historySlot[state] >= 0 }
}

/// A transition of a compiled chart.
public struct Transition: Sendable {
  /// Its number.
  public let id: TransitionID
  /// The state it belongs to; 0 for one of the chart itself, which listens whatever is active.
  public let source: StateID
  /// Its event descriptors, as numbers of the names without `.*`; 0 is `*`. Empty: eventless.
  public let events: [EventID]
  /// The guard's number at the datamodel.
  public let `guard`: Int?
  /// Its targets, history states included; empty for a targetless transition.
  public let targets: [StateID]
  /// Whether it is of `type="internal"`.
  public let isInternal: Bool
  /// Its actions' numbers at the datamodel.
  public let actions: [Int]
  /// Where it is written.
  public let span: SourceSpan?
}

/// What can be said of a transition before it is taken.
@usableFromInline
struct TransitionPlan: Sendable {
  @usableFromInline var `guard`: Int
  @usableFromInline var hasGuard: Bool
  @usableFromInline var hasActions: Bool
  /// False when history decides what is left or entered: then the procedures run each time.
  @usableFromInline var isStatic: Bool
  /// `getTransitionDomain`; -1 for a targetless transition.
  @usableFromInline var domain: StateID
  /// Descendants of the domain; what of it is active is the exit set.
  @usableFromInline var exitMask: Configuration
  @usableFromInline var entry: EntrySet

  @usableFromInline
  init(
    guard: Int, hasGuard: Bool, hasActions: Bool, isStatic: Bool, domain: StateID,
    exitMask: Configuration, entry: EntrySet
  ) {
    self.guard = `guard`
    self.hasGuard = hasGuard
    self.hasActions = hasActions
    self.isStatic = isStatic
    self.domain = domain
    self.exitMask = exitMask
    self.entry = entry
  }
}
