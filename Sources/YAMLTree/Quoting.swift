extension [UInt8] {
  /// The byte at a place, nil outside.
  subscript(safe index: Int) -> UInt8? { indices.contains(index) ? self[index] : nil }
}

/// The writer's own words for a message: one line, and not longer than a reader needs to know them again.
func shown(_ text: String) -> String {
  let longest = 60
  let line = text.prefix { !$0.isNewline }
  if line.utf8.count == text.utf8.count, line.utf8.count <= longest { return text }
  let start = line.prefix(longest)
  return start.utf8.count == text.utf8.count ? text : start + "…"
}

/// A text in the quotes that need the fewest changes in it, in backticks, for a help text.
func quoted(_ whole: String) -> String {
  let text = shown(whole)
  if !text.contains("\"") && !text.contains("\\") { return "`\"\(text)\"`" }
  return "`'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    + "'`"
}
