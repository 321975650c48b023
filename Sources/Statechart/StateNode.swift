public import Diagnostics

/// The name of a state as somebody wrote it, with its place.
public struct StateReference: Sendable, Hashable, ExpressibleByStringLiteral {
  /// The id as written.
  public let id: String
  /// Where it is written, if anywhere.
  public let span: SourceSpan?

  /// A reference.
  public init(_ id: String, span: SourceSpan? = nil) {
    self.id = id
    self.span = span
  }

  /// A reference without a place.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

/// A state as it is described, before the chart is compiled: `<state>`, `<parallel>`, `<final>` or `<history>` of SCXML
/// 3.3, 3.4, 3.7 and 3.10.
public struct StateNode: Sendable {
  /// What a node says that it is.
  public enum Kind: Sendable, Hashable {
    /// Atomic without children, compound with children.
    case state
    /// All children are active together.
    case parallel
    /// Its parent is done when it is entered; at the top the whole chart is.
    case final
    /// Stands for the children that were active when its parent was last left.
    case shallowHistory
    /// Stands for the atomic descendants that were active when its parent was last left.
    case deepHistory
  }

  /// Unique within the chart.
  public var id: String
  /// What it is.
  public var kind: Kind
  /// Where its id is written.
  public var span: SourceSpan?
  /// What is entered by default; empty means the first child. Several only when they lie in different regions of a
  /// parallel state.
  public var initial: [StateReference]
  /// Actions of the initial transition, run after the state's own entry actions when it is entered by default.
  public var initialActions: [Int]
  /// A history state's targets while there is nothing to remember; required there, an error elsewhere.
  public var defaultTargets: [StateReference]
  /// Actions of a history state's default transition, run after its parent's entry actions.
  public var defaultActions: [Int]
  /// Actions on entry, in order.
  public var entry: [Int]
  /// Actions on exit, in order.
  public var exit: [Int]
  /// Its transitions in document order, which is also the order in which they are tried.
  public var transitions: [TransitionNode]
  /// Its children in document order.
  public var children: [StateNode]

  /// A state.
  public init(
    _ id: String, _ kind: Kind = .state, span: SourceSpan? = nil, initial: [StateReference] = [],
    initialActions: [Int] = [], defaultTargets: [StateReference] = [], defaultActions: [Int] = [],
    entry: [Int] = [], exit: [Int] = [], transitions: [TransitionNode] = [],
    children: [StateNode] = []
  ) {
    self.id = id
    self.kind = kind
    self.span = span
    self.initial = initial
    self.initialActions = initialActions
    self.defaultTargets = defaultTargets
    self.defaultActions = defaultActions
    self.entry = entry
    self.exit = exit
    self.transitions = transitions
    self.children = children
  }
}

/// A transition as it is described (SCXML 3.5).
public struct TransitionNode: Sendable {
  /// Event descriptors (SCXML 3.12.1): `a.b` matches `a.b` and `a.b.c`, `a.b.*` the same, `*` everything. Empty: an
  /// eventless transition, tried after every microstep.
  public var events: [String]
  /// The guard's number at the datamodel; nil always holds.
  public var `guard`: Int?
  /// Empty: a targetless transition, which leaves and enters nothing.
  public var targets: [StateReference]
  /// `type="internal"`: does not leave a compound source when all targets lie inside it.
  public var isInternal: Bool
  /// Actions, in order, between exit and entry.
  public var actions: [Int]
  /// Where it is written.
  public var span: SourceSpan?

  /// A transition.
  public init(
    on events: [String] = [], guard: Int? = nil, to targets: [StateReference] = [],
    isInternal: Bool = false, actions: [Int] = [], span: SourceSpan? = nil
  ) {
    self.events = events
    self.guard = `guard`
    self.targets = targets
    self.isInternal = isInternal
    self.actions = actions
    self.span = span
  }
}
