public import FEEL
public import Programme

/// What a condition lacks: the least that would have to be true.
public indirect enum Unmet: Sendable, Hashable {
  /// One question.
  case test(Shortfall)
  /// A state that lies ahead requires a field that is empty: its name, its title, and the state's title.
  case missing(field: String, title: String, state: String)
  /// One of these groups would do.
  case anyOf([[Unmet]])
  /// A derived value does not hold, for these reasons.
  case named(Shortfall, because: [Unmet])
}

/// A question that a condition asks and that does not come out as it should.
public struct Shortfall: Sendable, Hashable {
  /// A value in the question.
  public struct Term: Sendable, Hashable {
    /// As the definitions have it.
    public let text: String
    /// What people call it; nil for what has no name of its own.
    public let title: String?
    /// The title of the state, when it asks whether the case is in one.
    public var state: String?
    /// The value.
    public let value: Value
    /// Why it is kept apart: only for those who may read it, and never for a log.
    public let protection: Set<Protection>
    /// Whether it is an amount in kronor.
    public let isMoney: Bool
    /// Whether the rule says it itself.
    public let isConstant: Bool
    /// The names it rests on.
    public let names: Set<String>
  }

  /// How the subject should relate to the objects.
  public let relation: Clause.Relation
  /// What is asked about.
  public let subject: Term
  /// What it is compared with.
  public let objects: [Term]
  /// The question as the definitions have it.
  public let text: String
  /// Protection inherited from everything the question reads.
  public let protection: Set<Protection>
  /// Whether it could not be answered.
  public let isUndecided: Bool

  /// The names that the question rests on.
  public var names: Set<String> { objects.reduce(into: subject.names) { $0.formUnion($1.names) } }
}

/// A value that a condition asks for among others, as rules that are alternatives to each other do.
struct Choice: Sendable, Hashable {
  /// Whether it is there.
  let holds: Bool
  /// Protection inherited from what is asked.
  let protection: Set<Protection>
}

extension Unmet {
  /// Protection inherited from everything that it tells of.
  public var protection: Set<Protection> {
    switch self {
    case .test(let shortfall), .named(let shortfall, _): shortfall.protection
    case .missing: []
    case .anyOf(let groups):
      groups.joined().reduce(into: []) { $0.formUnion($1.protection) }
    }
  }
}

extension [Unmet] {
  /// What is left when these fields are set aside: they are filled in, or told about, in another way.
  func without(_ names: Set<String>) -> [Unmet] {
    compactMap { unmet in
      switch unmet {
      case .test(let shortfall): shortfall.names.isDisjoint(with: names) ? unmet : nil
      case .missing(let field, _, _): names.contains(field) ? nil : unmet
      case .named(let shortfall, let reasons):
        reasons.without(names).isEmpty
          ? nil : .named(shortfall, because: reasons.without(names))
      case .anyOf(let groups):
        groups.contains { $0.without(names).isEmpty }
          ? nil : .anyOf(groups.map { $0.without(names) })
      }
    }
  }
}

extension CaseScope {
  /// What a condition lacks as things are; empty when it holds.
  mutating func unmet(_ condition: ScopedExpression) -> [Unmet] {
    guard holds(condition) != true else { return [] }
    return unmet(workflow.clause(of: condition))
  }

  /// Which of several values a condition picks out, by what is asked about: whether each such question holds. Rules that
  /// are alternatives to each other ask the same with other answers.
  mutating func choices(_ condition: ScopedExpression) -> [String: Choice] {
    _ = holds(condition)
    var result: [String: Choice] = [:]
    func collect(_ clause: Clause, _ context: inout EvaluationContext) {
      switch clause {
      case .all(let parts): for part in parts { collect(part, &context) }
      case .test(let test)
      where (test.relation == .equal || test.relation == .among)
        && test.objects.allSatisfy({ $0.expression.constant.map { !$0.isNull } ?? false }):
        result[test.subject.text] = Choice(
          holds: test.whole.expression.holds(&context), protection: test.whole.protection)
      case .any, .test, .named: break
      }
    }
    collect(workflow.clause(of: condition), &context)
    return result
  }

  private mutating func unmet(_ clause: Clause) -> [Unmet] {
    switch clause {
    case .all(let parts):
      var result: [Unmet] = []
      for part in parts { result += unmet(part) }
      return result
    case .any(let parts):
      var groups: [[Unmet]] = []
      for part in parts {
        let group = unmet(part)
        if group.isEmpty { return [] }
        groups.append(group)
      }
      return groups.count == 1 ? groups[0] : [.anyOf(groups)]
    case .test(let test): return shortfall(test).map { [.test($0)] } ?? []
    case .named(let test, let inner):
      guard let shortfall = shortfall(test) else { return [] }
      let reasons = unmet(inner)
      return [reasons.isEmpty ? .test(shortfall) : .named(shortfall, because: reasons)]
    }
  }

  private mutating func shortfall(_ test: Clause.Test) -> Shortfall? {
    let truth = test.whole.expression.truth(&context)
    guard truth != .yes else { return nil }
    return Shortfall(
      relation: test.relation, subject: term(test.subject),
      objects: test.objects.map { term($0) }, text: test.whole.text,
      protection: test.whole.protection, isUndecided: truth == .undecided)
  }

  private mutating func term(_ term: Clause.Term) -> Shortfall.Term {
    Shortfall.Term(
      text: term.text, title: term.title, state: term.state.map(workflow.title(ofState:)),
      value: term.expression.evaluate(&context),
      protection: term.protection, isMoney: term.isMoney,
      isConstant: term.expression.constant != nil, names: term.expression.references.names)
  }
}
