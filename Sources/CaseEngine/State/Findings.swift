import CivilTime
import Programme
import Statechart

/// What an engine worked out of a family, kept beside it so that the next decision on the same state need not do it again:
/// the charts' own view of its cases, and what happens next. It is never stored, and it says nothing that the family does
/// not say; so it makes no two families unequal.
struct Findings: Hashable, Sendable {
  private var kept: Kept?

  /// An object, for a family is copied more often than it is looked into.
  private final class Kept: Sendable {
    let programme: Programme
    let meetings: MeetingDates
    let charts: [ChartState?]
    let next: Outlook?

    init(programme: Programme, meetings: MeetingDates, charts: [ChartState?], next: Outlook?) {
      self.programme = programme
      self.meetings = meetings
      self.charts = charts
      self.next = next
    }
  }

  /// Nothing.
  init() {}

  /// - Parameters:
  ///   - programme: the definitions from which it was worked out; whoever has others starts over.
  ///   - meetings: the days of meetings on which `next` rests.
  ///   - charts: the charts' own view of the cases, by position in the family; nil where nobody has asked yet.
  ///   - next: what happens next; nil when nobody has asked.
  init(programme: Programme, meetings: MeetingDates, charts: [ChartState?], next: Outlook?) {
    kept = Kept(programme: programme, meetings: meetings, charts: charts, next: next)
  }

  /// The charts, if they were made from these definitions.
  func charts(in programme: Programme) -> [ChartState?]? {
    kept?.programme === programme ? kept?.charts : nil
  }

  /// What happens next, if it was worked out of these definitions and meetings.
  func next(in programme: Programme, _ meetings: MeetingDates) -> Outlook? {
    guard let kept, kept.programme === programme,
      kept.meetings === meetings || kept.meetings.standings == meetings.standings
    else { return nil }
    return kept.next
  }

  static func == (_: Findings, _: Findings) -> Bool { true }
  func hash(into _: inout Hasher) {}
}

/// What happens next in a family as it is, seen from a day.
struct Outlook {
  /// The day whose guidelines applied.
  let day: CivilDate
  /// The day as which earlier ones counted.
  let floor: CivilDate
  /// The next thing; nil when nothing will happen by itself.
  let item: AgendaItem?

  /// Whether asking from another floor on a day gives the same: all that is coming lies behind both floors.
  func holds(on day: CivilDate, from floor: CivilDate) -> Bool {
    guard self.day == day else { return false }
    guard self.floor != floor, let item else { return true }
    return item.date > max(self.floor, floor)
  }
}
