extension [UInt8] {
  /// The byte at a place, nil outside.
  subscript(safe index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}

/// A text in the quotes that need the fewest changes in it, in backticks, for a help text.
func quoted(_ text: String) -> String {
  if !text.contains("\"") && !text.contains("\\") { return "`\"\(text)\"`" }
  return "`'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    + "'`"
}
