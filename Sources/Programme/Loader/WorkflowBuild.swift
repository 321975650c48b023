import Diagnostics
import FEEL
import Statechart
import YAMLTree

/// A workflow while it is being compiled.
struct WorkflowBuild {
  let draft: WorkflowDraft
  let layout: FrameLayout
  let fields: [Field]
  /// What every expression of the workflow sees.
  var environment: Environment
  /// Protection by qualified name, of the case's own fields and its parent's.
  let protections: [String: Set<Protection>]
  var derived: [Derived] = []
  /// The bindings of derived values and decisions, by name.
  var computed: [String: Binding] = [:]
  var guards: [ScopedExpression] = []
  var actions: [Action] = []
  /// By state index; 0 is the chart itself.
  var states: [StateDefinition?] = [nil]
  /// By state index, in the order in which the chart gets them.
  var transitions: [[TransitionDefinition]] = [[]]
  var events: [EventDefinition] = []

  func field(_ name: String) -> Int? { fields.firstIndex { $0.name == name } }

  /// What an expression inherits from what it reads.
  func protection(of references: References) -> Set<Protection> {
    references.names.reduce(into: []) { result, name in
      result.formUnion(protections[name] ?? [])
    }
  }

  /// The derived values and decisions among the names that themselves read the clock.
  func names(readingClockIn references: References) -> [String] {
    references.names.filter { name in
      if case .computed(_, _, let uses, _)? = computed[name] { uses.usesClock } else { false }
    }.sorted()
  }

  mutating func add(guard expression: ScopedExpression) -> Int {
    guards.append(expression)
    return guards.count - 1
  }

  mutating func add(action: Action) -> Int {
    actions.append(action)
    return actions.count - 1
  }
}

/// Where an expression stands: what it sees and may do.
struct ExpressionPlace {
  /// What it is for, which decides what it may read.
  enum Use {
    /// The guard of an event that people send, or of opening: facts and the date may be read.
    case sentGuard
    /// Any other guard, an action, a derived value: the date may be read.
    case other
    /// Something that is derived after every event: a due date, a timer, a task's condition, an eventless guard.
    /// It must not change by the passing of time alone, for nothing would notice.
    case agenda(String)
  }

  let use: Use
  /// The index of the innermost state around it; nil outside all states.
  let state: Int?
  /// The fields that are certain to be there.
  let certain: Set<String>
}

extension Loader {
  /// Compiles what stands at a node, and reports what it must not read there.
  mutating func compile(
    _ node: YAMLNode?, _ place: ExpressionPlace, expected: FEELType?, in build: WorkflowBuild,
    isGuard: Bool = false
  ) -> ScopedExpression? {
    guard let source = node?.sourceTextForFEEL else { return nil }
    return compile(source, place, expected: expected, in: build, isGuard: isGuard)
  }

  private mutating func compile(
    _ source: SourceText, _ place: ExpressionPlace, expected: FEELType?, in build: WorkflowBuild,
    isGuard: Bool
  ) -> ScopedExpression? {
    let environment =
      place.certain.isEmpty
      ? build.environment : build.environment.assuming(nonNull: place.certain)
    guard
      let expression = FEEL.compile(
        expression: source, environment: environment, expected: expected,
        options: FEEL.Options(isGuard: isGuard),
        diagnostics: &diagnostics)
    else { return nil }
    checkReads(expression, place, build)
    let inputs = expression.references.names.sorted().compactMap { name in
      input(name, environment, build)
    }
    return ScopedExpression(
      expression: expression, state: place.state,
      protection: build.protection(of: expression.references), inputs: inputs,
      asksForStates: !expression.references.functions.isDisjoint(with: HostFunctions.aboutStates))
  }

  /// A name that an expression reads, as an expression of its own.
  private func input(_ name: String, _ environment: Environment, _ build: WorkflowBuild)
    -> ScopedExpression.Input?
  {
    var silent = Diagnostics()
    guard
      let expression = FEEL.compile(
        expression: SourceText(name), environment: environment, diagnostics: &silent)
    else { return nil }
    return ScopedExpression.Input(
      name: name, expression: expression,
      protection: build.protection(of: expression.references))
  }

  private mutating func checkReads(
    _ expression: CompiledExpression, _ place: ExpressionPlace, _ build: WorkflowBuild
  ) {
    let facts = expression.references.names.filter { $0.hasPrefix("fakta.") }.sorted()
    if let fact = facts.first {
      guard case .sentGuard = place.use else {
        diagnostics.error(
          "fact-here", "`\(fact)` går inte att läsa här", at: expression.span,
          help:
            "uppgifter ur andra ärenden läses bara i villkor för händelser som någon registrerar och som ingen åtgärd skickar"
        )
        return
      }
    }
    if case .agenda(let key) = place.use, expression.references.usesClock {
      let through = build.names(readingClockIn: expression.references)
      let why =
        through.isEmpty ? "" : ", och det gör \(through.map { "`\($0)`" }.joined(separator: ", "))"
      diagnostics.error(
        "clock-here", "`\(key)` får inte bero på dagens datum\(why)", at: expression.span,
        help: ["when", "always"].contains(key)
          ? "det som ändras med tiden skrivs som `at`; dagen då tillståndet började heter `entered`"
          : "räkna från ett datum i ärendet: dagen då tillståndet började heter `entered`")
    }
  }

  /// Compiles a date that must be there unless the writer says that it may be missing.
  mutating func compileDate(
    _ node: YAMLNode?, _ key: String, optional: Bool, _ state: Int, _ certain: Set<String>,
    in build: WorkflowBuild
  ) -> ScopedExpression? {
    let place = ExpressionPlace(use: .agenda(key), state: state, certain: certain)
    guard let scoped = compile(node, place, expected: .date, in: build) else { return nil }
    // The day stands in the clear in the history and in lists, for that is what lists go by.
    if !scoped.protection.isEmpty {
      let names = scoped.expression.references.names.filter {
        build.protections[$0]?.isEmpty == false
      }
      .sorted().map { "`\($0)`" }
      diagnostics.warning(
        "protected-date",
        "dagen i `\(key)` räknas fram ur \(names.joined(separator: ", ")), som är skyddat, men dagen visas för alla och blir kvar i historiken",
        at: scoped.expression.span,
        help: "räkna från en dag som får synas, till exempel en som någon fyller i för just detta")
    }
    // What stands for something faulty may be anything, also null; that is not to be told twice.
    let isVague =
      diagnostics.hasErrors
      && scoped.expression.references.names.contains { build.environment.info($0)?.type == .any }
    if scoped.expression.nullable, !optional, !isVague {
      let missing = scoped.expression.references.names.filter { name in
        build.environment.assuming(nonNull: certain).info(name)?.nullable ?? false
      }.sorted().map { "`\($0)`" }
      let why = missing.isEmpty ? "" : ", för \(missing.joined(separator: ", ")) kan saknas"
      diagnostics.error(
        "nullable-date", "dagen i `\(key)` kan bli tom\(why)", at: scoped.expression.span,
        help:
          "skriv fälten i tillståndets `requires`, eller `optional: ja` om dagen får saknas")
    }
    return scoped
  }
}
