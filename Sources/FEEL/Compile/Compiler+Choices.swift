import Diagnostics

// Texts that can only be some of a few: a slip of the hand in one is found here, for at run time it would only be unequal.
extension Compiler {
  /// A text, or each of a list, compared with a name that never has that value.
  func checkChoice(_ node: Expression, _ value: Typed, _ range: Range<Int>, _ scope: LocalScope) {
    guard let constant = value.constant, let name = key(node, scope),
      let choices = environment.choices[name]
    else { return }
    let values: [Value] = if case .list(let items) = constant { items } else { [constant] }
    for case .string(let text) in values where !choices.contains(text) {
      error(
        "unknown-value", "`\(name)` kan aldrig vara `\(text)`", range,
        help: help(for: text, among: choices))
    }
  }

  /// Texts written out as arguments of a function that takes only some.
  func checkChoices(_ plan: CallPlan, _ typed: [Typed], _ arguments: [Expression.Argument]) {
    for (index, argument) in plan.arguments.enumerated() {
      guard let argument, arguments.indices.contains(argument),
        let choices = plan.signature.parameter(index).choices,
        case .string(let text)? = typed[argument].constant, !choices.values.contains(text)
      else { continue }
      error(
        choices.code, "\(choices.noun) `\(text)` finns inte", arguments[argument].value.range,
        help: help(for: text, among: choices.values))
    }
  }
}
