public import Diagnostics
public import FEEL

/// A piece of data that every case of a workflow has.
public final class Field: Sendable {
  /// The FEEL name.
  public let name: String
  /// The title shown to people.
  public let title: String
  /// Its type.
  public let type: FEELType
  /// The values to choose from; nil when any value of the type will do.
  public let values: [String]?
  /// Whether a case cannot be opened without it.
  public let required: Bool
  /// The value until another is given.
  public let defaultValue: CompiledExpression?
  /// What its values must pass beside its type; nil when the type is enough.
  public let allowed: CompiledUnaryTests?
  /// Whether the rules alone give it its value: nobody fills it in or corrects it.
  public let isCalculated: Bool
  /// Whether its text must name nobody.
  public let isAnonymous: Bool
  /// Whether what is filled in is a note: each stays beside those that were written before it.
  public let isNote: Bool
  /// Why it is kept apart from the history, and who reads it; empty for what may be seen by all who work with cases.
  public let protection: Set<Protection>
  /// An explanation for those who fill it in.
  public let text: String?
  /// Where it is declared.
  public let span: SourceSpan

  init(
    name: String, title: String, type: FEELType, values: [String]?, required: Bool,
    defaultValue: CompiledExpression?, allowed: CompiledUnaryTests?, isCalculated: Bool,
    isAnonymous: Bool, isNote: Bool, protection: Set<Protection>,
    text: String?, span: SourceSpan
  ) {
    self.name = name
    self.title = title
    self.type = type
    self.values = values
    self.required = required
    self.defaultValue = defaultValue
    self.allowed = allowed
    self.isCalculated = isCalculated
    self.isAnonymous = isAnonymous
    self.isNote = isNote
    self.protection = protection
    self.text = text
    self.span = span
  }

  /// Whether its value is kept apart from the history.
  public var isProtected: Bool { !protection.isEmpty }
}

/// The fields that come with an event, a completed task or a new case.
public struct Form: Sendable {
  /// One field of a form.
  public struct Entry: Sendable {
    /// The index of the field in its workflow.
    public let field: Int
    /// Whether it must be filled in.
    public let required: Bool
  }

  /// In the order of the file.
  public let entries: [Entry]

  /// A form without fields.
  public static let empty = Form(entries: [])
}

/// What is derived from a case's data by an expression under a name of its own.
public struct Derived: Sendable {
  /// The FEEL name.
  public let name: String
  /// How it is computed.
  public let expression: CompiledExpression
  /// What it inherits from the fields it rests on.
  public let protection: Set<Protection>
}
