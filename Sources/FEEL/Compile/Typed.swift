/// The executable form of an expression. Names are slots and indices by then; nothing is looked up by text.
typealias Code = @Sendable (inout EvaluationContext) -> Value
/// The executable form of a condition, without the detour over a `Value`.
typealias Test = @Sendable (inout EvaluationContext) -> Truth

/// What compiling a node gives: its type, and its code.
struct Typed {
  var type: FEELType
  var nullable: Bool
  var code: Code
  /// The code as a condition, where the node is one.
  var test: Test?
  /// The value, where it is the same in every evaluation.
  var constant: Value?
  /// The slot, where the node only reads one.
  var slot: Int?

  init(
    _ type: FEELType, nullable: Bool, constant: Value? = nil, slot: Int? = nil, test: Test? = nil,
    code: @escaping Code
  ) {
    self.type = type
    self.nullable = nullable
    self.code = code
    self.test = test
    self.constant = constant
    self.slot = slot
  }

  static func constant(_ value: Value) -> Typed {
    Typed(FEELType(of: value), nullable: value.isNull, constant: value) { _ in value }
  }

  /// A condition; its value form is derived.
  static func condition(nullable: Bool, _ test: @escaping Test) -> Typed {
    Typed(.boolean, nullable: nullable, test: test) { test(&$0).value }
  }

  /// A placeholder after an error: nothing that follows from it is reported.
  static var unknown: Typed { Typed(.any, nullable: true) { _ in .null } }

  /// The code as a condition: null and what is no boolean are undecided.
  var condition: Test {
    if let test { return test }
    if case .boolean(let value)? = constant { return { _ in Truth(value) } }
    if let slot {
      return { context in
        guard slot < context.slots.count, case .boolean(let value) = context.slots[slot] else {
          return .undecided
        }
        return Truth(value)
      }
    }
    let code = code
    return { context in
      guard case .boolean(let value) = code(&context) else { return .undecided }
      return Truth(value)
    }
  }
}

/// The names bound inside an expression, and what is known at a place of it.
struct LocalScope {
  struct Local {
    enum Kind {
      case variable
      /// The element in a filter: its entries are names of their own (10.3.2.15, table 68).
      case item
    }
    let name: String
    let type: FEELType
    let nullable: Bool
    let index: Int
    let kind: Kind
    /// The elements are written out in the expression itself: what they lack is plain to see there.
    var isConstant = false
  }

  /// Whether null in here would let somebody through.
  enum Polarity {
    case positive
    case negative

    var flipped: Polarity { self == .positive ? .negative : .positive }
  }

  var locals: [Local] = []
  /// The locals that exist at run time here.
  var depth = 0
  /// Names (see `Compiler.key`) that cannot be null here.
  var nonNull: Set<String> = []
  /// Set where the truth of the whole hangs directly on this place.
  var polarity: Polarity?

  /// The same names for a part whose truth does not decide directly.
  var plain: LocalScope {
    var copy = self
    copy.polarity = nil
    return copy
  }

  /// With a local more.
  func adding(
    _ name: String, _ type: FEELType, nullable: Bool, kind: Local.Kind = .variable,
    isConstant: Bool = false
  ) -> LocalScope {
    var copy = plain
    copy.add(name, type, nullable: nullable, kind: kind, isConstant: isConstant)
    return copy
  }

  /// Adds a local in place.
  mutating func add(
    _ name: String, _ type: FEELType, nullable: Bool, kind: Local.Kind = .variable,
    isConstant: Bool = false
  ) {
    locals.append(
      Local(
        name: name, type: type, nullable: nullable, index: depth, kind: kind,
        isConstant: isConstant))
    depth += 1
  }

  /// With more names known not to be null.
  func assuming(_ names: Set<String>) -> LocalScope {
    var copy = self
    copy.nonNull.formUnion(names)
    return copy
  }
}
