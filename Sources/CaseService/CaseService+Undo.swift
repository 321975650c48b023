import CaseEngine
import CaseStore
public import CivilTime
import Programme

extension CaseService {
  /// Takes back the latest thing that the person who acts did to a case.
  ///
  /// - Throws: `ServiceError.refused` when somebody else, or another case, or another day rests on it.
  public func undo(_ number: String, reason: String, date: CivilDate) throws(ServiceError)
    -> CommandResult
  {
    try carryOut(.undo(case: number, reason: reason), date: date)
  }

  /// What taking it back would come to; nothing happens, and what is refused is noted like any attempt.
  public func previewUndo(_ number: String, reason: String, date: CivilDate) throws(ServiceError)
    -> CommandResult
  {
    try noting("undo", of: number) {
      try preview(.undo(case: number, reason: reason), date: date)
    }
  }

  /// U4: refuses an undoing when a case of another family has been decided with a fact that the act had changed.
  func refuseRead(
    _ decision: Engine.Decision, before: FamilyState, history: [Event],
    in reader: any CaseStoreReading
  ) throws {
    guard let undoing = decision.events.first(where: { $0.isUndoing }),
      case .undone(let version) = undoing.cause
    else { return }
    let affected = try facts(
      changedFrom: before, to: decision.family, try reader.engine(programme))
    guard !affected.isEmpty else { return }
    var last = try reader.head().sequence
    // The act is most likely a few records back, so the chain is read from its end.
    while last > 0 {
      let first = max(0, last - 200)
      for record in try reader.records(after: first, limit: last - first).reversed() {
        let event = try EventCodec.decode(record.body, protected: [])
        if event.family == before.root {
          if event.version <= version { return }
        } else if event.facts.keys.contains(where: affected.contains) {
          throw Refusal(.cannotUndo(.readElsewhere(event.subject, on: event.date)))
        }
      }
      last = first
    }
  }

  /// The facts whose values differ between two states of a family.
  private func facts(
    changedFrom before: FamilyState, to after: FamilyState, _ engine: Engine
  ) throws -> Set<String> {
    let (old, new) = (try engine.project(before), try engine.project(after))
    return Set(
      programme.facts.filter { fact in
        switch fact.source {
        case .budgetLeft(let budget):
          let spent = { (rows: [SpendingRow]) in rows.filter { $0.budget == budget } }
          return spent(old.spendings) != spent(new.spendings)
        case .count(let workflow, let state):
          let count = { (rows: [CaseRow]) in
            rows.count { row in
              row.ended == nil && row.workflow == workflow
                && (state.map(row.states.contains) ?? true)
            }
          }
          return count(old.cases) != count(new.cases)
        }
      }.map(\.name))
  }
}

extension Event {
  fileprivate var isUndoing: Bool {
    if case .undone = cause { true } else { false }
  }
}
