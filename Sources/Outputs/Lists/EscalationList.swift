public import CaseEngine
public import CivilTime
public import JSONText

/// A list of escalations.
public struct EscalationList: Sendable {
  /// The escalations, by the day they were raised.
  public let escalations: [EscalationRow]
  /// Short names by case number.
  public let labels: [String: String]
  /// The day on which it is read.
  public let today: CivilDate
  /// How long answers took, of everything that was ever escalated.
  private let times: AnswerTimes

  /// A list.
  ///
  /// - Parameters:
  ///   - all: everything that was ever escalated, for how long answers took.
  ///   - awaited: of those that are closed, those to which an answer may still come.
  public init(
    escalations: [EscalationRow], labels: [String: String], today: CivilDate,
    all: [EscalationRow] = [], awaited: [EscalationRow] = []
  ) {
    times = AnswerTimes(all, awaited: awaited)
    self.escalations = escalations
    self.labels = labels
    self.today = today
  }

  /// The screen.
  public func text(for reader: Reader, _ style: Style) -> String {
    var text = escalations.isEmpty ? "Inga eskaleringar.\n" : ""
    // Delays and what is locked are not the same, and are not read together.
    var kinds: [String] = []
    for row in escalations where !kinds.contains(row.kind) { kinds.append(row.kind) }
    for kind in kinds {
      let rows = escalations.filter { $0.kind == kind }
      if kinds.count > 1, let first = rows.first {
        text += (text.isEmpty ? "" : "\n")
        text += style.paint("\(first.kindTitle) (\(rows.count))", .heading) + "\n"
      }
      for row in rows { text += row.text(label: labels[row.number], reader, style, today) }
    }
    if !escalations.isEmpty {
      let count = counted(escalations.count, "eskalering", "eskaleringar")
      let waiting = escalations.count { $0.closed == nil && $0.acknowledged == nil }
      text += "\n\(count), varav \(waiting) väntar på mottagning\n"
    }
    // How long answers took is asked for most when none is waited for.
    return text + answerTimes(style)
  }

  /// How long answers took, a line a kind.
  public func answerTimes(_ style: Style) -> String {
    times.lines.map { style.wrap($0, hanging: 2) + "\n" }.joined()
  }

  /// The list for programs. Nothing in it is protected.
  public var json: JSONValue { .array(escalations.map(\.json)) }

  /// How long answers took, for programs.
  public var answerTimesJSON: JSONValue { times.json }
}

extension EscalationRow {
  /// What people type to mean it: the case and its serial number there.
  var id: String { "\(number)/\(serial)" }

  func text(label: String?, _ reader: Reader, _ style: Style, _ today: CivilDate) -> String {
    var head = "\(id)  \(style.paint(kindTitle, closed == nil ? .late : .faint))"
    head += " till \(reader.title(role: to))"
    if let through { head += " (genom \(reader.title(role: through)))" }
    if let label = reader.label(label)?.printable { head += "  \(label.clipped(to: 20))" }
    var since = "sedan \(raised)"
    let days = raised.days(until: today)
    if closed == nil, days > 0 { since += " (\(counted(days, "dag", "dagar")))" }
    return style.wrap(head, hanging: 2) + "\n"
      + style.wrap("\(reason.printable); \(since), \(standing(reader))", indent: 4) + "\n"
  }

  private func standing(_ reader: Reader) -> String {
    if let closed {
      // The day on which it is known to have been done in time says nothing of when that was.
      if closingReason == .doneInTime {
        return "stängd i efterhand: utförd i tid, registrerad sent"
      }
      return "stängd \(closed)" + (closingReason.map { ": \($0.swedish)" } ?? "")
    }
    if let acknowledged {
      return "mottagen \(acknowledged)"
        + (acknowledgedBy.map { " av \(reader.name($0))" } ?? "")
    }
    return "väntar på mottagning"
  }

  var json: JSONValue {
    .object([
      "id": .string(id), "case": .string(number), "kind": .string(kind), "to": .string(to),
      "through": JSONValue(optional: through), "since": JSONValue(date: raised),
      "reason": .string(reason), "status": .string(status),
      "acknowledged": JSONValue(date: acknowledged),
      "acknowledgedBy": JSONValue(optional: acknowledgedBy), "closed": JSONValue(date: closed),
      "closingReason": JSONValue(optional: closingReason?.rawValue),
      "answered": JSONValue(date: answered),
    ])
  }

  private var status: String {
    if closed != nil { return "closed" }
    return acknowledged == nil ? "raised" : "acknowledged"
  }
}

extension Escalation.Reason {
  /// Why an escalation was closed, in words.
  var swedish: String {
    switch self {
    case .done: "utförd"
    case .doneInTime: "utförd i tid, registrerad sent"
    case .wentOn: "har gått vidare"
    case .dueMoved: "frist flyttad"
    case .withdrawn: "uppgiften är inte längre aktuell"
    case .stateLeft: "läget har ändrats"
    }
  }
}
