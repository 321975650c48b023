public import Diagnostics

/// The friendly enough expression language (OMG DMN 1.5, chapter 10).
///
/// ```swift
/// var environment = Environment()
/// environment.declare(slot: 0, "ålder", .number, nullable: false)
/// let guardText = SourceText("ålder >= 18")
/// let compiled = FEEL.compile(expression: guardText, environment: environment, diagnostics: &diagnostics)
/// var frame = EvaluationContext(slots: [.number(20)], today: today, now: now)
/// compiled?.holds(&frame)
/// ```
public enum FEEL {
  /// How strictly, and for what, an expression is compiled.
  public struct Options: Sendable, Hashable {
    /// The expression lets somebody through when it is true: conditions that null slips through are warned of.
    public var isGuard: Bool
    /// Findings other than syntax errors do not keep the code from being made: what they are about gives null with a
    /// note, as the standard has it. For prompts and test suites; rules are compiled strictly.
    public var lenient: Bool

    /// Options; strict and for any use unless said otherwise.
    public init(isGuard: Bool = false, lenient: Bool = false) {
      self.isGuard = isGuard
      self.lenient = lenient
    }

    /// For conditions that let somebody through.
    public static let `guard` = Options(isGuard: true)
    /// For prompts and test suites.
    public static let lenient = Options(lenient: true)
  }

  /// Parses, checks and compiles an expression. Nil when there are errors; the findings are added to `diagnostics`.
  ///
  /// With `expected`, a result of a type that never fits is an error, and others are converted when evaluated (10.3.2.9.4).
  public static func compile(
    expression source: SourceText, environment: Environment, expected: FEELType? = nil,
    options: Options = Options(), diagnostics: inout Diagnostics
  ) -> CompiledExpression? {
    guard
      let tree = Parser.expression(
        source, scope: environment.scope, diagnostics: &diagnostics)
    else { return nil }
    let compiler = Compiler(source: source, environment: environment)
    compiler.wanted = expected.map { ($0, tree.range) }
    var scope = compiler.rootScope
    if options.isGuard { scope.polarity = .positive }
    var result = compiler.compile(tree, scope)
    if let expected { result = compiler.converted(result, to: expected, tree.range, options) }
    let findings = compiler.weighed(result)
    diagnostics.append(findings)
    if findings.hasErrors, !options.lenient { return nil }
    return CompiledExpression(source, result, compiler)
  }

  /// Parses, checks and compiles the unary tests of a cell for inputs of a type.
  public static func compile(
    unaryTests source: SourceText, input: TypeInfo, environment: Environment,
    options: Options = Options(), diagnostics: inout Diagnostics
  ) -> CompiledUnaryTests? {
    guard
      let tree = Parser.unaryTests(
        source, scope: environment.scope, diagnostics: &diagnostics)
    else { return nil }
    let compiler = Compiler(source: source, environment: environment)
    if !options.lenient { compiler.checkSlips(in: tree) }
    let result = compiler.unaryTests(tree, input: input)
    diagnostics.append(compiler.diagnostics)
    if compiler.diagnostics.hasErrors, !options.lenient { return nil }
    return CompiledUnaryTests(source, tree, result, compiler)
  }
}

extension Compiler {
  /// The findings about an expression as heavy as they are.
  ///
  /// An error says that something can have no value. Where an expression depends on nothing, and evaluated once, as it
  /// will be every time, gives a value, the whole has one whatever a part of it lacks (`[1/0]`, `false and 1 < "a"`): what was
  /// found is then worth knowing, but no reason to refuse it. A name that does not exist is one always.
  func weighed(_ result: Typed) -> Diagnostics {
    guard diagnostics.hasErrors, references == References(),
      !diagnostics.findings.contains(where: { Self.aboutNames.contains($0.code) })
    else { return diagnostics }
    var frame = Self.constantFrame()
    guard !result.code(&frame).isNull else { return diagnostics }
    var weighed = Diagnostics()
    for finding in diagnostics.findings {
      weighed.report(
        Diagnostic(
          code: finding.code, severity: finding.severity == .error ? .warning : finding.severity,
          finding.message, span: finding.span, notes: finding.notes, help: finding.help))
    }
    return weighed
  }

  private static let aboutNames: Set<String> = [
    "namespace-as-value", "unknown-entry", "unknown-function", "unknown-name", "unknown-type",
  ]

  func converted(
    _ value: Typed, to expected: FEELType, _ range: Range<Int>, _ options: FEEL.Options
  ) -> Typed {
    if value.type == expected { return value }
    if value.type != .null, expected.fit(value.type) == .never {
      error(
        "wrong-result",
        "`\(text(range))` är \(value.type.swedish), men här väntas \(expected.swedish)",
        range)
    }
    // The standard lets a context have more entries than its type; in a rule one that nobody reads is misspelt.
    if !options.lenient, let (name, known) = expected.unknownMember(of: value.type) {
      error(
        "unknown-entry", "det finns inget `\(name)` i det som väntas här", range,
        help: help(for: name, among: known))
    }
    if let constant = value.constant, let converted = constant.coerced(to: expected) {
      return .constant(converted)
    }
    let code = value.code
    let span = source.span
    let certain: Bool =
      switch (expected, value.type) {
      case (.any, _), (.dateTime, .date), (.list, _): expected.fit(value.type) == .always
      default: expected.covers(value.type)
      }
    return Typed(
      expected == .any ? value.type : expected,
      nullable: value.nullable || !certain
    ) { context in
      let value = code(&context)
      if let converted = value.coerced(to: expected) { return converted }
      context.note(.coercion, "resultatet är inte \(expected.swedish)", at: span(range))
      return .null
    }
  }
}

/// An expression that can be evaluated.
public struct CompiledExpression: Sendable {
  /// What it says.
  public let source: SourceText
  /// The type of its values.
  public let type: FEELType
  /// Whether it may be null.
  public let nullable: Bool
  /// The names it depends on.
  public let references: References
  /// Its value, where that is the same in every evaluation.
  public let constant: Value?
  private let code: Code
  private let test: Test
  private let usesLocals: Bool

  init(_ source: SourceText, _ typed: Typed, _ compiler: Compiler) {
    self.source = source
    type = typed.type
    nullable = typed.nullable
    references = compiler.references
    constant = typed.constant
    code = typed.code
    test = typed.condition
    usesLocals = compiler.usesLocals
  }

  /// Its text.
  public var text: String { source.text }
  /// Where it stands.
  public var span: SourceSpan { source.fullSpan }

  /// The value; null when there is none, with the reason in the frame's notes.
  @inline(__always)
  public func evaluate(_ context: inout EvaluationContext) -> Value {
    if !usesLocals { return code(&context) }
    let saved = context.locals
    context.locals = []
    defer { context.locals = saved }
    return code(&context)
  }

  /// The value as a condition; undecided when it is null or no boolean.
  @inline(__always)
  public func truth(_ context: inout EvaluationContext) -> Truth {
    if !usesLocals { return test(&context) }
    let saved = context.locals
    context.locals = []
    defer { context.locals = saved }
    return test(&context)
  }

  /// Whether it is true: null decides nothing.
  @inline(__always)
  public func holds(_ context: inout EvaluationContext) -> Bool { truth(&context) == .yes }
}

/// The unary tests of a cell that can be applied to inputs.
public struct CompiledUnaryTests: Sendable {
  /// What it says.
  public let source: SourceText
  /// Whether every input passes (`-`).
  public let matchesAnything: Bool
  /// Whether the tests stand in `not(...)`.
  public let negated: Bool
  /// The tests, where all are constant; nil where one of them has to be evaluated.
  public let constants: [ConstantTest]?
  /// The names it depends on.
  public let references: References
  private let test: InputTest
  private let parts: [CompiledTest]
  private let usesLocals: Bool

  init(
    _ source: SourceText, _ tree: UnaryTests,
    _ result: (test: InputTest, parts: [CompiledTest]),
    _ compiler: Compiler
  ) {
    self.source = source
    matchesAnything = tree.any
    negated = tree.negated
    parts = result.parts
    let constants = result.parts.compactMap(\.constant)
    self.constants = constants.count == result.parts.count ? constants : nil
    references = compiler.references
    test = result.test
    usesLocals = compiler.usesLocals
  }

  /// What the tests say in a frame, with the values that names have there; nil where one of them is a condition on the
  /// input as a whole (`contains(?, "x")`).
  public func resolved(_ context: inout EvaluationContext) -> [ConstantTest]? {
    if let constants { return constants }
    var result: [ConstantTest] = []
    for part in parts {
      if let constant = part.constant {
        result.append(constant)
      } else if let resolve = part.resolve {
        result.append(resolve(&context))
      } else {
        return nil
      }
    }
    return result
  }

  /// Whether the input passes.
  @inline(__always)
  public func matches(_ input: Value, _ context: inout EvaluationContext) -> Truth {
    if matchesAnything { return .yes }
    if !usesLocals { return test(&context, input) }
    let saved = context.locals
    context.locals = []
    defer { context.locals = saved }
    return test(&context, input)
  }
}

extension Compiler {
  /// The tests of a cell as one test of the input.
  func unaryTests(_ tests: UnaryTests, input: TypeInfo) -> (
    test: InputTest, parts: [CompiledTest]
  ) {
    if tests.any { return ({ _, _ in .yes }, []) }
    let mentionsInput = tests.tests.contains { $0.operand.mentions("?") }
    var scope = rootScope
    if mentionsInput {
      usesLocals = true
      scope = scope.adding("?", input.type, nullable: input.nullable)
    }
    let compiled = tests.tests.map {
      unaryTest($0, input: input, scope, pushesInput: mentionsInput)
    }
    let parts = compiled.map(\.test)
    var test: InputTest =
      if parts.count == 1 { parts[0] } else { { Self.any(parts, $1, &$0) } }
    if mentionsInput {
      let inner = test
      test = { context, value in
        context.locals.append(value)
        defer { context.locals.removeLast() }
        return inner(&context, value)
      }
    }
    if tests.negated {
      let inner = test
      test = { inner(&$0, $1).negated }
    }
    return (test, compiled)
  }
}
