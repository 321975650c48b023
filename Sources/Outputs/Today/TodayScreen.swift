import CaseEngine
public import CaseService
import CivilTime
import FEEL
import Programme

/// A person's day on one screen: cases, the most urgent first, then what is to be done today, what is escalated, and meetings.
public struct TodayScreen: Sendable {
  let view: TodayView

  /// A screen of a day.
  public init(_ view: TodayView) {
    self.view = view
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    var text = style.paint(view.today.swedishInFull.sentence, .heading)
    text += " · \(reader.person.name)\n"
    if let away = view.away {
      text += style.wrap(reader.ownLeave(away, today: view.today)) + "\n"
    }
    for group in groups { text += "\n" + section(group, reader, style) }
    if view.cases.isEmpty { text += "\nInga egna ärenden.\n" }
    text += "\n" + tasks(reader, style)
    if !view.unattended.isEmpty { text += "\n" + unattended(reader, style) }
    if !view.escalations.isEmpty {
      text += "\n" + style.paint("Eskalerat till dig (\(view.escalations.count))", .heading) + "\n"
      for row in view.escalations {
        text += row.text(label: view.labels[row.number], reader, style, view.today)
      }
    }
    if !view.meetings.isEmpty {
      text += "\n" + style.paint("Möten", .heading) + "\n"
      for meeting in view.meetings {
        let day = "\(meeting.date)  \(meeting.date.relative(to: view.today).padded(to: 13))"
        text += style.wrap("\(day)  \(meeting.title)", indent: 2, hanging: 4) + "\n"
        if let uncalled = meeting.uncalled {
          text += style.wrap(notice(uncalled, of: meeting), indent: 4, hanging: 6) + "\n"
        }
      }
    }
    return text
  }

  /// Cases that nobody looks after any more, and how somebody does again.
  private func unattended(_ reader: Reader, _ style: Style) -> String {
    var text =
      style.paint("Ansvarig saknar roll (\(view.unattended.count))", .heading) + "\n"
    for row in view.unattended {
      let name = reader.label(row.label).map { "  \($0.printable)" } ?? ""
      let who =
        row.responsible.map { ": \(reader.fullName(of: $0)) har inte längre någon roll i det" }
        ?? ""
      text += style.wrap("\(row.number)\(name)\(who)", indent: 2, hanging: 4) + "\n"
    }
    for person in Set(view.unattended.compactMap(\.responsible)).sorted() {
      text +=
        style.wrap("Lämna över dem: `vagknuten tilldela --alla --från \(person) PERSON`", indent: 2)
        + "\n"
    }
    return text
  }

  /// That nobody has called a meeting, what waits for it, and by when the notice is to go out.
  private func notice(_ uncalled: TodayView.Uncalled, of meeting: TodayView.MeetingDay) -> String {
    var text = "ingen har kallat än"
    if uncalled.waiting > 0 {
      text += ", \(counted(uncalled.waiting, "punkt", "punkter")) väntar"
    }
    guard let due = uncalled.noticeDue else { return text }
    let day = due.swedish(from: view.today)
    let isLate = due < view.today
    text += isLate ? "; kallelsen skulle ut senast \(day)" : "; kallelsen ska ut senast \(day)"
    let near = due.days(until: view.today) >= -CaseService.noticeAhead
    return (due <= view.today ? "! " : "") + text
      + (near ? ": `vagknuten kallelse \(meeting.date)`" : "")
  }

  /// The cases by workflow, the workflow with the most urgent case first.
  private var groups: [(title: String, lines: [TodayView.Line])] {
    var order: [String] = []
    for line in view.cases where !order.contains(line.row.workflow) {
      order.append(line.row.workflow)
    }
    return order.map { id in
      let lines = view.cases.filter { $0.row.workflow == id }
      return (lines.first?.row.workflowTitle ?? id, lines)
    }
  }

  private func section(
    _ group: (title: String, lines: [TodayView.Line]), _ reader: Reader, _ style: Style
  ) -> String {
    let head = style.paint("\(group.title) (\(group.lines.count))", .heading) + "\n"
    guard let rows = rows(group.lines, reader, style) else {
      return head + group.lines.map { stacked($0, reader, style) }.joined()
    }
    var text = head + rows.heading
    for (line, row) in zip(group.lines, rows.rows) {
      text += row + remarks(line, reader, style)
    }
    return text
  }

  // MARK: A line a case

  /// A line for each case in columns; nil when they do not fit.
  private func rows(_ lines: [TodayView.Line], _ reader: Reader, _ style: Style)
    -> (heading: String, rows: [String])?
  {
    let titles = lines.first?.overview.map(\.title) ?? []
    let names = lines.map { reader.label($0.row.label)?.printable.clipped(to: 14) ?? "" }
    let hasNames = names.contains { !$0.isEmpty }
    var table = Table(
      columns: [Table.Column](repeating: .init(), count: 2 + titles.count + (hasNames ? 1 : 0)))
    let heading = ["Nr"] + (hasNames ? ["Namn"] : []) + titles + ["Nästa"]
    table.rows.append(heading.map { .init($0, .faint) })
    for (line, name) in zip(lines, names) {
      var cells: [Table.Cell] = [.init(line.row.number)]
      if hasNames { cells.append(.init(name)) }
      cells += line.overview.map { .init($0.text(for: reader)) }
      cells.append(.init(next(line), line.overdue.isEmpty ? nil : .late))
      guard cells.count == table.columns.count else { return nil }
      table.rows.append(cells)
    }
    let layout = table.layout(style)
    let width = layout.reduce(table.indent - 2) { $0 + $1.width + 2 }
    guard layout.count == table.columns.count, width <= style.width else { return nil }
    func line(_ cells: [Table.Cell]) -> String {
      var one = Table(columns: table.columns)
      one.rows = [cells]
      return one.render(style, shown: layout)
    }
    return (line(table.rows[0]), table.rows.dropFirst().map(line))
  }

  /// Two lines a case and more, where columns do not fit.
  private func stacked(_ line: TodayView.Line, _ reader: Reader, _ style: Style) -> String {
    var head = "  \(line.row.number)"
    if let label = reader.label(line.row.label)?.printable {
      head += "  " + label.clipped(to: max(8, style.width - head.columns - 2))
    }
    var facts = line.overview.map { "\($0.title) \($0.text(for: reader))" }
    facts.append("Nästa \(next(line).replacing("  ", with: ", "))")
    return head + "\n" + packed(facts, style) + remarks(line, reader, style)
  }

  /// As many pieces on a line as there is room for; none is broken where it can be helped.
  private func packed(_ pieces: [String], _ style: Style) -> String {
    var lines: [String] = []
    for piece in pieces {
      if let last = lines.last, 4 + last.columns + 3 + piece.columns <= style.width {
        lines[lines.count - 1] = "\(last) · \(piece)"
      } else {
        lines.append(piece)
      }
    }
    return lines.map { style.wrap($0, indent: 4, hanging: 6) + "\n" }.joined()
  }

  private func next(_ line: TodayView.Line) -> String {
    guard let due = line.next?.due else { return "–" }
    return "\(due)  \(due.relative(to: view.today))"
  }

  /// What stands below a case: whose it is, what needs attention, and what is due and not for the reader to do.
  private func remarks(_ line: TodayView.Line, _ reader: Reader, _ style: Style) -> String {
    var text = ""
    if let stand = line.substitution {
      text += style.wrap(reader.standing(stand, today: view.today), indent: 4) + "\n"
    }
    for glance in line.attention where reader.mayRead(glance.protection) {
      var remark = "! \(glance.title)"
      if let value = glance.value, value != .null { remark += ": \(value.swedish)" }
      text += style.wrap(remark.printable, indent: 4, hanging: 6) + "\n"
    }
    let today = line.next.map { $0.due == view.today ? [$0] : [] } ?? []
    for task in line.overdue + today where !view.tasks.contains(task) {
      let who = reader.assignee(task, today: view.today)
      let day = task.due.map { ", \($0.relative(to: view.today))" } ?? ""
      text +=
        style.wrap(
          "! \(task.title.printable) (\(task.number), \(who))\(day)", indent: 4, hanging: 6) + "\n"
    }
    return text
  }

  private func tasks(_ reader: Reader, _ style: Style) -> String {
    var text = "Inga uppgifter att göra i dag.\n"
    if !view.tasks.isEmpty {
      text = TaskList(tasks: view.tasks, coming: [], labels: view.labels, today: view.today)
        .text(for: reader, style)
    }
    if !view.reminded.isEmpty {
      text +=
        "\n"
        + TaskList(tasks: view.reminded, coming: [], labels: view.labels, today: view.today)
        .section("Påminnelser", for: reader, style)
    }
    let later = view.later - view.reminded.count
    guard later > 0 else { return text }
    let count = counted(later, "uppgift", "uppgifter")
    return text
      + style.wrap("\(count) kommer senare: `vagknuten uppgifter --mina`", hanging: 2) + "\n"
  }
}
