/// On which days the meetings of all series are held: the rules of the programme, and what the cases that are meetings say.
///
/// A value that goes into the engine beside the family: what a decision knows of the meetings is what it is given here, so
/// that the same is decided again when it is checked later (rule M2).
public final class MeetingDates: Sendable {
  /// What the cases say, by their numbers.
  public let standings: [String: MeetingStanding]
  private let rules: [String: MeetingSeries]
  private let calendar: WorkingCalendar
  private let adjusted: [String: MeetingSeries]
  private let departures: Set<MeetingStanding>

  /// Dates from rules and standings.
  public init(
    rules: [String: MeetingSeries], calendar: WorkingCalendar,
    standings: [String: MeetingStanding] = [:]
  ) {
    self.rules = rules
    self.calendar = calendar
    self.standings = standings
    var departures: Set<MeetingStanding> = []
    for standing in standings.values {
      guard let rule = rules[standing.series] else { continue }
      // A meeting on the day that its rule gives changes nothing.
      if !standing.isExtra, standing.held == standing.set,
        rule.isHeld(on: standing.set, calendar: calendar)
      {
        continue
      }
      departures.insert(standing)
    }
    self.departures = departures
    var adjusted = rules
    for (id, rule) in rules {
      let own = departures.filter { $0.series == id }
      guard !own.isEmpty else { continue }
      // What is held stands beside what is cancelled, so that a meeting that moved onto the former day of another stays.
      adjusted[id] = rule.with(
        cancelled: Set(own.lazy.filter { !$0.isExtra }.map(\.set)),
        extra: Set(own.lazy.compactMap(\.held)))
    }
    self.adjusted = adjusted
  }

  /// The first meeting on the day or after it; nil for an unknown series, or when no more come.
  public func next(_ series: String, onOrAfter date: CivilDate) -> CivilDate? {
    adjusted[series]?.next(onOrAfter: date, calendar: calendar)
  }

  /// The last meeting before the day.
  public func last(_ series: String, before date: CivilDate) -> CivilDate? {
    adjusted[series]?.last(before: date, calendar: calendar)
  }

  /// The days on which meetings are held, both ends included.
  public func dates(_ series: String, from start: CivilDate, through end: CivilDate) -> [CivilDate]
  {
    adjusted[series]?.dates(from: start, through: end, calendar: calendar) ?? []
  }

  /// Whether a meeting is held on the day.
  public func isHeld(_ series: String, on date: CivilDate) -> Bool {
    next(series, onOrAfter: date) == date
  }

  /// Whether the series' rule alone puts a meeting on the day.
  public func isRegular(_ series: String, _ date: CivilDate) -> Bool {
    rules[series]?.isHeld(on: date, calendar: calendar) ?? false
  }

  /// The day on which the meeting that was set for a day is held now: where it was moved; the next one after it when it is
  /// cancelled; the first on the day or after it when no meeting was ever set for it.
  public func held(_ series: String, setFor date: CivilDate) -> CivilDate? {
    var isCancelled = false
    var first: (number: String, held: CivilDate)?
    for (number, standing) in standings where standing.series == series && standing.set == date {
      guard let held = standing.held else {
        isCancelled = true
        continue
      }
      // Two that are held under one name cannot come to be (rule M6); were they there, everybody would mean the same one.
      if first.map({ number < $0.number }) ?? true { first = (number, held) }
    }
    if let first { return first.held }
    guard isCancelled, let after = date.adding(days: 1) else {
      return next(series, onOrAfter: date)
    }
    return next(series, onOrAfter: after)
  }

  /// The day for which the meeting held on a day was first set; nil when no meeting is held then.
  public func set(_ series: String, heldOn date: CivilDate) -> CivilDate? {
    if let standing = standing(series, heldOn: date)?.standing { return standing.set }
    return isHeld(series, on: date) ? date : nil
  }

  /// The day to which the meeting that was set for a day has been moved; nil when it has not.
  public func movedTo(_ series: String, from date: CivilDate) -> CivilDate? {
    standings.values.compactMap { standing in
      standing.series == series && standing.set == date && standing.held != date
        ? standing.held : nil
    }.min()
  }

  /// The case that is the meeting held on a day.
  public func standing(_ series: String, heldOn date: CivilDate) -> (
    number: String, standing: MeetingStanding
  )? {
    var first: (number: String, standing: MeetingStanding)?
    for (number, standing) in standings where standing.series == series && standing.held == date {
      if first.map({ number < $0.number }) ?? true { first = (number, standing) }
    }
    return first
  }

  /// The same with what one case says replaced.
  public func with(_ standing: MeetingStanding?, ofCase number: String) -> MeetingDates {
    var all = standings
    all[number] = standing
    return with(all)
  }

  /// The same rules with what cases say.
  public func with(_ standings: [String: MeetingStanding]) -> MeetingDates {
    MeetingDates(rules: rules, calendar: calendar, standings: standings)
  }

  /// Whether every meeting is held on the same day as in others.
  public func hasSameDates(as other: MeetingDates) -> Bool { departures == other.departures }

  /// The meetings nearest to a day, before and after it.
  public func nearest(_ series: String, to date: CivilDate) -> [CivilDate] {
    [last(series, before: date), next(series, onOrAfter: date)].compactMap { $0 }
  }
}
