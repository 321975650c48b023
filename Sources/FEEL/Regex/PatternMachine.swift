/// Runs a pattern over a text. One machine for all the matches in a text, so that the budget is one.
struct PatternMachine {
  private enum Saved {
    case branch(instruction: Int, position: Int)
    case slot(Int, Int)
  }

  /// What a search found.
  enum Outcome {
    case match([Range<Int>?])
    case none
    /// The budget ran out.
    case exhausted
  }

  private let pattern: Pattern
  let text: [Unicode.Scalar]
  private(set) var steps: Int
  private var stack: [Saved] = []

  /// Steps for one call: some tens of milliseconds.
  static let budget = 2_000_000
  private static let maximumStack = 500_000

  init(_ pattern: Pattern, _ text: String, steps: Int = PatternMachine.budget) {
    self.pattern = pattern
    self.text = Array(text.unicodeScalars)
    self.steps = steps
  }

  /// The first match at or after an offset: the ranges of the whole and of the groups.
  mutating func search(from start: Int) -> Outcome {
    var offset = start
    while offset <= text.count {
      switch run(at: offset) {
      case .none: offset += 1
      case let outcome: return outcome
      }
    }
    return .none
  }

  private mutating func run(at start: Int) -> Outcome {
    var slots = [Int](repeating: -1, count: pattern.slots)
    var instruction = 0
    var position = start
    stack.removeAll(keepingCapacity: true)
    while true {
      steps -= 1
      guard steps > 0, stack.count < Self.maximumStack else { return .exhausted }
      var failed = false
      switch pattern.program[instruction] {
      case .character(let wanted):
        if position < text.count, text[position].value == wanted {
          position += 1
          instruction += 1
        } else {
          failed = true
        }
      case .match(let set):
        // Looking for the variants of a letter costs as much as many other steps.
        if pattern.flags.ignoresCase { steps -= 20 }
        if position < text.count, contains(set, text[position]) {
          position += 1
          instruction += 1
        } else {
          failed = true
        }
      case .split(let first, let second):
        stack.append(.branch(instruction: second, position: position))
        instruction = first
      case .jump(let target): instruction = target
      case .save(let slot), .mark(let slot):
        stack.append(.slot(slot, slots[slot]))
        slots[slot] = position
        instruction += 1
      case .progress(let slot, let exit):
        instruction = slots[slot] == position ? exit : instruction + 1
      case .lineStart:
        if atLineStart(position) { instruction += 1 } else { failed = true }
      case .lineEnd:
        if atLineEnd(position) { instruction += 1 } else { failed = true }
      case .backReference(let group):
        let (low, high) = (slots[2 * group], slots[2 * group + 1])
        // A group that did not take part matches nothing (XPath functions 3.1, 5.6.1).
        if low < 0 || high < low {
          instruction += 1
        } else if same(low..<high, at: position) {
          position += high - low
          steps -= high - low
          instruction += 1
        } else {
          failed = true
        }
      case .accept:
        return .match(
          (0...pattern.groups).map { group in
            let (low, high) = (slots[2 * group], slots[2 * group + 1])
            return low >= 0 && high >= low ? low..<high : nil
          })
      }
      if failed {
        var resumed = false
        while let saved = stack.popLast() {
          switch saved {
          case .slot(let slot, let value): slots[slot] = value
          case .branch(let other, let place):
            instruction = other
            position = place
            resumed = true
          }
          if resumed { break }
        }
        if !resumed { return .none }
      }
    }
  }

  private func contains(_ set: PatternClass, _ scalar: Unicode.Scalar) -> Bool {
    set.contains(
      scalar, variants: pattern.flags.ignoresCase ? PatternClass.variants(scalar) : nil)
  }

  private func same(_ range: Range<Int>, at position: Int) -> Bool {
    guard position + range.count <= text.count else { return false }
    for (offset, index) in range.enumerated() {
      let (left, right) = (text[index], text[position + offset])
      if left == right { continue }
      guard pattern.flags.ignoresCase,
        PatternClass.variants(left).contains(where: { $0 == right.value })
      else { return false }
    }
    return true
  }

  private func atLineStart(_ position: Int) -> Bool {
    if position == 0 { return true }
    // A line end that is the last character begins no line.
    return pattern.flags.multiline && text[position - 1] == "\n" && position < text.count
  }

  private func atLineEnd(_ position: Int) -> Bool {
    position == text.count || (pattern.flags.multiline && text[position] == "\n")
  }
}
