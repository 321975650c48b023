package import CaseEngine
import CivilTime

/// What every store checks and needs when it appends.
package enum Appending {
  /// Checks that events, state and projection belong together; what does not is a mistake of the caller.
  package static func check(
    _ events: [Event], family: FamilyState, previous: Int, projection: Projection
  ) throws(StoreError) {
    var version = previous
    for event in events {
      version += 1
      guard event.version == version, event.family == family.root else {
        throw .other("händelserna i `\(family.root)` följer inte på version \(previous)")
      }
    }
    guard version == family.version else {
      throw .other("läget i `\(family.root)` hör inte till händelserna")
    }
    guard projection.cases.map(\.number) == family.cases.map(\.number) else {
      throw .other("raderna för `\(family.root)` hör inte till läget")
    }
    func isKnown(_ number: String) -> Bool { projection.cases.contains { $0.number == number } }
    guard projection.tasks.allSatisfy({ isKnown($0.number) }),
      projection.coming.allSatisfy({ isKnown($0.number) }),
      projection.escalations.allSatisfy({ isKnown($0.number) }),
      projection.spendings.allSatisfy({ isKnown($0.number) }),
      projection.meetings.allSatisfy({ isKnown($0.number) }),
      projection.agenda.allSatisfy({ isKnown($0.number) })
    else {
      throw .other("raderna för `\(family.root)` hör till andra ärenden")
    }
    guard !containsNUL(projection) else {
      throw .other("ett tecken som inte kan visas (NUL) i `\(family.root)`")
    }
  }

  /// SQLite's texts end at the first NUL when they are bound or read as C strings: a list would show less than there is.
  private static func containsNUL(_ projection: Projection) -> Bool {
    func isBad(_ texts: String?...) -> Bool {
      texts.contains { $0?.utf8.contains(0) ?? false }
    }
    return projection.cases.contains { row in
      isBad(
        row.number, row.workflow, row.workflowTitle, row.parent, row.label, row.phase,
        row.phaseTitle, row.responsible) || row.states.contains { isBad($0) }
    }
      || projection.tasks.contains { isBad($0.task, $0.title, $0.role, $0.assignee) }
      || projection.coming.contains { isBad($0.title, $0.responsible) }
      || projection.escalations.contains { row in
        isBad(row.kind, row.kindTitle, row.to, row.through, row.reason, row.acknowledgedBy)
      }
      || projection.spendings.contains { isBad($0.budget) }
      || projection.meetings.contains { isBad($0.standing.series) }
      || projection.agenda.contains { isBad($0.series, $0.task, $0.title, $0.text, $0.doneBy) }
  }

  /// Bytes that nobody can guess: `SystemRandomNumberGenerator` is the system's cryptographic source.
  package static func salt() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(EventCodec.saltLength)
    while bytes.count < EventCodec.saltLength {
      var number = generator.next()
      for _ in 0..<8 {
        bytes.append(UInt8(truncatingIfNeeded: number))
        number >>= 8
      }
    }
    return bytes
  }
}
