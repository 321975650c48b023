public import FEEL

/// A condition taken apart, so that what it asks can be said in words and what is missing can be told alone.
public indirect enum Clause: Sendable {
  /// All of them must hold.
  case all([Clause])
  /// One of them must hold.
  case any([Clause])
  /// One question.
  case test(Test)
  /// A derived value that is true or false, and what it asks itself.
  case named(Test, Clause)

  /// One question: how a value must relate to others.
  public struct Test: Sendable {
    /// How.
    public let relation: Relation
    /// What is asked about.
    public let subject: Term
    /// What it is compared with; several for ``Relation/among``, none for ``Relation/holds``.
    public let objects: [Term]
    /// The whole question.
    public let whole: Term
  }

  /// How a value must relate to others.
  public enum Relation: String, Sendable, Hashable {
    /// The same.
    case equal = "="
    /// Another.
    case notEqual = "!="
    /// Less, or before.
    case less = "<"
    /// At most, or no later.
    case lessOrEqual = "<="
    /// More, or after.
    case greater = ">"
    /// At least, or no earlier.
    case greaterOrEqual = ">="
    /// One of several.
    case among = "in"
    /// What is asked about must itself be true.
    case holds
    /// What is asked about must be false.
    case holdsNot = "not"
  }

  /// A value in a question.
  public struct Term: Sendable {
    /// As the definitions have it.
    public let text: String
    /// What people call it; nil for what has no name of its own.
    public let title: String?
    /// The id of the state, when it asks whether the case is in one.
    public var state: String?
    /// How it is computed.
    public let expression: CompiledExpression
    /// Protection inherited from what it reads.
    public let protection: Set<Protection>
    /// Whether it is an amount in kronor.
    public let isMoney: Bool
  }
}
