import CaseEngine
public import CaseService
public import CivilTime
public import JSONText
public import Programme

/// What became of escalations, step by step.
public struct EscalationTimeline: Sendable {
  private let views: [EscalationView]
  private let milestones: [MilestoneKind]
  private let today: CivilDate

  /// A screen.
  public init(_ views: [EscalationView], milestones: [MilestoneKind], today: CivilDate) {
    self.views = views
    self.milestones = milestones
    self.today = today
  }

  private struct Entry {
    let date: CivilDate
    let text: String
    let by: String?
    let number: String?
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    guard !views.isEmpty else { return "Inga eskaleringar.\n" }
    return views.map { text($0, reader, style) }.joined(separator: "\n")
  }

  private func text(_ view: EscalationView, _ reader: Reader, _ style: Style) -> String {
    let row = view.row
    var head = "\(row.id)  \(row.kindTitle) till \(reader.title(role: row.to))"
    if let through = row.through { head += " (genom \(reader.title(role: through)))" }
    var text = style.wrap(style.paint(head, .heading), hanging: 2) + "\n"
    for entry in entries(view) {
      var line = entry.text.printable
      if let number = entry.number, number != row.number { line += " (\(number))" }
      if let by = entry.by { line += " · \(reader.name(by))" }
      text += style.wrap("\(entry.date)  \(line)", indent: 2, hanging: 14) + "\n"
    }
    guard let standing = standing(view) else { return text }
    return text + style.wrap(standing, indent: 2, hanging: 4) + "\n"
  }

  private func entries(_ view: EscalationView) -> [Entry] {
    let row = view.row
    var entries = [
      Entry(date: row.raised, text: "Eskalerad: \(row.reason)", by: nil, number: nil)
    ]
    if let date = row.acknowledged {
      entries.append(Entry(date: date, text: "Mottagen", by: row.acknowledgedBy, number: nil))
    }
    for step in view.steps {
      entries.append(
        Entry(
          date: step.milestone.date,
          text: step.title + (step.meeting.map { ", mötet \($0)" } ?? ""),
          by: step.milestone.by, number: step.number))
    }
    if let date = row.closed {
      entries.append(
        Entry(
          date: date, text: "Stängd" + (row.closingReason.map { ": \($0.swedish)" } ?? ""), by: nil,
          number: nil))
    }
    return entries.enumerated().sorted {
      ($0.element.date, $0.offset) < ($1.element.date, $1.offset)
    }.map(\.element)
  }

  private func standing(_ view: EscalationView) -> String? {
    if let answered = view.row.answered {
      return "Från eskalering till svar: \(days(view.row.raised.days(until: answered)))"
    }
    // Only what others receive is brought up somewhere, and answered there.
    guard view.row.through != nil || !view.steps.isEmpty else { return nil }
    if !view.isAwaited { return "Stängd utan svar." }
    let taken = Set(view.steps.map(\.milestone.id))
    guard let next = milestones.first(where: { !taken.contains($0.id) }) else { return nil }
    return
      "Väntar på: \(next.title.lowercasedFirst). \(days(view.row.raised.days(until: today))) sedan den lyftes."
  }

  private func days(_ count: Int) -> String { counted(count, "dag", "dagar") }

  /// The escalations for programs, each with its steps.
  public var json: JSONValue {
    .array(
      views.map { view in
        guard case .object(var object) = view.row.json else { return view.row.json }
        object["steps"] = .array(
          view.steps.map { step in
            .object([
              "id": .string(step.milestone.id), "title": .string(step.title),
              "case": .string(step.number), "date": JSONValue(date: step.milestone.date),
              "by": JSONValue(optional: step.milestone.by),
              "meeting": JSONValue(date: step.meeting),
            ])
          })
        return .object(object)
      })
  }
}
