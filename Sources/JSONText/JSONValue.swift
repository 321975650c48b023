/// A JSON value (RFC 8259). Numbers keep the digits as they were written: nothing passes through binary floating point.
public enum JSONValue: Sendable, Hashable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number as the literal it was written as; it must follow RFC 8259 §6.
  case number(String)
  /// A text.
  case string(String)
  /// A list.
  case array([JSONValue])
  /// Names and values in written order.
  case object(JSONObject)

  /// A whole number.
  public init(_ value: Int) { self = .number(String(value)) }
  /// A text.
  public init(_ value: String) { self = .string(value) }
  /// A truth value.
  public init(_ value: Bool) { self = .bool(value) }
}

extension JSONValue {
  /// Whether this is `null`.
  public var isNull: Bool { self == .null }
  /// The truth value, when it is one.
  public var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }
  /// The literal, when it is a number.
  public var number: String? {
    if case .number(let literal) = self { literal } else { nil }
  }
  /// The whole number, when it is one, is written as one, and fits.
  public var int: Int? { number.flatMap { Int($0) } }
  /// The text, when it is one.
  public var string: String? {
    if case .string(let value) = self { value } else { nil }
  }
  /// The elements, when it is a list.
  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }
  /// The members, when it is an object.
  public var object: JSONObject? {
    if case .object(let members) = self { members } else { nil }
  }
  /// The value of a member; nil when this is no object or has no such name.
  public subscript(key: String) -> JSONValue? { object?[key] }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByNilLiteral, ExpressibleByArrayLiteral,
  ExpressibleByDictionaryLiteral
{
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int) { self = .number(String(value)) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// `null`
  public init(nilLiteral: ()) { self = .null }
  /// A list.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object in the order written; when a name is written twice the last value stands.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    var object = JSONObject()
    for (key, value) in elements { object[key] = value }
    self = .object(object)
  }
}

extension JSONValue {
  /// The JSON text, names in written order.
  ///
  /// - Parameter pretty: one member or element a line, indented by two spaces, without a line break at the end.
  public func text(pretty: Bool = false) -> String {
    var writer = JSONWriter()
    if pretty { writer.prettyValue(self, indent: 0) } else { writer.value(self) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
