import CaseEngine
import CaseStore
public import CivilTime
import FEEL
public import Programme

extension CaseService {
  // MARK: Looking

  /// The meetings of some series held from a day on, so many of the one that meets most often and of the others those
  /// within the same time, at least one; and those that were cancelled among them.
  public func meetings(series: String?, from: CivilDate, count: Int) throws(ServiceError)
    -> [MeetingView]
  {
    let wanted = try wanted(series)
    return try translating {
      try store.read { reader in
        let dates = try reader.engine(programme).meetings
        let shown = wanted.map { [$0] } ?? Array(programme.meetings.values)
        let coming = shown.map { ($0, Self.days(of: $0, from: from, count: count, dates)) }
        // One horizon for all: that of the series that meets most often. Of the others at least the next one is shown.
        let horizon = coming.lazy.filter { $0.1.count == count }.compactMap(\.1.last).min()
        var result: [MeetingView] = []
        for (meeting, days) in coming {
          let days = days.enumerated().filter { $0.offset == 0 || $0.element <= horizon ?? .latest }
          for (_, held) in days {
            let isNext = dates.next(meeting.id, onOrAfter: clock.today) == held
            result.append(
              isNext
                ? try nextMeeting(of: meeting, heldOn: held, dates, reader)
                : try view(of: meeting, heldOn: held, dates, reader))
          }
          for (number, standing) in dates.standings
          where standing.series == meeting.id && standing.held == nil && standing.set >= from
            && standing.set <= max(days.last?.element ?? .latest, horizon ?? .earliest)
          {
            result.append(
              MeetingView(
                series: meeting, set: standing.set, held: nil, isExtra: standing.isExtra,
                row: try row(number, reader), waiting: 0, recorded: 0))
          }
        }
        return result.sorted {
          ($0.day, $0.series.id, $0.held == nil ? 0 : 1)
            < ($1.day, $1.series.id, $1.held == nil ? 0 : 1)
        }
      }
    }
  }

  private static func days(
    of meeting: Meeting, from: CivilDate, count: Int, _ dates: MeetingDates
  ) -> [CivilDate] {
    var days: [CivilDate] = []
    var day = dates.next(meeting.id, onOrAfter: from)
    while let held = day, days.count < count {
      days.append(held)
      day = held.adding(days: 1).flatMap { dates.next(meeting.id, onOrAfter: $0) }
    }
    return days
  }

  /// The meeting that is held on a day, with its agenda; also one that is not held then any more, when it is recorded what
  /// came of items there.
  ///
  /// - Parameters:
  ///   - series: the series; nil when only one has a meeting on the day.
  ///   - today: the day on which it is looked at: what lies on meetings to come is not left over.
  ///   - named: whether to show short names and details.
  /// - Throws: `ServiceError`; `.refused`, and noted as such, when names are asked for by somebody who may not read them.
  public func meeting(
    on date: CivilDate, series: String?, today: CivilDate, named: Bool = false
  ) throws(ServiceError) -> MeetingFile {
    if named { try checkNames() }
    let wanted = try wanted(series)
    // One reading: what somebody records meanwhile is seen as a whole or not at all.
    return try translating {
      try store.read { reader in
        let dates = try reader.engine(programme).meetings
        let meeting = try find(date, wanted, dates, orRecordedIn: reader)
        let isNext = date >= today && dates.next(meeting.id, onOrAfter: today) == date
        let view =
          isNext
          ? try nextMeeting(of: meeting, heldOn: date, dates, reader)
          : try view(of: meeting, heldOn: date, dates, reader)
        let rows = try reader.agenda(AgendaFilter(meeting.id, on: date))
        let items = try rows.map { try item($0, named: named, reader) }
        var earlier = AgendaFilter()
        earlier.series = meeting.id
        earlier.through = date.adding(days: -1).map { min($0, today) }
        earlier.isDone = false
        let leftOver = try reader.agenda(earlier).map { try item($0, named: named, reader) }
        let number = view.row?.number
        return MeetingFile(
          meeting: view, view: try number.map { try self.view($0, in: reader) },
          workflow: programme.meetingWorkflow(of: meeting.id),
          items: items.filter { !$0.row.isAnswer }.sorted(by: Self.comesBefore),
          answers: items.filter(\.row.isAnswer), leftOver: leftOver,
          minutes: try number.flatMap { try minutes(of: $0, in: reader) },
          noticeSent: try number.flatMap { try completion(of: \.notice, $0, in: reader)?.date },
          agendaSent: try number.flatMap { try completion(of: \.agenda, $0, in: reader)?.date })
      }
    }
  }

  private func checkNames() throws(ServiceError) {
    try noting("names", of: nil) {
      guard !canRead([.personal]) else { return }
      let roles = programme.organisation.roles.filter { $0.reads.contains(.personal) }
      throw Refusal(
        .notAllowed(what: "läsa vilka ärendena gäller", roles: roles.map(\.title)))
    }
  }

  private static func comesBefore(_ left: MeetingFile.Item, _ right: MeetingFile.Item) -> Bool {
    let ranks = (left.row.isFirst ? 0 : 1, right.row.isFirst ? 0 : 1)
    return (ranks.0, left.row.since) < (ranks.1, right.row.since)
  }

  func item(_ row: AgendaRow, named: Bool, _ reader: any CaseStoreReading) throws
    -> MeetingFile.Item
  {
    let family = try reader.family(ofCase: row.number)
    let workflow = family?.caseState(row.number).flatMap { programme.workflow($0.workflow) }
    var label: String?
    var details: [CaseView.Datum] = []
    let open = family?.caseState(row.number)?.tasks.filter(\.isOpen).map(\.task) ?? []
    let remarks =
      row.done == nil
      ? workflow?.agendaState(task: row.task)?.agenda?.remarks.filter(open.contains) ?? [] : []
    if named, let family, let workflow, let state = family.caseState(row.number) {
      if canRead([.personal]) { label = try self.row(row.number, reader)?.label }
      let wanted = Set(workflow.agendaState(task: row.task)?.agenda?.details ?? [])
      let names = Set(wanted.map { workflow.fields[$0].name })
      details = try reader.engine(programme).data(of: state, in: family, today: clock.today)
        .filter { !$0.isDerived && names.contains($0.name) && !$0.value.isNull }
        .map { datum in
          CaseView.Datum(
            name: datum.name, title: datum.title, value: canRead(datum) ? datum.value : nil,
            isDerived: false, isNote: false)
        }
    }
    return MeetingFile.Item(
      row: row, label: label, details: details,
      remarks: remarks.compactMap { workflow?.task($0)?.title }, task: workflow?.task(row.task),
      workflow: workflow, kind: workflow?.title ?? row.title,
      outcome: try family.flatMap { try outcome(of: row, in: $0, workflow, reader) })
  }

  /// Where a case was led when it came up at a meeting and its task was not what said so; nil otherwise.
  private func outcome(
    of row: AgendaRow, in family: FamilyState, _ workflow: Workflow?, _ reader: any CaseStoreReading
  ) throws -> String? {
    guard let workflow, row.done != nil else { return nil }
    let event = try reader.events(ofFamily: family.root).standing.last { event in
      event.changes.contains { change in
        guard change.number == row.number,
          case .treated(_, row.date, row.task, _, _) = change.change
        else { return false }
        return true
      }
    }
    guard let event, event.subject != row.number || event.cause != .completed(task: row.task)
    else { return nil }
    let entered = event.changes.flatMap { change -> [String] in
      guard change.number == row.number, case .macrostep(let record) = change.change else {
        return []
      }
      return record.entries.compactMap { if case .entered(let id) = $0 { id } else { nil } }
    }
    return entered.last.map(workflow.title(ofState:))
  }

  func view(
    of meeting: Meeting, heldOn date: CivilDate, _ dates: MeetingDates,
    _ reader: any CaseStoreReading
  ) throws -> MeetingView {
    let items = try reader.agenda(AgendaFilter(meeting.id, on: date))
    let known = dates.standing(meeting.id, heldOn: date)
    return MeetingView(
      series: meeting, set: known?.standing.set ?? date, held: date,
      isExtra: known?.standing.isExtra ?? false,
      row: try known.flatMap { try row($0.number, reader) },
      waiting: items.count { $0.done == nil }, recorded: items.count { $0.done != nil })
  }

  private func row(_ number: String, _ reader: any CaseStoreReading) throws -> CaseRow? {
    var filter = CaseFilter()
    filter.numbers = [number]
    return try reader.cases(filter).first
  }

  /// A series by its id.
  public func known(series id: String) throws(ServiceError) -> Meeting {
    if let meeting = programme.meetings[id] { return meeting }
    throw .meeting(.unknownSeries(id, available: programme.meetings.keys.sorted()))
  }

  private func wanted(_ id: String?) throws(ServiceError) -> Meeting? {
    guard let id else { return nil }
    return try known(series: id)
  }

  /// The series that has a meeting on a day, or of whose meeting on that day something is recorded.
  private func find(
    _ date: CivilDate, _ wanted: Meeting?, _ dates: MeetingDates,
    orRecordedIn reader: (any CaseStoreReading)? = nil
  ) throws -> Meeting {
    let candidates = wanted.map { [$0] } ?? programme.meetings.values.sorted { $0.id < $1.id }
    var found = candidates.filter { dates.isHeld($0.id, on: date) }
    if found.isEmpty, let reader {
      found = try candidates.filter { try !recorded($0.id, on: date, in: reader).isEmpty }
    }
    guard let only = found.first else {
      for meeting in candidates
      where dates.standings.values.contains(where: {
        $0.series == meeting.id && $0.set == date && $0.held == nil
      }) {
        throw ServiceError.meeting(.cancelled(date, series: meeting.title))
      }
      for meeting in candidates {
        if let held = dates.movedTo(meeting.id, from: date) {
          throw ServiceError.meeting(.moved(date, to: held, series: meeting.title))
        }
      }
      throw ServiceError.meeting(
        .noMeeting(
          date,
          nearest: candidates.map {
            .init(series: $0.title, dates: dates.nearest($0.id, to: date))
          }))
    }
    guard found.count == 1 else {
      throw ServiceError.meeting(.severalSeries(date, found.map(\.id)))
    }
    return only
  }

  // MARK: Changing

  /// Adds a meeting to those that the rule of a series gives.
  ///
  /// - Parameter isPreview: whether to show only what it would come to.
  public func addMeeting(
    to series: String, on day: CivilDate, reason: String, date: CivilDate, isPreview: Bool = false
  ) throws(ServiceError) -> CommandResult {
    let meeting = try known(series: series)
    let (workflow, declared) = try declaration(of: meeting)
    return try noting("meeting", of: nil) {
      try write(isPreview) { transaction in
        try checkFuture(date, in: transaction)
        return try carryOut(
          opening(workflow, declared, on: day, isExtra: true, reason: reason), on: nil, date: date,
          facts: workflow.facts(readBy: workflow.opening.condition), in: transaction)
      }
    }
  }

  /// Moves the meeting held on a day to another; opens its case when there is none.
  public func moveMeeting(
    on day: CivilDate, series: String?, to new: CivilDate, reason: String, date: CivilDate,
    isPreview: Bool = false
  ) throws(ServiceError) -> CommandResult {
    try change(on: day, series: series, reason: reason, date: date, isPreview, \.move) {
      workflow, declared in [workflow.fields[declared.date].name: .date(new)]
    }
  }

  /// Cancels the meeting held on a day; opens its case when there is none.
  public func cancelMeeting(
    on day: CivilDate, series: String?, reason: String, date: CivilDate, isPreview: Bool = false
  ) throws(ServiceError) -> CommandResult {
    try change(on: day, series: series, reason: reason, date: date, isPreview, \.cancel) { _, _ in
      [:]
    }
  }

  /// A transaction; of a preview only the result is kept.
  private func write(
    _ isPreview: Bool, _ body: (any CaseStoreWriting) throws -> CommandResult
  ) throws -> CommandResult {
    guard isPreview else { return try store.write(body) }
    do {
      return try store.write { throw Previewed(result: try body($0)) }
    } catch let preview as Previewed {
      return preview.result
    }
  }

  /// Takes a preview back.
  private struct Previewed: Error {
    let result: CommandResult
  }

  /// Opens the case of the meeting held on a day, when there is none.
  ///
  /// - Returns: the number of the case, and what opening it came to.
  public func openMeeting(on day: CivilDate, series: String?, date: CivilDate)
    throws(ServiceError) -> (number: String, result: CommandResult?)
  {
    let wanted = try wanted(series)
    return try noting("meeting", of: nil) {
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        let dates = try transaction.engine(programme).meetings
        let meeting = try find(day, wanted, dates)
        if let known = dates.standing(meeting.id, heldOn: day) { return (known.number, nil) }
        let result = try open(meeting, on: day, date: date, in: transaction)
        return (result.number, result)
      }
    }
  }

  func open(
    _ meeting: Meeting, on day: CivilDate, date: CivilDate, in transaction: any CaseStoreWriting
  ) throws -> CommandResult {
    let (workflow, declared) = try declaration(of: meeting)
    return try carryOut(
      opening(workflow, declared, on: day, isExtra: false, reason: nil), on: nil, date: date,
      facts: workflow.facts(readBy: workflow.opening.condition), in: transaction)
  }

  func opening(
    _ workflow: Workflow, _ declared: MeetingDeclaration, on day: CivilDate, isExtra: Bool,
    reason: String?
  ) -> Command {
    var data: [String: Value] = [workflow.fields[declared.date].name: .date(day)]
    if let extra = declared.extra { data[workflow.fields[extra].name] = .boolean(isExtra) }
    if let field = declared.reason, let reason {
      data[workflow.fields[field].name] = .string(reason)
    }
    return .open(workflow: workflow.id, parent: nil, data: data)
  }

  /// One transaction: the case is opened when there is none, and gets the event.
  private func change(
    on day: CivilDate, series: String?, reason: String, date: CivilDate, _ isPreview: Bool,
    _ event: KeyPath<MeetingDeclaration, String?>,
    _ values: (Workflow, MeetingDeclaration) -> [String: Value]
  ) throws(ServiceError) -> CommandResult {
    let wanted = try wanted(series)
    return try noting("meeting", of: nil) {
      try write(isPreview) { transaction in
        try checkFuture(date, in: transaction)
        let dates = try transaction.engine(programme).meetings
        let meeting = try find(day, wanted, dates)
        let (workflow, declared) = try declaration(of: meeting)
        guard let event = declared[keyPath: event] else {
          throw ServiceError.meeting(.notDeclared(meeting.title))
        }
        let number: String
        if let known = dates.standing(meeting.id, heldOn: day) {
          number = known.number
        } else {
          number = try open(meeting, on: day, date: date, in: transaction).number
        }
        var data = values(workflow, declared)
        if let field = declared.reason {
          let name = workflow.fields[field].name
          let isAsked = workflow.event(event)?.form.entries.contains { $0.field == field } ?? false
          if isAsked { data[name] = .string(reason) }
        }
        return try carryOut(
          .send(case: number, event: event, data: data), on: try known(number, in: transaction),
          date: date, facts: facts(readOn: event, of: workflow), in: transaction)
      }
    }
  }

  func declaration(of meeting: Meeting) throws(ServiceError) -> (
    Workflow, MeetingDeclaration
  ) {
    guard let workflow = programme.meetingWorkflow(of: meeting.id), let declared = workflow.meeting
    else { throw .meeting(.noMeetingCases(meeting.title)) }
    return (workflow, declared)
  }
}
