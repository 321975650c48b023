public import CivilTime

/// Where values lie in the slots of an expression's frame: the case's fields, then the engine's own names, then the
/// parent's fields, then facts.
public struct FrameLayout: Sendable {
  /// The names of the workflow's own fields; they come first.
  public let fields: [String]
  /// The names of the parent's fields, in slot order.
  public let parentFields: [String]
  /// The names of the facts, in slot order.
  public let facts: [String]

  /// The number of the workflow's own fields.
  public var fieldCount: Int { fields.count }
  /// The slot of `entered`.
  public var entered: Int { fieldCount }
  /// The slot of `opened`.
  public var opened: Int { fieldCount + 1 }
  /// The first slot of the parent's fields.
  public var parent: Int { fieldCount + 2 }
  /// The first slot of the facts.
  public var fact: Int { parent + parentFields.count }
  /// How many slots a frame has.
  public var count: Int { fact + facts.count }
}

/// What the host functions of a workflow's expressions ask the case: handed in with the evaluation's context.
public protocol CaseHost: Sendable {
  /// On which days meetings are held.
  var meetings: MeetingDates { get }
  /// The day of the latest meeting of a series at which the case came up; nil when it has at none.
  func cameUp(at series: String) -> CivilDate?
  /// Whether a state of the case is active.
  func isActive(state: String) -> Bool
  /// Whether a state of the parent case is active; nil without a parent.
  func parentIsActive(state: String) -> Bool?
}
