public import CaseEngine
import CaseStore
public import CivilTime
public import Diagnostics
import FEEL
public import Programme

/// What minutes from a file came to.
public struct MinutesResult: Sendable {
  /// What was recorded, item by item, the meeting last.
  public internal(set) var results: [CommandResult] = []
  /// Items that had been recorded before, with who did and when.
  public internal(set) var known: [AgendaRow] = []
  /// That attendance and minutes had been recorded before, when the file holds them too.
  public internal(set) var knownMinutes: MinutesRecord?
  /// The meeting's case, when nobody had opened it before.
  public internal(set) var opened: CommandResult?
  /// Whether the file says what was done before the meeting, and nothing beside which that is recorded.
  public internal(set) var leavesSteps = false
  /// What the rules refuse; when there is any, nothing has been recorded.
  public internal(set) var refused: [RefusedMinutes] = []
}

/// Something that stands in minutes and is refused.
public struct RefusedMinutes: Sendable {
  /// The case; nil for the meeting's own.
  public let number: String?
  /// Where it stands in the file.
  public let span: SourceSpan
  /// Why.
  public let refusal: Refusal
  /// The fields that could be filled in.
  public let form: [Field]
}

extension CaseService {
  /// Records the minutes of a meeting from a file, as a whole or not at all.
  ///
  /// - Parameter diagnostics: takes what is wrong, each with its place in the file; then nothing has been recorded.
  /// - Returns: nil when anything is wrong with the file.
  /// - Throws: `ServiceError`; `.refused` when the person who acts may not record something that stands in it. What is refused
  ///   is noted like any attempt.
  public func recordMinutes(
    _ file: MinutesFile, on day: CivilDate, series: String?, date: CivilDate,
    diagnostics: inout Diagnostics
  ) throws(ServiceError) -> MinutesResult? {
    let meeting = try meeting(on: day, series: series, today: date)
    var findings = Diagnostics()
    let (recordings, known) = recordings(file, meeting, &findings)
    // Whoever may not record it is told so, and not what is wrong with the file.
    try refuseDenied(recordings, of: meeting, date)
    guard !findings.hasErrors else {
      diagnostics.append(findings)
      return nil
    }
    var refused: [RefusedMinutes] = []
    do {
      return try translating {
        try store.write { transaction in
          try checkFuture(date, in: transaction)
          var result = known
          var own = meeting.meeting.row?.number
          if own == nil, !recordings.isEmpty, mayOpen(meeting) {
            (own, result.opened) = try openCase(of: meeting.meeting, date: date, in: transaction)
          }
          for recording in recordings {
            // The meeting may have been moved since the file was compared with its agenda, or be none by the rules of today.
            guard let number = recording.number ?? own else {
              throw ServiceError.meeting(.noMeeting(meeting.meeting.day, nearest: []))
            }
            do {
              result.results.append(
                try transaction.attempt {
                  try carryOut(
                    recording.command(number), on: try self.known(number, in: transaction),
                    date: date, facts: recording.facts, in: transaction)
                })
            } catch let refusal as Refusal {
              // Somebody else may have recorded it since the file was compared with the agenda.
              if try note(recording, number, of: meeting, asKnownIn: &result, transaction) {
                continue
              }
              refused.append(
                // A number that is taken back with everything else is somebody else's the next time.
                RefusedMinutes(
                  number: recording.number, span: recording.entry.span, refusal: refusal,
                  form: recording.form))
            }
          }
          guard refused.isEmpty else { throw MinutesAreRefused() }
          return result
        }
      }
    } catch {
      guard !refused.isEmpty else { throw error }
      noteRefused("minutes", refused.map { ([$0.number].compactMap(\.self), $0.refusal) })
      var result = MinutesResult()
      result.refused = refused
      return result
    }
  }

  /// Refuses, and notes, what the person who acts has no right to record.
  private func refuseDenied(_ recordings: [Recording], of meeting: MeetingFile, _ date: CivilDate)
    throws(ServiceError)
  {
    var denied: [(cases: [String], refusal: Refusal)] = []
    for recording in recordings {
      guard let number = recording.number else {
        // The meeting's case is not there yet; its tasks have roles all the same.
        if let task = meeting.workflow?.task(recording.task),
          !programme.organisation.holds([task.role], actor)
        {
          let role = programme.organisation.role(task.role)?.title ?? task.role
          denied.append(
            ([], Refusal(.notAllowed(what: "göra klart ”\(task.title)”", roles: [role]))))
        }
        continue
      }
      do throws(ServiceError) {
        _ = try preview(recording.command(number), date: date, facts: recording.facts)
      } catch {
        guard case .refused(let refusal) = error else { continue }
        let denials = refusal.reasons.filter(\.isDenial)
        if !denials.isEmpty { denied.append(([number], Refusal(denials))) }
      }
    }
    guard !denied.isEmpty else { return }
    noteRefused("minutes", denied)
    throw .refused(Refusal(denied.flatMap(\.refusal.reasons).unique))
  }

  /// Notes what is recorded already; false when it is not.
  private func note(
    _ recording: Recording, _ number: String, of meeting: MeetingFile,
    asKnownIn result: inout MinutesResult,
    _ reader: any CaseStoreReading
  ) throws -> Bool {
    if let step = recording.step {
      return try completion(of: step, in: number, reader) != nil
    }
    guard let task = recording.item else {
      result.knownMinutes = try minutes(of: number, in: reader)
      return result.knownMinutes != nil
    }
    let row = try recorded(meeting.meeting.series.id, on: meeting.meeting.day, in: reader).first {
      $0.number == number && $0.task == task
    }
    if let row { result.known.append(row) }
    return row != nil
  }

  /// Whether the person who acts may open the case of a meeting.
  private func mayOpen(_ meeting: MeetingFile) -> Bool {
    meeting.workflow.map { programme.organisation.holds($0.opening.by, actor) } ?? false
  }

  /// Opens the case of a meeting that nobody has called, with the first thing that is recorded of it; the case that somebody
  /// has opened meanwhile is that.
  private func openCase(
    of meeting: MeetingView, date: CivilDate, in transaction: any CaseStoreWriting
  ) throws -> (String?, CommandResult?) {
    let dates = try transaction.engine(programme).meetings
    if let known = dates.standing(meeting.series.id, heldOn: meeting.day) {
      return (known.number, nil)
    }
    // What is recorded of a meeting that the rules give no more stays where it is.
    guard dates.isHeld(meeting.series.id, on: meeting.day) else { return (nil, nil) }
    let result = try open(meeting.series, on: meeting.day, date: date, in: transaction)
    return (result.number, result)
  }

  /// Takes back everything.
  private struct MinutesAreRefused: Error {}

  private struct Recording {
    /// The case; nil for the meeting's own, which may not be there yet.
    let number: String?
    /// The task of an item; nil for the meeting's own.
    let item: String?
    /// The task of the meeting that comes before its minutes, when it is one.
    var step: String?
    let task: String
    let data: [String: Value]
    /// The day of the meeting at which an item came up.
    let meeting: CivilDate?
    let facts: Set<String>
    let entry: MinutesFile.Entry
    let form: [Field]

    func command(_ number: String) -> Command {
      .complete(case: number, task: task, data: data, meeting: meeting)
    }
  }

  // MARK: Comparing with the agenda

  private func recordings(
    _ file: MinutesFile, _ meeting: MeetingFile, _ findings: inout Diagnostics
  ) -> ([Recording], MinutesResult) {
    var recordings: [Recording] = []
    var known = MinutesResult()
    var places: [String: SourceSpan] = [:]
    for entry in file.items + marked(file, meeting) {
      guard let number = number(of: entry, on: meeting, &findings) else { continue }
      if let first = places.updateValue(entry.span, forKey: number) {
        findings.error(
          "item-twice", "\(number) står två gånger i filen", at: entry.span,
          notes: [.init("först här", span: first)], help: "låt en av dem stå kvar")
        continue
      }
      let rows = meeting.all.filter { $0.row.number == number }
      let done = rows.filter { $0.row.done != nil }.map(\.row)
      // What came up here is not recorded again, also when it led back to this agenda.
      let open = rows.first { item in
        item.row.done == nil && !done.contains { $0.task == item.row.task }
      }
      guard let open else {
        if let row = done.last { known.known.append(row) }
        continue
      }
      if let workflow = open.workflow, let task = open.task {
        recordings += recording(
          task, of: number, entry, workflow, at: meeting.meeting.day, &findings)
      } else {
        findings.error(
          "not-on-agenda", "\(number) följer regler som inte längre finns", at: entry.span)
      }
    }
    let steps = steps(file, meeting, &findings)
    if let entry = file.meeting {
      recordings += minutes(entry, meeting, after: steps, &known, &findings)
    } else if recordings.isEmpty {
      known.leavesSteps = !steps.isEmpty
    } else {
      recordings += steps
    }
    return (recordings, known)
  }

  /// The case on the agenda that an entry means.
  private func number(
    of entry: MinutesFile.Entry, on meeting: MeetingFile, _ findings: inout Diagnostics
  ) -> String? {
    let all = meeting.all.map(\.row.number).unique
    if all.contains(entry.number) { return entry.number }
    let meant = all.filter { CaseNumber($0).endsIn(entry.number) }
    guard let only = meant.first else {
      findings.error(
        "not-on-agenda", "`\(entry.number)` står inte på dagordningen", at: entry.span,
        help: help(for: entry.number, among: all))
      return nil
    }
    guard meant.count == 1 else {
      findings.error(
        "ambiguous-case", "`\(entry.number)` kan vara \(meant.listed(last: "eller"))",
        at: entry.span, help: "skriv hela numret")
      return nil
    }
    return only
  }

  /// The items of which the file says that they are done, without anything to write about them.
  private func marked(_ file: MinutesFile, _ meeting: MeetingFile) -> [MinutesFile.Entry] {
    let numbers = meeting.all.map(\.row.number)
    return file.done.filter { mark in
      numbers.contains { $0 == mark.task || CaseNumber($0).endsIn(mark.task) }
    }.map { MinutesFile.Entry(number: $0.task, span: $0.span, fields: []) }
  }

  /// What the file says was done before the meeting, and nobody has recorded.
  private func steps(
    _ file: MinutesFile, _ meeting: MeetingFile, _ findings: inout Diagnostics
  ) -> [Recording] {
    let declared = meeting.workflow?.meeting
    let names = [declared?.notice, declared?.agenda].compactMap { $0 }
    let items = Set(marked(file, meeting).map(\.number))
    for (name, span) in file.done where !names.contains(name) && !items.contains(name) {
      findings.error(
        "unknown-task",
        "`\(name)` är varken en punkt på dagordningen eller något som görs före mötet", at: span,
        help: help(for: name, among: names))
    }
    return meeting.stepsBeforeMinutes.compactMap { task in
      guard let span = file.done.first(where: { $0.task == task.id })?.span else { return nil }
      return Recording(
        number: meeting.view?.row.number, item: nil, step: task.id, task: task.id, data: [:],
        meeting: nil,
        facts: task.doneEvent.flatMap { event in
          meeting.workflow.map { facts(readOn: event, of: $0) }
        } ?? [],
        entry: MinutesFile.Entry(number: "", span: span, fields: []), form: [])
    }
  }

  /// What is recorded of the meeting itself.
  private func minutes(
    _ entry: MinutesFile.Entry, _ meeting: MeetingFile, after steps: [Recording],
    _ known: inout MinutesResult,
    _ findings: inout Diagnostics
  ) -> [Recording] {
    guard let workflow = meeting.workflow, let declared = workflow.meeting,
      let minutes = declared.minutes, let task = workflow.task(minutes)
    else {
      findings.error(
        "no-minutes", "för möten i \(meeting.meeting.series.title) förs inget eget protokoll",
        at: entry.span, help: "ta bort `möte:`")
      return []
    }
    if let record = meeting.minutes {
      known.knownMinutes = record
      return []
    }
    let isOpen = meeting.view?.tasks.contains { $0.task == minutes } ?? false
    let before = meeting.stepsBeforeMinutes.map(\.id)
    let isAllDone = !before.isEmpty && before.allSatisfy { id in steps.contains { $0.step == id } }
    if isOpen || isAllDone && (meeting.view != nil || mayOpen(meeting)) {
      return steps
        + recording(task, of: meeting.view?.row.number, entry, workflow, at: nil, &findings)
    }
    let list = before.joined(separator: ", ")
    findings.error(
      "minutes-not-open",
      meeting.view == nil ? "ingen har kallat till mötet" : "mötet väntar inte på protokoll",
      at: entry.span,
      help: before.isEmpty
        ? nil
        : "är det gjort, säg det i filen: `klart: [\(list)]`; annars skriv först \(noticeHelp(meeting))"
    )
    guard meeting.view == nil else { return [] }
    return recording(task, of: nil, entry, workflow, at: nil, &findings)
  }

  private func noticeHelp(_ meeting: MeetingFile) -> String {
    let command =
      meeting.noticeSent == nil
      ? "kallelsen: `vagknuten kallelse" : "dagordningen: `vagknuten dagordning"
    return "\(command) \(meeting.meeting.day)`"
  }

  private func recording(
    _ task: TaskDefinition, of number: String?, _ entry: MinutesFile.Entry, _ workflow: Workflow,
    at meeting: CivilDate?, _ findings: inout Diagnostics
  ) -> [Recording] {
    var data: [String: Value] = [:]
    let fields = task.form.entries.map { workflow.fields[$0.field] }
    for given in entry.fields {
      guard let field = fields.first(where: { $0.name == given.name }) else {
        findings.error(
          "unknown-field", "uppgiften `\(given.name)` hör inte hit", at: given.keySpan,
          help: help(for: given.name, among: fields.map(\.name)))
        continue
      }
      do throws(ServiceError) {
        data[given.name] = try ValueReader.read(given.text, for: field)
      } catch {
        findings.error(
          "wrong-value", "värdet för `\(given.name)` går inte att läsa", at: given.span,
          help: "skriv \(field.expectation)")
      }
    }
    for needed in task.form.entries where needed.required {
      let field = workflow.fields[needed.field]
      guard !entry.fields.contains(where: { $0.name == field.name }) else { continue }
      findings.error(
        "missing-field", "`\(field.name)` saknas", at: entry.span,
        help: "skriv \(field.expectation)")
    }
    // With what is wrong in it nothing is recorded, but who may is asked all the same.
    return [
      Recording(
        number: number, item: meeting.map { _ in task.id }, task: task.id, data: data,
        meeting: meeting,
        facts: task.doneEvent.map { facts(readOn: $0, of: workflow) } ?? [], entry: entry,
        form: fields)
    ]
  }
}

extension Refusal.Reason {
  /// Whether a right is wanting.
  fileprivate var isDenial: Bool {
    switch self {
    case .notAllowed, .recordsThemselves: true
    default: false
    }
  }
}

extension Array where Element: Equatable {
  /// Each once, in order.
  fileprivate var unique: [Element] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
