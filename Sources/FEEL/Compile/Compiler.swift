import CivilTime
import Diagnostics

/// Checks an expression and turns it into code, in one pass over the tree: every node gives its type and its closure.
///
/// A finding about types does not stop the code from being made: evaluated nevertheless, the node gives null with a note,
/// as the standard has it.
final class Compiler {
  let source: SourceText
  let environment: Environment
  var diagnostics = Diagnostics()
  var references = References()
  /// Whether any code reads or makes locals; else evaluation need not save them.
  var usesLocals = false
  /// What the whole is to be, and where it stands: of a name that alone is the whole, more can be said than that there
  /// is none.
  var wanted: (type: FEELType, range: Range<Int>)?

  init(source: SourceText, environment: Environment) {
    self.source = source
    self.environment = environment
  }

  /// The root scope.
  var rootScope: LocalScope { LocalScope() }

  func compile(_ expression: Expression, _ scope: LocalScope) -> Typed {
    switch expression.kind {
    case .null: return .constant(.null)
    case .boolean(let value): return .constant(.boolean(value))
    case .number(let value): return .constant(.number(value))
    case .string(let value): return .constant(.string(value))
    case .at(let text): return atLiteral(text, expression.range)
    case .name(let name, let known): return self.name(name, known: known, expression.range, scope)
    case .path(let base, let member, let range):
      return path(base, member, range, expression, scope)
    case .filter(let base, let condition): return filter(base, condition, expression.range, scope)
    case .invocation(let function, let arguments):
      return invocation(function, arguments, expression, scope)
    case .negation(let operand): return negation(operand, expression.range, scope)
    case .arithmetic(let first, let rest): return arithmetic(first, rest, scope)
    case .comparison(let comparison, let left, let right):
      return self.comparison(comparison, left, right, expression.range, scope)
    case .between(let value, let low, let high):
      return between(value, low, high, expression.range, scope)
    case .membership(let value, let tests):
      return membership(value, tests, expression.range, scope)
    case .instanceOf(let value, let type): return instanceOf(value, type, scope)
    case .conjunction(let operands): return conjunction(operands, scope)
    case .disjunction(let operands): return disjunction(operands, scope)
    case .conditional(let condition, let then, let otherwise):
      return conditional(condition, then, otherwise, scope)
    case .iteration(let iterators, let body):
      return iteration(iterators, body, expression.range, scope)
    case .quantified(let every, let iterators, let body):
      return quantified(every: every, iterators, body, expression.range, scope)
    case .list(let elements): return list(elements, scope)
    case .context(let entries): return self.context(entries, scope)
    case .interval(let interval): return self.interval(interval, expression.range, scope)
    case .endpoint(let comparison, let operand):
      let value = compile(operand, scope.plain)
      let code = value.code
      let result = Typed(.range(value.type), nullable: false) { context in
        let limit = code(&context)
        let made = Value.range(RangeValue(comparison, limit))
        return limit.isScalar || context.admits(made) ? made : .null
      }
      return folded(result, from: [value])
    case .function(let parameters, let body):
      return functionDefinition(parameters, body, scope)
    case .invalid: return .unknown
    }
  }

  // MARK: Findings

  /// More findings about one expression than this help nobody.
  static let maximumFindings = 50

  func error(_ code: String, _ message: String, _ range: Range<Int>, help: String? = nil) {
    guard diagnostics.findings.count < Self.maximumFindings else { return }
    diagnostics.error(code, message, at: source.span(range), help: help)
  }

  func warning(_ code: String, _ message: String, _ range: Range<Int>, help: String? = nil) {
    guard diagnostics.findings.count < Self.maximumFindings else { return }
    diagnostics.warning(code, message, at: source.span(range), help: help)
  }

  /// The text of a part, for findings.
  func text(_ range: Range<Int>) -> String {
    let bytes = source.text.utf8
    guard
      let start = bytes.index(
        bytes.startIndex, offsetBy: range.lowerBound, limitedBy: bytes.endIndex),
      let end = bytes.index(bytes.startIndex, offsetBy: range.upperBound, limitedBy: bytes.endIndex)
    else { return "" }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return text.count > 60 ? text.prefix(57) + "…" : text
  }

  // MARK: Constants

  /// Evaluates once what is the same every time. A null that comes of an error stays code, so that each evaluation gives
  /// its note.
  func folded(_ node: Typed, from operands: [Typed]) -> Typed {
    guard operands.allSatisfy({ $0.constant != nil }) else { return node }
    var frame = Self.constantFrame()
    let value = node.code(&frame)
    if value.isNull { return node }
    return .constant(value)
  }

  static func constantFrame(notes: Bool = false) -> EvaluationContext {
    EvaluationContext(
      today: .epoch, now: .init(date: .epoch), collectNotes: notes, budget: 10_000)
  }

  private func atLiteral(_ text: String, _ range: Range<Int>) -> Typed {
    if let value = Value(atLiteral: text) { return .constant(value) }
    error(
      "bad-literal", "`\(text)` är varken datum, tid eller tidslängd", range,
      help: "skriv till exempel `@\"2017-02-01\"`, `@\"12:30:00\"`, `@\"P12M\"` eller `@\"P20D\"`")
    let span = source.span
    return Typed(.any, nullable: true) { context in
      context.note(
        .format, "`\(text)` är varken datum, tid eller tidslängd", at: span(range))
      return .null
    }
  }

  // MARK: Small nodes

  private func negation(_ operand: Expression, _ range: Range<Int>, _ scope: LocalScope) -> Typed {
    let value = compile(operand, scope.plain)
    switch value.type {
    case .any, .number, .monthsDuration, .daysDuration: break
    default:
      error(
        "wrong-type", "minustecknet kan inte stå framför \(value.type.swedish)", operand.range)
    }
    let code = value.code
    let span = source.span
    let fits = Arithmetic.type(.multiply, .number, value.type) != nil
    let result = Typed(
      fits ? value.type : .any, nullable: value.nullable || !fits || value.type == .any
    ) { context in
      switch code(&context) {
      case .number(let number): return .number(number.negated)
      case .monthsDuration(let duration):
        return duration.negated.map { .monthsDuration($0) } ?? .null
      case .daysDuration(let duration): return duration.negated.map { .daysDuration($0) } ?? .null
      case .null: return .null
      default:
        context.note(.wrongTypes, "minustecknet hör till tal och tidslängder", at: span(range))
        return .null
      }
    }
    return folded(result, from: [value])
  }

  private func instanceOf(_ operand: Expression, _ syntax: TypeSyntax, _ scope: LocalScope) -> Typed
  {
    let value = compile(operand, scope.plain)
    if case .named(let name, let range) = syntax, ["list", "context", "range"].contains(name),
      environment.types[name] == nil
    {
      // Without parameters it is no type, and the answer is null (10.3.2.15, table 61).
      error(
        "unknown-type", "typen `\(name)` behöver en parameter", range,
        help: name == "context" ? "skriv till exempel `context<a: number>`" : "skriv `\(name)<Any>`"
      )
      return .unknown
    }
    guard
      let type = FEELType.resolve(
        syntax, types: environment.types, source: source, diagnostics: &diagnostics)
    else {
      return .unknown
    }
    let code = value.code
    return .condition(nullable: false) { context in
      let value = code(&context)
      guard context.walks(value) else { return .undecided }
      return Truth(value.isNull ? type == .null : type.includes(value))
    }
  }

  private func conditional(
    _ condition: Expression, _ then: Expression, _ otherwise: Expression, _ scope: LocalScope
  ) -> Typed {
    let test = compile(condition, scope.plain)
    requireCondition(test, condition)
    let positive = compile(then, scope.assuming(facts(condition, .isTrue, scope)))
    let negative = compile(otherwise, scope.assuming(facts(condition, .notTrue, scope)))
    let (decide, yes, no) = (test.condition, positive.code, negative.code)
    var result = Typed(
      positive.type.union(negative.type), nullable: positive.nullable || negative.nullable
    ) { context in
      decide(&context) == .yes ? yes(&context) : no(&context)
    }
    if result.type == .boolean {
      let (yes, no) = (positive.condition, negative.condition)
      result.test = { context in decide(&context) == .yes ? yes(&context) : no(&context) }
    }
    return result
  }

  /// A condition of another type than boolean is never true.
  func requireCondition(_ test: Typed, _ expression: Expression) {
    switch test.type {
    case .any, .boolean, .null: break
    default:
      error(
        "not-a-condition", "`\(text(expression.range))` är \(test.type.swedish), inget villkor",
        expression.range)
    }
  }
}
