import Diagnostics

/// A condition taken apart at its `and`s, `or`s and comparisons, for saying in words what it asks. The parts are texts of
/// the whole, each with its place; what they mean is found by compiling them.
public indirect enum ConditionShape: Sendable {
  /// All of them must hold.
  case all([ConditionShape])
  /// One of them must hold.
  case any([ConditionShape])
  /// A comparison: the operator's text, and its sides.
  case comparison(String, SourceText, SourceText, whole: SourceText)
  /// `value in (a, b)`: the value, and each test with its operator, when it has one.
  case membership(SourceText, [(comparison: String?, value: SourceText)], whole: SourceText)
  /// A function by its name, with its arguments in order.
  case call(String, [SourceText], whole: SourceText)
  /// Anything else.
  case other(SourceText)
}

extension FEEL {
  /// How a condition is built; nil when it cannot be parsed. The names decide how it is read (DMN 1.5, 10.3.1.4).
  public static func shape(of source: SourceText, environment: Environment) -> ConditionShape? {
    var silent = Diagnostics()
    return Parser.expression(source, scope: environment.scope, diagnostics: &silent).map {
      shape($0, source)
    }
  }

  private static func shape(_ node: Expression, _ source: SourceText) -> ConditionShape {
    let whole = source.part(node.range)
    switch node.kind {
    case .conjunction(let parts): return .all(parts.map { shape($0, source) })
    case .disjunction(let parts): return .any(parts.map { shape($0, source) })
    case .comparison(let comparison, let left, let right):
      return .comparison(
        comparison.rawValue, source.part(left.range), source.part(right.range), whole: whole)
    case .between(let value, let low, let high):
      let text = source.part(value.range)
      return .all([
        .comparison(">=", text, source.part(low.range), whole: whole),
        .comparison("<=", text, source.part(high.range), whole: whole),
      ])
    case .membership(let value, let tests):
      let parts = tests.map { test -> (comparison: String?, value: SourceText) in
        switch test.kind {
        case .comparison(let comparison, let node):
          (comparison.rawValue, source.part(node.range))
        case .expression(let node): (nil, source.part(node.range))
        }
      }
      return .membership(source.part(value.range), parts, whole: whole)
    case .invocation(let function, let arguments):
      guard case .name(let name, _) = function.kind, arguments.allSatisfy({ $0.name == nil }) else {
        return .other(whole)
      }
      return .call(name, arguments.map { source.part($0.value.range) }, whole: whole)
    case .conditional(let condition, let then, let otherwise):
      // `if there is no answer yet then null else ...` asks what stands in the other branch.
      if case .null = then.kind { return shape(otherwise, source) }
      if case .null = otherwise.kind {
        return .all([shape(condition, source), shape(then, source)])
      }
      return .other(whole)
    default: return .other(whole)
    }
  }
}

extension SourceText {
  /// A part of the text, with its own place.
  fileprivate func part(_ range: Range<Int>) -> SourceText {
    let bytes = Array(text.utf8)
    let range = range.clamped(to: 0..<bytes.count)
    let outer = self
    return SourceText(String(decoding: bytes[range], as: UTF8.self)) { inner in
      outer.span(range.lowerBound + inner.lowerBound..<range.lowerBound + inner.upperBound)
    }
  }
}
