import CaseEngine
import CaseStore
import GRDB

/// What the transactions of one connection have found out and would find again, so that a process that stays up does not read
/// and decode the same family for every command. Used inside the connection's queue alone.
///
/// Families and the head of the chain hold only as long as nobody else writes: SQLite's `data_version` of the connection
/// changes with every commit of another one. The numbers of definitions are rows that stay as they are.
final class StoreMemory {
  /// The numbers of definitions, and whose files are kept.
  private(set) var definitions = KnownDefinitions()
  /// The end of the chain.
  private(set) var head: ChainLink?
  private var families: [String: Family] = [:]
  private var roots: [String: String] = [:]
  private var dataVersion: Int?

  /// So many families at most.
  private static let limit = 256

  /// The numbers of definitions by their hash, and the hashes of those whose files are kept.
  struct KnownDefinitions {
    var ids: [String: Int64] = [:]
    var kept: Set<String> = []
  }

  /// A family as it was committed.
  struct Family {
    let row: Session.LoadedFamily
    let state: FamilyState
  }

  /// Forgets what somebody else may have changed; called when a transaction has the write lock.
  func refresh(dataVersion: Int) {
    if dataVersion != self.dataVersion { forget() }
    self.dataVersion = dataVersion
  }

  /// Forgets all that may change.
  func forget() {
    families = [:]
    roots = [:]
    head = nil
    dataVersion = nil
  }

  /// The family of a case, if it is known.
  func family(ofCase number: String) -> Family? { roots[number].flatMap { families[$0] } }

  /// Takes over what a transaction has written, once it is committed.
  func keep(_ session: Session) {
    definitions = session.definitions
    // Nothing when the end was written and undone: then it is read anew.
    head = session.lastLink
    if families.count + session.written.count > Self.limit {
      families = [:]
      roots = [:]
    }
    for (root, family) in session.written {
      guard let family else {
        families[root] = nil
        continue
      }
      // A family that is known keeps its cases, and may have more of them.
      let known = families.updateValue(family, forKey: root)?.state.cases.count ?? 0
      for index in family.state.cases.indices.dropFirst(known) {
        roots[family.state.cases[index].number] = root
      }
    }
  }
}
