import CaseEngine
public import CaseStore
public import Diagnostics

extension CaseStoreReading {
  /// The hash of the definitions that the store last worked under: those of its last event, or of a daily run after it.
  /// Nil for a store in which nothing has happened.
  public func lastDefinitions() throws -> String? {
    let run = try DailyRunRecord.read(self)
    let head = try head()
    guard let record = try records(after: head.sequence - 1, limit: 1).first,
      let event = try? EventCodec.decode(record.body, protected: [])
    else { return run?.definitions }
    if let run, run.finished >= event.recorded { return run.definitions }
    return event.definitions
  }
}

extension CaseStore {
  /// Checks the store, as `StoreVerification.run` does, by the definitions that it keeps itself: a copy must be possible
  /// to check where its folder's files are lost or have been changed since.
  ///
  /// - Throws: `StoreError`, when the store cannot be read at all.
  public func verifyByItself() throws -> StoreVerification {
    try StoreVerification.run(self, programme: nil)
  }

  /// The files of the definitions that the store last worked under, with paths that lead nowhere but below `Rules` and
  /// `Workflows`: a store that came from elsewhere must not be able to write anything else.
  ///
  /// - Throws: `StoreError`; `.damaged` when what is kept are other files.
  public func lastDefinitionFiles() throws -> [SourceFile] {
    try read { reader in
      guard let hash = try reader.lastDefinitions() else { return [] }
      return (try reader.definitions(hash: hash) ?? []).filter { Self.isInside($0.path) }
    }
  }

  private static func isInside(_ path: String) -> Bool {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, first == "Rules" || first == "Workflows", parts.count > 2,
      path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    else { return false }
    return parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }
  }
}
