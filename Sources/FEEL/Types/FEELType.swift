public import Diagnostics

/// A type of FEEL (10.3.2.2, 10.3.2.9).
public indirect enum FEELType: Hashable, Sendable {
  /// Anything, or not known.
  case any
  /// Only null.
  case null
  /// `boolean`
  case boolean
  /// `number`
  case number
  /// `string`
  case string
  /// `date`
  case date
  /// `time`
  case time
  /// `date and time`
  case dateTime
  /// `years and months duration`
  case monthsDuration
  /// `days and time duration`
  case daysDuration
  /// `list<T>`
  case list(FEELType)
  /// `context<a: T, ...>`; without members, any context.
  case context([Member])
  /// `range<T>`
  case range(FEELType)
  /// `function<T, ...> -> R`
  case function([FEELType], FEELType)

  /// An entry of a context type.
  public struct Member: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Its type.
    public let type: FEELType
    /// Whether it may be null or missing.
    public let nullable: Bool

    /// A member.
    public init(name: String, type: FEELType, nullable: Bool = true) {
      self.name = name
      self.type = type
      self.nullable = nullable
    }
  }

  /// The type of a value; elements of different types make a list of any.
  public init(of value: Value) {
    switch value {
    case .null: self = .null
    case .boolean: self = .boolean
    case .number: self = .number
    case .string: self = .string
    case .date: self = .date
    case .time: self = .time
    case .dateTime: self = .dateTime
    case .monthsDuration: self = .monthsDuration
    case .daysDuration: self = .daysDuration
    case .list(let elements):
      self = .list(elements.reduce(FEELType.null) { $0.union(FEELType(of: $1)) })
    case .context(let context):
      self = .context(
        context.entries.map {
          Member(name: $0.key, type: FEELType(of: $0.value), nullable: $0.value.isNull)
        })
    case .range(let range): self = .range(FEELType(of: range.start).union(FEELType(of: range.end)))
    case .function(let function): self = function.storage.type
    }
  }

  /// The narrowest type that we have for values of either type.
  public func union(_ other: FEELType) -> FEELType {
    switch (self, other) {
    case _ where self == other: self
    case (.null, _): other
    case (_, .null): self
    case (.list(let left), .list(let right)): .list(left.union(right))
    case (.range(let left), .range(let right)): .range(left.union(right))
    case (.context(let left), .context(let right)): .context(Self.merge(left, right))
    default: .any
    }
  }

  private static func merge(_ left: [Member], _ right: [Member]) -> [Member] {
    var result = left.map { member in
      guard let other = right.first(where: { $0.name == member.name }) else {
        return Member(name: member.name, type: member.type, nullable: true)
      }
      return Member(
        name: member.name, type: member.type.union(other.type),
        nullable: member.nullable || other.nullable)
    }
    for member in right where !left.contains(where: { $0.name == member.name }) {
      result.append(Member(name: member.name, type: member.type, nullable: true))
    }
    return result
  }

  /// Whether a value is of the type. Null belongs to every type inside a list or context; the caller decides about null
  /// itself.
  public func includes(_ value: Value) -> Bool {
    switch (self, value) {
    case (.any, _), (_, .null): true
    case (.null, _): false
    case (.boolean, .boolean), (.number, .number), (.string, .string), (.date, .date),
      (.time, .time), (.dateTime, .dateTime), (.monthsDuration, .monthsDuration),
      (.daysDuration, .daysDuration):
      true
    case (.list(let element), .list(let values)):
      element == .any || values.allSatisfy { element.includes($0) }
    case (.context(let members), .context(let context)):
      members.allSatisfy { member in context[member.name].map { member.type.includes($0) } ?? false
      }
    case (.range(let element), .range(let range)):
      element.includes(range.start) && element.includes(range.end)
    case (.function(let parameters, let result), .function(let function)):
      if case .function(let own, let ownResult) = function.storage.type {
        own.count == parameters.count && zip(parameters, own).allSatisfy { $1.covers($0) }
          && result.covers(ownResult)
      } else {
        false
      }
    default: false
    }
  }

  /// Whether every value of the other type is of this one (10.3.2.9.1, conforms to).
  func covers(_ other: FEELType) -> Bool {
    switch (self, other) {
    case (.any, _), (_, .null): true
    case (.list(let left), .list(let right)): left.covers(right)
    case (.range(let left), .range(let right)): left.covers(right)
    case (.context(let left), .context(let right)):
      left.allSatisfy { member in
        right.contains { $0.name == member.name && member.type.covers($0.type) }
      }
    case (.function(let left, let leftResult), .function(let right, let rightResult)):
      left.count == right.count && zip(left, right).allSatisfy { $1.covers($0) }
        && leftResult.covers(rightResult)
    default: self == other
    }
  }

  /// An entry of another type's contexts that this one's do not have, with those that they have: most likely one that is
  /// misspelt, by which the value would fit no longer.
  func unknownMember(of other: FEELType) -> (name: String, known: [String])? {
    switch (self, other) {
    case (.list(let wanted), .list(let given)): return wanted.unknownMember(of: given)
    case (.context(let wanted), .context(let given)) where !wanted.isEmpty:
      let known = wanted.map(\.name)
      if let unknown = given.first(where: { !known.contains($0.name) }) {
        return (unknown.name, known)
      }
      return wanted.lazy.compactMap { member in
        given.first { $0.name == member.name }.flatMap { member.type.unknownMember(of: $0.type) }
      }.first
    default: return nil
    }
  }

  /// How well values of a type fit where this type is wanted, with the implicit conversions of 10.3.2.9.4.
  enum Fit: Comparable { case never, perhaps, always }

  func fit(_ other: FEELType) -> Fit {
    var result = fitUnwrapped(other)
    // One of the conversions from and to a list of one, never one after the other (10.3.2.9.4).
    if case .list(let element) = self { result = max(result, element.fitUnwrapped(other)) }
    if case .list(let given) = other, given != .null {
      result = max(result, min(fitUnwrapped(given), .perhaps))
    }
    return result
  }

  /// How well they fit as they are: a date is also a date with time.
  private func fitUnwrapped(_ other: FEELType) -> Fit {
    switch (self, other) {
    case (.any, _): .always
    case (_, .any): .perhaps
    case (_, .null): .never
    case (.list(let wanted), .list(let given)):
      given == .null || wanted == .any ? .always : wanted.fitUnwrapped(given)
    case (.dateTime, .date): .always
    case (.context(let wanted), .context(let given)):
      wanted.map { member in
        guard let given = given.first(where: { $0.name == member.name }) else { return .perhaps }
        // An entry may be null, whatever its type.
        return given.type == .null ? .always : member.type.fitUnwrapped(given.type)
      }.min() ?? .always
    case (.range(let wanted), .range(let given)): wanted.fitUnwrapped(given)
    case (.function, .function): .perhaps
    default: self == other ? .always : .never
    }
  }
}

extension FEELType: CustomStringConvertible {
  /// The type as FEEL writes it.
  public var description: String {
    switch self {
    case .any: "Any"
    case .null: "Null"
    case .boolean: "boolean"
    case .number: "number"
    case .string: "string"
    case .date: "date"
    case .time: "time"
    case .dateTime: "date and time"
    case .monthsDuration: "years and months duration"
    case .daysDuration: "days and time duration"
    case .list(let element): element == .null ? "list<Any>" : "list<\(element)>"
    case .context(let members):
      members.isEmpty
        ? "context" : "context<\(members.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
    case .range(let element): "range<\(element)>"
    case .function(let parameters, let result):
      "function<\(parameters.map(\.description).joined(separator: ", "))> -> \(result)"
    }
  }

  /// The type in plain Swedish, for findings.
  public var swedish: String {
    switch self {
    case .any: "något okänt"
    case .null: "null"
    case .boolean: "sant eller falskt"
    case .number: "ett tal"
    case .string: "en text"
    case .date: "ett datum"
    case .time: "ett klockslag"
    case .dateTime: "datum och tid"
    case .monthsDuration: "en tid i år och månader"
    case .daysDuration: "en tid i dagar"
    case .list: "en lista"
    case .context: "en kontext"
    case .range: "ett intervall"
    case .function: "en funktion"
    }
  }

  /// Reads FEEL's type syntax: `number`, `list<string>`, `context<a: string>`. Nil when it is wrong; the findings say why.
  public static func parse(
    _ source: SourceText, types: [String: FEELType] = [:], diagnostics: inout Diagnostics
  ) -> FEELType? {
    guard let syntax = Parser.type(source, diagnostics: &diagnostics) else { return nil }
    return resolve(syntax, types: types, source: source, diagnostics: &diagnostics)
  }

  static let named: [String: FEELType] = [
    "Any": .any, "Null": .null, "boolean": .boolean, "number": .number, "string": .string,
    "date": .date, "time": .time, "date and time": .dateTime,
    "years and months duration": .monthsDuration, "year month duration": .monthsDuration,
    "days and time duration": .daysDuration, "day time duration": .daysDuration,
    "list": .list(.any), "context": .context([]), "range": .range(.any),
  ]

  static func resolve(
    _ syntax: TypeSyntax, types: [String: FEELType], source: SourceText,
    diagnostics: inout Diagnostics
  ) -> FEELType? {
    func inner(_ syntax: TypeSyntax) -> FEELType? {
      resolve(syntax, types: types, source: source, diagnostics: &diagnostics)
    }
    switch syntax {
    case .named(let name, let range):
      if let type = types[name] ?? named[name] { return type }
      diagnostics.error(
        "unknown-type", "typen `\(name)` finns inte", at: source.span(range),
        help: help(for: name, among: Array(named.keys) + Array(types.keys)))
      return nil
    case .list(let element): return inner(element).map { .list($0) }
    case .range(let element): return inner(element).map { .range($0) }
    case .context(let members):
      var result: [Member] = []
      for member in members {
        guard let type = inner(member.type) else { return nil }
        result.append(Member(name: member.name, type: type))
      }
      return .context(result)
    case .function(let parameters, let result):
      let types = parameters.compactMap { inner($0) }
      guard types.count == parameters.count, let result = inner(result) else { return nil }
      return .function(types, result)
    }
  }
}

/// What is known statically of a value.
public struct TypeInfo: Hashable, Sendable {
  /// Its type.
  public let type: FEELType
  /// Whether it may be null.
  public let nullable: Bool

  /// A type and whether null is possible.
  public init(type: FEELType, nullable: Bool) {
    self.type = type
    self.nullable = nullable
  }
}
