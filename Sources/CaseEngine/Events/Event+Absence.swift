extension Event {
  /// How many of its protected values are not there any more: erased, or lost.
  public var absentValues: Int { changes.count(where: \.isAbsent) }
}
