import CivilTime
import Diagnostics
import YAMLTree

extension Loader {
  /// When a person is away; what cannot be a leave is reported and left out.
  mutating func readLeaves(_ person: YAMLNode) -> [Leave] {
    person.list("leave").compactMap { node in
      guard let from = node.date("from"), let to = node.date("to") else { return nil }
      guard from <= to else {
        diagnostics.error(
          "wrong-leave", "ledigheten slutar \(to), innan den börjar \(from)",
          at: node["to"]?.span, notes: [.init("den börjar här", span: node["from"]?.span)])
        return nil
      }
      return Leave(from: from, to: to, substitute: node.text("substitute"))
    }
  }

  /// What must hold of everybody's leaves together, when all persons are known.
  mutating func checkLeaves(_ file: YAMLNode) {
    let organisation = Organisation(
      roles: roles, parties: parties, persons: persons, identity: identity)
    for entry in file.entries("people") {
      var known: [(leave: Leave, span: SourceSpan)] = []
      for node in entry.value.list("leave") {
        guard let from = node.date("from"), let to = node.date("to"), from <= to else { continue }
        let leave = Leave(from: from, to: to, substitute: node.text("substitute"))
        if let other = known.first(where: { $0.leave.from <= to && from <= $0.leave.to }) {
          diagnostics.warning(
            "overlapping-leave", "ledigheten överlappar en annan, och då gäller den som står först",
            at: node.span, notes: [.init("den andra står här", span: other.span)],
            help: "ändra dagarna så att de inte möts")
        }
        known.append((leave, node.span))
        check(leave, node, of: entry.name, organisation)
      }
    }
  }

  private mutating func check(
    _ leave: Leave, _ node: YAMLNode, of id: String, _ organisation: Organisation
  ) {
    guard let person = organisation.person(id) else { return }
    guard let place = node["substitute"], let substitute = leave.substitute else {
      let days = [leave.from] + organisation.leaveStarts(in: leave)
      let alone = days.lazy.map { organisation.rolesWithoutOthers(than: id, on: $0) }
        .first { !$0.isEmpty }
      if let alone {
        let titles = alone.compactMap { organisation.role($0)?.title ?? $0 }
        diagnostics.warning(
          "leave-without-substitute",
          "medan `\(id)` är ledig har ingen annan rollen \(titles.joined(separator: ", "))",
          at: node.span,
          help: "skriv en `substitute` som har rollen; annars blir uppgifterna liggande")
      }
      return
    }
    guard let other = organisation.person(substitute) else {
      diagnostics.error(
        "unknown-person", "personen `\(substitute)` finns inte", at: place.span,
        help: help(for: substitute, among: persons.map(\.id)))
      return
    }
    if let chain = circle(from: id, leave, organisation) {
      diagnostics.warning(
        "leave-circle",
        "ersättarna leder runt: \(chain.map { "`\($0)`" }.joined(separator: " → "))",
        at: place.span, help: "under de gemensamma dagarna går uppgifterna till alla i rollen")
      return
    }
    let missing = person.roles.filter { !organisation.capacities(of: other).contains($0) }
    if !missing.isEmpty {
      let titles = missing.compactMap { organisation.role($0)?.title ?? $0 }
      diagnostics.warning(
        "substitute-lacks-role",
        "`\(substitute)` har inte rollen \(titles.joined(separator: ", "))", at: place.span,
        help: "sådana uppgifter går till alla i rollen; ge ersättaren rollen, eller välj en annan")
    }
    if identity == .account, other.account == nil {
      diagnostics.warning(
        "substitute-without-account", "`\(substitute)` har inget konto och ser inga uppgifter",
        at: place.span, help: "välj en ersättare med konto")
    }
  }

  /// The persons in a circle of substitutes who are all away on some day; nil when there is none. Only days on which somebody's
  /// leave begins need to be looked at: whoever is away together is so on the day on which the last of them leaves.
  private func circle(from id: String, _ leave: Leave, _ organisation: Organisation) -> [String]? {
    for day in organisation.leaveStarts(in: leave) {
      var chain = [id]
      var next = leave.substitute
      while let person = next {
        chain.append(person)
        if person == id { return chain }
        if chain.dropLast().contains(person) { break }
        next = organisation.leave(of: person, on: day)?.substitute
      }
    }
    return nil
  }
}

extension Organisation {
  /// The days of a leave on which somebody's leave begins.
  fileprivate func leaveStarts(in leave: Leave) -> [CivilDate] {
    persons.flatMap(\.leaves).map(\.from).filter(leave.contains)
  }
}
