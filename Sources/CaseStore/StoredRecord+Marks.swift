extension [UInt8] {
  /// Whether bytes stand somewhere in these: a look that spares reading an event that has nothing of what is wanted.
  package func contains(mark: [UInt8]) -> Bool {
    guard let first = mark.first, count >= mark.count else { return false }
    var start = startIndex
    while let found = self[start...].firstIndex(of: first), count - found >= mark.count {
      if self[found..<found + mark.count].elementsEqual(mark) { return true }
      start = found + 1
    }
    return false
  }
}
