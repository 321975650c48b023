import CaseEngine
import CivilTime
import Diagnostics
import Programme

/// The definitions under which a store's rows were made, as engines: those that are given, and those that the store keeps,
/// each loaded once. The meetings are those of the history, not of the rows, which may be what is wrong.
final class KeptProgrammes {
  private let given: Programme?
  private let standings: [String: MeetingStanding]
  /// Definitions that cannot be used are looked for once.
  private var engines: [String: Engine?] = [:]

  init(given: Programme?, standings: [String: MeetingStanding]) {
    self.given = given
    self.standings = standings
  }

  /// The engine on the definitions of a hash; nil when they are not kept whole, or do not load in this version.
  func engine(_ hash: String, in session: any CaseStoreReading) throws -> Engine? {
    if let known = engines[hash] { return known }
    let engine = try programme(hash, in: session).map { programme in
      guard programme.hasMeetingCases else { return Engine(programme: programme) }
      return Engine(programme: programme, meetings: programme.meetingDates(standings))
    }
    engines.updateValue(engine, forKey: hash)
    return engine
  }

  private func programme(_ hash: String, in session: any CaseStoreReading) throws -> Programme? {
    if let given, given.hash == hash { return given }
    do {
      guard let files = try session.definitions(hash: hash) else { return nil }
      var findings = Diagnostics()
      return Loader.load(files, hash: hash, diagnostics: &findings)
    } catch StoreError.damaged {
      // Told by itself, once.
      return nil
    }
  }
}
