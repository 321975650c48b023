public import CaseEngine
import CaseStore
public import CivilTime
import Programme

/// What is escalated to a role and comes up at the meetings of a series: without identities.
public struct EscalationDossier: Sendable {
  /// The role's title.
  public let roleTitle: String
  /// The title of the series at whose meetings it comes up.
  public let meetingTitle: String
  /// The next of them.
  public let next: CivilDate?
  /// What has been compiled and is on an agenda.
  public let items: [MeetingFile.Item]
  /// What is escalated and not on an agenda yet, by kind.
  public let groups: [Group]

  /// Escalations of a kind.
  public struct Group: Sendable {
    /// The kind's title.
    public let title: String
    /// The escalations.
    public let rows: [EscalationRow]
  }
}

extension CaseService {
  /// What is escalated to the roles whose escalations come up at meetings.
  ///
  /// - Parameters:
  ///   - date: the meetings from this day on.
  ///   - series: the one at whose meeting it is read: its own agenda shows what is on it.
  public func dossiers(from date: CivilDate, readIn series: String) throws(ServiceError)
    -> [EscalationDossier]
  {
    try translating {
      try store.read { reader in
        let engine = try reader.engine(programme)
        return try programme.meetings.values.sorted { $0.id < $1.id }.compactMap { meeting in
          try dossier(meeting, from: date, readIn: series, engine, reader)
        }
      }
    }
  }

  private func dossier(
    _ meeting: Meeting, from date: CivilDate, readIn series: String, _ engine: Engine,
    _ reader: any CaseStoreReading
  ) throws -> EscalationDossier? {
    guard let role = meeting.role else { return nil }
    var filter = AgendaFilter()
    filter.series = meeting.id
    filter.isDone = false
    let items = meeting.id == series ? [] : try reader.agenda(filter)
    let onAgenda = Set(try reader.agenda(filter).map(\.number))
    var raised = EscalationFilter()
    raised.to = [role]
    raised.isOpen = true
    var waiting: [EscalationRow] = []
    for row in try reader.escalations(raised) where !onAgenda.contains(row.number) {
      // What a case below has taken up is on its way.
      let taken = try steps(of: row, engine, reader).contains { onAgenda.contains($0.number) }
      if !taken { waiting.append(row) }
    }
    let kinds = programme.escalationKinds.map(\.id)
    let groups = kinds.compactMap { kind -> EscalationDossier.Group? in
      let rows = waiting.filter { $0.kind == kind }
      guard let first = rows.first else { return nil }
      return EscalationDossier.Group(title: first.kindTitle, rows: rows)
    }
    return EscalationDossier(
      roleTitle: programme.organisation.role(role)?.title ?? role, meetingTitle: meeting.title,
      next: engine.meetings.next(meeting.id, onOrAfter: date),
      items: try items.map { try item($0, named: false, reader) }, groups: groups)
  }

  /// The steps that were taken with an escalation.
  func steps(of row: EscalationRow, _ engine: Engine, _ reader: any CaseStoreReading) throws -> [(
    number: String, milestone: Milestone
  )] {
    guard let family = try reader.family(ofCase: row.number),
      let escalation = family.caseState(row.number)?.escalations.first(where: {
        $0.serial == row.serial
      })
    else { return [] }
    return engine.steps(of: escalation, case: row.number, in: family)
  }
}
