public import CaseEngine
public import CaseStore
public import CivilTime
import Diagnostics
import Programme

/// How a store is, for the person who looks after it: numbers and days, and nothing about anybody.
public struct StoreStatus: Sendable {
  /// What the store is.
  public let properties: StoreProperties
  /// How much it holds.
  public let census: StoreCensus
  /// The head of the chain.
  public let head: ChainLink
  /// The latest daily run; nil before the first.
  public let dailyRun: DailyRunRecord?
  /// The latest copy; nil when none was made by `säkerhetskopiera`.
  public let backup: BackupRecord?
  /// The time zone in which its dates are meant; nil while nobody has worked in it.
  public let timeZone: String?
  /// The definitions it last worked under; nil when nothing has happened.
  public let lastDefinitions: String?
  /// The definitions in the folder.
  public let definitions: Definitions

  /// How many open cases have a responsible person without any role in them, or one who is no longer named; 0 where the definitions do not load.
  public let unattended: Int
  /// The titles of the roles that nobody has and that something open waits for; none where the definitions do not load.
  public let unfilled: [String]

  /// The definitions in the folder, beside those that the store last worked under.
  public enum Definitions: Sendable {
    /// The same.
    case same
    /// Others, which count from the next command on; these files differ. No files when nothing has happened yet.
    case new(hash: String, files: [String])
    /// They have so many errors that nothing can be done by them.
    case wrong(errors: Int)
    /// They cannot be read, for this reason.
    case unreadable(String)
  }

  /// Reads a store and a folder's definitions.
  ///
  /// - Throws: `StoreError`, when the store cannot be read.
  public static func read(_ store: any CaseStore, _ workspace: Workspace) throws -> StoreStatus {
    try store.read { reader in
      let last = try reader.lastDefinitions()
      let loaded = Result { () throws(ServiceError) in try LoadedProgramme.load(workspace.files()) }
      return StoreStatus(
        properties: try reader.properties(), census: try reader.census(), head: try reader.head(),
        dailyRun: try DailyRunRecord.read(reader), backup: try BackupRecord.read(reader),
        timeZone: try Directory.read(reader)?.timeZone, lastDefinitions: last,
        definitions: try compare(loaded, last, reader),
        unattended: try (try? loaded.get()).map { try reader.unattended($0.programme).count } ?? 0,
        unfilled: try (try? loaded.get()).map { try reader.unfilled($0.programme) } ?? [])
    }
  }

  private static func compare(
    _ result: Result<LoadedProgramme, ServiceError>, _ last: String?,
    _ reader: any CaseStoreReading
  ) throws -> Definitions {
    let loaded: LoadedProgramme
    switch result {
    case .success(let value): loaded = value
    case .failure(let error):
      guard case .definitions(let findings) = error else { return .unreadable(error.plainText) }
      return .wrong(errors: findings.findings.count { $0.severity == .error })
    }
    guard let last else { return .new(hash: loaded.programme.hash, files: []) }
    if loaded.programme.hash == last { return .same }
    let before = try reader.definitions(hash: last) ?? []
    var bytes: [String: [UInt8]] = [:]
    for file in before { bytes[file.path] = file.bytes }
    var differing = loaded.files.filter { bytes[$0.path] != $0.bytes }.map(\.path)
    let present = Set(loaded.files.map(\.path))
    differing += before.map(\.path).filter { !present.contains($0) }
    return .new(hash: loaded.programme.hash, files: differing.sorted())
  }
}

extension CaseStoreReading {
  /// The titles of the roles that nobody has, with open tasks or escalations.
  fileprivate func unfilled(_ programme: Programme) throws -> [String] {
    let missing = programme.organisation.rolesWithoutPeople
    return try programme.organisation.roles.filter { role in
      guard missing.contains(role.id) else { return false }
      var tasks = TaskFilter()
      tasks.roles = [role.id]
      tasks.limit = 1
      var escalations = EscalationFilter()
      escalations.to = [role.id]
      escalations.isOpen = true
      return try !self.tasks(tasks).isEmpty || !self.escalations(escalations).isEmpty
    }.map(\.title)
  }
}

extension StoreStatus {
  /// Something that somebody has to look after.
  public enum Attention: Hashable, Sendable {
    /// There are open cases, and no daily run ever.
    case neverRun
    /// The latest daily run is more than a day old.
    case late(through: CivilDate)
    /// Families that the latest daily run left undone.
    case failed([String])
    /// So many open cases have something that cannot be computed.
    case faulty(Int)
    /// So many open cases have a responsible person without any role in them.
    case unattended(Int)
    /// Roles that nobody has, by title, and something open waits for each of them.
    case unfilled([String])
    /// The definitions in the folder have errors: nothing can be done until they are right.
    case definitionsWrong(errors: Int)
    /// The definitions in the folder cannot be read.
    case definitionsUnreadable
    /// When the latest copy was made, lists or states were not what the history gives, and they have not been made anew since.
    case listsDiffer
    /// Copies were made once, and the latest is more than two days old.
    case backupOld(Moment)
    /// The account at work may not write to the store.
    case notWritable
    /// So many bytes are left on the disk.
    case diskLow(bytes: Int)
    /// Copies of the store that something left behind, by name.
    case leftovers([String])

    /// A stable name for programs.
    public var code: String {
      switch self {
      case .neverRun: "daily-run-never"
      case .late: "daily-run-late"
      case .failed: "daily-run-failed"
      case .faulty: "cases-faulty"
      case .unattended: "cases-unattended"
      case .unfilled: "roles-unfilled"
      case .definitionsWrong: "definitions-wrong"
      case .definitionsUnreadable: "definitions-unreadable"
      case .listsDiffer: "lists-differ"
      case .backupOld: "backup-old"
      case .notWritable: "not-writable"
      case .diskLow: "disk-low"
      case .leftovers: "leftovers"
      }
    }
  }

  /// What somebody has to look after, the most pressing first.
  ///
  /// - Parameters:
  ///   - clock: what time it is.
  ///   - storeBytes: the size of the store's files.
  ///   - freeBytes: what is free on their disk; nil when that is not known.
  ///   - isWritable: whether the account at work may write to it.
  ///   - leftovers: the names of copies beside the store that nobody needs any more.
  public func attention(
    _ clock: CaseService.Clock, storeBytes: Int, freeBytes: Int?, isWritable: Bool,
    leftovers: [String]
  ) -> [Attention] {
    var found: [Attention] = []
    // A store for practice lives in a time of its own.
    if !properties.isPractice, census.openCases > 0 {
      if let dailyRun {
        if dailyRun.through.days(until: clock.today) > 1 {
          found.append(.late(through: dailyRun.through))
        }
      } else {
        found.append(.neverRun)
      }
    }
    switch definitions {
    case .wrong(let errors): found.append(.definitionsWrong(errors: errors))
    case .unreadable: found.append(.definitionsUnreadable)
    case .same, .new: break
    }
    if backup?.listsDiffer ?? false { found.append(.listsDiffer) }
    if !isWritable { found.append(.notWritable) }
    if let failures = dailyRun?.failures, !failures.isEmpty { found.append(.failed(failures)) }
    if census.faultyCases > 0 { found.append(.faulty(census.faultyCases)) }
    if !unfilled.isEmpty { found.append(.unfilled(unfilled)) }
    if unattended > 0 { found.append(.unattended(unattended)) }
    if let freeBytes, freeBytes < max(Self.leastFree, storeBytes) {
      found.append(.diskLow(bytes: freeBytes))
    }
    if let backup, clock.now.milliseconds - backup.made.milliseconds > Self.oldestBackup {
      found.append(.backupOld(backup.made))
    }
    if !leftovers.isEmpty { found.append(.leftovers(leftovers)) }
    return found
  }

  /// A disk with less, or with less than the store takes, will be full before somebody has time to look.
  private static let leastFree = 200_000_000
  /// Two days, in milliseconds.
  private static let oldestBackup: Int64 = 2 * 86_400_000
}
