/// The name that was probably meant: the nearest of `candidates` by edit distance, when it is near enough to be a slip
/// of the hand. Case and the marks over å, ä, ö count as small differences, for names are often typed without them.
public func suggest(_ name: String, among candidates: some Sequence<String>) -> String? {
  let wanted = Array(folded(name))
  var best: (distance: Int, name: String)?
  for candidate in candidates where candidate != name {
    let other = Array(folded(candidate))
    let limit = max(1, min(wanted.count, other.count) / 3)
    guard abs(wanted.count - other.count) <= limit else { continue }
    let distance = editDistance(wanted, other)
    guard distance <= limit else { continue }
    if let known = best, (known.distance, known.name) <= (distance, candidate) { continue }
    best = (distance, candidate)
  }
  return best?.name
}

/// A help text out of what could have been written: the likely slip, else the first few of what there is.
///
/// `menade du ...` when one name is near; a list when there are few; nil when there is nothing to choose from.
public func help(for name: String, among candidates: some Collection<String>) -> String? {
  if let near = suggest(name, among: candidates) { return "menade du `\(near)`?" }
  guard !candidates.isEmpty else { return nil }
  let sorted = candidates.sorted()
  let shown = sorted.prefix(8).map { "`\($0)`" }.joined(separator: ", ")
  let rest = sorted.count - 8
  return rest > 0 ? "det finns \(shown) och \(rest) till" : "det finns \(shown)"
}

/// Lower case, with the letters that people type without their marks made plain, and the separators made one.
private func folded(_ text: String) -> String {
  String(
    text.lowercased().map { letter in
      switch letter {
      case "å", "ä": "a"
      case "ö": "o"
      case "é": "e"
      case "_", "-", ".": " "
      default: letter
      }
    })
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swapped neighbours.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
  if left.isEmpty { return right.count }
  if right.isEmpty { return left.count }
  var beforePrevious = [Int](repeating: 0, count: right.count + 1)
  var previous = Array(0...right.count)
  var current = previous
  for row in 1...left.count {
    current[0] = row
    for column in 1...right.count {
      let same = left[row - 1] == right[column - 1]
      var cost = min(
        previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (same ? 0 : 1))
      if row > 1, column > 1, left[row - 1] == right[column - 2],
        left[row - 2] == right[column - 1]
      {
        cost = min(cost, beforePrevious[column - 2] + 1)
      }
      current[column] = cost
    }
    (beforePrevious, previous, current) = (previous, current, beforePrevious)
  }
  return previous[right.count]
}
