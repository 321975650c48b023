import Diagnostics
import YAMLTree

extension Loader {
  mutating func readProgramme(_ root: YAMLNode) {
    documents = root.entries("documents").map { entry in
      Document(id: entry.name, title: entry.value.text("title") ?? entry.name)
    }
    begins = root["period"]?.date("from")
    ends = root["period"]?.date("to")
    if let period = root["period"], let from = period.date("from"), let to = period.date("to"),
      to < from
    {
      diagnostics.error(
        "wrong-period", "programmet slutar \(to), innan det börjar \(from)",
        at: period["to"]?.span)
    }
    phases = root.entries("phases").map { Phase(id: $0.name, title: $0.value.text ?? $0.name) }
    escalationKinds = root.entries("escalations").map { entry in
      EscalationKind(
        id: entry.name, title: entry.value.text("title") ?? entry.name,
        isOverdue: entry.value.flag("overdue"))
    }
    milestones = root.entries("milestones").map { entry in
      MilestoneKind(
        id: entry.name, title: entry.value.text("title") ?? entry.name,
        isAnswer: entry.value.flag("answer"))
    }
    let overdue = escalationKinds.filter(\.isOverdue).count
    if overdue != 1 {
      diagnostics.error(
        "overdue-kind",
        overdue == 0
          ? "inget slag av eskalering har `overdue: ja`"
          : "\(overdue) slag av eskalering har `overdue: ja`, men det ska vara ett",
        at: root.keySpan("escalations"),
        help: "det slag som försenade uppgifter får har `overdue: ja`")
    }
    for entry in root.entries("facts") {
      checkName(entry.name, under: "fakta", at: entry.key.span)
      readFact(entry)
    }
  }

  private mutating func readFact(_ entry: YAMLEntry) {
    if let budget = entry.value.text("budget") {
      facts.append(
        Fact(name: entry.name, source: .budgetLeft(budget: budget), span: entry.key.span))
    } else if let count = entry.value["count"], let workflow = count.text("workflow") {
      facts.append(
        Fact(
          name: entry.name, source: .count(workflow: workflow, state: count.text("state")),
          span: entry.key.span))
    } else {
      vagueFacts.insert(entry.name)
      diagnostics.error(
        "empty-fact", "uppgiften `\(entry.name)` säger inte var den hämtas", at: entry.key.span,
        help: "skriv `budget: namn` eller `count: {workflow: id}`")
    }
  }

  mutating func readNumbers(_ root: YAMLNode) -> NumberPattern? {
    guard let node = root["numbers"], let text = node.text else { return nil }
    if let pattern = NumberPattern(text) { return pattern }
    diagnostics.error(
      "wrong-value", "`\(text)` säger inte hur ärendenummer ser ut", at: node.span,
      help: "skriv som `P-{year}-{number}`")
    return nil
  }

  mutating func readOrganisation() {
    guard let file = single(.organisation, required: true)?.root else { return }
    parties = file.entries("parties").map {
      Party(id: $0.name, title: $0.value.text("title") ?? $0.name)
    }
    roles = file.entries("roles").map { entry in
      Role(
        id: entry.name, title: entry.value.text("title") ?? entry.name,
        reads: Set(entry.value.texts("reads").compactMap { Protection($0) }),
        through: entry.value.text("through"), reviewsAccess: entry.value.flag("reviews access"))
    }
    for entry in file.entries("roles") {
      _ = basis(entry.value)
      _ = role(entry.value["through"])
    }
    checkCircles(file)
    for entry in file.entries("parties") { _ = basis(entry.value) }
    readPersons()
  }

  /// A role that in the end receives through itself receives nothing.
  private mutating func checkCircles(_ file: YAMLNode) {
    var told: Set<String> = []
    for entry in file.entries("roles") {
      var path = [entry.name]
      while let next = roles.first(where: { $0.id == path.last })?.through, next != entry.name,
        !path.contains(next)
      {
        path.append(next)
      }
      guard roles.first(where: { $0.id == path.last })?.through == entry.name,
        told.isDisjoint(with: path)
      else { continue }
      told.formUnion(path)
      let circle = (path + [entry.name]).map { "`\($0)`" }.joined(separator: " → ")
      diagnostics.error(
        "circular-role", "det som går till `\(entry.name)` når ingen: \(circle)",
        at: entry.value["through"]?.span,
        help: "skriv en roll som någon har, eller ta bort `through`")
    }
  }

  private mutating func readPersons() {
    guard let file = single(.persons, required: true)?.root else { return }
    personsFile = file.span.source.path
    identity = file.text("identity").flatMap(Organisation.Identity.init) ?? .account
    for entry in file.entries("people") {
      var held: [String] = []
      for node in entry.value.list("roles") { if let id = role(node) { held.append(id) } }
      let party = entry.value.text("party")
      if let party, !parties.contains(where: { $0.id == party }) {
        diagnostics.error(
          "unknown-party", "parten `\(party)` finns inte", at: entry.value["party"]?.span,
          help: help(for: party, among: parties.map(\.id)))
      }
      let account = entry.value.text("account")
      if let account, let other = persons.first(where: { $0.account == account }) {
        diagnostics.error(
          "duplicate-account", "kontot `\(account)` har redan \(other.name)",
          at: entry.value["account"]?.span)
      }
      persons.append(
        Person(
          id: entry.name, name: entry.value.text("name") ?? entry.name, account: account,
          roles: held, party: party, leaves: readLeaves(entry.value)))
    }
    checkLeaves(file)
  }
}
