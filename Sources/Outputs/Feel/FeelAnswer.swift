public import Diagnostics
public import FEEL
public import JSONText

/// What became of an expression or a table: a value, and for null the reasons.
public struct FeelAnswer: Sendable {
  /// What the one who asked calls it; null when they did not say.
  public let id: JSONValue
  /// The value; null when there is none.
  public let value: Value
  /// Why it is null, and whatever else the evaluation noted.
  public let notes: [EvaluationNote]
  /// What is wrong with the text.
  public let findings: Diagnostics
  /// Whether the text could be evaluated at all.
  public let isEvaluated: Bool

  /// An answer.
  public init(
    id: JSONValue = .null, value: Value, notes: [EvaluationNote] = [],
    findings: Diagnostics = Diagnostics(), isEvaluated: Bool = true
  ) {
    self.id = id
    self.value = value
    self.notes = notes
    self.findings = findings
    self.isEvaluated = isEvaluated
  }

  /// No value, because the request itself can not be understood.
  public init(id: JSONValue, request message: String, help: String? = nil) {
    var findings = Diagnostics()
    findings.error(Self.wrongRequest, message, at: nil, help: help)
    self.init(id: id, value: .null, findings: findings, isEvaluated: false)
  }

  /// Whether the request was understood, whatever became of the expression.
  public var isUnderstood: Bool { !findings.findings.contains { $0.code == Self.wrongRequest } }

  private static let wrongRequest = "wrong-request"

  /// The errors that the notes do not speak of already.
  private var errors: [Diagnostic] {
    let places = Set(notes.compactMap(\.span))
    return findings.sorted.filter { finding in
      finding.severity == .error && !(finding.span.map(places.contains) ?? false)
    }
  }

  /// `{"id", "value", "notes"}`: the value in the typed form, each note with its kind, text and place.
  public var json: JSONValue {
    var notes = notes.map { Self.note($0.kind.rawValue, $0.text, $0.span, help: nil) }
    if value.isNull || !isEvaluated {
      notes += errors.map { Self.note($0.code, $0.message, $0.span, help: $0.help) }
    }
    return .object(["id": id, "value": TypedValue.json(value), "notes": .array(notes)])
  }

  /// The line of a stream of answers, with its line break.
  public var line: String { json.text() + "\n" }

  private static func note(_ kind: String, _ text: String, _ span: SourceSpan?, help: String?)
    -> JSONValue
  {
    var members: [(String, JSONValue)] = [("kind", .string(kind)), ("text", .string(text))]
    if let span {
      let (start, end) = (span.start, span.end)
      members += [
        ("source", .string(span.source.path)), ("line", JSONValue(start.line)),
        ("column", JSONValue(start.column)), ("endLine", JSONValue(end.line)),
        ("endColumn", JSONValue(end.column)),
      ]
    }
    if let help { members.append(("help", .string(help))) }
    return .object(JSONObject(members))
  }

  /// The value as FEEL writes it.
  public var valueText: String { value.feelText + "\n" }

  /// What is wrong with the text, and why the value is null, for people.
  public func remarks(_ style: Style) -> String {
    let renderer = DiagnosticRenderer(
      colour: style.colour, width: style.width, wraps: style.isTerminal)
    var places: Set<SourceSpan> = []
    var text = ""
    for finding in findings.sorted {
      if let span = finding.span { places.insert(span) }
      text += renderer.render(finding)
    }
    for note in notes where !(note.span.map(places.contains) ?? false) {
      text += renderer.render(
        Diagnostic(code: note.kind.rawValue, severity: .note, note.text, span: note.span))
    }
    return text
  }
}
