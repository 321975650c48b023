import Diagnostics
import YAMLTree

/// What is to be done or received in a role reaches somebody: a person who has the role, or one that it goes through.
extension Loader {
  mutating func adviseOnRoles(_ programme: Programme) {
    let organisation = programme.organisation
    let unreached = organisation.rolesWithoutPeople
    guard !unreached.isEmpty else { return }
    // What goes through a role that nobody has is told with that role.
    var work: [String: RoleWork] = [:]
    for (role, own) in programme.workOfRoles where unreached.contains(role) {
      let end = organisation.receiver(of: role)
      work[end, default: RoleWork()].add(own, of: role == end ? nil : role)
    }
    for entry in all(.organisation).flatMap({ $0.root.entries("roles") }) {
      guard let work = work[entry.name] else { continue }
      let who = organisation.identity == .declared ? "ingen" : "ingen med konto"
      let file = organisation.file.map { "`\($0)`" } ?? "filen med personer"
      diagnostics.warning(
        "role-without-people", "\(who) har rollen `\(entry.name)`, som ska \(work.swedish)",
        at: entry.key.span,
        help: "ge någon rollen i \(file), eller skriv `through` med en roll som någon har")
    }
  }
}

/// What comes to a role.
private struct RoleWork {
  var tasks = 0
  var escalations = 0
  /// The roles that it receives for.
  var others: Set<String> = []

  mutating func add(_ work: RoleWork, of other: String?) {
    tasks += work.tasks
    escalations += work.escalations
    if let other { others.insert(other) }
  }

  var swedish: String {
    var parts: [String] = []
    if tasks > 0 { parts.append("göra \(tasks == 1 ? "en uppgift" : "\(tasks) uppgifter")") }
    if escalations > 0 { parts.append("ta emot eskaleringar") }
    let names = others.sorted().map { "`\($0)`" }.joined(separator: ", ")
    return parts.joined(separator: " och ") + (names.isEmpty ? "" : ", också för \(names)")
  }
}

extension Organisation {
  /// The role that in the end receives for a role.
  fileprivate func receiver(of role: String) -> String {
    var path = [role]
    while let last = path.last, let next = self.role(last)?.through, !path.contains(next) {
      path.append(next)
    }
    return path.last ?? role
  }
}

extension Programme {
  /// What the tasks and escalations of all workflows bring to each role.
  fileprivate var workOfRoles: [String: RoleWork] {
    var result: [String: RoleWork] = [:]
    for state in workflows.flatMap(\.states) {
      for task in state.tasks {
        result[task.role, default: RoleWork()].tasks += 1
        for rung in task.ladder { result[rung.to, default: RoleWork()].escalations += 1 }
      }
      for escalation in state.escalations {
        result[escalation.to, default: RoleWork()].escalations += 1
      }
    }
    return result
  }
}
