/// A state of a chart: its place in document order. The chart itself is 0.
public typealias StateID = Int
/// An event name of a chart: its place in the chart's table of names. 0 stands for every name that only `*` matches.
public typealias EventID = Int
/// A transition of a chart: its place in document order.
public typealias TransitionID = Int

/// A set of states, as a bit set that lives in registers and on the stack: no configuration ever allocates.
///
/// States are numbered in document order, so iterating is SCXML's *entryOrder* (ancestors first, then document order)
/// and iterating backwards is its *exitOrder*.
public struct Configuration: Hashable, Sendable {
  /// How many states a chart may have, the chart itself included; larger charts are refused when they are compiled.
  public static let capacity = 512

  @usableFromInline var words: SIMD8<UInt64>

  /// The empty set.
  @inlinable
  public init() {
    words = SIMD8(repeating: 0)
  }

  /// The set of some states; numbers outside `0..<capacity` are left out.
  @inlinable
  public init(_ states: some Sequence<StateID>) {
    self.init()
    for state in states { insert(state) }
  }

  @inlinable
  init(words: SIMD8<UInt64>) {
    self.words = words
  }

  /// Whether a state is in the set; false for a number that is no state.
  @inlinable
  public func contains(_ state: StateID) -> Bool {
    guard state >= 0, state < Self.capacity else { return false }
    return words[state &>> 6] & (1 &<< UInt64(truncatingIfNeeded: state & 63)) != 0
  }

  /// Adds a state; a number outside `0..<capacity` is ignored.
  @inlinable
  public mutating func insert(_ state: StateID) {
    guard state >= 0, state < Self.capacity else { return }
    words[state &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: state & 63)
  }

  /// Takes a state out.
  @inlinable
  public mutating func remove(_ state: StateID) {
    guard state >= 0, state < Self.capacity else { return }
    words[state &>> 6] &= ~(1 &<< UInt64(truncatingIfNeeded: state & 63))
  }

  /// Whether there is nothing in it.
  @inlinable
  public var isEmpty: Bool {
    let four = words.lowHalf | words.highHalf
    let two = four.lowHalf | four.highHalf
    return two[0] | two[1] == 0
  }

  /// The number of states.
  @inlinable
  public var count: Int {
    var count = 0
    for word in 0..<8 { count &+= words[word].nonzeroBitCount }
    return count
  }

  /// The first state in document order.
  @inlinable
  public var first: StateID? {
    var iterator = makeIterator()
    return iterator.next()
  }

  /// The states of both.
  @inlinable
  public func union(_ other: Configuration) -> Configuration {
    Configuration(words: words | other.words)
  }

  /// Adds the states of another set.
  @inlinable
  public mutating func formUnion(_ other: Configuration) {
    words |= other.words
  }

  /// The states that are in both.
  @inlinable
  public func intersection(_ other: Configuration) -> Configuration {
    Configuration(words: words & other.words)
  }

  /// The states that are not in the other.
  @inlinable
  public func subtracting(_ other: Configuration) -> Configuration {
    Configuration(words: words & ~other.words)
  }

  /// Whether no state is in both.
  @inlinable
  public func isDisjoint(with other: Configuration) -> Bool {
    intersection(other).isEmpty
  }

  /// Whether every state is also in the other.
  @inlinable
  public func isSubset(of other: Configuration) -> Bool {
    subtracting(other).isEmpty
  }
}

extension Configuration: Sequence {
  /// Walks through the states in document order.
  public struct Iterator: IteratorProtocol {
    @usableFromInline var words: SIMD8<UInt64>
    @usableFromInline var word = 0
    @usableFromInline var bits: UInt64

    @inlinable
    init(_ words: SIMD8<UInt64>) {
      self.words = words
      bits = words[0]
    }

    /// The next state in document order.
    @inlinable
    public mutating func next() -> StateID? {
      while bits == 0 {
        word &+= 1
        guard word < 8 else {
          word = 7
          return nil
        }
        bits = words[word]
      }
      let bit = bits.trailingZeroBitCount
      bits &= bits &- 1
      return word &* 64 &+ bit
    }
  }

  /// Walks through the states in document order.
  @inlinable
  public func makeIterator() -> Iterator {
    Iterator(words)
  }

  /// The states in reverse document order: SCXML's *exitOrder*.
  @inlinable
  public var inExitOrder: ExitOrder { ExitOrder(words: words) }

  /// Walks through the states in reverse document order.
  public struct ExitOrder: Sequence, IteratorProtocol {
    @usableFromInline var words: SIMD8<UInt64>
    @usableFromInline var word = 7

    @inlinable
    init(words: SIMD8<UInt64>) {
      self.words = words
    }

    /// The next state in exit order.
    @inlinable
    public mutating func next() -> StateID? {
      while word >= 0 {
        let bits = words[word]
        if bits == 0 {
          word &-= 1
          continue
        }
        let bit = 63 &- bits.leadingZeroBitCount
        words[word] = bits & ~(1 &<< UInt64(truncatingIfNeeded: bit))
        return word &* 64 &+ bit
      }
      return nil
    }
  }
}

extension Configuration: CustomDebugStringConvertible {
  /// The numbers of the states.
  public var debugDescription: String { "\(Array(self))" }
}
