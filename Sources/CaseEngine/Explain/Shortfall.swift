import DecisionTables
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
  /// The decision tables that it asks and that give no answer.
  public internal(set) var tables: [SilentTable] = []
  /// What stands behind the answer, one level down: what a derived value reads, and what was worked out together with a stored
  /// one.
  public internal(set) var reads: [Term] = []

  /// The names that the question rests on.
  public var names: Set<String> { objects.reduce(into: subject.names) { $0.formUnion($1.names) } }
}

/// A decision table that gives no answer: no row fits, or several do that must not (rule DT1).
public struct SilentTable: Sendable, Hashable {
  /// What a table read.
  public struct Input: Sendable, Hashable {
    /// The title of the column.
    public let title: String
    /// The value.
    public let value: Value
  }

  /// The title.
  public let title: String
  /// The rows that fit, from 0; empty when none does.
  public let rows: [Int]
  /// Whether one row alone may fit; otherwise those that do must answer the same.
  public let isUnique: Bool
  /// What it read.
  public let inputs: [Input]
}

extension Decision {
  /// The table, when it gives no answer as things are; nil when it does.
  func silence(_ context: inout EvaluationContext) -> SilentTable? {
    let result = table.evaluate(&context)
    guard result.value.isNull, result.matched.count != 1 else { return nil }
    return SilentTable(
      title: title, rows: result.matched, isUnique: table.hitPolicy == .unique,
      inputs: zip(inputs, table.inputValues(&context)).map {
        SilentTable.Input(title: $0, value: $1)
      })
  }
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
    return unmet(workflow.clause(of: condition), condition.inputs)
  }

  /// The values among which a condition chooses, by what is asked about.
  func options(_ condition: ScopedExpression) -> [String: [Value]] {
    var result: [String: [Value]] = [:]
    func collect(_ clause: Clause) {
      switch clause {
      case .all(let parts): for part in parts { collect(part) }
      case .test(let test) where test.relation == .equal || test.relation == .among:
        let values = test.objects.compactMap(\.expression.constant).filter { !$0.isNull }
        if values.count == test.objects.count { result[test.subject.text, default: []] += values }
      case .any, .test, .named: break
      }
    }
    collect(workflow.clause(of: condition))
    return result
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

  private mutating func unmet(_ clause: Clause, _ inputs: [ScopedExpression.Input]) -> [Unmet] {
    switch clause {
    case .all(let parts):
      var result: [Unmet] = []
      for part in parts { result += unmet(part, inputs) }
      return result
    case .any(let parts):
      var groups: [[Unmet]] = []
      for part in parts {
        let group = unmet(part, inputs)
        if group.isEmpty { return [] }
        groups.append(group)
      }
      return groups.count == 1 ? groups[0] : [.anyOf(groups)]
    case .test(let test): return shortfall(test, inputs).map { [.test($0)] } ?? []
    case .named(let test, let inner):
      guard let shortfall = shortfall(test, inputs) else { return [] }
      let reasons = unmet(inner, inputs)
      return [reasons.isEmpty ? .test(shortfall) : .named(shortfall, because: reasons)]
    }
  }

  private mutating func shortfall(_ test: Clause.Test, _ inputs: [ScopedExpression.Input])
    -> Shortfall?
  {
    let truth = test.whole.expression.truth(&context)
    guard truth != .yes else { return nil }
    var shortfall = Shortfall(
      relation: test.relation, subject: term(test.subject),
      objects: test.objects.map { term($0) }, text: test.whole.text,
      protection: test.whole.protection, isUndecided: truth == .undecided)
    let names = test.whole.expression.references.names
    for decision in decisions
    where decision.workflow == workflow.id && names.contains(decision.name) {
      if let silence = decision.silence(&context) { shortfall.tables.append(silence) }
    }
    shortfall.reads = reads(test, inputs) + companions(test)
    return shortfall
  }

  /// What the derived value that a question is about reads itself.
  private mutating func reads(_ test: Clause.Test, _ inputs: [ScopedExpression.Input])
    -> [Shortfall.Term]
  {
    guard let derived = workflow.derived.first(where: { $0.name == test.subject.text }),
      derived.expression.type == .boolean
    else { return [] }
    let text = derived.expression.text
    // What it reads through another derived value is that one's to tell.
    let direct = inputs.filter {
      $0.name != derived.name && derived.expression.references.names.contains($0.name)
        && text.mentions($0.name)
    }
    return direct.map { input in
      Shortfall.Term(
        text: input.name, title: title(of: input.name),
        value: input.expression.evaluate(&context), protection: input.protection, isMoney: false,
        isConstant: false, names: [input.name])
    }
  }

  /// What was worked out by the same table as a stored value that a question is about.
  private func companions(_ test: Clause.Test) -> [Shortfall.Term] {
    guard let subject = workflow.field(named: test.subject.text) else { return [] }
    var tables: Set<String> = []
    for case .set(subject, let expression) in workflow.actions {
      tables.formUnion(expression.tables(among: decisions, of: workflow))
    }
    guard !tables.isEmpty else { return [] }
    var fields: [Int] = []
    for case .set(let field, let expression) in workflow.actions
    where field != subject && !fields.contains(field) && !context.slots[field].isNull {
      guard !tables.isDisjoint(with: expression.tables(among: decisions, of: workflow)) else {
        continue
      }
      fields.append(field)
    }
    return fields.map { index in
      let field = workflow.fields[index]
      return Shortfall.Term(
        text: field.name, title: field.title, value: context.slots[index],
        protection: field.protection, isMoney: false, isConstant: false, names: [field.name])
    }
  }

  /// What people call a name that an expression reads.
  private func title(of name: String) -> String {
    if let field = workflow.field(named: name) { return workflow.fields[field].title }
    if name.hasPrefix("parent.") { return "\(name.dropFirst("parent.".count)) (i ärendet ovanför)" }
    if name.hasPrefix("riktlinjer.") { return "riktlinjen \(name.dropFirst("riktlinjer.".count))" }
    return name.hasPrefix("fakta.") ? String(name.dropFirst("fakta.".count)) : name
  }

  private mutating func term(_ term: Clause.Term) -> Shortfall.Term {
    Shortfall.Term(
      text: term.text, title: term.title, state: term.state.map(workflow.title(ofState:)),
      value: term.expression.evaluate(&context),
      protection: term.protection, isMoney: term.isMoney,
      isConstant: term.expression.constant != nil, names: term.expression.references.names)
  }
}

extension String {
  /// Whether a name stands in the text of an expression, and not only as a part of another word.
  fileprivate func mentions(_ name: String) -> Bool {
    ranges(of: name).contains { range in
      let before = self[..<range.lowerBound].last
      let after = self[range.upperBound...].first
      return ![before, after].contains { $0.map { $0.isLetter || $0.isNumber } ?? false }
    }
  }
}
