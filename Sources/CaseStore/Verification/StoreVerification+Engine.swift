public import CaseEngine
import Programme

extension StoreVerification {
  /// Checks a store with the engine that its lists are made by.
  ///
  /// - Parameter earlierHead: the head of an earlier day, as 64 hexadecimal digits, which must be found in the chain.
  /// - Throws: `StoreError`, when the store cannot be read at all.
  public static func run(_ store: any CaseStore, earlierHead: String? = nil, engine: Engine) throws
    -> StoreVerification
  {
    var current: Engine?
    return try run(store, earlierHead: earlierHead, definitions: engine.programme.hash) {
      reader, family in
      let known = try current ?? reader.engine(engine.programme)
      current = known
      return try known.project(family)
    }
  }
}
