import CaseEngine
import CaseStore
import CivilTime
import Programme

/// What the cases said of meetings at every point of the chain, so that an event can be decided anew with the meetings as
/// they were when it was decided (rule M2).
struct MeetingTimeline {
  /// By sequence number: what a record said. In order.
  private var changes: [(sequence: Int, standings: [String: MeetingStanding?])] = []
  /// By sequence number: at which meetings a case had come up after a record. In order.
  private var treated: [(sequence: Int, case: String, days: [MeetingDay])] = []
  /// By family: the sequence numbers of its events, in order.
  private var sequences: [String: [Int]] = [:]
  private let cache = Cache()

  /// Events follow each other, so the same meetings are asked for many times in a row.
  private final class Cache {
    var known: (programme: String, count: Int, engine: Engine)?
  }

  init(_ reader: any CaseStoreReading) throws {
    let marks = ["meeting", "treated", "restored"].map { Array("\"kind\":\"\($0)\"".utf8) }
    var known: [String: [MeetingDay]] = [:]
    var last = 0
    while true {
      let page = try reader.records(after: last, limit: 500)
      guard let end = page.last else { return }
      last = end.sequence
      for record in page {
        sequences[record.family, default: []].append(record.sequence)
        // Few events are about meetings; the others need not be read.
        guard marks.contains(where: { record.body.contains(mark: $0) }) else { continue }
        let event = try EventCodec.decode(record.body, protected: record.protected)
        let standings = Engine.Decision.standings(in: [event])
        if !standings.isEmpty { changes.append((record.sequence, standings)) }
        for change in event.changes {
          var days = known[change.number] ?? []
          switch change.change {
          case .treated(let series, let day, _, _, _): days.append(MeetingDay(series, day))
          case .restored(let standing):
            days = standing.treated.map { MeetingDay($0.series, $0.meeting) }
          default: continue
          }
          guard days != known[change.number] ?? [] else { continue }
          known[change.number] = days
          treated.append((record.sequence, change.number, days))
        }
      }
    }
  }

  /// The engine as it was when an event was decided.
  func engine(_ programme: Programme, before event: Event) -> Engine {
    guard programme.hasMeetingCases, !changes.isEmpty else { return Engine(programme: programme) }
    let sequence = sequence(of: event)
    let count = changes.firstIndex { $0.sequence >= sequence } ?? changes.count
    if let known = cache.known, known.programme == programme.hash, known.count == count {
      return known.engine
    }
    var standings: [String: MeetingStanding] = [:]
    for change in changes.prefix(count) {
      for (number, standing) in change.standings { standings[number] = standing }
    }
    let engine = Engine(programme: programme, meetings: programme.meetingDates(standings))
    cache.known = (programme.hash, count, engine)
    return engine
  }
}

extension MeetingTimeline {
  private func sequence(of event: Event) -> Int {
    let own = sequences[event.family] ?? []
    let place = event.version - 1
    return own.indices.contains(place) ? own[place] : .max
  }

  /// What was recorded at the meeting that a case is when an event was decided (rule M9).
  func minutes(
    before event: Event, of state: CaseState?, _ programme: Programme, _ history: [Event]
  ) -> [MeetingDay: [String]] {
    guard let state, let meeting = state.meeting, let held = meeting.held else { return [:] }
    let day = MeetingDay(meeting.series, held)
    let sequence = sequence(of: event)
    var latest: [String: [MeetingDay]] = [:]
    for change in treated {
      if change.sequence >= sequence { break }
      latest[change.case] = change.days
    }
    var cases = latest.filter { $0.value.contains(day) }.map(\.key).sorted()
    if let task = programme.workflow(state.workflow)?.meeting?.minutes,
      history.completion(of: task, in: state.number) != nil
    {
      cases.append(state.number)
    }
    return cases.isEmpty ? [:] : [day: cases]
  }
}
