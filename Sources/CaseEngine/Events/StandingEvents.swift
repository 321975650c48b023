extension Sequence where Element == Event {
  /// The event by which a task of a case was done; nil while it was not, or when that was taken back.
  public func completion(of task: String, in number: String) -> Event? {
    standing.last { $0.subject == number && $0.cause == .completed(task: task) }
  }

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
