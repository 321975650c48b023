import CaseEngine
import CivilTime
import FEEL
import Programme

/// Says in words why something holds or does not: conditions with their values, dates with what they were computed from.
struct Reasons {
  let reader: Reader
  let style: Style
  /// What happened is called as the programme calls it.
  var programme: Programme?
  /// The workflow of each case, by number.
  var workflows: [String: String] = [:]
  /// The stored values of which it has been told already how they came.
  var told: Set<String> = []

  /// What an expression read, one line each.
  func inputs(_ inputs: [InputReason], indent: Int) -> String {
    var text = ""
    for input in inputs {
      var line = "\(input.name) = \(reader.text(input.value, input.protection))"
      if input.value.isNull, input.guideline == nil, reader.mayRead(input.protection) {
        line = "\(input.name) saknas"
      }
      if let guideline = input.guideline {
        line = "\(input.name) = \(guideline.period?.swedish ?? guideline.value.swedish)"
        line += ", gäller från \(guideline.from)"
        if let basis = guideline.basis.swedish { line += " (\(basis))" }
      }
      text += style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
      if let decision = input.decision { text += table(decision, input, indent: indent + 2) }
      if let stored = input.stored { text += self.stored(stored, indent: indent + 2) }
    }
    return text
  }

  /// How a stored value was worked out, as things were then.
  private func stored(_ reason: StoredReason, indent: Int) -> String {
    guard reader.mayRead(reason.protection) else { return "" }
    guard !told.contains(reason.field) else {
      let line = "räknades fram \(reason.event.date), som det står ovan"
      return style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
    }
    let who = reason.event.actor.map(reader.name) ?? "av sig självt"
    let cause = reason.event.cause.swedish(of: reason.event.subject, in: workflow(reason))
    let head = "räknades fram \(reason.event.date): \(cause) · \(who)"
    var text = style.wrap(head, indent: indent, hanging: indent + 2) + "\n"
    guard let expression = reason.text else {
      let line = "reglerna har ändrats sedan dess och ger inte längre det värdet"
      return text + style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
    }
    for other in reason.companions {
      let line = "samtidigt: \(other.title): \(reader.text(other.value, other.protection))"
      text += style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
    }
    text +=
      style.wrap(
        "räknades fram så: \(expression.oneLine)", indent: indent, hanging: indent + 2) + "\n"
    text += inputs(reason.inputs, indent: indent + 2)
    return text
      + style.wrap(place(reason.place), indent: indent, hanging: indent + 2) + "\n"
  }

  /// A value that a table proposed, and how it was worked out.
  func proposal(_ reason: StoredReason, indent: Int) -> String {
    let line = "\(reason.title): \(reader.text(reason.value, reason.protection))"
    return style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
      + stored(reason, indent: indent + 2)
  }

  private func workflow(_ reason: StoredReason) -> Workflow? {
    workflows[reason.event.subject].flatMap { programme?.workflow($0) }
  }

  /// The rows of a table that count, and why the others do not.
  private func table(_ reason: DecisionReason, _ input: InputReason, indent: Int) -> String {
    // Which rows count tells about the values, and so does which input stopped a row.
    guard reader.mayRead(input.protection) else { return "" }
    var text = ""
    let decision = reason.decision
    for row in reason.matched where decision.rows.indices.contains(row) {
      var line = "tabellen ”\(decision.title)”, rad \(row + 1) stämmer"
      if let basis = decision.rows[row].basis.swedish { line += " (\(basis))" }
      text += style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
      text += style.wrap(place(decision.rows[row].span.place), indent: indent + 2) + "\n"
    }
    if reason.isContradictory {
      let rows = reason.matched.map { "\($0 + 1)" }.listed(last: "och")
      let line = "rad \(rows) passar samtidigt och säger emot varandra, så tabellen ger inget svar"
      text += style.wrap(line, indent: indent, hanging: indent + 2) + "\n"
    }
    if reason.matched.isEmpty {
      text +=
        style.wrap(
          "ingen rad i tabellen ”\(decision.title)” stämmer", indent: indent, hanging: indent + 2)
        + "\n"
    }
    for miss in reason.failed {
      let why = miss.undecided ? "går inte att avgöra på" : "stämmer inte på"
      text +=
        style.wrap("rad \(miss.row + 1) \(why) \(miss.input)", indent: indent, hanging: indent + 2)
        + "\n"
    }
    return text
  }

  /// A condition: whether it holds, its text, what it read, where it stands and what it rests on.
  func condition(_ condition: ConditionReason, indent: Int) -> String {
    guard reader.roleReads(condition.protection) else {
      return style.wrap(
        "ett villkor om skyddade uppgifter som din roll inte läser", indent: indent,
        hanging: indent + 2) + "\n"
        + style.wrap(place(condition.place), indent: indent + 2, hanging: indent + 4) + "\n"
    }
    guard reader.mayRead(condition.protection) else {
      // How it comes out would tell what its values are.
      return style.wrap(
        "villkor om skyddade uppgifter: \(condition.text.oneLine)", indent: indent,
        hanging: indent + 2) + "\n" + inputs(condition.inputs, indent: indent + 2)
        + style.wrap(
          place(condition.place) + (condition.basis.swedish.map { ", \($0)" } ?? ""),
          indent: indent + 2, hanging: indent + 4) + "\n"
    }
    let (verdict, tone): (String, Style.Tone) =
      switch condition.outcome {
      case true?: ("villkoret är uppfyllt", .good)
      case false?: ("villkoret är inte uppfyllt", .late)
      case nil: ("villkoret går inte att avgöra", .today)
      }
    let lines = style.wrap(
      "\(verdict): \(condition.text.oneLine)", indent: indent, hanging: indent + 2)
    let margin = String(repeating: " ", count: indent)
    var text =
      lines.hasPrefix(margin + verdict)
      ? margin + style.paint(verdict, tone) + lines.dropFirst(margin.count + verdict.count) : lines
    text += "\n"
    text += inputs(condition.inputs, indent: indent + 2)
    text +=
      style.wrap(
        place(condition.place) + (condition.basis.swedish.map { ", \($0)" } ?? ""),
        indent: indent + 2, hanging: indent + 4) + "\n"
    return text
  }

  /// What has been told once a condition has been shown.
  mutating func note(_ condition: ConditionReason) {
    guard reader.roleReads(condition.protection) else { return }
    told.formUnion(condition.inputs.compactMap(\.stored?.field))
  }

  /// What is missing, one line each.
  func unmet(_ unmet: [Unmet], of protection: Set<Protection>, indent: Int) -> String {
    var text = ""
    for line in ShortfallWords(reader: reader).lines(unmet, of: protection) {
      text += style.wrap(line.text, indent: indent, hanging: indent + 2) + "\n"
      for below in line.below {
        text += style.wrap(below.text, indent: indent + 2, hanging: indent + 4) + "\n"
      }
    }
    return text
  }

  /// A date and what it was computed from.
  func date(_ date: DateReason, indent: Int) -> String {
    style.wrap("räknas fram så: \(date.text.oneLine)", indent: indent, hanging: indent + 2) + "\n"
      + inputs(date.inputs, indent: indent + 2)
  }

  /// A place in the rules.
  func place(_ place: String) -> String { place.isEmpty ? "" : "regel: \(place)" }
}

extension String {
  /// Line breaks and runs of spaces as one space.
  var oneLine: String {
    printable.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
