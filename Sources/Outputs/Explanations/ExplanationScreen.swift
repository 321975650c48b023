public import CaseEngine
public import CaseService
public import CivilTime
import Diagnostics
import FEEL
public import JSONText
public import Programme

/// Why a case is where it is, and when what will happen at the latest.
public struct ExplanationScreen: Sendable {
  private let explanation: CaseExplanation
  private let view: CaseView
  private let programme: Programme
  private let today: CivilDate

  /// A screen of an explanation.
  public init(
    _ explanation: CaseExplanation, view: CaseView, programme: Programme, today: CivilDate
  ) {
    self.explanation = explanation
    self.view = view
    self.programme = programme
    self.today = today
  }

  private var row: CaseRow { view.row }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    let reasons = Reasons(
      reader: reader, style: style, programme: programme, workflows: explanation.workflows)
    var text = style.paint("\(row.number)  \(row.workflowTitle)", .heading) + "\n"
    if let phase = row.phaseTitle { text += style.wrap(phase, hanging: 2) + "\n" }
    if let ending = explanation.ending { text += self.ending(ending, reasons) }
    text += waiting(reasons)
    if !explanation.states.isEmpty {
      text += "\n" + style.paint("Läge", .heading) + "\n"
      var told: Set<Int> = []
      for state in explanation.states {
        // Entering a state enters those around it too; what led there is told once.
        let isNew = state.event.map { told.insert($0.version).inserted } ?? true
        text += self.state(state, reasons, tellsGuards: isNew)
      }
    }
    if !explanation.tasks.isEmpty {
      text += "\n" + style.paint("Uppgifter", .heading) + "\n"
      for task in explanation.tasks { text += self.task(task, reasons) }
    }
    if !explanation.timers.isEmpty {
      text += "\n" + style.paint("Det här kommer av sig självt", .heading) + "\n"
      for timer in explanation.timers { text += self.timer(timer, reasons) }
    }
    let proposals = explanation.proposals.filter { reader.roleReads($0.protection) }
    if !proposals.isEmpty {
      text += "\n" + style.paint("Det här har tabellerna föreslagit", .heading) + "\n"
      for proposal in proposals { text += reasons.proposal(proposal, indent: 2) }
    }
    for fault in row.faults {
      text +=
        "\n" + style.wrap("Går inte att räkna fram: \(fault.text) (\(fault.what))", hanging: 2)
        + "\n"
    }
    return text
  }

  /// What the case waits for elsewhere: open cases under it, with what is late or escalated there; and what is escalated
  /// in the case itself for other reasons than a task.
  private func waiting(_ reasons: Reasons) -> String {
    let (reader, style) = (reasons.reader, reasons.style)
    var text = ""
    let raised = Set(explanation.tasks.flatMap(\.raised).map(\.serial))
    for row in view.escalations where row.closed == nil && !raised.contains(row.serial) {
      text += row.text(label: nil, reader, style, today)
    }
    let children = view.openDescendants
    guard !children.isEmpty else { return text.isEmpty ? "" : "\n" + text }
    text += text.isEmpty ? "" : "\n"
    text += style.paint("Underärenden som pågår", .heading) + "\n"
    for child in children {
      text +=
        style.wrap(
          "\(child.number) \(child.workflowTitle)\(under(child)): \(child.standing)", indent: 2,
          hanging: 4) + "\n"
      for task in view.childTasks where task.number == child.number {
        let day = task.due.map { ", senast \($0), \($0.relative(to: today))" } ?? ""
        text +=
          style.wrap(
            "väntar på: \(task.title) (\(task.assignee.map(reader.name) ?? reader.title(role: task.role)))\(day)",
            indent: 4, hanging: 6) + "\n"
      }
      for row in view.childEscalations where row.number == child.number {
        text +=
          style.wrap(
            "eskalerat: \(row.kindTitle) till \(reader.title(role: row.to)) sedan \(row.raised) (\(row.id))",
            indent: 4, hanging: 6) + "\n"
      }
    }
    return "\n" + text
  }

  /// The case that a case lies under, when that is not this one.
  private func under(_ child: CaseRow) -> String {
    child.parent.map { $0 == row.number ? "" : " (under \($0))" } ?? ""
  }

  /// How the case ended: in which state, by what, by whom, and by which rule.
  private func ending(_ ending: CaseExplanation.EndingReason, _ reasons: Reasons) -> String {
    let style = reasons.style
    let title =
      switch ending.ending.reason {
      case .final(let state): ending.state?.title ?? state
      case .parentEnded: "ärendet ovanför avslutades"
      case .undone: "öppnat av misstag"
      }
    var text = style.wrap("Avslutat \(ending.ending.date): \(title)", hanging: 2) + "\n"
    if let event = ending.event { text += through(event, reasons, indent: 2) }
    for condition in ending.state?.guards ?? [] { text += reasons.condition(condition, indent: 2) }
    if let rule = ending.rule { text += self.rule(rule.place, rule.basis, reasons, indent: 2) }
    return text
  }

  private func through(_ event: Event, _ reasons: Reasons, indent: Int) -> String {
    let words = EventWords(
      programme: programme, reader: reasons.reader, workflows: explanation.workflows)
    let elsewhere = event.subject == row.number ? "" : "\(event.subject): "
    return reasons.style.wrap(
      "genom: \(elsewhere)\(words.cause(event)) · \(event.actor.map(reasons.reader.name) ?? "av sig självt"), \(event.date)",
      indent: indent, hanging: indent + 2) + "\n"
  }

  private func state(
    _ state: CaseExplanation.StateReason, _ reasons: Reasons, tellsGuards: Bool
  ) -> String {
    let style = reasons.style
    var text = style.wrap("\(state.title), sedan \(state.entered)", indent: 2, hanging: 4) + "\n"
    if let event = state.event, tellsGuards { text += through(event, reasons, indent: 4) }
    for condition in tellsGuards ? state.guards : [] {
      text += reasons.condition(condition, indent: 4)
    }
    text += rule(state.place, state.basis, reasons)
    return text
  }

  private func rule(
    _ place: String, _ basis: Basis, _ reasons: Reasons, indent: Int = 4
  ) -> String {
    let parts = [place.isEmpty ? nil : "regel: \(place)", basis.swedish].compactMap { $0 }
    return parts.isEmpty
      ? ""
      : reasons.style.wrap(parts.joined(separator: ", "), indent: indent, hanging: indent + 2)
        + "\n"
  }

  private func task(_ task: CaseExplanation.TaskReason, _ reasons: Reasons) -> String {
    let style = reasons.style
    var head = "\(task.title) (\(task.task.task))"
    if let due = task.task.due {
      head += ", senast \(due), \(due.relative(to: today))"
    } else {
      head += ", utan dag"
    }
    var text = style.wrap(head, indent: 2, hanging: 4) + "\n"
    if let how = task.text { text += style.wrap(how, indent: 4) + "\n" }
    if let condition = task.condition { text += reasons.condition(condition, indent: 4) }
    if task.task.isDueByHand {
      text += style.wrap("dagen är satt för hand", indent: 4) + "\n"
    } else if task.task.round > 1, let every = task.every {
      text +=
        style.wrap(
          "återkommer med \(every.swedish) emellan; det här är gång \(task.task.round)"
            + (task.seriesStart.map { ", och serien började \($0)" } ?? ""),
          indent: 4, hanging: 6) + "\n"
    } else if let due = task.due {
      text += reasons.date(due, indent: 4)
      if let every = task.every {
        text += style.wrap("återkommer sedan med \(every.swedish) emellan", indent: 4) + "\n"
      }
    }
    for escalation in task.raised {
      let title = programme.escalationKind(escalation.kind)?.title ?? escalation.kind
      let standing =
        escalation.acknowledged.map { "mottagen \($0.date) av \(reasons.reader.name($0.by))" }
        ?? "väntar på mottagning"
      text +=
        style.wrap(
          "eskalerad till \(reasons.reader.title(role: escalation.to)) sedan \(escalation.raised): \(title), \(standing) (\(row.number)/\(escalation.serial))",
          indent: 4, hanging: 6) + "\n"
    }
    if !task.reminders.isEmpty {
      let days = task.reminders.sorted().map(\.description)
      text += style.wrap("påminnelse: \(days.listed(last: "och"))", indent: 4, hanging: 6) + "\n"
    }
    for step in task.ladder {
      text +=
        style.wrap(
          "eskaleras till \(reasons.reader.title(role: step.to)) \(step.date) om den inte är klar",
          indent: 4, hanging: 6) + "\n"
    }
    return text + rule(task.place, task.basis, reasons)
  }

  private func timer(_ timer: CaseExplanation.TimerReason, _ reasons: Reasons) -> String {
    let day = timer.date.date.map { "\($0), \($0.relative(to: today))" } ?? "ingen dag ännu"
    return reasons.style.wrap("\(day): \(timer.title)", indent: 2, hanging: 4) + "\n"
      + reasons.date(timer.date, indent: 4) + rule(timer.date.place, timer.basis, reasons)
  }

  // MARK: JSON

  /// The explanation for programs.
  public func json(for reader: Reader) -> JSONValue {
    .object([
      "case": .string(explanation.number), "phase": JSONValue(optional: row.phase),
      "children": JSONValue(
        texts: view.children.filter { $0.ended == nil }.map(\.number)),
      "ending": explanation.ending.map { ending in
        .object([
          "date": JSONValue(date: ending.ending.date),
          "state": JSONValue(optional: ending.state?.id),
          "title": JSONValue(optional: ending.state?.title),
          "actor": JSONValue(optional: ending.event?.actor),
          "conditions": .array((ending.state?.guards ?? []).map { $0.json(reader) }),
          "place": JSONValue(optional: ending.rule?.place),
          "basis": ending.rule?.basis.json ?? .null,
        ])
      } ?? .null,
      "states": .array(
        explanation.states.map { state in
          .object([
            "state": .string(state.id), "title": .string(state.title),
            "since": JSONValue(date: state.entered),
            "actor": JSONValue(optional: state.event?.actor),
            "date": JSONValue(date: state.event?.date),
            "conditions": .array(state.guards.map { $0.json(reader) }),
            "place": .string(state.place), "basis": state.basis.json,
          ])
        }),
      "proposals": .array(explanation.proposals.map { $0.json(reader) }),
      "tasks": .array(
        explanation.tasks.map { task in
          .object([
            "task": .string(task.task.task), "title": .string(task.title),
            "due": JSONValue(date: task.task.due), "dueByHand": .bool(task.task.isDueByHand),
            "computed": task.due.map { $0.json(reader) } ?? .null,
            "reminders": .array(task.reminders.map { JSONValue(date: $0) }),
            "raised": JSONValue(texts: task.raised.map { "\(row.number)/\($0.serial)" }),
            "round": JSONValue(task.task.round),
            "escalations": .array(
              task.ladder.map { .object(["date": JSONValue(date: $0.date), "to": .string($0.to)]) }),
            "place": .string(task.place), "basis": task.basis.json,
          ])
        }),
      "timers": .array(
        explanation.timers.map { timer in
          .object([
            "date": JSONValue(date: timer.date.date), "title": .string(timer.title),
            "computed": timer.date.json(reader), "basis": timer.basis.json,
          ])
        }),
    ])
  }
}

extension Basis {
  var json: JSONValue {
    .object([
      "proposed": .bool(proposed), "document": JSONValue(optional: source?.document),
      "section": JSONValue(optional: source?.section), "quote": JSONValue(optional: source?.quote),
    ])
  }
}

extension DateReason {
  func json(_ reader: Reader) -> JSONValue {
    .object([
      "date": JSONValue(date: date), "expression": .string(text),
      "inputs": .array(inputs.map { $0.json(reader) }), "place": .string(place),
    ])
  }
}

extension InputReason {
  func json(_ reader: Reader) -> JSONValue {
    let mayRead = reader.mayRead(protection)
    var members: [(String, JSONValue)] = [
      ("name", .string(name)), ("value", mayRead ? JSONValue(value: value) : .null),
      ("protected", .bool(!mayRead)),
    ]
    if let guideline {
      members.append(("since", JSONValue(date: guideline.from)))
      members.append(("basis", guideline.basis.json))
    }
    if let decision, mayRead {
      members.append(("rows", .array(decision.matched.map { JSONValue($0 + 1) })))
    }
    if let stored { members.append(("stored", stored.json(reader))) }
    return .object(JSONObject(members))
  }
}

extension StoredReason {
  func json(_ reader: Reader) -> JSONValue {
    let mayRead = reader.mayRead(protection)
    return .object([
      "field": .string(field), "title": .string(title),
      "value": mayRead ? JSONValue(value: value) : .null, "protected": .bool(!mayRead),
      "date": JSONValue(date: event.date), "actor": JSONValue(optional: event.actor),
      "expression": JSONValue(optional: text), "place": .string(place),
      "inputs": .array(mayRead ? inputs.map { $0.json(reader) } : []),
    ])
  }
}

extension ConditionReason {
  func json(_ reader: Reader) -> JSONValue {
    let mayRead = reader.mayRead(protection)
    return .object([
      // That a state is active tells how its condition came out: its words are for those who may read what it
      // rests on.
      "condition": mayRead ? .string(text) : .null,
      "outcome": mayRead ? outcome.map { .bool($0) } ?? .null : .null,
      "protected": .bool(!mayRead),
      "missing": JSONValue(
        texts: ShortfallWords(reader: reader).lines(unmet, of: protection).flatMap { line in
          [line.text] + line.below.map(\.text)
        }),
      "inputs": .array(mayRead ? inputs.map { $0.json(reader) } : []), "place": .string(place),
      "basis": basis.json,
    ])
  }
}

extension SourceSpan {
  /// `file:line`.
  var place: String { "\(source.path):\(start.line)" }
}
