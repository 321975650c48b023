import Diagnostics
public import FEEL

extension Value {
  /// Reads the typed form of the conformance suites: `{"number": "1.5"}`, `{"null": true}` ...
  public init?(conformance json: Any) {
    guard let object = json as? [String: Any], let (kind, content) = object.first,
      object.count == 1
    else { return nil }
    switch kind {
    case "null": self = .null
    case "boolean":
      guard let value = content as? Bool else { return nil }
      self = .boolean(value)
    case "number":
      guard let text = content as? String, let number = Number(text) else { return nil }
      self = .number(number)
    case "string":
      guard let text = content as? String else { return nil }
      self = .string(text)
    case "list":
      guard let elements = content as? [Any] else { return nil }
      let values = elements.compactMap { Value(conformance: $0) }
      guard values.count == elements.count else { return nil }
      self = .list(values)
    case "context":
      guard let entries = content as? [String: Any] else { return nil }
      var context = Context()
      for (key, value) in entries { context[key] = Value(conformance: value) }
      self = .context(context)
    default:
      guard let text = content as? String,
        let compiled = Self.literal(text)
      else { return nil }
      self = compiled
    }
  }

  private static func literal(_ text: String) -> Value? {
    var diagnostics = Diagnostics()
    return FEEL.compile(
      expression: SourceText("@\"\(text)\""), environment: Environment(),
      diagnostics: &diagnostics)?.constant
  }

  /// Whether two values are the same as the suites' own runners compare: numbers within 1e-8, everything else exactly.
  public func matches(_ other: Value) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      guard let limit = Number("0.00000001"), let distance = left.subtracting(right)?.magnitude
      else {
        return false
      }
      return distance < limit
    case (.list(let left), .list(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.matches($1) }
    case (.context(let left), .context(let right)):
      return left.count == right.count
        && left.entries.allSatisfy { entry in
          right[entry.key].map { entry.value.matches($0) } ?? false
        }
    default: return self == other
    }
  }
}
