public import CaseEngine
public import CaseStore
import CivilTime
import Diagnostics
import Programme

/// Whether the recorded rules give the recorded outcomes: every event decided anew with the definitions, the date and the
/// facts it was decided with.
public struct Recomputation: Sendable {
  /// An event that comes out otherwise.
  public struct Finding: Sendable {
    /// What is wrong.
    public enum Problem: Sendable {
      /// The definitions are not kept under their hash, or other files are, or they no longer load.
      case definitionsMissing(hash: String)
      /// It would be refused.
      case refused(Refusal)
      /// Something else would happen.
      case differs
      /// Protected values of it are erased or lost: neither it nor what comes after it in the family can be decided anew.
      case valuesMissing
      /// It does not follow on the event before it: what comes after it in the family cannot be decided anew.
      case outOfPlace
    }

    /// The family.
    public let family: String
    /// The family's version after the event.
    public let version: Int
    /// What is wrong.
    public let problem: Problem
  }

  /// How many events were decided anew.
  public internal(set) var events = 0
  /// Those that come out otherwise; empty when all is well.
  public internal(set) var findings: [Finding] = []
}

extension CaseStore {
  /// Decides every event of the store anew.
  ///
  /// - Throws: `ServiceError`, when the store cannot be read.
  public func recompute() throws(ServiceError) -> Recomputation {
    var result = Recomputation()
    // Definitions that cannot be used are looked for once.
    var programmes: [String: Programme?] = [:]
    do {
      try read { reader in
        let timeline = try MeetingTimeline(reader)
        var cursor: String?
        while true {
          let page = try reader.families(after: cursor, limit: 200)
          guard let last = page.last else { return }
          cursor = last
          for root in page {
            try recompute(root, reader, timeline, &programmes, &result)
          }
        }
      }
    } catch let error as StoreError {
      throw .store(error)
    } catch let error as ServiceError {
      throw error
    } catch {
      throw .store(.other("\(error)"))
    }
    return result
  }

  private func recompute(
    _ root: String, _ reader: any CaseStoreReading, _ timeline: MeetingTimeline,
    _ programmes: inout [String: Programme?], _ result: inout Recomputation
  ) throws {
    var family: FamilyState?
    var history: [Event] = []
    for event in try reader.events(ofFamily: root) {
      result.events += 1
      func report(_ problem: Recomputation.Finding.Problem) {
        result.findings.append(.init(family: root, version: event.version, problem: problem))
      }
      guard event.absentValues == 0 else {
        report(.valuesMissing)
        return
      }
      if programmes[event.definitions] == nil {
        programmes.updateValue(
          try programme(event.definitions, reader), forKey: event.definitions)
      }
      if let known = programmes[event.definitions], let programme = known {
        let engine = timeline.engine(programme, before: event)
        do throws(Refusal) {
          let again = try engine.recompute(
            event, on: family,
            minutes: timeline.minutes(
              before: event, of: family?.caseState(event.subject), programme, history),
            history: history)
          if again != event { report(.differs) }
        } catch {
          report(.refused(error))
        }
      } else {
        report(.definitionsMissing(hash: event.definitions))
      }
      do throws(ReplayError) {
        family = try FamilyState.evolve(family, event)
      } catch {
        report(.outOfPlace)
        return
      }
      history.append(event)
    }
  }

  private func programme(_ hash: String, _ reader: any CaseStoreReading) throws -> Programme? {
    let files: [SourceFile]
    do {
      guard let kept = try reader.definitions(hash: hash) else { return nil }
      files = kept
    } catch StoreError.damaged {
      return nil
    }
    var findings = Diagnostics()
    return Loader.load(files, hash: hash, diagnostics: &findings)
  }
}
