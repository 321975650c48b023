import Diagnostics
import FEEL

/// Takes the conditions of one workflow apart. Nothing is done before somebody asks, so that loading costs nothing.
struct ClauseReader: Sendable {
  let environment: Environment
  let protections: [String: Set<Protection>]
  /// What people call the names of the workflow.
  let titles: [String: String]
  /// The names that are amounts in kronor.
  let amounts: Set<String>
  /// The workflow's derived values that are true or false, by name.
  let derived: [String: SourceText]

  private static let depthLimit = 4

  init(_ build: WorkflowBuild, _ loader: Loader, parents: [Field]) {
    environment = build.environment
    protections = build.protections
    var titles: [String: String] = [:]
    for field in parents { titles["parent.\(field.name)"] = "\(field.title) (i ärendet ovanför)" }
    for field in build.fields { titles[field.name] = field.title }
    for value in build.derived { titles[value.name] = value.name }
    for guideline in loader.guidelines {
      titles["riktlinjer.\(guideline.name)"] = "riktlinjen \(guideline.name)"
    }
    var amounts = Set(
      loader.guidelines.filter { $0.type == .money }.map { "riktlinjer.\($0.name)" })
    for fact in loader.facts {
      titles["fakta.\(fact.name)"] = fact.name
      if case .budgetLeft = fact.source { amounts.insert("fakta.\(fact.name)") }
    }
    titles["entered"] = "dagen då läget började"
    titles["opened"] = "dagen då ärendet öppnades"
    derived = build.derived.reduce(into: [:]) { result, value in
      if value.expression.type == .boolean { result[value.name] = value.expression.source }
    }
    self.titles = titles
    self.amounts = amounts
  }

  /// The questions of a condition.
  func clause(of condition: ScopedExpression) -> Clause {
    let source = condition.expression.source
    guard let shape = FEEL.shape(of: source, environment: environment),
      let clause = clause(shape)
    else { return .test(whole(condition)) }
    return clause
  }

  private func whole(_ condition: ScopedExpression) -> Clause.Test {
    let term = Clause.Term(
      text: condition.expression.text, title: nil, expression: condition.expression,
      protection: condition.protection, isMoney: false)
    return Clause.Test(relation: .holds, subject: term, objects: [], whole: term)
  }

  /// - Parameter depth: how many derived values it stands inside; none rests on itself, but there may be many.
  private func clause(_ shape: ConditionShape, _ depth: Int = 0) -> Clause? {
    switch shape {
    case .all(let parts): return parts.allOrNothing { clause($0, depth) }.map { .all($0) }
    case .any(let parts): return parts.allOrNothing { clause($0, depth) }.map { .any($0) }
    case .comparison(let comparison, let left, let right, let whole):
      guard let relation = Clause.Relation(rawValue: comparison), let left = term(left),
        let right = term(right), let whole = term(whole)
      else { return nil }
      // What has a name is asked about; what it is compared with stands on the other side.
      if left.expression.constant != nil, right.expression.constant == nil {
        return .test(
          .init(relation: relation.mirrored, subject: right, objects: [left], whole: whole))
      }
      return .test(.init(relation: relation, subject: left, objects: [right], whole: whole))
    case .membership(let value, let tests, let whole):
      guard let subject = term(value), let whole = term(whole) else { return nil }
      let plain = tests.filter { $0.comparison == nil }
      guard plain.count == tests.count,
        let objects = plain.allOrNothing({ test in term(test.value) }),
        objects.allSatisfy({ $0.isSingle })
      else {
        return .test(.init(relation: .holds, subject: whole, objects: [], whole: whole))
      }
      return .test(.init(relation: .among, subject: subject, objects: objects, whole: whole))
    case .call(_, _, let text):
      return term(text).map { .test(question($0, text)) }
    case .other(let text):
      guard let term = term(text) else { return nil }
      let test = Clause.Test(relation: .holds, subject: term, objects: [], whole: term)
      guard let source = derived[text.text], depth < Self.depthLimit,
        let shape = FEEL.shape(of: source, environment: environment),
        let inner = clause(shape, depth + 1), inner.isTold
      else { return .test(test) }
      return .named(test, inner)
    }
  }

  /// What a call asks: whether the case is in a state, whether something is not so, or what the function answers.
  private func question(_ whole: Clause.Term, _ text: SourceText) -> Clause.Test {
    var asked = text
    var isNegated = false
    while let inner = argument(of: "not", asked) {
      asked = inner
      isNegated.toggle()
    }
    var state: String?
    if let name = argument(of: "in state", asked),
      case .string(let id)? = term(name)?.expression.constant
    {
      state = id
    }
    let subject =
      isNegated || state != nil
      ? Clause.Term(
        text: asked.text, title: titles[asked.text], state: state, expression: whole.expression,
        protection: whole.protection, isMoney: false) : whole
    return Clause.Test(
      relation: isNegated ? .holdsNot : .holds, subject: subject, objects: [], whole: whole)
  }

  /// The only argument of a call of a function; nil for anything else.
  private func argument(of function: String, _ text: SourceText) -> SourceText? {
    guard case .call(function, let arguments, _)? = FEEL.shape(of: text, environment: environment),
      arguments.count == 1
    else { return nil }
    return arguments[0]
  }

  private func term(_ source: SourceText) -> Clause.Term? {
    var silent = Diagnostics()
    guard
      let expression = FEEL.compile(
        expression: source, environment: environment, diagnostics: &silent)
    else { return nil }
    let names = expression.references.names
    return Clause.Term(
      text: source.text, title: titles[source.text], expression: expression,
      protection: names.reduce(into: []) { $0.formUnion(protections[$1] ?? []) },
      isMoney: amounts.contains(source.text))
  }
}

extension Clause {
  /// Whether everything in it has a name that people know, so that it says more than the name around it.
  fileprivate var isTold: Bool {
    switch self {
    case .all(let parts), .any(let parts): parts.allSatisfy(\.isTold)
    case .test(let test): test.subject.title != nil || test.subject.state != nil
    case .named: true
    }
  }
}

extension Clause.Term {
  /// Whether a value is meant and not a range or a list of values.
  fileprivate var isSingle: Bool {
    switch expression.type {
    case .range, .list, .function: false
    default: true
    }
  }
}

extension Clause.Relation {
  /// The relation with its sides exchanged.
  fileprivate var mirrored: Clause.Relation {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    case .equal, .notEqual, .among, .holds, .holdsNot: self
    }
  }
}

extension Array {
  fileprivate func allOrNothing<Result>(_ transform: (Element) -> Result?) -> [Result]? {
    let results = compactMap(transform)
    return results.count == count ? results : nil
  }
}
