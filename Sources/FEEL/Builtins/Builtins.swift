/// One way of calling a function: parameters, result, and the work.
struct Signature: Sendable {
  let parameters: [HostFunction.Parameter]
  let result: FEELType
  /// Whether the result may be null although the arguments fit.
  let nullable: Bool
  /// The only parameter is a list whose elements may also be given one by one.
  let variadic: Bool
  /// The last parameter may be given several times.
  let repeatsFrom: Int?
  /// A narrower result type from the types of the arguments.
  let infer: (@Sendable ([FEELType]) -> FEELType)?
  let body: @Sendable (inout EvaluationContext, [Value]) -> Value

  init(
    _ parameters: [HostFunction.Parameter], _ result: FEELType, nullable: Bool = false,
    variadic: Bool = false, repeats: Bool = false,
    infer: (@Sendable ([FEELType]) -> FEELType)? = nil,
    body: @escaping @Sendable (inout EvaluationContext, [Value]) -> Value
  ) {
    self.parameters = parameters
    self.result = result
    self.nullable = nullable
    self.variadic = variadic
    repeatsFrom = repeats ? parameters.count : nil
    self.infer = infer
    self.body = body
  }

  init(_ host: HostFunction) {
    self.init(host.parameters, host.result, nullable: host.nullable, body: host.body)
  }

  /// Does the work, and charges for the texts that it reads and for what it made: results that are large cost memory, not
  /// only time.
  func run(_ context: inout EvaluationContext, _ values: [Value]) -> Value {
    for case .string(let text) in values {
      guard context.spend(text.utf8.count / 64) else { return .null }
    }
    let result = body(&context, values)
    switch result {
    case .list(let elements):
      guard context.spend(elements.count / 2), context.admits(result) else { return .null }
    case .context(let entries):
      guard context.spend(entries.count / 2), context.admits(result) else { return .null }
    case .string(let text): guard context.spend(text.utf8.count / 64) else { return .null }
    default: break
    }
    return result
  }

  /// The parameter that a place belongs to; the last one repeats where that is allowed.
  func parameter(_ index: Int) -> HostFunction.Parameter {
    parameters[min(index, parameters.count - 1)]
  }

  /// `name(a: T, b?: T)`, for findings and the documentation.
  func text(_ name: String) -> String {
    let parts = parameters.map { parameter in
      "\(parameter.name)\(parameter.optional ? "?" : ""): \(parameter.type)"
    }
    let more = variadic || repeatsFrom != nil ? ", ..." : ""
    return "\(name)(\(parts.joined(separator: ", "))\(more))"
  }
}

/// A built-in function (10.3.4): what the checker, the evaluator and the documentation know of it.
struct Builtin: Sendable {
  let name: String
  /// The clause of the standard.
  let clause: String
  /// An expression that shows it.
  let example: String
  let signatures: [Signature]
  /// The only texts that it gives; empty where that cannot be told.
  var results: [String] = []

  init(_ name: String, clause: String, example: String, _ signatures: Signature...) {
    self.name = name
    self.clause = clause
    self.example = example
    self.signatures = signatures
  }
}

/// All built-in functions by name.
enum Builtins {
  static let all: [Builtin] =
    conversion + boolean + string + patterns + list + number + temporal + range + context + sorting

  static let table: [String: Builtin] = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static let names: NameTrie = {
    var trie = NameTrie()
    for builtin in all { trie.insert(builtin.name) }
    return trie
  }()

  static func parameter(
    _ name: String, _ type: FEELType, nullable: Bool = false, optional: Bool = false
  ) -> HostFunction.Parameter {
    HostFunction.Parameter(name, type, nullable: nullable, optional: optional)
  }
}

/// What a built-in function is, for the documentation that is generated from it.
public struct BuiltinDescription: Sendable {
  /// Its name.
  public let name: String
  /// The clause of DMN 1.5.
  public let clause: String
  /// An expression that shows it.
  public let example: String
  /// Each way of calling it: `name(a: T, b?: T)` and the result type.
  public let forms: [(call: String, result: String)]

  /// All built-in functions in the order of the standard.
  public static var all: [BuiltinDescription] {
    Builtins.all.map { builtin in
      BuiltinDescription(
        name: builtin.name, clause: builtin.clause, example: builtin.example,
        forms: builtin.signatures.map {
          (call: $0.text(builtin.name), result: $0.result.description)
        })
    }
  }
}

extension FunctionValue {
  /// A built-in function as a value.
  init(builtin: Builtin) {
    self.init(signatures: builtin.signatures, name: builtin.name)
  }

  /// A function of the host as a value.
  init(host: HostFunction) {
    self.init(signatures: [Signature(host)], name: host.name)
  }

  private init(signatures: [Signature], name: String) {
    let first = signatures.first
    let parameters = first?.parameters ?? []
    self.init(
      parameters: parameters.map(\.name),
      type: .function(parameters.map(\.type), first?.result ?? .any)
    ) { context, values in
      for signature in signatures where signature.parameters.count == values.count {
        let plan = CallPlan(
          signature: signature, arguments: Array(values.indices), gathers: false)
        if let bound = plan.bind(values, &context) { return signature.run(&context, bound) }
      }
      Compiler.noteArguments(name, values, &context)
      return .null
    }
  }
}
