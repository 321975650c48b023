public import CaseEngine
import CaseStore
public import CivilTime
import FEEL
import Programme

extension CaseService {
  /// Why a case is where it is, and when what will happen at the latest.
  public func explain(_ number: String) throws(ServiceError) -> CaseExplanation {
    try translating {
      try store.read { reader in
        guard let family = try reader.family(ofCase: number) else {
          throw ServiceError.unknownCase(number)
        }
        let events = try reader.events(ofFamily: family.root)
        return try reader.engine(programme).explain(
          number, in: family, events: events, today: clock.today)
      }
    }
  }

  /// Whether an event can be sent to a case (or a task completed) on a day, and why not: every transition that listens,
  /// with its condition and what the condition reads.
  public func explain(_ event: String, of number: String, on date: CivilDate)
    throws(ServiceError) -> EventExplanation
  {
    let known = try view(number)
    let task = known.workflow.task(event)
    guard known.workflow.event(event) != nil || task != nil else {
      throw .unknownEvent(
        event,
        available: known.workflow.events.map(\.id) + known.tasks.map(\.task))
    }
    let sent = task?.doneEvent ?? event
    let facts = facts(readOn: sent, of: known.workflow)
    return try translating {
      try store.read { reader in
        guard let family = try reader.family(ofCase: number) else {
          throw ServiceError.unknownCase(number)
        }
        let engine = try reader.engine(programme)
        var explanation = try engine.explain(
          event: sent, of: number, in: family,
          events: try reader.events(ofFamily: family.root), on: date,
          facts: try values(of: facts, on: date, in: reader))
        explanation.obstacle = try obstacle(
          to: sent, of: number, in: known.workflow, engine, reader)
        return explanation
      }
    }
  }
}
