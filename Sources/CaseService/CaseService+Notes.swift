import CaseEngine
import CaseStore
public import CivilTime
import FEEL
import Foundation
import Programme

/// A note on a case.
public struct CaseNote: Sendable, Hashable {
  /// The case.
  public let number: String
  /// The day it is about.
  public let date: CivilDate
  /// Who wrote it.
  public let author: String
  /// What it says; nil for those who may not read it, and for one that is not there any more.
  public let text: String?
  /// Whether it is not there any more: erased, or lost.
  public let isAbsent: Bool
}

extension CaseService {
  /// The longest note, in characters: longer is a document, which belongs elsewhere.
  public static let noteLimit = 20_000

  /// Writes a note on a case, open or ended.
  ///
  /// - Throws: `ServiceError.refused` for an empty one and for those who could not read it; `.value` for one that is too long.
  public func note(_ number: String, text: String, date: CivilDate) throws(ServiceError)
    -> CommandResult
  {
    let text = Self.clean(text)
    guard text.count <= Self.noteLimit else {
      throw .value(
        field: "text", text: "", expected: "högst \(Self.noteLimit) tecken i en anteckning")
    }
    return try carryOut(.note(case: number, text: text), date: date)
  }

  /// A note as it is kept: in NFC, lines ending alike, without other control characters and without white space around it.
  static func clean(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.precomposedStringWithCanonicalMapping.replacingOccurrences(
      of: "\r\n", with: "\n"
    ).unicodeScalars {
      let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      if !isControl || scalar == "\n" || scalar == "\t" { result.append(scalar) }
    }
    return String(result).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The notes on a case that stand, the latest last: those that were written as such, and what was filled in where a form asks
  /// for a note. A correction of such a field is one of the latest note in it.
  public func notes(_ number: String) throws(ServiceError) -> [CaseNote] {
    let workflow = try view(number).workflow
    // One that was emptied keeps its place, so that what is corrected next is not the one before it.
    var notes: [(field: String?, note: CaseNote?)] = []
    for event in try history(number).standing {
      for change in event.changes where change.number == number {
        func note(_ text: String, _ protection: Set<Protection>) -> CaseNote {
          CaseNote(
            number: number, date: event.date, author: event.actor ?? "",
            text: canRead(protection) && !change.isAbsent ? text : nil, isAbsent: change.isAbsent)
        }
        switch change.change {
        case .noted(let text): notes.append((nil, note(text, [.sensitive])))
        case .set(let name, let value, let record):
          guard let index = workflow.field(named: name), workflow.fields[index].isNote else {
            continue
          }
          var written: CaseNote?
          if case .string(let text) = value {
            written = note(text, workflow.fields[index].protection)
          } else if change.isAbsent {
            written = note("", workflow.fields[index].protection)
          }
          if record.origin == .correction, let latest = notes.lastIndex(where: { $0.field == name })
          {
            notes[latest].note = written
          } else if written != nil {
            notes.append((name, written))
          }
        default: continue
        }
      }
    }
    return notes.compactMap(\.note)
  }

  /// Records a contact: completes the open task that the workflow's contact event ends, when the person may; else sends the
  /// event itself.
  ///
  /// - Parameter kind: what kind of contact; nil when none is said.
  /// - Throws: `ServiceError`; `.noContact` when the workflow has no such event.
  public func contact(
    _ number: String, kind: String?, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> CommandResult {
    let (act, filled) = try contactAct(number, kind: kind, values: values, date: date)
    switch act {
    case .task(let id): return try complete(id, of: number, values: filled, date: date)
    case .event(let id): return try record(id, to: number, values: filled, date: date)
    }
  }

  /// What somebody does to a case by an id and a form.
  public enum FormAct: Sendable, Hashable {
    /// Completes a task.
    case task(String)
    /// Sends an event.
    case event(String)
  }

  /// How a contact with a case is recorded, and with what. A task that came after the day is not what the contact was for.
  public func contactAct(
    _ number: String, kind: String?, values: [String: String], date: CivilDate
  ) throws(ServiceError) -> (FormAct, [String: String]) {
    let view = try view(number)
    guard let contact = view.workflow.desk.contact else {
      throw .noContact(view.workflow.title)
    }
    var values = values
    if let kind {
      guard let index = contact.kind else {
        throw .refused(Refusal(.unknownField(kind, available: [])))
      }
      values[view.workflow.fields[index].name] = kind
    }
    let capacities = programme.organisation.capacities(of: actor)
    let task = view.tasks.first { task in
      view.workflow.task(task.task)?.doneEvent == contact.event && capacities.contains(task.role)
        && task.opened <= date
    }
    return (task.map { .task($0.task) } ?? .event(contact.event), values)
  }
}
