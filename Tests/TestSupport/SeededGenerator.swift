import Foundation

/// SplitMix64: the same numbers from the same seed on every machine.
public struct SeededGenerator: RandomNumberGenerator {
  /// The seed, to print when a property fails.
  public let seed: UInt64
  private var state: UInt64

  /// A generator; the same seed gives the same numbers.
  public init(seed: UInt64) {
    self.seed = seed
    state = seed
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The seed of this run: `VAGKNUTEN_SEED` when it is set (to repeat a failure), else the given one.
public func testSeed(default fallback: UInt64) -> UInt64 {
  ProcessInfo.processInfo.environment["VAGKNUTEN_SEED"].flatMap { UInt64($0) } ?? fallback
}
