import Diagnostics
import FEEL
import YAMLTree

/// A decision table's file before it is compiled.
struct DecisionDraft {
  let name: String
  let nameSpan: SourceSpan
  let root: YAMLNode

  init?(_ root: YAMLNode) {
    guard let node = root["decision"], let name = node.text else { return nil }
    self.name = name
    nameSpan = node.span
    self.root = root
  }
}

extension WorkflowBuild {
  /// Makes a derived value or a decision known under its name.
  mutating func bind(_ name: String, _ binding: Binding) {
    computed[name] = binding
    environment.bind(name, binding)
  }

  /// What is certain to be there where these fields are: with them, the derived values that cannot be null then.
  func certain(_ fields: Set<String>) -> Set<String> {
    guard !fields.isEmpty else { return fields }
    var result = fields
    for value in derived where value.expression.nullable {
      var silent = Diagnostics()
      let known = FEEL.compile(
        expression: value.expression.source, environment: environment.assuming(nonNull: result),
        diagnostics: &silent)
      if let known, !known.nullable { result.insert(value.name) }
    }
    return result
  }
}

extension Loader {
  /// Compiles derived values and decision tables, which may rest on each other, in an order in which everything is known
  /// before it is used. What rests on itself is reported with the whole circle.
  mutating func compileDerived(
    _ build: inout WorkflowBuild, _ decisionDrafts: [DecisionDraft], _ decisions: inout [Decision]
  ) {
    let nodes = derivedNodes(build, decisionDrafts)
    let dependencies = dependencies(of: nodes, in: build)
    var done: Set<String> = []
    var path: [String] = []
    func visit(
      _ name: String, _ loader: inout Loader, _ build: inout WorkflowBuild,
      _ decisions: inout [Decision]
    ) {
      guard !done.contains(name), let node = nodes.first(where: { $0.name == name }) else { return }
      if let start = path.firstIndex(of: name) {
        let circle = (path[start...] + [name]).map { "`\($0)`" }.joined(separator: " → ")
        let others = path[(start + 1)...].compactMap { other in
          nodes.first { $0.name == other }.map { node in
            Diagnostic.Note("`\(other)` står här", span: node.span)
          }
        }
        loader.diagnostics.error(
          "circular-value", "värdet beror på sig självt: \(circle)", at: node.span, notes: others,
          help: "skriv om ett av dem så att det inte behöver de andra")
        // What rests on the circle is not to blame.
        build.bind(name, .unknown)
        done.insert(name)
        return
      }
      path.append(name)
      for other in dependencies[name, default: []].sorted() {
        visit(other, &loader, &build, &decisions)
      }
      path.removeLast()
      guard done.insert(name).inserted else { return }
      switch node.kind {
      case .derived(let value): loader.compileDerived(name, value, &build)
      case .decision(let draft):
        if let decision = loader.compileDecision(draft, &build) { decisions.append(decision) }
      }
    }
    for node in nodes { visit(node.name, &self, &build, &decisions) }
  }

  private struct DerivedNode {
    enum Kind {
      case derived(YAMLNode)
      case decision(DecisionDraft)
    }
    let name: String
    let span: SourceSpan
    let kind: Kind
  }

  private mutating func derivedNodes(_ build: WorkflowBuild, _ decisionDrafts: [DecisionDraft])
    -> [DerivedNode]
  {
    var nodes: [DerivedNode] = []
    var taken = Dictionary(
      build.fields.map { ($0.name, $0.span) }, uniquingKeysWith: { first, _ in first })
    func add(_ node: DerivedNode, _ loader: inout Loader) {
      if let known = taken[node.name] {
        loader.diagnostics.error(
          "duplicate-name", "namnet `\(node.name)` används redan", at: node.span,
          notes: [.init("det första står här", span: known)])
        return
      }
      taken[node.name] = node.span
      loader.checkName(node.name, at: node.span)
      nodes.append(node)
    }
    for entry in build.draft.root.entries("derived") {
      add(DerivedNode(name: entry.name, span: entry.key.span, kind: .derived(entry.value)), &self)
    }
    for draft in decisionDrafts where draft.root.texts("for").contains(build.draft.id) {
      add(DerivedNode(name: draft.name, span: draft.nameSpan, kind: .decision(draft)), &self)
    }
    return nodes
  }

  /// Which names each rests on, found by a first compilation in which all of them may be anything.
  private func dependencies(of nodes: [DerivedNode], in build: WorkflowBuild)
    -> [String: Set<String>]
  {
    var environment = build.environment
    for node in nodes {
      environment.bind(
        node.name,
        .computed(
          type: .any, nullable: true, references: References(names: [node.name]),
          evaluate: { _ in .null }))
    }
    let names = Set(nodes.map(\.name))
    var result: [String: Set<String>] = [:]
    for node in nodes {
      var references = References()
      var silent = Diagnostics()
      switch node.kind {
      case .derived(let value):
        if let source = value.sourceTextForFEEL,
          let expression = FEEL.compile(
            expression: source, environment: environment, diagnostics: &silent)
        {
          references.formUnion(expression.references)
        }
      case .decision(let draft):
        references.formUnion(draft.references(in: environment))
      }
      result[node.name] = references.names.intersection(names)
    }
    return result
  }

  private mutating func compileDerived(
    _ name: String, _ node: YAMLNode, _ build: inout WorkflowBuild
  ) {
    let place = ExpressionPlace(use: .other, state: nil, certain: [])
    guard let scoped = compile(node, place, expected: nil, in: build) else {
      // Something of the name is there all the same, so that its uses are not reported as unknown.
      build.environment.bind(name, .unknown)
      return
    }
    let expression = scoped.expression
    build.derived.append(
      Derived(name: name, expression: expression, protection: scoped.protection))
    var references = expression.references
    references.names.insert(name)
    build.bind(
      name,
      .computed(
        type: expression.type, nullable: expression.nullable, references: references,
        evaluate: { context in expression.evaluate(&context) }))
  }
}
