/// What may stand at a place in a programme's files: one declaration, from which both the loader's check and the JSON Schema for
/// editors come, so that they cannot drift apart.
public indirect enum Shape: Sendable {
  /// A scalar that is read as the given kind.
  case scalar(ScalarKind)
  /// A scalar that must be one of these words.
  case word([String])
  /// A list of things.
  case list(Shape)
  /// A mapping whose keys the writer chooses.
  case map(key: KeyKind, Shape)
  /// A mapping with known keys.
  case record(RecordShape)
  /// The same as a named record elsewhere; lets a record hold itself (a state its states).
  case reference(@Sendable () -> RecordShape)
  /// Either a scalar in short form or the long form.
  case either(Shape, Shape)
}

/// How a scalar is read. The text itself stays as it was written until then.
public enum ScalarKind: Sendable, Hashable {
  /// Any text.
  case text
  /// A kebab-case id.
  case id
  /// A FEEL name: words, spaces allowed.
  case name
  /// `ja` or `nej`.
  case boolean
  /// `2017-02-01`.
  case date
  /// `02-01`: a day of every year.
  case monthDay
  /// A whole number.
  case integer
  /// A period that people write: `12 månader`.
  case period
  /// A FEEL expression; also the source text of a flow collection.
  case expression
  /// FEEL unary tests; also the source text of a flow collection.
  case unaryTests
  /// A FEEL type: `list<string>`.
  case type
}

/// What the keys of a free mapping are.
public enum KeyKind: Sendable, Hashable {
  /// kebab-case ids.
  case id
  /// FEEL names.
  case name
  /// Dates.
  case date
}

/// A mapping with known keys.
public struct RecordShape: Sendable {
  /// The name of the record among the schema's definitions.
  public let name: String
  /// Its keys, in the order in which they are usually written.
  public let fields: [Field]

  /// One key.
  public struct Field: Sendable {
    /// The key.
    public let key: String
    /// What stands there.
    public let shape: Shape
    /// Whether it must be there.
    public let required: Bool
    /// What it is, in one Swedish sentence; editors show it.
    public let text: String
  }

  /// A record; `fields` are written with ``need(_:_:_:)`` and ``may(_:_:_:)``.
  public init(_ name: String, _ fields: [Field]) {
    self.name = name
    self.fields = fields
  }

  /// The field of a key.
  public func field(_ key: String) -> Field? { fields.first { $0.key == key } }
}

/// A key that must be there.
func need(_ key: String, _ shape: Shape, _ text: String) -> RecordShape.Field {
  RecordShape.Field(key: key, shape: shape, required: true, text: text)
}

/// A key that may be there.
func may(_ key: String, _ shape: Shape, _ text: String) -> RecordShape.Field {
  RecordShape.Field(key: key, shape: shape, required: false, text: text)
}

extension Shape {
  static var text: Shape { .scalar(.text) }
  static var id: Shape { .scalar(.id) }
  static var name: Shape { .scalar(.name) }
  static var boolean: Shape { .scalar(.boolean) }
  static var date: Shape { .scalar(.date) }
  static var expression: Shape { .scalar(.expression) }
}
