public import CivilTime

/// A value of FEEL's semantic domain (DMN 1.5, 10.3.2.2).
///
/// `==` and hashing are of Swift's kind: two values are equal when they are the same value of the same kind, null
/// included, and times with different zones differ. FEEL's own equality is ``Value/equals(_:)``.
public enum Value: Hashable, Sendable {
  /// Nothing: not known, or the result of an operation that has none.
  case null
  /// True or false.
  case boolean(Bool)
  /// A decimal number.
  case number(Number)
  /// A text.
  case string(String)
  /// A date.
  case date(CivilDate)
  /// A time of day, perhaps with a zone.
  indirect case time(ZonedTime)
  /// A date and time, perhaps with a zone.
  indirect case dateTime(CivilDateTime)
  /// A years and months duration.
  case monthsDuration(MonthsDuration)
  /// A days and time duration.
  case daysDuration(DaysDuration)
  /// A list.
  case list([Value])
  /// Named entries.
  case context(Context)
  /// A range, or an operator with one end point.
  indirect case range(RangeValue)
  /// A function.
  case function(FunctionValue)

  /// A number.
  public static func number(_ value: Int) -> Value { .number(Number(value)) }

  /// Whether it is null.
  @inline(__always)
  public var isNull: Bool { if case .null = self { true } else { false } }

  /// The boolean, when it is one.
  public var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
}

/// True, false, or undecided: the three values of FEEL's logic (10.3.2.15, tables 50 and 51).
public enum Truth: UInt8, Sendable {
  /// No.
  case no
  /// Yes.
  case yes
  /// Neither: something that was needed is not known.
  case undecided

  /// A boolean is decided.
  @inline(__always)
  public init(_ value: Bool) { self = value ? .yes : .no }

  /// A boolean or null.
  @inline(__always)
  public var value: Value {
    switch self {
    case .no: .boolean(false)
    case .yes: .boolean(true)
    case .undecided: .null
    }
  }

  /// The opposite; undecided stays undecided.
  @inline(__always)
  var negated: Truth {
    switch self {
    case .no: .yes
    case .yes: .no
    case .undecided: .undecided
    }
  }
}

/// Named entries in the order in which they were written. The order does not count when contexts are compared.
public struct Context: Hashable, Sendable {
  private var storage: [Entry] = []
  /// Where the keys are, once there are too many for looking through.
  private var index: [String: Int]?

  /// An entry.
  public struct Entry: Hashable, Sendable {
    /// The name.
    public let key: String
    /// The value.
    public var value: Value

    /// An entry.
    public init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// No entries.
  public init() {}

  /// These entries; a later one replaces an earlier one of the same name.
  public init(_ entries: [(String, Value)]) {
    for (key, value) in entries { self[key] = value }
  }

  /// The entries in their order.
  public var entries: [Entry] { storage }
  /// How many there are.
  public var count: Int { storage.count }

  /// The value of an entry; nil when there is none (an entry may hold null).
  public subscript(key: String) -> Value? {
    get { position(of: key).map { storage[$0].value } }
    set {
      if let position = position(of: key) {
        if let newValue {
          storage[position].value = newValue
        } else {
          storage.remove(at: position)
          if index != nil { reindex() }
        }
      } else if let newValue {
        storage.append(Entry(key: key, value: newValue))
        if storage.count > 12 {
          if index == nil { reindex() } else { index?[key] = storage.count - 1 }
        }
      }
    }
  }

  private mutating func reindex() {
    index = Dictionary(
      storage.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { $1 })
  }

  private func position(of key: String) -> Int? {
    if let index { return index[key] }
    return storage.firstIndex { $0.key == key }
  }

  /// The same entries, in any order.
  public static func == (left: Context, right: Context) -> Bool {
    left.count == right.count && left.storage.allSatisfy { right[$0.key] == $0.value }
  }

  /// Hashes the entries without their order.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for entry in storage { sum &+= entry.hashValue }
    hasher.combine(sum)
  }
}

/// A range of comparable values (10.3.2.7), or a comparison with one end point such as `(< 10)`.
public struct RangeValue: Hashable, Sendable {
  /// How it was written; a comparison is never equal to an interval.
  public enum Form: Hashable, Sendable {
    /// `[a..b]` and its open variants.
    case interval
    /// `< a`
    case less
    /// `<= a`
    case lessOrEqual
    /// `> a`
    case greater
    /// `>= a`
    case greaterOrEqual
    /// `= a`
    case equal
    /// `!= a`
    case notEqual
  }

  /// How it was written.
  public let form: Form
  /// The lower end; null when there is none.
  public let start: Value
  /// Whether the lower end belongs to it.
  public let startIncluded: Bool
  /// The upper end; null when there is none.
  public let end: Value
  /// Whether the upper end belongs to it.
  public let endIncluded: Bool

  /// An interval.
  public init(start: Value, startIncluded: Bool, end: Value, endIncluded: Bool) {
    form = .interval
    self.start = start
    self.startIncluded = startIncluded
    self.end = end
    self.endIncluded = endIncluded
  }

  init(_ comparison: ComparisonOperator, _ value: Value) {
    switch comparison {
    case .equal: (form, start, startIncluded, end, endIncluded) = (.equal, value, true, value, true)
    case .notEqual:
      (form, start, startIncluded, end, endIncluded) = (.notEqual, value, false, value, false)
    case .less: (form, start, startIncluded, end, endIncluded) = (.less, .null, false, value, false)
    case .lessOrEqual:
      (form, start, startIncluded, end, endIncluded) = (.lessOrEqual, .null, false, value, true)
    case .greater:
      (form, start, startIncluded, end, endIncluded) = (.greater, value, false, .null, false)
    case .greaterOrEqual:
      (form, start, startIncluded, end, endIncluded) = (.greaterOrEqual, value, true, .null, false)
    }
  }
}

/// A function as a value: a function definition with what it closes over, or a built-in one.
public struct FunctionValue: Hashable, Sendable {
  final class Storage: Sendable {
    let parameters: [String]
    let type: FEELType
    let body: @Sendable (inout EvaluationContext, [Value]) -> Value
    /// How deeply the values that it keeps lie in each other, with the function itself.
    let nesting: Int
    /// What these values hold.
    let weight: Int

    init(
      parameters: [String], type: FEELType, nesting: Int, weight: Int,
      body: @escaping @Sendable (inout EvaluationContext, [Value]) -> Value
    ) {
      self.parameters = parameters
      self.type = type
      self.nesting = nesting
      self.weight = weight
      self.body = body
    }
  }

  let storage: Storage

  init(
    parameters: [String], type: FEELType, nesting: Int = 1, weight: Int = 0,
    body: @escaping @Sendable (inout EvaluationContext, [Value]) -> Value
  ) {
    storage = Storage(
      parameters: parameters, type: type, nesting: nesting, weight: weight, body: body)
  }

  /// The names of the parameters.
  public var parameters: [String] { storage.parameters }

  /// Only the same function is equal.
  public static func == (left: FunctionValue, right: FunctionValue) -> Bool {
    left.storage === right.storage
  }

  /// Hashes the identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(storage)) }

  /// Calls it; too deep a recursion gives null.
  func call(_ context: inout EvaluationContext, _ arguments: [Value]) -> Value {
    guard arguments.count == storage.parameters.count else {
      context.note(.invocation, "funktionen tar \(storage.parameters.count) argument")
      return .null
    }
    guard context.enterCall() else { return .null }
    defer { context.leaveCall() }
    return storage.body(&context, arguments)
  }
}
