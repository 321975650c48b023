public import CaseEngine
public import CaseStore
public import CivilTime
import Programme

/// What a daily run did.
public struct DailyRunReport: Sendable {
  /// The day it ran to.
  public let through: CivilDate
  /// Families in which something happened.
  public internal(set) var familiesChanged = 0
  /// What happened, in the order in which it was handled.
  public internal(set) var events: [Event] = []
  /// Families that could not be handled; they are tried again next time.
  public internal(set) var failures: [Failure] = []
  /// Open cases with something that cannot be computed.
  public internal(set) var faulty: [CaseRow] = []
  /// The head of the chain afterwards: keep it, and a later verification can be given it.
  public internal(set) var head = ChainLink(sequence: 0, link: Chain.start)

  /// A family that could not be handled.
  public struct Failure: Sendable {
    /// The family.
    public let family: String
    /// Why.
    public let error: ServiceError
  }
}

extension CaseService {
  /// How many families share a commit. Each is undone by itself when it fails; a kill loses at most the families of one
  /// commit, which the next run handles as if it were the first. Few enough that commands wait for no more than an
  /// instant.
  static let familiesPerCommit = 64

  /// Handles everything that falls due up to and including a day: each family as a whole or not at all, in order of its
  /// day, then number. A family that fails is reported and left as it was; the others go on.
  ///
  /// - Throws: `ServiceError` when the store itself cannot be read or written, or the day lies in the future.
  public func dailyRun(through date: CivilDate) throws(ServiceError) -> DailyRunReport {
    try translating {
      var report = DailyRunReport(through: date)
      try store.write { transaction in
        try checkFuture(date, in: transaction)
        try transaction.keepDefinitions(hash: programme.hash, files: definitions.files)
      }
      var cursor: DueFamily?
      while true {
        let batch = try store.read { reader in
          try reader.dueFamilies(
            through: date, definitions: programme.hash, after: cursor, limit: Self.familiesPerCommit
          )
        }
        guard let last = batch.last else { break }
        try store.write { transaction in
          let engine = try transaction.engine(programme)
          for family in batch {
            try handle(family.root, through: date, engine, &report, in: transaction)
          }
        }
        cursor = last
      }
      try store.write { transaction in
        report.head = try transaction.head()
        var faulty = CaseFilter()
        faulty.isFaulty = true
        faulty.isOpen = true
        report.faulty = try transaction.cases(faulty)
        try DailyRunRecord(
          through: date, finished: clock.now, familiesChanged: report.familiesChanged,
          failures: report.failures.map(\.family), definitions: programme.hash
        ).keep(transaction)
      }
      return report
    }
  }

  private func handle(
    _ root: String, through date: CivilDate, _ engine: Engine, _ report: inout DailyRunReport,
    in transaction: any CaseStoreWriting
  ) throws {
    let events = try attempt(root, noting: &report.failures, in: transaction) {
      try advance(root, through: date, engine, in: transaction)
    }
    guard let events, !events.isEmpty else { return }
    report.familiesChanged += 1
    report.events += events
  }

  /// One family, undone by itself when it fails (D6). What goes wrong with it alone is noted; what goes wrong with the store
  /// ends everything.
  ///
  /// - Returns: what happened; nil when it failed.
  func attempt(
    _ root: String, noting failures: inout [DailyRunReport.Failure],
    in transaction: any CaseStoreWriting, _ body: () throws -> [Event]
  ) throws -> [Event]? {
    do {
      return try transaction.attempt(body)
    } catch let refusal as Refusal {
      failures.append(.init(family: root, error: .refused(refusal)))
    } catch let error as StoreError where error.concernsOneFamily {
      failures.append(.init(family: root, error: .store(error)))
    }
    return nil
  }

  func advance(
    _ root: String, through date: CivilDate, _ engine: Engine, in transaction: any CaseStoreWriting
  ) throws -> [Event] {
    guard let family = try transaction.family(ofCase: root) else { return [] }
    let numbers = try numbers(from: family.handled, through: date, in: transaction)
    let decision = try engine.advance(family, to: date, recorded: clock.now, numbers: numbers)
    try transaction.take(decision.numbers)
    try transaction.append(
      decision.events, family: decision.family, previous: family.version,
      projection: try engine.project(decision.family), definitions: programme.hash)
    return decision.events
  }
}

extension CaseStoreWriting {
  /// Takes the serials that a decision has given, in order of year.
  func take(_ numbers: NumberSource) throws {
    for (year, count) in numbers.taken.sorted(by: { $0.key < $1.key }) {
      _ = try takeSerials(year: year, count: count)
    }
  }
}

extension StoreError {
  /// Whether the store itself is well, and only what one family holds is not.
  var concernsOneFamily: Bool {
    switch self {
    case .conflict, .damaged, .other: true
    case .missing, .exists, .foreign, .newer, .networkFileSystem, .full, .readOnly, .unreadable,
      .io,
      .busy:
      false
    }
  }
}
