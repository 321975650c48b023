/// What a guard came to.
public enum GuardOutcome: UInt8, Sendable, Hashable {
  /// The transition may be taken.
  case holds
  /// It may not.
  case fails
  /// The condition could not be decided (null). It counts as false (SCXML 5.9.1 treats a condition that cannot be
  /// evaluated as false) and is recorded as what it is.
  case undecided
}

/// Whoever knows what the numbers of guards and actions mean. The chart calls back; it holds no data of its own.
///
/// `In(state)` of SCXML 5.9.2 is answered from the configuration that is handed over. Event data are the datamodel's own
/// business: it is told which internal event is being processed, and knows the external one.
public protocol Datamodel {
  /// Evaluates a guard. Selecting transitions must not be visible to guards: the same guard in the same selection has
  /// the same outcome, and is asked once.
  mutating func evaluate(guard id: Int, in configuration: Configuration) -> GuardOutcome

  /// Executes an action; events it raises go to the end of the internal queue. An error ends the macrostep.
  mutating func execute(
    action id: Int, in configuration: Configuration, raising queue: inout InternalQueue) throws

  /// Told before transitions are selected for an internal event (SCXML 5.10.1: `_event` is bound then). By default
  /// nothing.
  mutating func willProcess(internal event: EventID)
}

extension Datamodel {
  /// Nothing.
  @inlinable
  public mutating func willProcess(internal event: EventID) {}
}

/// The internal events of one macrostep that wait for their turn, first in, first out (SCXML appendix D, `Queue`).
public struct InternalQueue: Sendable {
  @usableFromInline var events: [EventID] = []
  @usableFromInline var head = 0

  /// An empty queue.
  @inlinable
  public init() {}

  /// Puts an event last: `<raise>`.
  @inlinable
  public mutating func raise(_ event: EventID) {
    events.append(event)
  }

  /// Whether nothing waits.
  @inlinable
  public var isEmpty: Bool { head == events.count }

  @inlinable
  mutating func dequeue() -> EventID? {
    guard head < events.count else { return nil }
    let event = events[head]
    head &+= 1
    return event
  }
}
