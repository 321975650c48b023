import CaseEngine
public import CivilTime
public import Programme

extension Reader {
  /// Who does a task: the person, the role, or the one who stands in, and then for whom.
  func assignee(_ task: TaskRow, today: CivilDate) -> String {
    guard let owner = task.assignee else { return title(role: task.role) }
    return substitute(for: owner, role: task.role, today: today)
      ?? (owner == person.id ? "du" : name(owner))
  }

  /// Who does somebody's work on a day on which they are away, or when they no longer hold the role; nil when they are there.
  func substitute(for owner: String, role: String, today: CivilDate) -> String? {
    guard let stand = organisation.substitution(for: owner, role: role, on: today) else {
      return nil
    }
    let away = standing(stand, today: today)
    guard let substitute = stand.substitute else { return "\(title(role: role)) \(away)" }
    return substitute == person.id ? away : "\(name(substitute)) \(away)"
  }

  /// The same where it is not known whose the work is: what is another role's to do is not theirs.
  func standIn(for owner: String, role: String, today: CivilDate) -> String? {
    guard let person = organisation.person(owner), organisation.holds([role], person) else {
      return nil
    }
    return substitute(for: owner, role: role, today: today)
  }

  /// Who is responsible, and that they are away.
  func responsible(_ id: String, today: CivilDate) -> String {
    guard let stand = organisation.substitution(for: id, on: today) else { return name(id) }
    return "\(name(id)) (\(until(stand, today: today)))"
  }

  /// `för Anna (ledig t.o.m. 14 juli)`.
  func standing(_ stand: Substitution, today: CivilDate) -> String {
    "för \(name(stand.person)) (\(until(stand, today: today)))"
  }

  private func until(_ stand: Substitution, today: CivilDate) -> String {
    stand.until.map { "ledig t.o.m. \($0.swedish(from: today))" } ?? "har inte längre rollen"
  }

  /// The name of a person, for texts of the command line.
  public func fullName(of id: String) -> String { name(id) }

  /// What stands above the own list of somebody who is away.
  public func notice(_ stand: Substitution, today: CivilDate) -> String {
    ownLeave(stand, today: today) + "\n"
  }

  /// What is said to somebody who is away themselves.
  func ownLeave(_ stand: Substitution, today: CivilDate) -> String {
    let away = stand.until.map { "är ledig t.o.m. \($0.swedish(from: today))" }
    let state = "Du \(away ?? "har inte längre rollen")"
    if let substitute = stand.substitute {
      return "\(state); \(name(substitute)) har dina uppgifter."
    }
    let alone = organisation.rolesWithoutOthers(than: stand.person, on: today)
    guard alone.isEmpty else {
      let titles = alone.map { "”\(title(role: $0))”" }.listed(last: "och")
      return "\(state), och ingen annan har rollen \(titles): de uppgifterna ligger kvar hos dig."
    }
    return "\(state); de andra i rollen har dina uppgifter."
  }
}
