public import Programme

/// Gives numbers to the cases that a decision opens, from the serials that the store has not used yet.
public struct NumberSource: Hashable, Sendable {
  /// How numbers are written; nil where nothing of what is decided will be kept.
  private let pattern: NumberPattern?
  private var next: [Int: Int]
  private var given: [String] = []
  /// How many serials of each year have been taken.
  public private(set) var taken: [Int: Int] = [:]

  /// A source.
  ///
  /// - Parameter next: the next free serial of each year that matters; 1 for the others.
  public init(pattern: NumberPattern, next: [Int: Int] = [:]) {
    self.pattern = pattern
    self.next = next
  }

  /// For what is only thought through, an explanation say: names that no case has, so that a sub-case opened on the way is
  /// not taken for one that is there.
  init() {
    pattern = nil
    next = [:]
  }

  /// The numbers that a decision once gave, to make it again.
  init(pattern: NumberPattern, given: [String]) {
    self.init(pattern: pattern)
    self.given = given
  }

  /// The number of the next case opened in a year.
  public mutating func take(year: Int) -> String {
    if !given.isEmpty { return given.removeFirst() }
    let serial = next[year] ?? 1
    next[year] = serial + 1
    taken[year, default: 0] += 1
    return pattern?.number(year: year, serial: serial) ?? "?\(year)/\(serial)"
  }
}
