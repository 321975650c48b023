import Diagnostics

/// The names that a set of expressions depends on, and whether they read the clock.
public struct References: Hashable, Sendable {
  /// Qualified names (`riktlinjer.x` for a member of a namespace), those behind computed bindings included.
  public var names: Set<String>
  /// Whether `today()` is used.
  public var usesToday: Bool
  /// Whether `now()` is used.
  public var usesNow: Bool
  /// Host functions that are called.
  public var functions: Set<String>

  /// Whether the clock is read.
  public var usesClock: Bool { usesToday || usesNow }

  /// References.
  public init(
    names: Set<String> = [], usesToday: Bool = false, usesNow: Bool = false,
    functions: Set<String> = []
  ) {
    self.names = names
    self.usesToday = usesToday
    self.usesNow = usesNow
    self.functions = functions
  }

  /// Adds another set.
  public mutating func formUnion(_ other: References) {
    names.formUnion(other.names)
    usesToday = usesToday || other.usesToday
    usesNow = usesNow || other.usesNow
    functions.formUnion(other.functions)
  }
}

/// What a name stands for.
public indirect enum Binding: Sendable {
  /// A value in the frame's slots.
  case slot(Int, type: FEELType, nullable: Bool)
  /// A value that is worked out on demand: derived data, a guideline in force, a decision table.
  case computed(
    type: FEELType, nullable: Bool, references: References,
    evaluate: @Sendable (inout EvaluationContext) -> Value)
  /// A value that never changes.
  case constant(Value)
  /// Names under a name; every path through it is resolved when an expression is compiled.
  case namespace([String: Binding])
}

/// A function that the host adds to the built-in ones.
public struct HostFunction: Sendable {
  /// A parameter.
  public struct Parameter: Sendable {
    /// Its name, for calls with named arguments.
    public let name: String
    /// Its type; arguments are converted as 10.3.2.9.4 says.
    public let type: FEELType
    /// Whether null may be given; else a null argument gives null without a call.
    public let nullable: Bool
    /// Whether it may be left out; the body then gets null.
    public let optional: Bool
    /// The texts that may be given; another one, written out in an expression, is an error when it is compiled.
    public let choices: Choices?
    /// What the parameter takes, in Swedish, of a value that it does not take although the type fits; nil for one that it
    /// takes. Asked of what is the same in every evaluation, when an expression is compiled.
    public let refuses: (@Sendable (Value) -> String?)?

    /// A parameter.
    public init(
      _ name: String, _ type: FEELType, nullable: Bool = false, optional: Bool = false,
      choices: Choices? = nil, refuses: (@Sendable (Value) -> String?)? = nil
    ) {
      self.name = name
      self.type = type
      self.nullable = nullable
      self.optional = optional
      self.choices = choices
      self.refuses = refuses
    }
  }

  /// What an argument can be, and how it is told that it is something else.
  public struct Choices: Sendable {
    /// The code of the finding.
    public let code: String
    /// What the texts name, in the definite form: `tillståndet`.
    public let noun: String
    /// The texts.
    public let values: Set<String>

    /// Choices.
    public init(code: String, noun: String, values: Set<String>) {
      self.code = code
      self.noun = noun
      self.values = values
    }
  }

  /// Its name; may contain spaces.
  public let name: String
  /// Its parameters.
  public let parameters: [Parameter]
  /// The type of its results.
  public let result: FEELType
  /// Whether it may give null for arguments that fit.
  public let nullable: Bool
  /// Whether its result depends on the clock (the frame's `today` and `now`).
  public let usesClock: Bool
  /// The work; may add notes to the frame, whose place the call fills in.
  public let body: @Sendable (inout EvaluationContext, [Value]) -> Value

  /// A function.
  public init(
    name: String, parameters: [Parameter], result: FEELType, nullable: Bool = false,
    usesClock: Bool = false, body: @escaping @Sendable (inout EvaluationContext, [Value]) -> Value
  ) {
    self.name = name
    self.parameters = parameters
    self.result = result
    self.nullable = nullable
    self.usesClock = usesClock
    self.body = body
  }
}

/// The names that expressions may use. A value: extending a copy leaves the original as it was.
public struct Environment: Sendable {
  private(set) var scope = Self.emptyScope
  private(set) var bindings: [String: Binding] = [:]
  private(set) var functions: [String: HostFunction] = [:]
  private(set) var types: [String: FEELType] = [:]
  private(set) var nonNull: Set<String> = []
  private(set) var choices: [String: [String]] = [:]

  /// The names that are always there: properties of several words.
  private static let emptyScope: NameScope = {
    var scope = NameScope()
    for name in Value.propertyNames { scope.members.insert(name) }
    return scope
  }()

  /// No names but the built-in functions.
  public init() {}

  /// A value in a slot of the frame.
  public mutating func declare(slot: Int, _ name: String, _ type: FEELType, nullable: Bool = true) {
    bind(name, .slot(slot, type: type, nullable: nullable))
  }

  /// Any binding; a later one replaces an earlier one of the same name.
  public mutating func bind(_ name: String, _ binding: Binding) {
    scope.names.insert(name)
    bindings[name] = binding
    declareMembers(of: binding)
  }

  /// A function of the host; it hides a built-in one of the same name.
  public mutating func register(function: HostFunction) {
    scope.names.insert(function.name)
    functions[function.name] = function
    declareMembers(of: function.result)
  }

  /// A named type for `instance of` and function parameters.
  public mutating func declare(type name: String, _ type: FEELType) { types[name] = type }

  /// The same names, with these (by qualified name) known not to be null.
  public func assuming(nonNull names: Set<String>) -> Environment {
    var copy = self
    copy.nonNull.formUnion(names)
    return copy
  }

  /// The only texts that the value of a qualified name can be: comparing it with another one is an error.
  public mutating func declare(choices values: [String], for name: String) {
    choices[name] = values
  }

  /// The only texts that the value of a qualified name can be; nil when nothing was said of it.
  public func choices(of name: String) -> [String]? { choices[name] }

  /// The names that are bound, for suggestions.
  public var names: [String] { Array(bindings.keys) }

  /// What is known of a qualified name; nil when it is not bound to a value.
  public func info(_ name: String) -> TypeInfo? {
    func info(_ binding: Binding) -> TypeInfo? {
      switch binding {
      case .slot(_, let type, let nullable), .computed(let type, let nullable, _, _):
        TypeInfo(type: type, nullable: nullable && !nonNull.contains(name))
      case .constant(let value): TypeInfo(type: FEELType(of: value), nullable: value.isNull)
      case .namespace: nil
      }
    }
    if let binding = bindings[name] { return info(binding) }
    for (prefix, binding) in bindings {
      if case .namespace(let members) = binding, name.hasPrefix(prefix + "."),
        let member = members[String(name.dropFirst(prefix.count + 1))]
      {
        return info(member)
      }
    }
    return nil
  }

  private mutating func declareMembers(of binding: Binding) {
    switch binding {
    case .slot(_, let type, _), .computed(let type, _, _, _): declareMembers(of: type)
    case .constant(let value): declareMembers(of: FEELType(of: value))
    case .namespace(let members):
      for (name, member) in members {
        scope.members.insert(name)
        declareMembers(of: member)
      }
    }
  }

  private mutating func declareMembers(of type: FEELType) {
    switch type {
    case .context(let members):
      for member in members {
        scope.members.insert(member.name)
        declareMembers(of: member.type)
      }
    case .list(let element), .range(let element): declareMembers(of: element)
    case .function(_, let result): declareMembers(of: result)
    default: break
    }
  }
}
