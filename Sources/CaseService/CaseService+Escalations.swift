public import CaseEngine
import CaseStore
public import CivilTime
import Programme

/// An escalation with the steps that were taken with it.
public struct EscalationView: Sendable {
  /// The escalation.
  public let row: EscalationRow
  /// The steps, in order, each with the case that took it.
  public let steps: [Step]
  /// Whether an answer may still come.
  public let isAwaited: Bool

  /// A step.
  public struct Step: Sendable {
    /// The case that took it.
    public let number: String
    /// The step.
    public let milestone: Milestone
    /// Its title.
    public let title: String
    /// The meeting that it is about: of which it was put on the agenda, or in whose minutes it stands.
    public let meeting: CivilDate?
  }
}

extension CaseService {
  /// The escalations of a case and of the cases below it, with what became of them.
  ///
  /// - Parameter serial: only this one of the case itself.
  public func escalations(of number: String, serial: Int?) throws(ServiceError)
    -> [EscalationView]
  {
    try translating {
      try store.read { reader in
        guard let family = try reader.family(ofCase: number) else {
          throw ServiceError.unknownCase(number)
        }
        let engine = try reader.engine(programme)
        let numbers = serial == nil ? family.subtree(of: number) : [number]
        let rows = try engine.project(family).escalations.filter { row in
          numbers.contains(row.number) && serial.map { $0 == row.serial } ?? true
        }
        if rows.isEmpty, let serial { throw ServiceError.unknownEscalation("\(number)/\(serial)") }
        let events = try reader.events(ofFamily: family.root).standing
        return rows.compactMap { row in
          guard let escalation = family.escalation(row) else { return nil }
          return EscalationView(
            row: row,
            steps: engine.steps(of: escalation, case: row.number, in: family).map { step in
              EscalationView.Step(
                number: step.number, milestone: step.milestone,
                title: programme.milestones.first { $0.id == step.milestone.id }?.title
                  ?? step.milestone.id,
                meeting: step.milestone.meeting ?? events.meeting(of: step.milestone, step.number))
            },
            isAwaited: engine.awaitsAnswer(escalation, case: row.number, in: family))
        }
      }
    }
  }

  /// Those of some escalations to which an answer may still come.
  public func awaited(_ rows: [EscalationRow]) throws(ServiceError) -> [EscalationRow] {
    try translating {
      try store.read { reader in
        let engine = try reader.engine(programme)
        return try rows.filter { row in
          guard row.answered == nil else { return false }
          guard row.closed != nil else { return true }
          guard let family = try reader.family(ofCase: row.number),
            let escalation = family.escalation(row)
          else { return false }
          return engine.awaitsAnswer(escalation, case: row.number, in: family)
        }
      }
    }
  }
}

extension FamilyState {
  fileprivate func escalation(_ row: EscalationRow) -> Escalation? {
    caseState(row.number)?.escalations.first { $0.serial == row.serial }
  }
}

extension [Event] {
  /// The day of the meeting in whose minutes a step was taken: what the same event says of the case.
  fileprivate func meeting(of step: Milestone, _ number: String) -> CivilDate? {
    let event = last { event in
      event.date == step.date
        && event.changes.contains {
          $0.number == number && $0.change == .milestone(step.id, meeting: step.meeting)
        }
    }
    for change in event?.changes ?? [] where change.number == number {
      if case .treated(_, let meeting, _, _, _) = change.change { return meeting }
    }
    return nil
  }
}
