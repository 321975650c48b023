public import CaseEngine
public import CaseStore
import Foundation
import Programme

extension CaseService {
  /// Records that the person who acts is shown whom cases are about. Call it before anything is shown: what cannot be recorded
  /// is not shown.
  ///
  /// - Parameters:
  ///   - kind: how they came to be shown.
  ///   - cases: their numbers; also none, when a search found nothing.
  public func recordReading(_ kind: AccessEntry.Kind, of cases: [String]) throws(ServiceError) {
    try translating { try store.write { try $0.record(entry(kind, kind.rawValue, cases)) } }
  }

  /// The cases whose short names hold a text, whatever its case and accents; recorded, without the text.
  ///
  /// - Parameter includesEnded: whether to look among cases that have ended too.
  /// - Throws: `ServiceError.refused` for those who do not read short names.
  public func search(_ text: String, includesEnded: Bool = false) throws(ServiceError) -> [CaseRow]
  {
    try noting("search", of: nil) {
      guard canRead([.personal]) else {
        let roles = programme.organisation.roles.filter { $0.reads.contains(.personal) }
        throw Refusal(.notAllowed(what: "söka på namn", roles: roles.map(\.title)))
      }
      let wanted = Array(Self.folded(text))
      guard !wanted.isEmpty else { throw Refusal(.missingField("text")) }
      return try store.write { transaction in
        var filter = CaseFilter()
        if !includesEnded { filter.isOpen = true }
        let found = try transaction.cases(filter).filter { row in
          row.label.map { Self.contains(Array(Self.folded($0)), wanted) } ?? false
        }
        try transaction.record(entry(.search, "search", found.map(\.number)))
        return found
      }
    }
  }

  /// The log of accesses, the oldest first: of a case, or all; of many the latest.
  ///
  /// - Throws: `ServiceError.refused` for those who do not answer for personal data.
  public func accesses(of number: String?, limit: Int) throws(ServiceError) -> [AccessEntry] {
    try noting("access", of: number) {
      let reviewing = programme.organisation.roles.filter(\.reviewsAccess)
      guard reviewing.contains(where: { actor.roles.contains($0.id) }) else {
        throw Refusal(
          .notAllowed(what: "läsa loggen över åtkomst", roles: reviewing.map(\.title)))
      }
      return try store.read { try $0.accesses(ofCase: number, limit: limit) }
    }
  }

  /// Whether letters stand among others in a row: letters as people see them, so that an emoji is found whole or not at all.
  private static func contains(_ text: [Character], _ wanted: [Character]) -> Bool {
    guard wanted.count <= text.count else { return false }
    return (0...(text.count - wanted.count)).contains { start in
      text[start..<start + wanted.count].elementsEqual(wanted)
    }
  }

  /// A text as it is compared: without case and accents.
  static func folded(_ text: String) -> String {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .trimmingCharacters(in: .whitespacesAndNewlines)
  }

  // MARK: Refused attempts

  /// Runs a body; what it refuses for want of a right, or because a condition does not hold, is noted in the log.
  func noting<Result>(_ act: String, of number: String?, _ body: () throws -> Result)
    throws(ServiceError) -> Result
  {
    do {
      return try translating(body)
    } catch {
      if case .refused(let refusal) = error {
        noteRefused(act, [(number.map { [$0] } ?? [], refusal)])
      }
      throw error
    }
  }

  /// Notes what was refused, for want of a right or because a condition does not hold, in acts of one kind: a row for each
  /// reason, with the cases.
  func noteRefused(_ act: String, _ attempts: [(cases: [String], refusal: Refusal)]) {
    var noted: [String: [String]] = [:]
    for attempt in attempts {
      if let code = attempt.refusal.accessCode { noted[code, default: []] += attempt.cases }
    }
    for (code, cases) in noted.sorted(by: { $0.key < $1.key }) {
      // The refusal stands whether or not it can be noted: a full disk must not hide it.
      try? store.write { try $0.record(entry(.refused, act, cases, code: code)) }
    }
  }

  private func entry(
    _ kind: AccessEntry.Kind, _ act: String, _ cases: [String], code: String? = nil
  ) -> AccessEntry {
    AccessEntry(
      moment: clock.now, date: clock.today, person: actor.id, kind: kind, act: act, cases: cases,
      code: code)
  }
}

extension CaseStore {
  /// Notes that somebody who is nobody here, or has no role, was turned away. Whoever may not write leaves no note.
  public func noteTurnedAway(_ who: String, code: String, clock: CaseService.Clock) {
    try? write {
      try $0.record(
        AccessEntry(
          moment: clock.now, date: clock.today, person: who, kind: .refused, act: "begin",
          cases: [], code: code))
    }
  }
}

extension Refusal {
  /// Why somebody was refused, when that is worth keeping: a right that they do not have, or a rule that does not hold. A slip
  /// of the finger is not.
  fileprivate var accessCode: String? {
    for reason in reasons {
      switch reason {
      case .notAllowed: return "not-allowed"
      case .recordsThemselves: return "records-themselves"
      case .condition: return "condition"
      case .missingRequirement: return "requirement"
      case .cannotUndo: return "cannot-undo"
      default: continue
      }
    }
    return nil
  }
}

extension Command {
  /// What the act is called in the log of accesses.
  var act: String {
    switch self {
    case .open: "open"
    case .send: "send"
    case .complete: "complete"
    case .assign: "assign"
    case .postpone: "postpone"
    case .correct: "correct"
    case .acknowledge: "acknowledge"
    case .note: "note"
    case .undo: "undo"
    }
  }
}
