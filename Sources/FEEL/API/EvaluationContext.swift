public import CivilTime
public import Diagnostics

/// Why a value is null (or what else is worth knowing about an evaluation).
public struct EvaluationNote: Hashable, Sendable {
  /// The kind of reason.
  public enum Kind: String, Hashable, Sendable {
    /// Nothing of that name.
    case unknownName = "unknown-name"
    /// Operands or arguments of types that the operation has no result for.
    case wrongTypes = "wrong-types"
    /// No such entry, element or property.
    case noEntry = "no-entry"
    /// Division by zero, a root of a negative number, a result beyond decimal128.
    case arithmetic
    /// Text that is no date, number, pattern ...
    case format
    /// Something that can not be called, or not like this.
    case invocation
    /// A value that does not fit the declared type.
    case coercion
    /// A limit on size, depth or work.
    case limit
  }

  /// Where in the rules.
  public var span: SourceSpan?
  /// The kind of reason.
  public let kind: Kind
  /// The reason in Swedish, one sentence without full stop.
  public let text: String

  /// A note.
  public init(span: SourceSpan?, kind: Kind, text: String) {
    self.span = span
    self.kind = kind
    self.text = text
  }
}

/// What an evaluation reads and what it leaves behind. `today` and `now` are given; nothing here reads a clock.
public struct EvaluationContext: Sendable {
  /// The values of the declared names, by slot.
  public var slots: [Value]
  /// What `today()` gives.
  public var today: CivilDate
  /// What `now()` gives. It is asked for only when it is read: the offset of a zone costs more than most expressions.
  public var now: CivilDateTime { clock() }
  private let clock: @Sendable () -> CivilDateTime
  /// Whether reasons for null are collected; they cost time.
  public var collectNotes: Bool
  /// The reasons collected so far, at most `maximumNotes`.
  public private(set) var notes: [EvaluationNote] = []
  /// Whatever the host's functions and computed bindings need.
  public var host: (any Sendable)?
  /// Steps left: iterations, calls and elements made. When they run out the rest is null with a note.
  public var budget: Int
  var locals: [Value] = []
  private var calls = 0

  /// The steps an evaluation may take unless the caller says otherwise.
  public static let defaultBudget = 2_000_000
  /// More reasons than this help nobody.
  public static let maximumNotes = 100
  /// The longest list that an expression may make.
  public static let maximumList = 1_000_000
  /// The longest text that an expression may make, in bytes.
  public static let maximumText = 4_000_000
  private static let maximumCalls = 48

  /// A frame for evaluations.
  public init(
    slots: [Value] = [], today: CivilDate,
    now: @autoclosure @escaping @Sendable () -> CivilDateTime, collectNotes: Bool = false,
    host: (any Sendable)? = nil, budget: Int = EvaluationContext.defaultBudget
  ) {
    self.slots = slots
    self.today = today
    clock = now
    self.collectNotes = collectNotes
    self.host = host
    self.budget = budget
  }

  /// Adds a reason; the text is made only when it is wanted. Host functions leave the span out: the call adds its own.
  public mutating func note(
    _ kind: EvaluationNote.Kind, _ text: @autoclosure () -> String,
    at span: @autoclosure () -> SourceSpan? = nil
  ) {
    guard collectNotes, notes.count < Self.maximumNotes else { return }
    notes.append(EvaluationNote(span: span(), kind: kind, text: text()))
  }

  /// Gives the reasons added since `start` that have no place the place of the operation that they come from.
  mutating func place(notesFrom start: Int, _ span: @autoclosure () -> SourceSpan) {
    guard start < notes.count else { return }
    for index in start..<notes.count where notes[index].span == nil { notes[index].span = span() }
  }

  /// Takes steps from the budget; false when there are none left.
  mutating func spend(_ steps: Int = 1) -> Bool {
    budget -= steps
    if budget >= 0 { return true }
    if budget + steps >= 0 { note(.limit, "uttrycket kräver för många steg") }
    return false
  }

  mutating func enterCall() -> Bool {
    guard calls < Self.maximumCalls, spend() else {
      note(.limit, "funktionerna anropar varandra för djupt")
      return false
    }
    calls += 1
    return true
  }

  mutating func leaveCall() { calls -= 1 }
}
