import CivilTime
import Diagnostics
import FEEL
import YAMLTree

extension Loader {
  mutating func readTask(
    _ entry: YAMLEntry, state: Int, certain: Set<String>, in build: WorkflowBuild
  ) -> TaskDefinition? {
    let node = entry.value
    guard let role = role(node["role"]) else { return nil }
    let optional = node.flag("optional")
    let condition = compile(
      node["when"], ExpressionPlace(use: .agenda("when"), state: state, certain: certain),
      expected: .boolean, in: build, isGuard: true)
    let due = compileDate(node["due"], "due", optional: optional, state, certain, in: build)
    var reminders: [Rung] = []
    for item in node.list("remind") {
      let ordinal = reminders.count { $0.text == item.text }
      if let reminder = readReminder(item, ordinal: ordinal) { reminders.append(reminder) }
    }
    var ladder: [TaskDefinition.Escalation] = []
    for item in node.list("escalate") {
      if let rung = readRung(item, known: ladder.map(\.key)) { ladder.append(rung) }
    }
    if node["due"] == nil {
      for (key, word) in [
        ("remind", "påminnelser"), ("escalate", "eskalering"), ("every", "en period"),
        ("optional", "`optional`"),
      ] where node[key] != nil {
        diagnostics.error(
          "no-due-date", "`\(entry.name)` har \(word) men ingen dag att räkna från",
          at: entry.key.span, help: "skriv `due`, eller ta bort `\(key)`")
        break
      }
    }
    var every: PeriodSource?
    if let item = node["every"], let text = item.text {
      every = periodSource(text, at: item.span)
      if case .fixed(let period)? = every, period.isZero {
        diagnostics.error(
          "wrong-value", "en uppgift kan inte återkomma efter `\(text)`", at: item.span,
          help: "skriv en längre tid, som `2 veckor`")
      }
    }
    return TaskDefinition(
      id: entry.name, title: node.text("title") ?? entry.name, text: node.text("text"), role: role,
      condition: condition, due: due, dueIsOptional: optional, reminders: reminders,
      ladder: ladder, every: every, shows: node.list("shows").compactMap(\.text),
      form: form(node["form"], in: build), doneEvent: node.text("done"),
      milestone: readMilestone(node["milestone"]), basis: basis(node), span: entry.key.span)
  }

  /// `20 arbetsdagar före`, `samma dag`, `riktlinjer.namn efter`.
  private mutating func readReminder(_ node: YAMLNode, ordinal: Int) -> Rung? {
    guard let text = node.text else { return nil }
    let key = contentKey(text, ordinal: ordinal)
    if text == "samma dag" {
      return Rung(key: key, distance: nil, isAfter: false, text: text)
    }
    for (word, isAfter) in [(" före", false), (" efter", true)] {
      guard text.hasSuffix(word) else { continue }
      let period = String(text.dropLast(word.count))
      return periodSource(period, at: node.span).map {
        Rung(key: key, distance: $0, isAfter: isAfter, text: text)
      }
    }
    diagnostics.error(
      "wrong-value", "`\(text)` är ingen påminnelse", at: node.span,
      help: "skriv som `20 arbetsdagar före`, `samma dag` eller `2 dagar efter`")
    return nil
  }

  private mutating func readRung(_ node: YAMLNode, known: [Int]) -> TaskDefinition.Escalation? {
    guard let afterNode = node["after"], let text = afterNode.text, let to = role(node["to"]),
      let after = periodSource(text, at: afterNode.span)
    else { return nil }
    let overdue = escalationKinds.first(where: \.isOverdue)?.id
    guard let kind = node["kind"] == nil ? overdue : readKind(node["kind"]) else { return nil }
    var ordinal = 0
    while known.contains(contentKey("\(text) \(to)", ordinal: ordinal)) { ordinal += 1 }
    return TaskDefinition.Escalation(
      key: contentKey("\(text) \(to)", ordinal: ordinal), after: after, to: to, kind: kind,
      basis: basis(node), span: node.span)
  }
}
