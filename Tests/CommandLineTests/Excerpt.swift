/// Which lines of a long answer are shown: `"A" to "B" "C" "D" to "" "E" to end` is everything from the first line with A to the
/// next with B, the next line with C, from the next line with D to the end of the paragraph, and from the next with E to the
/// end. What is left out is shown as `...`.
struct Excerpt {
  private struct Part {
    let first: String
    var last: String?
  }

  private var parts: [Part] = []

  init(_ words: ArraySlice<String>) {
    var words = words
    while let first = words.popFirst() {
      var part = Part(first: first)
      if words.first == "to" { part.last = words.dropFirst().first }
      words = words.dropFirst(part.last == nil ? 0 : 2)
      parts.append(part)
    }
  }

  /// - Parameter marksEnds: whether it is also shown that something is left out at the beginning and at the end.
  /// - Throws: `HandbookProblem` when there is no such line.
  func cut(_ lines: [String], marksEnds: Bool = true) throws -> [String] {
    var result: [String] = []
    var rest = lines[...]
    for part in parts {
      guard let start = rest.firstIndex(where: { $0.contains(part.first) }) else {
        throw HandbookProblem("no line with “\(part.first)” in its place in:\n\(Self.text(lines))")
      }
      let isGap = rest[..<start].contains { !$0.isEmpty }
      if isGap, marksEnds || !result.isEmpty { result.append("...") }
      let end = try part.last.map { try Self.end(in: rest[(start + 1)...], $0) } ?? start + 1
      result += rest[start..<end]
      rest = rest[end...]
    }
    if marksEnds, rest.contains(where: { !$0.isEmpty }) { result.append("...") }
    return result
  }

  private static func end(in lines: ArraySlice<String>, _ last: String) throws -> Int {
    if last == "end" { return lines.endIndex }
    if last.isEmpty { return lines.firstIndex(of: "") ?? lines.endIndex }
    guard let end = lines.firstIndex(where: { $0.contains(last) }) else {
      throw HandbookProblem("no line with “\(last)” in its place in:\n\(text(Array(lines)))")
    }
    return end + 1
  }

  private static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") }
}
