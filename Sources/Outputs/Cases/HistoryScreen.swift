public import CaseEngine
import CivilTime
public import JSONText
public import Programme

/// What has happened to a case, in order.
public struct HistoryScreen: Sendable {
  private let number: String
  private let events: [Event]
  private let programme: Programme
  private let workflows: [String: String]

  /// A screen of a case's history.
  ///
  /// - Parameter workflows: the workflow of each case of the family, by number.
  public init(
    _ number: String, events: [Event], programme: Programme, workflows: [String: String]
  ) {
    self.number = number
    self.events = events
    self.programme = programme
    self.workflows = workflows
  }

  private func words(_ reader: Reader) -> EventWords {
    EventWords(programme: programme, reader: reader, workflows: workflows)
  }

  /// The screen: of each event its day, what it was, who did it, and what changed.
  public func text(for reader: Reader, _ style: Style) -> String {
    let words = words(reader)
    var text = style.paint("Historik för \(number)", .heading) + "\n"
    let gone = undone
    for event in events {
      var line = "\(event.date)  "
      if event.subject != number { line += "\(words.named(event.subject)): " }
      line += words.cause(event)
      line += " · \(event.actor.map(reader.name) ?? "av sig självt")"
      if let behalf = event.behalf { line += " för \(reader.name(behalf))" }
      if gone.contains(event.version) { line += " (ångrat)" }
      if let late = late(event) { line += " (registrerat \(late))" }
      text += style.wrap(line, hanging: 12) + "\n"
      for change in event.changes {
        guard let what = words.change(change, of: event) else { continue }
        text += style.wrap(what, indent: 12, hanging: 14) + "\n"
      }
    }
    return text
  }

  /// The versions of the events that no longer count; the taking back itself is not marked.
  private var undone: Set<Int> {
    let standing = Set(events.standing.map(\.version))
    return Set(
      events.filter { event in
        if case .undone = event.cause { false } else { !standing.contains(event.version) }
      }.map(\.version))
  }

  /// The day on which an event was recorded, when that is another; in UTC, so it may be the day before or after.
  private func late(_ event: Event) -> CivilDate? {
    guard event.actor != nil, event.recorded.milliseconds > 0 else { return nil }
    let days = event.recorded.milliseconds.quotientAndRemainder(dividingBy: 86_400_000).quotient
    guard let day = CivilDate(dayNumber: Int(days)), event.date.days(until: day) > 1 else {
      return nil
    }
    return day
  }

  /// The history for programs. Values that the reader may not see are left out.
  public func json(for reader: Reader) -> JSONValue {
    let words = words(reader)
    let gone = undone
    return .object([
      "case": .string(number),
      "events": .array(
        events.map { event in
          .object([
            "version": JSONValue(event.version), "case": .string(event.subject),
            "date": JSONValue(date: event.date),
            "recorded": .number(String(event.recorded.milliseconds)),
            "actor": JSONValue(optional: event.actor),
            "for": JSONValue(optional: event.behalf), "undone": .bool(gone.contains(event.version)),
            "title": .string(words.cause(event)),
            "definitions": .string(event.definitions),
            "changes": JSONValue(
              texts: event.changes.compactMap { words.change($0, of: event) }),
          ])
        }),
    ])
  }
}
