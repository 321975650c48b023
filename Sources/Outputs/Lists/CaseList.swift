public import CaseEngine
public import CivilTime
public import JSONText

/// A list of cases.
public struct CaseList: Sendable {
  /// The cases.
  public let cases: [CaseRow]
  /// Open tasks of the cases; for JSON.
  public let tasks: [TaskRow]
  /// Dates to come of the cases; for JSON.
  public let coming: [ComingRow]
  /// The day on which it is read.
  public let today: CivilDate

  /// A list.
  public init(
    cases: [CaseRow], tasks: [TaskRow] = [], coming: [ComingRow] = [], today: CivilDate
  ) {
    self.cases = cases
    self.tasks = tasks
    self.coming = coming
    self.today = today
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    guard !cases.isEmpty else { return "Inga ärenden.\n" }
    var kinds: [String] = []
    for row in cases where !kinds.contains(row.workflowTitle) { kinds.append(row.workflowTitle) }
    let groups = kinds.map { kind in
      let own = cases.filter { $0.workflowTitle == kind }
      return style.paint("\(kind) (\(own.count))", .heading) + "\n" + table(own, reader, style)
    }
    let count = counted(cases.count, "ärende", "ärenden")
    return groups.joined(separator: "\n") + (kinds.count > 1 ? "\n\(count)\n" : "")
  }

  /// The cases of one kind.
  private func table(_ rows: [CaseRow], _ reader: Reader, _ style: Style) -> String {
    let names = rows.map { reader.label($0.label)?.clipped(to: 20) ?? "" }
    var table = Table(columns: [
      .init(), .init(rank: 1), .init(flexible: true), .init(rank: 2),
    ])
    for (row, name) in zip(rows, names) {
      table.rows.append([
        .init(row.number), .init(name),
        .init(
          row.standing + (row.parent.map { " (under \($0))" } ?? ""),
          row.faults.isEmpty ? nil : .late),
        .init(row.responsible.map { reader.responsible($0, today: today) } ?? "", .faint),
      ])
    }
    return table.render(style)
  }

  /// The list for programs.
  public func json(for reader: Reader) -> JSONValue {
    let tasks = Dictionary(grouping: tasks, by: \.number)
    let coming = Dictionary(grouping: coming, by: \.number)
    return .array(
      cases.map { row in
        .object(
          JSONObject(
            row.members(reader) + [
              (
                "tasks",
                .array(
                  (tasks[row.number] ?? []).map { $0.json(labels: [:], reader, today: today) })
              ),
              ("timers", .array((coming[row.number] ?? []).map(\.json))),
            ]))
      })
  }
}

extension CaseRow {
  /// Where the case stands, in words.
  var standing: String {
    let states = stateTitles.joined(separator: ", ")
    if let ended { return "avslutat \(ended): \(states)" }
    return faults.isEmpty ? states : "\(states) (går inte att räkna fram)"
  }

  /// The members that every form of a case has.
  func members(_ reader: Reader) -> [(String, JSONValue)] {
    [
      ("case", .string(number)), ("workflow", .string(workflow)),
      ("title", .string(workflowTitle)), ("states", JSONValue(texts: states)),
      ("phase", JSONValue(optional: phase)), ("opened", JSONValue(date: opened)),
      ("ended", JSONValue(date: ended)), ("parent", JSONValue(optional: parent)),
      ("responsible", JSONValue(optional: responsible)),
      ("label", JSONValue(optional: reader.label(label))),
      (
        "faults",
        .array(
          faults.map {
            .object([
              "what": .string($0.what), "since": JSONValue(date: $0.since),
              "text": .string($0.text),
            ])
          })
      ),
    ]
  }
}
