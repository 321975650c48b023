/// One finding about what somebody wrote.
///
/// House style: the message is one sentence in Swedish without a full stop, says what is there, and quotes the
/// writer's own words in backticks; what would have been right stands in `help`.
public struct Diagnostic: Sendable, Hashable {
  /// How much it matters.
  public enum Severity: String, Sendable, Hashable {
    /// The definitions cannot be used.
    case error
    /// They can be used, and probably do not say what was meant.
    case warning
    /// Worth knowing; nothing is wrong.
    case note
  }

  /// Another place that has to do with the finding.
  public struct Note: Sendable, Hashable {
    /// What the place is.
    public let message: String
    /// Where it is; nil for a remark without a place.
    public let span: SourceSpan?

    /// A note.
    public init(_ message: String, span: SourceSpan? = nil) {
      self.message = message
      self.span = span
    }
  }

  /// A stable name for the kind of finding, kebab-case, the same whatever the text says: `unknown-key`.
  public let code: String
  /// How much it matters.
  public let severity: Severity
  /// What is there, in Swedish.
  public let message: String
  /// Where; nil when the finding is about something that is missing as a whole.
  public let span: SourceSpan?
  /// Other places involved.
  public let notes: [Note]
  /// What would have been right.
  public let help: String?

  /// A finding.
  public init(
    code: String, severity: Severity = .error, _ message: String, span: SourceSpan?,
    notes: [Note] = [], help: String? = nil
  ) {
    self.code = code
    self.severity = severity
    self.message = message
    self.span = span
    self.notes = notes
    self.help = help
  }
}

/// What a pass finds, collected in the order in which it was found. It is handed from pass to pass as `inout`, so that
/// one run reports everything and nothing leaks between runs.
public struct Diagnostics: Sendable {
  /// The findings so far.
  public private(set) var findings: [Diagnostic] = []

  /// An empty collection.
  public init() {}

  /// Whether any finding is an error.
  public var hasErrors: Bool { findings.contains { $0.severity == .error } }
  /// Whether there is nothing.
  public var isEmpty: Bool { findings.isEmpty }

  /// Adds a finding; the same finding at the same place is kept once.
  public mutating func report(_ finding: Diagnostic) {
    guard !findings.contains(finding) else { return }
    findings.append(finding)
  }

  /// Adds what another collection holds.
  public mutating func append(_ other: Diagnostics) {
    for finding in other.findings { report(finding) }
  }

  /// Adds an error.
  public mutating func error(
    _ code: String, _ message: String, at span: SourceSpan?, notes: [Diagnostic.Note] = [],
    help: String? = nil
  ) {
    report(
      Diagnostic(
        code: code, severity: .error, message, span: span, notes: notes, help: help))
  }

  /// Adds a warning.
  public mutating func warning(
    _ code: String, _ message: String, at span: SourceSpan?, notes: [Diagnostic.Note] = [],
    help: String? = nil
  ) {
    report(
      Diagnostic(
        code: code, severity: .warning, message, span: span, notes: notes, help: help))
  }

  /// The findings in the order in which a reader meets them: by file, then place; findings without a place first.
  public var sorted: [Diagnostic] {
    findings.enumerated().sorted { left, right in
      let (leftPath, rightPath) = (
        left.element.span?.source.path ?? "", right.element.span?.source.path ?? ""
      )
      if leftPath != rightPath { return leftPath < rightPath }
      let (leftStart, rightStart) = (
        left.element.span?.range.lowerBound ?? -1, right.element.span?.range.lowerBound ?? -1
      )
      if leftStart != rightStart { return leftStart < rightStart }
      return left.offset < right.offset
    }.map(\.element)
  }
}
