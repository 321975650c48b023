public import CivilTime
import FEEL
import Programme
import Statechart

extension Decider {
  /// Takes back the latest thing that a person did in the family: every case stands where it stood before, with the data
  /// that it had (rules U1–U6).
  ///
  /// - Returns: the day up to which the family had been handled before what is taken back: what is due after it comes
  ///   anew.
  mutating func undo(_ number: String, _ reason: String, context: CommandContext) throws(Refusal)
    -> CivilDate
  {
    begin(date: context.date, actor: context.actor)
    if let first = programme.begins, date < first { throw Refusal(.beforeProgramme(first)) }
    _ = try position(of: number)
    let past = Past(context.history + events)
    let act = try act(toUndo: number, in: past, by: context.actor)
    guard date >= act.date else { throw Refusal(.cannotUndo(.notYetDone(on: act.date))) }
    let before = try family(before: act, in: past)
    try refuseWhatIsLost(before: act, in: past)
    try refuseWithoutRight(to: act, before: before)
    try refuseWhatFollowed(act, in: past, before: before)
    if !reason.isEmpty { try record(number, .reason(reason)) }
    try putBack(before)
    let handled = before?.handled ?? act.date
    try end(.undone(version: act.version), subject: number)
    return handled
  }

  /// U1: the latest thing that anybody did and that has not been taken back, done to this case by the same person.
  private func act(toUndo number: String, in past: Past, by person: String) throws(Refusal)
    -> Event
  {
    guard let act = past.standing.last(where: { $0.actor != nil }) else {
      throw Refusal(.cannotUndo(.nothing))
    }
    guard act.actor == person else {
      let name = act.actor.flatMap { programme.organisation.person($0)?.name ?? $0 } ?? ""
      throw Refusal(
        .cannotUndo(
          .somebodyElse(name, on: act.date, what: title(of: act), case: act.subject)))
    }
    guard act.subject == number else {
      throw Refusal(.cannotUndo(.otherCase(act.subject, on: act.date, what: title(of: act))))
    }
    return act
  }

  private func title(of act: Event) -> String {
    let workflow = family.caseState(act.subject).flatMap { programme.workflow($0.workflow) }
    return act.cause.swedish(of: act.subject, in: workflow)
  }

  private func family(before act: Event, in past: Past) throws(Refusal) -> FamilyState? {
    var state: FamilyState?
    for event in past.events where event.version < act.version {
      do throws(ReplayError) { state = try FamilyState.evolve(state, event) } catch {
        throw Refusal(.cannotUndo(.nothing))
      }
    }
    return state
  }

  /// A value that is not in the history any more cannot be put back, and must not be taken for one that was emptied.
  private func refuseWhatIsLost(before act: Event, in past: Past) throws(Refusal) {
    var lost: [String: Set<String>] = [:]
    for event in past.events where event.version < act.version {
      for change in event.changes {
        guard case .set(let field, _, _) = change.change else { continue }
        if change.isAbsent {
          lost[change.number, default: []].insert(field)
        } else {
          lost[change.number]?.remove(field)
        }
      }
    }
    for state in family.cases {
      if lost[state.number]?.contains(where: { state.data[$0] != nil }) ?? false {
        throw Refusal(.cannotUndo(.valuesMissing(state.number)))
      }
    }
  }

  /// U2: what happened by itself since then may only be what would not have happened without it.
  private func refuseWhatFollowed(_ act: Event, in past: Past, before: FamilyState?)
    throws(Refusal)
  {
    let since = past.standing.filter { $0.version > act.version }
    guard let before, !since.isEmpty else { return }
    var without = Decider(engine: engine, family: before, recorded: recorded, numbers: numbers)
    try without.catchUp(through: max(family.handled, date))
    for event in since {
      let comesAnyway = without.events.contains { other in
        other.subject == event.subject && other.cause == event.cause && other.date == event.date
      }
      if comesAnyway {
        throw Refusal(.cannotUndo(.followed(event.subject, on: event.date)))
      }
    }
  }

  /// U3: cases as they were; a case that was opened then ends, for its number has been seen.
  private mutating func putBack(_ before: FamilyState?) throws(Refusal) {
    for state in family.cases {
      let old = before?.caseState(state.number)
      let standing = old?.standing ?? .takenBack(on: date)
      if standing != state.standing { try record(state.number, .restored(standing)) }
      let data = old?.data ?? [:]
      let workflow = programme.workflow(state.workflow)
      for name in Set(state.data.keys).union(data.keys).sorted()
      where state.data[name] != data[name] {
        // A field that the definitions have lost may have been protected.
        let field = workflow?.field(named: name).flatMap { workflow?.fields[$0] }
        let record = SetRecord(origin: .undone, isProtected: field?.isProtected ?? true)
        try self.record(state.number, .set(field: name, data[name] ?? .null, record))
      }
    }
    charts = [ChartState?](repeating: nil, count: family.cases.count)
  }
}

/// The events of a family, and which of them stand.
private struct Past {
  let events: [Event]
  /// Those that have not been taken back, without the taking back itself.
  let standing: [Event]

  init(_ events: [Event]) {
    self.events = events
    standing = events.standing
  }
}

/// Why something cannot be taken back.
public enum UndoObstacle: Sendable, Hashable {
  /// There is nothing that anybody did.
  case nothing
  /// Somebody else did the latest thing: who, when, what, and to which case.
  case somebodyElse(String, on: CivilDate, what: String, case: String)
  /// The latest thing was done to another case of the family.
  case otherCase(String, on: CivilDate, what: String)
  /// It was done on a later day than the one given.
  case notYetDone(on: CivilDate)
  /// Something happened since that has nothing to do with it.
  case followed(String, on: CivilDate)
  /// Another case has been decided with what it changed.
  case readElsewhere(String, on: CivilDate)
  /// Values that this case had before are not in the history any more.
  case valuesMissing(String)

  /// Why, as a clause.
  var summary: String {
    switch self {
    case .nothing: "det finns inget att ångra"
    case .somebodyElse(let name, let date, let what, let number):
      "det senaste gjorde \(name) i \(number) den \(date): ”\(what)”. Bara det egna senaste går att ångra"
    case .otherCase(let number, let date, let what):
      "det senaste gjordes i \(number) den \(date): ”\(what)”"
    case .notYetDone(let date): "det som ska ångras gjordes \(date), efter den dag som angetts"
    case .followed(let number, let date):
      "det går inte längre att ångra: den \(date) hände annat i \(number)"
    case .valuesMissing(let number):
      "värden som \(number) hade före det är raderade eller förlorade, och kan inte läggas tillbaka"
    case .readElsewhere(let number, let date):
      "det går inte längre att ångra: ett beslut i \(number) den \(date) vilar på det"
    }
  }
}
