/// The steps that an analysis may still take. What tables ask can be as hard as any puzzle, so all parts of an analysis
/// draw on one purse, and say so when it is empty.
struct Effort {
  private(set) var left: Int

  init(_ steps: Int) { left = steps }

  var isSpent: Bool { left <= 0 }

  /// Takes steps; false when there are none left.
  mutating func spend(_ steps: Int = 1) -> Bool {
    guard left > 0 else { return false }
    left -= min(left, steps)
    return true
  }

  /// Takes steps for a piece of work that is done whole; false, and nothing taken, when they do not do.
  mutating func afford(_ steps: Int) -> Bool {
    guard left >= steps else { return false }
    left -= steps
    return true
  }

  /// Runs a part that may take only some of what is left, so that those after it get their turn.
  mutating func sharing<Result>(_ share: Int, _ body: (inout Effort) -> Result) -> Result {
    var part = Effort(min(left, max(share, 1)))
    let granted = part.left
    let result = body(&part)
    left -= granted - part.left
    return result
  }
}

extension DecisionTable {
  /// The steps that an analysis takes at most unless the caller says otherwise: some seconds.
  public static let defaultEffort = 2_000_000
}
