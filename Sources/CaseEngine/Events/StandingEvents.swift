extension Sequence where Element == Event {
  /// Those of a family's events that count: without what has been taken back, what followed from it, and the taking back
  /// itself.
  public var standing: [Event] {
    var gone: [ClosedRange<Int>] = []
    for event in self {
      if case .undone(let version) = event.cause, version <= event.version {
        gone.append(version...event.version)
      }
    }
    guard !gone.isEmpty else { return Array(self) }
    return filter { event in !gone.contains { $0.contains(event.version) } }
  }
}
