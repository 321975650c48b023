public import Diagnostics

/// What a workflow shows the people who work with its cases: what they see at a glance, what they are made aware of, how a
/// contact is recorded. Nothing in it moves a case.
public struct Desk: Sendable {
  /// What is shown of every case, in order.
  public let overview: [DeskItem]
  /// What is shown of a case when its condition holds, in order.
  public let attention: [DeskItem]
  /// What the screen of the case above shows of a case, in order; what is null is left out.
  public let summary: [DeskItem]
  /// The event that records a contact.
  public let contact: Contact?

  /// A workflow that shows nothing.
  public static let empty = Desk(overview: [], attention: [], summary: [], contact: nil)

  /// How a contact is recorded.
  public struct Contact: Sendable {
    /// The event.
    public let event: String
    /// The index of the field that says what kind of contact it was.
    public let kind: Int?
  }

  /// Every expression in it.
  var expressions: [ScopedExpression] {
    (overview + attention + summary).flatMap { [$0.value, $0.condition].compactMap { $0 } }
  }
}

/// Something that is shown of a case.
public struct DeskItem: Sendable {
  /// What it is called.
  public let title: String
  /// What is shown; nil for a remark that is its title alone.
  public let value: ScopedExpression?
  /// When it is shown; nil for always.
  public let condition: ScopedExpression?
  /// What it rests on.
  public let basis: Basis
  /// Where it stands.
  public let span: SourceSpan

  /// Why it is kept from some: what its expressions inherit from what they read.
  public var protection: Set<Protection> {
    (value?.protection ?? []).union(condition?.protection ?? [])
  }
}
