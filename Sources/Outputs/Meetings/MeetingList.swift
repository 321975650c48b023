import CaseEngine
public import CaseService
public import CivilTime
public import JSONText
import Programme

/// The meetings to come.
public struct MeetingList: Sendable {
  private let meetings: [MeetingView]
  private let today: CivilDate

  /// A list.
  public init(_ meetings: [MeetingView], today: CivilDate) {
    self.meetings = meetings
    self.today = today
  }

  /// The screen.
  public func text(_ style: Style) -> String {
    guard !meetings.isEmpty else { return "Inga möten.\n" }
    var text = ""
    for meeting in meetings {
      let day = meeting.day
      var head = "\(day)  \(day.weekdayName.padded(to: 7))  "
      head += style.paint(
        day.relative(to: today).padded(to: 13), meeting.held == nil ? .faint : tone(day))
      head += "  \(meeting.series.id)"
      text += style.wrap(head, hanging: 4) + "\n"
      text += style.wrap(standing(meeting), indent: 4) + "\n"
      if !meeting.pending.isEmpty {
        text += style.wrap(meeting.pendingText, indent: 4, hanging: 6) + "\n"
      }
    }
    return text
  }

  private func tone(_ day: CivilDate) -> Style.Tone? { day == today ? .today : nil }

  private func standing(_ meeting: MeetingView) -> String {
    var parts: [String] = []
    if meeting.held == nil {
      parts.append("inställt")
    } else if meeting.isExtra {
      parts.append("extra möte")
    }
    if meeting.isMoved { parts.append("flyttat från \(meeting.set)") }
    if let row = meeting.row {
      if meeting.held != nil {
        parts.append(row.stateTitles.joined(separator: ", ").lowercasedFirst)
      }
      parts.append(row.number)
    } else {
      let due = meeting.noticeDue.map { due in
        " (kallelsen \(due < today ? "skulle" : "ska") ut senast \(due))"
      }
      parts.append("ingen har kallat än" + (due ?? ""))
    }
    if meeting.held != nil {
      if meeting.leftOver == 0 || meeting.waiting + meeting.recorded > 0 {
        parts.append(items(meeting))
      }
      if meeting.leftOver > 0 {
        let count = counted(meeting.leftOver, "punkt", "punkter")
        parts.append("\(count) kvar från tidigare möten")
      }
    }
    return parts.joined(separator: ", ")
  }

  private func items(_ meeting: MeetingView) -> String {
    switch (meeting.waiting, meeting.recorded) {
    case (0, 0): "inga punkter"
    case (let waiting, 0): counted(waiting, "punkt", "punkter")
    case (0, 1): "1 punkt, införd"
    case (let waiting, let recorded):
      "\(waiting + recorded) punkter, varav \(counted(recorded, "införd", "införda"))"
    }
  }

  /// The list for programs.
  public var json: JSONValue { .array(meetings.map(\.json)) }
}

extension MeetingView {
  var json: JSONValue {
    .object([
      "series": .string(series.id), "date": JSONValue(date: held), "set": JSONValue(date: set),
      "extra": .bool(isExtra), "moved": .bool(isMoved), "cancelled": .bool(held == nil),
      "case": JSONValue(optional: row?.number), "states": JSONValue(texts: row?.states ?? []),
      "itemsWaiting": JSONValue(waiting), "itemsDone": JSONValue(recorded),
      "itemsLeftOver": JSONValue(leftOver), "pending": JSONValue(texts: pending),
      "noticeDue": JSONValue(date: noticeDue),
    ])
  }

  /// The cases that wait to be put on an agenda, in a line.
  var pendingText: String { "väntar på att sättas upp: \(pending.joined(separator: ", "))" }
}

extension String {
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}
