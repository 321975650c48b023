public import CaseEngine
import CaseStore
public import CivilTime
public import Diagnostics
import FEEL
import Programme

/// What minutes from a file came to.
public struct MinutesResult: Sendable {
  /// What was recorded, item by item, the meeting last.
  public internal(set) var results: [CommandResult] = []
  /// Items that had been recorded before, with who did and when.
  public internal(set) var known: [AgendaRow] = []
}

extension CaseService {
  /// Records the minutes of a meeting from a file, as a whole or not at all.
  ///
  /// - Parameter diagnostics: takes what is wrong, each with its place in the file; then nothing has been recorded.
  /// - Returns: nil when anything is wrong.
  public func recordMinutes(
    _ file: MinutesFile, on day: CivilDate, series: String?, date: CivilDate,
    diagnostics: inout Diagnostics
  ) throws(ServiceError) -> MinutesResult? {
    let meeting = try meeting(on: day, series: series)
    var findings = Diagnostics()
    let commands = commands(file, meeting, &findings)
    guard !findings.hasErrors else {
      diagnostics.append(findings)
      return nil
    }
    do {
      return try noting("minutes", of: nil) {
        try store.write { transaction in
          try checkFuture(date, in: transaction)
          var result = MinutesResult(known: commands.known)
          for command in commands.new {
            do {
              result.results.append(
                try transaction.attempt {
                  try carryOut(
                    command.command, on: try known(command.number, in: transaction), date: date,
                    facts: command.facts, in: transaction)
                })
            } catch let refusal as Refusal {
              // Somebody else may have recorded it since the file was compared with the agenda.
              if let row = try done(command, on: meeting, in: transaction) {
                result.known.append(row)
                continue
              }
              for reason in refusal.reasons {
                findings.error("refused", reason.summary, at: command.span(reason))
              }
            }
          }
          if findings.hasErrors { throw MinutesAreWrong() }
          return result
        }
      }
    } catch {
      guard findings.hasErrors else { throw error }
      diagnostics.append(findings)
      return nil
    }
  }

  private func done(
    _ recording: Recording, on meeting: MeetingFile, in reader: any CaseStoreReading
  ) throws -> AgendaRow? {
    guard case .complete(let number, let task, _) = recording.command else { return nil }
    var filter = AgendaFilter()
    filter.series = meeting.meeting.series.id
    filter.isDone = true
    let dates = meeting.all.filter { $0.row.number == number }.map(\.row.date)
    return try reader.agenda(filter).first {
      $0.number == number && $0.task == task && dates.contains($0.date)
    }
  }

  /// Takes back everything.
  private struct MinutesAreWrong: Error {}

  private struct Recording {
    let number: String
    let command: Command
    let facts: Set<String>
    let entry: MinutesFile.Entry

    /// Where a reason has its cause.
    func span(_ reason: Refusal.Reason) -> SourceSpan {
      let name: String? =
        switch reason {
        case .unknownField(let name, _), .wrongValue(let name, _), .missingField(let name): name
        default: nil
        }
      return entry.fields.first { $0.name == name }?.span ?? entry.span
    }
  }

  private func commands(
    _ file: MinutesFile, _ meeting: MeetingFile, _ findings: inout Diagnostics
  ) -> (new: [Recording], known: [AgendaRow]) {
    var recordings: [Recording] = []
    var known: [AgendaRow] = []
    for entry in file.items {
      let matching = meeting.all.filter { CaseNumber($0.row.number).isMeant(by: entry.number) }
      guard let item = matching.first(where: { $0.row.done == nil }) ?? matching.first,
        let workflow = item.workflow, let task = item.task
      else {
        findings.error(
          "not-on-agenda", "`\(entry.number)` står inte på dagordningen", at: entry.span,
          help: help(for: entry.number, among: meeting.all.map(\.row.number)))
        continue
      }
      guard item.row.done == nil else {
        known.append(item.row)
        continue
      }
      if let recording = recording(task, of: item.row.number, entry, workflow, &findings) {
        recordings.append(recording)
      }
    }
    if let entry = file.meeting, let workflow = meeting.workflow,
      let minutes = workflow.meeting?.minutes, let task = workflow.task(minutes)
    {
      if let view = meeting.view, view.tasks.contains(where: { $0.task == minutes }) {
        if let recording = recording(task, of: view.row.number, entry, workflow, &findings) {
          recordings.append(recording)
        }
      } else {
        let first = meeting.view?.tasks.first
        findings.error(
          "minutes-not-open",
          meeting.view == nil ? "ingen har kallat till mötet" : "mötet väntar inte på protokoll",
          at: entry.span,
          help: first.map { "gör först klart `\($0.task)` i \($0.number)" }
            ?? "skriv först kallelsen")
      }
    }
    return (recordings, known)
  }

  private func recording(
    _ task: TaskDefinition, of number: String, _ entry: MinutesFile.Entry, _ workflow: Workflow,
    _ findings: inout Diagnostics
  ) -> Recording? {
    var data: [String: Value] = [:]
    let fields = task.form.entries.map { workflow.fields[$0.field] }
    let before = findings.errorCount
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
    guard findings.errorCount == before else { return nil }
    return Recording(
      number: number, command: .complete(case: number, task: task.id, data: data),
      facts: task.doneEvent.map { facts(readOn: $0, of: workflow) } ?? [], entry: entry)
  }
}

extension Diagnostics {
  fileprivate var errorCount: Int { findings.count { $0.severity == .error } }
}

extension CaseNumber {
  /// Whether somebody who wrote a text may mean it.
  fileprivate func isMeant(by text: String) -> Bool { endsIn(text) }
}
