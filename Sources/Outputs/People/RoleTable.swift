import CaseEngine
import CivilTime
import JSONText
public import Programme

/// Who may read, do and decide what: the roles of a programme against its workflows, read off the definitions themselves.
public struct RoleTable: Sendable {
  /// The roles that are shown.
  public let roles: [Row]

  /// What a role may.
  public struct Row: Sendable {
    let role: Role
    /// The roles for which it records and receives.
    let actsFor: [Role]
    let persons: [Person]
    let workflows: [Part]
  }

  /// What a role may in cases of one workflow.
  struct Part: Sendable {
    let workflow: Workflow
    let opens: Bool
    let events: [EventDefinition]
    let tasks: [TaskDefinition]
    /// The titles of the kinds of escalation that it receives, with what they come from.
    let receives: [String]
    /// Protected fields that it may not read.
    let hidden: [Field]
  }

  /// The table of a programme.
  ///
  /// - Parameter only: the role that is shown; all of them without one.
  public init(_ programme: Programme, only: String? = nil) {
    let organisation = programme.organisation
    roles = organisation.roles.filter { only == nil || $0.id == only }.map { role in
      Row(
        role: role, actsFor: organisation.roles.filter { $0.through == role.id },
        persons: organisation.persons.filter { $0.roles.contains(role.id) },
        workflows: programme.workflows.map { Part($0, role, programme) })
    }
  }
}

extension RoleTable.Part {
  fileprivate init(_ workflow: Workflow, _ role: Role, _ programme: Programme) {
    func may(_ by: [String]?) -> Bool { by?.contains(role.id) ?? true }
    self.workflow = workflow
    opens = may(workflow.opening.by)
    events = workflow.events.filter { may($0.by) }
    let all = workflow.states.flatMap(\.tasks)
    tasks = all.filter { $0.role == role.id }
    func title(_ kind: String) -> String { programme.escalationKind(kind)?.title ?? kind }
    var receives: [String] = []
    for task in all {
      for rung in task.ladder where rung.to == role.id {
        receives.append("\(title(rung.kind)): \(task.title)")
      }
    }
    for state in workflow.states {
      for escalation in state.escalations where escalation.to == role.id {
        receives.append("\(title(escalation.kind)): \(state.title)")
      }
    }
    self.receives = receives
    let holder = Person(id: "", name: "", account: nil, roles: [role.id], party: nil)
    hidden = workflow.fields.filter {
      !programme.organisation.mayRead($0.protection, holder)
    }
  }

  /// Whether there is anything to say.
  var isEmpty: Bool { !opens && events.isEmpty && tasks.isEmpty && receives.isEmpty }
}
