public import CaseEngine
public import CivilTime
public import JSONText
import Programme

/// A list of tasks and of what is coming.
public struct TaskList: Sendable {
  /// The tasks, by due date.
  public let tasks: [TaskRow]
  /// Dates that will come, by date.
  public let coming: [ComingRow]
  /// Short names by case number.
  public let labels: [String: String]
  /// The day on which it is read.
  public let today: CivilDate
  /// Cases with something that cannot be computed.
  public let faulty: [CaseRow]
  /// At most so many dates to come are shown on the screen.
  public let comingLimit: Int
  /// The cases of the list that belong to another, by number.
  public let subCases: [String: CaseRow]
  /// What is escalated and open in the cases of the list.
  public let escalations: [EscalationRow]

  /// A list.
  public init(
    tasks: [TaskRow], coming: [ComingRow], labels: [String: String], today: CivilDate,
    faulty: [CaseRow] = [], comingLimit: Int = 10, subCases: [String: CaseRow] = [:],
    escalations: [EscalationRow] = []
  ) {
    self.tasks = tasks
    self.coming = coming
    self.labels = labels
    self.today = today
    self.faulty = faulty
    self.comingLimit = comingLimit
    self.subCases = subCases
    self.escalations = escalations
  }

  /// The parts of the list, by how near the due date is.
  private var sections: [(title: String, tone: Style.Tone?, tasks: [TaskRow])] {
    let week = today.adding(days: 7) ?? today
    func tasks(_ belongs: (CivilDate) -> Bool) -> [TaskRow] {
      self.tasks.filter { $0.due.map(belongs) ?? false }
    }
    return [
      ("Försenade", .late, tasks { $0 < today }),
      ("I dag", .today, tasks { $0 == today }),
      ("Kommande veckan", nil, tasks { $0 > today && $0 <= week }),
      ("Senare", nil, tasks { $0 > week }),
      ("Utan dag", nil, self.tasks.filter { $0.due == nil }),
    ]
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    var parts: [String] = []
    for section in sections where !section.tasks.isEmpty {
      var text = style.paint("\(section.title) (\(section.tasks.count))", .heading) + "\n"
      for task in section.tasks { text += render(task, section.tone, reader, style) }
      parts.append(text)
    }
    if !coming.isEmpty {
      var text = style.paint("Kommer (\(coming.count))", .heading) + "\n"
      for row in coming.prefix(comingLimit) { text += render(row, reader, style) }
      let rest = coming.count - comingLimit
      if rest > 0 { text += "  … och \(rest) till, som visas med `--till DATUM`\n" }
      parts.append(text)
    }
    if !faulty.isEmpty { parts.append(Self.faults(faulty, style)) }
    if tasks.isEmpty { parts.insert("Inga uppgifter.\n", at: 0) }
    return parts.joined(separator: "\n")
  }

  /// All the tasks under one heading.
  func section(_ title: String, for reader: Reader, _ style: Style) -> String {
    style.paint("\(title) (\(tasks.count))", .heading) + "\n"
      + tasks.map { render($0, nil, reader, style) }.joined()
  }

  private func render(_ task: TaskRow, _ tone: Style.Tone?, _ reader: Reader, _ style: Style)
    -> String
  {
    var marks = [task.task, reader.assignee(task, today: today)]
    if task.isDueByHand { marks.append("flyttad för hand") }
    if task.isProposed { marks.append("förslag") }
    for row in raised(for: task) { marks.append("eskalerad till \(reader.title(role: row.to))") }
    if let row = subCases[task.number], let parent = row.parent {
      marks.append("\(row.workflowTitle) under \(parent)")
    }
    let day = task.due.map {
      "\($0)  " + style.paint($0.relative(to: today).padded(to: 13), tone)
    }
    return head(day, task.number, reader, style)
      + style.wrap("\(task.title.printable) (\(marks.joined(separator: ", ")))", indent: 4) + "\n"
  }

  /// What is escalated for a task and still open.
  private func raised(for task: TaskRow) -> [EscalationRow] {
    escalations.filter { $0.closed == nil && $0.isAbout(task) }
  }

  private func render(_ row: ComingRow, _ reader: Reader, _ style: Style) -> String {
    head(
      "\(row.date)  \(row.date.relative(to: today).padded(to: 13))", row.number, reader, style)
      + style.wrap(row.title.printable, indent: 4) + "\n"
  }

  private func head(_ day: String?, _ number: String, _ reader: Reader, _ style: Style) -> String {
    var line = "  " + (day.map { $0 + "  " } ?? "") + number
    if let label = reader.label(labels[number])?.printable {
      let used = 2 + (day == nil ? 0 : 27) + number.columns + 2
      let room = style.width - used
      // Where the number leaves no room, the name stands below it.
      line +=
        room >= 8 ? "  " + label.clipped(to: room) : "\n    " + label.clipped(to: style.width - 4)
    }
    return line + "\n"
  }

  /// Cases with something that cannot be computed.
  static func faults(_ cases: [CaseRow], _ style: Style) -> String {
    var text = style.paint("Går inte att räkna fram (\(cases.count))", .heading) + "\n"
    for row in cases {
      for fault in row.faults {
        text +=
          style.wrap(
            "\(row.number): \(fault.text.printable) (\(fault.what), sedan \(fault.since))",
            indent: 2,
            hanging: 4) + "\n"
      }
    }
    return text
  }

  // MARK: JSON

  /// The list for programs: tasks that are open, then those that are coming.
  public func json(for reader: Reader) -> JSONValue {
    .array(
      tasks.map { task in
        task.json(
          labels: labels, reader, today: today, parent: subCases[task.number]?.parent,
          escalations: raised(for: task))
      }
        + coming.map { row in
          .object([
            "case": .string(row.number), "task": nil, "title": .string(row.title), "role": nil,
            "assignee": JSONValue(optional: row.responsible), "due": JSONValue(date: row.date),
            "status": "coming", "overdue": false,
            "label": JSONValue(optional: reader.label(labels[row.number])),
          ])
        })
  }
}

extension TaskRow {
  func json(
    labels: [String: String], _ reader: Reader, today: CivilDate, parent: String? = nil,
    escalations: [EscalationRow] = []
  ) -> JSONValue {
    let stand = assignee.flatMap {
      reader.organisation.substitution(for: $0, role: role, on: today)
    }
    let doer = stand.map(\.substitute) ?? assignee
    let away = stand == nil ? nil : assignee
    return .object([
      "case": .string(number), "task": .string(task), "title": .string(title),
      "role": .string(role), "assignee": JSONValue(optional: doer),
      "for": JSONValue(optional: away),
      "due": JSONValue(date: due), "status": "open",
      "overdue": .bool(due.map { $0 < today } ?? false), "opened": JSONValue(date: opened),
      "dueByHand": .bool(isDueByHand), "proposed": .bool(isProposed),
      "label": JSONValue(optional: reader.label(labels[number])),
      "parent": JSONValue(optional: parent),
      "escalatedTo": JSONValue(texts: escalations.map(\.to)),
    ])
  }
}

extension ComingRow {
  var json: JSONValue {
    .object(["case": .string(number), "date": JSONValue(date: date), "title": .string(title)])
  }
}
