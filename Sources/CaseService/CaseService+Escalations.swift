public import CaseEngine
import CaseStore
import CivilTime
import Programme

/// An escalation with the steps that were taken with it.
public struct EscalationView: Sendable {
  /// The escalation.
  public let row: EscalationRow
  /// The steps, in order, each with the case that took it.
  public let steps: [Step]

  /// A step.
  public struct Step: Sendable {
    /// The case that took it.
    public let number: String
    /// The step.
    public let milestone: Milestone
    /// Its title.
    public let title: String
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
        return try rows.map { row in
          EscalationView(
            row: row,
            steps: try steps(of: row, engine, reader).map { step in
              EscalationView.Step(
                number: step.number, milestone: step.milestone,
                title: programme.milestones.first { $0.id == step.milestone.id }?.title
                  ?? step.milestone.id)
            })
        }
      }
    }
  }
}
