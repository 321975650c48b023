extension Value {
  /// Whether it holds no other values.
  @inline(__always)
  var isScalar: Bool {
    switch self {
    case .list, .context, .range, .function: false
    default: true
    }
  }

  /// What stands in the value when it is written out, parts that it shares counted each time; nil when that is more
  /// than the limit, or nested deeper than printing, comparing and releasing may recurse. Values that are put together of
  /// shared parts would else be small in memory and endless for everything that walks them.
  func size(limit: Int) -> Int? {
    var left = limit
    return weigh(&left, depth: 0) ? limit - left : nil
  }

  /// The steps that going through all that it holds takes.
  var stepsToWalk: Int {
    (size(limit: EvaluationContext.maximumSize) ?? EvaluationContext.maximumSize) / 16
  }

  private func weigh(_ left: inout Int, depth: Int) -> Bool {
    guard left > 0 else { return false }
    left -= 1
    switch self {
    case .string(let text):
      left -= text.utf8.count / 16
      return true
    case .list(let elements):
      guard depth < EvaluationContext.maximumNesting else { return false }
      return elements.allSatisfy { $0.weigh(&left, depth: depth + 1) }
    case .context(let context):
      guard depth < EvaluationContext.maximumNesting else { return false }
      return context.entries.allSatisfy { $0.value.weigh(&left, depth: depth + 1) }
    case .range(let range):
      guard depth < EvaluationContext.maximumNesting else { return false }
      return range.start.weigh(&left, depth: depth + 1)
        && range.end.weigh(&left, depth: depth + 1)
    case .function(let function):
      guard depth + function.storage.nesting < EvaluationContext.maximumNesting else {
        return false
      }
      left -= min(left, function.storage.weight)
      return true
    default: return true
    }
  }

  /// How deeply values lie in each other; 0 for one that holds no others.
  var nesting: Int {
    switch self {
    case .list(let elements): 1 + (elements.lazy.map(\.nesting).max() ?? 0)
    case .context(let context): 1 + (context.entries.lazy.map(\.value.nesting).max() ?? 0)
    case .range(let range): 1 + max(range.start.nesting, range.end.nesting)
    case .function(let function): function.storage.nesting
    default: 0
    }
  }
}

extension EvaluationContext {
  /// The deepest nesting of a value that an expression may make.
  static let maximumNesting = 200
  /// The most that a value may hold, shared parts counted each time.
  static let maximumSize = 4_000_000

  /// Whether a value that has just been put together may be kept: what it holds is charged, one step for so many parts.
  @inline(__always)
  mutating func admits(_ value: Value, parts: Int = 8) -> Bool {
    value.isScalar || admits(made: value, parts: parts)
  }

  /// Whether there are steps left to go through all that a value holds, which are taken: comparing a long list takes time
  /// though nothing is made.
  @inline(__always)
  mutating func walks(_ value: Value) -> Bool {
    value.isScalar || walks(all: value)
  }

  private mutating func walks(all value: Value) -> Bool {
    spend(value.stepsToWalk)
  }

  private mutating func admits(made value: Value, parts: Int) -> Bool {
    guard let size = value.size(limit: Self.maximumSize) else {
      note(.limit, "värdet är för stort eller nästlat djupare än \(Self.maximumNesting) nivåer")
      return false
    }
    return spend(size / parts)
  }
}
