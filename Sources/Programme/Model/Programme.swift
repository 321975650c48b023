public import CivilTime
import Diagnostics
import FEEL

/// A whole programme, checked and compiled: what the engine runs on. Immutable; the hash names its content.
public final class Programme: Sendable {
  /// The time zone of dates where nothing says which, an IANA name.
  public static let usualTimeZone = "Europe/Stockholm"

  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
  /// The hash of its files: the same files give the same hash.
  public let hash: String
  /// How case numbers look.
  public let numbers: NumberPattern
  /// The time zone in which its dates are meant.
  public let timeZone: String
  /// Its first day: nothing of it happens before. Nil when the files do not say.
  public let begins: CivilDate?
  /// Its last day. Nil when the files do not say.
  public let ends: CivilDate?
  /// The documents that rules cite.
  public let documents: [Document]
  /// The phases, in order.
  public let phases: [Phase]
  /// The kinds of escalation.
  public let escalationKinds: [EscalationKind]
  /// The steps in what becomes of an escalation, in order.
  public let milestones: [MilestoneKind]
  /// Facts, in the order of the file.
  public let facts: [Fact]
  /// Roles, parties, persons.
  public let organisation: Organisation
  /// Guidelines; other parts refer to them by index.
  public let guidelines: [Guideline]
  /// Working days.
  public let calendar: WorkingCalendar
  /// Meeting series by id.
  public let meetings: [String: Meeting]
  /// Budgets.
  public let budgets: [Budget]
  /// Decision tables.
  public let decisions: [Decision]
  /// Workflows, in the order of their ids.
  public let workflows: [Workflow]
  /// Everything that stands in no source and that nobody has decided, in the order of the files.
  public let proposals: [Proposal]
  /// The dates of all meetings as the rules give them.
  public let regularMeetings: MeetingDates

  init(
    id: String, title: String, hash: String, numbers: NumberPattern, timeZone: String,
    begins: CivilDate?, ends: CivilDate?, documents: [Document], phases: [Phase],
    escalationKinds: [EscalationKind], milestones: [MilestoneKind], facts: [Fact],
    organisation: Organisation, guidelines: [Guideline],
    calendar: WorkingCalendar, meetings: [String: Meeting], budgets: [Budget],
    decisions: [Decision], workflows: [Workflow], proposals: [Proposal]
  ) {
    self.id = id
    self.title = title
    self.hash = hash
    self.numbers = numbers
    self.timeZone = timeZone
    self.begins = begins
    self.ends = ends
    self.documents = documents
    self.phases = phases
    self.escalationKinds = escalationKinds
    self.milestones = milestones
    self.facts = facts
    self.organisation = organisation
    self.guidelines = guidelines
    self.calendar = calendar
    self.meetings = meetings
    self.budgets = budgets
    self.decisions = decisions
    self.workflows = workflows
    self.proposals = proposals
    regularMeetings = MeetingDates(rules: meetings.mapValues(\.series), calendar: calendar)
  }

  /// The workflow of an id.
  public func workflow(_ id: String) -> Workflow? { workflows.first { $0.id == id } }
  /// The budget of a name.
  public func budget(_ name: String) -> Budget? { budgets.first { $0.name == name } }
  /// The workflow whose cases are the meetings of a series.
  public func meetingWorkflow(of series: String) -> Workflow? {
    workflows.first { $0.meeting?.series == series }
  }
  /// Whether any case can be a meeting; otherwise nobody changes what the rules say.
  public var hasMeetingCases: Bool { workflows.contains { $0.meeting != nil } }
  /// The ids of the workflows whose cases may depend on when meetings are held: those that mention meetings, and those that
  /// may open cases of such workflows by themselves.
  public var workflowsReadingMeetings: Set<String> {
    var result = Set(workflows.lazy.filter(\.readsMeetings).map(\.id))
    var grew = true
    while grew {
      grew = false
      for workflow in workflows where !result.contains(workflow.id) {
        let opensOne = workflow.actions.contains { action in
          if case .open(let id, _) = action { result.contains(id) } else { false }
        }
        if opensOne {
          result.insert(workflow.id)
          grew = true
        }
      }
    }
    return result
  }
  /// The kind of escalation of an id.
  public func escalationKind(_ id: String) -> EscalationKind? {
    escalationKinds.first { $0.id == id }
  }
}

/// A series of meetings.
public struct Meeting: Sendable {
  /// The id.
  public let id: String
  /// The title shown to people.
  public let title: String
  /// The dates.
  public let series: MeetingSeries
  /// The role whose escalations come up at the meetings.
  public let role: String?
  /// What it rests on.
  public let basis: Basis
}

/// How case numbers look: text with `{year}` and `{number}`.
public struct NumberPattern: Sendable, Hashable {
  /// What stands before the year.
  public let prefix: String
  /// What stands between year and number.
  public let middle: String
  /// What stands after the number.
  public let suffix: String

  /// Reads `P-{year}-{number}`; nil when one of the two is missing or they are in the wrong order.
  public init?(_ text: String) {
    let afterYear = text.components(around: "{year}")
    guard let (prefix, rest) = afterYear,
      let (middle, suffix) = rest.components(around: "{number}"),
      !middle.isEmpty
    else { return nil }
    self.prefix = prefix
    self.middle = middle
    self.suffix = suffix
  }

  /// The number of the case that was opened as the `serial`-th of a year.
  public func number(year: Int, serial: Int) -> String {
    let digits = String(serial)
    let padding = String(repeating: "0", count: max(0, 3 - digits.count))
    return "\(prefix)\(year)\(middle)\(padding)\(digits)\(suffix)"
  }
}

extension String {
  /// The parts before and after the first occurrence of a mark.
  fileprivate func components(around mark: String) -> (String, String)? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(mark) {
        return (String(self[..<index]), String(self[index...].dropFirst(mark.count)))
      }
      index = self.index(after: index)
    }
    return nil
  }
}
