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

  /// The name of its schema's file.
  public var schemaFile: String { "\(rawValue).schema.json" }
}
