package import CaseEngine

extension CaseStoreReading {
  /// The state of a family as its events give it, where the one that is kept cannot be used.
  ///
  /// - Parameter version: up to which the family has come.
  /// - Throws: `StoreError.damaged` when the events do not lead there, or a protected value is not there any more: the state
  ///   that is kept may be the last place that holds it, and what is made anew would be without it for good.
  package func replayed(_ root: String, version: Int) throws -> FamilyState {
    let state = try FamilyState.replay(try events(ofFamily: root), of: root)
    guard state.version == version else {
      throw StoreError.damaged("historiken för \(root) är inte hel")
    }
    return state
  }
}

extension FamilyState {
  /// The state that events give; see `CaseStoreReading.replayed`.
  static func replay(_ events: [Event], of root: String) throws(StoreError) -> FamilyState {
    var state: FamilyState?
    for event in events {
      guard event.absentValues == 0 else {
        throw .damaged("skyddade värden i historiken för \(root) saknas")
      }
      do throws(ReplayError) { state = try FamilyState.evolve(state, event) } catch {
        throw .damaged("händelserna i \(root) följer inte på varandra")
      }
    }
    guard let state else { throw .damaged("historiken för \(root) saknas") }
    return state
  }
}
