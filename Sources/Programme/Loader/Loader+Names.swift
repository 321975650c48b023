import Diagnostics
import FEEL

extension Loader {
  /// The names that every expression has from the engine.
  static let reservedNames: Set<String> = ["entered", "opened", "parent", "riktlinjer", "fakta"]

  /// A name that expressions cannot say, or that already means something, is told where it is given, not where it is used.
  mutating func checkName(_ name: String, under namespace: String? = nil, at span: SourceSpan) {
    if namespace == nil, Self.reservedNames.contains(name) {
      diagnostics.error(
        "reserved-name", "namnet `\(name)` betyder redan något i varje uttryck", at: span,
        help: "välj ett annat namn")
      return
    }
    let binding = Binding.slot(0, type: .number, nullable: false)
    var environment = Environment()
    environment.bind(namespace ?? name, namespace == nil ? binding : .namespace([name: binding]))
    let qualified = namespace.map { "\($0).\(name)" } ?? name
    var silent = Diagnostics()
    let expression = FEEL.compile(
      expression: SourceText(qualified), environment: environment, diagnostics: &silent)
    guard expression?.references.names != [qualified] else { return }
    diagnostics.error(
      "unusable-name", "namnet `\(name)` går inte att skriva i ett uttryck", at: span,
      help: "använd bokstäver, siffror och mellanslag, och inte ord som betyder något i uttryck")
  }
}
