public import Diagnostics
import YAMLTree

/// The kinds of file that make up a programme. Which one a file is, its first key says.
public enum FileKind: String, CaseIterable, Sendable {
  /// What the programme is called, its documents, phases and facts.
  case programme
  /// Roles and parties.
  case organisation
  /// Who holds the roles.
  case persons
  /// Dated values.
  case guidelines
  /// Days that are not working days.
  case calendar
  /// Meetings that return.
  case meetings
  /// Money.
  case budgets
  /// A decision table.
  case decision
  /// A statechart with its data and tasks.
  case workflow
  /// An example that proves the others; not part of the definitions.
  case scenario

  /// What may stand in it.
  public var shape: RecordShape {
    switch self {
    case .programme: .programme
    case .organisation: .organisation
    case .persons: .persons
    case .guidelines: .guidelines
    case .calendar: .calendar
    case .meetings: .meetings
    case .budgets: .budgets
    case .decision: .decision
    case .workflow: .workflow
    case .scenario: .scenario
    }
  }

  /// The codes of findings about other files that a file of this kind brings about when it cannot be read.
  var consequences: Set<String> {
    switch self {
    case .programme:
      [
        "unknown-phase", "unknown-document", "unknown-escalation", "unknown-name",
        "unknown-milestone",
      ]
    case .organisation: ["unknown-role", "unknown-party"]
    case .guidelines: ["unknown-guideline", "unknown-name"]
    case .meetings: ["unknown-meeting"]
    case .budgets: ["unknown-budget"]
    case .decision: ["unknown-name", "unused-guideline"]
    case .workflow:
      [
        "unknown-workflow", "unknown-event", "unheard-event", "unheard-message", "unknown-name",
        "unknown-field", "unknown-state", "unused-guideline", "unused-decision", "unfillable-field",
      ]
    case .persons, .calendar, .scenario: []
    }
  }

  /// The kind of a file: what its first key says, or where that says none, the first key that does. Nil where none
  /// does, and for what is no YAML.
  ///
  /// The tree is made only where the first line does not say it: most files are asked with every command.
  public init?(of source: SourceFile) {
    if let kind = FileKind(firstKeyOf: source) {
      self = kind
      return
    }
    // What is wrong with the file is told by whoever reads it.
    var findings = Diagnostics()
    let entries = YAMLTree.parse(source, diagnostics: &findings)?.root.entries ?? []
    guard let kind = entries.lazy.compactMap({ FileKind(rawValue: $0.name) }).first else {
      return nil
    }
    self = kind
  }

  /// What the names begin with that a file of this kind gives to expressions; nil for none. Unknown, a name such as
  /// `fakta.kaffe och te` falls apart at the word that looks like an operator.
  var namespace: String? {
    switch self {
    case .programme: "fakta."
    case .guidelines: "riktlinjer."
    default: nil
    }
  }

  /// The kind of a file by its first line with a key, also when it is one that YAML cannot read.
  init?(firstKeyOf source: SourceFile) {
    for index in 0..<source.lineCount {
      let line = source.text(source.lineRange(index))
      if line.isEmpty || line.hasPrefix("#") || line.hasPrefix("---") { continue }
      self.init(rawValue: String(line.prefix { $0 != ":" }))
      return
    }
    return nil
  }

  /// The name of its schema's file.
  public var schemaFile: String { "\(rawValue).schema.json" }
}
