import Diagnostics

// Texts that can only be some of a few: a slip of the hand in one is found here, for at run time it would only be unequal.
extension Compiler {
  /// A text, or each of a list, compared with a name that never has that value.
  func checkChoice(_ node: Expression, _ value: Typed, _ range: Range<Int>, _ scope: LocalScope) {
    guard let constant = value.constant, let (name, choices) = choices(of: node, scope) else {
      return
    }
    let values: [Value] = if case .list(let items) = constant { items } else { [constant] }
    for case .string(let text) in values where !choices.contains(text) {
      let english = Builtins.english[text.lowercased()].flatMap { choices.contains($0) ? $0 : nil }
      error(
        "unknown-value", "`\(name)` kan aldrig vara `\(text)`", range,
        help: english.map { "namnen är engelska: skriv `\"\($0)\"`" }
          ?? help(for: text, among: choices))
    }
  }

  /// The only texts that a name or a call of a built-in function can be, and how it is called.
  private func choices(of node: Expression, _ scope: LocalScope) -> (String, [String])? {
    if let name = key(node, scope) { return environment.choices[name].map { (name, $0) } }
    guard case .invocation(let function, _) = node.kind, case .name(let name, _) = function.kind,
      !scope.locals.contains(where: { $0.name == name }), environment.functions[name] == nil,
      environment.bindings[name] == nil, let results = Builtins.table[name]?.results,
      !results.isEmpty
    else { return nil }
    return (text(node.range), results)
  }

  /// Values written out as arguments of a function that takes only some.
  func checkChoices(
    _ name: String, _ plan: CallPlan, _ typed: [Typed], _ arguments: [Expression.Argument]
  ) {
    for (index, argument) in plan.arguments.enumerated() {
      guard let argument, arguments.indices.contains(argument) else { continue }
      if let constant = typed[argument].constant,
        let wanted = plan.signature.parameter(index).refuses?(constant)
      {
        let range = arguments[argument].value.range
        error(
          "wrong-argument",
          "`\(name)` kan inte ta `\(text(range))` som `\(plan.signature.parameter(index).name)`",
          range,
          help: "där väntas \(wanted)")
      }
      guard let choices = plan.signature.parameter(index).choices,
        case .string(let text)? = typed[argument].constant, !choices.values.contains(text)
      else { continue }
      error(
        choices.code, "\(choices.noun) `\(text)` finns inte", arguments[argument].value.range,
        help: help(for: text, among: choices.values))
    }
  }
}
