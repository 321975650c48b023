import CaseEngine

extension FamilyState {
  /// The numbers of a case and of all cases under it, at any depth.
  func subtree(of number: String) -> Set<String> {
    // Cases stand in the order in which they were opened: a parent before what is opened under it.
    cases.reduce(into: [number]) { result, state in
      guard let parent = state.parent, result.contains(parent) else { return }
      result.insert(state.number)
    }
  }
}
